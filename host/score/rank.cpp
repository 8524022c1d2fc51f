#include "score/rank.hpp"

#include <algorithm>
#include <bit>
#include <compare>

#include "score/kernel/kernel.hpp"

namespace assay::score {

namespace {

// Greater is better. A tie-breaker without points is worse than any with some.
class Order {
 public:
  Order(std::span<const std::size_t> breakers, const Scoreboard& board)
      : x_breakers(breakers), x_board(&board) {}

  [[nodiscard]] std::strong_ordering operator()(const Standing& a, const Standing& b) const {
    if (a.figure != b.figure) return a.figure <=> b.figure;
    for (const auto breaker : x_breakers) {
      const auto left = x_board->points(a.unit, breaker);
      const auto right = x_board->points(b.unit, breaker);
      if (left != right) return left <=> right;
    }
    return std::strong_ordering::equal;
  }

 private:
  std::span<const std::size_t> x_breakers;
  const Scoreboard* x_board;
};

std::vector<Standing> complete_units(const model::Group& group, const Scoreboard& board) {
  const bool by_published = group.rank_on == model::RankOn::Published;
  std::vector<Standing> standings;
  standings.reserve(board.size());
  for (std::size_t unit = 0; unit < board.size(); ++unit)
    if (const auto figure = by_published ? board.published(unit) : board.total(unit))
      standings.push_back({.unit = unit, .figure = *figure});
  return standings;
}

// Sorts numbers instead of standings: how far each lies below the best, then its position. False
// if both do not fit 64 bits.
bool sort_packed(std::vector<Standing>& standings) {
  if (standings.empty()) return true;
  const auto [least, most] = std::ranges::minmax(standings, {}, &Standing::figure);
  const auto best = static_cast<std::uint64_t>(most.figure.micro());
  const auto behind = best - static_cast<std::uint64_t>(least.figure.micro());
  const auto places = std::bit_width(standings.back().unit);
  if (std::bit_width(behind) + places > 64) return false;
  std::vector<std::uint64_t> keys;
  keys.reserve(standings.size());
  for (const auto& standing : standings)
    keys.push_back(((best - static_cast<std::uint64_t>(standing.figure.micro())) << places) |
                   standing.unit);
  kernel::sort_ascending(keys);
  for (std::size_t i = 0; i < keys.size(); ++i) {
    const auto micro = static_cast<std::int64_t>(best - (keys[i] >> places));
    standings[i].unit = keys[i] & ((std::uint64_t{1} << places) - 1);
    standings[i].figure = Decimal::from_micro(micro);
  }
  return true;
}

}  // namespace

std::vector<std::size_t> breakers_of(const model::Group& group, const Tree& tree) {
  std::vector<std::size_t> breakers;
  for (const auto& id : group.tie_breakers)
    if (const auto node = tree.find(id); node && *node > 0) breakers.push_back(*node);
  return breakers;
}

std::vector<Standing> rank(const model::Group& group, std::span<const std::size_t> breakers,
                           const Scoreboard& board) {
  auto standings = complete_units(group, board);
  const Order order(breakers, board);
  if (!breakers.empty() || !sort_packed(standings))
    std::ranges::sort(standings, [&](const auto& a, const auto& b) {
      const auto better = order(a, b);
      return better != 0 ? better > 0 : a.unit < b.unit;
    });
  const bool dense = group.rank_ties == model::RankTies::Dense;
  for (std::size_t i = 0; i < standings.size(); ++i) {
    const bool tied = i > 0 && order(standings[i - 1], standings[i]) == 0;
    const auto next =
        dense && i > 0 ? standings[i - 1].rank + 1 : static_cast<std::uint32_t>(i + 1);
    standings[i].rank = tied ? standings[i - 1].rank : next;
  }
  return standings;
}

}  // namespace assay::score
