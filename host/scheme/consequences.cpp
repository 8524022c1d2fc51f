#include "scheme/consequences.hpp"

#include <map>
#include <string>
#include <utility>

#include "scheme/rules.hpp"

namespace assay::scheme {

namespace {

constexpr auto kMetric_kinds = keys({"attainment", "assessment", "component", "total"});
constexpr auto kField_key = keys({"field"});
constexpr auto kUncapped_key = keys({"uncapped"});

model::Consequence read_consequence(Scope& scope, const Value& value) {
  model::Consequence consequence;
  Fields fields(scope.reading, value);
  fields.allow({kConsequence_keys});
  fields.take("force", consequence.force, scope.grades.reference());
  fields.take("ceiling", consequence.ceiling, scope.grades.reference());
  fields.take("bars", consequence.bars, scope.awards.references());
  fields.take("money", consequence.money, as_share);
  fields.take("personnel", consequence.personnel, as_texts);
  if (value.node->kind == Node::Kind::Map && value.node->items.empty())
    scope.reading.refuse(value, "scheme.no_consequence",
                         {ASSAY_TEXT("nothing follows here: state at least one of {choices}"),
                          {{"choices", joined(kConsequence_keys)}}});
  return consequence;
}

bool gives_points(model::EventKind kind) {
  return kind == model::EventKind::Bonus || kind == model::EventKind::Award;
}

// As an event takes the first rule that fits it, a rule below one that takes all its events would
// never be used. Remembers the rules by kind and subject.
class Reach {
 public:
  void check(Reading& reading, const Value& element, const model::EventRule& rule) {
    for (const auto& subject : {std::string(), rule.subject}) {
      const auto taken = x_first.find({rule.kind, subject});
      if (taken == x_first.end()) continue;
      reading.refuse(element, "scheme.unused_event",
                     {ASSAY_TEXT("the rule in line {line} takes all events of this kind and "
                                 "subject first: put this one above it, or delete it"),
                      {{"line", std::to_string(taken->second.row)}}});
      return;
    }
    x_first.emplace(std::pair(rule.kind, rule.subject), element.mark);
  }

 private:
  std::map<std::pair<model::EventKind, std::string>, Mark> x_first;
};

model::EventRule read_event(Scope& scope, const Value& element, Reach& reach) {
  model::EventRule rule;
  Fields event(scope.reading, element);
  event.allow({kEvent_keys});
  const bool known = event.require("kind", rule.kind, one_of(kEvent_kind_words));
  const bool any_or_known = event.take("subject", rule.subject, as_text);
  if (known && any_or_known) reach.check(scope.reading, element, rule);
  event.take("component", rule.component, scope.components.reference());
  // What an event takes may be written with or without its sign.
  if (known && gives_points(rule.kind))
    event.take("points", rule.points, as_not_negative);
  else
    event.take("points", rule.points, as_decimal);
  event.take("each_cap", rule.each_cap, as_not_negative);
  event.take("sum_cap", rule.sum_cap, as_not_negative);
  event.take("uncapped", rule.uncapped, as_flag);
  if (rule.uncapped && known && !gives_points(rule.kind))
    event.refuse_without(kUncapped_key, "kind: bonus");
  else if (rule.uncapped && event.has("component"))
    event.refuse_key("uncapped", "scheme.uncapped_in_component",
                     {ASSAY_TEXT("an uncapped bonus is added to the total, not to a component: "
                                 "delete this, or the component"),
                      {}});
  event.take("owner", rule.owner, as_text);
  if (const auto* value = event.find("consequence"))
    rule.consequence = read_consequence(scope, *value);
  return rule;
}

model::Gate read_gate(Scope& scope, Fields gate) {
  model::Gate into;
  gate.allow({kGate_keys});
  if (gate.require("id", into.id, as_id))
    scope.gates.declare(scope.reading, *gate.find("id"), into.id);
  into.name = into.id;
  gate.take("name", into.name, as_text);
  if (const auto* value = gate.need("metric")) into.metric = read_metric(scope, *value);
  gate.require("at_least", into.at_least, [&](Reading& reading, const Value& value) {
    return as_threshold(reading, value, into.metric);
  });
  gate.take("missing", into.missing, one_of(kGate_missing_words));
  if (const auto* value = gate.need("consequence"))
    into.consequence = read_consequence(scope, *value);
  return into;
}

}  // namespace

model::Metric read_metric(Scope& scope, const Value& value) {
  using Kind = model::Metric::Kind;
  model::Metric metric;
  metric.kind = Kind::Total;  // until another is read: its thresholds may be any figure
  Fields fields(scope.reading, value);
  fields.allow({kMetric_keys, kRate_keys});
  const auto chosen = fields.choose(kMetric_kinds);
  if (chosen != "assessment" && !chosen.empty()) fields.refuse_without(kField_key, "assessment");
  if (chosen != "attainment" && !chosen.empty()) fields.refuse_without(kRate_keys, "attainment");

  bool flag = false;
  if (chosen == "attainment") {
    metric.kind = Kind::Attainment;
    fields.take(chosen, metric.attainment.indicator, as_text);
    read_rate(fields, metric.attainment);
  } else if (chosen == "assessment") {
    metric.kind = Kind::Assessment;
    fields.take(chosen, metric.assessment, scope.assessments.reference());
    fields.require("field", metric.field, as_text);
  } else if (chosen == "component") {
    metric.kind = Kind::Component;
    fields.take(chosen, metric.component, scope.components.reference());
  } else if (chosen == "total") {
    fields.take(chosen, flag, as_true);
  }
  return metric;
}

std::optional<Ratio> as_threshold(Reading& reading, const Value& value,
                                  const model::Metric& metric) {
  using Kind = model::Metric::Kind;
  const bool is_rate = metric.kind == Kind::Attainment || metric.kind == Kind::Component;
  return is_rate ? as_rate(reading, value) : as_ratio(reading, value);
}

std::vector<model::EventRule> read_events(Scope& scope, const Value& value) {
  std::vector<model::EventRule> rules;
  const auto list = as_list(scope.reading, value);
  if (!list) return rules;
  Reach reach;
  for (const auto& element : *list) rules.push_back(read_event(scope, element, reach));
  return rules;
}

std::vector<model::Gate> read_gates(Scope& scope, const Value& value) {
  std::vector<model::Gate> gates;
  const auto list = as_list(scope.reading, value);
  if (!list) return gates;
  for (const auto& element : *list)
    gates.push_back(read_gate(scope, Fields(scope.reading, element)));
  return gates;
}

}  // namespace assay::scheme
