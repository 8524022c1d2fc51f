#pragma once
// Commands about the journal and its keys: what they do is told by arguments_audit.cpp. Each
// returns the exit code.

#include "cli/commands.hpp"
#include "pipeline/office.hpp"

namespace assay::cli {

[[nodiscard]] int audit_show(const Session& session, const pipeline::Office& office);
[[nodiscard]] int audit_verify(const Session& session, const pipeline::Office& office);
[[nodiscard]] int audit_checkpoint(const Session& session, pipeline::Office& office);
[[nodiscard]] int audit_proof(const Session& session, const pipeline::Office& office);
[[nodiscard]] int audit_consistency(const Session& session, const pipeline::Office& office);

// Without an office.
[[nodiscard]] int audit_check(const Session& session);
[[nodiscard]] int key_new(const Session& session);

}  // namespace assay::cli
