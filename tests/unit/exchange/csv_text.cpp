#include "unit/exchange/csv_text.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>
#include <utility>

namespace assay::exchange::testing {

TempFile::TempFile(std::string_view bytes) {
  static int count = 0;
  x_path = std::filesystem::path(::testing::TempDir()) /
           ("assay_csv_" + std::to_string(getpid()) + "_" + std::to_string(++count));
  std::ofstream(x_path, std::ios::binary)
      .write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

TempFile::~TempFile() { std::filesystem::remove(x_path); }

Result<void, Errors> read_csv(const std::filesystem::path& path, Encoding encoding,
                              const CsvLimits& limits, const Progress& progress,
                              model::Batch& batch) {
  constexpr std::size_t kBlock_rows = 3;  // so that blocks end within small files, too
  batch.files.push_back(path.string());
  auto file =
      CsvFile::open(path, static_cast<std::uint32_t>(batch.files.size() - 1), encoding, limits);
  if (!file) return std::unexpected(Errors{std::move(file).error()});
  std::uint64_t done = 0;
  for (bool more = true; more;) {
    more = file->read(kBlock_rows, batch);
    if (progress && file->bytes_done() != done)
      progress(done = file->bytes_done(), file->bytes_total());
  }
  if (auto errors = file->take_errors(); !errors.empty()) return std::unexpected(std::move(errors));
  return {};
}

Imported import_text(std::string_view bytes, Encoding encoding, const CsvLimits& limits,
                     const Progress& progress) {
  const TempFile file(bytes);
  Imported imported;
  auto read = testing::read_csv(file.path(), encoding, limits, progress, imported.batch);
  if (!read) {
    imported.errors = std::move(read).error();
    EXPECT_FALSE(imported.errors.empty());
  }
  for (const auto& error : imported.errors) {
    EXPECT_EQ(error.failure, Failure::Input);
    EXPECT_EQ(error.where.file, file.path().string());
  }
  return imported;
}

std::string brief(const Errors& errors) {
  std::string text;
  for (const auto& error : errors) {
    if (!text.empty()) text += "; ";
    text += std::to_string(error.where.row) + " ";
    text += error.where.field.empty() ? "" : error.where.field + " ";
    text += error.code;
  }
  return text;
}

void check_refused(std::string_view text, std::string_view expected, Encoding encoding,
                   const CsvLimits& limits) {
  SCOPED_TRACE(excerpt(text));
  EXPECT_EQ(brief(import_text(text, encoding, limits).errors), expected);
}

}  // namespace assay::exchange::testing
