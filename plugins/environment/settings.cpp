#include "settings.hpp"

#include <algorithm>

namespace environment {

namespace {

std::optional<sdk::Decimal> amount(const sdk::Config& config, const sdk::Parameter& parameter) {
  if (config.text(parameter).empty()) return std::nullopt;
  const auto value = config.decimal(parameter);
  if (value.is_negative()) sdk::Config::refuse(parameter, config.text(parameter), "zero or more");
  return value;
}

ItemSet exempt_items(const sdk::Config& config, const sdk::Parameter& parameter) {
  const auto text = config.text(parameter);
  const std::string_view view = text;
  ItemSet items = 0;
  for (auto from = view.find_first_not_of(' '); from != std::string_view::npos;
       from = view.find_first_not_of(' ', from)) {
    const auto to = std::min(view.find(' ', from), view.size());
    const auto* found = std::ranges::find(kItem_names, view.substr(from, to - from));
    if (found == kItem_names.end())
      sdk::Config::refuse(parameter, text, "a list of so2, no2, co, o3, pm10, pm25");
    items |= only(static_cast<std::size_t>(found - kItem_names.begin()));
    from = to;
  }
  return items;
}

// Only some profiles are scored between two figures, and only indices without natural ends need
// them said.
void check_ends(const Settings& settings) {
  const bool has_both = settings.worst && settings.best;
  switch (settings.profile) {
    case Profile::AirIndex:
    case Profile::WaterIndex:
      if (!has_both || *settings.best >= *settings.worst)
        throw sdk::ConfigError(
            "the profiles air-index and water-index need the parameters worst and best, best below "
            "worst: the indices that give no and full points");
      break;
    case Profile::ExcellentDays:
    case Profile::Ei:
    case Profile::Eqi:
      if (settings.best.value_or(sdk::Decimal::from_integer(100)) <=
          settings.worst.value_or(sdk::Decimal()))
        throw sdk::ConfigError("parameters worst and best: best must be above worst");
      break;
    default:
      if (settings.worst || settings.best)
        throw sdk::ConfigError(
            "parameters worst and best belong to the profiles excellent-days, air-index, "
            "water-index, ei and eqi");
  }
}

}  // namespace

Settings Settings::read(const Declared& declared, const sdk::Config& config) {
  Settings made;
  made.profile = config.choice<Profile>(declared.profile);
  made.points = amount(config, declared.points);
  if (made.points && made.points->is_zero())
    sdk::Config::refuse(declared.points, config.text(declared.points), "above zero");
  made.worst = amount(config, declared.worst);
  made.best = amount(config, declared.best);
  made.met = amount(config, declared.met);
  made.full_at = config.decimal(declared.full_at);
  if (made.full_at < sdk::Decimal::from_integer(100))
    sdk::Config::refuse(declared.full_at, config.text(declared.full_at), "100 or more");
  made.any_days = config.choice(declared.validity) == 1;
  made.hours_end = config.choice(declared.hour_label) == 1;
  made.drop_pm_zero = config.choice(declared.pm_zero_rule) == 1;
  made.exempt = exempt_items(config, declared.exempt);
  check_ends(made);
  return made;
}

}  // namespace environment
