#pragma once
// Whether codes that a person typed are known to an office, with the one that may be meant. Pure.

#include <string>

#include "base/result.hpp"
#include "model/snapshot.hpp"
#include "store/store.hpp"

namespace assay::pipeline {

// Input errors office.no_unit and office.no_indicator, of those that are not known. "" = not asked.
[[nodiscard]] Errors unknown_codes(const model::Snapshot& office, const std::string& unit,
                                   const std::string& indicator);

// The first of them, if any.
[[nodiscard]] Status check_codes(const store::Reader& reader, const std::string& unit,
                                 const std::string& indicator);

}  // namespace assay::pipeline
