#include "score/rank.hpp"

#include <algorithm>
#include <compare>

namespace assay::score {

namespace {

// Greater is better. A tie-breaker without points is worse than any with some.
class Order {
 public:
  Order(const model::Group& group, const Tree& tree, std::span<const model::UnitResult> results)
      : x_results(results) {
    for (const auto& id : group.tie_breakers)
      if (const auto node = tree.find(id); node && *node > 0) x_breakers.push_back(*node - 1);
  }

  [[nodiscard]] std::strong_ordering operator()(const Standing& a, const Standing& b) const {
    if (a.figure != b.figure) return a.figure <=> b.figure;
    for (const auto breaker : x_breakers) {
      const auto& left = x_results[a.unit].components[breaker].points;
      const auto& right = x_results[b.unit].components[breaker].points;
      if (left != right) return left <=> right;
    }
    return std::strong_ordering::equal;
  }

 private:
  std::span<const model::UnitResult> x_results;
  std::vector<std::size_t> x_breakers;  // component numbers
};

}  // namespace

Decimal ranked_figure(const model::Group& group, const model::UnitResult& result) {
  return group.rank_on == model::RankOn::Published ? *result.published : *result.total;
}

std::vector<Standing> rank(const model::Group& group, const Tree& tree,
                           std::span<const model::UnitResult> results) {
  std::vector<Standing> standings;
  for (std::size_t i = 0; i < results.size(); ++i)
    if (results[i].total)
      standings.push_back({.unit = i, .figure = ranked_figure(group, results[i])});
  const Order order(group, tree, results);
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
