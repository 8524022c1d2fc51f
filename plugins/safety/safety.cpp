// Work safety (安全生产): rates, score and what is said of them. Norms and sources: README.md,
// data/norms.csv.

#include <algorithm>

#include "assay/sdk/data.hpp"
#include "veto.hpp"

namespace safety {

namespace {

using sdk::Decimal;
using sdk::Ratio;
using sdk::Row;

constexpr Decimal kOne = Decimal::from_integer(1);

// What deaths are counted per, by Rate, in the measure unit of the base: 100,000 persons, 10,000
// vehicles, 100 万吨.
constexpr std::array<std::int64_t, kRates> kPer = {1, 100'000, 10'000, 100};
constexpr std::array<Sum, kRates> kDeaths_of = {Sum::Deaths, Sum::WorkDeaths, Sum::RoadDeaths,
                                                Sum::CoalDeaths};

}  // namespace

class Safety : public sdk::Plugin {
 public:
  using Declared = safety::Declared;

  Safety(const Declared& declared, const sdk::Config& config)
      : x_declared(declared),
        x_norms(sdk::Norms::parse(sdk::data_file("norms.csv"))),
        x_settings(read_settings(declared, config)) {}

  void start(std::string_view period) override {
    x_standards = standards_on(sdk::last_day(period), x_settings, x_norms);
  }

  void assess(Row& row) override {
    const auto ledger = read_ledger(x_declared, row, x_settings.no_rows_is_none);
    give_sums(ledger, row);
    give_classes(ledger, row);
    std::array<std::optional<Ratio>, kRates> counted;
    for (std::size_t i = 0; i < kRates; ++i) counted[i] = give_rate(i, ledger.totals, row);
    const auto marks = give_score(ledger.totals, counted, row);
    give_grade(row);
    give_veto(ledger, marks, row);
    give_injuries(row);
    give_cases(row);
  }

 private:
  void give_sums(const Ledger& ledger, Row& row) const {
    const auto& d = x_declared;
    const auto rows = Decimal::from_integer(static_cast<std::int64_t>(ledger.accidents.size()));
    for (std::size_t i = 0; i < d.sums.size(); ++i) {
      const auto sum = ledger.totals.figures[i];
      if (!sum) {
        row.explain(d.sums[i], d.unknown);
        continue;
      }
      row.set(d.sums[i], *sum);
      if (ledger.complete)
        row.explain(d.sums[i], d.listed, {rows, *sum});
      else
        row.explain(d.sums[i], d.stated_sum, {*sum});
    }
  }

  void give_classes(const Ledger& ledger, Row& row) const {
    const auto& d = x_declared;
    std::array<std::int64_t, kClasses.size()> numbers{};
    const bool known = ledger.complete && x_standards.classes;
    if (known)
      for (const auto& one : ledger.accidents)
        ++numbers[static_cast<std::size_t>(classify(one, *x_standards.classes))];
    const auto all = Decimal::from_integer(static_cast<std::int64_t>(ledger.accidents.size()));
    for (std::size_t i = 0; i < numbers.size(); ++i) {
      if (!known) {
        row.explain(d.classes[i], d.class_unlisted);
        continue;
      }
      const auto number = Decimal::from_integer(numbers[i]);
      row.set(d.classes[i], number);
      row.explain(d.classes[i], d.class_count, {number, all});
    }
  }

  // The exact rate that counts: computed, or as published.
  std::optional<Ratio> give_rate(std::size_t i, const Totals& totals, Row& row) const {
    const auto computed = give_formula(i, totals, row);
    const auto published = row[x_declared.published[i]];
    give_difference(i, computed, published, row);
    return give_stated(i, computed, published, row);
  }

  // Deaths per so much of what they happened in, never rounded.
  std::optional<Ratio> give_formula(std::size_t i, const Totals& totals, Row& row) const {
    const auto& d = x_declared;
    const auto deaths = totals[kDeaths_of[i]];
    const auto base = row[d.bases[i]];
    if (!deaths || !base) {
      row.explain(d.rates[i], d.rate_missing);
      return std::nullopt;
    }
    if (base->is_zero()) {
      row.explain(d.rates[i], d.rate_zero);
      return std::nullopt;
    }
    const auto rate = Ratio::make(sdk::multiply_wide(deaths->micro(), kPer[i]), base->micro());
    row.set(d.rates[i], rate);
    row.explain(d.rates[i], d.rate_rules[i],
                {*deaths, *base, rate.times(kOne, x_standards.decimals[i])});
    return rate;
  }

  // Where a bulletin and the formula differ, their figures are of different days: both are kept.
  void give_difference(std::size_t i, const std::optional<Ratio>& computed,
                       std::optional<Decimal> published, Row& row) const {
    const auto& d = x_declared;
    if (!published) return row.explain(d.differences[i], d.rate_unpublished);
    if (!computed) return row.explain(d.differences[i], d.rate_missing);
    const auto rounded = computed->times(kOne, x_standards.decimals[i]);
    row.set(d.differences[i], *published - rounded);
    row.explain(d.differences[i], d.rate_difference, {*published, rounded});
  }

  std::optional<Ratio> give_stated(std::size_t i, const std::optional<Ratio>& computed,
                                   std::optional<Decimal> published, Row& row) const {
    const auto& d = x_declared;
    if (x_settings.published) {
      if (!published) {
        row.explain(d.stated_rates[i], d.rate_unpublished);
        return std::nullopt;
      }
      row.set(d.stated_rates[i], *published);
      row.explain(d.stated_rates[i], d.rate_published, {*published});
      return Ratio::of(*published);
    }
    if (!computed) {
      row.explain(d.stated_rates[i], d.rate_missing);
      return std::nullopt;
    }
    const auto rounded = computed->times(kOne, x_standards.decimals[i]);
    row.set(d.stated_rates[i], rounded);
    row.explain(d.stated_rates[i], d.stated_sum, {rounded});
    return computed;
  }

  // The score out of 100, for what looks at marks.
  std::optional<Decimal> give_score(const Totals& totals,
                                    const std::array<std::optional<Ratio>, kRates>& rates,
                                    Row& row) const {
    const auto& d = x_declared;
    const auto full = x_standards.points;
    row.set(d.full, full);
    row.explain(d.full, d.full_marks, {full});
    const auto actual = metric(totals, rates);
    if (actual) {
      row.set(d.metric, *actual);
      row.explain(d.metric, d.metric_is, {actual->times(kOne)});
    } else {
      row.explain(d.metric, d.no_actual);
    }
    const auto share =
        x_settings.profile == Profile::Grades ? by_marks(row) : by_control(actual, row);
    if (!share) return std::nullopt;
    row.set(d.score, share->times(full));
    return share->as_percent();
  }

  [[nodiscard]] std::optional<Ratio> metric(
      const Totals& totals, const std::array<std::optional<Ratio>, kRates>& rates) const {
    if (x_settings.metric) return rates[static_cast<std::size_t>(*x_settings.metric)];
    const auto deaths = totals[Sum::Deaths];
    if (!deaths) return std::nullopt;
    return Ratio::of(*deaths);
  }

  std::optional<Ratio> by_marks(Row& row) const {
    const auto& d = x_declared;
    const auto marks = row[d.marks];
    if (!marks) {
      row.explain(d.score, d.no_marks);
      return std::nullopt;
    }
    const auto share = Ratio::percent(*marks);
    row.explain(d.score, d.by_marks, {*marks, share.times(x_standards.points), x_standards.points});
    return share;
  }

  // Which share of the points is left, the figure and its control compared unrounded.
  std::optional<Ratio> by_control(const std::optional<Ratio>& actual, Row& row) const {
    const auto& d = x_declared;
    const auto control = x_settings.metric
                             ? row[d.rate_controls[static_cast<std::size_t>(*x_settings.metric)]]
                             : row[d.control_deaths];
    if (!control || !actual) {
      row.explain(d.score, control ? d.no_actual : d.no_control);
      return std::nullopt;
    }
    const auto shown = actual->times(kOne);
    const auto full = x_standards.points;
    const auto all = Ratio::of(kOne);
    if (*actual <= Ratio::of(*control)) {
      row.explain(d.score, d.within, {shown, *control, full});
      return all;
    }
    if (x_settings.profile == Profile::Binary) {
      row.explain(d.score, d.exceeded, {shown, *control});
      return Ratio();
    }
    if (control->is_zero()) {
      row.explain(d.score, d.exceeded_zero, {shown});
      return Ratio();
    }
    const auto excess =
        Ratio::between(*actual, Ratio::of(*control), Ratio::of(*control + *control));
    const auto left = std::max(all + -excess, Ratio());
    row.explain(d.score, d.deducted,
                {shown, *control, excess.as_percent(), left.times(full), full});
    return left;
  }

  void give_grade(Row& row) const {
    const auto& d = x_declared;
    const auto marks = row[d.marks];
    if (x_settings.profile != Profile::Grades || !marks) return row.explain(d.grade, d.no_grade);
    std::int64_t grade = 1;
    for (const auto from : x_standards.grades)
      if (*marks < from) ++grade;
    row.set(d.grade, Decimal::from_integer(grade));
    row.explain(d.grade, d.grade_of, {*marks, Decimal::from_integer(grade)});
  }

  void give_veto(const Ledger& ledger, std::optional<Decimal> marks, Row& row) const {
    const auto& d = x_declared;
    const auto word = row[d.veto_proposed];
    if (word && !word->is_zero() && *word != kOne) row.refuse(d.not_yes_or_no, {*word});
    const auto proposed = word ? std::optional(*word == kOne) : std::nullopt;
    const auto decision =
        decide(d, x_standards, {.ledger = ledger, .marks = marks, .proposed = proposed});
    explain(d.veto, decision, row);
    if (!decision.vetoed) return row.explain(d.award_eligible, d.eligible_open);
    row.set(d.veto, *decision.vetoed);
    row.set(d.award_eligible, !*decision.vetoed);
    row.explain(d.award_eligible, *decision.vetoed ? d.not_eligible : d.eligible);
  }

  static void explain(sdk::FlagOutput output, const Decision& decision, Row& row) {
    const auto& operands = decision.operands;
    if (operands.empty()) return row.explain(output, decision.why);
    if (operands.size() == 1) return row.explain(output, decision.why, {operands[0]});
    row.explain(output, decision.why, {operands[0], operands[1]});
  }

  // GB 6441: A, B and N.
  void give_injuries(Row& row) const {
    const auto& d = x_declared;
    const auto injuries = read_injuries(d, row, x_standards.death_days, x_standards.serious_days);
    give_per_hours(d.frequency, injuries.persons, x_standards.million_hours, row);
    give_per_hours(d.severity, injuries.lost_days, x_standards.million_hours, row);
    give_mean_severity(injuries, row);
    if (!injuries.serious) return row.explain(d.serious_by_days, d.no_list);
    row.set(d.serious_by_days, *injuries.serious);
    row.explain(d.serious_by_days, d.by_days, {*injuries.serious, x_standards.serious_days});
  }

  void give_mean_severity(const Injuries& injuries, Row& row) const {
    const auto& d = x_declared;
    if (!injuries.persons || !injuries.lost_days)
      return row.explain(d.mean_severity, d.rate_missing);
    if (injuries.persons->is_zero()) return row.explain(d.mean_severity, d.rate_zero);
    row.set(d.mean_severity, Ratio::of(*injuries.lost_days, *injuries.persons));
    row.explain(d.mean_severity, d.per_person, {*injuries.lost_days, *injuries.persons});
  }

  // OSHA's rates, and LTIFR.
  void give_cases(Row& row) const {
    const auto& d = x_declared;
    give_per_hours(d.trir, row[d.recordable], x_standards.osha_hours, row);
    give_per_hours(d.dart, row[d.restricted], x_standards.osha_hours, row);
    give_per_hours(d.ltifr, row[d.lost_time], x_standards.million_hours, row);
  }

  void give_per_hours(sdk::RatioOutput output, std::optional<Decimal> number, Decimal per,
                      Row& row) const {
    const auto& d = x_declared;
    const auto hours = row[d.hours];
    if (!number || !hours) return row.explain(output, d.rate_missing);
    if (hours->is_zero()) return row.explain(output, d.rate_zero);
    row.set(output, Ratio::of(*number, *hours) * Ratio::of(per));
    row.explain(output, d.per_hours, {*number, *hours, per});
  }

  const Declared& x_declared;
  sdk::Norms x_norms;
  Settings x_settings;
  Standards x_standards;  // of the period being assessed
};

}  // namespace safety

ASSAY_PLUGIN(safety::Safety)
