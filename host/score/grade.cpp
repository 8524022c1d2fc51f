#include "score/grade.hpp"

#include <algorithm>
#include <optional>
#include <vector>

#include "score/quota.hpp"

namespace assay::score {

namespace {

class Grader {
 public:
  Grader(const model::Group& group, std::span<const Standing> standings,
         std::span<const Verdict> verdicts, Scoreboard& board)
      : x_group(&group),
        x_order(standings.begin(), standings.end()),
        x_verdicts(verdicts),
        x_board(&board),
        x_grades(board.size()) {
    if (std::ranges::any_of(group.grades, [](const auto& rule) {
          return rule.quota.limited() && rule.quota.ties == model::QuotaTies::Cut;
        }))
      order_ties();
    if (x_verdicts.empty()) return;
    for (const auto& standing : x_order)
      x_grades[standing.unit] = x_verdicts[standing.unit].settled();
  }

  void run() {
    for (std::size_t number = 0; number < x_group->grades.size(); ++number) fill(number);
    for (const auto& standing : x_order)
      if (const auto number = x_grades[standing.unit]) x_board->set_grade(standing.unit, *number);
  }

 private:
  // Standings come by rank; where ties are cut, tied ones are wanted by unit code.
  void order_ties() {
    for (auto first = x_order.begin(); first != x_order.end();) {
      const auto rank = first->rank;
      const auto last = std::find_if(first, x_order.end(),
                                     [rank](const auto& other) { return other.rank != rank; });
      if (last - first > 1)
        std::sort(first, last, [this](const auto& a, const auto& b) {
          return x_board->code(a.unit) < x_board->code(b.unit);
        });
      first = last;
    }
  }

  [[nodiscard]] bool allows(std::size_t unit, std::size_t number) const {
    return x_verdicts.empty() || x_verdicts[unit].allows(number);
  }

  void fill(std::size_t number) {
    const auto& rule = x_group->grades[number];
    if (!rule.quota.limited()) {
      for (const auto& standing : x_order)
        if (is_candidate(standing, number) && allows(standing.unit, number))
          x_grades[standing.unit] = number;
      return;
    }
    const auto winners = choose(candidates(number), rule.quota, base_size(number));
    for (const auto unit : winners.won) x_grades[unit] = number;
    for (const auto unit : winners.vacated)
      x_board->notes(unit).push_back(
          note("grade.vacated", {{"grade", rule.id}, {"name", rule.name}},
               ASSAY_TEXT("a consequence keeps it from {name}; this place stays empty")));
  }

  // Units that hold this grade or a better one already take no place of it; those forced into a
  // worse one are kept from it.
  [[nodiscard]] bool is_candidate(const Standing& standing, std::size_t number) const {
    const auto& rule = x_group->grades[number];
    if (const auto held = x_grades[standing.unit]; held && *held <= number) return false;
    if (rule.at_least && standing.figure < *rule.at_least) return false;
    const bool in_part = rule.quota.base == model::QuotaBase::Qualified ||
                         rule.quota.base == model::QuotaBase::Unqualified;
    return !in_part || in_base(*x_group, rule.quota.base, standing.figure);
  }

  [[nodiscard]] std::vector<Candidate> candidates(std::size_t number) const {
    std::vector<Candidate> found;
    found.reserve(x_order.size());
    for (const auto& standing : x_order)
      if (is_candidate(standing, number))
        found.push_back({.unit = standing.unit,
                         .place = standing.rank,
                         .eligible = allows(standing.unit, number)});
    return found;
  }

  // Of which a share is taken; else it is not asked for.
  [[nodiscard]] std::size_t base_size(std::size_t number) const {
    const auto base = x_group->grades[number].quota.base;
    const bool all =
        base == model::QuotaBase::All || (base == model::QuotaBase::Eligible && x_verdicts.empty());
    if (all || !x_group->grades[number].quota.share) return x_order.size();
    return static_cast<std::size_t>(std::ranges::count_if(x_order, [&](const auto& standing) {
      if (base == model::QuotaBase::Eligible) return allows(standing.unit, number);
      return in_base(*x_group, base, standing.figure);
    }));
  }

  const model::Group* x_group;
  std::vector<Standing> x_order;  // by rank; where ties are cut, tied ones by unit code
  std::span<const Verdict> x_verdicts;
  Scoreboard* x_board;
  std::vector<std::optional<std::size_t>> x_grades;  // by position in the group
};

}  // namespace

bool in_base(const model::Group& group, model::QuotaBase base, Decimal figure) {
  const bool qualified = !group.qualified || figure >= *group.qualified;
  if (base == model::QuotaBase::Qualified) return qualified;
  return base != model::QuotaBase::Unqualified || !qualified;
}

void grade(const model::Group& group, std::span<const Standing> standings,
           std::span<const Verdict> verdicts, Scoreboard& board) {
  Grader(group, standings, verdicts, board).run();
}

}  // namespace assay::score
