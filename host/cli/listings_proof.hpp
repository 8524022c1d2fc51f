#pragma once
// Renders what proofs about a journal came to, for people and as JSON. Pure.

#include <string>

#include "base/message.hpp"
#include "pipeline/audit.hpp"
#include "pipeline/proof.hpp"

namespace assay::cli {

[[nodiscard]] std::string consistency_text(const pipeline::ConsistencyReport& report,
                                           const Translate& translate);
[[nodiscard]] std::string consistency_json(const pipeline::ConsistencyReport& report);

[[nodiscard]] std::string checked_text(const pipeline::CheckedProof& checked,
                                       const std::string& key_name, const Translate& translate);
[[nodiscard]] std::string checked_json(const pipeline::CheckedProof& checked,
                                       const std::string& key_name);

}  // namespace assay::cli
