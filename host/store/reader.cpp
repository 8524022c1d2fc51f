#include "store/fault.hpp"
#include "store/names.hpp"
#include "store/result_codec.hpp"
#include "store/state.hpp"

namespace assay::store {

namespace {

std::unexpected<Error> no_run(std::uint64_t id) {
  return fail(Failure::Input, "store.no_run",
              {ASSAY_TEXT("there is no run {run}; list them with `assay runs`"),
               {{"run", std::to_string(id)}}});
}

}  // namespace

Reader::Reader(std::unique_ptr<State> state) : x_state(std::move(state)) {}
Reader::Reader(Reader&&) noexcept = default;
Reader& Reader::operator=(Reader&&) noexcept = default;
Reader::~Reader() = default;

Result<model::Snapshot> Reader::snapshot(std::span<const model::Period> periods) const {
  ASSAY_CHECK(x_state->transaction.usable());
  return read_snapshot(x_state->transaction, {.all = false, .periods = periods});
}

Result<model::Snapshot> Reader::snapshot() const {
  ASSAY_CHECK(x_state->transaction.usable());
  return read_snapshot(x_state->transaction, {.all = true, .periods = {}});
}

Result<std::vector<model::Period>> Reader::periods() const {
  ASSAY_CHECK(x_state->transaction.usable());
  return read_periods(x_state->transaction);
}

Result<std::vector<RunSummary>> Reader::runs() const {
  ASSAY_CHECK(x_state->transaction.usable());
  std::vector<RunSummary> found;
  ASSAY_TRY(auto cursor, Cursor::open(x_state->transaction, Table::Run));
  ASSAY_TRY(auto stored, cursor.first());
  while (stored) {
    const auto id = read_u64(stored->key.view(), 0);
    ASSAY_TRY(const auto head, decode_run_head(*stored));
    found.push_back(summary_of(id, head));
    ASSAY_TRY(stored, cursor.at_or_after(run_part_key(id + 1, 0)));
  }
  return found;
}

Result<model::Run> Reader::run(std::uint64_t id) const {
  ASSAY_CHECK(x_state->transaction.usable());
  return read_run(x_state->transaction, id);
}

Result<model::Run> read_run(const Transaction& transaction, std::uint64_t id) {
  ASSAY_TRY(const auto stored, transaction.get(Table::Run, run_part_key(id, 0)));
  if (!stored) return no_run(id);
  ASSAY_TRY(auto head, decode_run_head(*stored));
  head.run.id = id;
  for (std::uint64_t number = 1; number <= head.parts; ++number) {
    const auto key = run_part_key(id, number);
    ASSAY_TRY(const auto found, transaction.get(Table::Run, key));
    if (!found)
      return std::unexpected(
          damaged(transaction.file(), Table::Run, describe_key(Table::Run, key.view()), "missing"));
    ASSAY_TRY(auto part, decode_run_part(*found));
    if (part.group >= head.run.groups.size()) return std::unexpected(damaged(*found, "group"));
    auto& units = head.run.groups[part.group].units;
    units.insert(units.end(), std::make_move_iterator(part.units.begin()),
                 std::make_move_iterator(part.units.end()));
  }
  for (std::size_t group = 0; group < head.units.size(); ++group)
    if (head.run.groups[group].units.size() != head.units[group])
      return std::unexpected(damaged(*stored, "units"));
  return std::move(head.run);
}

Result<std::optional<std::uint64_t>> Reader::run_of(const Digest& key) const {
  ASSAY_CHECK(x_state->transaction.usable());
  ASSAY_TRY(const auto stored, x_state->transaction.get(Table::RunKey, digest_key(key)));
  if (!stored) return std::nullopt;
  return decode_run_key(*stored);
}

Result<std::optional<std::string>> Reader::scheme_text(const std::string& id,
                                                       std::uint32_t version) const {
  ASSAY_CHECK(x_state->transaction.usable());
  ASSAY_TRY(const auto number, find_name(x_state->transaction, NameKind::Scheme, id));
  if (!number) return std::nullopt;
  const auto key = version_key(static_cast<std::uint32_t>(*number), version);
  ASSAY_TRY(const auto stored, x_state->transaction.get(Table::Scheme, key));
  if (!stored) return std::nullopt;
  ASSAY_TRY(auto record, decode_scheme(*stored));
  return std::move(record.text);
}

Result<std::optional<model::Assessment>> Reader::assessment(const Digest& digest) const {
  ASSAY_CHECK(x_state->transaction.usable());
  ASSAY_TRY(const auto stored, x_state->transaction.get(Table::Assessment, digest_key(digest)));
  if (!stored) return std::nullopt;
  return decode_assessment(*stored);
}

Result<std::vector<DiaryEntry>> Reader::diary() const {
  ASSAY_CHECK(x_state->transaction.usable());
  std::vector<DiaryEntry> entries;
  ASSAY_TRY(auto cursor, Cursor::open(x_state->transaction, Table::Diary));
  ASSAY_TRY(auto stored, cursor.first());
  while (stored) {
    ASSAY_TRY(auto entry, decode_diary(*stored));
    entries.push_back(std::move(entry));
    ASSAY_TRY(stored, cursor.next());
  }
  return entries;
}

}  // namespace assay::store
