#include "standards.hpp"

#include <string>

namespace population {

namespace {

using sdk::Decimal;
using sdk::Ratio;

std::int64_t whole(Decimal value) { return value.micro() / Decimal::kScale; }

std::optional<Decimal> optional_decimal(const sdk::Config& config,
                                        const sdk::Parameter& parameter) {
  if (!config.has(parameter)) return std::nullopt;
  return config.decimal(parameter);
}

// Norms of one profile by the rest of their name.
class Named {
 public:
  Named(const sdk::Norms& norms, std::string profile, sdk::Day day)
      : x_norms(norms), x_profile(std::move(profile)), x_day(day) {}
  [[nodiscard]] Decimal operator()(std::string_view name) const {
    return x_norms.at(x_profile + "." + std::string(name), x_day).value;
  }
  [[nodiscard]] Ratio rate(std::string_view name) const { return Ratio::percent((*this)(name)); }

 private:
  const sdk::Norms& x_norms;
  std::string x_profile;
  sdk::Day x_day;
};

Modern modern_on(const Named& norm) {
  return {.places_points = norm("points.places"),
          .places_target = norm("target.places"),
          .points = {norm("points.maternal"), norm("points.infant"), norm("points.under5")},
          .targets = {norm("target.maternal"), norm("target.infant"), norm("target.under5")}};
}

Hunan hunan_on(const Named& norm) {
  return {.policy_target_points = norm("points.policy_target"),
          .policy_deduction = norm("policy_deduction"),
          .sex_target_points = norm("points.sex_target"),
          .sex_deduction = norm("sex_deduction"),
          .sex_deduction_rise = norm("sex_deduction_rise"),
          .policy_level_points = norm("points.policy_level"),
          .progress_full = norm("progress_full"),
          .level_above = norm.rate("level_above"),
          .level_below = norm.rate("level_below"),
          .sex_level_points = norm("points.sex_level"),
          .sex_full = norm("sex_full"),
          .sex_zero = norm("sex_zero")};
}

Dazhou dazhou_on(const Named& norm) {
  return {.births_points = norm("points.births"),
          .error_points = norm("points.error"),
          .contraception_points = norm("points.contraception"),
          .births_least = norm.rate("births_least"),
          .births_most = norm.rate("births_most"),
          .error_most = norm.rate("error_most")};
}

// The former assessment must not come back under another name.
void check_legacy(sdk::Day day, const Settings& settings, const sdk::Norms& norms) {
  if (settings.profile == Profile::Modern) return;
  const auto last = whole(settings.legacy_last_year ? *settings.legacy_last_year
                                                    : norms.at("legacy.last_year", day).value);
  if (day / 10'000 > last)
    throw sdk::ConfigError("parameter profile: legacy profiles hold up to " + std::to_string(last) +
                           ": use modern, or set legacy_last_year where the region's rules ended "
                           "later");
}

}  // namespace

Settings read_settings(const Declared& declared, const sdk::Config& config) {
  Settings settings;
  settings.profile = config.choice<Profile>(declared.profile);
  settings.registered = config.choice(declared.basis) == 1;
  settings.reshare = config.choice(declared.none_rule) == 1;
  settings.legacy_last_year = optional_decimal(config, declared.legacy_last_year);
  settings.min_births = optional_decimal(config, declared.min_births);
  settings.years = optional_decimal(config, declared.years);
  settings.points = optional_decimal(config, declared.points);
  if (settings.points && *settings.points <= Decimal())
    sdk::Config::refuse(declared.points, config.text(declared.points), "above zero");
  if (settings.years &&
      (*settings.years != Decimal::from_integer(whole(*settings.years)) ||
       *settings.years < Decimal::from_integer(1) ||
       *settings.years > Decimal::from_integer(static_cast<std::int64_t>(kYears))))
    sdk::Config::refuse(declared.years, config.text(declared.years), "a whole number from 1 to 5");
  return settings;
}

Standards standards_on(sdk::Day day, const Settings& settings, const sdk::Norms& norms) {
  check_legacy(day, settings, norms);
  const auto value = [&](const char* id) { return norms.at(id, day).value; };
  Standards standards;
  standards.rate_decimals = static_cast<int>(whole(value("decimals.rate")));
  standards.mortality_decimals = static_cast<int>(whole(value("decimals.mortality")));
  standards.min_births = settings.min_births ? *settings.min_births : value("small_sample.births");
  standards.years = static_cast<std::size_t>(
      whole(settings.years ? *settings.years : value("small_sample.years")));
  switch (settings.profile) {
    case Profile::Modern:
      standards.modern = modern_on({norms, "modern", day});
      break;
    case Profile::Hunan2017:
      standards.hunan = hunan_on({norms, "hunan-2017", day});
      break;
    case Profile::Dazhou2010:
      standards.dazhou = dazhou_on({norms, "dazhou-2010", day});
      break;
  }
  return standards;
}

}  // namespace population
