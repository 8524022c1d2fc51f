#include "reduction.hpp"

#include <algorithm>
#include <string>

#include "norms_on.hpp"

namespace environment {

namespace {

sdk::Int128 common_divisor(sdk::Int128 a, sdk::Int128 b) {
  while (b != 0) {
    a %= b;
    std::swap(a, b);
  }
  return a < 0 ? -a : a;
}

Reduction reduced(sdk::Int128 above, sdk::Int128 below) {
  const auto divisor = common_divisor(above, below);
  return {above / divisor, below / divisor};
}

constexpr sdk::Decimal kHundred = sdk::Decimal::from_integer(100);

}  // namespace

std::optional<Reduction> Reduction::of_energy(sdk::Decimal energy, sdk::Decimal gdp,
                                              sdk::Decimal energy_before, sdk::Decimal gdp_before) {
  if (energy_before.is_zero() || gdp.is_zero() || gdp_before.is_zero()) return std::nullopt;
  const auto now = sdk::multiply_wide(energy.micro(), gdp_before.micro());
  const auto before = sdk::multiply_wide(energy_before.micro(), gdp.micro());
  return reduced(before - now, before);
}

std::optional<Reduction> Reduction::of(sdk::Decimal now, sdk::Decimal before) {
  if (before.is_zero()) return std::nullopt;
  return reduced(before.micro() - now.micro(), before.micro());
}

sdk::Decimal Reduction::percent() const {
  return sdk::Decimal::from_micro(
      sdk::divide_rounded(sdk::multiply_wide(above, kHundred.micro()), below));
}

Reduction Reduction::against(sdk::Decimal target_percent) const {
  return reduced(sdk::multiply_wide(above, kHundred.micro()),
                 sdk::multiply_wide(below, target_percent.micro()));
}

bool Reduction::reaches(sdk::Decimal percent) const {
  return sdk::multiply_wide(above, kHundred.micro()) >= sdk::multiply_wide(below, percent.micro());
}

EnergyNorms EnergyNorms::on(sdk::Day day, const sdk::Norms& norms) {
  const NormsOn norm(norms, day);
  EnergyNorms made{.steps = {},
                   .full = norm.decimal("energy.points"),
                   .extra_each = norm.decimal("energy.extra.each"),
                   .extra_points = norm.decimal("energy.extra.points"),
                   .extra_most = norm.decimal("energy.extra.most")};
  for (int i = 1;; ++i) {
    const auto step = "energy.step." + std::to_string(i);
    if (!norm.has(step + ".points")) return made;
    made.steps.push_back({norm.decimal(step + ".completion"), norm.decimal(step + ".points")});
  }
}

sdk::Decimal energy_points(const Reduction& completion, const EnergyNorms& norms) {
  const auto step = std::ranges::find_if(
      norms.steps, [&](const auto& one) { return completion.reaches(one.completion); });
  if (step == norms.steps.end()) return {};
  if (step != norms.steps.begin()) return step->points;
  sdk::Decimal extra;
  for (auto next = step->completion + norms.extra_each;
       extra < norms.extra_most && completion.reaches(next); next = next + norms.extra_each)
    extra = std::min(extra + norms.extra_points, norms.extra_most);
  return step->points + extra;
}

sdk::Decimal pm_points(const Reduction& reduction, const Reduction& completion,
                       const PmScale& scale) {
  if (reduction.rose()) return {};
  if (completion.reaches(scale.full_at)) return scale.full;
  const auto percent = completion.percent();
  if (!completion.reaches(kHundred)) return sdk::mul_div(scale.met, percent, kHundred);
  return scale.met +
         sdk::mul_div(scale.full - scale.met, percent - kHundred, scale.full_at - kHundred);
}

}  // namespace environment
