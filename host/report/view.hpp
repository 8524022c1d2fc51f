#pragma once
// What a reader sees of a run, in words and rounded for reading, before it becomes text or a page.
// A view borrows from the run and the units it was made of.

#include <cstddef>
#include <string>
#include <unordered_map>
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

  [[nodiscard]] bool is_won() const { return !winners.empty(); }
};

// What is said of a group as a whole, known once all its units were seen.
struct GroupView {
  const model::GroupResult* group = nullptr;  // its head
  std::string name;
  std::vector<const model::ComponentInfo*> columns;  // first level of the tree
  std::size_t units = 0;
  std::vector<std::string> footnotes;  // a text that several units share stands once
  std::vector<AwardView> awards;       // by the group's list, also those nobody won
  std::size_t incomplete = 0;          // units without a total
  bool has_codes = false;              // some unit's code differs from its name
  bool has_grades = false;
  bool has_marks = false;
};

// Units are gone through twice: seen one by one, and then each made a row. Borrows run, translation
// and the group's head.
class GroupViewer {
 public:
  GroupViewer(const model::Run& run, const model::GroupResult& head, const Translate& translate);

  void see(const model::UnitResult& unit);
  [[nodiscard]] const GroupView& view() const { return x_view; }
  // Of a unit that was seen.
  [[nodiscard]] UnitView row(const model::UnitResult& unit) const;

 private:
  [[nodiscard]] std::vector<std::string> marked(const model::UnitResult& unit) const;

  const model::Run& x_run;
  const Translate& x_translate;
  GroupView x_view;
  std::unordered_map<std::string, std::size_t> x_numbers;  // footnote → its number
};

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
