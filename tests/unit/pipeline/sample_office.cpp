#include "unit/pipeline/sample_office.hpp"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <array>
#include <fstream>

namespace assay::pipeline::testing {

namespace fs = std::filesystem;

SampleOffice::SampleOffice() {
  auto pattern = (fs::temp_directory_path() / "assay-office-XXXXXX").string();
  x_folder = ::mkdtemp(pattern.data());
  EXPECT_TRUE(create_office(x_folder / "office", surroundings()).has_value());
  load("unit,name,type\na,甲县,county\nb,乙县,county\n");
  load("indicator,name,measure_unit,direction,decimals\ngdp,生产总值,亿元,higher,2\n");
}

SampleOffice::~SampleOffice() {
  std::error_code ignored;
  fs::remove_all(x_folder, ignored);
}

void SampleOffice::load(const std::string& text) {
  const auto file = x_folder / "rows.csv";
  std::ofstream(file) << text;
  const auto report = open().import({file}, {});
  ASSERT_TRUE(report.has_value()) << describe(report.error().front());
}

FigureReport SampleOffice::set(const std::string& value) {
  const auto report = open().set(edit_of("a", "gdp", value.c_str()));
  EXPECT_TRUE(report.has_value()) << describe(report.error().front());
  return report.value_or(FigureReport{});
}

Surroundings SampleOffice::surroundings() {
  Surroundings around{.log = x_log, .actor = "统计局/科长", .now_s = [this] { return now_s; }};
  around.reason = reason;
  around.request = request;
  return around;
}

Office SampleOffice::open(store::Mode mode) {
  return Office::open(x_folder / "office", mode, surroundings()).value();
}

FigureEdit edit_of(const std::string& unit, const std::string& indicator, const char* value) {
  FigureEdit edit;
  edit.unit = unit;
  edit.indicator = indicator;
  edit.period = model::Period::year(2024);
  if (value != nullptr) edit.value = Decimal::parse(value).value();
  return edit;
}

audit::SignerKey sample_key(std::uint8_t seed_byte, const std::string& name) {
  std::array<std::uint8_t, 32> seed{};
  seed.fill(seed_byte);
  return audit::SignerKey::make(name, Ed25519KeyPair::from_seed(seed)).value();
}

}  // namespace assay::pipeline::testing
