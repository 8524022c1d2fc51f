#pragma once
// What the environment plugin reads, gives and says besides air and water: ecology, energy, the
// score and the parameters. Constant once made; thread-safe.

#include <array>

#include "fields_water.hpp"

namespace environment {

// Amounts above are mistakes; below, everything is exact.
inline constexpr double kMost_amount = 100'000'000'000;

struct Declared : WaterFields {
  std::array<sdk::Input, 5> ei_inputs = {
      part("ei_biology", "EI: biological richness 生物丰度指数", true),
      part("ei_vegetation", "EI: vegetation cover 植被覆盖指数", true),
      part("ei_water", "EI: water network 水网密度指数", true),
      part("ei_stress", "EI: land stress 土地胁迫指数", false),
      part("ei_load", "EI: pollution load 污染负荷指数", false)};
  std::array<sdk::Input, 5> ei_inputs_before = {
      past_part("ei_biology_before", "ei_biology of the period before 上期", ei_inputs[0]),
      past_part("ei_vegetation_before", "ei_vegetation of the period before 上期", ei_inputs[1]),
      past_part("ei_water_before", "ei_water of the period before 上期", ei_inputs[2]),
      past_part("ei_stress_before", "ei_stress of the period before 上期", ei_inputs[3]),
      past_part("ei_load_before", "ei_load of the period before 上期", ei_inputs[4])};
  sdk::Input ei_limit = input({.id = "ei_limit",
                               .unit = "级",
                               .doc = "EI: level of limitation 环境限制指数, 0 none to 4",
                               .lo = 0,
                               .hi = 4,
                               .falling = true});
  std::array<sdk::Input, 4> eqi_inputs = {
      part("eqi_pattern", "EQI: ecological pattern 生态格局指数", true),
      part("eqi_function", "EQI: ecological function 生态功能指数", true),
      part("eqi_biodiversity", "EQI: biodiversity 生物多样性指数", true),
      part("eqi_stress", "EQI: ecological stress 生态胁迫指数", false)};
  sdk::Input energy = input({.id = "energy",
                             .unit = "tce",
                             .doc = "energy used 能源消费总量",
                             .lo = 0,
                             .hi = kMost_amount,
                             .falling = true});
  sdk::Input gdp = input({.id = "gdp",
                          .unit = "万元",
                          .doc = "GDP at constant prices 地区生产总值（不变价）",
                          .lo = 0,
                          .hi = kMost_amount,
                          .rising = true});
  sdk::Input energy_before = past_input({.id = "energy_before",
                                         .unit = "tce",
                                         .doc = "energy used in the period before 上期",
                                         .lo = 0,
                                         .hi = kMost_amount,
                                         .rising = true},
                                        energy, 1);
  sdk::Input gdp_before = past_input({.id = "gdp_before",
                                      .unit = "万元",
                                      .doc = "GDP of the period before, same constant prices 上期",
                                      .lo = 0,
                                      .hi = kMost_amount,
                                      .falling = true},
                                     gdp, 1);
  sdk::Input energy_target = falling_input(
      "energy_target", "%", "target for the fall of energy per GDP 单位GDP能耗下降目标");

  sdk::DecimalOutput score =
      decimal_output({.id = "score", .unit = "分", .doc = "score of the profile 得分", .lo = 0});
  sdk::DecimalOutput full =
      decimal_output({.id = "full", .unit = "分", .doc = "full marks of the score 满分", .lo = 0});
  sdk::DecimalOutput score_class = class_output(
      "score_class",
      "profiles pm10 and pm25: 1 excellent 优秀, 2 good 良好, 3 passed 合格, 4 failed 不合格");
  sdk::DecimalOutput ei = part_output("ei", "ecological index 生态环境状况指数");
  sdk::DecimalOutput ei_counted = part_output("ei_counted", "EI as the limitation lets it count");
  sdk::DecimalOutput ei_class =
      class_output("ei_class", "1 优, 2 良, 3 一般, 4 较差, 5 差, after the limitation");
  sdk::DecimalOutput ei_change =
      decimal_output({.id = "ei_change", .unit = "", .doc = "EI less EI of the period before"});
  sdk::DecimalOutput ei_change_class = class_output(
      "ei_change_class",
      "size of the change: 0 none 无明显, 1 slight 略有, 2 marked 明显, 3 significant 显著");
  sdk::DecimalOutput eqi = part_output("eqi", "regional ecological quality 区域生态质量指数");
  sdk::DecimalOutput eqi_class = class_output("eqi_class", "1 一类 to 5 五类");
  sdk::DecimalOutput energy_reduction = decimal_output(
      {.id = "energy_reduction", .unit = "%", .doc = "fall of energy per GDP 单位GDP能耗下降率"});
  sdk::DecimalOutput energy_completion = decimal_output(
      {.id = "energy_completion", .unit = "%", .doc = "that fall against its target 完成率"});
  sdk::FlagOutput energy_met = flag_output(
      {.id = "energy_met", .unit = "", .doc = "the target for energy per GDP is met 完成"});

  sdk::Rule ei_made =
      rule({.id = "ei",
            .en = "biology {0}, vegetation {1}, water {2}, stress {3}, load {4}: EI {5}",
            .zh = "生物丰度{0}、植被覆盖{1}、水网密度{2}、土地胁迫{3}、污染负荷{4}：EI={5}",
            .operands = 6});
  sdk::Rule eqi_made =
      rule({.id = "eqi",
            .en = "pattern {0}, function {1}, biodiversity {2}, stress {3}: EQI {4}",
            .zh = "生态格局{0}、生态功能{1}、生物多样性{2}、生态胁迫{3}：EQI={4}",
            .operands = 5});
  sdk::Rule part_missing = rule({.id = "ecology.missing",
                                 .en = "a sub-index is not entered for this unit and period",
                                 .zh = "该单位或周期缺少分指数"});
  sdk::Rule ecology_early = rule({.id = "ecology.too_early",
                                  .en = "no norm for this index is in force yet in this period",
                                  .zh = "该周期尚无生效的生态评价标准"});
  sdk::Rule limited_to = rule({.id = "ei.limited",
                               .en = "EI {0} at level {1} of limitation counts {2}",
                               .zh = "EI={0}，环境限制{1}级，按{2}计",
                               .operands = 3});
  sdk::Rule classed =
      rule({.id = "class", .en = "{0} is class {1}", .zh = "{0}为{1}级", .operands = 2});
  sdk::Rule ei_changed = rule({.id = "ei.change",
                               .en = "from {0} to {1}: {2}, class {3} of change",
                               .zh = "由{0}到{1}：变化{2}，变化等级{3}",
                               .operands = 4});

  sdk::Rule energy_fell = rule({.id = "energy",
                                .en = "energy {0}/GDP {1} after {2}/{3}: a fall of {4} %",
                                .zh = "能耗{0}÷GDP{1}，上期{2}÷{3}：下降{4}%",
                                .operands = 5});
  sdk::Rule energy_completed = rule({.id = "energy.completion",
                                     .en = "a fall of {0} % against the target {1} %: {2} %",
                                     .zh = "下降{0}%，目标{1}%：完成{2}%",
                                     .operands = 3});
  sdk::Rule energy_missing =
      rule({.id = "energy.missing",
            .en = "energy, GDP or one of them in the period before is missing or 0",
            .zh = "缺少本期或上期能耗、GDP，或为0"});
  sdk::Rule target_missing = rule({.id = "target.missing",
                                   .en = "no target above 0 is entered: completion does not apply",
                                   .zh = "没有大于0的目标：完成率不适用"});

  sdk::Rule full_marks =
      rule({.id = "full", .en = "full marks: {0}", .zh = "满分{0}分", .operands = 1});
  sdk::Rule no_score = rule({.id = "score.figures",
                             .en = "the profile figures gives figures only",
                             .zh = "figures口径只给出数据，不计分"});
  sdk::Rule no_full = rule({.id = "full.figures",
                            .en = "the profile figures has no full marks",
                            .zh = "figures口径没有满分"});
  sdk::Rule score_missing = rule({.id = "score.missing",
                                  .en = "no score: the figure it is made of is missing",
                                  .zh = "不计分：缺少计分所需的数据"});
  sdk::Rule score_between =
      rule({.id = "score.between",
            .en = "{0} between {1} (0 points) and {2} (full points): {3} of {4}",
            .zh = "{0}，{1}得0分、{2}得满分：计{3}分（满分{4}分）",
            .operands = 5});
  sdk::Rule score_energy = rule({.id = "score.energy",
                                 .en = "the target completed to {0} %: {1} of {2} points",
                                 .zh = "目标完成{0}%：计{1}分（满分{2}分）",
                                 .operands = 3});
  sdk::Rule score_pm =
      rule({.id = "score.pm",
            .en = "a fall of {0} % against the target {1} %: {2} of {3} points; a rise is 0",
            .zh = "下降{0}%，目标{1}%：计{2}分（满分{3}分）；上升计0分",
            .operands = 4});
  sdk::Rule no_class = rule({.id = "score_class.none",
                             .en = "only scores of the profiles pm10 and pm25 have a class",
                             .zh = "只有pm10和pm25口径的得分分等级"});
  sdk::Rule refused_limit = rule({.id = "refused.ei_limit",
                                  .en = "ei_limit {0} is not a whole level: enter 0, 1, 2, 3 or 4",
                                  .zh = "ei_limit为{0}，不是整数级：请填0、1、2、3或4",
                                  .operands = 1});

  sdk::Parameter profile =
      parameter({.id = "profile",
                 .standard = "figures",
                 .doc = "what makes the score; figures: nothing",
                 .type = ASSAY_PLUGIN_DICT32,
                 .words = {"figures", "excellent-days", "air-index", "water-index", "ei", "eqi",
                           "pm10", "pm25", "energy"}});
  sdk::Parameter points = amount("points", "full marks; standard: the norm, or 100");
  sdk::Parameter worst =
      amount("worst", "the figure that gives no points (excellent-days: in per cent)");
  sdk::Parameter best =
      amount("best", "the figure that gives full points (excellent-days: in per cent)");
  sdk::Parameter met =
      amount("met", "pm10, pm25: points for exactly the target; standard: full marks");
  sdk::Parameter full_at =
      parameter({.id = "full_at",
                 .standard = "100",
                 .doc = "pm10, pm25: per cent of the target from which full points are given",
                 .type = ASSAY_PLUGIN_DEC6,
                 .lo = 100});
  sdk::Parameter validity =
      parameter({.id = "validity",
                 .standard = "standard",
                 .doc = "standard: a figure of a period needs enough days; none: what is there",
                 .type = ASSAY_PLUGIN_DICT32,
                 .words = {"standard", "none"}});
  sdk::Parameter hour_label =
      parameter({.id = "hour_label",
                 .standard = "start",
                 .doc = "does an hour bear the time of its start or of its end",
                 .type = ASSAY_PLUGIN_DICT32,
                 .words = {"start", "end"}});
  sdk::Parameter pm_zero_rule =
      parameter({.id = "pm_zero",
                 .standard = "keep",
                 .doc = "PM 0 in a row: keep it as a figure, or take it as missing",
                 .type = ASSAY_PLUGIN_DICT32,
                 .words = {"keep", "missing"}});
  sdk::Parameter exempt =
      parameter({.id = "exempt",
                 .standard = "",
                 .doc = "items outside the monitoring plan that caused no pollution in three years "
                        "(HJ 633-2026, 5.3), such as: so2 co"});

 private:
  // A sub-index of ecology, 0 to 100.
  sdk::Input part(std::string_view id, std::string_view doc, bool good) {
    return input(
        {.id = id, .unit = "", .doc = doc, .lo = 0, .hi = 100, .rising = good, .falling = !good});
  }
  sdk::Input past_part(std::string_view id, std::string_view doc, sdk::Input source) {
    return past_input({.id = id, .unit = "", .doc = doc, .lo = 0, .hi = 100}, source, 1);
  }
  sdk::DecimalOutput part_output(std::string_view id, std::string_view doc) {
    return decimal_output({.id = id, .unit = "", .doc = doc, .lo = 0, .hi = 100});
  }
  sdk::DecimalOutput class_output(std::string_view id, std::string_view doc) {
    return decimal_output({.id = id, .unit = "级", .doc = doc, .lo = 0, .hi = 5});
  }
  sdk::Parameter amount(std::string_view id, std::string_view doc) {
    return parameter({.id = id,
                      .standard = "",
                      .doc = doc,
                      .type = ASSAY_PLUGIN_DEC6,
                      .lo = 0,
                      .hi = 1'000'000});
  }
};

}  // namespace environment
