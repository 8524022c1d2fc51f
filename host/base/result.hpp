#pragma once
// Expected failures are values: Result<T> holds a T or an Error that says what, where and what to
// do. Functions that check many rows gather Errors, up to a limit stated by the caller.

#include <cstdint>
#include <expected>
#include <string>
#include <vector>

#include "base/message.hpp"

namespace assay {

// What kind of trouble; the number is the exit code of the command line.
enum class Failure : std::uint8_t { Input = 1, Usage = 2, Store = 3, Plugin = 4, Internal = 5 };

// Where an error lies. Zero or empty means "not known" or "does not apply".
struct Where {
  std::string file{};
  std::uint64_t row = 0;     // line of the file, from 1 (the header is line 1)
  std::uint64_t column = 0;  // character of the line, from 1 (YAML)
  std::string field{};       // CSV column name or YAML key
  std::string unit{};
  std::string indicator{};

  bool operator==(const Where&) const = default;
};

struct Error {
  Failure failure = Failure::Internal;
  std::string code;  // stable, language-free: "import.unknown_unit"
  Message message;
  Where where;
};

using Errors = std::vector<Error>;

template <class T, class E = Error>
using Result = std::expected<T, E>;

using Status = Result<void>;

// Shorthand: return fail(Failure::Input, "decimal.empty", {ASSAY_TEXT("…"), {{"name", value}}});
[[nodiscard]] std::unexpected<Error> fail(Failure failure, std::string code, Message message,
                                          Where where = {});

// "file:row:column field: message" in English, for logs and tests; people get report's rendering.
[[nodiscard]] std::string describe(const Error& error);

}  // namespace assay

// Evaluates `expression` (a Result), returns its error from the enclosing function, or binds the
// value: ASSAY_TRY(auto column, reader.column(...));
#define ASSAY_TRY_JOIN_(a, b) a##b
#define ASSAY_TRY_NAME_(line) ASSAY_TRY_JOIN_(assay_try_, line)
#define ASSAY_TRY(binding, ...)                                           \
  auto ASSAY_TRY_NAME_(__LINE__) = (__VA_ARGS__);                         \
  if (!ASSAY_TRY_NAME_(__LINE__))                                         \
    return std::unexpected(std::move(ASSAY_TRY_NAME_(__LINE__)).error()); \
  binding = std::move(*ASSAY_TRY_NAME_(__LINE__))
#define ASSAY_CHECK(...)                              \
  if (auto assay_check = (__VA_ARGS__); !assay_check) \
  return std::unexpected(std::move(assay_check).error())
