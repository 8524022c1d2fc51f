#include "package/files.hpp"

#include <gtest/gtest.h>

#include <string>

namespace assay::package {
namespace {

std::string code_of(const auto& result) {
  return result.has_value() ? "none" : result.error().code;
}

TEST(PackageFiles, PathsStayWithinThePackage) {
  for (const auto* good : {"a", "README.zh.md", "data/2024/x_y-z+1.csv", "a/b/c/d/e/f/g/h"})
    EXPECT_TRUE(check_path(good)) << good;
  for (const auto* bad : {"", "/", "/a", "a/", "a//b", ".", "..", "../a", "a/../b", "a/.b", ".a",
                          "a b", "a\\b", "数据", "a\nb", "a/b/c/d/e/f/g/h/i"})
    EXPECT_EQ(code_of(check_path(bad)), "package.path") << bad;
  EXPECT_TRUE(check_path(std::string(100, 'a')));
  EXPECT_FALSE(check_path(std::string(101, 'a')));
}

TEST(PackageFiles, AnArchiveIsReadAsItWasWritten) {
  const Files files{{"a.so", std::string("\x7f"
                                         "ELF\0",
                                         5)},
                    {"data/empty.csv", ""},
                    {"data/one-block", std::string(512, 'x')},
                    {std::string(100, 'p'), std::string(100'000, 'y')}};
  const auto archive = write_archive(files);
  ASSERT_TRUE(archive);
  EXPECT_EQ(archive->size() % 512, 0U);
  EXPECT_EQ(read_archive(*archive).value(), files);
  EXPECT_EQ(write_archive({}).value(), std::string(1024, '\0'));
}

TEST(PackageFiles, AnArchiveIsWholeOrRefused) {
  const auto archive = write_archive({{"a", "text"}, {"b", std::string(600, 'x')}}).value();
  for (std::size_t length = 0; length < archive.size(); length += 64)
    EXPECT_EQ(code_of(read_archive(std::string_view(archive).substr(0, length))), "package.archive")
        << length;
  EXPECT_EQ(code_of(read_archive(archive + std::string(512, '\0'))), "package.archive");
  // Any flipped bit is content, or refused.
  for (std::size_t at = 0; at < archive.size(); ++at) {
    auto flipped = archive;
    flipped[at] = static_cast<char>(flipped[at] ^ 1);
    const auto read = read_archive(flipped);
    if (read) {
      EXPECT_EQ(write_archive(*read).value(), flipped) << at;
    }
  }
}

}  // namespace
}  // namespace assay::package
