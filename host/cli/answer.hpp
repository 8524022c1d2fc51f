#pragma once
// How a command answers: results to stdout, errors to stderr as text or JSON, and the exit code.

#include <span>
#include <string>

#include "base/message.hpp"
#include "base/result.hpp"
#include "cli/commands.hpp"

namespace assay::cli {

// The message in the reader's language.
[[nodiscard]] std::string say(const Session& session, const Message& message);

// For people who look on, on the error stream: not part of the result.
void tell(const Session& session, const Message& message);

// Prints errors, and gives the exit code of the first.
[[nodiscard]] int refuse(const Session& session, std::span<const Error> errors);
[[nodiscard]] int refuse(const Session& session, const Error& error);

// 0, or as refuse().
[[nodiscard]] int finish(const Session& session, const Status& status);
// Prints the text.
[[nodiscard]] int finish(const Session& session, const Result<std::string>& text);

}  // namespace assay::cli
