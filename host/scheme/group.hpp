#pragma once
// One group of a scheme: its units, components and everything that refers to them.

#include "scheme/scope.hpp"

namespace assay::scheme {

// What the groups of a scheme share while they are read.
struct Groups {
  const Ids& assessments;
  Ids ids{Ids::Kind::Group};
  Seen placed;  // units of lists: each stands in one
};

[[nodiscard]] model::Group read_group(Reading& reading, const Value& value, Groups& groups);

}  // namespace assay::scheme
