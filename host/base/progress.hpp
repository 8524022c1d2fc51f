#pragma once
// How far a long work has come; called on the working thread, often, so it must be cheap.

#include <cstdint>
#include <functional>

namespace assay {

// done and total in the same unit (bytes, rows, units); total 0 = not known. May be empty.
using Progress = std::function<void(std::uint64_t done, std::uint64_t total)>;

}  // namespace assay
