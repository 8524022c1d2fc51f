#include "profile.hpp"

namespace investment {

namespace {

using sdk::ConfigError;
using sdk::Decimal;
using sdk::Ratio;

std::optional<Ratio> optional_rate(const sdk::Config& config, const sdk::Parameter& parameter) {
  if (!config.has(parameter)) return std::nullopt;
  const auto rate = config.ratio(parameter);
  if (rate < Ratio()) sdk::Config::refuse(parameter, config.text(parameter), "zero or more");
  return rate;
}

// The profiles are those that norms give points to.
void check_profile(const std::string& profile, const sdk::Parameter& parameter,
                   const sdk::Norms& norms) {
  std::string list;
  for (const auto& norm : norms.all()) {
    const auto dot = norm.id.find(".points.");
    if (dot == std::string::npos) continue;
    const auto known = norm.id.substr(0, dot);
    if (known == profile) return;
    if (!list.ends_with(known)) list += (list.empty() ? "" : ", ") + known;
  }
  sdk::Config::refuse(parameter, profile, "one of " + list);
}

std::optional<Ratio> percent_norm(const sdk::Norms& norms, const std::string& id, sdk::Day day) {
  const auto* norm = norms.find(id, day);
  if (norm == nullptr) return std::nullopt;
  return Ratio::percent(norm->value);
}

std::vector<Profile::Part> parts_on(sdk::Day day, const Settings& settings,
                                    const sdk::Norms& norms) {
  const auto prefix = settings.profile + ".points.";
  std::vector<Profile::Part> parts;
  if (const auto* norm = norms.find(prefix + "metric", day))
    parts.push_back({settings.metric, norm->value});
  for (std::size_t i = 0; i < kItems.size(); ++i)
    if (const auto* norm = norms.find(prefix + std::string(kItems[i]), day))
      parts.push_back({static_cast<Item>(i), norm->value});
  return parts;
}

std::optional<Efficacy> efficacy_on(sdk::Day day, const Settings& settings,
                                    const sdk::Norms& norms) {
  const auto* base = norms.find(settings.profile + ".base", day);
  if (base == nullptr) {
    if (settings.worst || settings.best)
      throw ConfigError("parameters worst and best belong to the profile efficacy");
    return std::nullopt;
  }
  if (!settings.worst || !settings.best || *settings.best <= *settings.worst)
    throw ConfigError("the profile " + settings.profile +
                      " needs the parameters worst and best, best above worst: the rates that "
                      "give the least and the full points");
  return Efficacy{*settings.worst, *settings.best, base->value,
                  norms.at(settings.profile + ".span", day).value};
}

// The parameter stands in for whichever cap the profile has.
void apply_cap(Profile& profile, const Settings& settings) {
  if (!settings.cap) return;
  if (profile.efficacy)
    throw ConfigError("parameter cap: the profile " + settings.profile + " has no cap");
  (profile.item_cap ? profile.item_cap : profile.score_cap) = settings.cap;
}

}  // namespace

Settings read_settings(const Declared& declared, const sdk::Config& config,
                       const sdk::Norms& norms) {
  Settings settings;
  settings.profile = config.text(declared.profile);
  check_profile(settings.profile, declared.profile, norms);
  settings.metric = static_cast<Item>(config.choice(declared.metric, {"completion", "arrival"}));
  settings.gate_metric =
      static_cast<Item>(config.choice(declared.gate_metric, {"completion", "arrival"}));
  settings.gate = optional_rate(config, declared.gate_threshold);
  settings.cap = optional_rate(config, declared.cap);
  settings.worst = optional_rate(config, declared.worst);
  settings.best = optional_rate(config, declared.best);
  if (config.has(declared.points)) {
    settings.points = config.decimal(declared.points);
    if (*settings.points <= Decimal())
      sdk::Config::refuse(declared.points, config.text(declared.points), "above zero");
  }
  settings.zero_target =
      static_cast<ZeroTarget>(config.choice(declared.zero_rule, {"refuse", "met", "cap"}));
  settings.not_applicable =
      static_cast<NotApplicable>(config.choice(declared.none_rule, {"absent", "reshare"}));
  return settings;
}

Profile profile_on(sdk::Day day, const Settings& settings, const sdk::Norms& norms) {
  Profile profile;
  profile.parts = parts_on(day, settings, norms);
  for (const auto& part : profile.parts) profile.points = profile.points + part.share;
  if (settings.points) profile.points = *settings.points;
  profile.item_cap = percent_norm(norms, settings.profile + ".item_cap", day);
  profile.score_cap = percent_norm(norms, settings.profile + ".score_cap", day);
  profile.efficacy = efficacy_on(day, settings, norms);
  apply_cap(profile, settings);
  profile.gate =
      settings.gate ? settings.gate : percent_norm(norms, settings.profile + ".gate", day);
  profile.award = Ratio::percent(norms.at("award.completion", day).value);
  return profile;
}

}  // namespace investment
