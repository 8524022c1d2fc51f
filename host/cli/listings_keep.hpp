#pragma once
// Renders the health of an office and what was written out of it, for people and as JSON. Pure.

#include <span>
#include <string>

#include "base/message.hpp"
#include "pipeline/office.hpp"

namespace assay::cli {

[[nodiscard]] std::string health_text(const store::Health& health,
                                      std::span<const store::ReaderInfo> readers,
                                      const Translate& translate);
[[nodiscard]] std::string health_json(const store::Health& health,
                                      std::span<const store::ReaderInfo> readers);

// What was found by reading every byte.
[[nodiscard]] std::string scrub_text(const store::Health& health, const Translate& translate);
[[nodiscard]] std::string scrub_json(const store::Health& health);

[[nodiscard]] std::string export_text(const pipeline::ExportReport& report,
                                      const Translate& translate);
[[nodiscard]] std::string export_json(const pipeline::ExportReport& report);

}  // namespace assay::cli
