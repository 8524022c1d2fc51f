#pragma once
// Events of a group's units under its rules: which count, what each gives or takes after the
// per-event and per-rule caps, and the consequences they bring. Each event counts once. Borrows
// inputs and group.

#include <cstddef>
#include <optional>
#include <span>
#include <string>
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

// By position in `members`.
[[nodiscard]] std::vector<UnitEvents> apply_events(const Inputs& inputs, const model::Group& group,
                                                   const Tree& tree,
                                                   std::span<const std::size_t> members);

}  // namespace assay::score
