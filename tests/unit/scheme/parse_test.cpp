#include "scheme/parse.hpp"

#include <gtest/gtest.h>

#include <string>
#include <variant>

#include "unit/scheme/refusal.hpp"

// Every key of tests/golden/schemes/full.yaml arrives at its place of the model.
namespace assay::scheme {

namespace {

using model::Bound;

Decimal decimal(const char* text) { return *Decimal::parse(text); }
Ratio ratio(std::int64_t numerator, std::int64_t denominator) {
  return *Ratio::make(numerator, denominator);
}

class FullScheme : public testing::Test {
 protected:
  void SetUp() override {
    const auto text = read_file(ASSAY_TEST_FILES "/golden/schemes/full.yaml");
    auto parsed = parse(text, "full.yaml");
    ASSERT_TRUE(parsed.has_value()) << list_of(parsed.error());
    x_scheme = *std::move(parsed);
    ASSERT_EQ(x_scheme.groups.size(), 3U);
    EXPECT_EQ(x_scheme.text, text);
    EXPECT_EQ(x_scheme.digest, digest_of(text));
  }
  [[nodiscard]] const model::Group& counties() const { return x_scheme.groups[0]; }
  [[nodiscard]] const std::vector<model::Component>& economy() const {
    return counties().root.children[0].children;
  }
  [[nodiscard]] const std::vector<model::Component>& social() const {
    return counties().root.children[1].children;
  }
  template <class T>
  static const T& rule(const model::Component& component) {
    return std::get<T>(*component.rule);
  }

  model::Scheme x_scheme;
};

TEST_F(FullScheme, Head) {
  EXPECT_EQ(x_scheme.id, "full-2024");
  EXPECT_EQ(x_scheme.version, 3U);
  EXPECT_EQ(x_scheme.title, "每个键都有的方案");
  EXPECT_EQ(x_scheme.series, "full");
  EXPECT_EQ(x_scheme.period, model::Period::year(2024));
  EXPECT_EQ(x_scheme.published_decimals, 3);
  EXPECT_EQ(x_scheme.rounding, Rounding::HalfEven);
  EXPECT_EQ(x_scheme.figures, model::State::Reviewed);
  EXPECT_EQ(x_scheme.left_out, (std::vector<std::string>{"试验区", "340100"}));
}

TEST_F(FullScheme, Assessments) {
  ASSERT_EQ(x_scheme.assessments.size(), 2U);
  const auto& investment = x_scheme.assessments[0];
  EXPECT_EQ(investment.id, "investment");
  EXPECT_EQ(investment.plugin, "investment");
  EXPECT_EQ(investment.version, "1.0.0");
  ASSERT_EQ(investment.inputs.size(), 2U);
  EXPECT_EQ(investment.inputs.at("arrived").indicator, "到位资金");
  EXPECT_EQ(investment.inputs.at("arrived").layer, model::Layer::Actual);
  EXPECT_EQ(investment.inputs.at("target").indicator, "到位资金");
  EXPECT_EQ(investment.inputs.at("target").layer, model::Layer::Required);
  // Kept as written: 0.50 is not made 0.5.
  EXPECT_EQ(investment.parameters,
            (std::map<std::string, std::string>{{"profile", "xianyang"}, {"rate", "0.50"}}));
  EXPECT_EQ(x_scheme.assessments[1].id, "safety");
  EXPECT_EQ(x_scheme.assessments[1].plugin, "");
}

TEST_F(FullScheme, Group) {
  const auto& group = counties();
  EXPECT_EQ(group.id, "counties");
  EXPECT_EQ(group.name, "县市区");
  EXPECT_EQ(group.selection.type, "county");
  EXPECT_EQ(group.root.id, "total");
  EXPECT_EQ(group.root.points, decimal("100"));
  EXPECT_EQ(group.total_cap, decimal("130"));
  EXPECT_EQ(group.total_floor, decimal("-5"));
  EXPECT_TRUE(group.has_floor);
  EXPECT_EQ(group.qualified, decimal("80"));
  EXPECT_EQ(group.rank_on, model::RankOn::Total);
  EXPECT_EQ(group.rank_ties, model::RankTies::Dense);
  EXPECT_EQ(group.tie_breakers, (std::vector<std::string>{"economy", "gdp"}));

  const auto& departments = x_scheme.groups[1];
  EXPECT_EQ(departments.name, "departments");
  EXPECT_EQ(departments.selection.tag, "department");
  EXPECT_FALSE(departments.has_floor);
  const auto& others = x_scheme.groups[2];
  EXPECT_EQ(others.selection.units, (std::vector<std::string>{"开发区", "610404"}));
  EXPECT_TRUE(others.has_floor);
  EXPECT_EQ(others.total_floor, Decimal());
}

TEST_F(FullScheme, Attainment) {
  EXPECT_EQ(counties().root.children[0].cap, decimal("65"));
  const auto& gdp = economy()[0];
  EXPECT_EQ(gdp.id, "gdp");
  EXPECT_EQ(gdp.name, "国内生产总值");
  EXPECT_EQ(gdp.points, decimal("10"));
  EXPECT_EQ(gdp.cap, std::nullopt);
  EXPECT_EQ(gdp.missing.policy, model::Missing::Policy::LastPeriod);
  const auto& full = rule<model::AttainmentRule>(gdp);
  EXPECT_EQ(full.indicator, "GDP");
  EXPECT_EQ(full.cap, ratio(6, 5));
  EXPECT_EQ(full.floor, ratio(1, 10));
  EXPECT_EQ(full.stretch_bonus, std::nullopt);
  EXPECT_EQ(full.lower, model::LowerForm::Inverse);
  EXPECT_EQ(full.tolerance, decimal("5"));
  EXPECT_EQ(full.zero_target, model::ZeroTarget::MetIfZero);
  EXPECT_EQ(full.target, model::TargetChoice::Harder);
  EXPECT_TRUE(full.pace_linear);

  const auto& plain = rule<model::AttainmentRule>(economy()[1]);
  EXPECT_EQ(economy()[1].missing.policy, model::Missing::Policy::Fail);
  EXPECT_EQ(plain.cap, ratio(1, 1));
  EXPECT_EQ(plain.floor, Ratio());
  EXPECT_EQ(plain.stretch_bonus, decimal("2"));
  EXPECT_EQ(plain.lower, model::LowerForm::Unset);
  EXPECT_EQ(plain.zero_target, model::ZeroTarget::Refuse);
  EXPECT_EQ(plain.target, model::TargetChoice::Required);
  EXPECT_FALSE(plain.pace_linear);
}

TEST_F(FullScheme, LinearAndMissingFloor) {
  const auto& income = economy()[2];
  EXPECT_EQ(income.name, "income");  // the id without a name
  EXPECT_EQ(income.missing.policy, model::Missing::Policy::Floor);
  EXPECT_EQ(income.missing.floor, decimal("3"));
  const auto& linear = rule<model::LinearRule>(income);
  EXPECT_EQ(linear.indicator, "农民人均纯收入");
  EXPECT_EQ(linear.from.kind, Bound::Kind::Fixed);
  EXPECT_EQ(linear.from.fixed, decimal("50"));
  EXPECT_EQ(linear.to.kind, Bound::Kind::Stretch);
  const auto& duties = x_scheme.groups[1].root.children[0];
  EXPECT_EQ(duties.missing.policy, model::Missing::Policy::Zero);
  EXPECT_EQ(rule<model::LinearRule>(duties).from.kind, Bound::Kind::Baseline);
  EXPECT_EQ(rule<model::LinearRule>(duties).to.kind, Bound::Kind::Required);
}

TEST_F(FullScheme, Steps) {
  const auto& losses = rule<model::StepsRule>(economy()[3]);
  EXPECT_EQ(losses.indicator, "企业亏损面");
  EXPECT_FALSE(losses.of_attainment);
  EXPECT_TRUE(losses.at_most);
  ASSERT_EQ(losses.steps.size(), 2U);
  EXPECT_EQ(losses.steps[0].bound, ratio(3, 1));
  EXPECT_EQ(losses.steps[0].points, decimal("10"));
  EXPECT_EQ(losses.steps[1].bound, ratio(11, 2));
  EXPECT_EQ(losses.steps[1].points, decimal("6"));
  EXPECT_EQ(losses.otherwise, decimal("1"));

  const auto& tax = rule<model::StepsRule>(economy()[4]);
  EXPECT_TRUE(tax.of_attainment);
  EXPECT_FALSE(tax.at_most);
  ASSERT_EQ(tax.steps.size(), 2U);
  EXPECT_EQ(tax.steps[0].bound, ratio(19, 20));
  EXPECT_EQ(tax.steps[1].bound, ratio(4, 5));
  EXPECT_EQ(tax.otherwise, Decimal());
  EXPECT_EQ(tax.attainment.indicator, "非公经济税收");
  EXPECT_EQ(tax.attainment.lower, model::LowerForm::Mirror);
  EXPECT_EQ(tax.attainment.tolerance, decimal("2"));
  EXPECT_EQ(tax.attainment.zero_target, model::ZeroTarget::Zero);
}

TEST_F(FullScheme, Efficacy) {
  const auto& energy = rule<model::EfficacyRule>(economy()[5]);
  EXPECT_EQ(energy.worst.kind, Bound::Kind::GroupMax);
  EXPECT_EQ(energy.best.kind, Bound::Kind::Fixed);
  EXPECT_EQ(energy.best.fixed, decimal("20"));
  EXPECT_EQ(energy.base, decimal("50"));
  EXPECT_EQ(energy.span, decimal("50"));
  EXPECT_EQ(energy.equal, decimal("100"));
  const auto& plain = rule<model::EfficacyRule>(x_scheme.groups[2].root.children[0]);
  EXPECT_EQ(plain.worst.kind, Bound::Kind::GroupMin);
  EXPECT_EQ(plain.best.kind, Bound::Kind::GroupMax);
  // 60 + 40 · (x − min)/(max − min), the usual coefficients.
  EXPECT_EQ(plain.base, decimal("60"));
  EXPECT_EQ(plain.span, decimal("40"));
  EXPECT_EQ(plain.equal, std::nullopt);
}

TEST_F(FullScheme, WeightedItemsAreScoredOutOfTheirParentsPoints) {
  ASSERT_EQ(social().size(), 5U);
  const Ratio weights[] = {ratio(32, 109), ratio(3, 5), ratio(2, 1), ratio(1, 2), ratio(1, 1)};
  for (std::size_t i = 0; i < social().size(); ++i) {
    EXPECT_EQ(social()[i].points, decimal("40")) << i;
    EXPECT_EQ(social()[i].weight, weights[i]) << i;
  }
  EXPECT_EQ(economy()[0].weight, std::nullopt);
}

TEST_F(FullScheme, DeductYesNoDirectAssessment) {
  const auto& petitions = rule<model::DeductRule>(social()[0]);
  EXPECT_EQ(petitions.indicator, "信访");
  EXPECT_EQ(petitions.each, decimal("0.5"));
  EXPECT_EQ(petitions.floor, decimal("-2"));
  EXPECT_EQ(social()[1].missing.policy, model::Missing::Policy::Reshare);
  EXPECT_TRUE(rule<model::YesNoRule>(social()[1]).evidence_required);
  EXPECT_EQ(social()[2].cap, decimal("42"));
  EXPECT_EQ(rule<model::DirectRule>(social()[2]).full, decimal("100"));
  const auto& arrival = rule<model::AssessmentRule>(social()[3]);
  EXPECT_EQ(arrival.assessment, "investment");
  EXPECT_EQ(arrival.field, "arrival");
  EXPECT_EQ(arrival.full, decimal("100"));
  const auto& accidents = rule<model::AssessmentRule>(social()[4]);
  EXPECT_EQ(accidents.field, "score");
  EXPECT_EQ(accidents.full, std::nullopt);
  EXPECT_EQ(accidents.full_field, "full");
  const auto& extra = counties().root.children[2];
  EXPECT_TRUE(extra.uncapped);
  EXPECT_EQ(extra.points, decimal("5"));
}

// X43, X44, X45: vetoes by subject, with owner and consequences.
TEST_F(FullScheme, Events) {
  const auto& events = counties().events;
  ASSERT_EQ(events.size(), 3U);
  EXPECT_EQ(events[0].kind, model::EventKind::Bonus);
  EXPECT_EQ(events[0].subject, "创新");
  EXPECT_EQ(events[0].component, "extra");
  EXPECT_EQ(events[0].points, decimal("2"));
  EXPECT_EQ(events[0].each_cap, decimal("2"));
  EXPECT_EQ(events[0].sum_cap, decimal("5"));
  EXPECT_FALSE(events[0].uncapped);
  EXPECT_EQ(events[0].owner, "市委组织部");
  EXPECT_TRUE(events[0].consequence.empty());
  EXPECT_EQ(events[1].kind, model::EventKind::Award);
  EXPECT_TRUE(events[1].uncapped);
  EXPECT_EQ(events[2].kind, model::EventKind::Veto);
  const auto& veto = events[2].consequence;
  EXPECT_EQ(veto.force, "poor");
  EXPECT_EQ(veto.ceiling, "ordinary");
  EXPECT_EQ(veto.bars, (std::vector<std::string>{"investment-prize", "top-prize"}));
  EXPECT_EQ(veto.money, ratio(3, 10));
  EXPECT_EQ(veto.personnel, (std::vector<std::string>{"诫勉谈话", "取消评优资格"}));
}

// X31: the gate of 60 %.
TEST_F(FullScheme, Gates) {
  using Kind = model::Metric::Kind;
  const auto& gates = counties().gates;
  ASSERT_EQ(gates.size(), 3U);
  EXPECT_EQ(gates[0].id, "investment-60");
  EXPECT_EQ(gates[0].name, "招商引资完成率60%");
  EXPECT_EQ(gates[0].metric.kind, Kind::Assessment);
  EXPECT_EQ(gates[0].metric.assessment, "investment");
  EXPECT_EQ(gates[0].metric.field, "completion");
  EXPECT_EQ(gates[0].at_least, ratio(3, 5));
  EXPECT_EQ(gates[0].missing, model::Gate::IfMissing::Bar);
  EXPECT_EQ(gates[0].consequence.ceiling, "ordinary");
  EXPECT_EQ(gates[1].metric.kind, Kind::Attainment);
  EXPECT_EQ(gates[1].metric.attainment.indicator, "财政收入");
  EXPECT_EQ(gates[1].metric.attainment.lower, model::LowerForm::Inverse);
  EXPECT_EQ(gates[1].metric.attainment.tolerance, decimal("1"));
  EXPECT_EQ(gates[1].metric.attainment.zero_target, model::ZeroTarget::Full);
  EXPECT_EQ(gates[1].metric.attainment.target, model::TargetChoice::Harder);
  EXPECT_TRUE(gates[1].metric.attainment.pace_linear);
  EXPECT_EQ(gates[1].at_least, ratio(9, 10));
  EXPECT_EQ(gates[1].missing, model::Gate::IfMissing::Fail);
  EXPECT_EQ(gates[2].metric.kind, Kind::Component);
  EXPECT_EQ(gates[2].metric.component, "economy");
  EXPECT_EQ(gates[2].missing, model::Gate::IfMissing::Pass);
  EXPECT_EQ(gates[2].consequence.money, ratio(1, 1));
}

TEST_F(FullScheme, Grades) {
  const auto& grades = counties().grades;
  ASSERT_EQ(grades.size(), 4U);
  EXPECT_EQ(grades[0].id, "first");
  EXPECT_EQ(grades[0].name, "一等奖");
  EXPECT_EQ(grades[0].at_least, decimal("90"));
  EXPECT_EQ(grades[0].quota.top, 3U);
  EXPECT_EQ(grades[0].quota.base, model::QuotaBase::Qualified);
  EXPECT_EQ(grades[0].quota.ties, model::QuotaTies::Exclude);
  EXPECT_EQ(grades[0].quota.vacated, model::Vacated::Empty);
  EXPECT_EQ(grades[1].quota.share, ratio(1, 4));
  EXPECT_EQ(grades[1].quota.base, model::QuotaBase::Eligible);
  EXPECT_EQ(grades[1].quota.rounding, model::QuotaRounding::Nearest);
  EXPECT_EQ(grades[1].quota.ties, model::QuotaTies::Cut);
  EXPECT_EQ(grades[1].quota.vacated, model::Vacated::Next);
  EXPECT_FALSE(grades[2].quota.limited());
  EXPECT_EQ(grades[3].at_least, std::nullopt);
  EXPECT_EQ(grades[3].quota.bottom, 1U);
  EXPECT_EQ(grades[3].quota.base, model::QuotaBase::Unqualified);
}

// X33: the special investment award.
TEST_F(FullScheme, Awards) {
  using Kind = model::Metric::Kind;
  const auto& awards = counties().awards;
  ASSERT_EQ(awards.size(), 3U);
  EXPECT_EQ(awards[0].id, "investment-prize");
  EXPECT_EQ(awards[0].name, "招商引资特别贡献奖");
  EXPECT_EQ(awards[0].by.kind, Kind::Assessment);
  EXPECT_EQ(awards[0].by.field, "completion");
  EXPECT_EQ(awards[0].at_least, ratio(1, 1));
  EXPECT_EQ(awards[0].eligible_assessment, "investment");
  EXPECT_EQ(awards[0].eligible_field, "award_eligible");
  EXPECT_EQ(awards[0].quota.top, 3U);
  EXPECT_EQ(awards[0].quota.ties, model::QuotaTies::Include);
  EXPECT_EQ(awards[1].by.kind, Kind::Total);
  EXPECT_EQ(awards[1].at_least, std::nullopt);
  EXPECT_EQ(awards[1].quota.share, ratio(1, 10));
  EXPECT_EQ(awards[1].quota.base, model::QuotaBase::All);
  EXPECT_EQ(awards[1].quota.rounding, model::QuotaRounding::Up);
  EXPECT_EQ(awards[2].by.kind, Kind::Component);
  EXPECT_EQ(awards[2].by.component, "gdp");
  EXPECT_EQ(awards[2].quota.bottom, 2U);
}

TEST(Parse, DefaultsAreTheDocumentedOnes) {
  const auto scheme = parse(group_of(""), "");
  ASSERT_TRUE(scheme.has_value()) << list_of(scheme.error());
  EXPECT_EQ(scheme->title, "s");
  EXPECT_EQ(scheme->series, "");
  EXPECT_EQ(scheme->period, std::nullopt);
  EXPECT_EQ(scheme->published_decimals, 2);
  EXPECT_EQ(scheme->rounding, Rounding::HalfAwayFromZero);
  EXPECT_EQ(scheme->figures, model::State::Confirmed);
  const auto& group = scheme->groups.at(0);
  EXPECT_EQ(group.name, "g");
  EXPECT_EQ(group.total_cap, std::nullopt);
  EXPECT_EQ(group.total_floor, Decimal());
  EXPECT_TRUE(group.has_floor);
  EXPECT_EQ(group.rank_on, model::RankOn::Published);
  EXPECT_EQ(group.rank_ties, model::RankTies::Competition);
  EXPECT_EQ(group.qualified, std::nullopt);
}

TEST(Parse, PointsGoDownThroughWeights) {
  const auto scheme = parse(scheme_of("      - id: n\n"
                                      "        weight: 3\n"
                                      "        components:\n"
                                      "          - id: m\n"
                                      "            weight: 1\n"
                                      "            components:\n"
                                      "              - {id: a, points: 4, rule: direct, "
                                      "indicator: X, full: 1}\n"
                                      "              - {id: b, points: 6, rule: direct, "
                                      "indicator: X, full: 1}\n"
                                      "      - {id: c, weight: 1, rule: direct, indicator: X, "
                                      "full: 1}\n"
                                      "      - {id: x, points: 2, uncapped: true, rule: direct, "
                                      "indicator: X, full: 1}\n"),
                            "");
  ASSERT_TRUE(scheme.has_value()) << list_of(scheme.error());
  const auto& root = scheme->groups.at(0).root;
  EXPECT_EQ(root.points, decimal("10"));
  EXPECT_EQ(root.children[0].points, decimal("10"));
  EXPECT_EQ(root.children[0].children[0].points, decimal("10"));
  EXPECT_EQ(root.children[0].children[0].children[0].points, decimal("4"));
  EXPECT_EQ(root.children[1].points, decimal("10"));
  // An X item keeps its own points beside weighted ones.
  EXPECT_EQ(root.children[2].points, decimal("2"));
  EXPECT_EQ(root.children[2].weight, std::nullopt);
}

TEST(Parse, QuotesAndAnchorsMakeNoDifference) {
  const auto plain = parse(group_of("    grades: [{grade: a, top: 3}]\n"), "");
  const auto quoted = parse(
      "\"scheme\": 's'\n'version': \"1\"\ngroups:\n  - {group: g, units: {type: county}, "
      "points: '10', components: [&leaf {id: a, points: \"10\", rule: 'direct', indicator: X, "
      "full: \"100\"}], grades: [{grade: a, top: '3'}]}\n"
      "  - {group: h, units: {tag: t}, points: 10, components: [*leaf]}\n",
      "");
  ASSERT_TRUE(plain.has_value()) << list_of(plain.error());
  ASSERT_TRUE(quoted.has_value()) << list_of(quoted.error());
  EXPECT_EQ(quoted->id, plain->id);
  EXPECT_EQ(quoted->groups[0].root.points, plain->groups[0].root.points);
  EXPECT_EQ(quoted->groups[0].grades[0].quota.top, 3U);
  EXPECT_EQ(quoted->groups[1].root.children[0].id, "a");
}

TEST(Parse, FiguresKeepTheirSixDecimals) {
  // 0.1 + 0.2 + 9.7 is 10 only in exact arithmetic; 33.333333 + 33.333333 + 33.333334 likewise.
  const auto item = [](const char* id, const char* points) {
    return std::string("      - {id: ") + id + ", points: " + points +
           ", rule: direct, indicator: X, full: 0.000001}\n";
  };
  EXPECT_TRUE(parse(scheme_of(item("a", "0.1") + item("b", "0.2") + item("c", "9.7")), ""));
  EXPECT_TRUE(
      parse(scheme_of(item("a", "3.333333") + item("b", "3.333333") + item("c", "3.333334")), ""));
  EXPECT_FALSE(
      parse(scheme_of(item("a", "3.333333") + item("b", "3.333333") + item("c", "3.333333")), ""));
}

}  // namespace

}  // namespace assay::scheme
