// What is exported comes back when it is imported.

#include "exchange/csv_export.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <random>
#include <set>

#include "exchange/csv_import.hpp"
#include "exchange/formula.hpp"

namespace assay::exchange {
namespace {

namespace fs = std::filesystem;
using model::Layer;
using model::Period;

constexpr const char* kFiles[] = {"units",  "indicators",   "targets",
                                  "events", "observations", "assessments"};

class TempFolder {
 public:
  TempFolder() {
    auto name = (fs::temp_directory_path() / "assay-export-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) std::abort();
    x_path = name;
  }
  ~TempFolder() {
    std::error_code ignored;
    fs::remove_all(x_path, ignored);
  }
  TempFolder(const TempFolder&) = delete;
  TempFolder& operator=(const TempFolder&) = delete;
  [[nodiscard]] fs::path out() const { return x_path / "out"; }

 private:
  fs::path x_path;
};

std::string bytes_of(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

model::Batch import_all(const fs::path& folder) {
  model::Batch batch;
  for (const auto* name : kFiles) {
    const auto read =
        read_csv(folder / (std::string(name) + ".csv"), Encoding::Utf8, {}, {}, batch);
    EXPECT_TRUE(read) << name << ": " << (read ? "" : describe(read.error().front()));
  }
  return batch;
}

// Random offices: every optional field with and without value, every text that could go wrong.
class Maker {
 public:
  explicit Maker(std::uint32_t seed) : x_random(seed) {}

  model::Snapshot make() {
    model::Snapshot office;
    std::set<std::string> codes;
    while (codes.size() < 6) codes.insert(code());
    x_units.assign(codes.begin(), codes.end());
    for (const auto& name : x_units) office.units.push_back(unit(name));
    for (int i = 0; i < 4; ++i) {
      const auto made = indicator();
      office.indicators.insert_or_assign(made.code, made);
    }
    office.texts = {""};
    for (const auto& [name, made] : office.indicators)
      for (const auto period : {Period::year(2024), Period::from_key(202'431)})
        figures(office, name, period);
    for (int i = 0; i < 5; ++i) office.events.push_back(event("e" + std::to_string(i) + code()));
    for (int i = 0; i < 5; ++i)
      office.assessments.push_back(
          {pick(x_units), Period::year(2020 + i), code(), code(), decimal(),
           maybe() ? std::optional(Decimal::from_micro(1 + below(1'000))) : std::nullopt});
    return office;
  }

 private:
  std::uint32_t below(std::uint32_t end) { return static_cast<std::uint32_t>(x_random()) % end; }
  bool maybe() { return below(2) == 0; }
  template <class T>
  const T& pick(const std::vector<T>& from) {
    return from[below(static_cast<std::uint32_t>(from.size()))];
  }

  std::string joined(const std::vector<std::string>& pieces) {
    std::string text;
    for (auto count = 1 + below(5); count > 0; --count) text += pick(pieces);
    return text;
  }
  // Codes have neither separators nor white space at their ends.
  std::string code() {
    return joined({"=", "+", "-", "@", "'", "a", "县", "９", "𠀋", "0", ".", "/"}) +
           std::to_string(x_serial++);
  }
  std::string line() {
    return maybe() ? "" : joined({"=", "+", "-", "@", "'", ",", "\"", " ", "统计", ";", "x", "；"});
  }
  std::string text() {
    return maybe() ? "" : joined({"=", "@", "'", ",", "\"", "\n", "\r\n", "\t", "\r", " ", "受贿"});
  }
  // Up to the ends of the range, with as few decimals as the figure has.
  Decimal decimal() {
    const auto micro = static_cast<std::int64_t>(std::uint64_t{x_random()} << 32U | x_random());
    const std::int64_t scale[] = {1, 10, 1'000, 1'000'000, 100'000'000'000};
    return Decimal::from_micro(micro % Decimal::kLimit_micro /
                               pick(std::vector(std::begin(scale), std::end(scale))));
  }
  std::optional<Decimal> maybe_decimal() {
    return maybe() ? std::optional(decimal()) : std::nullopt;
  }
  std::optional<model::Date> maybe_date(int year) {
    if (maybe()) return std::nullopt;
    return model::Date::of(year, 1 + static_cast<int>(below(12)), 1 + static_cast<int>(below(28)));
  }

  model::Unit unit(const std::string& name) {
    model::Unit made{name, "n" + line(), code(), "", maybe_date(1950), maybe_date(2100), "", {}};
    if (maybe()) made.parent = pick(x_units);
    if (maybe()) made.successor = pick(x_units);
    for (auto count = below(3); count > 0; --count) made.tags.push_back(code());
    return made;
  }
  model::Indicator indicator() {
    model::Indicator made{code(), "n" + line(), "u" + line(),       model::Direction::Higher,
                          {},     line(),       model::Rollup::None};
    made.direction = static_cast<model::Direction>(below(3));
    made.rollup = static_cast<model::Rollup>(below(5));
    if (maybe()) made.decimals = static_cast<int>(below(7));
    return made;
  }
  model::Event event(const std::string& name) {
    model::Event made;
    made.code = name;
    made.unit = pick(x_units);
    made.period = Period::from_key(202'409);
    made.kind = static_cast<model::EventKind>(below(5));
    if (maybe()) made.subject = code();
    made.points = maybe_decimal();
    made.reason = text();
    made.evidence = text();
    made.decided_by = line();
    made.date = maybe_date(2024);
    made.state = static_cast<model::State>(below(3));
    return made;
  }
  void put_text(model::Snapshot& office, const model::ColumnKey& key, std::size_t ordinal) {
    const auto words = line();
    if (words.empty()) return;
    office.texts.push_back(words);
    office.columns[key].set(ordinal, static_cast<std::int64_t>(office.texts.size() - 1));
  }
  void figures(model::Snapshot& office, const std::string& name, Period period) {
    for (std::size_t i = 0; i < office.units.size(); ++i) {
      const auto set = [&](Layer layer, const std::optional<Decimal>& value) {
        if (value) office.columns[{name, period, layer}].set(i, value->micro());
      };
      if (maybe()) {
        set(Layer::Actual, decimal());
        office.columns[{name, period, Layer::State}].set(i, below(3));
        put_text(office, {name, period, Layer::Source}, i);
      }
      if (maybe()) continue;
      set(Layer::Required, decimal());
      for (const auto layer : {Layer::Stretch, Layer::Upper, Layer::Baseline})
        set(layer, maybe_decimal());
      put_text(office, {name, period, Layer::Lead}, i);
      put_text(office, {name, period, Layer::Person}, i);
    }
  }

  std::mt19937 x_random;
  std::vector<std::string> x_units;
  int x_serial = 0;
};

std::optional<Decimal> at(const model::Snapshot& office, const model::ColumnKey& key,
                          std::size_t ordinal) {
  const auto* column = office.column(key.indicator, key.period, key.layer);
  return column == nullptr ? std::nullopt : column->at(ordinal);
}

std::string words(const model::Snapshot& office, const model::ColumnKey& key, std::size_t ordinal) {
  const auto number = at(office, key, ordinal);
  return number ? office.texts[static_cast<std::size_t>(number->micro())] : "";
}

std::size_t ordinal_of(const model::Snapshot& office, const std::string& code) {
  for (std::size_t i = 0; i < office.units.size(); ++i)
    if (office.units[i].code == code) return i;
  ADD_FAILURE() << "no unit " << code;
  return 0;
}

// Takes each row off `office` and compares it.
void compare(const model::Snapshot& office, const model::Batch& batch) {
  ASSERT_EQ(batch.units.size(), office.units.size());
  for (std::size_t i = 0; i < office.units.size(); ++i)
    EXPECT_EQ(batch.units[i].value, office.units[i]);
  ASSERT_EQ(batch.indicators.size(), office.indicators.size());
  for (const auto& row : batch.indicators)
    EXPECT_EQ(row.value, office.indicators.at(row.value.code));
  ASSERT_EQ(batch.events.size(), office.events.size());
  for (std::size_t i = 0; i < office.events.size(); ++i)
    EXPECT_EQ(batch.events[i].value, office.events[i]);
  ASSERT_EQ(batch.assessments.size(), office.assessments.size());
  for (std::size_t i = 0; i < office.assessments.size(); ++i)
    EXPECT_EQ(batch.assessments[i].value, office.assessments[i]);

  std::size_t cells = 0;
  for (const auto& [key, column] : office.columns)
    if (key.layer == Layer::Actual || key.layer == Layer::Required)
      for (std::size_t i = 0; i < column.size(); ++i) cells += column.has(i) ? 1 : 0;
  EXPECT_EQ(batch.observations.size() + batch.targets.size(), cells);
  for (const auto& row : batch.observations) {
    const auto& [unit, indicator, period, value, state, source] = row.value;
    const auto i = ordinal_of(office, unit);
    EXPECT_EQ(value, at(office, {indicator, period, Layer::Actual}, i));
    EXPECT_EQ(static_cast<std::int64_t>(state),
              at(office, {indicator, period, Layer::State}, i)->micro());
    EXPECT_EQ(source, words(office, {indicator, period, Layer::Source}, i));
  }
  for (const auto& row : batch.targets) {
    const auto& [unit, indicator, period, required, stretch, upper, baseline, lead, person] =
        row.value;
    const auto i = ordinal_of(office, unit);
    EXPECT_EQ(required, at(office, {indicator, period, Layer::Required}, i));
    EXPECT_EQ(stretch, at(office, {indicator, period, Layer::Stretch}, i));
    EXPECT_EQ(upper, at(office, {indicator, period, Layer::Upper}, i));
    EXPECT_EQ(baseline, at(office, {indicator, period, Layer::Baseline}, i));
    EXPECT_EQ(lead, words(office, {indicator, period, Layer::Lead}, i));
    EXPECT_EQ(person, words(office, {indicator, period, Layer::Person}, i));
  }
}

TEST(CsvExport, ComesBackAsItWas) {
  for (std::uint32_t seed = 1; seed <= 120; ++seed) {
    const TempFolder folder;
    const auto office = Maker(seed).make();
    const auto counts = write_csv(office, folder.out());
    ASSERT_TRUE(counts) << describe(counts.error());
    compare(office, import_all(folder.out()));
    if (HasFailure()) FAIL() << "seed " << seed;
  }
}

TEST(CsvExport, WritesWhatTheImportReads) {
  const TempFolder folder;
  model::Snapshot office;
  office.units = {
      {"a", "彬县, \"北\"", "county", "", {}, model::Date::of(2018, 5, 1), "b", {"north", "coal"}},
      {"b", "=SUM(A1)", "county", "a", {}, {}, "", {}}};
  office.indicators["gdp"] = {"gdp", "生产总值",        "亿元", model::Direction::Higher, 2,
                              "",    model::Rollup::Sum};
  office.texts = {"", "-统计局"};
  const auto period = Period::from_key(202'433);
  office.columns[{"gdp", period, Layer::Actual}].set(1, -1'500'000);
  office.columns[{"gdp", period, Layer::Source}].set(1, 1);
  office.columns[{"gdp", period, Layer::Required}].set(0, 42'800'000);
  const auto counts = write_csv(office, folder.out());
  ASSERT_TRUE(counts) << describe(counts.error());
  EXPECT_EQ(counts->units, 2U);
  EXPECT_EQ(counts->targets, 1U);
  EXPECT_EQ(counts->observations, 1U);
  EXPECT_EQ(bytes_of(folder.out() / "units.csv"),
            "unit,name,type,parent,from,to,successor,tags\n"
            "a,\"彬县, \"\"北\"\"\",county,,,2018-05-01,b,north;coal\n"
            "b,'=SUM(A1),county,a,,,,\n");
  EXPECT_EQ(bytes_of(folder.out() / "indicators.csv"),
            "indicator,name,measure_unit,direction,decimals,owner,rollup\n"
            "gdp,生产总值,亿元,higher,2,,sum\n");
  // A figure without a state is a confirmed one; a negative figure is no formula.
  EXPECT_EQ(bytes_of(folder.out() / "observations.csv"),
            "unit,indicator,period,value,state,source\n"
            "b,gdp,2024Q3,-1.5,confirmed,'-统计局\n");
  EXPECT_EQ(bytes_of(folder.out() / "targets.csv"),
            "unit,indicator,period,required,stretch,upper,baseline,lead,person\n"
            "a,gdp,2024Q3,42.8,,,,,\n");
  EXPECT_EQ(bytes_of(folder.out() / "assessments.csv"),
            "unit,period,assessment,field,value,full\n");
}

TEST(CsvExport, TheGuardAgainstFormulasIsTakenOffAgain) {
  struct Case {
    const char* text;
    const char* written;
  };
  for (const auto& [text, written] : {Case{"", ""},
                                      {"a=1", "a=1"},
                                      {"=1", "'=1"},
                                      {"'=1", "''=1"},
                                      {"''@x", "'''@x"},
                                      {"'a", "'a"},
                                      {"'", "'"},
                                      {"''", "''"},
                                      {"\tx", "'\tx"},
                                      {"-", "'-"},
                                      {"'+", "''+"}}) {
    EXPECT_EQ(guarded(text), written);
    EXPECT_EQ(unguarded(written), text);
  }
}

TEST(CsvExport, WhatNoRowCanSayIsRefused) {
  struct Case {
    Layer layer;
    const char* code;
  };
  for (const auto& [layer, code] : {Case{Layer::Stretch, "export.no_target"},
                                    {Layer::Person, "export.no_target"},
                                    {Layer::Source, "export.no_value"}}) {
    const TempFolder folder;
    model::Snapshot office;
    office.units = {{"a", "甲", "county", "", {}, {}, "", {}}};
    office.indicators["gdp"] = {"gdp", "x", "x", model::Direction::Higher, {}, "", {}};
    office.texts = {""};
    office.columns[{"gdp", Period::year(2024), layer}].set(0, 0);
    const auto written = write_csv(office, folder.out());
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().code, code);
    EXPECT_EQ(written.error().where.unit, "a");
    EXPECT_FALSE(fs::exists(folder.out()));
  }
}

TEST(CsvExport, NothingIsWrittenOver) {
  const TempFolder folder;
  fs::create_directory(folder.out());
  std::ofstream(folder.out() / "other.txt") << "x";
  const auto written = write_csv({}, folder.out());
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().code, "export.not_empty");
  EXPECT_TRUE(fs::exists(folder.out() / "other.txt"));
  fs::remove(folder.out() / "other.txt");
  EXPECT_TRUE(write_csv({}, folder.out()));
  EXPECT_EQ(write_csv({}, folder.out()).error().code, "export.not_empty");
  EXPECT_EQ(write_csv({}, folder.out() / "no" / "such").error().code, "export.io");
}

}  // namespace
}  // namespace assay::exchange
