#pragma once
// The files of a package in memory, by path: from a folder or an archive, and back. An archive is
// an uncompressed tar file of one form only (docs/formats/package.md), so that the same files are
// the same bytes. Nothing here believes a path: see check_path(). Functions touch the file system;
// thread-safe.

#include <cstddef>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace assay::package {

using Files = std::map<std::string, std::string>;

struct Limits {
  static constexpr std::size_t files = 1'000;
  static constexpr std::size_t path_bytes = 100;
  static constexpr std::size_t depth = 8;
  static constexpr std::size_t total_bytes = std::size_t{256} << 20U;
};

// Parts of ASCII letters, digits and "._+-" that do not begin with a dot, behind each other with
// slashes; within the limits. Plugin error package.path.
[[nodiscard]] Status check_path(std::string_view path);

// One plain file, and no link to one. Plugin errors package.unreadable, package.link,
// package.limit.
[[nodiscard]] Result<std::string> read_file(const std::filesystem::path& file,
                                            std::size_t limit_bytes = Limits::total_bytes);
// All below a folder. Plugin errors package.unreadable, package.path, package.link (anything but
// files and folders), package.limit.
[[nodiscard]] Result<Files> read_folder(const std::filesystem::path& folder);
// Of an archive's bytes. Plugin errors package.archive (cut, damaged, or in another form than
// write_archive() gives), package.path, package.link, package.limit.
[[nodiscard]] Result<Files> read_archive(std::string_view bytes);
// Of a folder, or of the bytes of an archive file.
[[nodiscard]] Result<Files> read_files(const std::filesystem::path& path);

[[nodiscard]] Result<std::string> write_archive(const Files& files);
// Makes the folder, which must not exist, and writes all through to the disk. Store error
// package.write; then parts of it may be there.
[[nodiscard]] Status write_folder(const Files& files, const std::filesystem::path& folder);
// Replaces the file in one step. Store error package.write.
[[nodiscard]] Status write_whole(const std::filesystem::path& file, std::string_view bytes);

}  // namespace assay::package
