#include <limits>

#include "store/axis.hpp"
#include "store/fault.hpp"
#include "store/names.hpp"
#include "store/readers.hpp"
#include "store/result_codec.hpp"
#include "store/state.hpp"
#include "store/state_digest.hpp"
#include "store/writer_state.hpp"

namespace assay::store {

Writer::Writer(std::unique_ptr<State> state) : x_state(std::move(state)) {}
Writer::Writer(Writer&&) noexcept = default;
Writer& Writer::operator=(Writer&&) noexcept = default;
Writer::~Writer() = default;

Result<Change> Writer::put(const model::Unit& unit) {
  return x_state->guarded([&] { return x_state->noted(x_state->put(unit)); });
}

Result<Change> Writer::put(const model::Indicator& indicator) {
  return x_state->guarded([&] { return x_state->noted(x_state->put(indicator)); });
}

Result<std::uint32_t> Writer::ordinal_of(const std::string& unit) {
  return x_state->guarded([&]() -> Result<std::uint32_t> {
    ASSAY_TRY(const auto place, x_state->known_unit(unit));
    return place.ordinal;
  });
}

Result<Change> Writer::put(const model::Target& target) {
  ASSAY_TRY(const auto ordinal, ordinal_of(target.unit));
  return put(ordinal, target);
}

Result<Change> Writer::put(const model::Observation& observation) {
  ASSAY_TRY(const auto ordinal, ordinal_of(observation.unit));
  return put(ordinal, observation);
}

Result<Change> Writer::put(std::uint32_t ordinal, const model::Target& target) {
  return x_state->guarded([&] { return x_state->noted(x_state->put(ordinal, target)); });
}

Result<Change> Writer::put(std::uint32_t ordinal, const model::Observation& observation) {
  return x_state->guarded([&] { return x_state->noted(x_state->put(ordinal, observation)); });
}

Result<Change> Writer::put(const model::Event& event) {
  return x_state->guarded([&] { return x_state->noted(x_state->put(event)); });
}

Result<Change> Writer::put(const model::ImportedField& field) {
  return x_state->guarded([&] { return x_state->noted(x_state->put(field)); });
}

Result<Change> Writer::put_scheme(const std::string& id, std::uint32_t version,
                                  const std::string& text) {
  return x_state->guarded([&] { return x_state->noted(x_state->put_scheme(id, version, text)); });
}

Status Writer::put_assessment(const model::Assessment& assessment) {
  return x_state->guarded([&] { return x_state->put_assessment(assessment); });
}

Result<std::uint64_t> Writer::put_run(const model::Run& run, const Digest& key) {
  return x_state->guarded([&] { return x_state->put_run(run, key); });
}

Status Writer::put_checkpoint(std::uint64_t size, const std::string& text) {
  return x_state->guarded([&] { return x_state->put_checkpoint(size, text); });
}

std::optional<std::uint64_t> Writer::landed() const {
  if (!x_state->landed) return std::nullopt;
  return x_state->landed->seq;
}

Status Writer::commit() {
  auto landed = x_state->guarded([&]() -> Status {
    ASSAY_CHECK(x_state->finish());
    return x_state->commit();
  });
  x_state->transaction.abort();  // when the commit did not come to end it
  return landed;
}

Result<std::unique_ptr<Writer::State>> Writer::State::start(
    std::shared_ptr<Environment> environment, const LogEnd* known) {
  ASSAY_TRY(auto transaction, Transaction::begin(std::move(environment), Access::Write));
  std::unique_ptr<State> state(new State(std::move(transaction)));
  ASSAY_TRY(state->ids, get_ids(state->transaction));
  state->ids_before = state->ids;
  state->axis_end = state->ids.ordinal;
  ASSAY_TRY(state->journal, Journal::open(state->transaction, known));
  state->log_before = state->journal->size();
  return state;
}

Error Writer::State::has_landed() const {
  return fail(Failure::Input, "store.landed",
              {ASSAY_TEXT("this request has landed before, as entry {entry} of the journal; there "
                          "is nothing left to do"),
               {{"entry", std::to_string(landed->seq)}}})
      .error();
}

Status Writer::State::begin(const Cause& cause) {
  ASSAY_CHECK(check_limits(cause));
  outcome = Change::Same;
  time_s = cause.time_s;
  ASSAY_TRY(landed, journal->begin(cause));
  return {};
}

Result<Change> Writer::State::noted(Result<Change> change) {
  if (change && *change != Change::Same && outcome != Change::Changed) outcome = *change;
  return change;
}

Status Writer::State::check_named_units() {
  // Only now, as units of one batch may name each other in any order.
  for (const auto& [unit, named] : named_units) {
    auto found = known_unit(named);
    if (!found) {
      found.error().where.unit = unit;
      return std::unexpected(found.error());
    }
  }
  named_units.clear();
  return {};
}

Status Writer::State::finish() {
  ASSAY_CHECK(check_named_units());
  ASSAY_CHECK(extend_axis(transaction, axis_end, new_units));
  axis_end += new_units.size();
  new_units.clear();
  ASSAY_CHECK(columns.write(transaction, *journal));
  if (outcome == Change::Same && journal->size() > journal->first_of_cause()) outcome = Change::New;
  return journal->end(outcome);
}

Status Writer::State::commit() {
  ASSAY_CHECK(columns.fold_if_many(transaction));
  ASSAY_CHECK(journal->seal());
  if (ids != ids_before) {
    const auto key = meta_key("ids");
    ASSAY_CHECK(put_encoded(transaction, Table::Meta, key, encode(key, ids)));
  }
  if (journal->size() > log_before) ASSAY_CHECK(note_commit_time(transaction, time_s));
  return transaction.commit();
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
  ASSAY_CHECK(journal->append(
      SchemePart{static_cast<std::uint32_t>(*number), version, id, digest_of(text)}));
  return Change::New;
}

Status Writer::State::put_assessment(const model::Assessment& assessment) {
  const auto key = digest_key(assessment.digest);
  ASSAY_TRY(const auto stored, transaction.get(Table::Assessment, key));
  if (stored) return {};  // immutable, named by its content
  ASSAY_TRY(const auto bytes, encode(key, assessment));
  ASSAY_CHECK(transaction.put(Table::Assessment, key, bytes));
  ASSAY_CHECK(journal->append(
      AssessmentPart{assessment.digest, assessment.id, assessment.period, content_digest(bytes)}));
  return {};
}

Result<std::uint64_t> Writer::State::put_run(const model::Run& run, const Digest& digest) {
  const auto name = digest_key(digest);
  ASSAY_TRY(const auto stored, transaction.get(Table::RunKey, name));
  if (stored) return decode_run_key(*stored);

  const auto id = ids.run++;
  ASSAY_CHECK(put_run_whole(transaction, Table::Run, id, run));
  ASSAY_CHECK(put_encoded(transaction, Table::RunKey, name, encode_run_key(name, id)));
  ASSAY_TRY(const auto content, digest_of_run(transaction, Table::Run, id));
  ASSAY_CHECK(journal->append(
      RunEntryPart{id, digest, run.scheme, run.version, run.period, content, std::nullopt}));
  return id;
}

Status Writer::State::put_checkpoint(std::uint64_t size, const std::string& text) {
  const auto root =
      size > journal->size() ? Result<Digest>(Digest{}) : audit::root(size, nodes_of(transaction));
  if (!root) return std::unexpected(root.error());
  if (size > journal->size() || !states(text, size, *root))
    return fail(Failure::Input, "store.checkpoint",
                {ASSAY_TEXT("this checkpoint is not of the log's first {size} entries; it belongs "
                            "to another office, or was changed"),
                 {{"size", std::to_string(size)}}});
  const auto key = id_key(size);
  return put_encoded(transaction, Table::Checkpoint, key, encode_checkpoint(key, text));
}

}  // namespace assay::store
