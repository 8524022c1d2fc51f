#pragma once
// The sentences of the safety plugin and the parameters it takes. Constant once made; thread-safe.

#include <array>
#include <string_view>

#include "fields.hpp"

namespace safety {

struct Declared : Fields {
  sdk::Rule full_marks =
      rule({.id = "full", .en = "full marks: {0}", .zh = "满分{0}分", .operands = 1});
  sdk::Rule within = rule({.id = "score.within",
                           .en = "{0} is within the control figure {1}: {2} points",
                           .zh = "实际{0}，未超过控制指标{1}：得{2}分",
                           .operands = 3});
  sdk::Rule exceeded = rule({.id = "score.exceeded",
                             .en = "{0} exceeds the control figure {1}: 0 points",
                             .zh = "实际{0}，超过控制指标{1}：不得分",
                             .operands = 2});
  sdk::Rule deducted =
      rule({.id = "score.deducted",
            .en = "{0} exceeds the control figure {1} by {2} %: {3} of {4} points are left",
            .zh = "实际{0}，超过控制指标{1}的{2}%：按比例扣分，得{3}分（满分{4}分）",
            .operands = 5});
  sdk::Rule exceeded_zero = rule({.id = "score.exceeded_zero",
                                  .en = "{0} exceeds the control figure 0: no points are left",
                                  .zh = "实际{0}，超过控制指标0：分值扣完",
                                  .operands = 1});
  sdk::Rule by_marks = rule({.id = "score.marks",
                             .en = "{0} marks out of 100 are {1} of {2} points",
                             .zh = "年度考核{0}分（百分制），折{1}分（满分{2}分）",
                             .operands = 3});
  sdk::Rule metric_is = rule({.id = "metric",
                              .en = "{0}, held against its control figure unrounded",
                              .zh = "{0}，不经舍入与控制指标比较",
                              .operands = 1});
  sdk::Rule no_marks = rule({.id = "score.no_marks",
                             .en = "no score: the marks of the review are not entered",
                             .zh = "不计分：没有填报年度考核得分"});
  sdk::Rule no_control = rule({.id = "score.no_control",
                               .en = "no score: the control figure is not entered",
                               .zh = "不计分：没有填报控制指标"});
  sdk::Rule no_actual =
      rule({.id = "score.no_actual",
            .en = "no score: the figure to be scored is unknown or does not apply",
            .zh = "不计分：计分指标未知或不适用"});

  sdk::Rule grade_of = rule({.id = "grade",
                             .en = "{0} marks: grade {1} (1 excellent, 2 good, 3 pass, 4 fail)",
                             .zh = "{0}分：第{1}等（1优秀、2良好、3合格、4不合格）",
                             .operands = 2});
  sdk::Rule no_grade = rule({.id = "grade.none",
                             .en = "only the profile grades gives one, from the marks of a review",
                             .zh = "仅grades口径按年度考核得分评定等次"});

  sdk::Rule veto_none = rule({.id = "veto.none",
                              .en = "no veto: what the preset names did not happen",
                              .zh = "未发生一票否决的情形"});
  sdk::Rule veto_off =
      rule({.id = "veto.off", .en = "no preset of vetoes is chosen", .zh = "未选用一票否决规定"});
  sdk::Rule veto_count =
      rule({.id = "veto.count",
            .en = "veto: {0} accidents of the class or worse, of which {1} are enough",
            .zh = "一票否决：该等级以上事故{0}起，达到{1}起",
            .operands = 2});
  sdk::Rule veto_deaths = rule({.id = "veto.deaths",
                                .en = "veto: {0} dead in one accident, of which {1} are enough",
                                .zh = "一票否决：一次死亡{0}人，达到{1}人",
                                .operands = 2});
  sdk::Rule veto_score = rule({.id = "veto.score",
                               .en = "veto: {0} of 100 marks, less than {1}",
                               .zh = "一票否决：得分{0}（百分制），低于{1}分",
                               .operands = 2});
  sdk::Rule veto_proposed_rule = rule({.id = "veto.proposed",
                                       .en = "veto: proposed by the department in charge",
                                       .zh = "一票否决：由主管部门提出"});
  sdk::Rule veto_open =
      rule({.id = "veto.open",
            .en = "undecided: an accident of {0} dead is not yet found to be one of responsibility",
            .zh = "待定：死亡{0}人的事故尚未认定是否责任事故",
            .operands = 1});
  sdk::Rule veto_unlisted = rule({.id = "veto.unlisted",
                                  .en = "undecided: the accidents are not listed one by one",
                                  .zh = "待定：没有逐起填报事故"});
  sdk::Rule veto_no_score =
      rule({.id = "veto.no_score",
            .en = "undecided: the preset looks at the score, and there is none",
            .zh = "待定：该规定涉及考核得分，而得分缺失"});
  sdk::Rule veto_no_word =
      rule({.id = "veto.no_word",
            .en = "undecided: whether a veto is proposed (veto_proposed) is not entered",
            .zh = "待定：没有填报主管部门是否提出一票否决"});

  sdk::Rule listed = rule({.id = "sum.listed",
                           .en = "sum over {0} rows of accidents: {1}",
                           .zh = "{0}条事故记录合计：{1}",
                           .operands = 2});
  sdk::Rule stated_sum = rule({.id = "sum.stated",
                               .en = "as entered for the unit: {0}",
                               .zh = "按单位填报：{0}",
                               .operands = 1});
  sdk::Rule unknown =
      rule({.id = "sum.unknown",
            .en = "unknown: neither accidents nor this figure are entered; if there were none, "
                  "enter 0 for accidents",
            .zh = "未知：没有填报事故台账和该项数据；如无事故，请将事故起数填为0"});
  sdk::Rule class_count = rule({.id = "class",
                                .en = "{0} of {1} accidents, each by the worst of deaths, serious "
                                      "injuries and loss",
                                .zh = "{1}起事故中有{0}起，按死亡、重伤、损失中最重的一项确定等级",
                                .operands = 2});
  sdk::Rule class_unlisted = rule({.id = "class.unlisted",
                                   .en = "no class: the accidents are not listed one by one",
                                   .zh = "等级不明：没有逐起填报事故"});

  std::array<sdk::Rule, kRates> rate_rules = {rule({.id = "rate.gdp",
                                                    .en = "{0} dead / {1} 亿元: {2}",
                                                    .zh = "死亡{0}人÷{1}亿元：{2}",
                                                    .operands = 3}),
                                              rule({.id = "rate.employees",
                                                    .en = "{0} dead / {1} employees x 100,000: {2}",
                                                    .zh = "死亡{0}人÷{1}人×10万：{2}",
                                                    .operands = 3}),
                                              rule({.id = "rate.vehicles",
                                                    .en = "{0} dead / {1} vehicles x 10,000: {2}",
                                                    .zh = "死亡{0}人÷{1}辆×1万：{2}",
                                                    .operands = 3}),
                                              rule({.id = "rate.coal",
                                                    .en = "{0} dead / {1} 万吨 x 100: {2}",
                                                    .zh = "死亡{0}人÷{1}万吨×100：{2}",
                                                    .operands = 3})};
  sdk::Rule rate_missing = rule({.id = "rate.missing",
                                 .en = "no rate: deaths, or what they are divided by, are unknown",
                                 .zh = "无比率：死亡人数或分母未知"});
  sdk::Rule rate_zero = rule({.id = "rate.not_applicable",
                              .en = "the rate does not apply: what it divides by is 0",
                              .zh = "比率不适用：分母为0"});
  sdk::Rule rate_published = rule(
      {.id = "rate.published", .en = "as published: {0}", .zh = "按公布值：{0}", .operands = 1});
  sdk::Rule rate_unpublished = rule({.id = "rate.unpublished",
                                     .en = "the published rate is not entered",
                                     .zh = "没有填报公布的比率"});
  sdk::Rule rate_difference =
      rule({.id = "rate.difference",
            .en = "published {0}, computed {1}; of other figures than those entered if they differ",
            .zh = "公布{0}，计算{1}；不一致时说明所用基础数据不同",
            .operands = 2});

  sdk::Rule per_hours = rule({.id = "injury.rate",
                              .en = "{0} in {1} hours, per {2} hours",
                              .zh = "{1}小时内{0}，按每{2}小时计",
                              .operands = 3});
  sdk::Rule per_person = rule({.id = "injury.mean",
                               .en = "{0} days lost by {1} persons hurt",
                               .zh = "{1}名伤亡人员共损失{0}个工作日",
                               .operands = 2});
  sdk::Rule by_days = rule({.id = "injury.serious",
                            .en = "{0} of the persons listed lost {1} days or more",
                            .zh = "台账中有{0}人损失工作日达到{1}日",
                            .operands = 2});
  sdk::Rule no_list = rule({.id = "injury.unlisted",
                            .en = "the persons hurt are not listed one by one",
                            .zh = "没有逐人填报伤亡人员台账"});

  sdk::Rule eligible = rule({.id = "award.open", .en = "not vetoed", .zh = "未被一票否决"});
  sdk::Rule not_eligible = rule({.id = "award.vetoed", .en = "vetoed", .zh = "被一票否决"});
  sdk::Rule eligible_open = rule(
      {.id = "award.undecided", .en = "undecided, as the veto is", .zh = "一票否决待定，故待定"});

  // Refusals, by Sum.
  std::array<sdk::Rule, kSums> contradictions = {
      contradiction("refused.accidents",
                    "number of accidents: {0} entered, {1} listed; correct one",
                    "事故起数：填报{0}，台账合计{1}，请更正"),
      contradiction("refused.deaths", "deaths: {0} entered, {1} listed; correct one",
                    "死亡人数：填报{0}，台账合计{1}，请更正"),
      contradiction("refused.serious_injuries",
                    "serious injuries: {0} entered, {1} listed; correct one",
                    "重伤人数：填报{0}，台账合计{1}，请更正"),
      contradiction("refused.loss", "direct economic loss: {0} entered, {1} listed; correct one",
                    "直接经济损失：填报{0}，台账合计{1}，请更正"),
      contradiction("refused.coal_deaths",
                    "deaths in coal mines: {0} entered, {1} listed; correct one",
                    "煤矿死亡人数：填报{0}，台账合计{1}，请更正"),
      contradiction("refused.road_deaths",
                    "deaths in road traffic: {0} entered, {1} listed; correct one",
                    "道路交通死亡人数：填报{0}，台账合计{1}，请更正"),
      contradiction("refused.work_deaths",
                    "deaths in industry, mining and trade: {0} entered, {1} listed; correct one",
                    "工矿商贸死亡人数：填报{0}，台账合计{1}，请更正")};
  sdk::Rule part_above_whole = rule({.id = "refused.part",
                                     .en = "{0} dead in one sector, but {1} in all: correct one",
                                     .zh = "分行业死亡{0}人，超过死亡总数{1}人：请更正",
                                     .operands = 2});
  sdk::Rule injuries_contradict =
      rule({.id = "refused.injuries",
            .en = "persons hurt or days lost: {0} entered, {1} listed; correct one",
            .zh = "伤亡人数或损失工作日：填报{0}，台账合计{1}，请更正",
            .operands = 2});
  sdk::Rule not_yes_or_no = rule({.id = "refused.veto_proposed",
                                  .en = "veto_proposed is {0}: enter 1 or 0",
                                  .zh = "veto_proposed为{0}：请填1或0",
                                  .operands = 1});

  sdk::Parameter profile = parameter(
      {.id = "profile",
       .standard = "binary",
       .doc = "how the score is made: binary 吕梁2010, proportional 宁夏2015, grades 贵州2020",
       .type = ASSAY_PLUGIN_DICT32,
       .words = {"binary", "proportional", "grades"}});
  sdk::Parameter metric_choice =
      parameter({.id = "metric",
                 .standard = "deaths",
                 .doc = "what binary and proportional hold against its control figure",
                 .type = ASSAY_PLUGIN_DICT32,
                 .words = {"deaths", "gdp_rate", "employee_rate", "vehicle_rate", "coal_rate"}});
  sdk::Parameter veto_preset =
      parameter({.id = "veto",
                 .standard = "shaanxi-2016",
                 .doc = "whose vetoes apply",
                 .type = ASSAY_PLUGIN_DICT32,
                 .words = {"none", "shaanxi-2016", "guizhou-2020", "lvliang-2010", "hohhot-2004",
                           "xianyang-2003"}});
  sdk::Parameter rate_source = parameter({.id = "rate_source",
                                          .standard = "formula",
                                          .doc = "which rate counts where one is published, too",
                                          .type = ASSAY_PLUGIN_DICT32,
                                          .words = {"formula", "published"}});
  sdk::Parameter no_rows = parameter(
      {.id = "no_rows",
       .standard = "unknown",
       .doc = "what no row in accidents means, unless a number of accidents is entered: unknown, "
              "or none where every accident is listed",
       .type = ASSAY_PLUGIN_DICT32,
       .words = {"unknown", "none"}});
  sdk::Parameter points = parameter({.id = "points",
                                     .standard = "",
                                     .doc = "full marks, above 0; standard: the profile's norm",
                                     .type = ASSAY_PLUGIN_DEC6,
                                     .lo = 0.000001});

 private:
  sdk::Rule contradiction(std::string_view id, std::string_view en, std::string_view zh) {
    return rule({.id = id, .en = en, .zh = zh, .operands = 2});
  }
};

}  // namespace safety
