// Investment promotion (招商引资): formulas. Sources and norms: README.md, data/norms.csv.

#include <algorithm>

#include "assay/sdk/data.hpp"
#include "profile.hpp"

namespace investment {

namespace {

using sdk::Decimal;
using sdk::Ratio;
using sdk::Row;

constexpr Ratio kOne = Ratio::of(Decimal::from_integer(1));

// A rate with the figures it was made of.
struct Rate {
  enum class State { Known, Missing, NotApplicable };
  State state = State::Missing;
  Ratio value;
  Decimal above, below;
};

std::optional<Decimal> sum(std::optional<Decimal> a, std::optional<Decimal> b) {
  if (!a || !b) return std::nullopt;
  return *a + *b;
}

}  // namespace

class Investment : public sdk::Plugin {
 public:
  using Declared = investment::Declared;

  Investment(const Declared& declared, const sdk::Config& config)
      : x_declared(declared),
        x_norms(sdk::Norms::parse(sdk::data_file("norms.csv"))),
        x_settings(read_settings(declared, config, x_norms)) {}

  void start(std::string_view period) override {
    x_profile = profile_on(sdk::last_day(period), x_settings, x_norms);
  }

  void assess(Row& row) override {
    const auto completion = rate(Item::Completion, row);
    const auto arrival = rate(Item::Arrival, row);
    give_completion(completion, row);
    give_arrival(arrival, row);
    give_score(row);
    const bool gated = give_gate(completion, arrival, row);
    give_award(completion, gated, row);
    give_fixed_assets(row);
  }

 private:
  [[nodiscard]] Rate rate(Item item, const Row& row) const {
    const auto& d = x_declared;
    switch (item) {
      case Item::Completion:
        return against_target(row[d.arrived], row[d.target], row);
      case Item::Arrival:
        return share_of(row[d.arrived], row[d.contracted], d.contracted_zero, row);
      case Item::Performance:
        return share_of(row[d.performed], row[d.signed_count], d.signed_zero, row);
      case Item::Starts:
        return share_of(sum(row[d.started], row[d.completed]), row[d.signed_count], d.signed_zero,
                        row);
      case Item::SigningCount:
        return against_target(row[d.signed_count], row[d.signed_target], row);
      case Item::SigningAmount:
        return against_target(row[d.contracted], row[d.contracted_target], row);
    }
    return {};
  }

  // Something reached against a target; a target of zero has its own rule.
  [[nodiscard]] Rate against_target(std::optional<Decimal> reached, std::optional<Decimal> target,
                                    const Row& row) const {
    if (!reached || !target) return {};
    Rate rate{Rate::State::Known, kOne, *reached, *target};
    if (!target->is_zero())
      rate.value = Ratio::of(*reached, *target);
    else if (!reached->is_zero() && x_settings.zero_target == ZeroTarget::Refuse)
      row.refuse(x_declared.target_zero, {*reached});
    else if (!reached->is_zero() && x_settings.zero_target == ZeroTarget::Cap)
      rate.value = cap().value_or(kOne);
    return rate;
  }

  // A part of a whole, which cannot be more than all of it.
  [[nodiscard]] static Rate share_of(std::optional<Decimal> part, std::optional<Decimal> whole,
                                     sdk::Rule impossible, const Row& row) {
    if (!part || !whole) return {};
    Rate rate{Rate::State::Known, kOne, *part, *whole};
    if (whole->is_zero() && !part->is_zero()) row.refuse(impossible, {*part});
    if (whole->is_zero())
      rate.state = Rate::State::NotApplicable;
    else
      rate.value = std::min(Ratio::of(*part, *whole), kOne);
    return rate;
  }

  [[nodiscard]] std::optional<Ratio> cap() const {
    return x_profile.item_cap ? x_profile.item_cap : x_profile.score_cap;
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

  void give_score(Row& row) const {
    const auto& d = x_declared;
    row.set(d.full, x_profile.points);
    row.explain(d.full, d.full_marks, {x_profile.points});

    std::vector<std::pair<Profile::Part, Rate>> rates;
    Decimal shares;
    for (const auto& part : x_profile.parts) {
      const auto one = rate(part.item, row);
      if (one.state == Rate::State::Missing) return row.explain(d.score, d.figure_missing);
      if (one.state == Rate::State::NotApplicable) {
        if (x_settings.not_applicable == NotApplicable::Absent)
          return row.explain(d.score, d.not_applicable);
        row.explain(d.score, d.reshared);
        continue;
      }
      rates.emplace_back(part, one);
      shares = shares + part.share;
    }
    if (rates.empty()) return row.explain(d.score, d.not_applicable);
    if (x_profile.efficacy) return score_efficacy(*x_profile.efficacy, rates.front().second, row);
    score_parts(rates, shares, row);
  }

  // Σ points · min(rate, item cap), each part rounded once; then the cap of the score.
  void score_parts(const std::vector<std::pair<Profile::Part, Rate>>& rates, Decimal shares,
                   Row& row) const {
    const auto& d = x_declared;
    Decimal score;
    for (const auto& [part, rate] : rates) {
      const auto counted =
          x_profile.item_cap ? std::min(rate.value, *x_profile.item_cap) : rate.value;
      const auto weight = Ratio::of(part.share, shares);
      const auto points = (counted * weight).times(x_profile.points);
      score = score + points;
      row.explain(d.score, d.item_rules[static_cast<std::size_t>(part.item)],
                  {rate.above, rate.below, rate.value.as_percent(), counted.as_percent(),
                   weight.times(x_profile.points), points});
    }
    if (x_profile.score_cap) {
      const auto most = x_profile.score_cap->times(x_profile.points);
      if (score > most) {
        row.explain(d.score, d.score_capped,
                    {score, x_profile.score_cap->as_percent(), x_profile.points, most});
        score = most;
      }
    }
    row.set(d.score, score);
  }

  // points · (base + span · (rate − worst)/(best − worst))/100, the way being cut to 0 … 1.
  void score_efficacy(const Efficacy& efficacy, const Rate& rate, Row& row) const {
    const auto& d = x_declared;
    const auto& [worst, best, base, span] = efficacy;
    const auto way = std::clamp(Ratio::between(rate.value, worst, best), Ratio(), kOne);
    const auto share = Ratio::percent(base) + Ratio::percent(span) * way;
    const auto score = share.times(x_profile.points);
    row.set(d.score, score);
    row.explain(
        d.score, d.by_efficacy,
        {rate.value.as_percent(), worst.as_percent(), best.as_percent(), score, x_profile.points});
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
