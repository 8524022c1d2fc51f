#include "score/selection.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace assay::score {

namespace {

void report(Errors& errors, const char* code, Message message, const std::string& unit) {
  errors.push_back({Failure::Input, code, std::move(message), {.unit = unit}});
}

class Selector {
 public:
  Selector(const model::Scheme& scheme, model::Date day, const model::Snapshot& snapshot,
           Errors& errors)
      : x_scheme(&scheme), x_day(day), x_snapshot(&snapshot), x_errors(&errors) {
    x_group_of.resize(snapshot.units.size());
    for (const auto& code : scheme.left_out)
      if (known(code)) x_left_out.insert(code);
    for (std::size_t i = 0; i < snapshot.units.size(); ++i) list(i);
  }

  [[nodiscard]] std::vector<Members> run() {
    std::vector<Members> groups;
    groups.reserve(x_scheme->groups.size());
    for (const auto& group : x_scheme->groups) groups.push_back(members_of(group));
    check_types();
    return groups;
  }

 private:
  // Once for all groups: a nation has thousands of them.
  void list(std::size_t ordinal) {
    const auto& unit = x_snapshot->units[ordinal];
    if (x_left_out.contains(unit.code)) return;
    x_by_type[unit.type].push_back(ordinal);
    for (const auto& tag : unit.tags) {
      auto& tagged = x_by_tag[tag];
      if (tagged.empty() || tagged.back() != ordinal) tagged.push_back(ordinal);
    }
  }

  // By code; made when first asked for, as schemes of nations name no units.
  [[nodiscard]] const std::unordered_map<std::string_view, std::size_t>& ordinals() {
    const auto& units = x_snapshot->units;
    if (x_ordinals.empty())
      for (std::size_t i = 0; i < units.size(); ++i) x_ordinals.emplace(units[i].code, i);
    return x_ordinals;
  }

  bool known(const std::string& code) {
    if (ordinals().contains(code)) return true;
    report(*x_errors, "score.unknown_unit",
           {ASSAY_TEXT("the scheme names a unit that the office does not have: correct the code or "
                       "import the unit"),
            {}},
           code);
    return false;
  }

  Members members_of(const model::Group& group) {
    Members members;
    for (const auto ordinal :
         group.selection.units.empty() ? matching(group.selection) : listed(group.selection)) {
      const auto& unit = x_snapshot->units[ordinal];
      if (!unit.alive_on(x_day)) continue;
      if (const auto* other = std::exchange(x_group_of[ordinal], &group))
        report(*x_errors, "score.unit_in_two_groups",
               {ASSAY_TEXT("the unit is in the groups {first} and {second}: leave it in one"),
                {{"first", other->id}, {"second", group.id}}},
               unit.code);
      members.push_back(ordinal);
    }
    if (members.empty())
      x_errors->push_back(
          {Failure::Input,
           "score.empty_group",
           {ASSAY_TEXT("the group {group} has no units on the last day of the period: correct its "
                       "selection or import the units"),
            {{"group", group.id}}},
           {}});
    std::ranges::sort(members);
    return members;
  }

  // A unit left out on purpose is not taken by its type or tag.
  [[nodiscard]] const Members& matching(const model::Selection& selection) const {
    static const Members kNone;
    const auto& index = selection.tag.empty() ? x_by_type : x_by_tag;
    const auto found = index.find(selection.tag.empty() ? selection.type : selection.tag);
    return found == index.end() ? kNone : found->second;
  }

  Members listed(const model::Selection& selection) {
    Members found;
    for (const auto& code : selection.units) {
      if (!known(code)) continue;
      if (x_left_out.contains(code))
        report(
            *x_errors, "score.unit_left_out",
            {ASSAY_TEXT("the unit is listed in a group and in left_out: take it out of one"), {}},
            code);
      found.push_back(ordinals().at(code));
    }
    return found;
  }

  // No unit of a type that is assessed may be forgotten.
  void check_types() {
    std::set<std::string_view> types;
    for (std::size_t i = 0; i < x_group_of.size(); ++i)
      if (x_group_of[i] != nullptr) types.insert(x_snapshot->units[i].type);
    for (std::size_t i = 0; i < x_group_of.size(); ++i) {
      const auto& unit = x_snapshot->units[i];
      if (x_group_of[i] != nullptr || !types.contains(unit.type) || !unit.alive_on(x_day) ||
          x_left_out.contains(unit.code))
        continue;
      report(*x_errors, "score.unit_in_no_group",
             {ASSAY_TEXT("other units of type {type} are assessed, but this one is in no group: "
                         "select it, or name it in left_out"),
              {{"type", unit.type}}},
             unit.code);
    }
  }

  const model::Scheme* x_scheme;
  model::Date x_day;
  const model::Snapshot* x_snapshot;
  Errors* x_errors;
  std::unordered_map<std::string_view, std::size_t> x_ordinals;
  std::unordered_set<std::string_view> x_left_out;
  std::unordered_map<std::string_view, Members> x_by_type;
  std::unordered_map<std::string_view, Members> x_by_tag;
  std::vector<const model::Group*> x_group_of;  // by ordinal
};

}  // namespace

std::vector<Members> select_units(const model::Scheme& scheme, model::Period period,
                                  const model::Snapshot& snapshot, Errors& errors) {
  return Selector(scheme, period.last_day(), snapshot, errors).run();
}

}  // namespace assay::score
