#pragma once
// What the population plugin reads and gives. Constant once made; thread-safe.

#include <array>
#include <cstddef>

#include "assay/sdk/plugin.hpp"

namespace population {

namespace sdk = assay::sdk;

// Figures that are added up over years where those of one year are too few.
inline constexpr std::size_t kYears = 5;
struct Counts {
  sdk::Input now;
  std::array<sdk::Input, kYears - 1> past;  // 1 … 4 years back
};

// Deaths that a mortality counts.
enum class Mortality { Maternal, Infant, Under5 };
inline constexpr std::size_t kMortalities = 3;

struct Fields : sdk::Declaration {
  Fields()
      : Declaration(
            {.id = "population",
             .version = "1.0.0",
             .vendor = "Assay",
             .doc = "Population and family 人口与家庭发展（计划生育）: birth, death and growth "
                    "rates, sex ratios, fertility, childcare and child health; the former "
                    "family-planning assessment for the years it was in force"}) {}

  sdk::Input resident_start =
      people("resident_start", "residents at the start of the year 年初常住人口");
  sdk::Input resident_end = people("resident_end", "residents at its end 年末常住人口");
  sdk::Input registered_start =
      people("registered_start", "registered population at the start of the year 年初户籍人口");
  sdk::Input registered_end =
      people("registered_end", "registered population at its end 年末户籍人口");
  sdk::Input births = people("births", "births 出生人数");
  sdk::Input deaths = people("deaths", "deaths 死亡人数");
  sdk::Input birth_rate = permille("birth_rate", "birth rate as published 公布的出生率");
  sdk::Input death_rate = permille("death_rate", "death rate as published 公布的死亡率");
  sdk::Input male = people("male", "male population 男性人口");
  sdk::Input female = people("female", "female population 女性人口");
  Counts boys = counts("boys", {"boys_1", "boys_2", "boys_3", "boys_4"}, "boys born 出生男孩");
  Counts girls =
      counts("girls", {"girls_1", "girls_2", "girls_3", "girls_4"}, "girls born 出生女孩");
  // Births of women by age, per thousand of them.
  std::array<sdk::Input, 7> fertility = {
      permille("asfr_15", "births per 1000 women of 15 to 19 15—19岁生育率"),
      permille("asfr_20", "births per 1000 women of 20 to 24 20—24岁生育率"),
      permille("asfr_25", "births per 1000 women of 25 to 29 25—29岁生育率"),
      permille("asfr_30", "births per 1000 women of 30 to 34 30—34岁生育率"),
      permille("asfr_35", "births per 1000 women of 35 to 39 35—39岁生育率"),
      permille("asfr_40", "births per 1000 women of 40 to 44 40—44岁生育率"),
      permille("asfr_45", "births per 1000 women of 45 to 49 45—49岁生育率")};

  Counts live_births =
      counts("live_births", {"live_births_1", "live_births_2", "live_births_3", "live_births_4"},
             "live births 活产数");
  // By Mortality, as are all arrays of that size.
  std::array<Counts, kMortalities> deaths_of = {
      counts("maternal_deaths",
             {"maternal_deaths_1", "maternal_deaths_2", "maternal_deaths_3", "maternal_deaths_4"},
             "mothers who died 孕产妇死亡数", true),
      counts("infant_deaths",
             {"infant_deaths_1", "infant_deaths_2", "infant_deaths_3", "infant_deaths_4"},
             "infants who died 婴儿死亡数", true),
      counts("under5_deaths",
             {"under5_deaths_1", "under5_deaths_2", "under5_deaths_3", "under5_deaths_4"},
             "children under five who died, infants among them 5岁以下儿童死亡数", true)};
  sdk::Input places = input({.id = "places",
                             .unit = "个",
                             .doc = "childcare places for children under three 3岁以下婴幼儿托位数",
                             .lo = 0,
                             .rising = true});
  sdk::Input places_target = input({.id = "places_target",
                                    .unit = "个/千人",
                                    .doc = "its target; standard: the norm 托位数目标",
                                    .lo = 0,
                                    .falling = true});
  std::array<sdk::Input, kMortalities> mortality_targets = {
      input({.id = "maternal_target",
             .unit = "人/10万人",
             .doc = "target of maternal mortality; standard: the norm 孕产妇死亡率目标",
             .lo = 0,
             .rising = true}),
      input({.id = "infant_target",
             .unit = "‰",
             .doc = "target of infant mortality; standard: the norm 婴儿死亡率目标",
             .lo = 0,
             .rising = true}),
      input({.id = "under5_target",
             .unit = "‰",
             .doc = "target of under-five mortality; standard: the norm 5岁以下儿童死亡率目标",
             .lo = 0,
             .rising = true})};

  // Of the legacy profiles.
  sdk::Input compliant = input({.id = "compliant",
                                .unit = "人",
                                .doc = "births that complied with the policy 符合政策出生人数",
                                .lo = 0,
                                .rising = true});
  sdk::Input policy_target = input({.id = "policy_target",
                                    .unit = "%",
                                    .doc = "target of their share 符合政策生育率责任指标",
                                    .lo = 0,
                                    .hi = 100,
                                    .falling = true});
  sdk::Input policy_last_year = input({.id = "policy_last_year",
                                       .unit = "%",
                                       .doc = "their share last year 上年符合政策生育率",
                                       .lo = 0,
                                       .hi = 100,
                                       .falling = true});
  sdk::Input policy_average = input({.id = "policy_average",
                                     .unit = "%",
                                     .doc = "average share of the province 全省平均符合政策生育率",
                                     .lo = 0,
                                     .hi = 100});
  sdk::Input sex_ratio_target =
      input({.id = "sex_ratio_target",
             .unit = "",
             .doc = "target of the sex ratio at birth 出生人口性别比责任指标",
             .lo = 0,
             .rising = true});
  sdk::Input births_target = people("births_target", "births planned 出生人数目标");
  sdk::Input births_verified = people("births_verified", "births found by checking 核查出生人数");
  sdk::Input contraception_users = input({.id = "contraception_users",
                                          .unit = "人",
                                          .doc = "women who use contraception 采取避孕措施人数",
                                          .lo = 0,
                                          .rising = true});
  sdk::Input married_women =
      people("married_women", "married women of childbearing age 已婚育龄妇女");
  sdk::Input contraception_target = input({.id = "contraception_target",
                                           .unit = "%",
                                           .doc = "target of the share of users 综合避孕率目标",
                                           .lo = 0,
                                           .hi = 100,
                                           .falling = true});
  sdk::Input veto_proposed =
      input({.id = "veto_proposed",
             .unit = "",
             .doc = "1: the department in charge proposes a veto, 0: it does "
                    "not 主管部门提出一票否决",
             .lo = 0,
             .hi = 1});

  sdk::DecimalOutput score =
      decimal_output({.id = "score", .unit = "分", .doc = "score 得分", .lo = 0});
  sdk::DecimalOutput full =
      decimal_output({.id = "full", .unit = "分", .doc = "full marks of the score 满分", .lo = 0});
  sdk::DecimalOutput crude_birth_rate = decimal_output(
      {.id = "birth_rate", .unit = "‰", .doc = "births / mean population 出生率", .lo = 0});
  sdk::DecimalOutput crude_death_rate = decimal_output(
      {.id = "death_rate", .unit = "‰", .doc = "deaths / mean population 死亡率", .lo = 0});
  sdk::DecimalOutput natural_growth =
      decimal_output({.id = "natural_growth",
                      .unit = "‰",
                      .doc = "difference of the rounded rates, as bulletins state it 自然增长率"});
  sdk::DecimalOutput natural_growth_direct = decimal_output(
      {.id = "natural_growth_direct",
       .unit = "‰",
       .doc = "(births − deaths)/mean population, for comparison 直接计算的自然增长率"});
  sdk::DecimalOutput sex_ratio = decimal_output(
      {.id = "sex_ratio", .unit = "", .doc = "men per 100 women 总人口性别比", .lo = 0});
  sdk::DecimalOutput birth_sex_ratio = decimal_output(
      {.id = "birth_sex_ratio", .unit = "", .doc = "boys per 100 girls 出生人口性别比", .lo = 0});
  sdk::RatioOutput birth_sex_ratio_exact = ratio_output(
      {.id = "birth_sex_ratio_exact", .unit = "", .doc = "boys/girls, exact 男孩÷女孩", .lo = 0});
  sdk::FlagOutput small_sample = flag_output(
      {.id = "small_sample",
       .unit = "",
       .doc = "too few births in one year: ratios of births are means of years 小样本"});
  sdk::DecimalOutput fertility_rate = decimal_output(
      {.id = "fertility_rate", .unit = "", .doc = "children per woman (TFR) 总和生育率", .lo = 0});
  sdk::DecimalOutput places_rate = decimal_output({.id = "places_rate",
                                                   .unit = "个/千人",
                                                   .doc = "childcare places per 1000 residents "
                                                          "每千人口托位数",
                                                   .lo = 0});
  std::array<sdk::DecimalOutput, kMortalities> mortalities = {
      decimal_output({.id = "maternal_mortality",
                      .unit = "人/10万人",
                      .doc = "mothers who died per 100,000 live births 孕产妇死亡率",
                      .lo = 0}),
      decimal_output({.id = "infant_mortality",
                      .unit = "‰",
                      .doc = "infants who died per 1000 live births 婴儿死亡率",
                      .lo = 0}),
      decimal_output({.id = "under5_mortality",
                      .unit = "‰",
                      .doc = "children under five who died per 1000 live births 5岁以下儿童死亡率",
                      .lo = 0})};
  sdk::RatioOutput policy_rate = ratio_output({.id = "policy_rate",
                                               .unit = "",
                                               .doc = "compliant/births 符合政策生育率",
                                               .lo = 0,
                                               .hi = 1});
  sdk::DecimalOutput non_compliant_rate =
      decimal_output({.id = "non_compliant_rate",
                      .unit = "%",
                      .doc = "100 % less the share that complied 违法生育多孩率",
                      .lo = 0,
                      .hi = 100});
  sdk::RatioOutput contraception_rate = ratio_output({.id = "contraception_rate",
                                                      .unit = "",
                                                      .doc = "users/married women 综合避孕率",
                                                      .lo = 0,
                                                      .hi = 1});
  sdk::RatioOutput statistical_error =
      ratio_output({.id = "statistical_error",
                    .unit = "",
                    .doc = "births reported against those found by checking 出生统计误差",
                    .lo = 0});
  sdk::FlagOutput veto =
      flag_output({.id = "veto", .unit = "", .doc = "family-planning veto 计划生育一票否决"});
  sdk::FlagOutput award_eligible =
      flag_output({.id = "award_eligible", .unit = "", .doc = "not vetoed 可参评奖项"});

 private:
  sdk::Input people(std::string_view id, std::string_view doc) {
    return input({.id = id, .unit = "人", .doc = doc, .lo = 0});
  }
  sdk::Input permille(std::string_view id, std::string_view doc) {
    return input({.id = id, .unit = "‰", .doc = doc, .lo = 0, .hi = 1000});
  }
  Counts counts(std::string_view id, const std::array<std::string_view, kYears - 1>& past,
                std::string_view doc, bool falling = false) {
    const auto now = input({.id = id, .unit = "人", .doc = doc, .lo = 0, .falling = falling});
    Counts made{now, {now, now, now, now}};
    for (std::uint32_t i = 0; i < past.size(); ++i)
      made.past[i] = past_input({.id = past[i], .unit = "人", .doc = doc, .lo = 0}, now, i + 1);
    return made;
  }
};

}  // namespace population
