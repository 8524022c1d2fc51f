#pragma once
// A text file read in pieces as UTF-8, whatever its encoding. One thread at a time; owns the open
// file. UTF-8 is passed on unchecked (CsvReader checks it row by row).

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string_view>

#include "base/result.hpp"
#include "exchange/csv_import.hpp"

namespace assay::exchange {

class TextSource {
 public:
  // Input error import.unreadable.
  [[nodiscard]] static Result<TextSource> open(const std::filesystem::path& file,
                                               Encoding encoding);
  TextSource(TextSource&&) noexcept;
  TextSource& operator=(TextSource&&) noexcept;
  ~TextSource();

  // The next piece, at most 256 KiB, without a byte order mark; borrowed until the next call. ""
  // at the end. Input errors: import.unreadable, import.not_text, import.not_gb18030 (only after
  // everything before the bad bytes has been given out).
  [[nodiscard]] Result<std::string_view> next();

  [[nodiscard]] std::uint64_t bytes_done() const;
  [[nodiscard]] std::uint64_t bytes_total() const;  // 0 = not known

 private:
  struct State;
  explicit TextSource(std::unique_ptr<State> state);
  std::unique_ptr<State> x_state;
};

// Whether all of `bytes` could be GB18030 text.
[[nodiscard]] bool is_gb18030(std::string_view bytes);

}  // namespace assay::exchange
