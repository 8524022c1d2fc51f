#include "standards.hpp"

#include <algorithm>
#include <string_view>

namespace safety {

namespace {

using sdk::Decimal;

// By Profile, Rate and Sector: their names in norms.csv.
constexpr std::array<std::string_view, 3> kProfiles = {"binary", "proportional", "grades"};
constexpr std::array<std::string_view, kRates> kRateNames = {"gdp_rate", "employee_rate",
                                                             "vehicle_rate", "coal_rate"};
constexpr std::array<std::string_view, 9> kSectors = {
    "煤矿", "非煤矿山", "危险化学品", "烟花爆竹", "建筑施工", "工贸", "道路交通", "火灾", "其他"};

std::optional<Decimal> optional_norm(const sdk::Norms& norms, const std::string& id, sdk::Day day) {
  const auto* norm = norms.find(id, day);
  if (norm == nullptr) return std::nullopt;
  return norm->value;
}

std::optional<ClassLimits> classes_on(sdk::Day day, const sdk::Norms& norms) {
  ClassLimits limits;
  for (std::size_t i = 0; i < limits.size(); ++i) {
    const auto prefix = "class." + std::string(kClasses[i]) + ".";
    for (const auto& norm : norms.all())
      if (norm.id == prefix + "deaths" && norm.from > day) return std::nullopt;
    limits[i] = {norms.at(prefix + "deaths", day).value, norms.at(prefix + "serious", day).value,
                 norms.at(prefix + "loss", day).value};
  }
  return limits;
}

Veto veto_on(sdk::Day day, const std::string& preset, const sdk::Norms& norms) {
  Veto veto;
  if (preset.empty()) return veto;
  veto.chosen = true;
  const auto norm = [&](const std::string& what) {
    return optional_norm(norms, preset + ".veto." + what, day);
  };
  veto.responsible_only = norm("responsible").has_value();
  veto.proposed = norm("proposed").has_value();
  veto.least_score = norm("score");
  for (std::size_t i = 0; i < veto.counts.size(); ++i)
    veto.counts[i] = norm("count." + std::string(kClasses[i]));
  const auto other = norm("deaths.other");
  for (std::size_t i = 0; i < veto.deaths.size(); ++i) {
    const auto own = norm("deaths." + std::string(kSectors[i]));
    veto.deaths[i] = own ? own : other;
  }
  return veto;
}

}  // namespace

Settings read_settings(const Declared& declared, const sdk::Config& config) {
  Settings settings;
  settings.profile = config.choice<Profile>(declared.profile);
  const auto metric = config.choice(declared.metric_choice);
  if (metric != 0) settings.metric = static_cast<Rate>(metric - 1);
  if (config.choice(declared.veto_preset) != 0) settings.veto = config.text(declared.veto_preset);
  settings.published = config.choice(declared.rate_source) == 1;
  settings.no_rows_is_none = config.choice(declared.no_rows) == 1;
  if (config.has(declared.points)) {
    settings.points = config.decimal(declared.points);
    if (*settings.points <= Decimal())
      sdk::Config::refuse(declared.points, config.text(declared.points), "above zero");
  }
  return settings;
}

Standards standards_on(sdk::Day day, const Settings& settings, const sdk::Norms& norms) {
  const auto value = [&](const std::string& id) { return norms.at(id, day).value; };
  Standards standards;
  standards.classes = classes_on(day, norms);
  for (std::size_t i = 0; i < kRates; ++i)
    standards.decimals[i] =
        static_cast<int>(value("decimals." + std::string(kRateNames[i])).micro() / Decimal::kScale);
  standards.death_days = value("injury.death_days");
  standards.serious_days = value("injury.serious_days");
  standards.million_hours = value("injury.million_hours");
  standards.osha_hours = value("injury.osha_hours");
  const auto profile = std::string(kProfiles[static_cast<std::size_t>(settings.profile)]);
  standards.points = settings.points ? *settings.points : value(profile + ".points");
  if (settings.profile == Profile::Grades)
    standards.grades = {value("grades.excellent"), value("grades.good"), value("grades.pass")};
  standards.veto = veto_on(day, settings.veto, norms);
  const bool counts =
      std::ranges::any_of(standards.veto.counts, &std::optional<Decimal>::has_value);
  if (counts && !standards.classes)
    throw sdk::ConfigError("parameter veto: accidents have no classes yet in this period");
  return standards;
}

}  // namespace safety
