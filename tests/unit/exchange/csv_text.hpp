#pragma once
// Imports a text as if it stood in a file, and shows the outcome briefly.

#include <string>
#include <string_view>

#include "exchange/csv_import.hpp"

namespace assay::exchange::testing {

// The whole file, as one import of many would read it; its name is added to the batch's.
[[nodiscard]] Result<void, Errors> read_csv(const std::filesystem::path& file, Encoding encoding,
                                            const CsvLimits& limits, const Progress& progress,
                                            model::Batch& batch);

struct Imported {
  Errors errors;  // empty: the file was accepted
  model::Batch batch;
};

[[nodiscard]] Imported import_text(std::string_view bytes, Encoding encoding = Encoding::Utf8,
                                   const CsvLimits& limits = {}, const Progress& progress = {});

// "row field code" of each error, separated by "; ".
[[nodiscard]] std::string brief(const Errors& errors);

// The text is refused with these errors, all of them Input and placed in the file.
void check_refused(std::string_view text, std::string_view expected,
                   Encoding encoding = Encoding::Utf8, const CsvLimits& limits = {});

// A file of its own, removed at the end.
class TempFile {
 public:
  explicit TempFile(std::string_view bytes);
  ~TempFile();
  TempFile(const TempFile&) = delete;
  TempFile& operator=(const TempFile&) = delete;
  [[nodiscard]] const std::filesystem::path& path() const { return x_path; }

 private:
  std::filesystem::path x_path;
};

}  // namespace assay::exchange::testing
