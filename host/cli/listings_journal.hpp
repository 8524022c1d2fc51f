#pragma once
// Renders what an office's journal holds, for people and as JSON. Pure.

#include <span>
#include <string>

#include "base/message.hpp"
#include "pipeline/audit.hpp"
#include "pipeline/change.hpp"
#include "store/journal.hpp"

namespace assay::cli {

[[nodiscard]] std::string set_text(const pipeline::FigureEdit& edit,
                                   const pipeline::FigureReport& report,
                                   const Translate& translate);
[[nodiscard]] std::string set_json(const pipeline::FigureEdit& edit,
                                   const pipeline::FigureReport& report);

[[nodiscard]] std::string history_text(std::span<const store::FigureHistory> rows,
                                       const Translate& translate);
[[nodiscard]] std::string history_json(std::span<const store::FigureHistory> rows);

[[nodiscard]] std::string entries_text(const pipeline::EntryList& list, const Translate& translate);
[[nodiscard]] std::string entries_json(const pipeline::EntryList& list);

// `has_key`: signatures were checked too.
[[nodiscard]] std::string log_text(const store::LogHealth& health, bool has_key,
                                   const Translate& translate);
[[nodiscard]] std::string log_json(const store::LogHealth& health, bool has_key);

}  // namespace assay::cli
