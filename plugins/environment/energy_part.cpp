#include "other_parts.hpp"

namespace environment {

namespace {

constexpr auto kMet = sdk::Decimal::from_integer(100);

}  // namespace

std::optional<Reduction> EnergyPart::assess(sdk::Row& row) const {
  const auto& d = x_declared;
  const auto energy = row[d.energy];
  const auto gdp = row[d.gdp];
  const auto energy_before = row[d.energy_before];
  const auto gdp_before = row[d.gdp_before];
  const auto explain_both = [&](sdk::Rule rule) {
    row.explain(d.energy_completion, rule);
    row.explain(d.energy_met, rule);
  };
  const auto fall = energy && gdp && energy_before && gdp_before
                        ? Reduction::of_energy(*energy, *gdp, *energy_before, *gdp_before)
                        : std::nullopt;
  if (!fall) {
    row.explain(d.energy_reduction, d.energy_missing);
    explain_both(d.energy_missing);
    return std::nullopt;
  }
  const auto percent = fall->percent();
  row.set(d.energy_reduction, percent);
  row.explain(d.energy_reduction, d.energy_fell,
              {*energy, *gdp, *energy_before, *gdp_before, percent});
  const auto target = row[d.energy_target];
  if (!target || target->is_zero()) {
    explain_both(d.target_missing);
    return std::nullopt;
  }
  const auto completion = fall->against(*target);
  row.set(d.energy_completion, completion.percent());
  row.explain(d.energy_completion, d.energy_completed, {percent, *target, completion.percent()});
  row.set(d.energy_met, completion.reaches(kMet));
  row.explain(d.energy_met, d.energy_completed, {percent, *target, completion.percent()});
  return completion;
}

}  // namespace environment
