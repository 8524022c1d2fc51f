#include "veto.hpp"

#include <algorithm>

namespace safety {

namespace {

using sdk::Decimal;

// An accident counts, does not, or may count once it is investigated.
enum class Counts { No, Maybe, Yes };

Counts counts(const Accident& accident, const Veto& veto) {
  if (!veto.responsible_only) return Counts::Yes;
  if (!accident.responsible) return Counts::Maybe;
  return *accident.responsible ? Counts::Yes : Counts::No;
}

// By the number of accidents of class `at` or worse.
std::optional<Decision> by_count(const Declared& d, const Standards& standards,
                                 const std::vector<Accident>& accidents, std::size_t at) {
  const auto enough = standards.veto.counts[at];
  if (!enough) return std::nullopt;
  Decimal sure;
  Decimal possible;
  Decimal open_deaths;
  for (const auto& one : accidents) {
    if (static_cast<std::size_t>(classify(one, *standards.classes)) > at) continue;
    const auto how = counts(one, standards.veto);
    if (how == Counts::Yes) sure = sure + Decimal::from_integer(1);
    if (how != Counts::No) possible = possible + Decimal::from_integer(1);
    if (how == Counts::Maybe) open_deaths = one.deaths;
  }
  if (sure >= *enough) return Decision{true, d.veto_count, {sure, *enough}};
  if (possible >= *enough) return Decision{std::nullopt, d.veto_open, {open_deaths}};
  return std::nullopt;
}

// By the dead of one accident.
std::optional<Decision> by_deaths(const Declared& d, const Veto& veto, const Accident& accident) {
  const auto enough = veto.deaths[static_cast<std::size_t>(accident.sector)];
  if (!enough || accident.deaths < *enough) return std::nullopt;
  switch (counts(accident, veto)) {
    case Counts::Yes:
      return Decision{true, d.veto_deaths, {accident.deaths, *enough}};
    case Counts::Maybe:
      return Decision{std::nullopt, d.veto_open, {accident.deaths}};
    case Counts::No:
      break;
  }
  return std::nullopt;
}

// Accidents that are not listed cannot have been worse than all of them together.
bool sums_rule_out(const Standards& standards, const Totals& totals) {
  const auto deaths = totals[Sum::Deaths];
  for (const auto& enough : standards.veto.deaths)
    if (enough && (!deaths || *deaths >= *enough)) return false;
  for (std::size_t i = standards.veto.counts.size(); i-- > 0;) {
    if (!standards.veto.counts[i]) continue;
    const auto serious = totals[Sum::Serious];
    const auto loss = totals[Sum::Loss];
    if (!deaths || !serious || !loss) return false;
    const Accident all{
        .deaths = *deaths, .serious = *serious, .loss = *loss, .responsible = std::nullopt};
    return static_cast<std::size_t>(classify(all, *standards.classes)) > i;
  }
  return true;
}

// Every condition on accidents that is met or open.
std::vector<Decision> by_accidents(const Declared& d, const Standards& standards,
                                   const Ledger& ledger) {
  std::vector<Decision> found;
  const auto keep = [&](std::optional<Decision> one) {
    if (one) found.push_back(std::move(*one));
  };
  if (!ledger.complete) {
    if (!sums_rule_out(standards, ledger.totals)) keep(Decision{std::nullopt, d.veto_unlisted, {}});
    return found;
  }
  for (std::size_t i = 0; i < standards.veto.counts.size(); ++i)
    keep(by_count(d, standards, ledger.accidents, i));
  for (const auto& one : ledger.accidents) keep(by_deaths(d, standards.veto, one));
  return found;
}

}  // namespace

Decision decide(const Declared& d, const Standards& standards, const VetoCase& unit) {
  const auto& veto = standards.veto;
  if (!veto.chosen) return {false, d.veto_off, {}};
  auto found = by_accidents(d, standards, unit.ledger);
  if (veto.least_score) {
    if (!unit.marks)
      found.push_back({std::nullopt, d.veto_no_score, {}});
    else if (*unit.marks < *veto.least_score)
      found.push_back({true, d.veto_score, {*unit.marks, *veto.least_score}});
  }
  if (veto.proposed && !unit.proposed) found.push_back({std::nullopt, d.veto_no_word, {}});
  if (veto.proposed && unit.proposed.value_or(false))
    found.push_back({true, d.veto_proposed_rule, {}});

  const auto sure =
      std::ranges::find_if(found, [](const Decision& one) { return one.vetoed.has_value(); });
  if (sure != found.end()) return *sure;
  return found.empty() ? Decision{false, d.veto_none, {}} : found.front();
}

}  // namespace safety
