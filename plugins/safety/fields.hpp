#pragma once
// What the safety plugin reads and gives. Constant once made; thread-safe.

#include <array>
#include <cstddef>

#include "assay/sdk/plugin.hpp"

namespace safety {

namespace sdk = assay::sdk;

// In the order of the column's words.
enum class Sector {
  Coal,
  OtherMine,
  Chemicals,
  Fireworks,
  Construction,
  Industry,
  Road,
  Fire,
  Other
};

// Figures that are stated for a unit or summed over its accidents.
enum class Sum { Accidents, Deaths, Serious, Loss, CoalDeaths, RoadDeaths, WorkDeaths };
inline constexpr std::size_t kSums = 7;

// Deaths against what they happened in.
enum class Rate { Gdp, Employees, Vehicles, Coal };
inline constexpr std::size_t kRates = 4;

struct Fields : sdk::Declaration {
  Fields()
      : Declaration({.id = "safety",
                     .version = "1.0.0",
                     .vendor = "Assay",
                     .doc = "Work safety 安全生产: classes of accidents, death and injury rates, "
                            "score against the control figure, veto and award eligibility"}) {}

  sdk::Dataset accidents =
      dataset({.id = "accidents", .doc = "accidents, one row each 生产安全事故台账"});
  sdk::Column<std::int64_t> accident_deaths = column<std::int64_t>(
      accidents, {.id = "deaths", .unit = "人", .doc = "dead 死亡", .lo = 0, .hi = 1e9});
  sdk::Column<std::int64_t> accident_serious = column<std::int64_t>(
      accidents, {.id = "serious_injuries",
                  .unit = "人",
                  .doc = "seriously injured or acutely poisoned 重伤（含急性工业中毒）",
                  .lo = 0,
                  .hi = 1e9});
  sdk::Column<sdk::Decimal> accident_loss = column<sdk::Decimal>(
      accidents,
      {.id = "loss", .unit = "万元", .doc = "direct economic loss 直接经济损失", .lo = 0});
  sdk::Column<sdk::Word> accident_sector =
      column<sdk::Word>(accidents, {.id = "sector",
                                    .unit = "",
                                    .doc = "sector 行业领域",
                                    .words = {"煤矿", "非煤矿山", "危险化学品", "烟花爆竹",
                                              "建筑施工", "工贸", "道路交通", "火灾", "其他"}});
  sdk::Column<bool> accident_responsibility = column<bool>(
      accidents, {.id = "responsibility",
                  .unit = "",
                  .doc = "found to be an accident of responsibility 责任事故; empty while it is "
                         "being investigated",
                  .required = false});

  sdk::Dataset injuries = dataset(
      {.id = "injuries", .doc = "persons hurt at work, one row each (GB 6441) 伤亡人员台账"});
  sdk::Column<std::int64_t> injury_days = column<std::int64_t>(
      injuries, {.id = "lost_days",
                 .unit = "日",
                 .doc = "working days lost, without those that count for a death 损失工作日",
                 .lo = 0,
                 .hi = 1e6});
  sdk::Column<bool> injury_fatal =
      column<bool>(injuries, {.id = "fatal", .unit = "", .doc = "died 死亡"});

  // By Sum.
  std::array<sdk::Input, kSums> stated = {
      input({.id = "accidents",
             .unit = "起",
             .doc = "number of accidents; 0 says that there were none 事故起数",
             .lo = 0}),
      input({.id = "deaths",
             .unit = "人",
             .doc = "dead in all accidents 死亡人数",
             .lo = 0,
             .falling = true}),
      input({.id = "serious_injuries", .unit = "人", .doc = "seriously injured 重伤人数", .lo = 0}),
      input({.id = "loss", .unit = "万元", .doc = "direct economic loss 直接经济损失", .lo = 0}),
      input({.id = "coal_deaths",
             .unit = "人",
             .doc = "dead in coal mines 煤矿死亡人数",
             .lo = 0,
             .falling = true}),
      input({.id = "road_deaths",
             .unit = "人",
             .doc = "dead in road traffic 道路交通死亡人数",
             .lo = 0,
             .falling = true}),
      input({.id = "work_deaths",
             .unit = "人",
             .doc = "dead in industry, mining and trade 工矿商贸死亡人数",
             .lo = 0,
             .falling = true})};

  // By Rate, as are all arrays of that size.
  std::array<sdk::Input, kRates> bases = {
      input({.id = "gdp",
             .unit = "亿元",
             .doc = "regional product at current prices 地区生产总值（现价）",
             .lo = 0,
             .rising = true}),
      input({.id = "employees",
             .unit = "人",
             .doc = "employed in industry, mining and trade 工矿商贸就业人员",
             .lo = 0,
             .rising = true}),
      input({.id = "vehicles",
             .unit = "辆",
             .doc = "motor vehicles 机动车保有量",
             .lo = 0,
             .rising = true}),
      input({.id = "coal",
             .unit = "万吨",
             .doc = "raw coal mined 原煤产量",
             .lo = 0,
             .rising = true})};
  std::array<sdk::Input, kRates> published = {
      input({.id = "published_gdp_rate",
             .unit = "人/亿元",
             .doc = "the rate as published 公布的亿元GDP死亡率",
             .lo = 0,
             .falling = true}),
      input({.id = "published_employee_rate",
             .unit = "人/10万人",
             .doc = "the rate as published 公布的十万从业人员死亡率",
             .lo = 0,
             .falling = true}),
      input({.id = "published_vehicle_rate",
             .unit = "人/万辆",
             .doc = "the rate as published 公布的万车死亡率",
             .lo = 0,
             .falling = true}),
      input({.id = "published_coal_rate",
             .unit = "人/百万吨",
             .doc = "the rate as published 公布的煤矿百万吨死亡率",
             .lo = 0,
             .falling = true})};
  std::array<sdk::Input, kRates> rate_controls = {
      input({.id = "control_gdp_rate",
             .unit = "人/亿元",
             .doc = "control figure of the rate 亿元GDP死亡率控制指标",
             .lo = 0,
             .rising = true}),
      input({.id = "control_employee_rate",
             .unit = "人/10万人",
             .doc = "control figure of the rate 十万从业人员死亡率控制指标",
             .lo = 0,
             .rising = true}),
      input({.id = "control_vehicle_rate",
             .unit = "人/万辆",
             .doc = "control figure of the rate 万车死亡率控制指标",
             .lo = 0,
             .rising = true}),
      input({.id = "control_coal_rate",
             .unit = "人/百万吨",
             .doc = "control figure of the rate 煤矿百万吨死亡率控制指标",
             .lo = 0,
             .rising = true})};
  sdk::Input control_deaths = input({.id = "control_deaths",
                                     .unit = "人",
                                     .doc = "control figure of deaths 死亡人数控制指标",
                                     .lo = 0,
                                     .rising = true});
  sdk::Input marks = input({.id = "marks",
                            .unit = "分",
                            .doc = "marks of the yearly review out of 100 年度考核得分",
                            .lo = 0,
                            .hi = 100,
                            .rising = true});
  sdk::Input veto_proposed =
      input({.id = "veto_proposed",
             .unit = "",
             .doc = "1: the department in charge proposes a veto, 0: it does "
                    "not 主管部门提出一票否决",
             .lo = 0,
             .hi = 1});

  sdk::Input hours =
      input({.id = "hours", .unit = "小时", .doc = "hours worked 实际总工时", .lo = 0});
  sdk::Input injured = input({.id = "injured",
                              .unit = "人",
                              .doc = "persons hurt, the dead among them 伤亡人数",
                              .lo = 0});
  sdk::Input lost_days =
      input({.id = "lost_days",
             .unit = "日",
             .doc = "working days lost, 6000 for each of the dead 损失工作日（死亡按6000日）",
             .lo = 0});
  sdk::Input recordable = input(
      {.id = "recordable", .unit = "起", .doc = "recordable cases (OSHA) 可记录事件", .lo = 0});
  sdk::Input restricted = input({.id = "restricted",
                                 .unit = "起",
                                 .doc = "cases with days away, restricted or transferred (DART) "
                                        "离岗、受限或调岗事件",
                                 .lo = 0});
  sdk::Input lost_time =
      input({.id = "lost_time", .unit = "起", .doc = "cases with lost time 损失工时事件", .lo = 0});

  sdk::DecimalOutput score =
      decimal_output({.id = "score", .unit = "分", .doc = "score 得分", .lo = 0});
  sdk::DecimalOutput full =
      decimal_output({.id = "full", .unit = "分", .doc = "full marks of the score 满分", .lo = 0});
  sdk::DecimalOutput grade = decimal_output(
      {.id = "grade",
       .unit = "",
       .doc = "profile grades: 1 excellent 优秀, 2 good 良好, 3 pass 合格, 4 fail 不合格",
       .lo = 1,
       .hi = 4});
  sdk::FlagOutput veto =
      flag_output({.id = "veto", .unit = "", .doc = "vetoed by the preset 一票否决"});
  sdk::FlagOutput award_eligible =
      flag_output({.id = "award_eligible", .unit = "", .doc = "not vetoed 可参评奖项"});
  sdk::RatioOutput metric = ratio_output(
      {.id = "metric", .unit = "", .doc = "the figure that is scored, exact 计分指标", .lo = 0});
  // Accidents, deaths, serious injuries, loss: the first of Sum.
  std::array<sdk::DecimalOutput, 4> sums = {
      decimal_output(
          {.id = "accidents", .unit = "起", .doc = "number of accidents 事故起数", .lo = 0}),
      decimal_output({.id = "deaths", .unit = "人", .doc = "dead 死亡人数", .lo = 0}),
      decimal_output(
          {.id = "serious_injuries", .unit = "人", .doc = "seriously injured 重伤人数", .lo = 0}),
      decimal_output(
          {.id = "loss", .unit = "万元", .doc = "direct economic loss 直接经济损失", .lo = 0})};
  // By Class.
  std::array<sdk::DecimalOutput, 5> classes = {
      decimal_output({.id = "extraordinary", .unit = "起", .doc = "特别重大事故起数", .lo = 0}),
      decimal_output({.id = "major", .unit = "起", .doc = "重大事故起数", .lo = 0}),
      decimal_output({.id = "large", .unit = "起", .doc = "较大事故起数", .lo = 0}),
      decimal_output({.id = "ordinary", .unit = "起", .doc = "一般事故起数", .lo = 0}),
      decimal_output({.id = "without_class",
                      .unit = "起",
                      .doc = "rows without casualties and loss 无伤亡和损失的记录数",
                      .lo = 0})};
  std::array<sdk::RatioOutput, kRates> rates = {
      ratio_output({.id = "gdp_rate",
                    .unit = "人/亿元",
                    .doc = "deaths per 亿元 of regional product, exact 亿元GDP死亡率",
                    .lo = 0}),
      ratio_output({.id = "employee_rate",
                    .unit = "人/10万人",
                    .doc = "deaths per 100,000 employees, exact 十万从业人员死亡率",
                    .lo = 0}),
      ratio_output({.id = "vehicle_rate",
                    .unit = "人/万辆",
                    .doc = "deaths per 10,000 vehicles, exact 万车死亡率",
                    .lo = 0}),
      ratio_output({.id = "coal_rate",
                    .unit = "人/百万吨",
                    .doc = "deaths per million tonnes of coal, exact 煤矿百万吨死亡率",
                    .lo = 0})};
  std::array<sdk::DecimalOutput, kRates> stated_rates = {
      decimal_output({.id = "gdp_rate_stated",
                      .unit = "人/亿元",
                      .doc = "the rate as bulletins print it, of the source rate_source names",
                      .lo = 0}),
      decimal_output({.id = "employee_rate_stated",
                      .unit = "人/10万人",
                      .doc = "the rate as bulletins print it, of the source rate_source names",
                      .lo = 0}),
      decimal_output({.id = "vehicle_rate_stated",
                      .unit = "人/万辆",
                      .doc = "the rate as bulletins print it, of the source rate_source names",
                      .lo = 0}),
      decimal_output({.id = "coal_rate_stated",
                      .unit = "人/百万吨",
                      .doc = "the rate as bulletins print it, of the source rate_source names",
                      .lo = 0})};
  std::array<sdk::DecimalOutput, kRates> differences = {
      decimal_output({.id = "gdp_rate_difference",
                      .unit = "人/亿元",
                      .doc = "published less computed and rounded 公布值与计算值之差"}),
      decimal_output({.id = "employee_rate_difference",
                      .unit = "人/10万人",
                      .doc = "published less computed and rounded 公布值与计算值之差"}),
      decimal_output({.id = "vehicle_rate_difference",
                      .unit = "人/万辆",
                      .doc = "published less computed and rounded 公布值与计算值之差"}),
      decimal_output({.id = "coal_rate_difference",
                      .unit = "人/百万吨",
                      .doc = "published less computed and rounded 公布值与计算值之差"})};
  sdk::RatioOutput frequency =
      ratio_output({.id = "frequency",
                    .unit = "人/百万小时",
                    .doc = "A: persons hurt per million hours (GB 6441) 伤害频率",
                    .lo = 0});
  sdk::RatioOutput severity =
      ratio_output({.id = "severity",
                    .unit = "日/百万小时",
                    .doc = "B: days lost per million hours (GB 6441) 伤害严重率",
                    .lo = 0});
  sdk::RatioOutput mean_severity =
      ratio_output({.id = "mean_severity",
                    .unit = "日/人",
                    .doc = "N = B/A: days lost per person hurt (GB 6441) 伤害平均严重率",
                    .lo = 0});
  sdk::DecimalOutput serious_by_days = decimal_output(
      {.id = "serious_by_days",
       .unit = "人",
       .doc =
           "persons listed who lost 105 days or more, the dead not among them 按损失工作日的重伤",
       .lo = 0});
  sdk::RatioOutput trir = ratio_output({.id = "trir",
                                        .unit = "起/20万小时",
                                        .doc = "recordable cases per 200,000 hours 可记录事件率",
                                        .lo = 0});
  sdk::RatioOutput dart = ratio_output(
      {.id = "dart", .unit = "起/20万小时", .doc = "DART cases per 200,000 hours", .lo = 0});
  sdk::RatioOutput ltifr =
      ratio_output({.id = "ltifr",
                    .unit = "起/百万小时",
                    .doc = "lost-time cases per million hours 百万工时损失工时事件率",
                    .lo = 0});
};

}  // namespace safety
