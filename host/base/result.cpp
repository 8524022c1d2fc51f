#include "base/result.hpp"

namespace assay {

std::unexpected<Error> fail(Failure failure, std::string code, Message message, Where where) {
  return std::unexpected(Error{failure, std::move(code), std::move(message), std::move(where)});
}

std::string describe(const Error& error) {
  std::string line = error.where.file;
  if (error.where.row != 0) line += ":" + std::to_string(error.where.row);
  if (error.where.column != 0) line += ":" + std::to_string(error.where.column);
  if (!error.where.field.empty()) line += (line.empty() ? "" : " ") + error.where.field;
  if (!line.empty()) line += ": ";
  return line + in_english(error.message);
}

}  // namespace assay
