#include "model/period.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace assay::model {
namespace {

using namespace std::string_view_literals;

Period period(std::string_view text) {
  const auto parsed = Period::parse(text);
  EXPECT_TRUE(parsed) << text;
  return parsed.value_or(Period());
}

std::string list(const std::vector<Period>& periods) {
  std::string text;
  for (const auto one : periods) text += (text.empty() ? "" : " ") + one.str();
  return text;
}

struct Reading {
  std::string_view text;
  std::uint32_t key;
  Period::Kind kind;
  std::string_view first;
  std::string_view last;
  std::string_view previous;
};

TEST(Period, KnowsItsKeyDaysAndPredecessor) {
  using enum Period::Kind;
  static constexpr Reading kReadings[] = {
      {"2024", 202400, Year, "2024-01-01", "2024-12-31", "2023"},
      {"2024H1", 202421, Half, "2024-01-01", "2024-06-30", "2023H2"},
      {"2024H2", 202422, Half, "2024-07-01", "2024-12-31", "2024H1"},
      {"2024Q1", 202431, Quarter, "2024-01-01", "2024-03-31", "2023Q4"},
      {"2024Q2", 202432, Quarter, "2024-04-01", "2024-06-30", "2024Q1"},
      {"2024Q3", 202433, Quarter, "2024-07-01", "2024-09-30", "2024Q2"},
      {"2024Q4", 202434, Quarter, "2024-10-01", "2024-12-31", "2024Q3"},
      {"2024-01", 202401, Month, "2024-01-01", "2024-01-31", "2023-12"},
      {"2024-02", 202402, Month, "2024-02-01", "2024-02-29", "2024-01"},  // leap year
      {"2023-02", 202302, Month, "2023-02-01", "2023-02-28", "2023-01"},
      {"1900-02", 190002, Month, "1900-02-01", "1900-02-28", "1900-01"},  // no leap year
      {"2000-02", 200002, Month, "2000-02-01", "2000-02-29", "2000-01"},  // a leap year
      {"2100-02", 210002, Month, "2100-02-01", "2100-02-28", "2100-01"},
      {"2024-09", 202409, Month, "2024-09-01", "2024-09-30", "2024-08"},
      {"2199-12", 219912, Month, "2199-12-01", "2199-12-31", "2199-11"},
      {"1900", 190000, Year, "1900-01-01", "1900-12-31", "1899"},
  };
  for (const auto& reading : kReadings) {
    const auto read = Period::parse(reading.text);
    ASSERT_TRUE(read) << reading.text;
    EXPECT_EQ(read->key(), reading.key);
    EXPECT_EQ(read->kind(), reading.kind) << reading.text;
    EXPECT_EQ(read->str(), reading.text);
    EXPECT_EQ(read->first_day().str(), reading.first);
    EXPECT_EQ(read->last_day().str(), reading.last);
    EXPECT_EQ(read->previous().str(), reading.previous);
    EXPECT_EQ(Period::from_key(reading.key), *read);
  }
  EXPECT_EQ(Period::year(2024), period("2024"));
}

TEST(Period, RefusesOtherForms) {
  static constexpr std::string_view kTexts[] = {
      "",        "202",     "20244",    "24",       "2024 ",      " 2024",     "2024H0",
      "2024H3",  "2024H",   "2024H01",  "2024h1",   "2024Q0",     "2024Q5",    "2024Q",
      "2024q1",  "2024Q11", "2024-00",  "2024-13",  "2024-1",     "2024-",     "2024-001",
      "2024/01", "2024.09", "2024-0a",  "-024",     "+024",       "1899",      "2200",
      "2200-01", "0000",    "２０２４", "2024年",   "2024-9月",   "2024Ｈ1",   "2024S1",
      "2024M01", "202409",  "Q12024",   "2024\0"sv, "2024H1\0"sv, "2024-09-01"};
  for (const auto text : kTexts) {
    const auto read = Period::parse(text);
    ASSERT_FALSE(read) << text;
    EXPECT_EQ(read.error().code, "period.syntax");
    EXPECT_EQ(read.error().failure, Failure::Input);
  }
  EXPECT_EQ(in_english(Period::parse("2024q1").error().message),
            "“2024q1” is not a period: write a year from 1900 to 2199 as 2024, a half-year as "
            "2024H1, a quarter as 2024Q3 or a month as 2024-09");
}

TEST(Period, PartsTileIt) {
  EXPECT_EQ(list(period("2024").parts()), "2024H1 2024H2");
  EXPECT_EQ(list(period("2024H2").parts()), "2024Q3 2024Q4");
  EXPECT_EQ(list(period("2024Q4").parts()), "2024-10 2024-11 2024-12");
  EXPECT_EQ(list(period("2024-10").parts()), "");
}

TEST(Period, MonthsTileIt) {
  EXPECT_EQ(list(period("2024").months()),
            "2024-01 2024-02 2024-03 2024-04 2024-05 2024-06 "
            "2024-07 2024-08 2024-09 2024-10 2024-11 2024-12");
  EXPECT_EQ(list(period("2024H1").months()), "2024-01 2024-02 2024-03 2024-04 2024-05 2024-06");
  EXPECT_EQ(list(period("2024Q3").months()), "2024-07 2024-08 2024-09");
  EXPECT_EQ(list(period("2024-02").months()), "2024-02");
}

struct Nesting {
  std::string_view whole;
  std::string_view part;
  bool contains;
};

TEST(Period, ContainsWhatLiesInIt) {
  static constexpr Nesting kNestings[] = {
      {"2024", "2024", true},       {"2024", "2024H2", true},      {"2024", "2024Q4", true},
      {"2024", "2024-12", true},    {"2024", "2023-12", false},    {"2024", "2025", false},
      {"2024H1", "2024Q2", true},   {"2024H1", "2024Q3", false},   {"2024H1", "2024-06", true},
      {"2024H1", "2024-07", false}, {"2024H1", "2024", false},     {"2024H2", "2024Q3", true},
      {"2024H2", "2024H2", true},   {"2024Q1", "2024H1", false},   {"2024Q1", "2024-03", true},
      {"2024Q1", "2024-04", false}, {"2024Q1", "2025-01", false},  {"2024-03", "2024-03", true},
      {"2024-03", "2024Q1", false}, {"2024-03", "2024-02", false},
  };
  for (const auto& [whole, part, contains] : kNestings)
    EXPECT_EQ(period(whole).contains(period(part)), contains) << whole << " ⊇ " << part;
}

TEST(Date, ReadsRealDaysOnly) {
  static constexpr std::string_view kDays[] = {"2024-09-30", "2024-02-29", "2000-02-29",
                                               "1900-01-01", "2199-12-31", "2003-12-31"};
  for (const auto day : kDays) {
    const auto read = Date::parse(day);
    ASSERT_TRUE(read) << day;
    EXPECT_EQ(read->str(), day);
  }
  static constexpr std::string_view kOthers[] = {
      "",           "2024-9-30",      "2024-09-31",    "2024-02-30", "2023-02-29",  "1900-02-29",
      "2100-02-29", "2024-00-10",     "2024-13-01",    "2024-01-00", "2024-01-32",  "1899-12-31",
      "2200-01-01", "2024/09/30",     "20240930",      "2024-09-3a", "2024-09-30 ", "2024-09-300",
      "30-09-2024", "２０２４-09-30", "2024-09-3\0"sv, "-024-09-30"};
  for (const auto text : kOthers) {
    const auto read = Date::parse(text);
    ASSERT_FALSE(read) << text;
    EXPECT_EQ(read.error().code, "date.syntax");
  }
  EXPECT_EQ(in_english(Date::parse("2023-02-29").error().message),
            "“2023-02-29” is not a day: write a day of the calendar from 1900 to 2199 as "
            "year-month-day, like 2024-09-30");
}

TEST(Date, OrdersByDay) {
  EXPECT_EQ(Date::of(2024, 9, 30).key(), 20240930);
  EXPECT_EQ(Date::from_key(20240930), Date::of(2024, 9, 30));
  EXPECT_LT(Date::of(2023, 12, 31), Date::of(2024, 1, 1));
}

}  // namespace
}  // namespace assay::model
