#include "score/grade.hpp"

#include <algorithm>
#include <optional>
#include <tuple>

#include "score/quota.hpp"

namespace assay::score {

namespace {

class Grader {
 public:
  Grader(const model::Group& group, std::span<const Standing> standings,
         std::span<const Verdict> verdicts, std::span<model::UnitResult> results)
      : x_group(&group),
        x_order(standings.begin(), standings.end()),
        x_verdicts(verdicts),
        x_results(results),
        x_grades(results.size()) {
    std::ranges::sort(x_order, {}, [&](const auto& standing) {
      return std::tie(standing.rank, x_results[standing.unit].unit);
    });
    for (const auto& standing : x_order)
      x_grades[standing.unit] = x_verdicts[standing.unit].settled();
  }

  void run() {
    for (std::size_t number = 0; number < x_group->grades.size(); ++number) fill(number);
    for (const auto& standing : x_order)
      if (const auto number = x_grades[standing.unit])
        x_results[standing.unit].grade = x_group->grades[*number].id;
  }

 private:
  void fill(std::size_t number) {
    const auto& rule = x_group->grades[number];
    const auto winners = choose(candidates(number), rule.quota, base_size(number));
    for (const auto unit : winners.won) x_grades[unit] = number;
    for (const auto unit : winners.vacated)
      x_results[unit].notes.push_back(
          note("grade.vacated", {{"grade", rule.id}, {"name", rule.name}},
               ASSAY_TEXT("a consequence keeps it from {name}; this place stays empty")));
  }

  // Units that hold this grade or a better one already take no place of it; those forced into a
  // worse one are kept from it.
  [[nodiscard]] std::vector<Candidate> candidates(std::size_t number) const {
    const auto& rule = x_group->grades[number];
    std::vector<Candidate> found;
    for (const auto& standing : x_order) {
      const auto held = x_grades[standing.unit];
      if (held && *held <= number) continue;
      if (rule.at_least && standing.figure < *rule.at_least) continue;
      if (!in_base(*x_group, rule.quota.base, standing.figure)) continue;
      found.push_back({.unit = standing.unit,
                       .place = standing.rank,
                       .eligible = x_verdicts[standing.unit].allows(number)});
    }
    return found;
  }

  [[nodiscard]] std::size_t base_size(std::size_t number) const {
    const auto base = x_group->grades[number].quota.base;
    return static_cast<std::size_t>(std::ranges::count_if(x_order, [&](const auto& standing) {
      if (base == model::QuotaBase::Eligible) return x_verdicts[standing.unit].allows(number);
      return in_base(*x_group, base, standing.figure);
    }));
  }

  const model::Group* x_group;
  std::vector<Standing> x_order;  // by rank, tied ones by unit code
  std::span<const Verdict> x_verdicts;
  std::span<model::UnitResult> x_results;
  std::vector<std::optional<std::size_t>> x_grades;  // by position in the group
};

}  // namespace

bool in_base(const model::Group& group, model::QuotaBase base, Decimal figure) {
  const bool qualified = !group.qualified || figure >= *group.qualified;
  if (base == model::QuotaBase::Qualified) return qualified;
  return base != model::QuotaBase::Unqualified || !qualified;
}

void grade(const model::Group& group, std::span<const Standing> standings,
           std::span<const Verdict> verdicts, std::span<model::UnitResult> results) {
  Grader(group, standings, verdicts, results).run();
}

}  // namespace assay::score
