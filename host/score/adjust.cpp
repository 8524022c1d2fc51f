#include "score/adjust.hpp"

#include <algorithm>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "score/fraction.hpp"

namespace assay::score {

namespace {

using model::EventKind;

bool fits(const model::EventRule& rule, const model::Event& event) {
  return rule.kind == event.kind && (rule.subject.empty() || rule.subject == event.subject);
}

bool is_deduction(EventKind kind) { return kind != EventKind::Bonus && kind != EventKind::Award; }

Int128 within(Int128 value, const std::optional<Decimal>& cap) {
  if (!cap) return value;
  const Int128 most = cap->micro() < 0 ? -Int128{cap->micro()} : Int128{cap->micro()};
  return std::clamp(value, -most, most);
}

Data data_of(const model::Event& event) {
  Data data{{"event", event.code}, {"kind", std::string(to_word(event.kind))}};
  if (!event.subject.empty()) data.emplace_back("subject", event.subject);
  if (!event.reason.empty()) data.emplace_back("reason", event.reason);
  if (!event.evidence.empty()) data.emplace_back("evidence", event.evidence);
  if (!event.decided_by.empty()) data.emplace_back("decided_by", event.decided_by);
  return data;
}

std::string name_of(const model::Event& event) {
  return event.subject.empty() ? event.code : event.code + " " + event.subject;
}

model::Note applied_note(const model::Event& event, std::optional<Decimal> points) {
  auto data = data_of(event);
  if (points) data.emplace_back("points", points->str());
  switch (event.kind) {
    case EventKind::Veto:
      return note("veto.applied", std::move(data), ASSAY_TEXT("veto {event} applies"));
    case EventKind::Falsification:
      return note("falsification.applied", std::move(data),
                  ASSAY_TEXT("falsification {event} applies"));
    case EventKind::Sanction:
      if (points)
        return note("sanction.applied", std::move(data),
                    ASSAY_TEXT("sanction {event} applies: {points} points are deducted"));
      return note("sanction.applied", std::move(data), ASSAY_TEXT("sanction {event} applies"));
    case EventKind::Bonus:
    case EventKind::Award:
      break;
  }
  if (points)
    return note("bonus.applied", std::move(data),
                ASSAY_TEXT("bonus {event} applies: {points} points"));
  return note("bonus.applied", std::move(data), ASSAY_TEXT("bonus {event} applies"));
}

// Feeds the events of one group, in the order of their codes.
class EventBook {
 public:
  EventBook(const model::Group& group, const Tree& tree, std::size_t units)
      : x_group(&group), x_units(units), x_sums(units * group.events.size()) {
    for (const auto& rule : group.events) x_nodes.push_back(tree.find(rule.component).value_or(0));
  }

  void take(std::size_t unit, const model::Event& event) {
    const auto rule = std::ranges::find_if(
        x_group->events, [&](const auto& candidate) { return fits(candidate, event); });
    if (rule == x_group->events.end()) return;
    auto& book = x_units[unit];
    if (!rule->owner.empty() && rule->owner != event.decided_by) {
      auto data = data_of(event);
      data.emplace_back("owner", rule->owner);
      book.notes.push_back(
          note("event.not_owner", std::move(data),
               ASSAY_TEXT("event {event} has no effect: only {owner} may decide on it")));
      return;
    }
    const auto number = static_cast<std::size_t>(rule - x_group->events.begin());
    const auto points = take_points(unit, number, event);
    if (!points && event.kind == EventKind::Bonus) {
      book.notes.push_back(
          note("event.no_points", data_of(event),
               ASSAY_TEXT("bonus {event} states no points, nor does the scheme: it adds none")));
    } else {
      book.notes.push_back(applied_note(event, points));
    }
    if (!rule->consequence.empty())
      book.limits.push_back({event.code, name_of(event), &rule->consequence});
  }

  [[nodiscard]] std::vector<UnitEvents> finish() && { return std::move(x_units); }

 private:
  // The points that count, after both caps; nothing = neither scheme nor event states any.
  std::optional<Decimal> take_points(std::size_t unit, std::size_t number,
                                     const model::Event& event) {
    const auto& rule = x_group->events[number];
    const auto stated = rule.points ? rule.points : event.points;
    if (!stated) return std::nullopt;
    const bool deducts = is_deduction(event.kind);
    const Int128 wanted =
        deducts && stated->is_negative() ? -Int128{stated->micro()} : Int128{stated->micro()};
    auto& sum = x_sums[unit * x_group->events.size() + number];
    const auto sum_before = sum;
    sum = within(sum + within(wanted, rule.each_cap), rule.sum_cap);
    const auto counted = to_decimal(sum - sum_before, 1, Rounding::HalfEven).value_or(Decimal{});
    auto& book = x_units[unit];
    if (counted.micro() != wanted) {
      auto data = data_of(event);
      data.emplace_back("points", stated->str());
      data.emplace_back("counted", counted.str());
      book.notes.push_back(
          note("event.capped", std::move(data),
               ASSAY_TEXT("event {event}: {counted} of {points} points count, as a cap applies")));
    }
    if (!counted.is_zero())
      book.adjustments.push_back({.event = &event,
                                  .node = x_nodes[number],
                                  .uncapped = rule.uncapped && !deducts,
                                  .deducts = deducts,
                                  .points = counted});
    return counted;
  }

  const model::Group* x_group;
  std::vector<std::size_t> x_nodes;  // by rule: where its points go
  std::vector<UnitEvents> x_units;
  std::vector<Int128> x_sums;  // by unit and rule: points counted so far
};

}  // namespace

std::vector<UnitEvents> apply_events(const Inputs& inputs, const model::Group& group,
                                     const Tree& tree, std::span<const std::size_t> members) {
  EventBook book(group, tree, members.size());
  std::unordered_map<std::string_view, std::size_t> position_of;
  for (std::size_t i = 0; i < members.size(); ++i)
    position_of.emplace(inputs.snapshot->units[members[i]].code, i);
  // Pointers into one vector: of events with the same code, the first entered stays first.
  std::vector<const model::Event*> events;
  events.reserve(inputs.snapshot->events.size());
  for (const auto& event : inputs.snapshot->events) events.push_back(&event);
  std::ranges::sort(events, [](const auto* a, const auto* b) {
    return std::tie(a->code, a) < std::tie(b->code, b);
  });
  const model::Event* previous = nullptr;
  for (const auto* event : events) {
    const bool again = previous != nullptr && previous->code == event->code;
    previous = event;
    if (again || event->state < inputs.scheme->figures || !inputs.period.contains(event->period))
      continue;
    if (const auto found = position_of.find(event->unit); found != position_of.end())
      book.take(found->second, *event);
  }
  return std::move(book).finish();
}

}  // namespace assay::score
