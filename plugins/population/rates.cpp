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
      : d(declared), x_settings(settings), x_standards(standards), x_row(row) {}

  Rates give() {
    Rates rates;
    check_parts();
    give_base();
    static_cast<void>(give_quotient(d.sex_ratio, x_row[d.male], x_row[d.female], kHundred,
                                    x_standards.rate_decimals));
    give_fertility();
    give_small_sample();
    rates.birth_sex_ratio = give_birth_sex_ratio();
    rates.places = give_quotient(d.places_rate, x_row[d.places], x_row[d.resident_end], kThousand,
                                 x_standards.rate_decimals);
    for (std::size_t i = 0; i < kMortalities; ++i) rates.mortalities[i] = give_mortality(i);
    rates.policy = give_share(d.policy_rate, x_row[d.compliant], x_row[d.births]);
    give_non_compliant(rates.policy);
    rates.contraception =
        give_share(d.contraception_rate, x_row[d.contraception_users], x_row[d.married_women]);
    rates.error = give_error();
    return rates;
  }

 private:
  void check_parts() const {
    const std::array<std::pair<Figure, Figure>, 5> parts = {
        {{x_row[d.compliant], x_row[d.births]},
         {x_row[d.contraception_users], x_row[d.married_women]},
         {x_row[d.live_births.now], x_row[d.births]},
         {x_row[d.boys.now], x_row[d.births]},
         {x_row[d.deaths_of[1].now], x_row[d.deaths_of[2].now]}}};
    for (const auto& [part, whole] : parts)
      if (part && whole && *part > *whole) x_row.refuse(d.part_above_whole, {*part, *whole});
  }

  // Birth, death and growth rates.
  void give_base() {
    const auto start = x_row[x_settings.registered ? d.registered_start : d.resident_start];
    const auto end = x_row[x_settings.registered ? d.registered_end : d.resident_end];
    const auto born =
        give_base_rate(d.crude_birth_rate, x_row[d.births], x_row[d.birth_rate], start, end);
    const auto died =
        give_base_rate(d.crude_death_rate, x_row[d.deaths], x_row[d.death_rate], start, end);
    if (born && died) {
      x_row.set(d.natural_growth, *born - *died);
      x_row.explain(d.natural_growth, d.growth, {*born, *died, *born - *died});
    } else {
      x_row.explain(d.natural_growth, d.missing);
    }
    give_direct_growth(x_row[d.births], x_row[d.deaths], start, end);
  }

  // The rate as bulletins print it; a published one stands in where the counts are not known.
  Figure give_base_rate(sdk::DecimalOutput output, Figure number, Figure published, Figure start,
                        Figure end) {
    if (number && start && end && *start + *end > Decimal()) {
      const auto rate =
          Ratio::of(*number + *number, *start + *end).times(kThousand, x_standards.rate_decimals);
      x_row.set(output, rate);
      x_row.explain(output, d.base_rate, {*number, *start, *end, rate});
      return rate;
    }
    if (published) {
      x_row.set(output, *published);
      x_row.explain(output, d.base_published, {*published});
      return published;
    }
    x_row.explain(output, number && start && end ? d.zero_base : d.missing);
    return std::nullopt;
  }

  void give_direct_growth(Figure births, Figure deaths, Figure start, Figure end) {
    const auto output = d.natural_growth_direct;
    if (!births || !deaths || !start || !end) return x_row.explain(output, d.missing);
    if ((*start + *end).is_zero()) return x_row.explain(output, d.zero_base);
    const auto more = *births - *deaths;
    const auto rate =
        Ratio::of(more + more, *start + *end).times(kThousand, x_standards.rate_decimals);
    x_row.set(output, rate);
    x_row.explain(output, d.growth_direct, {*births, *deaths, rate});
  }

  void give_fertility() {
    Decimal sum;
    for (const auto& group : d.fertility) {
      const auto rate = x_row[group];
      if (!rate) return x_row.explain(d.fertility_rate, d.missing);
      sum = sum + *rate;
    }
    const auto children = sdk::mul_div(sum, Decimal::from_integer(5), kThousand);
    x_row.set(d.fertility_rate, children);
    x_row.explain(d.fertility_rate, d.tfr, {sum, children});
  }

  void give_small_sample() {
    const auto boys = x_row[d.boys.now];
    const auto girls = x_row[d.girls.now];
    const auto births = boys && girls ? Figure(*boys + *girls) : x_row[d.live_births.now];
    if (!births) return x_row.explain(d.small_sample, d.missing);
    x_row.set(d.small_sample, *births < x_standards.min_births);
    x_row.explain(d.small_sample, d.small, {*births, x_standards.min_births});
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
      x_row.explain(output, d.missing);
      return {};
    }
    const auto years = Decimal::from_integer(pair->years);
    if (pair->below.is_zero()) {
      x_row.explain(output, d.zero_base);
      return {State::NotApplicable, {}};
    }
    if (births(*pair) < x_standards.min_births) {
      x_row.explain(output, d.too_few, {births(*pair), x_standards.min_births, years});
      return {State::NotApplicable, {}};
    }
    const auto value = Ratio::of(pair->above, pair->below);
    const auto shown = value.times(per, places);
    x_row.set(output, shown);
    if (pair->years == 1)
      x_row.explain(output, d.quotient, {pair->above, pair->below, shown});
    else
      x_row.explain(output, d.pooled, {pair->above, pair->below, years, shown});
    return {State::Known, value};
  }

  Quotient give_birth_sex_ratio() {
    const auto births = [](const Pair& pair) { return pair.above + pair.below; };
    const auto pair = pool(d.boys, d.girls, births);
    const auto made =
        give_pooled(d.birth_sex_ratio, pair, births, kHundred, x_standards.rate_decimals);
    if (made.state == State::Known) {
      x_row.set(d.birth_sex_ratio_exact, made.value);
      x_row.explain(d.birth_sex_ratio_exact, d.quotient,
                    {pair->above, pair->below, made.value.times(kOne)});
    } else {
      x_row.explain(d.birth_sex_ratio_exact,
                    made.state == State::Missing ? d.missing : d.not_applicable_ratio);
    }
    return made;
  }

  Quotient give_mortality(std::size_t i) {
    const auto births = [](const Pair& pair) { return pair.below; };
    return give_pooled(d.mortalities[i], pool(d.deaths_of[i], d.live_births, births), births,
                       kPer[i], x_standards.mortality_decimals);
  }

  Quotient give_quotient(sdk::DecimalOutput output, Figure above, Figure below, Decimal per,
                         int places) {
    if (!above || !below) {
      x_row.explain(output, d.missing);
      return {};
    }
    if (below->is_zero()) {
      x_row.explain(output, d.zero_base);
      return {State::NotApplicable, {}};
    }
    const auto value = Ratio::of(*above, *below);
    const auto shown = value.times(per, places);
    x_row.set(output, shown);
    x_row.explain(output, d.quotient, {*above, *below, shown});
    return {State::Known, value};
  }

  Quotient give_share(sdk::RatioOutput output, Figure part, Figure whole) {
    if (!part || !whole) {
      x_row.explain(output, d.missing);
      return {};
    }
    if (whole->is_zero()) {
      x_row.explain(output, d.zero_base);
      return {State::NotApplicable, {}};
    }
    const auto value = Ratio::of(*part, *whole);
    x_row.set(output, value);
    x_row.explain(output, d.quotient, {*part, *whole, value.times(kOne)});
    return {State::Known, value};
  }

  void give_non_compliant(const Quotient& policy) {
    if (policy.state != State::Known)
      return x_row.explain(d.non_compliant_rate,
                           policy.state == State::Missing ? d.missing : d.zero_base);
    const auto share = policy.value.times(kHundred, x_standards.rate_decimals);
    x_row.set(d.non_compliant_rate, kHundred - share);
    x_row.explain(d.non_compliant_rate, d.non_compliant, {share});
  }

  // |reported − found|/found.
  Quotient give_error() {
    const auto reported = x_row[d.births];
    const auto found = x_row[d.births_verified];
    if (!reported || !found) {
      x_row.explain(d.statistical_error, d.missing);
      return {};
    }
    const auto off = *reported > *found ? *reported - *found : *found - *reported;
    return give_share(d.statistical_error, off, found);
  }

  const Declared& d;
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
