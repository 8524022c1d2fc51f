#include "pipeline/figure_import.hpp"

#include <condition_variable>
#include <deque>
#include <iterator>
#include <mutex>
#include <optional>
#include <thread>
#include <type_traits>
#include <utility>

namespace assay::pipeline {

namespace {

constexpr std::size_t kBlock_rows = 8'192;
constexpr std::size_t kBlocks_ahead = 4;
constexpr std::size_t kContradictions_max = 100;

struct Block {
  model::Batch rows;
  std::uint64_t bytes_done = 0;
};

// Reads a file ahead on a thread of its own, which ends with this.
class BlockReader {
 public:
  explicit BlockReader(exchange::CsvFile& file)
      : x_file(file), x_thread([this](const std::stop_token& stop) { read(stop); }) {}

  // Nothing at the end of the file.
  std::optional<Block> next() {
    std::unique_lock lock(x_mutex);
    x_changed.wait(lock, [this] { return !x_blocks.empty() || x_ended; });
    if (x_blocks.empty()) return std::nullopt;
    auto block = std::move(x_blocks.front());
    x_blocks.pop_front();
    x_changed.notify_all();
    return block;
  }

 private:
  void read(const std::stop_token& stop) {
    for (bool more = true; more;) {
      Block block;
      more = x_file.read(kBlock_rows, block.rows);
      block.bytes_done = x_file.bytes_done();
      std::unique_lock lock(x_mutex);
      if (!x_changed.wait(lock, stop, [this] { return x_blocks.size() < kBlocks_ahead; })) return;
      x_blocks.push_back(std::move(block));
      x_ended = !more;
      x_changed.notify_all();
    }
  }

  exchange::CsvFile& x_file;
  std::mutex x_mutex;
  std::condition_variable_any x_changed;
  std::deque<Block> x_blocks;
  bool x_ended = false;
  std::jthread x_thread;  // last: it uses all of the above
};

}  // namespace

bool SeenCells::insert(const FigurePlace& place) {
  const Column column{place.indicator, place.period};
  if (x_last == nullptr || *x_last != column) {
    const auto found = x_columns.try_emplace(column).first;
    x_last = &found->first;
    x_last_units = &found->second;
  }
  if (place.unit >= x_last_units->size()) x_last_units->resize(place.unit + 1);
  const auto seen = (*x_last_units)[place.unit];
  const bool is_new = !seen;
  (*x_last_units)[place.unit] = true;
  return is_new;
}

Status FigureImport::run(exchange::CsvFile& file, const Progress& progress, Errors& errors) {
  {
    BlockReader reader(file);
    while (const auto block = reader.next()) {
      if (progress) progress(block->bytes_done, file.bytes_total());
      ASSAY_CHECK(take(block->rows));
    }
  }
  auto faults = file.take_errors();
  errors.insert(errors.end(), std::make_move_iterator(faults.begin()),
                std::make_move_iterator(faults.end()));
  return {};
}

Status FigureImport::take(const model::Batch& block) {
  ASSAY_CHECK(take_rows(block.targets, x_targets, x_report.targets));
  return take_rows(block.observations, x_observations, x_report.observations);
}

// Rows are put although others have faults, since only then a contradiction shows; what was put
// is given up in the end.
template <class T>
Status FigureImport::take_rows(const std::vector<model::Sourced<T>>& rows, SeenCells& seen,
                               Counts& counts) {
  for (const auto& row : rows) {
    if (x_check.full()) return {};
    const auto place = x_check.check(row);
    if (!place || x_writer == nullptr) continue;
    // An office's unit has the number of its place on the axis.
    auto change =
        place->unit < x_units ? x_writer->put(place->unit, row.value) : x_writer->put(row.value);
    if (!change) {
      change.error().where.row = row.origin.row;
      return std::unexpected(std::move(change).error());
    }
    count(counts, *change);
    if (!seen.insert(*place) && *change != store::Change::Same &&
        x_contradictions.size() < kContradictions_max)
      x_contradictions.push_back(
          {row.origin, *place, std::is_same_v<T, model::Target>, std::nullopt});
  }
  return {};
}

void FigureImport::look_for_first(exchange::CsvFile& file) {
  model::Batch block;
  for (bool more = true; more;) {
    block.targets.clear();
    block.observations.clear();
    more = file.read(kBlock_rows, block);
    match(block.targets);
    match(block.observations);
  }
}

template <class T>
void FigureImport::match(const std::vector<model::Sourced<T>>& rows) {
  for (const auto& row : rows) {
    const auto place = x_check.find(row.value.unit, row.value.indicator, row.value.period);
    for (auto& each : x_contradictions)
      if (!each.first && place == each.place && each.is_target == std::is_same_v<T, model::Target>)
        each.first = row.origin;
  }
}

void FigureImport::report_contradictions() {
  x_check.start_figures();
  for (const auto& each : x_contradictions)
    if (!x_check.full()) x_check.contradicts(each.row, each.first, each.place);
}

}  // namespace assay::pipeline
