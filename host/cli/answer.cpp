#include "cli/answer.hpp"

#include "cli/terminal.hpp"
#include "exchange/csv_import.hpp"
#include "report/report.hpp"

namespace assay::cli {

std::string say(const Session& session, const Message& message) {
  return fill(session.translate(message), message);
}

void tell(const Session& session, const Message& message) {
  print_error("assay: " + say(session, message) + "\n");
}

int refuse(const Session& session, std::span<const Error> errors) {
  if (session.arguments.json) {
    print_error(report::errors_json(errors));
  } else {
    for (const auto& error : errors)
      print_error("assay: " + report::error_text(error, session.translate) + "\n");
    if (errors.size() >= exchange::CsvLimits{}.errors)
      print_error("assay: " +
                  say(session, {ASSAY_TEXT("these are the first {count} errors; there may be more"),
                                {{"count", std::to_string(errors.size())}},
                                ""}) +
                  "\n");
  }
  return errors.empty() ? static_cast<int>(Failure::Internal)
                        : static_cast<int>(errors.front().failure);
}

int refuse(const Session& session, const Error& error) {
  return refuse(session, std::span(&error, 1));
}

int finish(const Session& session, const Status& status) {
  return status ? 0 : refuse(session, status.error());
}

int finish(const Session& session, const Result<std::string>& text) {
  return text ? finish(session, print(*text)) : refuse(session, text.error());
}

}  // namespace assay::cli
