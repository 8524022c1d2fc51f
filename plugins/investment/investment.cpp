// Investment promotion (招商引资): formulas. Sources and norms: README.md, data/norms.csv.

#include <algorithm>

#include "assay/sdk/data.hpp"
#include "score.hpp"

namespace investment {

namespace {

using sdk::Decimal;
using sdk::Ratio;
using sdk::Row;

}  // namespace

class Investment : public sdk::Plugin {
 public:
  using Declared = investment::Declared;

  Investment(const Declared& declared, const sdk::Config& config)
      : x_declared(declared),
        x_norms(sdk::Norms::parse(sdk::data_file("norms.csv"))),
        x_settings(read_settings(declared, config)) {}

  void start(std::string_view period) override {
    x_profile = profile_on(sdk::last_day(period), x_settings, x_norms);
  }

  void assess(Row& row) override {
    const auto completion = rate(Item::Completion, row);
    const auto arrival = rate(Item::Arrival, row);
    give_completion(completion, row);
    give_arrival(arrival, row);
    give_score(x_declared, x_settings, x_profile, row);
    const bool gated = give_gate(completion, arrival, row);
    give_award(completion, gated, row);
    give_fixed_assets(row);
  }

 private:
  [[nodiscard]] Rate rate(Item item, const Row& row) const {
    return rate_of(item, x_declared, x_settings.zero_target, cap_of(x_profile.blocks.front()), row);
  }

  void give_completion(const Rate& rate, Row& row) const {
    row.set(x_declared.completion, rate.value);
    explain_completion(x_declared.completion, rate, row);
  }

  template <class Output>
  void explain_completion(Output output, const Rate& rate, Row& row) const {
    const auto& d = x_declared;
    if (!rate.below.is_zero())
      row.explain(output, d.completion_rate, {rate.above, rate.below, rate.value.as_percent()});
    else if (rate.above.is_zero())
      row.explain(output, d.zero_target_met);
    else
      row.explain(output, d.zero_target_set, {rate.above, rate.value.as_percent()});
  }

  void give_arrival(const Rate& rate, Row& row) const {
    const auto& d = x_declared;
    if (rate.state == Rate::State::Known) row.set(d.arrival, rate.value);
    explain_arrival(d.arrival, rate, row);
    if (rate.state == Rate::State::Missing)
      return row.explain(d.over_contracted, d.arrival_missing);
    const bool over = rate.above > rate.below;
    row.set(d.over_contracted, over);
    row.explain(d.over_contracted, over ? d.arrival_over : d.not_over, {rate.above, rate.below});
  }

  template <class Output>
  void explain_arrival(Output output, const Rate& rate, Row& row) const {
    const auto& d = x_declared;
    if (rate.state == Rate::State::Missing)
      row.explain(output, d.arrival_missing);
    else if (rate.state == Rate::State::NotApplicable)
      row.explain(output, d.arrival_none);
    else if (rate.above > rate.below)
      row.explain(output, d.arrival_over, {rate.above, rate.below});
    else
      row.explain(output, d.arrival_rate, {rate.above, rate.below, rate.value.as_percent()});
  }

  // Gives gate and gated; true when the gate is not reached.
  bool give_gate(const Rate& completion, const Rate& arrival, Row& row) const {
    const auto& d = x_declared;
    const bool by_completion = x_settings.gate_metric == Item::Completion;
    const auto& rate = by_completion ? completion : arrival;
    const bool known = rate.state == Rate::State::Known;
    const bool gated = known && x_profile.gate && rate.value < *x_profile.gate;
    if (known) row.set(d.gate, rate.value);
    if (known) row.set(d.gated, gated);
    if (by_completion)
      explain_completion(d.gate, rate, row);
    else
      explain_arrival(d.gate, rate, row);
    if (!known)
      row.explain(d.gated, d.gate_absent);
    else if (!x_profile.gate)
      row.explain(d.gated, d.gate_none);
    else
      row.explain(d.gated, gated ? d.gate_failed : d.gate_reached, {x_profile.gate->as_percent()});
    return gated;
  }

  void give_award(const Rate& completion, bool gated, Row& row) const {
    const auto& d = x_declared;
    const bool completed = completion.value >= x_profile.award;
    const bool has_target = !completion.below.is_zero();
    row.set(d.award_eligible, completed && has_target && !gated);
    if (!has_target) return row.explain(d.award_eligible, d.award_no_target);
    if (gated) return row.explain(d.award_eligible, d.award_gated);
    row.explain(d.award_eligible, completed ? d.award_open : d.award_not_completed,
                {x_profile.award.as_percent()});
  }

  // Growth is the published rate; comparing levels would ignore prices and changes of scope.
  void give_fixed_assets(Row& row) const {
    const auto& d = x_declared;
    const auto growth = row[d.fai_growth];
    const auto target = row[d.fai_growth_target];
    if (!growth || !target) return row.explain(d.fai_rate, d.fai_missing);
    if (*target <= Decimal()) return row.explain(d.fai_rate, d.fai_no_target, {*target});
    row.set(d.fai_rate, std::max(Ratio::of(*growth, *target), Ratio()));
    row.explain(d.fai_rate, d.fai, {*growth, *target});
  }

  const Declared& x_declared;
  sdk::Norms x_norms;
  Settings x_settings;
  Profile x_profile;  // of the period being assessed
};

}  // namespace investment

ASSAY_PLUGIN(investment::Investment)
