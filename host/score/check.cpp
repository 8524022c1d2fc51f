#include "score/check.hpp"

#include <algorithm>
#include <set>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/suggest.hpp"

namespace assay::score {

namespace {

class Checker {
 public:
  Checker(const Inputs& inputs, Errors& errors) : x_inputs(&inputs), x_errors(&errors) {}

  void group(const model::Group& group) {
    component(group.root);
    for (const auto& gate : group.gates) metric(gate.metric);
    for (const auto& award : group.awards) {
      metric(award.by);
      if (!award.eligible_assessment.empty())
        field(award.eligible_assessment, award.eligible_field);
    }
  }

 private:
  void component(const model::Component& component) {
    if (component.rule) std::visit([this](const auto& rule) { check(rule); }, *component.rule);
    for (const auto& child : component.children) this->component(child);
  }

  void metric(const model::Metric& metric) {
    if (metric.kind == model::Metric::Kind::Attainment) check(metric.attainment);
    if (metric.kind == model::Metric::Kind::Assessment) field(metric.assessment, metric.field);
  }

  template <class RuleOf>
  void check(const RuleOf& rule) {
    find_indicator(rule.indicator);
  }

  void check(const model::AttainmentRule& rule) {
    const auto* indicator = find_indicator(rule.indicator);
    if (indicator == nullptr) return;
    if (indicator->direction == model::Direction::Lower && rule.lower == model::LowerForm::Unset)
      report("score.no_lower_form", rule.indicator,
             {ASSAY_TEXT("less is better here: say `lower: inverse` (target/figure) or `lower: "
                         "mirror` (2 − figure/target) in the scheme"),
              {}});
    const bool lacks_tolerance = !rule.tolerance || *rule.tolerance <= Decimal{};
    if (indicator->direction == model::Direction::Target && lacks_tolerance)
      report("score.no_tolerance", rule.indicator,
             {ASSAY_TEXT("the figure is to meet its target: say the `tolerance` in the scheme, as "
                         "a number above 0"),
              {}});
  }

  void check(const model::StepsRule& rule) {
    if (rule.of_attainment)
      check(rule.attainment);
    else
      find_indicator(rule.indicator);
  }

  void check(const model::AssessmentRule& rule) {
    field(rule.assessment, rule.field);
    if (!rule.full && !rule.full_field.empty()) field(rule.assessment, rule.full_field);
  }

  const model::Indicator* find_indicator(const std::string& code) {
    const auto& indicators = x_inputs->snapshot->indicators;
    const auto found = indicators.find(code);
    if (found != indicators.end()) return &found->second;
    std::vector<std::string_view> known;
    known.reserve(indicators.size());
    for (const auto& [indicator, unused] : indicators) known.emplace_back(indicator);
    const auto near = nearest(code, known);
    if (near.empty())
      report("score.unknown_indicator", code,
             {ASSAY_TEXT("the scheme names an indicator that the office does not have: correct the "
                         "code or import the indicator"),
              {}});
    else
      report("score.unknown_indicator", code,
             {ASSAY_TEXT("the scheme names an indicator that the office does not have: did you "
                         "mean {near}?"),
              {{"near", near}}});
    return nullptr;
  }

  void field(const std::string& assessment, const std::string& name) {
    const auto found = x_inputs->assessments.find(assessment);
    const auto* outcome = found == x_inputs->assessments.end() ? nullptr : found->second.outcome;
    if (outcome == nullptr || (!found->second.by_plugin && !has_values(*outcome))) {
      report("score.no_assessment", "",
             {ASSAY_TEXT("there is no outcome of the assessment {assessment} for {period}: import "
                         "it, or name its plugin in the scheme"),
              {{"assessment", assessment}, {"period", x_inputs->period.str()}}});
      return;
    }
    // A plugin that failed for all units gave no fields at all; the units say why.
    if (outcome->fields.empty() || outcome->field(name) != nullptr) return;
    std::string fields;
    for (const auto& candidate : outcome->fields)
      fields += (fields.empty() ? "" : ", ") + candidate.id;
    report("score.unknown_field", "",
           {ASSAY_TEXT("the assessment {assessment} has no field {field}: use one of {fields}"),
            {{"assessment", assessment}, {"field", name}, {"fields", fields}}});
  }

  static bool has_values(const model::Assessment& outcome) {
    return std::ranges::any_of(outcome.fields, [](const auto& field) {
      return std::ranges::any_of(field.values, [](const auto& value) {
        return !std::holds_alternative<std::monostate>(value);
      });
    });
  }

  // The same fault in several leaves is one error.
  void report(const std::string& code, const std::string& indicator, Message message) {
    Error error{Failure::Input, code, std::move(message), {.indicator = indicator}};
    if (x_reported.insert(describe(error) + code).second) x_errors->push_back(std::move(error));
  }

  const Inputs* x_inputs;
  Errors* x_errors;
  std::set<std::string> x_reported;
};

}  // namespace

void check_references(const Inputs& inputs, Errors& errors) {
  Checker checker(inputs, errors);
  for (const auto& group : inputs.scheme->groups) checker.group(group);
}

}  // namespace assay::score
