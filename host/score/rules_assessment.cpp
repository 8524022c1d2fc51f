// The rule that converts 折算 a special assessment pro rata from its full marks.
#include <utility>

#include "score/marks.hpp"
#include "score/reading.hpp"
#include "score/rules.hpp"

namespace assay::score {

namespace {

// A rate or an imported score lies within its full marks; a plugin's score may go beyond them,
// as far as the plugin's own caps allow.
bool within_marks(const FieldOf& field, const FieldReading& score, const Fraction& full) {
  if (full.numerator <= 0 || score.value.numerator < 0) return false;
  return (field.by_plugin && score.is_decimal) || compare(score.value, full) <= 0;
}

Scored<LeafPoints> assessment(const model::AssessmentRule& rule, const LeafContext& context,
                              const MarksColumn& column, std::size_t ordinal) {
  ASSAY_TRY(const auto marks, column.at(ordinal));
  const auto& [score, full] = marks;
  const auto rate = multiply(score.value, {full.denominator, full.numerator});
  if (!rate) return too_large();
  const auto points = scaled(context.leaf->points, *rate, context.inputs->rounding());
  if (!points) return too_large();
  LeafPoints result{
      .points = *points,
      .how = formula(ASSAY_TEXT("{full} × {value} / {marks} ({assessment} {field}){share}"),
                     Place{"full", context.leaf->points.str()},
                     Place{"value", text_of(score.value)}, Place{"marks", text_of(full)},
                     Place{"assessment", rule.assessment}, Place{"field", rule.field})};
  result.trace.push_back({"assessment.read",
                          {{"assessment", rule.assessment},
                           {"field", rule.field},
                           {"value", exact_text(score.value)},
                           {"full", text_of(full)},
                           {"origin", column.field().outcome->origin}},
                          {}});
  for (const auto& reason : score.reasons)
    result.trace.push_back({"assessment.reason", {{"assessment", rule.assessment}}, reason});
  return result;
}

}  // namespace

MarksColumn::MarksColumn(const Inputs& inputs, const model::AssessmentRule& rule)
    : x_rule(&rule), x_score(find_field(inputs, rule.assessment, rule.field)) {
  if (!rule.full && !rule.full_field.empty())
    x_full = find_field(inputs, rule.assessment, rule.full_field);
}

Scored<Marks> MarksColumn::at(std::size_t ordinal) const {
  ASSAY_TRY(auto score, read_field(x_score, ordinal));
  ASSAY_TRY(const auto full, full_marks(score, ordinal));
  if (!within_marks(x_score, score, full))
    return refused("out_of_full_marks",
                   {{"assessment", x_rule->assessment},
                    {"field", x_rule->field},
                    {"value", text_of(score.value)},
                    {"full", text_of(full)}},
                   ASSAY_TEXT("{field} of the assessment {assessment} is {value}, outside 0 to its "
                              "full marks {full}: correct one of them"));
  return Marks{.score = score, .full = full};
}

Scored<Fraction> MarksColumn::full_marks(const FieldReading& score, std::size_t ordinal) const {
  if (x_rule->full) return fraction_of(*x_rule->full);
  if (x_full) {
    ASSAY_TRY(const auto full, read_field(*x_full, ordinal));
    return full.value;
  }
  if (score.full) return fraction_of(*score.full);
  if (!score.is_decimal) return Fraction{1, 1};
  // The score is there: to treat it as missing would drop it in silence.
  return refused(
      "no_full_marks", {{"assessment", x_rule->assessment}, {"field", x_rule->field}},
      ASSAY_TEXT("{field} of the assessment {assessment} has no full marks: state `full:` "
                 "in the scheme, or fill the column full of assessments.csv"));
}

CellRule prepare_rule(const model::AssessmentRule& rule, const LeafContext& context) {
  // An assessment is made for the scheme's period only.
  if (context.earlier())
    return [&rule](std::size_t) -> Scored<LeafPoints> {
      return missing("missing_assessment", {{"assessment", rule.assessment}, {"field", rule.field}},
                     ASSAY_TEXT("the assessment {assessment} of the period before is not at hand: "
                                "choose another missing-data rule"));
    };
  return [&rule, context, column = MarksColumn(*context.inputs, rule)](std::size_t ordinal) {
    return assessment(rule, context, column, ordinal);
  };
}

}  // namespace assay::score
