#pragma once
// The results of all groups by columns, and of few units what columns cannot hold. Threads may
// write those of different units at once.

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "score/adjust.hpp"
#include "score/engine/plan.hpp"
#include "score/scoring.hpp"

namespace assay::score::engine {

// What there is to say of a unit, from scoring it and from standing in its group.
struct Detail {
  std::vector<model::Note> incomplete;
  std::vector<model::Note> notes;
  std::vector<Limit> limits;

  std::vector<model::Note> group_incomplete;  // gates
  std::vector<model::Note> group_notes;
  std::optional<std::int64_t> withheld;  // the total a gate made incomplete
};

struct Results {
  std::vector<std::int64_t> totals;  // this and below: by slot
  std::vector<std::int64_t> published;
  std::vector<std::uint32_t> ranks;
  std::vector<std::uint16_t> grades;
  std::vector<std::unique_ptr<Detail>> details;  // null for most
  std::vector<std::int64_t> points;              // by group, column of results and position

  Results(std::size_t slots, std::size_t outputs)
      : totals(slots, kNo_points),
        published(slots, kNo_points),
        ranks(slots),
        grades(slots, kNo_grade),
        details(slots),
        points(outputs, kNo_points) {}

  // Entry of `position` in a column of the group.
  [[nodiscard]] static std::size_t entry(const GroupPlan& group, std::size_t output,
                                         std::size_t position) {
    return group.first_output + output * group.members.size() + position;
  }
  [[nodiscard]] Detail& detail(std::size_t slot) {
    if (!details[slot]) details[slot] = std::make_unique<Detail>();
    return *details[slot];
  }
};

// Decimal::rounded for many totals of magnitudes below 2⁵¹.
void publish(std::span<const std::int64_t> totals, int decimals, Rounding rounding,
             std::int64_t* published);

}  // namespace assay::score::engine
