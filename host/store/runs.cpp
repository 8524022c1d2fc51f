// What is kept of runs: manifests in the truth, results beside it, and runs kept whole.

#include <algorithm>
#include <span>
#include <utility>

#include "store/derived.hpp"
#include "store/fault.hpp"
#include "store/names.hpp"
#include "store/result_codec.hpp"
#include "store/state.hpp"
#include "store/state_digest.hpp"
#include "store/writer_state.hpp"

namespace assay::store {

namespace {

std::unexpected<Error> no_run(std::uint64_t id) {
  return fail(Failure::Input, "store.no_run",
              {ASSAY_TEXT("there is no run {run}; list them with `assay runs`"),
               {{"run", std::to_string(id)}}});
}

// Its head under `table`; nothing when the run is not there.
Result<std::optional<RunHead>> find_head(const Transaction& transaction, Table table,
                                         std::uint64_t id) {
  ASSAY_TRY(const auto stored, transaction.get(table, run_part_key(id, 0)));
  if (!stored) return std::nullopt;
  return decode_run_head(*stored);
}

struct Held {
  std::vector<model::GroupResult> groups;
};

// With the groups they are read from.
class HeldResults final : private Held, public model::WholeResults {
 public:
  explicit HeldResults(std::vector<model::GroupResult> held)
      : Held{std::move(held)}, WholeResults(Held::groups) {}
};

}  // namespace

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
  return read_run(x_state->transaction, Table::Run, id);
}

Result<model::RunManifest> Reader::manifest(std::uint64_t id) const {
  ASSAY_CHECK(x_state->transaction.usable());
  ASSAY_TRY(auto head, find_head(x_state->transaction, Table::Run, id));
  if (!head) return no_run(id);
  return manifest_of(id, std::move(*head));
}

Result<std::unique_ptr<const model::Results>> Reader::results(std::uint64_t id) const {
  ASSAY_CHECK(x_state->transaction.usable());
  ASSAY_TRY(auto head, find_head(x_state->transaction, Table::Run, id));
  if (!head) return no_run(id);
  if (head->result) return x_state->derived->results(manifest_of(id, std::move(*head)));
  ASSAY_TRY(auto whole, read_run(x_state->transaction, Table::Run, id));
  return std::make_unique<HeldResults>(std::move(whole.groups));
}

Result<std::optional<model::Run>> Reader::published(std::uint64_t id) const {
  ASSAY_CHECK(x_state->transaction.usable());
  ASSAY_TRY(const auto head, find_head(x_state->transaction, Table::Published, id));
  if (!head) return std::nullopt;
  return read_run(x_state->transaction, Table::Published, id);
}

bool Store::keep_results(std::uint64_t run, const model::Results& results, const Digest& result) {
  return x_state->derived->keep(run, results, result);
}

void Store::log_to(Log* log) { x_state->derived->log_to(log); }

Status put_run_whole(Transaction& transaction, Table table, std::uint64_t id,
                     const model::Run& run) {
  const auto head = run_part_key(id, 0);
  ASSAY_CHECK(put_encoded(transaction, table, head, encode_run_head(head, run)));
  std::uint64_t number = 0;
  for (std::size_t group = 0; group < run.groups.size(); ++group) {
    auto left = std::span<const model::UnitResult>(run.groups[group].units);
    while (!left.empty()) {
      const auto part = left.first(std::min(left.size(), kUnits_per_part));
      const auto key = run_part_key(id, ++number);
      ASSAY_CHECK(put_encoded(transaction, table, key,
                              encode_run_part(key, static_cast<std::uint32_t>(group), part)));
      left = left.subspan(part.size());
    }
  }
  return {};
}

Result<std::uint64_t> Writer::put_run(const model::RunManifest& manifest, const Digest& key) {
  return x_state->guarded([&] { return x_state->put_run(manifest, key); });
}

Result<std::uint64_t> Writer::State::put_run(const model::RunManifest& manifest,
                                             const Digest& digest) {
  const auto name = digest_key(digest);
  ASSAY_TRY(const auto stored, transaction.get(Table::RunKey, name));
  if (stored) return decode_run_key(*stored);
  const auto id = ids.run++;
  const auto head = run_part_key(id, 0);
  ASSAY_CHECK(put_encoded(transaction, Table::Run, head, encode_manifest(head, manifest)));
  ASSAY_CHECK(put_encoded(transaction, Table::RunKey, name, encode_run_key(name, id)));
  ASSAY_TRY(const auto content, digest_of_run(transaction, Table::Run, id));
  const auto& run = manifest.run;
  ASSAY_CHECK(journal->append(
      RunEntryPart{id, digest, run.scheme, run.version, run.period, content, manifest.result}));
  return id;
}

Result<Change> Writer::put_published(const model::Run& run) {
  return x_state->guarded([&] { return x_state->put_published(run); });
}

Result<Change> Writer::State::put_published(const model::Run& run) {
  ASSAY_TRY(const auto manifest, find_head(transaction, Table::Run, run.id));
  if (!manifest) return no_run(run.id);
  if (manifest->result != result_digest(run))
    return fail(Failure::Input, "store.other_results",
                {ASSAY_TEXT("these are not the results of run {run}; compute them again from what "
                            "it was made from"),
                 {{"run", std::to_string(run.id)}}});
  ASSAY_TRY(const auto there, transaction.get(Table::Published, run_part_key(run.id, 0)));
  if (there) return Change::Same;  // with the same results, as its manifest never changes
  ASSAY_CHECK(put_run_whole(transaction, Table::Published, run.id, run));
  ASSAY_TRY(const auto content, digest_of_run(transaction, Table::Published, run.id));
  ASSAY_CHECK(journal->append(PublishedPart{run.id, content}));
  return Change::New;
}

Result<model::Run> read_run(const Transaction& transaction, Table table, std::uint64_t id) {
  ASSAY_TRY(const auto stored, transaction.get(table, run_part_key(id, 0)));
  if (!stored) return no_run(id);
  ASSAY_TRY(auto head, decode_run_head(*stored));
  head.run.id = id;
  for (std::uint64_t number = 1; number <= head.parts; ++number) {
    const auto key = run_part_key(id, number);
    ASSAY_TRY(const auto found, transaction.get(table, key));
    if (!found)
      return std::unexpected(
          damaged(transaction.file(), table, describe_key(table, key.view()), "missing"));
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

}  // namespace assay::store
