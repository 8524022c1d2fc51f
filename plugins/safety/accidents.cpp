#include "accidents.hpp"

#include <algorithm>

namespace safety {

namespace {

using sdk::Decimal;

bool is_work(Sector sector) {
  switch (sector) {
    case Sector::Coal:
    case Sector::OtherMine:
    case Sector::Chemicals:
    case Sector::Fireworks:
    case Sector::Construction:
    case Sector::Industry:
      return true;
    case Sector::Road:
    case Sector::Fire:
    case Sector::Other:
      break;
  }
  return false;
}

std::array<Decimal, kSums> sum_up(const std::vector<Accident>& accidents) {
  std::array<Decimal, kSums> sums;
  const auto add = [&](Sum sum, Decimal value) {
    auto& total = sums[static_cast<std::size_t>(sum)];
    total = total + value;
  };
  for (const auto& one : accidents) {
    add(Sum::Accidents, Decimal::from_integer(1));
    add(Sum::Deaths, one.deaths);
    add(Sum::Serious, one.serious);
    add(Sum::Loss, one.loss);
    if (one.sector == Sector::Coal) add(Sum::CoalDeaths, one.deaths);
    if (one.sector == Sector::Road) add(Sum::RoadDeaths, one.deaths);
    if (is_work(one.sector)) add(Sum::WorkDeaths, one.deaths);
  }
  return sums;
}

void check_parts(const Declared& declared, const sdk::Row& row, const Totals& totals) {
  const auto all = totals[Sum::Deaths];
  for (const auto part : {Sum::CoalDeaths, Sum::RoadDeaths, Sum::WorkDeaths})
    if (all && totals[part] && *totals[part] > *all)
      row.refuse(declared.part_above_whole, {*totals[part], *all});
}

}  // namespace

Class classify(const Accident& accident, const ClassLimits& limits) {
  for (std::size_t i = 0; i < limits.size(); ++i)
    if (accident.deaths >= limits[i].deaths || accident.serious >= limits[i].serious ||
        accident.loss >= limits[i].loss)
      return static_cast<Class>(i);
  const bool harmless =
      accident.deaths.is_zero() && accident.serious.is_zero() && accident.loss.is_zero();
  return harmless ? Class::None : Class::Ordinary;
}

Ledger read_ledger(const Declared& declared, const sdk::Row& row, bool no_rows_is_none) {
  Ledger ledger;
  for (const auto record : row[declared.accidents])
    ledger.accidents.push_back(
        {.deaths = Decimal::from_integer(record[declared.accident_deaths].value_or(0)),
         .serious = Decimal::from_integer(record[declared.accident_serious].value_or(0)),
         .loss = record[declared.accident_loss].value_or(Decimal()),
         .sector =
             static_cast<Sector>(record[declared.accident_sector].value_or(sdk::Word{}).index),
         .responsible = record[declared.accident_responsibility]});
  for (std::size_t i = 0; i < kSums; ++i) ledger.totals.figures[i] = row[declared.stated[i]];

  const auto number = ledger.totals[Sum::Accidents];
  const bool none = number ? number->is_zero() : no_rows_is_none;
  ledger.complete = none || !ledger.accidents.empty();
  if (ledger.complete) {
    const auto sums = sum_up(ledger.accidents);
    for (std::size_t i = 0; i < kSums; ++i) {
      auto& figure = ledger.totals.figures[i];
      if (figure && *figure != sums[i]) row.refuse(declared.contradictions[i], {*figure, sums[i]});
      figure = sums[i];
    }
  }
  check_parts(declared, row, ledger.totals);
  return ledger;
}

Injuries read_injuries(const Declared& declared, const sdk::Row& row, Decimal death_days,
                       Decimal serious_days) {
  Injuries stated{row[declared.injured], row[declared.lost_days], std::nullopt};
  const auto records = row[declared.injuries];
  if (records.size() == 0) return stated;

  Decimal days;
  std::int64_t serious = 0;
  for (const auto record : records) {
    const bool fatal = record[declared.injury_fatal].value_or(false);
    const auto lost = Decimal::from_integer(record[declared.injury_days].value_or(0));
    days = days + (fatal ? death_days : lost);
    if (!fatal && lost >= serious_days) ++serious;
  }
  const auto persons = Decimal::from_integer(static_cast<std::int64_t>(records.size()));
  if (stated.persons && *stated.persons != persons)
    row.refuse(declared.injuries_contradict, {*stated.persons, persons});
  if (stated.lost_days && *stated.lost_days != days)
    row.refuse(declared.injuries_contradict, {*stated.lost_days, days});
  return {persons, days, Decimal::from_integer(serious)};
}

}  // namespace safety
