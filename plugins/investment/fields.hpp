#pragma once
// What the investment plugin reads, gives and says. Constant once made; thread-safe.

#include <array>

#include "assay/sdk/plugin.hpp"

namespace investment {

namespace sdk = assay::sdk;

struct Declared : sdk::Declaration {
  Declared()
      : Declaration({.id = "investment",
                     .version = "1.0.0",
                     .vendor = "Assay",
                     .doc = "Investment promotion 招商引资: completion of the target, arrival of "
                            "contracted funds, capped score, gate and award eligibility"}) {}

  sdk::RequiredInput arrived = required_input({.id = "arrived",
                                               .unit = "万元",
                                               .doc = "funds that arrived 到位资金",
                                               .lo = 0,
                                               .rising = true});
  sdk::RequiredInput target = required_input(
      {.id = "target", .unit = "万元", .doc = "target for funds to arrive 目标任务", .lo = 0});
  sdk::Input contracted =
      input({.id = "contracted", .unit = "万元", .doc = "funds contracted 合同资金", .lo = 0});
  sdk::Input contracted_target = input({.id = "contracted_target",
                                        .unit = "万元",
                                        .doc = "target for funds contracted 签约金额目标",
                                        .lo = 0});
  sdk::Input signed_count =
      input({.id = "signed", .unit = "个", .doc = "projects contracted 新签合同项目数", .lo = 0});
  sdk::Input signed_target = input({.id = "signed_target",
                                    .unit = "个",
                                    .doc = "target for projects contracted 签约项目数目标",
                                    .lo = 0});
  sdk::Input performed = input({.id = "performed",
                                .unit = "个",
                                .doc = "projects whose contract is performed 履约项目数",
                                .lo = 0,
                                .rising = true});
  sdk::Input started =
      input({.id = "started",
             .unit = "个",
             .doc = "projects under construction, without the completed ones 开工项目数",
             .lo = 0,
             .rising = true});
  sdk::Input completed = input({.id = "completed",
                                .unit = "个",
                                .doc = "projects completed 竣工项目数",
                                .lo = 0,
                                .rising = true});
  sdk::Input fai_growth =
      input({.id = "fai_growth",
             .unit = "%",
             .doc = "published growth of fixed-asset investment, comparable basis "
                    "固定资产投资可比口径增速"});
  sdk::Input fai_growth_target =
      input({.id = "fai_growth_target", .unit = "%", .doc = "its target 固定资产投资增速目标"});
  sdk::Input fdi_arrived = input({.id = "fdi_arrived",
                                  .unit = "万美元",
                                  .doc = "foreign direct investment 外商直接投资",
                                  .lo = 0,
                                  .rising = true});
  sdk::Input fdi_target = input({.id = "fdi_target",
                                 .unit = "万美元",
                                 .doc = "target for foreign direct investment 外商直接投资目标",
                                 .lo = 0});
  // Projects by size, and how many of each were to be reached.
  std::array<sdk::Input, 3> bands = {
      number("projects_3", "projects of 3 to 10 亿元 3亿—10亿元项目数", true),
      number("projects_10", "projects of 10 to 20 亿元 10亿—20亿元项目数", true),
      number("projects_20", "projects of 20 亿元 and more 20亿元以上项目数", true)};
  std::array<sdk::Input, 3> band_targets = {
      number("projects_3_target", "their target 3亿—10亿元项目数目标"),
      number("projects_10_target", "their target 10亿—20亿元项目数目标"),
      number("projects_20_target", "their target 20亿元以上项目数目标")};
  std::array<sdk::Input, 3> activities = {
      number("incentives", "applications for incentives 激励申报", true),
      number("key_enterprises", "key enterprises won 重点企业", true),
      number("site_signings", "contracts signed on site 现场签约", true)};
  std::array<sdk::Input, 2> penalties = {
      number("overdue_starts", "projects not begun in time 超时限未开工", false, true),
      number("falsified", "cases of falsification 弄虚作假", false, true)};

  sdk::DecimalOutput score =
      decimal_output({.id = "score", .unit = "分", .doc = "score, capped 得分", .lo = 0});
  sdk::DecimalOutput full =
      decimal_output({.id = "full", .unit = "分", .doc = "full marks of the score 满分", .lo = 0});
  sdk::RatioOutput completion =
      ratio_output({.id = "completion", .unit = "", .doc = "arrived/target 任务完成率", .lo = 0});
  sdk::RatioOutput arrival = ratio_output({.id = "arrival",
                                           .unit = "",
                                           .doc = "arrived/contracted, at most 1 资金到位率",
                                           .lo = 0,
                                           .hi = 1});
  sdk::RatioOutput gate = ratio_output(
      {.id = "gate", .unit = "", .doc = "the rate that gate_metric names 门槛指标", .lo = 0});
  sdk::FlagOutput gated =
      flag_output({.id = "gated", .unit = "", .doc = "the gate is not reached 未达门槛"});
  sdk::FlagOutput award_eligible =
      flag_output({.id = "award_eligible",
                   .unit = "",
                   .doc = "completed and not gated: open to single-item awards 可参评单项奖"});
  sdk::FlagOutput over_contracted =
      flag_output({.id = "over_contracted",
                   .unit = "",
                   .doc = "more arrived than was contracted: check 到位超合同"});
  sdk::FlagOutput capped =
      flag_output({.id = "capped", .unit = "", .doc = "a cap cut a rate or the score 封顶"});
  sdk::RatioOutput fai_rate =
      ratio_output({.id = "fai_rate",
                    .unit = "",
                    .doc = "growth of fixed-asset investment against its target, at least 0 "
                           "固定资产投资增速完成率",
                    .lo = 0});

  // Rates of the score, in the order of kItems (profile.hpp).
  std::array<sdk::Rule, 7> item_rules = {
      rule({.id = "score.completion",
            .en = "completion: arrived {0} of target {1} is {2} %, counts {3} % of {4} points: {5}",
            .zh = "任务完成率：到位{0}÷目标{1}={2}%，按{3}%×{4}分计{5}分",
            .operands = 6}),
      rule({.id = "score.arrival",
            .en = "arrival: arrived {0} of contracted {1} is {2} %, counts {3} % of {4} points: "
                  "{5}",
            .zh = "资金到位率：到位{0}÷合同{1}={2}%，按{3}%×{4}分计{5}分",
            .operands = 6}),
      rule({.id = "score.performance",
            .en = "contracts performed: {0} of {1} is {2} %, counts {3} % of {4} points: {5}",
            .zh = "履约率：履约{0}÷签约{1}={2}%，按{3}%×{4}分计{5}分",
            .operands = 6}),
      rule({.id = "score.starts",
            .en = "projects started or completed: {0} of {1} is {2} %, counts {3} % of {4} points: "
                  "{5}",
            .zh = "开竣工率：开工和竣工{0}÷签约{1}={2}%，按{3}%×{4}分计{5}分",
            .operands = 6}),
      rule({.id = "score.signing_count",
            .en = "projects contracted: {0} of target {1} is {2} %, counts {3} % of {4} points: "
                  "{5}",
            .zh = "签约项目数：签约{0}÷目标{1}={2}%，按{3}%×{4}分计{5}分",
            .operands = 6}),
      rule({.id = "score.signing_amount",
            .en = "funds contracted: {0} of target {1} is {2} %, counts {3} % of {4} points: {5}",
            .zh = "签约金额：签约{0}÷目标{1}={2}%，按{3}%×{4}分计{5}分",
            .operands = 6}),
      rule({.id = "score.fdi",
            .en = "foreign direct investment: {0} of target {1} is {2} %, counts {3} % of {4} "
                  "points: {5}",
            .zh = "外商直接投资：到位{0}÷目标{1}={2}%，按{3}%×{4}分计{5}分",
            .operands = 6}),
  };
  sdk::Rule by_bands = rule({.id = "score.bands",
                             .en = "{0} projects short of their targets by size: {1} of {2} points",
                             .zh = "各规模项目共差{0}个：得{1}分（满分{2}分）",
                             .operands = 3});
  sdk::Rule by_activities = rule({.id = "score.activities",
                                  .en = "activities are worth {0}: {1} of {2} points",
                                  .zh = "活动合计{0}分：得{1}分（满分{2}分）",
                                  .operands = 3});
  sdk::Rule by_penalties = rule({.id = "score.penalties",
                                 .en = "{0} deducted: {1} of {2} points are left",
                                 .zh = "扣{0}分：得{1}分（满分{2}分）",
                                 .operands = 3});
  sdk::Rule by_ladder =
      rule({.id = "score.ladder",
            .en = "{0} % of the target: {1} points, and {2} for whole steps beyond it",
            .zh = "完成目标的{0}%：基础分{1}分，超额加{2}分",
            .operands = 3});
  sdk::Rule below_target = rule({.id = "score.below_target",
                                 .en = "{0} % of the target: not completed, no points",
                                 .zh = "完成目标的{0}%：未完成，不计分",
                                 .operands = 1});
  sdk::Rule efficacy_equal =
      rule({.id = "score.efficacy_equal",
            .en = "worst and best are the same: {0} points (parameter equal)",
            .zh = "最大值与最小值相同：计{0}分（参数equal）",
            .operands = 1});
  sdk::Rule cap_applied =
      rule({.id = "capped.yes", .en = "a rate or the score was cut", .zh = "有比率或得分被封顶"});
  sdk::Rule cap_idle = rule({.id = "capped.no", .en = "nothing was cut", .zh = "没有封顶"});
  sdk::Rule by_efficacy =
      rule({.id = "score.efficacy",
            .en = "{0} % lies between {1} % (worst) and {2} % (best): {3} of {4} points",
            .zh = "功效系数法：{0}%，最小值{1}%，最大值{2}%，得{3}分（满分{4}分）",
            .operands = 5});
  sdk::Rule score_capped = rule({.id = "score.capped",
                                 .en = "the sum {0} is cut to {1} % of {2} points: {3}",
                                 .zh = "合计{0}分，封顶为{2}分的{1}%，计{3}分",
                                 .operands = 4});
  sdk::Rule figure_missing =
      rule({.id = "score.figure_missing",
            .en = "no score: a figure that the profile needs is not entered for this unit",
            .zh = "不计分：该单位缺少计分所需的数据"});
  sdk::Rule not_applicable =
      rule({.id = "score.not_applicable",
            .en = "no score: a rate does not apply, as nothing was contracted (parameter "
                  "not_applicable)",
            .zh = "不计分：没有签约，比率不适用（见参数not_applicable）"});
  sdk::Rule reshared =
      rule({.id = "score.reshared",
            .en = "a rate does not apply, as nothing was contracted: its points go to the others",
            .zh = "没有签约，比率不适用：其分值分摊到其他各项"});
  sdk::Rule full_marks =
      rule({.id = "full", .en = "full marks: {0}", .zh = "满分{0}分", .operands = 1});

  sdk::Rule completion_rate = rule({.id = "completion",
                                    .en = "arrived {0} of target {1}: {2} %",
                                    .zh = "到位{0}万元，目标{1}万元，完成率{2}%",
                                    .operands = 3});
  sdk::Rule zero_target_met = rule({.id = "completion.zero_target_met",
                                    .en = "target 0 and nothing arrived: counts as met",
                                    .zh = "目标为0，到位为0：视为完成"});
  sdk::Rule zero_target_set =
      rule({.id = "completion.zero_target_set",
            .en = "target 0, but {0} arrived: counts as {1} % (parameter target_zero)",
            .zh = "目标为0，到位{0}万元：按{1}%计（参数target_zero）",
            .operands = 2});
  sdk::Rule arrival_rate = rule({.id = "arrival",
                                 .en = "arrived {0} of contracted {1}: {2} %",
                                 .zh = "到位{0}万元，合同{1}万元，到位率{2}%",
                                 .operands = 3});
  sdk::Rule arrival_over =
      rule({.id = "arrival.over",
            .en = "arrived {0} is more than contracted {1}: counts as 100 %; check both figures",
            .zh = "到位{0}万元超过合同{1}万元：按100%计，请核对两项数据",
            .operands = 2});
  sdk::Rule arrival_none = rule({.id = "arrival.none",
                                 .en = "nothing contracted and nothing arrived: no arrival rate",
                                 .zh = "没有合同资金和到位资金：到位率不适用"});
  sdk::Rule arrival_missing =
      rule({.id = "arrival.missing",
            .en = "no arrival rate: the funds contracted are not entered for this unit",
            .zh = "无到位率：该单位没有填报合同资金"});
  sdk::Rule not_over = rule({.id = "over_contracted.no",
                             .en = "arrived {0} is within contracted {1}",
                             .zh = "到位{0}万元未超过合同{1}万元",
                             .operands = 2});

  sdk::Rule gate_absent = rule({.id = "gate.absent",
                                .en = "the rate of the gate does not apply to this unit",
                                .zh = "门槛指标对该单位不适用"});
  sdk::Rule gate_none =
      rule({.id = "gate.none", .en = "the profile has no gate", .zh = "该考核口径没有门槛"});
  sdk::Rule gate_reached = rule({.id = "gate.reached",
                                 .en = "reaches the gate of {0} %, compared unrounded",
                                 .zh = "达到门槛{0}%（不经舍入比较）",
                                 .operands = 1});
  sdk::Rule gate_failed = rule({.id = "gate.failed",
                                .en = "below the gate of {0} %, compared unrounded",
                                .zh = "低于门槛{0}%（不经舍入比较）",
                                .operands = 1});

  sdk::Rule award_open =
      rule({.id = "award.open",
            .en = "completed to {0} % or more and not gated: open to single-item awards",
            .zh = "完成率达到{0}%且未受门槛限制：可参评单项奖",
            .operands = 1});
  sdk::Rule award_not_completed = rule({.id = "award.not_completed",
                                        .en = "the target is not completed to {0} %: no "
                                              "single-item award",
                                        .zh = "完成率未达到{0}%：不参评单项奖",
                                        .operands = 1});
  sdk::Rule award_gated = rule({.id = "award.gated",
                                .en = "the gate is not reached: no single-item award",
                                .zh = "未达门槛：不参评单项奖"});
  sdk::Rule award_no_target = rule({.id = "award.no_target",
                                    .en = "no target was set: no single-item award",
                                    .zh = "没有下达目标：不参评单项奖"});

  sdk::Rule fai = rule({.id = "fai",
                        .en = "growth {0} % against the target {1} %; a fall counts as 0",
                        .zh = "固定资产投资增长{0}%，目标{1}%；负增长按0计",
                        .operands = 2});
  sdk::Rule fai_missing = rule({.id = "fai.missing",
                                .en = "growth or its target is not entered for this unit",
                                .zh = "该单位没有填报固定资产投资增速或目标"});
  sdk::Rule fai_no_target = rule({.id = "fai.no_target",
                                  .en = "the target {0} % is not above zero: no rate",
                                  .zh = "增速目标{0}%不大于零：完成率不适用",
                                  .operands = 1});

  // Refusals.
  sdk::Rule target_zero =
      rule({.id = "refused.target_zero",
            .en = "target 0, but {0} was reached: correct the target, or say with the parameter "
                  "target_zero (met or cap) how this counts",
            .zh = "目标为0，实际为{0}：请更正目标，或用参数target_zero（met或cap）规定如何计算",
            .operands = 1});
  sdk::Rule contracted_zero =
      rule({.id = "refused.contracted_zero",
            .en = "contracted 0, but {0} arrived: enter what was contracted, or correct the "
                  "arrived sum",
            .zh = "合同资金为0，到位{0}万元：请补填合同资金或更正到位资金",
            .operands = 1});
  sdk::Rule signed_zero =
      rule({.id = "refused.signed_zero",
            .en = "0 projects contracted, but {0} performed or started: enter the contracts, or "
                  "correct the projects",
            .zh = "签约项目数为0，履约或开竣工项目数为{0}：请补填签约数或更正项目数",
            .operands = 1});

  sdk::Parameter profile =
      parameter({.id = "profile",
                 .standard = "xianyang",
                 .doc = "whose norms apply",
                 .type = ASSAY_PLUGIN_DICT32,
                 .words = {"xianyang", "yulin", "county-2006", "outside-2024", "fdi-2024",
                           "fdi-usd-2024", "signing-2024", "bands-2024", "activities-2024",
                           "penalties-2024", "city-2024", "efficacy"}});
  sdk::Parameter metric =
      parameter({.id = "metric",
                 .standard = "completion",
                 .doc = "the rate a profile of one item scores: completion or arrival",
                 .type = ASSAY_PLUGIN_DICT32,
                 .words = {"completion", "arrival"}});
  sdk::Parameter gate_metric = parameter({.id = "gate_metric",
                                          .standard = "completion",
                                          .doc = "the rate of the gate: completion or arrival",
                                          .type = ASSAY_PLUGIN_DICT32,
                                          .words = {"completion", "arrival"}});
  sdk::Parameter gate_threshold =
      parameter({.id = "gate",
                 .standard = "",
                 .doc = "the gate as a rate such as 60%; standard: the profile's norm",
                 .type = ASSAY_PLUGIN_RATIO,
                 .lo = 0});
  sdk::Parameter cap = parameter({.id = "cap",
                                  .standard = "",
                                  .doc = "the most a rate counts, such as 120%; standard: the "
                                         "profile's norm",
                                  .type = ASSAY_PLUGIN_RATIO,
                                  .lo = 0});
  sdk::Parameter points = parameter({.id = "points",
                                     .standard = "",
                                     .doc = "full marks; standard: the profile's norm",
                                     .type = ASSAY_PLUGIN_DEC6,
                                     .lo = 0.000001});
  sdk::Parameter zero_rule =
      parameter({.id = "target_zero",
                 .standard = "refuse",
                 .doc = "something reached without a target: refuse, met (100 %) or cap",
                 .type = ASSAY_PLUGIN_DICT32,
                 .words = {"refuse", "met", "cap"}});
  sdk::Parameter none_rule = parameter(
      {.id = "not_applicable",
       .standard = "absent",
       .doc = "a rate that does not apply: absent (no score) or reshare (its points go to the "
              "others)",
       .type = ASSAY_PLUGIN_DICT32,
       .words = {"absent", "reshare"}});
  sdk::Parameter worst = parameter({.id = "worst",
                                    .standard = "",
                                    .doc = "profile efficacy: the rate that gives 60 points",
                                    .type = ASSAY_PLUGIN_RATIO,
                                    .lo = 0});
  sdk::Parameter best = parameter({.id = "best",
                                   .standard = "",
                                   .doc = "profile efficacy: the rate that gives 100 points",
                                   .type = ASSAY_PLUGIN_RATIO,
                                   .lo = 0});
  sdk::Parameter equal = parameter(
      {.id = "equal",
       .standard = "",
       .doc = "profile efficacy: per cent of the points where worst and best are the same",
       .type = ASSAY_PLUGIN_DEC6,
       .lo = 0,
       .hi = 100});

 private:
  sdk::Input number(std::string_view id, std::string_view doc, bool rising = false,
                    bool falling = false) {
    return input(
        {.id = id, .unit = "个", .doc = doc, .lo = 0, .rising = rising, .falling = falling});
  }
};

}  // namespace investment
