#pragma once
// The hash of a column's figures, at the speed of the hash itself: a chunk's figures are written
// side by side in as few bytes as they need, which halves what has to be hashed. Pure.

#include <optional>
#include <string>
#include <vector>

#include "base/digest.hpp"
#include "model/snapshot.hpp"

namespace assay::pipeline {

// Depends on which ordinal has which figure and on nothing else: not on empty rows at the end, nor
// on the numbering of `texts`, to which the figures of some layers refer. Nothing for a column
// without any figure.
[[nodiscard]] std::optional<Digest> digest_of(model::Layer layer, const model::Column& column,
                                              const std::vector<std::string>& texts);

}  // namespace assay::pipeline
