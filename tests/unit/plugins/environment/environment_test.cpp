// The environment plugin as a scheme uses it: loaded from its shared object, with figures and rows.
// Expected figures are worked out by hand beside the test.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <stdexcept>

#include "plugin/plugin.hpp"

namespace assay::plugin {
namespace {

using Named = std::map<std::string, std::string>;

Plugin& environment() {
  static const auto loaded = load(std::filesystem::path(ASSAY_ENVIRONMENT));
  if (!loaded) throw std::runtime_error(describe(loaded.error()));
  return **loaded;
}

Decimal decimal(const std::string& text) { return Decimal::parse(text).value(); }

// A row of a dataset: its time in hours since 1970-01-01, and columns by name.
struct DataRow {
  std::int64_t hour = 0;
  Named columns;
};
using Datasets = std::map<std::string, std::vector<DataRow>>;  // rows by time

// Hours since 1970-01-01 of a day of 2023, counted from 1.
std::int64_t hour_of_2023(int day_of_year, int hour = 0) {
  return (19'358 + day_of_year - 1) * 24LL + hour;
}

void append(model::DatasetValues& values, const model::DatasetColumn& column,
            const std::string* text) {
  using model::DatasetType;
  values.valid.push_back(text == nullptr ? 0 : 1);
  std::int64_t number = 0;
  if (text != nullptr && column.type == DatasetType::Decimal) number = decimal(*text).micro();
  if (text != nullptr && column.type == DatasetType::Word)
    number = std::ranges::find(column.words, *text) - column.words.begin();
  values.numbers.push_back(number);
  values.texts.push_back(text == nullptr || column.type != DatasetType::Text ? "" : *text);
}

model::DatasetTable table_of(const model::DatasetInfo& info, const std::vector<DataRow>& rows) {
  model::DatasetTable table{.info = info,
                            .row_start = {0, rows.size()},
                            .codes = {},
                            .time_ms = {},
                            .columns = std::vector<model::DatasetValues>(info.columns.size())};
  for (const auto& row : rows) {
    table.codes.push_back(std::to_string(table.rows()));
    table.time_ms.push_back(row.hour * 3'600'000);
    for (std::size_t i = 0; i < info.columns.size(); ++i) {
      const auto found = row.columns.find(info.columns[i].id);
      append(table.columns[i], info.columns[i],
             found == row.columns.end() ? nullptr : &found->second);
    }
  }
  return table;
}

// What the plugin says of one unit.
struct Answer {
  std::map<std::string, model::FieldValue> values;
  std::map<std::string, std::vector<Message>> reasons;
  std::optional<Message> failure;

  // "" where there is none.
  [[nodiscard]] std::string operator[](const std::string& field) const {
    const auto& value = values.at(field);
    if (const auto* figure = std::get_if<Decimal>(&value)) return figure->str();
    if (const auto* ratio = std::get_if<Ratio>(&value))
      return std::to_string(ratio->numerator()) + "/" + std::to_string(ratio->denominator());
    if (const auto* flag = std::get_if<bool>(&value)) return *flag ? "yes" : "no";
    return "";
  }
  [[nodiscard]] std::string said(const std::string& field) const {
    std::string text;
    for (const auto& reason : reasons.at(field)) text += in_english(reason) + "|";
    return text;
  }
  [[nodiscard]] std::string refusal() const { return failure ? in_english(*failure) : ""; }
};

std::string json_of(const Named& parameters) {
  std::string json = "{";
  for (const auto& [name, value] : parameters)
    json += (json.size() > 1 ? ",\"" : "\"") + name + "\":\"" + value + "\"";
  return json + "}";
}

Result<Answer> ask(const Named& figures, const Datasets& datasets, const Named& parameters,
                   const std::string& period) {
  auto& plugin = environment();
  Inputs inputs{.period = period, .rows = 1, .columns = {}, .ordinals = {0}, .tables = {}};
  for (const auto& field : plugin.info().inputs) {
    const auto found = figures.find(field.id);
    inputs.columns.push_back(
        {found == figures.end() ? std::nullopt : std::optional(decimal(found->second))});
  }
  std::vector<model::DatasetTable> tables;
  for (const auto& use : plugin.info().datasets) {
    const auto found = datasets.find(use.info.id);
    tables.push_back(
        table_of(use.info, found == datasets.end() ? std::vector<DataRow>() : found->second));
  }
  for (const auto& table : tables) inputs.tables.push_back(&table);
  const auto outputs = plugin.evaluate(json_of(parameters), inputs);
  if (!outputs) return std::unexpected(outputs.error());
  Answer answer;
  for (std::size_t i = 0; i < plugin.info().outputs.size(); ++i) {
    answer.values[plugin.info().outputs[i].id] = outputs->columns[i][0];
    answer.reasons[plugin.info().outputs[i].id] = outputs->reasons[i][0];
  }
  if (!outputs->failures.empty()) answer.failure = outputs->failures.at(0);
  return answer;
}

Answer answer_of(const Named& figures, const Datasets& datasets = {}, const Named& parameters = {},
                 const std::string& period = "2023") {
  auto answer = ask(figures, datasets, parameters, period);
  if (!answer) throw std::runtime_error(describe(answer.error()));
  return *answer;
}

const Named kClean = {{"so2", "10"}, {"no2", "20"},  {"co", "1"},
                      {"o3", "50"},  {"pm10", "40"}, {"pm25", "20"}};

Named with(Named columns, const std::string& name, const std::string& value) {
  columns[name] = value;
  return columns;
}

TEST(Environment, TheHighestHourAndItsPrimaryPollutants) {
  // PM10 52 and PM2.5 35.8 are both 51: ties are both primary.
  const auto tie = with(with(kClean, "pm10", "52"), "pm25", "35.8");
  const auto answer = answer_of(
      {},
      {{"air-hourly",
        {{hour_of_2023(1, 7), kClean}, {hour_of_2023(1, 8), tie}, {hour_of_2023(1, 9), kClean}}}});
  EXPECT_EQ(answer["hour_aqi"], "51");
  EXPECT_EQ(answer["hour_primary_pm10"], "yes");
  EXPECT_EQ(answer["hour_primary_pm25"], "yes");
  EXPECT_EQ(answer["hour_primary_so2"], "no");
  EXPECT_EQ(answer.said("hour_aqi"),
            "highest AQI of an hour: 51, on 20230101 at hour 8; sub-indices (-1: none): SO2 4, NO2 "
            "10, CO 10, O3 16, PM10 51, PM2.5 51|");
  EXPECT_EQ(answer["day_aqi"], "");
  EXPECT_EQ(answer["valid_days"], "0");
  EXPECT_EQ(answer["excellent_ratio"], "");
}

// 24 hours make a day: NO2 20 is IAQI 25, PM10 40 is 40, PM2.5 20 is 29.
TEST(Environment, HoursMakeDays) {
  std::vector<DataRow> hours;
  for (int hour = 0; hour < 24; ++hour) hours.push_back({hour_of_2023(3, hour), kClean});
  const auto answer = answer_of({}, {{"air-hourly", hours}});
  EXPECT_EQ(answer["day_aqi"], "40");
  EXPECT_EQ(answer["valid_days"], "1");
  EXPECT_EQ(answer["days_grade_1"], "1");
  EXPECT_EQ(answer["flagged_days"], "0");
  EXPECT_EQ(answer["excellent_ratio"], "1/1");
  // A day that is entered stands in for its hours: 100 of PM2.5 is above 115 of the AQI.
  const auto entered = answer_of(
      {}, {{"air-hourly", hours}, {"air-daily", {{hour_of_2023(3), with(kClean, "pm25", "100")}}}});
  EXPECT_EQ(entered["day_aqi"], "132");     // 100 + 50/40·25 = 131.25
  EXPECT_EQ(entered["flagged_days"], "1");  // without o3_8h
  EXPECT_EQ(entered["excellent_ratio"], "0/1");
}

// Hours that bear the time of their end: 0:00 of 4 January closes the 3rd, which then has 20 hours;
// otherwise it has 19, enough for O3 only.
TEST(Environment, HoursMayBearTheirEnd) {
  std::vector<DataRow> hours;
  for (int hour = 5; hour <= 24; ++hour) hours.push_back({hour_of_2023(3, hour), kClean});
  EXPECT_EQ(answer_of({}, {{"air-hourly", hours}})["flagged_days"], "1");
  EXPECT_EQ(answer_of({}, {{"air-hourly", hours}}, {{"hour_label", "end"}})["flagged_days"], "0");
  // The hour that ends as the year begins belongs to the year before.
  const auto none =
      answer_of({}, {{"air-hourly", {{hour_of_2023(1, 0), kClean}}}}, {{"hour_label", "end"}});
  EXPECT_EQ(none["hour_aqi"], "");
}

std::vector<DataRow> month_of_days(const Named& columns, int days) {
  std::vector<DataRow> rows;
  for (int day = 1; day <= days; ++day) rows.push_back({hour_of_2023(day), columns});
  return rows;
}

const Named kCleanDay = {{"so2", "12"},   {"no2", "20"},  {"co", "0.8"},
                         {"o3_8h", "80"}, {"pm10", "49"}, {"pm25", "21"}};

// 12/60 + 20/40 + 0.8/4 + 80/160 + 49/70 + 21/35 = 0.2 + 0.5 + 0.2 + 0.5 + 0.7 + 0.6.
TEST(Environment, AMonthOfDays) {
  const auto answer = answer_of({}, {{"air-daily", month_of_days(kCleanDay, 31)}}, {}, "2023-01");
  EXPECT_EQ(answer["air_index"], "2.7");
  EXPECT_EQ(answer["air_attained"], "yes");
  EXPECT_EQ(answer["period_co"], "0.8");
  EXPECT_EQ(answer["period_pm25"], "21");
  EXPECT_EQ(answer["excellent_ratio"], "1/1");
  const auto few = answer_of({}, {{"air-daily", month_of_days(kCleanDay, 26)}}, {}, "2023-01");
  EXPECT_EQ(few["air_index"], "");
  EXPECT_NE(few.said("period_so2").find("26 days have a figure"), std::string::npos);
  const auto whatever = answer_of({}, {{"air-daily", month_of_days(kCleanDay, 26)}},
                                  {{"validity", "none"}}, "2023-01");
  EXPECT_EQ(whatever["air_index"], "2.7");
}

TEST(Environment, ThreeOfFourDaysExcellent) {
  auto days = month_of_days(kCleanDay, 4);
  days[2].columns["pm25"] = "76";  // IAQI 102
  const auto answer = answer_of({}, {{"air-daily", days}},
                                {{"profile", "excellent-days"}, {"points", "20"}}, "2023-01");
  EXPECT_EQ(answer["excellent_ratio"], "3/4");
  EXPECT_EQ(answer["day_primary_pm25"], "yes");
  EXPECT_EQ(answer["days_above_pm25"], "1");
  EXPECT_EQ(answer["days_above_pm10"], "0");
  EXPECT_EQ(answer["score"], "15");
  EXPECT_EQ(answer["full"], "20");
  // Published days stand in for the rows: 100 points between 60 % and 80 %.
  const auto published =
      answer_of({{"excellent_days", "255"}, {"valid_days", "340"}}, {},
                {{"profile", "excellent-days"}, {"worst", "60"}, {"best", "80"}});
  EXPECT_EQ(published["excellent_ratio"], "3/4");
  EXPECT_EQ(published["score"], "75");
}

TEST(Environment, FiguresAsPublished) {
  const Named figures = {{"so2", "11"}, {"no2", "16"},  {"co", "0.6"},
                         {"o3", "139"}, {"pm10", "40"}, {"pm25", "16"}};
  EXPECT_EQ(answer_of(figures)["air_index"], "2.63");  // tests/air_index.csv
  const auto scored =
      answer_of(figures, {}, {{"profile", "air-index"}, {"worst", "4.63"}, {"best", "0.63"}});
  EXPECT_EQ(scored["score"], "50");
}

TEST(Environment, ParticulateMatterWarns) {
  const Datasets zero = {{"air-hourly", {{hour_of_2023(1, 7), with(kClean, "pm10", "0")}}}};
  const auto kept = answer_of({}, zero);
  EXPECT_EQ(kept["pm_zero_rows"], "1");
  EXPECT_EQ(kept["hour_primary_pm10"], "no");
  EXPECT_NE(kept.said("pm_zero_rows").find("warning: 1 rows have PM 0"), std::string::npos);
  EXPECT_NE(kept.said("hour_aqi").find("PM10 0,"), std::string::npos);
  const auto dropped = answer_of({}, zero, {{"pm_zero", "missing"}});
  EXPECT_NE(dropped.said("hour_aqi").find("PM10 -1,"), std::string::npos);
}

TEST(Environment, RefusedRows) {
  EXPECT_EQ(
      answer_of({}, {{"air-hourly", {{hour_of_2023(1, 7), kClean}, {hour_of_2023(1, 7), kClean}}}})
          .refusal(),
      "two rows in air-hourly for 20230101, hour 7: remove one");
  EXPECT_EQ(answer_of({}, {{"air-daily", {{hour_of_2023(2), kCleanDay}, {hour_of_2023(2), {}}}}})
                .refusal(),
            "two rows in air-daily for 20230102: remove one");
  EXPECT_EQ(answer_of({{"excellent_days", "3"}, {"valid_days", "2"}}).refusal(),
            "3 excellent days are more than 2 valid days: correct one of them");
  EXPECT_EQ(answer_of({{"ei_limit", "1.5"}}).refusal(),
            "ei_limit 1.5 is not a whole level: enter 0, 1, 2, 3 or 4");
  EXPECT_NE(answer_of({{"pm25", "-1"}}).refusal(), "");
  EXPECT_NE(answer_of({{"co", "150.1"}}).refusal(), "");  // µg/m³ in place of mg/m³
}

Named sample_at_limits() {
  return {{"section", "甲"},     {"body", "river"},     {"ph", "9"},           {"oxygen", "5"},
          {"permanganate", "6"}, {"cod", "20"},         {"bod5", "4"},         {"ammonia", "1"},
          {"phosphorus", "0.2"}, {"copper", "1"},       {"zinc", "1"},         {"fluoride", "1"},
          {"selenium", "0.01"},  {"arsenic", "0.05"},   {"mercury", "0.0001"}, {"cadmium", "0.005"},
          {"chromium6", "0.05"}, {"lead", "0.05"},      {"cyanide", "0.2"},    {"phenol", "0.005"},
          {"oil", "0.05"},       {"surfactant", "0.2"}, {"sulfide", "0.2"}};
}

TEST(Environment, WaterAtItsLimits) {
  const auto at = [](const Named& columns) {
    return answer_of({}, {{"water-samples", {{hour_of_2023(5), columns}}}},
                     {{"profile", "water-index"}, {"worst", "21"}, {"best", "0"}});
  };
  const auto answer = at(sample_at_limits());
  EXPECT_EQ(answer["cwqi"], "21");
  EXPECT_EQ(answer["cwqi_river"], "21");
  EXPECT_EQ(answer["cwqi_lake"], "");
  EXPECT_EQ(answer["score"], "0");
  EXPECT_EQ(at(with(sample_at_limits(), "undetected", "mercury lead"))["cwqi"], "20");
  EXPECT_EQ(at(with(sample_at_limits(), "oxygen", "0"))["cwqi"], "");
  EXPECT_NE(at(with(sample_at_limits(), "oxygen", "0")).said("cwqi").find("item 3 "),
            std::string::npos);
  EXPECT_NE(at(with(sample_at_limits(), "undetected", "gold")).refusal(), "");
  EXPECT_NE(at(with(sample_at_limits(), "undetected", "ph")).refusal(), "");
  EXPECT_NE(at(with(sample_at_limits(), "ph", "14.1")).refusal(), "");
}

// EI 70 (as in ecology_test.cpp) after 0.35·50 + 20 + 6 + 13.5 + 9.5 = 66.5.
TEST(Environment, EcologyAndItsChange) {
  const Named parts = {{"ei_biology", "60"}, {"ei_vegetation", "80"}, {"ei_water", "40"},
                       {"ei_stress", "10"},  {"ei_load", "5"},        {"ei_limit", "2"}};
  auto figures = parts;
  for (const auto& [name, value] : parts)
    if (name != "ei_limit") figures[name + "_before"] = value;
  figures["ei_biology_before"] = "50";
  const auto answer = answer_of(figures, {}, {{"profile", "ei"}});
  EXPECT_EQ(answer["ei"], "70");
  EXPECT_EQ(answer["ei_counted"], "54.9");
  EXPECT_EQ(answer["ei_class"], "3");
  EXPECT_EQ(answer["ei_change"], "3.5");
  EXPECT_EQ(answer["ei_change_class"], "2");
  EXPECT_EQ(answer["score"], "54.9");
  EXPECT_EQ(answer["eqi"], "");
  // HJ 192-2015 says nothing of 2014.
  EXPECT_EQ(answer_of(figures, {}, {}, "2014")["ei"], "");
  const auto quality = answer_of({{"eqi_pattern", "50"},
                                  {"eqi_function", "60"},
                                  {"eqi_biodiversity", "70"},
                                  {"eqi_stress", "20"}},
                                 {}, {{"profile", "eqi"}});
  EXPECT_EQ(quality["eqi"], "60.3");
  EXPECT_EQ(quality["eqi_class"], "2");
  EXPECT_EQ(quality["score"], "60.3");
}

// A fall of 3 % against 2.5 % completes 120 %: 40 + 2·3, of 80 points twice that.
TEST(Environment, EnergyPerGdp) {
  const Named figures = {{"energy", "97"},
                         {"gdp", "100"},
                         {"energy_before", "100"},
                         {"gdp_before", "100"},
                         {"energy_target", "2.5"}};
  const auto answer = answer_of(figures, {}, {{"profile", "energy"}});
  EXPECT_EQ(answer["energy_reduction"], "3");
  EXPECT_EQ(answer["energy_completion"], "120");
  EXPECT_EQ(answer["energy_met"], "yes");
  EXPECT_EQ(answer["score"], "46");
  EXPECT_EQ(answer["full"], "40");
  EXPECT_EQ(answer_of(figures, {}, {{"profile", "energy"}, {"points", "80"}})["score"], "92");
  const auto missed =
      answer_of(with(figures, "energy_target", "3.01"), {}, {{"profile", "energy"}});
  EXPECT_EQ(missed["energy_met"], "no");
  EXPECT_EQ(missed["score"], "36");
  const auto none = answer_of(with(figures, "energy_target", "0"), {}, {{"profile", "energy"}});
  EXPECT_EQ(none["energy_reduction"], "3");
  EXPECT_EQ(none["score"], "");
}

TEST(Environment, TargetsOfParticulateMatter) {
  const auto at = [](const std::string& now) {
    return answer_of({{"pm25", now}, {"pm25_before", "50"}, {"pm25_target", "10"}}, {},
                     {{"profile", "pm25"}});
  };
  EXPECT_EQ(at("45")["pm25_reduction"], "10");
  EXPECT_EQ(at("45")["score"], "100");
  EXPECT_EQ(at("45")["score_class"], "1");
  EXPECT_EQ(at("46")["score"], "80");
  EXPECT_EQ(at("46")["score_class"], "2");
  EXPECT_EQ(at("47")["score_class"], "3");
  EXPECT_EQ(at("48")["score_class"], "4");
  EXPECT_EQ(at("51")["score"], "0");
}

TEST(Environment, ScoresAndReasonsAreAlwaysExplained) {
  const auto empty = answer_of({});
  for (const auto& [field, reasons] : empty.reasons) {
    EXPECT_FALSE(reasons.empty()) << field;
    for (const auto& reason : reasons) {
      EXPECT_EQ(in_english(reason).find('{'), std::string::npos) << in_english(reason);
      EXPECT_EQ(fill(reason.text_zh, reason).find('{'), std::string::npos) << reason.text_zh;
    }
  }
  const auto full = answer_of({{"pm25_before", "21"}, {"ei_biology", "60"}},
                              {{"air-daily", month_of_days(kCleanDay, 31)},
                               {"air-hourly", {{hour_of_2023(1, 7), kClean}}},
                               {"water-samples", {{hour_of_2023(5), sample_at_limits()}}}},
                              {{"profile", "air-index"}, {"worst", "6"}, {"best", "2"}}, "2023-01");
  for (const auto& [field, reasons] : full.reasons) EXPECT_FALSE(reasons.empty()) << field;
  EXPECT_EQ(full["score"], "82.5");  // (6 − 2.7)/4
  EXPECT_EQ(full["pm25_reduction"], "0");
  const auto early = answer_of({}, {}, {}, "2011");
  for (const auto& [field, reasons] : early.reasons) EXPECT_FALSE(reasons.empty()) << field;
}

TEST(Environment, RefusedParameters) {
  struct Case {
    Named parameters;
    std::string words;
  };
  for (const auto& [parameters, words] : std::vector<Case>{
           {{{"profile", "air"}}, "air-index"},
           {{{"profile", "air-index"}}, "need the parameters worst and best"},
           {{{"profile", "air-index"}, {"worst", "1"}, {"best", "2"}}, "best below worst"},
           {{{"profile", "ei"}, {"worst", "80"}, {"best", "70"}}, "best must be above worst"},
           {{{"profile", "energy"}, {"best", "70"}}, "belong to the profiles"},
           {{{"points", "0"}}, "is not above zero"},
           {{{"exempt", "so2 pm1"}}, "so2, no2, co, o3, pm10, pm25"},
           {{{"full_at", "99"}}, "full_at"}}) {
    const auto answer = ask({}, {}, parameters, "2023");
    ASSERT_FALSE(answer) << words;
    EXPECT_EQ(answer.error().code, "plugin.config");
    EXPECT_NE(in_english(answer.error().message).find(words), std::string::npos)
        << in_english(answer.error().message);
  }
}

}  // namespace
}  // namespace assay::plugin
