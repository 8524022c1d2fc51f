#include "score/outcome.hpp"

#include <variant>

namespace assay::score {

namespace {

// In the words of who made the assessment: they alone know what went wrong or is lacking.
std::unexpected<Fault> failed(const FieldOf& field, const Message& why) {
  return std::unexpected(
      Fault{{"plugin_failed", {{"assessment", field.assessment}}, why}, /*missing=*/false});
}

std::unexpected<Fault> lacking(const FieldOf& field, const Message& why) {
  return std::unexpected(
      Fault{{"missing_assessment", {{"assessment", field.assessment}, {"field", field.field}}, why},
            /*missing=*/true});
}

}  // namespace

FieldOf find_field(const Inputs& inputs, const std::string& assessment, const std::string& field) {
  const auto& used = inputs.assessments.find(assessment)->second;
  return {.assessment = assessment,
          .field = field,
          .outcome = used.outcome,
          .column = used.outcome->field(field),
          .by_plugin = used.by_plugin};
}

Scored<FieldReading> read_field(const FieldOf& field, std::size_t ordinal) {
  if (const auto failure = field.outcome->failures.find(ordinal);
      failure != field.outcome->failures.end())
    return failed(field, failure->second);
  const auto* column = field.column;
  const bool given = column != nullptr && ordinal < column->values.size() &&
                     !std::holds_alternative<std::monostate>(column->values[ordinal]);
  if (const auto gap = field.outcome->missing.find(ordinal);
      !given && gap != field.outcome->missing.end())
    return lacking(field, gap->second);
  // A single absent field: its reasons say why.
  if (!given && column != nullptr && ordinal < column->reasons.size() &&
      !column->reasons[ordinal].empty())
    return lacking(field, column->reasons[ordinal].front());
  if (!given)
    return missing("missing_assessment", {{"assessment", field.assessment}, {"field", field.field}},
                   ASSAY_TEXT("the assessment {assessment} gave no {field} for this unit: check "
                              "what it was made from"));
  const auto& value = column->values[ordinal];
  FieldReading reading;
  if (ordinal < column->full.size()) reading.full = column->full[ordinal];
  if (ordinal < column->reasons.size()) reading.reasons = column->reasons[ordinal];
  if (const auto* decimal = std::get_if<Decimal>(&value)) {
    reading.value = fraction_of(*decimal);
    reading.is_decimal = true;
  } else if (const auto* ratio = std::get_if<Ratio>(&value)) {
    reading.value = fraction_of(*ratio);
  } else {
    reading.value = {std::get<bool>(value) ? 1 : 0, 1};
  }
  return reading;
}

}  // namespace assay::score
