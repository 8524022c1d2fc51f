#include "rates.hpp"

#include <algorithm>

namespace investment {

namespace {

using sdk::Decimal;
using sdk::Ratio;
using Figure = std::optional<Decimal>;

Figure sum(Figure a, Figure b) {
  if (!a || !b) return std::nullopt;
  return *a + *b;
}

// A part of a whole, which cannot be more than all of it.
Rate share_of(Figure part, Figure whole, sdk::Rule impossible, const sdk::Row& row) {
  if (!part || !whole) return {};
  Rate rate{Rate::State::Known, kOne, *part, *whole};
  if (whole->is_zero() && !part->is_zero()) row.refuse(impossible, {*part});
  if (whole->is_zero())
    rate.state = Rate::State::NotApplicable;
  else
    rate.value = std::min(Ratio::of(*part, *whole), kOne);
  return rate;
}

}  // namespace

Rate rate_of(Item item, const Declared& d, ZeroTarget zero_target, std::optional<Ratio> cap,
             const sdk::Row& row) {
  // Something reached against a target; a target of zero has its own rule.
  const auto against_target = [&](Figure reached, Figure target) -> Rate {
    if (!reached || !target) return {};
    Rate rate{Rate::State::Known, kOne, *reached, *target};
    if (!target->is_zero())
      rate.value = Ratio::of(*reached, *target);
    else if (!reached->is_zero() && zero_target == ZeroTarget::Refuse)
      row.refuse(d.target_zero, {*reached});
    else if (!reached->is_zero() && zero_target == ZeroTarget::Cap)
      rate.value = cap.value_or(kOne);
    return rate;
  };
  switch (item) {
    case Item::Completion:
      return against_target(row[d.arrived], row[d.target]);
    case Item::Arrival:
      return share_of(row[d.arrived], row[d.contracted], d.contracted_zero, row);
    case Item::Performance:
      return share_of(row[d.performed], row[d.signed_count], d.signed_zero, row);
    case Item::Starts:
      return share_of(sum(row[d.started], row[d.completed]), row[d.signed_count], d.signed_zero,
                      row);
    case Item::SigningCount:
      return against_target(row[d.signed_count], row[d.signed_target]);
    case Item::SigningAmount:
      return against_target(row[d.contracted], row[d.contracted_target]);
    case Item::Fdi:
      return against_target(row[d.fdi_arrived], row[d.fdi_target]);
  }
  return {};
}

std::optional<Ratio> cap_of(const Block& block) {
  return block.item_cap ? block.item_cap : block.score_cap;
}

}  // namespace investment
