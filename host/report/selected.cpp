#include "report/selected.hpp"

#include <algorithm>
#include <set>
#include <string_view>
#include <utility>

namespace assay::report {

namespace {

bool has_leaf_column(const model::GroupResult& group) {
  std::set<std::string_view> parents;
  for (const auto& component : group.components) parents.insert(component.parent);
  return std::ranges::any_of(group.components, [&](const auto& component) {
    return component.parent.empty() && !parents.contains(component.id);
  });
}

}  // namespace

std::vector<Selected> selected(const Reported& reported) {
  std::vector<Selected> groups;
  for (std::size_t number = 0; number < reported.results.groups(); ++number) {
    auto head = reported.results.head(number);
    if (reported.group.empty() || head.id == reported.group)
      groups.push_back({number, std::move(head)});
  }
  return groups;
}

Status check_group(const Reported& reported) {
  if (reported.group.empty() || !selected(reported).empty()) return {};
  std::string known;
  for (std::size_t number = 0; number < reported.results.groups(); ++number)
    known += (known.empty() ? "" : ", ") + reported.results.head(number).id;
  return fail(Failure::Input, "report.no_group",
              {ASSAY_TEXT("run {run} has no group '{group}'; its groups are {known}"),
               {{"run", std::to_string(reported.run.id)},
                {"group", excerpt(reported.group)},
                {"known", known}}});
}

bool needs_leaves(const Reported& reported) {
  return std::ranges::any_of(selected(reported),
                             [](const auto& group) { return has_leaf_column(group.head); });
}

}  // namespace assay::report
