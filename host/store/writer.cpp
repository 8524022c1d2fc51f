#include <limits>

#include "store/axis.hpp"
#include "store/fault.hpp"
#include "store/names.hpp"
#include "store/result_codec.hpp"
#include "store/writer_state.hpp"

namespace assay::store {

Writer::Writer(std::unique_ptr<State> state) : x_state(std::move(state)) {}
Writer::Writer(Writer&&) noexcept = default;
Writer& Writer::operator=(Writer&&) noexcept = default;
Writer::~Writer() = default;

Result<Change> Writer::put(const model::Unit& unit) {
  return x_state->guarded([&] { return x_state->put(unit); });
}

Result<Change> Writer::put(const model::Indicator& indicator) {
  return x_state->guarded([&] { return x_state->put(indicator); });
}

Result<Change> Writer::put(const model::Target& target) {
  return x_state->guarded([&] { return x_state->put(target); });
}

Result<Change> Writer::put(const model::Observation& observation) {
  return x_state->guarded([&] { return x_state->put(observation); });
}

Result<Change> Writer::put(const model::Event& event) {
  return x_state->guarded([&] { return x_state->put(event); });
}

Result<Change> Writer::put(const model::ImportedField& field) {
  return x_state->guarded([&] { return x_state->put(field); });
}

Result<Change> Writer::put_scheme(const std::string& id, std::uint32_t version,
                                  const std::string& text) {
  return x_state->guarded([&] { return x_state->put_scheme(id, version, text); });
}

Status Writer::put_assessment(const model::Assessment& assessment) {
  return x_state->guarded([&] { return x_state->put_assessment(assessment); });
}

Result<std::uint64_t> Writer::put_run(const model::Run& run, const Digest& key) {
  return x_state->guarded([&] { return x_state->put_run(run, key); });
}

Status Writer::put_diary(const DiaryEntry& entry) {
  return x_state->guarded([&] { return x_state->put_diary(entry); });
}

Status Writer::commit() {
  auto landed = x_state->guarded([&] { return x_state->commit(); });
  x_state->transaction.abort();  // when the commit did not come to end it
  return landed;
}

Result<Change> Writer::State::put_scheme(const std::string& id, std::uint32_t version,
                                         const std::string& text) {
  ASSAY_TRY(auto number, find_name(transaction, NameKind::Scheme, id));
  if (!number) {
    if (ids.scheme > std::numeric_limits<std::uint32_t>::max())
      return fail(Failure::Input, "store.too_many",
                  {ASSAY_TEXT("the office has all the schemes it can hold"), {}});
    number = ids.scheme++;
    ASSAY_CHECK(put_name(transaction, NameKind::Scheme, id, *number));
  }
  const auto key = version_key(static_cast<std::uint32_t>(*number), version);
  ASSAY_TRY(const auto stored, transaction.get(Table::Scheme, key));
  if (stored) {
    ASSAY_TRY(const auto record, decode_scheme(*stored));
    if (record.text == text) return Change::Same;
    return fail(Failure::Input, "store.scheme_changed",
                {ASSAY_TEXT("version {version} of scheme {scheme} is already stored with another "
                            "text; raise `version`"),
                 {{"version", std::to_string(version)}, {"scheme", excerpt(id)}}});
  }
  ASSAY_CHECK(put_encoded(transaction, Table::Scheme, key, encode(key, SchemeRecord{id, text})));
  return Change::New;
}

Status Writer::State::put_assessment(const model::Assessment& assessment) {
  const auto key = digest_key(assessment.digest);
  ASSAY_TRY(const auto stored, transaction.get(Table::Assessment, key));
  if (stored) return {};  // immutable, named by its content
  return put_encoded(transaction, Table::Assessment, key, encode(key, assessment));
}

Result<std::uint64_t> Writer::State::put_run(const model::Run& run, const Digest& digest) {
  const auto name = digest_key(digest);
  ASSAY_TRY(const auto stored, transaction.get(Table::RunKey, name));
  if (stored) return decode_run_key(*stored);

  const auto id = ids.run++;
  const auto head = run_part_key(id, 0);
  ASSAY_CHECK(put_encoded(transaction, Table::Run, head, encode_run_head(head, run)));
  std::uint64_t number = 0;
  for (std::size_t group = 0; group < run.groups.size(); ++group) {
    auto left = std::span<const model::UnitResult>(run.groups[group].units);
    while (!left.empty()) {
      const auto part = left.first(std::min(left.size(), kUnits_per_part));
      const auto key = run_part_key(id, ++number);
      ASSAY_CHECK(put_encoded(transaction, Table::Run, key,
                              encode_run_part(key, static_cast<std::uint32_t>(group), part)));
      left = left.subspan(part.size());
    }
  }
  ASSAY_CHECK(put_encoded(transaction, Table::RunKey, name, encode_run_key(name, id)));
  return id;
}

Status Writer::State::put_diary(const DiaryEntry& entry) {
  const auto key = id_key(ids.diary++);
  return put_encoded(transaction, Table::Diary, key, encode(key, entry));
}

Status Writer::State::commit() {
  // Only now, as units of one batch may name each other in any order.
  for (const auto& [unit, named] : named_units) {
    auto found = known_unit(named);
    if (!found) {
      found.error().where.unit = unit;
      return std::unexpected(found.error());
    }
  }
  ASSAY_CHECK(extend_axis(transaction, ids_before.ordinal, new_units));
  ASSAY_CHECK(columns.write(transaction));
  if (ids != ids_before) {
    const auto key = meta_key("ids");
    ASSAY_CHECK(put_encoded(transaction, Table::Meta, key, encode(key, ids)));
  }
  return transaction.commit();
}

}  // namespace assay::store
