#include "rates.hpp"

namespace population {

namespace {

using sdk::Decimal;
using sdk::Ratio;
using sdk::Row;
using State = Quotient::State;
using Figure = std::optional<Decimal>;

constexpr Decimal kOne = Decimal::from_integer(1);
constexpr Decimal kHundred = Decimal::from_integer(100);
constexpr Decimal kThousand = Decimal::from_integer(1000);
// Per 100,000 for mothers, per 1000 for children.
constexpr std::array<Decimal, kMortalities> kPer = {Decimal::from_integer(100'000), kThousand,
                                                    kThousand};

// Two counts of one year, or of several.
struct Pair {
  Decimal above, below;
  std::int64_t years = 1;
};

class Giver {
 public:
  Giver(const Declared& declared, const Settings& settings, const Standards& standards, Row& row)
      : x_d(declared), x_settings(settings), x_standards(standards), x_row(row) {}

  Rates give() {
    Rates rates;
    check_parts();
    give_base();
    static_cast<void>(give_quotient(x_d.sex_ratio, x_row[x_d.male], x_row[x_d.female], kHundred,
                                    x_standards.rate_decimals));
    give_fertility();
    give_small_sample();
    rates.birth_sex_ratio = give_birth_sex_ratio();
    rates.places = give_quotient(x_d.places_rate, x_row[x_d.places], x_row[x_d.resident_end],
                                 kThousand, x_standards.rate_decimals);
    for (std::size_t i = 0; i < kMortalities; ++i) rates.mortalities[i] = give_mortality(i);
    rates.policy = give_share(x_d.policy_rate, x_row[x_d.compliant], x_row[x_d.births]);
    give_non_compliant(rates.policy);
    rates.contraception = give_share(x_d.contraception_rate, x_row[x_d.contraception_users],
                                     x_row[x_d.married_women]);
    rates.error = give_error();
    return rates;
  }

 private:
  void check_parts() const {
    const std::array<std::pair<Figure, Figure>, 5> parts = {
        {{x_row[x_d.compliant], x_row[x_d.births]},
         {x_row[x_d.contraception_users], x_row[x_d.married_women]},
         {x_row[x_d.live_births.now], x_row[x_d.births]},
         {x_row[x_d.boys.now], x_row[x_d.births]},
         {x_row[x_d.deaths_of[1].now], x_row[x_d.deaths_of[2].now]}}};
    for (const auto& [part, whole] : parts)
      if (part && whole && *part > *whole) x_row.refuse(x_d.part_above_whole, {*part, *whole});
  }

  // Birth, death and growth rates.
  void give_base() {
    const auto start = x_row[x_settings.registered ? x_d.registered_start : x_d.resident_start];
    const auto end = x_row[x_settings.registered ? x_d.registered_end : x_d.resident_end];
    const auto born =
        give_base_rate(x_d.crude_birth_rate, x_row[x_d.births], x_row[x_d.birth_rate], start, end);
    const auto died =
        give_base_rate(x_d.crude_death_rate, x_row[x_d.deaths], x_row[x_d.death_rate], start, end);
    if (born && died) {
      x_row.set(x_d.natural_growth, *born - *died);
      x_row.explain(x_d.natural_growth, x_d.growth, {*born, *died, *born - *died});
    } else {
      x_row.explain(x_d.natural_growth, x_d.missing);
    }
    give_direct_growth(x_row[x_d.births], x_row[x_d.deaths], start, end);
  }

  // The rate as bulletins print it; a published one stands in where the counts are not known.
  Figure give_base_rate(sdk::DecimalOutput output, Figure number, Figure published, Figure start,
                        Figure end) {
    if (number && start && end && *start + *end > Decimal()) {
      const auto rate =
          Ratio::of(*number + *number, *start + *end).times(kThousand, x_standards.rate_decimals);
      x_row.set(output, rate);
      x_row.explain(output, x_d.base_rate, {*number, *start, *end, rate});
      return rate;
    }
    if (published) {
      x_row.set(output, *published);
      x_row.explain(output, x_d.base_published, {*published});
      return published;
    }
    x_row.explain(output, number && start && end ? x_d.zero_base : x_d.missing);
    return std::nullopt;
  }

  void give_direct_growth(Figure births, Figure deaths, Figure start, Figure end) {
    const auto output = x_d.natural_growth_direct;
    if (!births || !deaths || !start || !end) return x_row.explain(output, x_d.missing);
    if ((*start + *end).is_zero()) return x_row.explain(output, x_d.zero_base);
    const auto more = *births - *deaths;
    const auto rate =
        Ratio::of(more + more, *start + *end).times(kThousand, x_standards.rate_decimals);
    x_row.set(output, rate);
    x_row.explain(output, x_d.growth_direct, {*births, *deaths, rate});
  }

  void give_fertility() {
    Decimal sum;
    for (const auto& group : x_d.fertility) {
      const auto rate = x_row[group];
      if (!rate) return x_row.explain(x_d.fertility_rate, x_d.missing);
      sum = sum + *rate;
    }
    const auto children = sdk::mul_div(sum, Decimal::from_integer(5), kThousand);
    x_row.set(x_d.fertility_rate, children);
    x_row.explain(x_d.fertility_rate, x_d.tfr, {sum, children});
  }

  void give_small_sample() {
    const auto boys = x_row[x_d.boys.now];
    const auto girls = x_row[x_d.girls.now];
    const auto births = boys && girls ? Figure(*boys + *girls) : x_row[x_d.live_births.now];
    if (!births) return x_row.explain(x_d.small_sample, x_d.missing);
    x_row.set(x_d.small_sample, *births < x_standards.min_births);
    x_row.explain(x_d.small_sample, x_d.small, {*births, x_standards.min_births});
  }

  // Counts of the year, or where its births are too few, of it and the years before that have them.
  // `births` makes the births of a pair.
  template <class Births>
  [[nodiscard]] std::optional<Pair> pool(const Counts& above, const Counts& below,
                                         const Births& births) const {
    const auto a = x_row[above.now];
    const auto b = x_row[below.now];
    if (!a || !b) return std::nullopt;
    Pair pair{*a, *b};
    if (births(pair) >= x_standards.min_births) return pair;
    for (std::size_t back = 0; back + 1 < x_standards.years; ++back) {
      const auto earlier_above = x_row[above.past[back]];
      const auto earlier_below = x_row[below.past[back]];
      if (!earlier_above || !earlier_below) continue;
      pair = {pair.above + *earlier_above, pair.below + *earlier_below, pair.years + 1};
    }
    return pair;
  }

  // The quotient of pooled counts, unless there are too few births in all.
  template <class Births>
  Quotient give_pooled(sdk::DecimalOutput output, const std::optional<Pair>& pair,
                       const Births& births, Decimal per, int places) {
    if (!pair) {
      x_row.explain(output, x_d.missing);
      return {};
    }
    const auto years = Decimal::from_integer(pair->years);
    if (pair->below.is_zero()) {
      x_row.explain(output, x_d.zero_base);
      return {State::NotApplicable, {}};
    }
    if (births(*pair) < x_standards.min_births) {
      x_row.explain(output, x_d.too_few, {births(*pair), x_standards.min_births, years});
      return {State::NotApplicable, {}};
    }
    const auto value = Ratio::of(pair->above, pair->below);
    const auto shown = value.times(per, places);
    x_row.set(output, shown);
    if (pair->years == 1)
      x_row.explain(output, x_d.quotient, {pair->above, pair->below, shown});
    else
      x_row.explain(output, x_d.pooled, {pair->above, pair->below, years, shown});
    return {State::Known, value};
  }

  Quotient give_birth_sex_ratio() {
    const auto births = [](const Pair& pair) { return pair.above + pair.below; };
    const auto pair = pool(x_d.boys, x_d.girls, births);
    const auto made =
        give_pooled(x_d.birth_sex_ratio, pair, births, kHundred, x_standards.rate_decimals);
    if (made.state == State::Known) {
      x_row.set(x_d.birth_sex_ratio_exact, made.value);
      x_row.explain(x_d.birth_sex_ratio_exact, x_d.quotient,
                    {pair->above, pair->below, made.value.times(kOne)});
    } else {
      x_row.explain(x_d.birth_sex_ratio_exact,
                    made.state == State::Missing ? x_d.missing : x_d.not_applicable_ratio);
    }
    return made;
  }

  Quotient give_mortality(std::size_t i) {
    const auto births = [](const Pair& pair) { return pair.below; };
    return give_pooled(x_d.mortalities[i], pool(x_d.deaths_of[i], x_d.live_births, births), births,
                       kPer[i], x_standards.mortality_decimals);
  }

  Quotient give_quotient(sdk::DecimalOutput output, Figure above, Figure below, Decimal per,
                         int places) {
    if (!above || !below) {
      x_row.explain(output, x_d.missing);
      return {};
    }
    if (below->is_zero()) {
      x_row.explain(output, x_d.zero_base);
      return {State::NotApplicable, {}};
    }
    const auto value = Ratio::of(*above, *below);
    const auto shown = value.times(per, places);
    x_row.set(output, shown);
    x_row.explain(output, x_d.quotient, {*above, *below, shown});
    return {State::Known, value};
  }

  Quotient give_share(sdk::RatioOutput output, Figure part, Figure whole) {
    if (!part || !whole) {
      x_row.explain(output, x_d.missing);
      return {};
    }
    if (whole->is_zero()) {
      x_row.explain(output, x_d.zero_base);
      return {State::NotApplicable, {}};
    }
    const auto value = Ratio::of(*part, *whole);
    x_row.set(output, value);
    x_row.explain(output, x_d.quotient, {*part, *whole, value.times(kOne)});
    return {State::Known, value};
  }

  void give_non_compliant(const Quotient& policy) {
    if (policy.state != State::Known)
      return x_row.explain(x_d.non_compliant_rate,
                           policy.state == State::Missing ? x_d.missing : x_d.zero_base);
    const auto share = policy.value.times(kHundred, x_standards.rate_decimals);
    x_row.set(x_d.non_compliant_rate, kHundred - share);
    x_row.explain(x_d.non_compliant_rate, x_d.non_compliant, {share});
  }

  // |reported − found|/found.
  Quotient give_error() {
    const auto reported = x_row[x_d.births];
    const auto found = x_row[x_d.births_verified];
    if (!reported || !found) {
      x_row.explain(x_d.statistical_error, x_d.missing);
      return {};
    }
    const auto off = *reported > *found ? *reported - *found : *found - *reported;
    return give_share(x_d.statistical_error, off, found);
  }

  const Declared& x_d;
  const Settings& x_settings;
  const Standards& x_standards;
  Row& x_row;
};

}  // namespace

Rates give_rates(const Declared& declared, const Settings& settings, const Standards& standards,
                 Row& row) {
  return Giver(declared, settings, standards, row).give();
}

}  // namespace population
