#pragma once
// Renders what is not a run (import counts, lists of runs) for people and as
// JSON. Pure.

#include <cstdint>
#include <span>
#include <string>

#include "base/message.hpp"
#include "pipeline/office.hpp"

namespace assay::cli {

// Seconds since 1970-01-01 UTC as "2024-09-30T08:15:00Z".
[[nodiscard]] std::string utc(std::int64_t seconds);

// That a request is not carried out again.
[[nodiscard]] std::string repeated_text(std::uint64_t entry, const Translate& translate);

[[nodiscard]] std::string import_text(const pipeline::ImportReport& report,
                                      const Translate& translate);
[[nodiscard]] std::string import_json(const pipeline::ImportReport& report);

[[nodiscard]] std::string runs_text(std::span<const store::RunSummary> runs,
                                    const Translate& translate);
[[nodiscard]] std::string runs_json(std::span<const store::RunSummary> runs);

}  // namespace assay::cli
