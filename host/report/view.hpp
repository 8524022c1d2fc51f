#pragma once
// What a reader sees of a run, in words and rounded for reading, before it becomes text or a page.
// A view borrows from the run it was made of.

#include <cstddef>
#include <string>
#include <vector>

#include "base/message.hpp"
#include "model/run.hpp"

namespace assay::report {

struct UnitView {
  const model::UnitResult* unit = nullptr;
  std::string rank;                 // "-" without a total, like `total`
  std::string total;                // the published figure
  std::string grade;                // its name, or ""
  std::size_t grade_place = 0;      // 0 = the best grade of the group
  std::vector<std::string> points;  // by column; "-" where the unit has none
  std::vector<std::size_t> marks;   // numbers of its footnotes, from 1
};

struct AwardView {
  std::string name;
  std::vector<std::string> winners;  // unit names, by rank
};

struct GroupView {
  const model::GroupResult* group = nullptr;
  std::string name;
  std::vector<const model::ComponentInfo*> columns;  // first level of the tree
  std::vector<UnitView> units;
  std::vector<std::string> footnotes;  // a text that several units share stands once
  std::vector<AwardView> awards;       // won ones
  std::size_t incomplete = 0;          // units without a total
  bool has_codes = false;              // some unit's code differs from its name
  bool has_grades = false;
  bool has_marks = false;
};

[[nodiscard]] GroupView view_of(const model::Run& run, const model::GroupResult& group,
                                const Translate& translate);

// The groups named `group`, or all for "".
[[nodiscard]] std::vector<GroupView> views_of(const model::Run& run, const std::string& group,
                                              const Translate& translate);

// "Scheme x version 2, period 2024, run 7"
[[nodiscard]] std::string origin_line(const model::Run& run, const Translate& translate);

// "Items scored → … → awards"
[[nodiscard]] std::string steps_line(const model::Run& run, const Translate& translate);

// The warning that `count` units have no total.
[[nodiscard]] std::string incomplete_line(std::size_t count, const Translate& translate);

// "a, b, c"
[[nodiscard]] std::string joined(const std::vector<std::string>& names, const Translate& translate);

// How item points and totals came to their decimals.
[[nodiscard]] std::string rounding_line(const model::Run& run, const Translate& translate);

// `points` as people read them: the decimals of the published figure, half away from zero.
[[nodiscard]] std::string readable(Decimal points, const model::Run& run);

}  // namespace assay::report
