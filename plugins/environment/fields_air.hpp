#pragma once
// What the environment plugin reads, gives and says of air. Constant once made; thread-safe.

#include <array>

#include "aqi.hpp"
#include "assay/sdk/plugin.hpp"

namespace environment {

// Above these a figure is a mistake of its unit of measure: CO entered in µg/m³, for one.
inline constexpr double kMost_micrograms = 100'000;
inline constexpr double kMost_co_milligrams = 150;

struct AirFields : sdk::Declaration {
  AirFields()
      : Declaration({.id = "environment",
                     .version = "1.0.0",
                     .vendor = "Assay",
                     .doc = "Environment 生态环境: AQI, excellent days, composite air index, city "
                            "water index, ecological index, energy per GDP, particulate matter"}) {}

  sdk::Dataset hourly =
      dataset({.id = "air-hourly", .doc = "hours of air data 环境空气小时值, one row an hour"});
  std::array<sdk::Column<sdk::Decimal>, kItems> hour_columns = {
      micrograms(hourly, "so2", "SO2, 1 h mean 二氧化硫"),
      micrograms(hourly, "no2", "NO2, 1 h mean 二氧化氮"),
      milligrams(hourly, "co", "CO, 1 h mean 一氧化碳"),
      micrograms(hourly, "o3", "O3, 1 h mean 臭氧"),
      micrograms(hourly, "pm10", "PM10, 1 h mean 可吸入颗粒物"),
      micrograms(hourly, "pm25", "PM2.5, 1 h mean 细颗粒物")};

  sdk::Dataset daily =
      dataset({.id = "air-daily", .doc = "days of air data 环境空气日均值, one row a day"});
  std::array<sdk::Column<sdk::Decimal>, kItems> day_columns = {
      micrograms(daily, "so2", "SO2, 24 h mean"),
      micrograms(daily, "no2", "NO2, 24 h mean"),
      milligrams(daily, "co", "CO, 24 h mean"),
      micrograms(daily, "o3_8h", "O3, daily maximum of 8 h 臭氧日最大8小时平均"),
      micrograms(daily, "pm10", "PM10, 24 h mean"),
      micrograms(daily, "pm25", "PM2.5, 24 h mean")};
  sdk::Column<sdk::Decimal> day_o3_1h =
      micrograms(daily, "o3_1h", "O3, highest hour 臭氧日最大1小时平均, an item until 2026-02-28");

  // Published figures of the period; each stands in for what the rows would give.
  std::array<sdk::Input, kItems> figures = {
      falling_input("so2", "µg/m³", "SO2, published mean of the period 二氧化硫均值"),
      falling_input("no2", "µg/m³", "NO2, published mean of the period 二氧化氮均值"),
      input({.id = "co",
             .unit = "mg/m³",
             .doc = "CO, published 95th percentile of the days 一氧化碳第95百分位数",
             .lo = 0,
             .hi = kMost_co_milligrams,
             .falling = true}),
      falling_input("o3", "µg/m³",
                    "O3, published 90th percentile of the daily maxima of 8 h 臭氧第90百分位数"),
      falling_input("pm10", "µg/m³", "PM10, published mean of the period 可吸入颗粒物均值"),
      falling_input("pm25", "µg/m³", "PM2.5, published mean of the period 细颗粒物均值")};
  sdk::Input excellent_days_entered = input({.id = "excellent_days",
                                             .unit = "d",
                                             .doc = "published excellent days 优良天数",
                                             .lo = 0,
                                             .hi = 366,
                                             .rising = true});
  sdk::Input valid_days_entered = input({.id = "valid_days",
                                         .unit = "d",
                                         .doc = "published valid days 有效天数",
                                         .lo = 0,
                                         .hi = 366,
                                         .falling = true});
  sdk::Input pm10_before = past_input({.id = "pm10_before",
                                       .unit = "µg/m³",
                                       .doc = "PM10 of the period before 上期",
                                       .lo = 0,
                                       .hi = kMost_micrograms,
                                       .rising = true},
                                      figures[PM10], 1);
  sdk::Input pm25_before = past_input({.id = "pm25_before",
                                       .unit = "µg/m³",
                                       .doc = "PM2.5 of the period before 上期",
                                       .lo = 0,
                                       .hi = kMost_micrograms,
                                       .rising = true},
                                      figures[PM25], 1);
  sdk::Input pm10_target =
      falling_input("pm10_target", "%", "target for the fall of PM10 PM10下降比例目标");
  sdk::Input pm25_target =
      falling_input("pm25_target", "%", "target for the fall of PM2.5 PM2.5下降比例目标");

  sdk::DecimalOutput hour_aqi = index_output("hour_aqi", "highest AQI of an hour 小时AQI最高值");
  std::array<sdk::FlagOutput, kItems> hour_primary = {
      flag("hour_primary_so2", "SO2 is primary in that hour 首要污染物"),
      flag("hour_primary_no2", "NO2 is primary in that hour"),
      flag("hour_primary_co", "CO is primary in that hour"),
      flag("hour_primary_o3", "O3 is primary in that hour"),
      flag("hour_primary_pm10", "PM10 is primary in that hour"),
      flag("hour_primary_pm25", "PM2.5 is primary in that hour")};
  sdk::DecimalOutput day_aqi = index_output("day_aqi", "highest AQI of a day 日AQI最高值");
  std::array<sdk::FlagOutput, kItems> day_primary = {
      flag("day_primary_so2", "SO2 is primary on that day 首要污染物"),
      flag("day_primary_no2", "NO2 is primary on that day"),
      flag("day_primary_co", "CO is primary on that day"),
      flag("day_primary_o3", "O3 is primary on that day"),
      flag("day_primary_pm10", "PM10 is primary on that day"),
      flag("day_primary_pm25", "PM2.5 is primary on that day")};
  sdk::DecimalOutput valid_days = days_output("valid_days", "days with an AQI 有效天数");
  sdk::DecimalOutput excellent_days =
      days_output("excellent_days", "days of AQI up to 100 优良天数");
  sdk::RatioOutput excellent_ratio = ratio_output({.id = "excellent_ratio",
                                                   .unit = "",
                                                   .doc = "excellent days/valid days 优良天数比例",
                                                   .lo = 0,
                                                   .hi = 1});
  std::array<sdk::DecimalOutput, 6> grade_days = {
      days_output("days_grade_1", "days of grade 1 优"),
      days_output("days_grade_2", "days of grade 2 良"),
      days_output("days_grade_3", "days of grade 3 轻度污染"),
      days_output("days_grade_4", "days of grade 4 中度污染"),
      days_output("days_grade_5", "days of grade 5 重度污染"),
      days_output("days_grade_6", "days of grade 6 严重污染")};
  sdk::DecimalOutput flagged_days =
      days_output("flagged_days", "days with an AQI that lacks an item 缺项天数");
  sdk::DecimalOutput unpublished_days =
      days_output("unpublished_days", "days whose AQI may not be published 不发布天数");
  std::array<sdk::DecimalOutput, kItems> days_above = {
      days_output("days_above_so2", "days with SO2 above the limit of a day 超标天数"),
      days_output("days_above_no2", "days with NO2 above the limit of a day"),
      days_output("days_above_co", "days with CO above the limit of a day"),
      days_output("days_above_o3", "days with O3 above the limit of a day"),
      days_output("days_above_pm10", "days with PM10 above the limit of a day"),
      days_output("days_above_pm25", "days with PM2.5 above the limit of a day")};
  std::array<sdk::DecimalOutput, kItems> period_figures = {
      figure_output("period_so2", "µg/m³", "SO2, mean of the period"),
      figure_output("period_no2", "µg/m³", "NO2, mean of the period"),
      figure_output("period_co", "mg/m³", "CO, 95th percentile of the days"),
      figure_output("period_o3", "µg/m³", "O3, 90th percentile of the daily maxima of 8 h"),
      figure_output("period_pm10", "µg/m³", "PM10, mean of the period"),
      figure_output("period_pm25", "µg/m³", "PM2.5, mean of the period")};
  sdk::DecimalOutput air_index =
      index_output("air_index", "composite air index 环境空气质量综合指数, the lower the better");
  sdk::FlagOutput air_attained =
      flag("air_attained", "all six figures are within their grade II limits 六项达标");
  sdk::DecimalOutput pm10_reduction =
      decimal_output({.id = "pm10_reduction", .unit = "%", .doc = "fall of PM10 下降比例"});
  sdk::DecimalOutput pm25_reduction =
      decimal_output({.id = "pm25_reduction", .unit = "%", .doc = "fall of PM2.5 下降比例"});
  sdk::DecimalOutput pm_zero_rows =
      decimal_output({.id = "pm_zero_rows",
                      .unit = "行",
                      .doc = "rows with PM 0, which often stands for missing 颗粒物为0的行数",
                      .lo = 0});

  sdk::Rule hour_worst = rule(
      {.id = "hour.worst",
       .en = "highest AQI of an hour: {0}, on {1} at hour {2}; sub-indices (-1: none): SO2 "
             "{3}, NO2 {4}, CO {5}, O3 {6}, PM10 {7}, PM2.5 {8}",
       .zh = "小时AQI最高{0}（{1}日{2}时）；分指数（-1为无）：SO2 {3}、NO2 {4}、CO {5}、O3 {6}、"
             "PM10 {7}、PM2.5 {8}",
       .operands = 9});
  sdk::Rule day_worst =
      rule({.id = "day.worst",
            .en = "highest AQI of a day: {0}, on {1}; sub-indices (-1: none): SO2 {2}, NO2 {3}, CO "
                  "{4}, O3 {5}, PM10 {6}, PM2.5 {7}",
            .zh = "日AQI最高{0}（{1}）；分指数（-1为无）：SO2 {2}、NO2 {3}、CO {4}、O3 {5}、PM10 "
                  "{6}、PM2.5 {7}",
            .operands = 8});
  sdk::Rule primary = rule({.id = "primary.yes",
                            .en = "its sub-index {0} is the AQI, and above {1}",
                            .zh = "分指数{0}即为AQI，且大于{1}",
                            .operands = 2});
  sdk::Rule not_primary =
      rule({.id = "primary.no",
            .en = "its sub-index {0} (-1: none) is not the AQI {1}, or not above {2}",
            .zh = "分指数{0}（-1为无）不是AQI（{1}），或不大于{2}",
            .operands = 3});
  sdk::Rule no_hours = rule({.id = "air.no_hours",
                             .en = "no hour of this unit in air-hourly has an AQI",
                             .zh = "该单位在air-hourly中没有可计算AQI的小时数据"});
  sdk::Rule no_days =
      rule({.id = "air.no_days",
            .en = "no day of this unit has an AQI: a day needs air-daily, or "
                  "enough hours in air-hourly",
            .zh = "该单位没有可计算AQI的日数据：需填报air-daily，或air-hourly有足够的小时数"});
  sdk::Rule counted =
      rule({.id = "days.counted",
            .en = "{0} days with an AQI, of them {1} excellent and {2} without an item; {3} more "
                  "may not be published",
            .zh = "有AQI的{0}天，其中优良{1}天、缺项{2}天；另有{3}天不发布",
            .operands = 4});
  sdk::Rule above_counted = rule({.id = "days.above",
                                  .en = "{0} of {1} days with a figure are above {2}",
                                  .zh = "有数据的{1}天中有{0}天超过{2}",
                                  .operands = 3});
  sdk::Rule days_entered = rule({.id = "days.entered",
                                 .en = "as published: {0} excellent of {1} valid days",
                                 .zh = "按公布数：有效{1}天，优良{0}天",
                                 .operands = 2});
  sdk::Rule figure_entered = rule({.id = "figure.entered",
                                   .en = "as published, rounded: {0}",
                                   .zh = "按公布数修约为{0}",
                                   .operands = 1});
  sdk::Rule figure_made = rule({.id = "figure.made",
                                .en = "of {0} days, rounded: {1}",
                                .zh = "由{0}天统计，修约为{1}",
                                .operands = 2});
  sdk::Rule figure_few =
      rule({.id = "figure.few",
            .en = "{0} days have a figure: too few in a month or in the year (parameter validity)",
            .zh = "有数据的为{0}天：某月或全年有效天数不足（见参数validity）",
            .operands = 1});
  sdk::Rule index_made =
      rule({.id = "air_index",
            .en = "SO2 {0}: {1}, NO2 {2}: {3}, CO {4}: {5}, O3 {6}: {7}, PM10 {8}: {9}, PM2.5 "
                  "{10}: {11}; sum {12}",
            .zh = "SO2 {0}：{1}，NO2 {2}：{3}，CO {4}：{5}，O3 {6}：{7}，PM10 {8}：{9}，PM2.5 "
                  "{10}：{11}；合计{12}",
            .operands = 13});
  sdk::Rule index_missing = rule({.id = "air_index.missing",
                                  .en = "one of the six figures of the period is missing",
                                  .zh = "六项浓度中有缺项"});
  sdk::Rule attained =
      rule({.id = "attained.yes", .en = "all six are within their limits", .zh = "六项均达标"});
  sdk::Rule not_attained =
      rule({.id = "attained.no", .en = "one of the six is above its limit", .zh = "六项中有超标"});
  sdk::Rule fell = rule({.id = "pm.fell",
                         .en = "from {0} to {1}: a fall of {2} %",
                         .zh = "由{0}降至{1}：下降{2}%",
                         .operands = 3});
  sdk::Rule fall_missing =
      rule({.id = "pm.missing",
            .en = "the figure of this period or of the one before is missing, or was 0",
            .zh = "缺少本期或上期浓度，或上期为0"});
  sdk::Rule pm_zero =
      rule({.id = "pm_zero",
            .en = "warning: {0} rows have PM 0, which often stands for missing: check them "
                  "(parameter pm_zero)",
            .zh = "提醒：有{0}行颗粒物为0，常为缺测标记，请核对（见参数pm_zero）",
            .operands = 1});
  sdk::Rule no_pm_zero =
      rule({.id = "pm_zero.none", .en = "no row has PM 0", .zh = "没有颗粒物为0的行"});
  sdk::Rule air_early = rule({.id = "air.too_early",
                              .en = "no standard for air is in force yet in this period",
                              .zh = "该周期尚无生效的空气质量标准"});

  sdk::Rule refused_day_early = rule({.id = "refused.air_too_early",
                                      .en = "row of {0}: no standard for the AQI is in force yet",
                                      .zh = "{0}的数据：尚无生效的AQI标准",
                                      .operands = 1});
  sdk::Rule refused_hour =
      rule({.id = "refused.hour",
            .en = "row {0} of this unit in air-hourly ({1}) is not on the full hour: correct its "
                  "time",
            .zh = "air-hourly中该单位第{0}行（{1}）不是整点：请更正时间",
            .operands = 2});
  sdk::Rule refused_hour_twice = rule({.id = "refused.hour_twice",
                                       .en = "two rows in air-hourly for {0}, hour {1}: remove one",
                                       .zh = "air-hourly中{0}日{1}时有两行：请删除一行",
                                       .operands = 2});
  sdk::Rule refused_day_twice = rule({.id = "refused.day_twice",
                                      .en = "two rows in air-daily for {0}: remove one",
                                      .zh = "air-daily中{0}有两行：请删除一行",
                                      .operands = 1});
  sdk::Rule refused_days =
      rule({.id = "refused.days",
            .en = "{0} excellent days are more than {1} valid days: correct one of them",
            .zh = "优良天数{0}多于有效天数{1}：请更正",
            .operands = 2});

 private:
  sdk::Column<sdk::Decimal> micrograms(sdk::Dataset of, std::string_view id, std::string_view doc) {
    return column<sdk::Decimal>(of, {.id = id,
                                     .unit = "µg/m³",
                                     .doc = doc,
                                     .lo = 0,
                                     .hi = kMost_micrograms,
                                     .required = false});
  }
  sdk::Column<sdk::Decimal> milligrams(sdk::Dataset of, std::string_view id, std::string_view doc) {
    return column<sdk::Decimal>(of, {.id = id,
                                     .unit = "mg/m³",
                                     .doc = doc,
                                     .lo = 0,
                                     .hi = kMost_co_milligrams,
                                     .required = false});
  }
  sdk::FlagOutput flag(std::string_view id, std::string_view doc) {
    return flag_output({.id = id, .unit = "", .doc = doc});
  }
  sdk::DecimalOutput index_output(std::string_view id, std::string_view doc) {
    return decimal_output({.id = id, .unit = "", .doc = doc, .lo = 0});
  }
  sdk::DecimalOutput days_output(std::string_view id, std::string_view doc) {
    return decimal_output({.id = id, .unit = "d", .doc = doc, .lo = 0, .hi = 366});
  }
  sdk::DecimalOutput figure_output(std::string_view id, std::string_view unit,
                                   std::string_view doc) {
    return decimal_output({.id = id, .unit = unit, .doc = doc, .lo = 0});
  }

 protected:
  // An input that makes a score fall when it grows.
  sdk::Input falling_input(std::string_view id, std::string_view unit, std::string_view doc) {
    return input(
        {.id = id, .unit = unit, .doc = doc, .lo = 0, .hi = kMost_micrograms, .falling = true});
  }
};

}  // namespace environment
