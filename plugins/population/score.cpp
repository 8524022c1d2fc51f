#include "score.hpp"

#include <algorithm>
#include <vector>

namespace population {

namespace {

using sdk::Decimal;
using sdk::Ratio;
using sdk::Row;
using State = Quotient::State;
using Figure = std::optional<Decimal>;

constexpr Decimal kOne_figure = Decimal::from_integer(1);
constexpr Decimal kHundred = Decimal::from_integer(100);
constexpr Ratio kOne = Ratio::of(kOne_figure);

// One item of a score: its share of its points and what is said of it, before the points.
struct Item {
  State state = State::Missing;
  Ratio share;
  Decimal points;
  sdk::Rule rule{};
  std::vector<Decimal> operands{};
};

// A part of the points that stays, never below none.
Ratio less(Ratio deducted) { return std::max(kOne + -deducted, Ratio()); }

Ratio quotient(Decimal above, Decimal below) { return Ratio::of(above, below); }

class Scorer {
 public:
  Scorer(const Declared& declared, const Settings& settings, const Standards& standards,
         const Rates& rates, Row& row)
      : x_d(declared), x_settings(settings), x_standards(standards), x_rates(rates), x_row(row) {}

  void give() {
    std::vector<Item> items;
    if (x_standards.modern) items = modern(*x_standards.modern);
    if (x_standards.hunan) items = hunan(*x_standards.hunan);
    if (x_standards.dazhou) items = dazhou(*x_standards.dazhou);
    add_up(items);
  }

 private:
  // ------------------------------------------------------------------ modern
  [[nodiscard]] std::vector<Item> modern(const Modern& norms) const {
    std::vector<Item> items = {places(norms)};
    for (std::size_t i = 0; i < kMortalities; ++i) items.push_back(mortality(norms, i));
    return items;
  }

  // More is better: the part of the target that is reached.
  [[nodiscard]] Item places(const Modern& norms) const {
    const auto target = x_row[x_d.places_target].value_or(norms.places_target);
    const auto rate = x_rates.places.value * Ratio::of(Decimal::from_integer(1000));
    Item item{x_rates.places.state,
              kOne,
              norms.places_points,
              x_d.places_item,
              {rate.times(kOne_figure), target}};
    if (rate < Ratio::of(target)) item.share = over(rate, target);
    return item;
  }

  // Less is better: the target over what there was, where it is missed.
  [[nodiscard]] Item mortality(const Modern& norms, std::size_t i) const {
    const auto target = x_row[x_d.mortality_targets[i]].value_or(norms.targets[i]);
    const auto per = Decimal::from_integer(i == 0 ? 100'000 : 1000);
    const auto rate = x_rates.mortalities[i].value * Ratio::of(per);
    Item item{x_rates.mortalities[i].state,
              kOne,
              norms.points[i],
              x_d.mortality_items[i],
              {rate.times(kOne_figure), target}};
    if (rate > Ratio::of(target))
      item.share = Ratio::of(target) * Ratio::make(rate.denominator(), rate.numerator());
    return item;
  }

  // ------------------------------------------------------------------ Hunan 2017
  [[nodiscard]] std::vector<Item> hunan(const Hunan& norms) const {
    return {policy_target(norms), sex_target(norms), policy_level(norms), sex_level(norms)};
  }

  // −0.3 points for each 0.1 percentage points short of the target.
  [[nodiscard]] Item policy_target(const Hunan& norms) const {
    const auto target = x_row[x_d.policy_target];
    Item item{both(x_rates.policy, target), kOne, norms.policy_target_points,
              x_d.policy_target_item};
    if (item.state != State::Known) return item;
    item.operands = {x_rates.policy.value.as_percent(), *target};
    const auto short_by = Ratio::percent(*target) + -x_rates.policy.value;
    if (short_by > Ratio())
      item.share = less(short_by * Ratio::of(kHundred) *
                        quotient(norms.policy_deduction, norms.policy_target_points));
    return item;
  }

  // Target missed: −0.1 where the ratio stayed or fell, and −0.1 more for each 0.1 that it rose.
  [[nodiscard]] Item sex_target(const Hunan& norms) const {
    const auto target = x_row[x_d.sex_ratio_target];
    const auto last_boys = x_row[x_d.boys.past[0]];
    const auto last_girls = x_row[x_d.girls.past[0]];
    Item item{both(x_rates.birth_sex_ratio, target), kOne, norms.sex_target_points,
              x_d.sex_target_item};
    if (item.state != State::Known) return item;
    const auto ratio = x_rates.birth_sex_ratio.value * Ratio::of(kHundred);
    item.operands = {ratio.times(kOne_figure), *target};
    if (ratio <= Ratio::of(*target)) return item;
    if (!last_boys || !last_girls || last_girls->is_zero()) {
      item.state = State::Missing;
      return item;
    }
    const auto last = Ratio::of(*last_boys, *last_girls) * Ratio::of(kHundred);
    const auto rise = std::max(ratio + -last, Ratio());
    const auto deducted =
        Ratio::of(norms.sex_deduction) + rise * Ratio::of(norms.sex_deduction_rise);
    item.share = less(deducted * quotient(kOne_figure, norms.sex_target_points));
    return item;
  }

  // Level against the average of the province, and progress against last year, the level weighing
  // more for who is above the average.
  [[nodiscard]] Item policy_level(const Hunan& norms) const {
    const auto average = x_row[x_d.policy_average];
    const auto last = x_row[x_d.policy_last_year];
    Item item{both(x_rates.policy, average), kOne, norms.policy_level_points,
              x_d.policy_level_item};
    if (item.state != State::Known) return item;
    if (!last || average->is_zero()) {
      item.state = last ? State::NotApplicable : State::Missing;
      return item;
    }
    const auto rate = x_rates.policy.value;
    const bool above = rate >= Ratio::percent(*average);
    const auto weight = above ? norms.level_above : norms.level_below;
    const auto level = above ? kOne : rate * quotient(kHundred, *average);
    const auto progress = (rate + -Ratio::percent(*last)) * quotient(kHundred, norms.progress_full);
    item.share = weight * level + (kOne + -weight) * std::clamp(progress, Ratio(), kOne);
    item.operands = {rate.as_percent(), *average, weight.as_percent()};
    return item;
  }

  // Full marks up to 107, none from a bound on, in proportion between them.
  [[nodiscard]] Item sex_level(const Hunan& norms) const {
    Item item{x_rates.birth_sex_ratio.state, kOne, norms.sex_level_points, x_d.sex_level_item};
    const auto ratio = x_rates.birth_sex_ratio.value * Ratio::of(kHundred);
    item.operands = {ratio.times(kOne_figure), norms.sex_full};
    if (ratio > Ratio::of(norms.sex_full))
      item.share =
          less(Ratio::between(ratio, Ratio::of(norms.sex_full), Ratio::of(norms.sex_zero)));
    return item;
  }

  // ------------------------------------------------------------------ Dazhou 2010
  [[nodiscard]] std::vector<Item> dazhou(const Dazhou& norms) const {
    return {births(norms), error(norms), contraception(norms)};
  }

  [[nodiscard]] Item births(const Dazhou& norms) const {
    const auto born = x_row[x_d.births];
    const auto planned = x_row[x_d.births_target];
    Item item{State::Missing, kOne, norms.births_points, x_d.births_item};
    if (!born || !planned) return item;
    item.state = planned->is_zero() ? State::NotApplicable : State::Known;
    if (item.state != State::Known) return item;
    item.operands = {*born, *planned};
    const auto rate = Ratio::of(*born, *planned);
    if (rate < norms.births_least || rate > norms.births_most) item.share = Ratio();
    return item;
  }

  [[nodiscard]] Item error(const Dazhou& norms) const {
    Item item{x_rates.error.state, kOne, norms.error_points, x_d.error_item};
    if (item.state != State::Known) return item;
    item.operands = {*x_row[x_d.births], *x_row[x_d.births_verified]};
    item.share = less(Ratio::between(x_rates.error.value, Ratio(), norms.error_most));
    return item;
  }

  [[nodiscard]] Item contraception(const Dazhou& norms) const {
    const auto target = x_row[x_d.contraception_target];
    Item item{both(x_rates.contraception, target), kOne, norms.contraception_points,
              x_d.contraception_item};
    if (item.state != State::Known) return item;
    const auto rate = x_rates.contraception.value;
    item.operands = {rate.as_percent(), *target};
    if (rate < Ratio::percent(*target)) item.share = rate * quotient(kHundred, *target);
    return item;
  }

  // ------------------------------------------------------------------ all
  [[nodiscard]] static State both(const Quotient& rate, Figure figure) {
    if (!figure) return State::Missing;
    return rate.state;
  }

  [[nodiscard]] static Ratio over(Ratio rate, Decimal target) {
    return rate * quotient(kOne_figure, target);
  }

  void add_up(const std::vector<Item>& items) {
    Decimal full;
    Decimal shared;  // points of the items that count
    for (const auto& item : items) {
      full = full + item.points;
      if (item.state == State::Known) shared = shared + item.points;
    }
    const auto points = x_settings.points.value_or(full);
    x_row.set(x_d.full, points);
    x_row.explain(x_d.full, x_d.full_marks, {points});
    for (const auto& item : items) {
      if (item.state == State::Missing) return x_row.explain(x_d.score, x_d.no_score);
      if (item.state == State::NotApplicable && !x_settings.reshare)
        return x_row.explain(x_d.score, x_d.not_applicable);
    }
    if (shared.is_zero()) return x_row.explain(x_d.score, x_d.not_applicable);

    Decimal score;
    for (const auto& item : items) {
      if (item.state == State::NotApplicable) {
        x_row.explain(x_d.score, x_d.reshared);
        continue;
      }
      const auto most = Ratio::of(item.points, shared);
      const auto got = (most * item.share).times(points);
      score = score + got;
      explain(item, got, most.times(points));
    }
    x_row.set(x_d.score, score);
  }

  void explain(const Item& item, Decimal got, Decimal most) {
    const auto& said = item.operands;
    if (said.size() == 2)
      x_row.explain(x_d.score, item.rule, {said[0], said[1], got, most});
    else
      x_row.explain(x_d.score, item.rule, {said[0], said[1], said[2], got, most});
  }

  const Declared& x_d;
  const Settings& x_settings;
  const Standards& x_standards;
  const Rates& x_rates;
  Row& x_row;
};

}  // namespace

void give_score(const Declared& declared, const Settings& settings, const Standards& standards,
                const Rates& rates, sdk::Row& row) {
  Scorer(declared, settings, standards, rates, row).give();
}

}  // namespace population
