#include "pipeline/national/measures.hpp"

#include <algorithm>
#include <array>
#include <future>
#include <memory>
#include <utility>

#include "base/digest.hpp"
#include "pipeline/national/files.hpp"
#include "pipeline/office.hpp"
#include "score/kernel/kernel.hpp"
#include "score/scoring.hpp"
#include "store/queue.hpp"

namespace assay::pipeline::national {

namespace {

using model::Layer;

constexpr double kScan_bar = 0.9;  // of a plain sum
constexpr double kChecked_scan_bar = 0.5;
constexpr double kBandwidth_bar = 0.85;  // of a plain sum
constexpr double kLoad_bar = 100e6;      // cells a second
constexpr double kCsv_bar = 1e6;         // rows a second
constexpr double kSingle_bar = 3;        // times one fdatasync
constexpr double kGrouped_bar = 50'000;  // updates a second
constexpr double kRescore_bar = 1e-3;    // of a full run
constexpr int kSingle_updates = 2'001;
constexpr std::size_t kGrouped_updates = 50'000;
// A file of a million rows, or less for a smaller nation.
constexpr Size kCsv_size{.units = 10'000, .indicators = 100};

// Cells a second that two threads are to reach with the instruction set at hand.
double score_bar(Targets targets) {
  const auto set = score::kernel::best().target;
  const bool by_unit = targets == Targets::Unit;
  if (set.starts_with("AVX3")) return by_unit ? 1.5e9 : 2.5e9;
  if (set.starts_with("AVX2")) return by_unit ? 1.3e9 : 1.9e9;
  return 1.0e9;
}

Row with_reference(std::string name, double value, std::string unit, double reference,
                   std::optional<double> bar) {
  return {.name = std::move(name),
          .value = value,
          .unit = std::move(unit),
          .reference = reference,
          .ratio = value / reference,
          .bar = bar};
}

// A speed that is to reach `bar` itself.
Row against_bar(std::string name, double value, std::string unit, double bar) {
  return with_reference(std::move(name), value, std::move(unit), bar, 1.0);
}

std::uint64_t sum_of(const model::Snapshot& snapshot) {
  std::uint64_t sum = 0;
  for (const auto& [key, column] : snapshot.columns)
    for (const auto& chunk : column.chunks())
      sum += score::kernel::best().sum(
          {.cells = chunk.cells,
           .valid = {.bytes = chunk.count == chunk.rows ? nullptr : chunk.valid}},
          chunk.rows);
  return sum;
}

// What verifying a snapshot costs: the checksums of all its chunks, apart from the reading of
// units, which takes longer and varies by more.
std::uint64_t checksums_of(const model::Snapshot& snapshot) {
  std::uint64_t sums = 0;
  for (const auto& [key, column] : snapshot.columns)
    for (const auto& chunk : column.chunks())
      sums ^= checksum({}, chunk.cells.packed != nullptr
                               ? std::as_bytes(std::span(chunk.cells.packed, chunk.rows))
                               : std::as_bytes(std::span(chunk.cells.micro, chunk.rows)));
  return sums;
}

std::vector<DoubleColumn> doubles_of(std::span<const PlainColumn> columns) {
  std::vector<DoubleColumn> converted;
  for (const auto& column : columns) {
    auto& made = converted.emplace_back(column.size());
    std::ranges::transform(column, made.begin(),
                           [](std::int64_t micro) { return static_cast<double>(micro) / 1e6; });
  }
  return converted;
}

}  // namespace

Measures::Measures(const Options& options, std::filesystem::path office,
                   std::filesystem::path scratch)
    : x_options(options),
      x_size(options.size),
      x_office(std::move(office)),
      x_scratch(std::move(scratch)) {}

void Measures::begin(const char* what) const {
  if (x_options.step) x_options.step({what, {}, ""});
}

void Measures::add(Row row) { x_rows.push_back(std::move(row)); }

store::Cause Measures::cause(const char* action) const {
  return {.actor = "bench", .action = action, .detail = "national"};
}

Status Measures::load() {
  begin(ASSAY_TEXT("making the data set"));
  x_columns.assign(2 * x_size.indicators, PlainColumn(x_size.units));
  for (std::size_t i = 0; i < x_size.indicators; ++i) {
    auto& targets = x_columns[x_size.indicators + i];
    fill_targets(x_size, i, targets);
    fill_figures(x_size, i, targets, x_columns[i]);
  }
  ASSAY_CHECK(store::Store::create(x_office, cause("init")));
  ASSAY_TRY(auto store, store::Store::open(x_office, store::Mode::ReadWrite));
  begin(ASSAY_TEXT("entering the units"));
  ASSAY_CHECK(make_units(store));

  // In as many parts as there are runs, each its own durable transaction.
  begin(ASSAY_TEXT("loading the figures"));
  const auto parts = std::min(static_cast<std::size_t>(x_options.runs), x_size.indicators);
  std::vector<double> loads;
  std::vector<double> copies;
  for (std::size_t part = 0; part < parts; ++part) {
    const auto first = x_size.indicators * part / parts;
    const auto last = x_size.indicators * (part + 1) / parts;
    const auto part_cells = static_cast<double>(2 * (last - first) * x_size.units);
    Status done;
    const auto figures = std::span(x_columns).subspan(first, last - first);
    copies.push_back(part_cells / 2 /
                     seconds_of([&] { done = copy_and_sync(figures, x_scratch / "copy"); }));
    ASSAY_CHECK(done);
    loads.push_back(part_cells / seconds_of([&] { done = load_part(store, first, last); }));
    ASSAY_CHECK(done);
    if (x_options.progress) x_options.progress(part + 1, parts);
  }
  std::ranges::sort(loads);
  std::ranges::sort(copies);
  add(against_bar("load", loads[parts / 2], "cells/s", kLoad_bar));
  add(with_reference("load ÷ memcpy and fdatasync", loads[parts / 2], "cells/s", copies[parts / 2],
                     std::nullopt));
  return {};
}

Status Measures::make_units(store::Store& store) {
  ASSAY_TRY(auto writer, store.write(cause("import")));
  for (std::size_t group = 0; group < x_size.groups; ++group)
    for (auto i = first_of(x_size, group); i < first_of(x_size, group + 1); ++i)
      ASSAY_CHECK(writer.put(unit(x_size, i, group)));
  for (std::size_t i = 0; i < x_size.indicators; ++i) ASSAY_CHECK(writer.put(indicator(i)));
  return writer.commit();
}

Status Measures::load_part(store::Store& store, std::size_t first, std::size_t last) {
  ASSAY_TRY(auto writer, store.write(cause("load")));
  for (auto i = first; i < last; ++i) {
    ASSAY_CHECK(writer.load({indicator_code(i), kPeriod, Layer::Actual}, x_columns[i], {}));
    ASSAY_CHECK(writer.load({indicator_code(i), kPeriod, Layer::Required},
                            x_columns[x_size.indicators + i], {}));
  }
  return writer.commit();
}

Status Measures::scan() {
  begin(ASSAY_TEXT("reading the figures from the map"));
  ASSAY_TRY(const auto store, store::Store::open(x_office, store::Mode::ReadOnly));
  ASSAY_TRY(const auto reader, store.read());
  const auto bytes = static_cast<double>(2 * cells() * sizeof(std::int64_t));
  std::uint64_t expected = 0;
  const double plain_s =
      median_seconds(x_options.runs, [&] { expected = plain_sum(x_columns, 1); });
  ASSAY_TRY(const auto snapshot, reader.snapshot(std::span(&kPeriod, 1)));
  std::uint64_t found = 0;
  const double scan_s = median_seconds(x_options.runs, [&] { found = sum_of(snapshot); });
  std::uint64_t ignored = 0;
  const double checking_s =
      median_seconds(x_options.runs, [&] { ignored ^= checksums_of(snapshot); });
  if (found != expected)
    return fail(Failure::Internal, "national.sum",
                {ASSAY_TEXT("the figures in the office are not those that were loaded"), {}, ""},
                {.file = x_office.string()});
  const double gb = bytes / 1e9;
  add(with_reference("scan ÷ plain sum", gb / scan_s, "GB/s", gb / plain_s, kScan_bar));
  add(with_reference("scan with checksums ÷ plain sum", gb / (scan_s + checking_s), "GB/s",
                     gb / plain_s, kChecked_scan_bar));
  return {};
}

Status Measures::score_unit_targets() {
  begin(ASSAY_TEXT("scoring with a target a unit"));
  return score(Targets::Unit, "unit targets", 2);
}

Status Measures::score_group_targets() {
  begin(ASSAY_TEXT("scoring with a target a group"));
  return score(Targets::Group, "group targets", 1);
}

Status Measures::score(Targets targets, const char* name, std::size_t columns_a_leaf) {
  const auto scheme = national::scheme(x_size, targets);
  ASSAY_TRY(const auto store, store::Store::open(x_office, store::Mode::ReadOnly));
  ASSAY_TRY(const auto reader, store.read());
  ASSAY_TRY(auto snapshot, reader.snapshot(std::span(&kPeriod, 1)));
  std::optional<score::Scoring> scoring;
  Errors errors;
  const double plan_s = seconds_of([&] {
    auto made = score::Scoring::make(scheme, kPeriod, snapshot, {});
    if (made)
      scoring.emplace(std::move(*made));
    else
      errors = std::move(made).error();
  });
  if (!scoring) return std::unexpected(std::move(errors.front()));

  const auto prefix = std::string(name) + ": ";
  const auto all = static_cast<double>(cells());
  const double one_s = median_seconds(x_options.runs, [&] { scoring->run(1); });
  const double many_s = median_seconds(x_options.runs, [&] { scoring->run(x_options.threads); });
  const auto used = std::span(x_columns).first(columns_a_leaf * x_size.indicators);
  std::uint64_t ignored = 0;
  const double sum_s =
      median_seconds(x_options.runs, [&] { ignored += plain_sum(used, x_options.threads); });
  const auto bytes = static_cast<double>(columns_a_leaf) * all * sizeof(std::int64_t);

  add({.name = prefix + "plan", .value = plan_s, .unit = "s"});
  add({.name = prefix + "1 thread", .value = all / one_s, .unit = "cells/s"});
  add(against_bar(prefix + std::to_string(x_options.threads) + " threads", all / many_s, "cells/s",
                  score_bar(targets)));
  add(with_reference(prefix + "bandwidth ÷ plain sum", bytes / many_s / 1e9, "GB/s",
                     bytes / sum_s / 1e9,
                     targets == Targets::Unit ? std::optional(kBandwidth_bar) : std::nullopt));
  if (targets == Targets::Group) return {};
  {
    const auto doubles = doubles_of(x_columns);
    const auto all_doubles = std::span(doubles);
    std::vector<double> totals(x_size.units);
    const double doubles_s = median_seconds(x_options.runs, [&] {
      plain_scores(all_doubles.first(x_size.indicators), all_doubles.subspan(x_size.indicators),
                   100.0 / static_cast<double>(x_size.indicators), x_options.threads, totals);
    });
    add(with_reference(prefix + "exact ÷ plain doubles", all / many_s, "cells/s", all / doubles_s,
                       std::nullopt));
  }
  rescore(snapshot, *scoring, many_s);
  return {};
}

// One figure of another unit each time.
void Measures::rescore(model::Snapshot& snapshot, score::Scoring& scoring, double full_s) {
  constexpr int kChanges = 101;
  const auto code = indicator_code(0);
  auto& column = snapshot.columns[{code, kPeriod, Layer::Actual}];
  std::size_t unit = 0;
  // The first change of a chunk copies it; that is the snapshot's cost, not scoring's.
  for (std::size_t i = 0; i < x_size.units; i += model::kRows_per_chunk)
    column.set(i, column.micro(i));
  scoring.rebind();
  const double changed_s = median_seconds(kChanges, [&] {
    unit = (unit + 7'919) % x_size.units;
    column.set(unit, column.micro(unit) / 2);
    scoring.rescore(std::array{score::ChangedFigure{unit, code}});
  });
  auto row = with_reference("one figure changed ÷ full run", changed_s, "s", full_s, kRescore_bar);
  row.small_is_good = true;
  add(std::move(row));
}

Status Measures::update() {
  begin(ASSAY_TEXT("changing single figures durably"));
  ASSAY_TRY(auto store, store::Store::open(x_office, store::Mode::ReadWrite));
  ASSAY_TRY(const double sync_s, sync_seconds(x_scratch / "page", kSingle_updates));
  store::WriteQueue queue(store);
  std::size_t count = 0;
  const auto submit = [&] {
    ++count;
    return queue.submit({.unit = unit(x_size, count * 7'919 % x_size.units, 0).code,
                         .indicator = indicator_code(count % x_size.indicators),
                         .period = kPeriod,
                         .value = Decimal::from_micro(static_cast<std::int64_t>(count) * 10'000)},
                        cause("set"));
  };
  Status landed;
  const auto take = [&](auto future) {
    if (auto result = future.get(); !result) landed = std::unexpected(result.error());
  };
  const double single_s = median_seconds(kSingle_updates, [&] { take(submit()); });
  std::vector<decltype(submit())> waiting;
  waiting.reserve(kGrouped_updates);
  const double grouped_s = median_seconds(x_options.runs, [&] {
    waiting.clear();
    for (std::size_t i = 0; i < kGrouped_updates; ++i) waiting.push_back(submit());
    for (auto& future : waiting) take(std::move(future));
  });
  ASSAY_CHECK(landed);
  auto row =
      with_reference("single update ÷ fdatasync of 4 KiB", single_s, "s", sync_s, kSingle_bar);
  row.small_is_good = true;
  add(std::move(row));
  add(against_bar("grouped updates", static_cast<double>(kGrouped_updates) / grouped_s, "updates/s",
                  kGrouped_bar));
  return {};
}

Status Measures::files() {
  begin(ASSAY_TEXT("importing observations.csv"));
  const auto folder = x_scratch / "csv";
  const Size size{.units = std::min(kCsv_size.units, x_size.units),
                  .indicators = std::min(kCsv_size.indicators, x_size.indicators),
                  .groups = 1,
                  .seed = x_size.seed};
  ASSAY_CHECK(write_files(size, folder, {}));
  Log log(LogLevel::Off);
  const Surroundings around{log, "bench", [] { return std::int64_t{0}; }, {}};
  const auto import = [](Office& office,
                         const std::vector<std::filesystem::path>& files) -> Status {
    if (auto report = office.import(files, {}); !report)
      return std::unexpected(std::move(report.error().front()));
    return {};
  };
  std::vector<double> seconds;
  for (int run = 0; run < x_options.runs; ++run) {
    const auto place = x_scratch / ("office-" + std::to_string(run));
    ASSAY_CHECK(create_office(place, around));
    ASSAY_TRY(auto office, Office::open(place, store::Mode::ReadWrite, around));
    ASSAY_CHECK(import(office, {folder / "units.csv", folder / "indicators.csv"}));
    Status done;
    seconds.push_back(seconds_of([&] { done = import(office, {folder / "observations.csv"}); }));
    ASSAY_CHECK(done);
  }
  std::ranges::sort(seconds);
  add(against_bar("rows of observations.csv",
                  static_cast<double>(size.units * size.indicators) / seconds[seconds.size() / 2],
                  "rows/s", kCsv_bar));
  return {};
}

}  // namespace assay::pipeline::national
