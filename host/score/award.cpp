#include "score/award.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "score/grade.hpp"
#include "score/quota.hpp"

namespace assay::score {

namespace {

struct Contender {
  std::size_t unit = 0;
  Rate rate;
  bool barred = false;
};

class Jury {
 public:
  Jury(const Inputs& inputs, const model::Group& group, const Tree& tree,
       const model::AwardRule& rule)
      : x_group(&group), x_rule(&rule), x_metric(inputs, tree, rule.by) {
    if (!rule.eligible_assessment.empty())
      x_flag = find_field(inputs, rule.eligible_assessment, rule.eligible_field);
  }

  // Where the metric is missing, the unit does not compete.
  [[nodiscard]] std::optional<Rate> competes(std::size_t ordinal, Decimal figure,
                                             const Scoreboard& board, std::size_t unit) const {
    if (!in_base(*x_group, x_rule->quota.base, figure)) return std::nullopt;
    if (x_flag) {
      const auto flag = read_field(*x_flag, ordinal);
      if (!flag || flag->value.numerator == 0) return std::nullopt;
    }
    const auto rate = x_metric.at(ordinal, board, unit);
    if (!rate || (x_rule->at_least && !rate->reaches(*x_rule->at_least))) return std::nullopt;
    return *rate;
  }

 private:
  const model::Group* x_group;
  const model::AwardRule* x_rule;
  MetricColumn x_metric;
  std::optional<FieldOf> x_flag;
};

// By metric, tied ones by unit code.
std::vector<Candidate> ordered(std::vector<Contender> contenders, const Scoreboard& board) {
  std::ranges::sort(contenders, [&](const auto& a, const auto& b) {
    const auto order = a.rate.compare_to(b.rate);
    return order != 0 ? order > 0 : board.code(a.unit) < board.code(b.unit);
  });
  std::vector<Candidate> candidates;
  std::size_t place = 0;
  for (std::size_t i = 0; i < contenders.size(); ++i) {
    if (i == 0 || contenders[i].rate.compare_to(contenders[i - 1].rate) != 0) ++place;
    candidates.push_back(
        {.unit = contenders[i].unit, .place = place, .eligible = !contenders[i].barred});
  }
  return candidates;
}

std::size_t base_size(const model::Group& group, const model::Quota& quota,
                      std::span<const Standing> standings, std::span<const Candidate> candidates) {
  if (quota.base == model::QuotaBase::Eligible)
    return static_cast<std::size_t>(std::ranges::count_if(candidates, &Candidate::eligible));
  return static_cast<std::size_t>(std::ranges::count_if(standings, [&](const auto& standing) {
    return in_base(group, quota.base, standing.figure);
  }));
}

}  // namespace

void award(const Inputs& inputs, const model::Group& group, const Tree& tree,
           std::span<const std::size_t> members, std::span<const Standing> standings,
           std::span<const Verdict> verdicts, Scoreboard& board) {
  for (const auto& rule : group.awards) {
    const Jury jury(inputs, group, tree, rule);
    std::vector<Contender> contenders;
    for (const auto& standing : standings) {
      const auto unit = standing.unit;
      const bool barred = !verdicts.empty() && verdicts[unit].barred.contains(rule.id);
      if (const auto rate = jury.competes(members[unit], standing.figure, board, unit))
        contenders.push_back({unit, *rate, barred});
    }
    auto candidates = ordered(std::move(contenders), board);
    const auto base = base_size(group, rule.quota, standings, candidates);
    const auto winners = choose(std::move(candidates), rule.quota, base);
    const Data data{{"award", rule.id}, {"name", rule.name}};
    for (const auto unit : winners.won)
      board.notes(unit).push_back(note("award.won", data, ASSAY_TEXT("wins {name}")));
    for (const auto unit : winners.vacated)
      board.notes(unit).push_back(
          note("award.vacated", data,
               ASSAY_TEXT("a consequence keeps it from {name}; this place stays empty")));
  }
}

}  // namespace assay::score
