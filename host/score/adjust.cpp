#include "score/adjust.hpp"

#include <algorithm>
#include <string_view>
#include <tuple>
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

// Takes the events of one unit, in the order of their codes.
class EventBook {
 public:
  EventBook(const model::Group& group, const Tree& tree)
      : x_group(&group), x_tree(&tree), x_sums(group.events.size()) {}

  void take(const model::Event& event) {
    const auto rule = std::ranges::find_if(
        x_group->events, [&](const auto& candidate) { return fits(candidate, event); });
    if (rule == x_group->events.end()) return;
    if (!rule->owner.empty() && rule->owner != event.decided_by) {
      auto data = data_of(event);
      data.emplace_back("owner", rule->owner);
      x_book.notes.push_back(
          note("event.not_owner", std::move(data),
               ASSAY_TEXT("event {event} has no effect: only {owner} may decide on it")));
      return;
    }
    const auto number = static_cast<std::size_t>(rule - x_group->events.begin());
    const auto points = take_points(number, event);
    if (!points && event.kind == EventKind::Bonus) {
      x_book.notes.push_back(
          note("event.no_points", data_of(event),
               ASSAY_TEXT("bonus {event} states no points, nor does the scheme: it adds none")));
    } else {
      x_book.notes.push_back(applied_note(event, points));
    }
    if (!rule->consequence.empty())
      x_book.limits.push_back({event.code, name_of(event), &rule->consequence});
  }

  [[nodiscard]] UnitEvents finish() && { return std::move(x_book); }

 private:
  // The points that count, after both caps; nothing = neither scheme nor event states any.
  std::optional<Decimal> take_points(std::size_t number, const model::Event& event) {
    const auto& rule = x_group->events[number];
    const auto stated = rule.points ? rule.points : event.points;
    if (!stated) return std::nullopt;
    const bool deducts = is_deduction(event.kind);
    const Int128 wanted =
        deducts && stated->is_negative() ? -Int128{stated->micro()} : Int128{stated->micro()};
    auto& sum = x_sums[number];
    const auto sum_before = sum;
    sum = within(sum + within(wanted, rule.each_cap), rule.sum_cap);
    const auto counted = to_decimal(sum - sum_before, 1, Rounding::HalfEven).value_or(Decimal{});
    if (counted.micro() != wanted) {
      auto data = data_of(event);
      data.emplace_back("points", stated->str());
      data.emplace_back("counted", counted.str());
      x_book.notes.push_back(
          note("event.capped", std::move(data),
               ASSAY_TEXT("event {event}: {counted} of {points} points count, as a cap applies")));
    }
    if (!counted.is_zero())
      x_book.adjustments.push_back({.event = &event,
                                    .node = x_tree->find(rule.component).value_or(0),
                                    .uncapped = rule.uncapped && !deducts,
                                    .deducts = deducts,
                                    .points = counted});
    return counted;
  }

  const model::Group* x_group;
  const Tree* x_tree;
  UnitEvents x_book;
  std::vector<Int128> x_sums;  // by rule: points counted so far
};

}  // namespace

EventIndex::EventIndex(const Inputs& inputs) {
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
    x_by_unit[event->unit].push_back(event);
  }
}

std::span<const model::Event* const> EventIndex::of(std::string_view unit) const {
  const auto found = x_by_unit.find(unit);
  if (found == x_by_unit.end()) return {};
  return found->second;
}

UnitEvents apply_events(const model::Group& group, const Tree& tree,
                        std::span<const model::Event* const> events) {
  EventBook book(group, tree);
  for (const auto* event : events) book.take(*event);
  return std::move(book).finish();
}

}  // namespace assay::score
