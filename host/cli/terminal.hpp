#pragma once
// Standard streams and files as a command sees them: results to stdout, progress and errors to
// stderr, files written whole or not at all.

#include <chrono>
#include <filesystem>
#include <string>
#include <string_view>

#include "base/progress.hpp"
#include "base/result.hpp"

namespace assay::cli {

// Writes all of `text` to stdout. Store error output.failed (disk full, closed pipe).
[[nodiscard]] Status print(std::string_view text);
void print_error(std::string_view text);

// Writes a temporary file beside `file`, then renames it: readers never see half a file.
class OutputFile {
 public:
  [[nodiscard]] static Result<OutputFile> open(const std::filesystem::path& file);
  OutputFile(OutputFile&& other) noexcept;
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;
  OutputFile& operator=(OutputFile&&) = delete;
  ~OutputFile();  // without finish(): there is no file

  // Store error output.failed, like the next.
  [[nodiscard]] Status write(std::string_view text);
  [[nodiscard]] Status finish();

 private:
  OutputFile(std::filesystem::path file, bool replaces);

  std::filesystem::path x_file;
  std::string x_target;  // what is written to: the temporary file if it is one that replaces
  bool x_replaces;
  int x_descriptor = -1;
};
[[nodiscard]] Status write_file(const std::filesystem::path& file, std::string_view text);

// A whole file of at most `limit_bytes`, also from a pipe. Input errors input.unreadable,
// input.too_large.
[[nodiscard]] Result<std::string> read_file(const std::filesystem::path& file,
                                            std::size_t limit_bytes);

// A bar on stderr for work of over a second, if stderr is a terminal; removed when it ends.
class ProgressBar {
 public:
  explicit ProgressBar(std::string label);
  ~ProgressBar();
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;

  // Valid as long as the bar.
  [[nodiscard]] Progress progress();

 private:
  void show(std::uint64_t done, std::uint64_t total);

  std::string x_label;
  std::chrono::steady_clock::time_point x_started;
  std::chrono::steady_clock::time_point x_drawn;
  bool x_terminal = false;
  bool x_visible = false;
};

}  // namespace assay::cli
