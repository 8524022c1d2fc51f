#include "pipeline/national/files.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <fstream>
#include <functional>
#include <string>
#include <system_error>
#include <vector>

namespace assay::pipeline::national {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kBuffer_bytes = std::size_t{1} << 20U;

// Millionths of a figure with two decimals.
void append_figure(std::string& out, std::int64_t micro) {
  std::array<char, 32> digits{};
  const auto hundredths = micro / 10'000;
  auto* end = std::to_chars(digits.begin(), digits.end(), hundredths / 100).ptr;
  *end++ = '.';
  *end++ = static_cast<char>('0' + hundredths / 10 % 10);
  *end++ = static_cast<char>('0' + hundredths % 10);
  out.append(digits.begin(), end);
}

// One file, line by line.
class LineFile {
 public:
  LineFile(fs::path file, const char* header)
      : x_file(std::move(file)), x_stream(x_file, std::ios::binary), x_buffer(header) {}

  [[nodiscard]] std::string& line() {
    if (x_buffer.size() > kBuffer_bytes) flush();
    return x_buffer;
  }
  [[nodiscard]] Status finish() {
    flush();
    x_stream.close();
    if (x_stream.fail()) return io_fault(x_file);
    return {};
  }

 private:
  void flush() {
    x_stream.write(x_buffer.data(), static_cast<std::streamsize>(x_buffer.size()));
    x_buffer.clear();
  }

  fs::path x_file;
  std::ofstream x_stream;
  std::string x_buffer;
};

Status write_units(const Size& size, const fs::path& folder) {
  LineFile file(folder / "units.csv", "unit,name,type,tags\n");
  for (std::size_t group = 0; group < size.groups; ++group)
    for (auto i = first_of(size, group); i < first_of(size, group + 1); ++i) {
      const auto made = unit(size, i, group);
      file.line() += made.code + "," + made.name + "," + made.type + "," + made.tags[0] + "\n";
    }
  return file.finish();
}

Status write_indicators(const Size& size, const fs::path& folder) {
  LineFile file(folder / "indicators.csv", "indicator,name,measure_unit,direction,decimals\n");
  for (std::size_t i = 0; i < size.indicators; ++i) {
    const auto made = indicator(i);
    file.line() += made.code + "," + made.name + "," + made.measure_unit + ",higher,2\n";
  }
  return file.finish();
}

// Of scheme(), with all units in one group: as many groups as it has would have more components
// than a text may.
Status write_scheme(const Size& size, const fs::path& folder) {
  const auto made = scheme({size.units, size.indicators, 1, size.seed}, Targets::Unit);
  LineFile file(folder / "scheme.yaml", "");
  file.line() += "scheme: " + made.id + "\nversion: 1\ntitle: " + made.title +
                 "\nperiod: " + kPeriod.str() +
                 "\ngroups:\n  - group: villages\n    units: {type: village}\n    points: 100\n"
                 "    components:\n";
  for (const auto& node : made.groups.front().root.children) {
    file.line() += "      - id: " + node.id + "\n        points: " + node.points.str() +
                   "\n        components:\n";
    for (const auto& leaf : node.children)
      file.line() += "          - {id: " + leaf.id + ", points: " + leaf.points.str() +
                     ", rule: attainment, indicator: " + leaf.id + ", cap: 100%}\n";
  }
  file.line() +=
      "    grades:\n"
      "      - {grade: excellent, name: 优秀, share: 1/4}\n"
      "      - {grade: good, name: 良好, at_least: 80}\n"
      "      - {grade: ordinary, name: 一般}\n";
  return file.finish();
}

using Column = std::vector<std::int64_t>;

Status write_columns(const Size& size, const fs::path& file, const char* header,
                     const std::function<void(std::size_t, Column&)>& fill,
                     const Progress& progress) {
  LineFile lines(file, header);
  Column column(size.units);
  std::vector<std::string> codes;
  codes.reserve(size.units);
  for (std::size_t i = 0; i < size.units; ++i) codes.push_back(unit(size, i, 0).code);
  for (std::size_t number = 0; number < size.indicators; ++number) {
    fill(number, column);
    const auto middle = "," + indicator_code(number) + "," + kPeriod.str() + ",";
    for (std::size_t i = 0; i < size.units; ++i) {
      auto& line = lines.line();
      line.append(codes[i]).append(middle);
      append_figure(line, column[i]);
      line += '\n';
    }
    if (progress) progress((number + 1) * size.units, size.indicators * size.units);
  }
  return lines.finish();
}

}  // namespace

std::unexpected<Error> io_fault(const fs::path& file) {
  return fail(Failure::Store, "national.io",
              {ASSAY_TEXT("cannot write this file of the made-up data set: {reason}"),
               {{"reason", std::generic_category().message(errno)}},
               ""},
              {.file = file.string()});
}

Status write_files(const Size& size, const fs::path& folder, const Progress& progress) {
  std::error_code failed;
  fs::create_directories(folder, failed);
  if (failed) return io_fault(folder);
  ASSAY_CHECK(write_units(size, folder));
  ASSAY_CHECK(write_indicators(size, folder));
  ASSAY_CHECK(write_scheme(size, folder));
  ASSAY_CHECK(write_columns(
      size, folder / "targets.csv", "unit,indicator,period,required\n",
      [&](std::size_t number, Column& out) { fill_targets(size, number, out); }, progress));
  Column targets(size.units);
  return write_columns(
      size, folder / "observations.csv", "unit,indicator,period,value\n",
      [&](std::size_t number, Column& out) {
        fill_targets(size, number, targets);
        fill_figures(size, number, targets, out);
      },
      progress);
}

}  // namespace assay::pipeline::national
