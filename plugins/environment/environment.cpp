// Environment (生态环境): the parts put together and the score. Sources and norms: README.md,
// data/*.csv.

#include <algorithm>

#include "air_part.hpp"
#include "assay/sdk/data.hpp"
#include "norms_on.hpp"
#include "other_parts.hpp"

namespace environment {

namespace {

using sdk::Decimal;
using sdk::Ratio;
using sdk::Row;

constexpr auto kHundred = Decimal::from_integer(100);

}  // namespace

class Environment : public sdk::Plugin {
 public:
  using Declared = environment::Declared;

  Environment(const Declared& declared, const sdk::Config& config)
      : x_declared(declared),
        x_norms(sdk::Norms::parse(sdk::data_file("norms.csv"))),
        x_standards(AqiStandards::parse(sdk::data_file("breakpoints.csv"), x_norms)),
        x_settings(Settings::read(declared, config)),
        x_air(declared, x_settings, x_norms, x_standards),
        x_water(declared, x_norms),
        x_ecology(declared, x_norms),
        x_energy(declared) {}

  void start(std::string_view period) override {
    const auto day = sdk::last_day(period);
    x_air.start(period);
    x_water.start(day);
    x_ecology.start(day);
    const NormsOn norm(x_norms, day);
    switch (x_settings.profile) {
      case Profile::Energy:
        x_energy_norms = EnergyNorms::on(day, x_norms);
        x_full = x_settings.points.value_or(x_energy_norms.full);
        break;
      case Profile::Pm10:
      case Profile::Pm25:
        x_full = x_settings.points.value_or(norm.decimal("pm.points"));
        x_pm_scale = {x_full, x_settings.met.value_or(x_full), x_settings.full_at};
        x_pm_classes = norm.list("pm.class.");
        break;
      default:
        x_full = x_settings.points.value_or(kHundred);
    }
  }

  void assess(Row& row) override {
    const auto& d = x_declared;
    const auto air = x_air.assess(row);
    const auto water = x_water.assess(row);
    const auto ecology = x_ecology.assess(row);
    const auto energy = x_energy.assess(row);
    give_full(row);
    switch (x_settings.profile) {
      case Profile::Figures:
        row.explain(d.score, d.no_score);
        break;
      case Profile::ExcellentDays:
        score_between(air.excellent_ratio
                          ? std::optional(*air.excellent_ratio * Ratio::of(kHundred))
                          : std::nullopt,
                      row);
        break;
      case Profile::AirIndex:
        score_between(exact(air.index), row);
        break;
      case Profile::WaterIndex:
        score_between(exact(water), row);
        break;
      case Profile::Ei:
        score_between(exact(ecology.ei_counted), row);
        break;
      case Profile::Eqi:
        score_between(exact(ecology.eqi), row);
        break;
      case Profile::Pm10:
        return score_pm(air.pm10, row[d.pm10_target], row);
      case Profile::Pm25:
        return score_pm(air.pm25, row[d.pm25_target], row);
      case Profile::Energy:
        score_energy(energy, row);
        break;
    }
    row.explain(d.score_class, d.no_class);
  }

 private:
  [[nodiscard]] static std::optional<Ratio> exact(std::optional<Decimal> value) {
    return value ? std::optional(Ratio::of(*value)) : std::nullopt;
  }

  void give_full(Row& row) const {
    const auto& d = x_declared;
    if (x_settings.profile == Profile::Figures) return row.explain(d.full, d.no_full);
    row.set(d.full, x_full);
    row.explain(d.full, d.full_marks, {x_full});
  }

  // Linear from `worst` to `best`, whichever of them is the greater.
  void score_between(std::optional<Ratio> figure, Row& row) const {
    const auto& d = x_declared;
    if (!figure) return row.explain(d.score, d.score_missing);
    const auto worst = x_settings.worst.value_or(Decimal());
    const auto best = x_settings.best.value_or(kHundred);
    const auto way = std::clamp(Ratio::between(*figure, Ratio::of(worst), Ratio::of(best)), Ratio(),
                                Ratio::make(1, 1));
    const auto score = way.times(x_full);
    row.set(d.score, score);
    row.explain(d.score, d.score_between,
                {figure->times(Decimal::from_integer(1)), worst, best, score, x_full});
  }

  void score_energy(const std::optional<Reduction>& completion, Row& row) const {
    const auto& d = x_declared;
    if (!completion) return row.explain(d.score, d.score_missing);
    const auto points = energy_points(*completion, x_energy_norms);
    const auto score = sdk::mul_div(points, x_full, x_energy_norms.full);
    row.set(d.score, score);
    row.explain(d.score, d.score_energy, {completion->percent(), score, x_full});
  }

  void score_pm(const std::optional<Reduction>& fall, std::optional<Decimal> target,
                Row& row) const {
    const auto& d = x_declared;
    if (!fall || !target || target->is_zero()) {
      for (const auto output : {d.score, d.score_class})
        row.explain(output, fall ? d.target_missing : d.score_missing);
      return;
    }
    const auto score = pm_points(*fall, fall->against(*target), x_pm_scale);
    row.set(d.score, score);
    row.explain(d.score, d.score_pm, {fall->percent(), *target, score, x_full});
    // Classes are shares of the full marks, compared unrounded.
    const auto of_class = std::ranges::find_if(x_pm_classes, [&](Decimal least) {
      return Ratio::of(score, x_full) >= Ratio::percent(least);
    });
    const auto place = Decimal::from_integer(of_class - x_pm_classes.begin() + 1);
    row.set(d.score_class, place);
    row.explain(d.score_class, d.classed, {score, place});
  }

  const Declared& x_declared;
  sdk::Norms x_norms;
  AqiStandards x_standards;
  Settings x_settings;
  AirPart x_air;
  WaterPart x_water;
  EcologyPart x_ecology;
  EnergyPart x_energy;
  // Of the period being assessed.
  Decimal x_full;
  EnergyNorms x_energy_norms;
  PmScale x_pm_scale;
  std::vector<Decimal> x_pm_classes;
};

}  // namespace environment

ASSAY_PLUGIN(environment::Environment)
