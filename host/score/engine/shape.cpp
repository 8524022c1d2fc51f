#include "score/engine/shape.hpp"

#include <algorithm>
#include <functional>
#include <optional>
#include <utility>
#include <variant>

#include "score/engine/constants.hpp"
#include "score/marks.hpp"

namespace assay::score::engine {

namespace {

using model::Layer;

// Kinds of sources beside the layers of targets, in a key.
constexpr int kFigures = 100;
constexpr int kScore = 101;
constexpr int kFull = 102;
constexpr int kPaced = 1000;
constexpr int kHarder = 2000;
constexpr int kGreater = 4000;

bool positive_bonus(const model::AttainmentRule& rule) {
  return rule.stretch_bonus && rule.stretch_bonus->micro() > 0;
}

// Whether two rules read the same columns in the same way; the rest is constants.
struct SameReads {
  const model::Rule* other;

  template <class RuleOf>
  [[nodiscard]] bool operator()(const RuleOf& rule) const {
    const auto* that = std::get_if<RuleOf>(other);
    return that != nullptr && same(rule, *that);
  }

  static bool same(const model::AttainmentRule& a, const model::AttainmentRule& b) {
    return a.indicator == b.indicator && positive_bonus(a) == positive_bonus(b) &&
           a.target == b.target && a.pace_linear == b.pace_linear;
  }
  static bool same(const model::LinearRule& a, const model::LinearRule& b) {
    return a.indicator == b.indicator && a.from.kind == b.from.kind && a.to.kind == b.to.kind;
  }
  static bool same(const model::StepsRule& a, const model::StepsRule& b) {
    return a.indicator == b.indicator && a.of_attainment == b.of_attainment &&
           (!a.of_attainment || same(a.attainment, b.attainment));
  }
  static bool same(const model::EfficacyRule& a, const model::EfficacyRule& b) {
    return a.indicator == b.indicator && a.worst.kind == b.worst.kind && a.best.kind == b.best.kind;
  }
  static bool same(const model::YesNoRule& a, const model::YesNoRule& b) {
    return a.indicator == b.indicator;
  }
  static bool same(const model::DeductRule& a, const model::DeductRule& b) {
    return a.indicator == b.indicator;
  }
  static bool same(const model::DirectRule& a, const model::DirectRule& b) {
    return a.indicator == b.indicator;
  }
  static bool same(const model::AssessmentRule& a, const model::AssessmentRule& b) {
    return a == b;
  }
};

bool same_node(const model::Component& a, const model::Component& b) {
  if (a.rule.has_value() != b.rule.has_value() || a.weight.has_value() != b.weight.has_value() ||
      a.uncapped != b.uncapped)
    return false;
  if (!a.rule) return true;
  return a.missing.policy == b.missing.policy && std::visit(SameReads{&*b.rule}, *a.rule);
}

bool same_shape(const Outline& outline, const Shape& shape) {
  if (outline.nodes.size() != shape.nodes.size() || outline.parents != shape.parents ||
      outline.apart != shape.apart)
    return false;
  for (std::size_t node = 0; node < shape.nodes.size(); ++node) {
    if (!same_node(*outline.nodes[node], *shape.nodes[node])) return false;
    // What is named has a column of results; an inner node has one anyway.
    if (outline.named[node] && shape.output_of[node] == kNone) return false;
  }
  return true;
}

const std::string& subject_of(const model::Rule& rule) {
  return std::visit(
      [](const auto& of) -> const std::string& {
        if constexpr (std::is_same_v<std::decay_t<decltype(of)>, model::AssessmentRule>)
          return of.field;
        else
          return of.indicator;
      },
      rule);
}

std::size_t hash_of(const Outline& outline) {
  std::size_t hash = outline.nodes.size();
  for (const auto* node : outline.nodes)
    if (node->rule)
      hash = hash * 31 + std::hash<std::string>{}(subject_of(*node->rule)) + node->rule->index();
  return hash;
}

// The indicator whose figures and targets a rule reads; none for assessments.
const model::Indicator* indicator_of(const model::Rule& rule, const model::Snapshot& snapshot) {
  if (std::holds_alternative<model::AssessmentRule>(rule)) return nullptr;
  const auto* steps = std::get_if<model::StepsRule>(&rule);
  const auto& code =
      steps != nullptr && steps->of_attainment ? steps->attainment.indicator : subject_of(rule);
  return &snapshot.indicators.find(code)->second;
}

// Whether some kernel has the rule, given ordinary constants.
bool in_kernels(const model::Rule& rule) {
  const auto same_for_all = [](const model::Bound& bound) {
    return bound.kind == model::Bound::Kind::Fixed || asks_extremes(bound);
  };
  if (const auto* efficacy = std::get_if<model::EfficacyRule>(&rule))
    return same_for_all(efficacy->worst) && same_for_all(efficacy->best);
  const auto* linear = std::get_if<model::LinearRule>(&rule);
  if (linear == nullptr) return true;
  if (same_for_all(linear->from) && same_for_all(linear->to)) return true;
  return !asks_extremes(linear->from) && !asks_extremes(linear->to);
}

bool has_extremes(const model::Rule& rule) {
  if (const auto* efficacy = std::get_if<model::EfficacyRule>(&rule))
    return asks_extremes(efficacy->worst) || asks_extremes(efficacy->best);
  const auto* linear = std::get_if<model::LinearRule>(&rule);
  return linear != nullptr && (asks_extremes(linear->from) || asks_extremes(linear->to));
}

struct MarksColumns {
  model::Column score;
  model::Column full;
};

bool fits(Int128 value) { return value == static_cast<std::int64_t>(value); }

// Score and full marks as whole numbers with the same quotient. Where the rule would refuse them,
// or they do not fit, full marks of −1, which no kernel takes.
MarksColumns marks_of(const Inputs& inputs, const model::AssessmentRule& rule) {
  MarksColumns columns;
  const MarksColumn marks(inputs, rule);
  for (std::size_t ordinal = 0; ordinal < inputs.snapshot->units.size(); ++ordinal) {
    const auto found = marks.at(ordinal);
    if (!found && found.error().missing) continue;
    Fraction rate{0, -1};
    if (found) {
      const auto& [score, full] = *found;
      const auto reduced = score.value.denominator == full.denominator
                               ? std::optional(Fraction{score.value.numerator, full.numerator})
                               : multiply(score.value, {full.denominator, full.numerator});
      const bool within = reduced && reduced->numerator <= reduced->denominator;
      if (within && fits(reduced->numerator) && fits(reduced->denominator)) rate = *reduced;
    }
    columns.score.set(ordinal, static_cast<std::int64_t>(rate.numerator));
    columns.full.set(ordinal, static_cast<std::int64_t>(rate.denominator));
  }
  return columns;
}

void outline(Outline& made, const model::Component& component, std::size_t parent) {
  const auto self = made.nodes.size();
  made.nodes.push_back(&component);
  made.parents.push_back(parent);
  const bool added = self != 0 && parent == 0 && component.uncapped;
  made.apart.push_back(component.rule && (added || component.cap || self == 0));
  for (const auto& child : component.children) outline(made, child, self);
}

}  // namespace

Outline outline_of(const model::Group& group) {
  Outline made;
  outline(made, group.root, 0);
  made.named.resize(made.nodes.size());
  const auto name = [&](const std::string& id) {
    const auto found = std::ranges::find(made.nodes, id, &model::Component::id);
    if (id.empty() || found == made.nodes.end()) return;
    const auto node = static_cast<std::size_t>(found - made.nodes.begin());
    made.named[node] = true;
    if (made.nodes[node]->rule) made.apart[node] = true;
  };
  for (const auto& id : group.tie_breakers) name(id);
  for (const auto& gate : group.gates)
    if (gate.metric.kind == model::Metric::Kind::Component) name(gate.metric.component);
  for (const auto& award : group.awards)
    if (award.by.kind == model::Metric::Kind::Component) name(award.by.component);
  return made;
}

std::size_t ShapeBook::shape_of(const Outline& outline) {
  if (x_last != kNone && same_shape(outline, x_plan->shapes[x_last])) return x_last;
  const auto hash = hash_of(outline);
  const auto [first, last] = x_by_hash.equal_range(hash);
  for (auto found = first; found != last; ++found)
    if (same_shape(outline, x_plan->shapes[found->second])) return x_last = found->second;
  x_last = make(outline);
  x_by_hash.emplace(hash, x_last);
  return x_last;
}

std::size_t ShapeBook::make(const Outline& outline) {
  Shape shape{.nodes = outline.nodes, .parents = outline.parents, .apart = outline.apart};
  make_leaves(outline, shape);
  make_buffers(outline, shape);
  make_outputs(outline, shape);
  x_plan->shapes.push_back(std::move(shape));
  return x_plan->shapes.size() - 1;
}

void ShapeBook::make_leaves(const Outline& outline, Shape& shape) {
  const auto& inputs = x_plan->inputs;
  for (std::size_t node = 0; node < outline.nodes.size(); ++node) {
    const auto& component = *outline.nodes[node];
    if (!component.rule) continue;
    LeafShape leaf{.node = node,
                   .extremes = has_extremes(*component.rule),
                   .by_rule = !in_kernels(*component.rule),
                   .indicator = indicator_of(*component.rule, *inputs.snapshot)};
    leaf.reads = reads_of(component, leaf.indicator, inputs.period);
    leaf.own_end = std::holds_alternative<model::LinearRule>(*component.rule) &&
                   (leaf.reads.target == kNone) != (leaf.reads.far == kNone);
    leaf.last_period = component.missing.policy == model::Missing::Policy::LastPeriod &&
                       leaf.indicator != nullptr && !leaf.extremes && !leaf.by_rule;
    if (leaf.last_period)
      leaf.before = reads_of(component, leaf.indicator, inputs.period.previous());
    shape.extremes_before =
        shape.extremes_before ||
        (leaf.extremes && component.missing.policy == model::Missing::Policy::LastPeriod);
    shape.leaves.push_back(leaf);
  }
}

// Children come after their parents in preorder, so they are settled first from the back.
void ShapeBook::make_buffers(const Outline& outline, Shape& shape) {
  std::vector<std::size_t> buffer_of(outline.nodes.size(), kNone);
  for (auto node = outline.nodes.size(); node-- > 0;) {
    const auto& component = *outline.nodes[node];
    if (component.rule && !outline.apart[node]) continue;
    buffer_of[node] = shape.buffers.size();
    const bool added = node != 0 && outline.parents[node] == 0 && component.uncapped;
    shape.buffers.push_back(
        {.node = node, .added = added, .may_be_left_out = may_be_left_out(outline, node)});
  }
  for (auto& buffer : shape.buffers)
    if (buffer.node != 0 && !buffer.added) buffer.parent = buffer_of[outline.parents[buffer.node]];
  for (std::size_t node = 1; node < outline.nodes.size(); ++node) {
    const auto parent = outline.parents[node];
    const bool added = parent == 0 && outline.nodes[node]->uncapped;
    if (!added && outline.nodes[node]->weight) shape.buffers[buffer_of[parent]].weighted = true;
  }
  for (std::size_t number = 0; number < shape.leaves.size(); ++number) {
    const auto node = shape.leaves[number].node;
    const auto buffer = outline.apart[node] ? buffer_of[node] : buffer_of[outline.parents[node]];
    shape.leaves[number].buffer = buffer;
    shape.buffers[buffer].leaves.push_back(number);
    if (const auto* indicator = shape.leaves[number].indicator; indicator != nullptr)
      shape.readers.emplace(indicator->code, buffer);
  }
  for (auto& buffer : shape.buffers) {
    // The kernels add leaves of the same kind in pairs.
    std::ranges::stable_sort(buffer.leaves, {}, [&](std::size_t leaf) {
      const auto& rule = *outline.nodes[shape.leaves[leaf].node]->rule;
      const auto* indicator = shape.leaves[leaf].indicator;
      return std::pair(rule.index(),
                       indicator == nullptr ? model::Direction{} : indicator->direction);
    });
    shape.order.insert(shape.order.end(), buffer.leaves.begin(), buffer.leaves.end());
  }
}

bool ShapeBook::may_be_left_out(const Outline& outline, std::size_t node) const {
  const auto& component = *outline.nodes[node];
  if (component.rule) return component.missing.policy == model::Missing::Policy::Reshare;
  for (auto child = node + 1; child < outline.nodes.size(); ++child) {
    const bool added = node == 0 && outline.nodes[child]->uncapped;
    if (outline.parents[child] == node && !added && may_be_left_out(outline, child)) return true;
  }
  return false;
}

void ShapeBook::make_outputs(const Outline& outline, Shape& shape) const {
  shape.output_of.assign(outline.nodes.size(), kNone);
  for (std::size_t node = 1; node < outline.nodes.size(); ++node)
    if (!outline.nodes[node]->rule || outline.named[node]) shape.output_of[node] = shape.outputs++;
  for (auto& buffer : shape.buffers) buffer.output = shape.output_of[buffer.node];
}

Reads ShapeBook::reads_of(const model::Component& leaf, const model::Indicator* indicator,
                          model::Period period) {
  const auto& rule = *leaf.rule;
  if (const auto* marks = std::get_if<model::AssessmentRule>(&rule)) return reads_marks(*marks);
  if (const auto* attainment = std::get_if<model::AttainmentRule>(&rule))
    return reads_rate(*attainment, indicator->direction, period, positive_bonus(*attainment));
  if (const auto* steps = std::get_if<model::StepsRule>(&rule); steps && steps->of_attainment)
    return reads_rate(steps->attainment, indicator->direction, period, false);
  Reads reads{.value = figures(indicator->code, period)};
  if (const auto* linear = std::get_if<model::LinearRule>(&rule)) {
    reads.target = bound(linear->from, indicator->code, period);
    reads.far = bound(linear->to, indicator->code, period);
  }
  return reads;
}

Reads ShapeBook::reads_rate(const model::AttainmentRule& rule, model::Direction direction,
                            model::Period period, bool stretch) {
  const auto& code = rule.indicator;
  const bool paced = rule.pace_linear && period.kind() != model::Period::Kind::Year;
  Reads reads{.value = figures(code, period),
              .target = targets(code, period, Layer::Required, paced)};
  if (stretch && direction != model::Direction::Target)
    reads.far = targets(code, period, Layer::Stretch, paced);
  if (rule.target == model::TargetChoice::Required || direction == model::Direction::Target)
    return reads;
  const bool greater = direction == model::Direction::Higher;
  const auto upper = targets(code, period, Layer::Upper, paced);
  const auto kind = kHarder + (paced ? kPaced : 0) + (greater ? kGreater : 0);
  reads.target = keep({code, "", period, kind},
                      harder_source(*x_plan->sources[reads.target], *x_plan->sources[upper],
                                    greater, *x_plan->kernels));
  return reads;
}

Reads ShapeBook::reads_marks(const model::AssessmentRule& rule) {
  const auto detail = rule.field + "\n" + (rule.full ? rule.full->str() : rule.full_field);
  const auto period = x_plan->inputs.period;
  const int plus = rule.full ? 1'000 : 0;
  const Key score{rule.assessment, detail, period, kScore + plus};
  const Key full{rule.assessment, detail, period, kFull + plus};
  if (const auto found = x_sources.find(score); found != x_sources.end())
    return {.value = found->second, .target = x_sources.at(full)};
  auto columns = marks_of(x_plan->inputs, rule);
  return {.value = keep(score, own_source(std::move(columns.score))),
          .target = keep(full, own_source(std::move(columns.full)))};
}

std::size_t ShapeBook::bound(const model::Bound& bound, const std::string& indicator,
                             model::Period period) {
  using Kind = model::Bound::Kind;
  switch (bound.kind) {
    case Kind::Required:
      return targets(indicator, period, Layer::Required, false);
    case Kind::Stretch:
      return targets(indicator, period, Layer::Stretch, false);
    case Kind::Upper:
      return targets(indicator, period, Layer::Upper, false);
    case Kind::Baseline:
      return targets(indicator, period, Layer::Baseline, false);
    case Kind::Fixed:
    case Kind::GroupMin:
    case Kind::GroupMax:
      break;
  }
  return kNone;
}

std::size_t ShapeBook::figures(const std::string& indicator, model::Period period) {
  return keep({indicator, "", period, kFigures}, figure_source(indicator, period));
}

std::size_t ShapeBook::targets(const std::string& indicator, model::Period period,
                               model::Layer layer, bool paced) {
  return keep(
      {indicator, "", period, static_cast<int>(layer) + (paced ? kPaced : 0)},
      paced ? paced_source(indicator, period, layer) : layer_source(indicator, period, layer));
}

std::size_t ShapeBook::keep(Key key, std::unique_ptr<Source> source) {
  const auto [found, fresh] = x_sources.try_emplace(std::move(key), x_plan->sources.size());
  if (fresh) x_plan->sources.push_back(std::move(source));
  return found->second;
}

}  // namespace assay::score::engine
