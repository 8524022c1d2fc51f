#include "exchange/csv_export.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "exchange/csv_kinds.hpp"
#include "exchange/formula.hpp"

namespace assay::exchange {

namespace {

namespace fs = std::filesystem;
using model::Layer;

constexpr std::size_t kBuffer_bytes = std::size_t{1} << 20U;

std::unexpected<Error> io_error(const fs::path& file, int code) {
  return fail(Failure::Input, "export.io",
              {ASSAY_TEXT("cannot write here ({reason}): check the folder and the disk's room"),
               {{"reason", std::generic_category().message(code)}}},
              {.file = file.string()});
}

// One file. Fields of a row come one by one; a fault of the disk is kept until close().
class CsvFile {
 public:
  static Result<CsvFile> create(const fs::path& folder, Kind kind) {
    for (const auto& spec : kinds()) {
      if (spec.kind != kind) continue;
      const auto path = folder / (std::string(spec.name) + ".csv");
      CsvFile file(path);
      if (!file.x_file) return io_error(path, errno);
      for (const auto& column : spec.columns) file.put(column.name);
      file.end_row();
      return file;
    }
    return io_error(folder, EINVAL);  // never: every kind has its columns
  }

  // Codes and texts.
  CsvFile& text(std::string_view value) {
    put(is_formula(value) ? guarded(value) : value);
    return *this;
  }
  // What cannot be taken for a formula or is none: words, periods, days, figures.
  CsvFile& plain(std::string_view value) {
    put(value);
    return *this;
  }
  CsvFile& figure(const std::optional<Decimal>& value) {
    return plain(value ? value->str() : std::string());
  }
  CsvFile& day(const std::optional<model::Date>& value) {
    return plain(value ? value->str() : std::string());
  }
  void end_row() {
    x_buffer += '\n';
    x_at_start = true;
    if (x_buffer.size() >= kBuffer_bytes) flush();
  }
  [[nodiscard]] Status close() {
    flush();
    if (std::fclose(x_file.release()) != 0 && x_code == 0) x_code = errno;
    if (x_code != 0) return io_error(x_path, x_code);
    return {};
  }

 private:
  struct Closing {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };

  // "x": a file that someone put there meanwhile is not written over.
  explicit CsvFile(fs::path path)
      : x_path(std::move(path)), x_file(std::fopen(x_path.c_str(), "wxe")) {}

  void put(std::string_view value) {
    if (!std::exchange(x_at_start, false)) x_buffer += ',';
    if (value.find_first_of(",\"\r\n") == std::string_view::npos) {
      x_buffer += value;
      return;
    }
    x_buffer += '"';
    for (const auto c : value) {
      if (c == '"') x_buffer += '"';
      x_buffer += c;
    }
    x_buffer += '"';
  }
  void flush() {
    if (x_code == 0 &&
        std::fwrite(x_buffer.data(), 1, x_buffer.size(), x_file.get()) != x_buffer.size())
      x_code = errno == 0 ? EIO : errno;
    x_buffer.clear();
  }

  fs::path x_path;
  std::unique_ptr<std::FILE, Closing> x_file;
  std::string x_buffer;
  bool x_at_start = true;
  int x_code = 0;
};

// The layers of one indicator and period that make one kind of row; the first must be there.
struct Block {
  std::array<const model::Column*, 6> layers{};

  [[nodiscard]] std::size_t size() const {
    std::size_t most = 0;
    for (const auto* column : layers)
      if (column != nullptr) most = std::max(most, column->size());
    return most;
  }
  [[nodiscard]] bool has(std::size_t layer, std::size_t ordinal) const {
    return layers[layer] != nullptr && layers[layer]->has(ordinal);
  }
  [[nodiscard]] bool any(std::size_t ordinal) const {
    return std::ranges::any_of(
        layers, [&](const auto* column) { return column != nullptr && column->has(ordinal); });
  }
  [[nodiscard]] std::optional<Decimal> at(std::size_t layer, std::size_t ordinal) const {
    if (!has(layer, ordinal)) return std::nullopt;
    return Decimal::from_micro(layers[layer]->micro(ordinal));
  }
};

constexpr std::array kTarget_layers{Layer::Required, Layer::Stretch, Layer::Upper,
                                    Layer::Baseline, Layer::Lead,    Layer::Person};
constexpr std::array kObservation_layers{Layer::Actual, Layer::State, Layer::Source};

class Export {
 public:
  Export(const model::Snapshot& office, const fs::path& folder, const Progress& progress)
      : x_office(office), x_folder(folder), x_progress(progress) {}

  Result<ExportCounts> run() {
    for (const auto& [key, column] : x_office.columns) x_blocks.emplace(key.indicator, key.period);
    x_steps = x_blocks.size() * 2 + 1;
    ASSAY_CHECK(units());
    ASSAY_CHECK(indicators());
    ASSAY_CHECK(events());
    ASSAY_CHECK(assessments());
    step();
    ASSAY_CHECK(targets());
    ASSAY_CHECK(observations());
    return x_counts;
  }

 private:
  void step() {
    if (x_progress) x_progress(++x_done, x_steps);
  }

  Status units() {
    ASSAY_TRY(auto file, CsvFile::create(x_folder, Kind::Units));
    for (const auto& [code, name, type, parent, from, to, successor, tags] : x_office.units) {
      std::string list;
      for (const auto& tag : tags) list += (list.empty() ? "" : ";") + tag;
      file.text(code).text(name).text(type).text(parent).day(from).day(to).text(successor);
      file.text(list).end_row();
      ++x_counts.units;
    }
    return file.close();
  }

  Status indicators() {
    ASSAY_TRY(auto file, CsvFile::create(x_folder, Kind::Indicators));
    for (const auto& [key, indicator] : x_office.indicators) {
      const auto& [code, name, measure_unit, direction, decimals, owner, rollup] = indicator;
      file.text(code).text(name).text(measure_unit).plain(to_word(direction));
      file.plain(decimals ? std::to_string(*decimals) : "").text(owner).plain(to_word(rollup));
      file.end_row();
      ++x_counts.indicators;
    }
    return file.close();
  }

  Status events() {
    ASSAY_TRY(auto file, CsvFile::create(x_folder, Kind::Events));
    for (const auto& [code, unit, period, kind, subject, points, reason, evidence, decided_by, date,
                      state] : x_office.events) {
      file.text(code).text(unit).plain(period.str()).plain(to_word(kind)).text(subject);
      file.figure(points).text(reason).text(evidence).text(decided_by).day(date);
      file.plain(to_word(state)).end_row();
      ++x_counts.events;
    }
    return file.close();
  }

  Status assessments() {
    ASSAY_TRY(auto file, CsvFile::create(x_folder, Kind::Assessments));
    for (const auto& [unit, period, assessment, field, value, full] : x_office.assessments) {
      file.text(unit).plain(period.str()).text(assessment).text(field).figure(value).figure(full);
      file.end_row();
      ++x_counts.assessments;
    }
    return file.close();
  }

  [[nodiscard]] Block block(const std::string& indicator, model::Period period,
                            std::span<const Layer> layers) const {
    Block found;
    for (std::size_t i = 0; i < layers.size(); ++i)
      found.layers[i] = x_office.column(indicator, period, layers[i]);
    return found;
  }

  [[nodiscard]] std::string_view word(const Block& block, std::size_t layer,
                                      std::size_t ordinal) const {
    if (!block.has(layer, ordinal)) return {};
    return x_office.texts[static_cast<std::size_t>(block.layers[layer]->micro(ordinal))];
  }

  Error incomplete(std::string code, Message message, std::size_t ordinal,
                   const std::string& indicator) const {
    return fail(Failure::Input, std::move(code), std::move(message),
                {.unit = x_office.units[ordinal].code, .indicator = indicator})
        .error();
  }

  Status targets() {
    ASSAY_TRY(auto file, CsvFile::create(x_folder, Kind::Targets));
    for (const auto& [indicator, period] : x_blocks) {
      const auto figures = block(indicator, period, kTarget_layers);
      for (std::size_t i = 0; i < figures.size(); ++i) {
        if (!figures.any(i)) continue;
        if (!figures.has(0, i))
          return std::unexpected(incomplete(
              "export.no_target",
              {ASSAY_TEXT("for {period} there is a stretch target, upper target, baseline, lead or "
                          "person without a required target: enter one, then export again"),
               {{"period", period.str()}}},
              i, indicator));
        file.text(x_office.units[i].code).text(indicator).plain(period.str());
        for (std::size_t layer = 0; layer < 4; ++layer) file.figure(figures.at(layer, i));
        file.text(word(figures, 4, i)).text(word(figures, 5, i)).end_row();
        ++x_counts.targets;
      }
      step();
    }
    return file.close();
  }

  Status observations() {
    ASSAY_TRY(auto file, CsvFile::create(x_folder, Kind::Observations));
    for (const auto& [indicator, period] : x_blocks) {
      const auto figures = block(indicator, period, kObservation_layers);
      for (std::size_t i = 0; i < figures.size(); ++i) {
        if (!figures.any(i)) continue;
        if (!figures.has(0, i))
          return std::unexpected(
              incomplete("export.no_value",
                         {ASSAY_TEXT("for {period} there is a state or source without a figure: "
                                     "enter one, then export again"),
                          {{"period", period.str()}}},
                         i, indicator));
        // Figures without a state count as confirmed.
        const auto state = figures.has(1, i)
                               ? static_cast<model::State>(figures.layers[1]->micro(i))
                               : model::State::Confirmed;
        file.text(x_office.units[i].code).text(indicator).plain(period.str());
        file.figure(figures.at(0, i)).plain(to_word(state)).text(word(figures, 2, i)).end_row();
        ++x_counts.observations;
      }
      step();
    }
    return file.close();
  }

  const model::Snapshot& x_office;
  const fs::path& x_folder;
  const Progress& x_progress;
  std::set<std::pair<std::string, model::Period>> x_blocks;
  ExportCounts x_counts;
  std::uint64_t x_done = 0;
  std::uint64_t x_steps = 0;
};

// Makes the folder, or finds it empty.
Status prepare(const fs::path& folder, bool& made) {
  std::error_code code;
  made = fs::create_directory(folder, code);
  if (code) return io_error(folder, code.value());
  if (made) return {};
  if (!fs::is_directory(folder, code) || !fs::is_empty(folder, code))
    return fail(Failure::Input, "export.not_empty",
                {ASSAY_TEXT("this is a file or a folder with other things in it; name a new or "
                            "empty folder"),
                 {}},
                {.file = folder.string()});
  return {};
}

}  // namespace

Result<ExportCounts> write_csv(const model::Snapshot& snapshot, const fs::path& folder,
                               const Progress& progress) {
  bool made = false;
  ASSAY_CHECK(prepare(folder, made));
  auto written = Export(snapshot, folder, progress).run();
  if (written) return written;
  std::error_code ignored;
  for (const auto& spec : kinds()) fs::remove(folder / (std::string(spec.name) + ".csv"), ignored);
  if (made) fs::remove(folder, ignored);
  return written;
}

}  // namespace assay::exchange
