#pragma once
// Commands that look after an office: what they do is told by arguments_office.cpp. Each returns
// the exit code.

#include "cli/commands.hpp"
#include "pipeline/office.hpp"

namespace assay::cli {

[[nodiscard]] int doctor(const Session& session, const pipeline::Office& office);
// Without opening the office here, where its damage could do harm.
[[nodiscard]] int scrub(const Session& session);
[[nodiscard]] int backup(const Session& session);
[[nodiscard]] int restore(const Session& session);
[[nodiscard]] int export_all(const Session& session, const pipeline::Office& office);

}  // namespace assay::cli
