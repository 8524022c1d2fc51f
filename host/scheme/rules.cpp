#include "scheme/rules.hpp"

#include <array>
#include <utility>
#include <vector>

namespace assay::scheme {

namespace {

constexpr auto kPoints_highest = Decimal::from_micro(Decimal::kLimit_micro);

model::Rule read_attainment(Scope& /*scope*/, Fields& leaf, Marks /*full*/) {
  model::AttainmentRule rule;
  leaf.require("indicator", rule.indicator, as_text);
  const bool capped = leaf.take("cap", rule.cap, as_rate);
  const bool floored = leaf.take("floor", rule.floor, as_rate);
  if (capped && floored && rule.cap < rule.floor)
    leaf.reading().refuse(
        *leaf.find(leaf.has("floor") ? "floor" : "cap"), "scheme.floor_above_cap",
        {ASSAY_TEXT("the floor {floor} lies above the cap {cap}: swap or correct them"),
         {{"floor", rule.floor.str()}, {"cap", rule.cap.str()}}});
  leaf.take("stretch_bonus", rule.stretch_bonus, as_positive);
  if (leaf.has("stretch_bonus") && capped && rule.cap != Ratio::from_integer(1))
    leaf.refuse_key("stretch_bonus", "scheme.stretch_and_cap",
                    {ASSAY_TEXT("beyond the target either the stretch bonus or a cap other than "
                                "100% gives the points: delete one of the two"),
                     {}});
  read_rate(leaf, rule);
  return rule;
}

// A number or one of the words.
template <std::size_t N>
auto bound(const Word<model::Bound::Kind> (&words)[N]) {
  return [&words](Reading& reading, const Value& value) -> std::optional<model::Bound> {
    const auto& text = value.node->text;
    const bool is_word =
        value.node->kind == Node::Kind::Scalar && !text.empty() && text[0] >= 'A' && text[0] <= 'z';
    model::Bound bound;
    if (is_word) {
      const auto kind = one_of(words)(reading, value);
      if (!kind) return std::nullopt;
      bound.kind = *kind;
      return bound;
    }
    const auto figure = as_decimal(reading, value);
    if (!figure) return std::nullopt;
    bound.fixed = *figure;
    return bound;
  };
}

bool same(const model::Bound& a, const model::Bound& b) {
  return a.kind == b.kind && a.fixed == b.fixed;
}

model::Rule read_linear(Scope& /*scope*/, Fields& leaf, Marks /*full*/) {
  model::LinearRule rule;
  leaf.require("indicator", rule.indicator, as_text);
  const bool from = leaf.require("from", rule.from, bound(kBound_words));
  const bool to = leaf.require("to", rule.to, bound(kBound_words));
  if (from && to && same(rule.from, rule.to))
    leaf.reading().refuse(
        *leaf.find("to"), "scheme.equal_bounds",
        {ASSAY_TEXT("this is the same as where the points start: state two different figures"),
         {}});
  return rule;
}

std::optional<Ratio> as_figure(Reading& reading, const Value& value) {
  const auto figure = as_decimal(reading, value);
  if (!figure) return std::nullopt;
  return Ratio::of(*figure);
}

// The bounds run one way, best step first; every step has one, of the first one's kind.
struct StepReader {
  model::StepsRule& rule;
  Marks full;
  std::string_view kind;        // at_least or at_most, "" before the first
  std::optional<Ratio> before;  // the bound above

  void read(Fields step) {
    step.allow({kStep_keys});
    model::StepsRule::Step into;
    step.require("points", into.points, within(full));
    const auto chosen = step.choose(kStep_kinds);
    if (chosen.empty()) return;
    if (kind.empty()) kind = chosen;
    if (chosen != kind) {
      step.refuse_key(chosen, "scheme.mixed_steps",
                      {ASSAY_TEXT("the steps before have “{kind}”: use the same for all of them"),
                       {{"kind", std::string(kind)}}});
      return;
    }
    const bool known = rule.of_attainment ? step.take(chosen, into.bound, as_rate)
                                          : step.take(chosen, into.bound, as_figure);
    if (!known) return;
    refuse_disorder(step, into.bound);
    before = into.bound;
    rule.steps.push_back(into);
  }

 private:
  static constexpr auto kStep_kinds = keys({"at_least", "at_most"});

  void refuse_disorder(Fields& step, const Ratio& bound) {
    if (!before) return;
    if (kind == "at_least" && !(bound < *before))
      step.reading().refuse(*step.find(kind), "scheme.step_order",
                            {ASSAY_TEXT("{value} is not below the step before: put the highest "
                                        "first, none twice"),
                             {{"value", step.find(kind)->node->text}}});
    if (kind == "at_most" && !(*before < bound))
      step.reading().refuse(*step.find(kind), "scheme.step_order",
                            {ASSAY_TEXT("{value} is not above the step before: put the lowest "
                                        "first, none twice"),
                             {{"value", step.find(kind)->node->text}}});
  }
};

model::Rule read_steps(Scope& scope, Fields& leaf, Marks full) {
  model::StepsRule rule;
  leaf.require("indicator", rule.indicator, as_text);
  const bool of_known = leaf.take("of", rule.of_attainment, one_of(kSteps_of_words));
  if (rule.of_attainment)
    read_rate(leaf, rule.attainment);
  else if (of_known)
    leaf.refuse_without(kRate_keys, "of: attainment");
  rule.attainment.indicator = rule.indicator;
  leaf.take("otherwise", rule.otherwise, within(full));

  const auto* value = leaf.need("steps");
  const auto list = value == nullptr ? std::nullopt : as_list(scope.reading, *value, 1);
  if (!list || !of_known) return rule;
  StepReader reader{rule, full, {}, {}};
  for (const auto& step : *list) reader.read(Fields(scope.reading, step));
  rule.at_most = reader.kind == "at_most";
  return rule;
}

model::Rule read_efficacy(Scope& /*scope*/, Fields& leaf, Marks /*full*/) {
  constexpr Between coefficient{Decimal(), Decimal::from_integer(100)};
  model::EfficacyRule rule;
  leaf.require("indicator", rule.indicator, as_text);
  const bool worst = leaf.require("worst", rule.worst, bound(kGroup_bound_words));
  const bool best = leaf.require("best", rule.best, bound(kGroup_bound_words));
  leaf.take("base", rule.base, coefficient);
  leaf.take("span", rule.span, coefficient);
  const bool equal = leaf.take("equal", rule.equal, coefficient);
  if (worst && best && equal && !rule.equal && same(rule.worst, rule.best))
    leaf.reading().refuse(
        *leaf.find("best"), "scheme.equal_bounds",
        {ASSAY_TEXT("this is the same as the worst: state another figure, or under “equal” what "
                    "counts then"),
         {}});
  return rule;
}

model::Rule read_deduct(Scope& /*scope*/, Fields& leaf, Marks full) {
  model::DeductRule rule;
  leaf.require("indicator", rule.indicator, as_text);
  leaf.require("each", rule.each, as_positive);
  // Below 0 where the occurrences may cost more than the item gives.
  leaf.take("floor", rule.floor, Between{-kPoints_highest, within(full).high});
  return rule;
}

model::Rule read_yes_no(Scope& /*scope*/, Fields& leaf, Marks /*full*/) {
  model::YesNoRule rule;
  leaf.require("indicator", rule.indicator, as_text);
  leaf.take("evidence", rule.evidence_required, one_of(kEvidence_words));
  return rule;
}

model::Rule read_direct(Scope& /*scope*/, Fields& leaf, Marks /*full*/) {
  model::DirectRule rule;
  leaf.require("indicator", rule.indicator, as_text);
  leaf.require("full", rule.full, as_positive);
  return rule;
}

model::Rule read_assessment(Scope& scope, Fields& leaf, Marks /*full*/) {
  static constexpr auto full_keys = keys({"full", "full_field"});
  model::AssessmentRule rule;
  leaf.require("assessment", rule.assessment, scope.assessments.reference());
  leaf.take("field", rule.field, as_text);
  const auto chosen = leaf.choose(full_keys, true);
  if (chosen == "full") leaf.take(chosen, rule.full, as_positive);
  if (chosen == "full_field") leaf.take(chosen, rule.full_field, as_text);
  return rule;
}

constexpr std::array kRule_kinds{
    RuleKind{"attainment", kAttainment_keys, true, read_attainment},
    RuleKind{"linear", kLinear_keys, false, read_linear},
    RuleKind{"steps", kSteps_keys, true, read_steps},
    RuleKind{"efficacy", kEfficacy_keys, false, read_efficacy},
    RuleKind{"deduct", kDeduct_keys, false, read_deduct},
    RuleKind{"yes-no", kYes_no_keys, false, read_yes_no},
    RuleKind{"direct", kDirect_keys, false, read_direct},
    RuleKind{"assessment", kAssessment_keys, false, read_assessment},
};

}  // namespace

std::span<const RuleKind> rule_kinds() { return kRule_kinds; }

void read_rate(Fields& fields, model::AttainmentRule& into) {
  fields.take("lower", into.lower, one_of(kLower_words));
  fields.take("tolerance", into.tolerance, as_positive);
  fields.take("zero_target", into.zero_target, one_of(kZero_target_words));
  fields.take("target", into.target, one_of(kTarget_words));
  fields.take("pace", into.pace_linear, one_of(kPace_words));
}

Between within(Marks full) { return {Decimal(), full.value_or(kPoints_highest)}; }

}  // namespace assay::scheme
