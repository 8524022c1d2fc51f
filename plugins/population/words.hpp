#pragma once
// The sentences of the population plugin and the parameters it takes. Constant once made;
// thread-safe.

#include "fields.hpp"

namespace population {

struct Declared : Fields {
  sdk::Rule full_marks =
      rule({.id = "full", .en = "full marks: {0}", .zh = "满分{0}分", .operands = 1});
  sdk::Rule no_score =
      rule({.id = "score.missing",
            .en = "no score: a figure that the profile needs is not entered for this unit",
            .zh = "不计分：该单位缺少计分所需的数据"});
  sdk::Rule not_applicable =
      rule({.id = "score.not_applicable",
            .en = "no score: a rate does not apply to this unit (parameter not_applicable)",
            .zh = "不计分：有比率不适用于该单位（见参数not_applicable）"});
  sdk::Rule reshared = rule({.id = "score.reshared",
                             .en = "a rate does not apply: its points go to the others",
                             .zh = "有比率不适用：其分值分摊到其他各项"});
  sdk::Rule places_item =
      rule({.id = "score.places",
            .en = "childcare places: {0} per 1000 residents, target {1}: {2} of {3} points",
            .zh = "每千人口托位数{0}个，目标{1}个：得{2}分（满分{3}分）",
            .operands = 4});
  std::array<sdk::Rule, kMortalities> mortality_items = {
      rule({.id = "score.maternal",
            .en = "maternal mortality {0} per 100,000, target {1}: {2} of {3} points",
            .zh = "孕产妇死亡率{0}/10万，目标{1}：得{2}分（满分{3}分）",
            .operands = 4}),
      rule({.id = "score.infant",
            .en = "infant mortality {0} per 1000, target {1}: {2} of {3} points",
            .zh = "婴儿死亡率{0}‰，目标{1}‰：得{2}分（满分{3}分）",
            .operands = 4}),
      rule({.id = "score.under5",
            .en = "under-five mortality {0} per 1000, target {1}: {2} of {3} points",
            .zh = "5岁以下儿童死亡率{0}‰，目标{1}‰：得{2}分（满分{3}分）",
            .operands = 4})};
  sdk::Rule policy_target_item =
      rule({.id = "score.policy_target",
            .en = "{0} % complied, target {1} %: {2} of {3} points",
            .zh = "符合政策生育率{0}%，责任指标{1}%：得{2}分（满分{3}分）",
            .operands = 4});
  sdk::Rule sex_target_item = rule({.id = "score.sex_target",
                                    .en = "sex ratio at birth {0}, target {1}: {2} of {3} points",
                                    .zh = "出生人口性别比{0}，责任指标{1}：得{2}分（满分{3}分）",
                                    .operands = 4});
  sdk::Rule policy_level_item =
      rule({.id = "score.policy_level",
            .en = "{0} % complied, average of the province {1} %, weight of the level {2} %: {3} "
                  "of {4} points",
            .zh = "符合政策生育率{0}%，全省平均{1}%，水平权重{2}%：得{3}分（满分{4}分）",
            .operands = 5});
  sdk::Rule sex_level_item = rule({.id = "score.sex_level",
                                   .en = "sex ratio at birth {0}, full marks up to {1}: {2} of {3} "
                                         "points",
                                   .zh = "出生人口性别比{0}，{1}及以下计满分：得{2}分（满分{3}分）",
                                   .operands = 4});
  sdk::Rule births_item = rule({.id = "score.births",
                                .en = "births {0} of {1} planned: {2} of {3} points",
                                .zh = "出生{0}人，目标{1}人：得{2}分（满分{3}分）",
                                .operands = 4});
  sdk::Rule error_item = rule({.id = "score.error",
                               .en = "births reported {0}, found {1}: {2} of {3} points",
                               .zh = "上报出生{0}人，核查{1}人：得{2}分（满分{3}分）",
                               .operands = 4});
  sdk::Rule contraception_item = rule({.id = "score.contraception",
                                       .en = "contraception {0} %, target {1} %: {2} of {3} points",
                                       .zh = "综合避孕率{0}%，目标{1}%：得{2}分（满分{3}分）",
                                       .operands = 4});

  sdk::Rule base_rate = rule({.id = "rate.base",
                              .en = "{0} over the mean of {1} and {2}, the population of the "
                                    "parameter basis: {3} per 1000",
                              .zh = "{0}÷期初{1}与期末{2}的平均（口径见参数basis）：{3}‰",
                              .operands = 4});
  sdk::Rule base_published = rule({.id = "rate.published",
                                   .en = "as published: {0} per 1000",
                                   .zh = "按公布值：{0}‰",
                                   .operands = 1});
  sdk::Rule growth = rule({.id = "growth",
                           .en = "{0} − {1}, both rounded: {2} per 1000",
                           .zh = "{0}−{1}（均已舍入）：{2}‰",
                           .operands = 3});
  sdk::Rule growth_direct = rule({.id = "growth.direct",
                                  .en = "({0} − {1}) over the mean population: {2} per 1000",
                                  .zh = "（{0}−{1}）÷平均人口：{2}‰",
                                  .operands = 3});
  sdk::Rule missing = rule({.id = "missing",
                            .en = "not known: a figure it needs is not entered for this unit",
                            .zh = "未知：该单位缺少所需数据"});
  sdk::Rule zero_base = rule({.id = "not_applicable",
                              .en = "does not apply: what it divides by is 0",
                              .zh = "不适用：分母为0"});
  sdk::Rule not_applicable_ratio = rule({.id = "not_applicable.ratio",
                                         .en = "does not apply, as the rounded ratio does not",
                                         .zh = "不适用（同舍入后的比值）"});
  sdk::Rule quotient =
      rule({.id = "quotient", .en = "{0} to {1}: {2}", .zh = "{0}比{1}：{2}", .operands = 3});
  sdk::Rule pooled = rule({.id = "quotient.pooled",
                           .en = "{0} to {1} in {2} years, as one year has too few births: {3}",
                           .zh = "当年出生过少，取{2}年合计{0}比{1}：{3}",
                           .operands = 4});
  sdk::Rule too_few =
      rule({.id = "too_few",
            .en = "does not apply: {0} births, less than {1}, also in {2} years "
                  "(parameters min_births, years)",
            .zh = "不适用：{2}年合计出生{0}人，仍少于{1}人（参数min_births、years）",
            .operands = 3});
  sdk::Rule small = rule({.id = "small_sample",
                          .en = "{0} births in the year; below {1} they are a small sample",
                          .zh = "当年出生{0}人；少于{1}人为小样本",
                          .operands = 2});
  sdk::Rule tfr = rule({.id = "fertility",
                        .en = "5 years x the sum {0} per 1000 of seven groups of age: {1}",
                        .zh = "7个年龄组生育率之和{0}‰×5：{1}",
                        .operands = 2});
  sdk::Rule non_compliant =
      rule({.id = "non_compliant", .en = "100 % − {0} %", .zh = "100%−{0}%", .operands = 1});

  sdk::Rule veto_abolished =
      rule({.id = "veto.abolished",
            .en = "the family-planning veto was in force in the years of the legacy profiles only",
            .zh = "计划生育一票否决仅适用于原考核口径的年份"});
  sdk::Rule veto_on = rule({.id = "veto.proposed",
                            .en = "veto: proposed by the department in charge",
                            .zh = "一票否决：由主管部门提出"});
  sdk::Rule veto_none = rule({.id = "veto.none",
                              .en = "the department in charge proposes no veto",
                              .zh = "主管部门未提出一票否决"});
  sdk::Rule veto_open =
      rule({.id = "veto.open",
            .en = "undecided: whether a veto is proposed (veto_proposed) is not entered",
            .zh = "待定：没有填报主管部门是否提出一票否决"});
  sdk::Rule eligible = rule({.id = "award.open", .en = "not vetoed", .zh = "未被一票否决"});
  sdk::Rule not_eligible = rule({.id = "award.vetoed", .en = "vetoed", .zh = "被一票否决"});

  // Refusals.
  sdk::Rule part_above_whole =
      rule({.id = "refused.part",
            .en = "a part of {0} is more than its whole of {1}: correct one",
            .zh = "部分{0}大于总数{1}：请更正",
            .operands = 2});
  sdk::Rule not_yes_or_no = rule({.id = "refused.veto_proposed",
                                  .en = "veto_proposed is {0}: enter 1 or 0",
                                  .zh = "veto_proposed为{0}：请填1或0",
                                  .operands = 1});

  sdk::Parameter profile = parameter({.id = "profile",
                                      .standard = "modern",
                                      .doc = "whose norms apply; all but modern are for the years "
                                             "before the law of 2021",
                                      .type = ASSAY_PLUGIN_DICT32,
                                      .words = {"modern", "hunan-2017", "dazhou-2010"}});
  sdk::Parameter basis =
      parameter({.id = "basis",
                 .standard = "resident",
                 .doc = "the population that births and deaths are held against: "
                        "resident 常住 or registered 户籍",
                 .type = ASSAY_PLUGIN_DICT32,
                 .words = {"resident", "registered"}});
  sdk::Parameter legacy_last_year =
      parameter({.id = "legacy_last_year",
                 .standard = "",
                 .doc = "last year that a legacy profile may assess; standard: the norm",
                 .type = ASSAY_PLUGIN_DEC6,
                 .lo = 1949,
                 .hi = 2021});
  sdk::Parameter min_births =
      parameter({.id = "min_births",
                 .standard = "",
                 .doc = "births below which one year is a small sample; standard: the norm",
                 .type = ASSAY_PLUGIN_DEC6,
                 .lo = 0});
  sdk::Parameter years = parameter({.id = "years",
                                    .standard = "",
                                    .doc = "years that a small sample is pooled over, 1 to 5; "
                                           "standard: the norm",
                                    .type = ASSAY_PLUGIN_DEC6,
                                    .lo = 1,
                                    .hi = 5});
  sdk::Parameter none_rule = parameter(
      {.id = "not_applicable",
       .standard = "absent",
       .doc = "a rate that does not apply: absent (no score) or reshare (its points go to the "
              "others)",
       .type = ASSAY_PLUGIN_DICT32,
       .words = {"absent", "reshare"}});
  sdk::Parameter points = parameter({.id = "points",
                                     .standard = "",
                                     .doc = "full marks, above 0; standard: the profile's norm",
                                     .type = ASSAY_PLUGIN_DEC6,
                                     .lo = 0.000001});
};

}  // namespace population
