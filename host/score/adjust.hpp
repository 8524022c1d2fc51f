#pragma once
// Events of a unit under the rules of its group: which count, what each gives or takes after the
// per-event and per-rule caps, and the consequences they bring. Each event counts once. Borrows
// inputs and group.

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "score/fault.hpp"
#include "score/inputs.hpp"
#include "score/tree.hpp"

namespace assay::score {

struct Adjustment {
  const model::Event* event = nullptr;
  std::size_t node = 0;   // of the tree; 0 = the total
  bool uncapped = false;  // a bonus added after the total cap, whatever its node
  bool deducts = false;   // `points` are taken away, not added
  Decimal points;         // after the event's and the rule's caps; ≥ 0 where it deducts
};

// A consequence and what it follows from.
struct Limit {
  std::string source;  // gate id or event code
  std::string name;    // of the gate, or the event with its subject, for people
  const model::Consequence* consequence = nullptr;
};

struct UnitEvents {
  std::vector<Adjustment> adjustments;  // by event code
  std::vector<Limit> limits;
  std::vector<model::Note> notes;
};

// The events that count for the scheme and period, by the code of their unit: made once for all
// groups. Borrows the inputs.
class EventIndex {
 public:
  explicit EventIndex(const Inputs& inputs);

  // In the order of their codes; each event once.
  [[nodiscard]] std::span<const model::Event* const> of(std::string_view unit) const;
  [[nodiscard]] bool empty() const { return x_by_unit.empty(); }

 private:
  std::unordered_map<std::string_view, std::vector<const model::Event*>> x_by_unit;
};

// What the rules of the group make of one unit's events.
[[nodiscard]] UnitEvents apply_events(const model::Group& group, const Tree& tree,
                                      std::span<const model::Event* const> events);

}  // namespace assay::score
