#pragma once
// The common form of groups: finds the shape of a group among those met before, or makes it, with
// the sources its leaves read. Used by make_plan only.

#include <map>
#include <string>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "score/engine/plan.hpp"

namespace assay::score::engine {

// A group's components in preorder, as tree_of numbers them.
struct Outline {
  std::vector<const model::Component*> nodes;
  std::vector<std::size_t> parents;
  std::vector<bool> apart;  // leaves that need a buffer of their own
  std::vector<bool> named;  // by a gate, an award or a tie-breaker
};

[[nodiscard]] Outline outline_of(const model::Group& group);

class ShapeBook {
 public:
  explicit ShapeBook(Plan& plan) : x_plan(&plan) {}

  // The number of the shape in the plan.
  [[nodiscard]] std::size_t shape_of(const Outline& outline);

 private:
  using Key = std::tuple<std::string, std::string, model::Period, int>;

  [[nodiscard]] std::size_t make(const Outline& outline);
  void make_leaves(const Outline& outline, Shape& shape);
  void make_buffers(const Outline& outline, Shape& shape);
  void make_outputs(const Outline& outline, Shape& shape) const;
  [[nodiscard]] bool may_be_left_out(const Outline& outline, std::size_t node) const;
  [[nodiscard]] Reads reads_of(const model::Component& leaf, const model::Indicator* indicator,
                               model::Period period);
  [[nodiscard]] Reads reads_rate(const model::AttainmentRule& rule, model::Direction direction,
                                 model::Period period, bool stretch);
  [[nodiscard]] Reads reads_marks(const model::AssessmentRule& rule);
  [[nodiscard]] std::size_t bound(const model::Bound& bound, const std::string& indicator,
                                  model::Period period);
  [[nodiscard]] std::size_t figures(const std::string& indicator, model::Period period);
  [[nodiscard]] std::size_t targets(const std::string& indicator, model::Period period,
                                    model::Layer layer, bool paced);
  [[nodiscard]] std::size_t keep(Key key, std::unique_ptr<Source> source);

  Plan* x_plan;
  std::size_t x_last = kNone;
  std::unordered_multimap<std::size_t, std::size_t> x_by_hash;
  std::map<Key, std::size_t> x_sources;
};

}  // namespace assay::score::engine
