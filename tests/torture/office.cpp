#include "torture/office.hpp"

#include <future>
#include <span>

#include "store/backup.hpp"
#include "store/queue.hpp"
#include "store/scrub.hpp"

namespace assay::torture {

namespace {

using model::Layer;
using store::Change;

store::Cause cause_of(const std::string& action) {
  return {.actor = "统计局/张三", .action = action, .time_s = 1'700'000'000};
}

// A transaction that has to be repeated asks under the same name.
store::RequestId request_of(std::uint64_t number) {
  return {std::byte{0x77}, static_cast<std::byte>(number)};
}

store::Cause cause_of(const Batch& batch) {
  auto cause = cause_of("import");
  cause.detail = "transaction " + std::to_string(batch.number);
  cause.reason = "年报";
  cause.request = request_of(batch.number);
  return cause;
}

// Applies one change of a script.
class Putter {
 public:
  explicit Putter(store::Writer& writer) : x_writer(writer) {}

  Status operator()(const SchemeText& scheme) {
    return plain(x_writer.put_scheme(scheme.id, scheme.version, scheme.text));
  }
  Status operator()(const model::Assessment& assessment) {
    return x_writer.put_assessment(assessment);
  }
  Status operator()(const KeyedRun& keyed) { return plain(x_writer.put_run(keyed.run, keyed.key)); }
  Status operator()(const Loaded& loaded) {
    return plain(x_writer.load({loaded.indicator, loaded.period, Layer::Actual}, loaded.micro));
  }
  template <class Entry>
  Status operator()(const Entry& entry) {
    return plain(x_writer.put(entry));
  }

 private:
  template <class T>
  static Status plain(const Result<T>& result) {
    if (!result) return std::unexpected(result.error());
    return {};
  }

  store::Writer& x_writer;
};

std::string figure_text(const model::Snapshot& snapshot, Layer layer, std::int64_t micro) {
  switch (layer) {
    case Layer::State:
      return std::string(to_word(static_cast<model::State>(micro)));
    case Layer::Source:
    case Layer::Lead:
    case Layer::Person: {
      const auto number = static_cast<std::size_t>(micro);
      return number < snapshot.texts.size() ? snapshot.texts[number] : "no text";
    }
    default:
      return Decimal::from_micro(micro).str();
  }
}

void put_figures(Contents& contents, const model::Snapshot& snapshot) {
  for (const auto& [key, column] : snapshot.columns) {
    for (std::size_t ordinal = 0; ordinal < column.size(); ++ordinal) {
      if (!column.has(ordinal)) continue;
      const auto unit = ordinal < snapshot.units.size() ? snapshot.units[ordinal].code : "no unit";
      contents[figure_place(key.indicator, key.period, key.layer, unit)] =
          figure_text(snapshot, key.layer, column.micro(ordinal));
    }
  }
}

Status put_results(Contents& contents, const store::Reader& reader) {
  ASSAY_TRY(const auto runs, reader.runs());
  for (const auto& summary : runs) {
    ASSAY_TRY(const auto run, reader.run(summary.id));
    put_text(contents, run);
  }
  // Only by its name can it be asked for.
  for (std::uint32_t number = 1; number <= kMax_batches; ++number) {
    ASSAY_TRY(const auto scheme, reader.scheme_text("s", number));
    if (scheme) put_text(contents, SchemeText{"s", number, *scheme});
    Digest digest{};
    digest[0] = 0xa5;
    digest[1] = static_cast<std::uint8_t>(number);
    digest[9] = 0x5a;
    ASSAY_TRY(const auto assessment, reader.assessment(digest));
    if (assessment) put_text(contents, *assessment);
  }
  return {};
}

// Which transactions landed, and what the journal says of their mark.
Status put_log(Contents& contents, const store::Reader& reader) {
  for (std::uint64_t number = 1; number <= kMax_batches; ++number) {
    ASSAY_TRY(const auto seq, reader.request(request_of(number)));
    if (seq) contents["request/" + std::to_string(number)] = "landed";
  }
  if (!contents.contains(std::string("indicator/") + kMark_indicator)) return {};
  ASSAY_TRY(const auto history, reader.history(kFirst_unit, kMark_indicator));
  for (const auto& row : history)
    if (row.layer == Layer::Actual) contents["history"] += row.after.value_or("-") + " ";
  return {};
}

Contents text_of(const model::Snapshot& snapshot) {
  Contents contents;
  for (std::size_t i = 0; i < snapshot.units.size(); ++i) put_text(contents, snapshot.units[i], i);
  for (const auto& [code, indicator] : snapshot.indicators) put_text(contents, indicator);
  for (const auto& event : snapshot.events) put_text(contents, event);
  for (const auto& field : snapshot.assessments) put_text(contents, field);
  put_figures(contents, snapshot);
  return contents;
}

// So little that many transactions of a script are written out in pieces, others at once.
constexpr std::size_t kChanged_bytes = 64U << 10U;

}  // namespace

Status make_office(const std::filesystem::path& folder) {
  return store::Store::create(folder, cause_of("init"));
}

Result<Office> Office::open(const std::filesystem::path& folder, store::Mode mode) {
  ASSAY_TRY(auto opened, store::Store::open(folder, mode, cause_of("upgrade")));
  opened.limit_changed(kChanged_bytes);
  return Office(std::move(opened));
}

Status Office::apply(const Batch& batch) {
  ASSAY_TRY(auto writer, x_store.write(cause_of(batch)));
  if (writer.landed()) return {};
  Putter putter(writer);
  for (const auto& op : batch.ops) ASSAY_CHECK(noted(std::visit(putter, op)));
  return noted(writer.commit());
}

Result<bool> Office::has_landed(const Batch& batch) {
  ASSAY_TRY(const auto writer, x_store.write(cause_of(batch)));
  return writer.landed().has_value();
}

Status Office::noted(Status done) {
  if (!done) x_commit_failed = true;
  return done;
}

Result<std::uint64_t> Office::queue(std::uint64_t from, std::uint64_t to,
                                    const std::function<void(std::uint64_t)>& landed) {
  std::vector<std::future<Result<store::Landed>>> waiting;
  store::WriteQueue queue(x_store);
  for (auto update = from; update <= to; ++update) {
    auto cause = cause_of("set");
    cause.request = {std::byte{0x78}, static_cast<std::byte>(update),
                     static_cast<std::byte>(update >> 8U)};
    waiting.push_back(queue.submit({.unit = queue_unit(update),
                                    .indicator = kQueue_indicator,
                                    .period = model::Period::year(2019),
                                    .value = Decimal::from_integer(static_cast<int>(update))},
                                   cause));
  }
  std::uint64_t repeated = 0;
  for (auto update = from; update <= to; ++update) {
    const auto result = waiting[update - from].get();
    if (!result) {
      ASSAY_CHECK(noted(std::unexpected(result.error())));
    }
    if (result->is_repeated) ++repeated;
    if (landed) landed(update);
  }
  return repeated;
}

Status Office::fold() {
  const auto done = x_store.fold();
  if (!done) return noted(std::unexpected(done.error()));
  return {};
}

Result<Digest> Office::root(std::uint64_t size) const {
  ASSAY_TRY(const auto reader, x_store.read());
  return reader.root(size);
}

Status Office::set(const std::string& unit, std::int64_t number, std::int64_t time_s) {
  auto cause = cause_of("set");
  cause.time_s = time_s;
  ASSAY_TRY(auto writer, x_store.write(cause));
  const model::Observation seen{.unit = unit,
                                .indicator = kQueue_indicator,
                                .period = model::Period::year(2018),
                                .value = Decimal::from_integer(number)};
  ASSAY_CHECK(writer.put(seen));
  return noted(writer.commit());
}

Result<Contents> Office::contents() const {
  ASSAY_TRY(const auto reader, x_store.read());
  ASSAY_TRY(const auto snapshot, reader.snapshot());
  auto contents = text_of(snapshot);
  ASSAY_CHECK(put_results(contents, reader));
  ASSAY_CHECK(put_log(contents, reader));
  return contents;
}

Result<Contents> Office::figures_at(std::uint64_t batches) const {
  ASSAY_TRY(const auto reader, x_store.read());
  ASSAY_TRY(const auto next, reader.request(request_of(batches + 1)));
  ASSAY_TRY(const auto size, reader.log_size());
  ASSAY_TRY(const auto snapshot, reader.snapshot_at(next.value_or(size)));
  return text_of(snapshot);
}

std::string Office::faults() const {
  const auto health = x_store.check();
  if (!health) return describe(health.error());
  if (!health->faults.empty()) return describe(health->faults.front());
  const auto reader = x_store.read();
  if (!reader) return describe(reader.error());
  const auto log = reader->verify_log();
  if (!log) return "log: " + describe(log.error());
  return log->faults.empty() ? "" : "log: " + describe(log->faults.front());
}

std::string scrub(const std::filesystem::path& folder) {
  const auto health = store::scrub_in_child(folder, {.patience_s = 10});
  if (!health) return describe(health.error());
  return health->faults.empty() ? "" : describe(health->faults.front());
}

Result<Log> back_up(const std::filesystem::path& folder, const std::filesystem::path& file) {
  ASSAY_TRY(const auto health, store::make_backup(folder, file));
  return Log{health.log_size, health.log_root};
}

Result<Log> restore(const std::filesystem::path& file, const std::filesystem::path& folder) {
  ASSAY_TRY(const auto health, store::restore_backup(file, folder, store::Replace::No));
  return Log{health.log_size, health.log_root};
}

std::uint64_t mark_in(const Contents& contents) {
  const auto place =
      figure_place(kMark_indicator, model::Period::year(2020), Layer::Actual, kFirst_unit);
  const auto found = contents.find(place);
  return found == contents.end() ? 0 : std::stoull(found->second);
}

}  // namespace assay::torture
