#pragma once
// The fields of one CSV row by column name, checked for what one field can show by itself. A
// faulty field adds an error with its place to the list and reads as absent, so that one pass
// shows every fault of a row. One thread at a time; borrows layout and errors.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/decimal.hpp"
#include "base/result.hpp"
#include "exchange/csv_kinds.hpp"
#include "exchange/csv_reader.hpp"
#include "model/period.hpp"

namespace assay::exchange {

constexpr std::size_t kCode_bytes_max = 128;
constexpr std::size_t kLine_bytes_max = 1000;
constexpr std::size_t kTags_max = 100;

// The errors of one file, up to a limit.
class ErrorList {
 public:
  ErrorList(std::string file, std::size_t limit) : x_file(std::move(file)), x_limit(limit) {}
  void add(Error error);  // names the file; beyond the limit it is dropped
  [[nodiscard]] bool full() const { return x_errors.size() >= x_limit; }
  [[nodiscard]] std::size_t size() const { return x_errors.size(); }
  [[nodiscard]] Errors take() { return std::move(x_errors); }

 private:
  std::string x_file;
  std::size_t x_limit;
  Errors x_errors;
};

class RowFields {
 public:
  RowFields(const Layout& layout, ErrorList& errors) : x_layout(layout), x_errors(errors) {}

  // Turns to `row`, which must stay unchanged while it is read. False when it has too few or too
  // many fields (import.field_count).
  [[nodiscard]] bool start(const CsvRow& row);
  [[nodiscard]] bool valid() const { return x_valid; }  // no error in the row so far
  [[nodiscard]] std::uint64_t line() const { return x_row->line; }

  // The field as it stands; nothing when it is empty or the file has no such column. An empty
  // field of a required column is an error (import.empty_field, import.empty_figure).
  [[nodiscard]] std::optional<std::string_view> given(std::string_view column);

  // A name that other rows refer to (import.code, import.long_code).
  [[nodiscard]] std::string code(std::string_view column);
  // Codes separated by ; or ； without repetition, in the order given.
  [[nodiscard]] std::vector<std::string> codes(std::string_view column);
  // Free text of one line, or of several (import.text, import.long_text).
  [[nodiscard]] std::string line_of_text(std::string_view column);
  [[nodiscard]] std::string text(std::string_view column);
  [[nodiscard]] std::optional<Decimal> figure(std::string_view column);
  [[nodiscard]] std::optional<model::Period> period(std::string_view column);
  [[nodiscard]] std::optional<model::Date> date(std::string_view column);
  // A digit from 0 to `most` (import.digit).
  [[nodiscard]] std::optional<int> digit(std::string_view column, int most);

  // Adds an (Input) error at the field of `column`.
  void refuse(std::string_view column, std::string code, Message message);
  void refuse(std::string_view column, Error error);
  // `word` is none of `allowed` (import.word).
  void refuse_word(std::string_view column, std::string_view word,
                   std::span<const std::string_view> allowed);

 private:
  struct Field {
    const ColumnSpec* column = nullptr;  // nullptr: the file has no such column
    std::string_view value;
  };
  [[nodiscard]] Field find(std::string_view column) const;
  template <class T>
  [[nodiscard]] std::optional<T> parsed(std::string_view column,
                                        Result<T> (*parse)(std::string_view));
  [[nodiscard]] std::string checked(std::string_view column, Status (*check)(std::string_view));

  const Layout& x_layout;
  ErrorList& x_errors;
  const CsvRow* x_row = nullptr;
  bool x_valid = true;
};

}  // namespace assay::exchange
