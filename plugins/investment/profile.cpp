#include "profile.hpp"

#include <algorithm>
#include <initializer_list>

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

std::optional<Decimal> optional_figure(const sdk::Config& config, const sdk::Parameter& parameter) {
  if (!config.has(parameter)) return std::nullopt;
  return config.decimal(parameter);
}

std::optional<Ratio> percent_norm(const sdk::Norms& norms, const std::string& id, sdk::Day day) {
  const auto* norm = norms.find(id, day);
  if (norm == nullptr) return std::nullopt;
  return Ratio::percent(norm->value);
}

// The profiles that `profile` is made of.
std::vector<std::string> blocks_of(const std::string& profile) {
  if (profile != "city-2024") return {profile};
  return {"outside-2024", "fdi-usd-2024",    "signing-2024",
          "bands-2024",   "activities-2024", "penalties-2024"};
}

std::string id_of(std::initializer_list<std::string_view> parts) {
  std::string id;
  for (const auto part : parts) id += id.empty() ? std::string(part) : "." + std::string(part);
  return id;
}

std::optional<Count> count_on(sdk::Day day, const std::string& name, const sdk::Norms& norms) {
  for (std::size_t i = 0; i < kCounted.size(); ++i) {
    if (norms.find(id_of({name, "points", kCounted[i]}), day) == nullptr) continue;
    Count count{static_cast<Counted>(i), {}};
    for (std::size_t k = 0; k < count.each.size(); ++k)
      if (const auto* norm =
              norms.find(id_of({name, "each", kCounted[i], std::to_string(k + 1)}), day))
        count.each[k] = norm->value;
    return count;
  }
  return std::nullopt;
}

Block block_on(sdk::Day day, const std::string& name, const Settings& settings,
               const sdk::Norms& norms) {
  const auto prefix = name + ".points.";
  Block block;
  if (const auto* norm = norms.find(prefix + "metric", day))
    block.parts.push_back({settings.metric, norm->value});
  for (std::size_t i = 0; i < kItems.size(); ++i)
    if (const auto* norm = norms.find(prefix + std::string(kItems[i]), day))
      block.parts.push_back({static_cast<Item>(i), norm->value});
  for (const auto& part : block.parts) block.points = block.points + part.share;
  block.count = count_on(day, name, norms);
  if (block.count)
    block.points =
        norms.at(prefix + std::string(kCounted[static_cast<std::size_t>(block.count->what)]), day)
            .value;
  block.item_cap = percent_norm(norms, name + ".item_cap", day);
  block.score_cap = percent_norm(norms, name + ".score_cap", day);
  return block;
}

std::optional<Efficacy> efficacy_on(sdk::Day day, const Settings& settings,
                                    const sdk::Norms& norms) {
  const auto* base = norms.find(settings.profile + ".base", day);
  if (base == nullptr) {
    if (settings.worst || settings.best || settings.equal)
      throw ConfigError("parameters worst, best and equal belong to the profile efficacy");
    return std::nullopt;
  }
  if (!settings.worst || !settings.best || *settings.best < *settings.worst)
    throw ConfigError("the profile " + settings.profile +
                      " needs the parameters worst and best, best above worst: the rates that "
                      "give the least and the full points");
  if (*settings.best == *settings.worst && !settings.equal)
    throw ConfigError(
        "worst and best are the same: set best above worst, or say with the "
        "parameter equal how many per cent of the points this gives");
  return Efficacy{*settings.worst, *settings.best, base->value,
                  norms.at(settings.profile + ".span", day).value, settings.equal};
}

std::optional<Ladder> ladder_on(sdk::Day day, const Settings& settings, const sdk::Norms& norms) {
  const auto prefix = settings.profile + ".ladder.";
  const auto* base = norms.find(prefix + "base", day);
  if (base == nullptr) return std::nullopt;
  return Ladder{base->value, norms.at(prefix + "each", day).value,
                Ratio::percent(norms.at(prefix + "step", day).value)};
}

// The parameter stands in for whichever cap the profile has.
void apply_cap(Profile& profile, const Settings& settings) {
  if (!settings.cap) return;
  bool applied = false;
  for (auto& block : profile.blocks) {
    auto& cap = block.item_cap ? block.item_cap : block.score_cap;
    if (!cap) continue;
    cap = settings.cap;
    applied = true;
  }
  if (!applied) throw ConfigError("parameter cap: the profile " + settings.profile + " has no cap");
}

}  // namespace

Settings read_settings(const Declared& declared, const sdk::Config& config) {
  Settings settings;
  static_cast<void>(config.choice(declared.profile));  // checks it
  settings.profile = config.text(declared.profile);
  settings.metric = config.choice<Item>(declared.metric);
  settings.gate_metric = config.choice<Item>(declared.gate_metric);
  settings.gate = optional_rate(config, declared.gate_threshold);
  settings.cap = optional_rate(config, declared.cap);
  settings.worst = optional_rate(config, declared.worst);
  settings.best = optional_rate(config, declared.best);
  settings.equal = optional_figure(config, declared.equal);
  settings.points = optional_figure(config, declared.points);
  if (settings.points && *settings.points <= Decimal())
    sdk::Config::refuse(declared.points, config.text(declared.points), "above zero");
  settings.zero_target = config.choice<ZeroTarget>(declared.zero_rule);
  settings.not_applicable = config.choice<NotApplicable>(declared.none_rule);
  return settings;
}

Profile profile_on(sdk::Day day, const Settings& settings, const sdk::Norms& norms) {
  Profile profile;
  for (const auto& name : blocks_of(settings.profile)) {
    profile.blocks.push_back(block_on(day, name, settings, norms));
    profile.points = profile.points + profile.blocks.back().points;
  }
  if (settings.points) {
    const auto scaled = [&](Decimal norm) {
      return sdk::mul_div(norm, *settings.points, profile.points);
    };
    for (auto& block : profile.blocks) {
      block.points = scaled(block.points);
      if (block.count) std::ranges::transform(block.count->each, block.count->each.begin(), scaled);
    }
    profile.points = *settings.points;
  }
  profile.efficacy = efficacy_on(day, settings, norms);
  profile.ladder = ladder_on(day, settings, norms);
  apply_cap(profile, settings);
  profile.gate =
      settings.gate ? settings.gate : percent_norm(norms, settings.profile + ".gate", day);
  profile.award = Ratio::percent(norms.at("award.completion", day).value);
  return profile;
}

}  // namespace investment
