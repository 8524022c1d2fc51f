#pragma once
// A lock (flock) on a folder of an office, between processes and between threads: shared by those
// who just open what lies in it, held alone by those who put another in its place. It says nothing
// about reading and writing, which LMDB's own locks order. Released by its destructor or the end of
// the process. Where the file system knows no such locks, all of them succeed.

#include <cstdint>
#include <filesystem>
#include <optional>
#include <utility>

namespace assay::store {

class FolderLock {
 public:
  enum class Kind : std::uint8_t { Shared, Alone };

  // Waits. Nothing when the folder cannot be opened, or is another one by the time it is locked.
  [[nodiscard]] static std::optional<FolderLock> take(const std::filesystem::path& folder,
                                                      Kind kind);
  // Nothing also when another one holds it.
  [[nodiscard]] static std::optional<FolderLock> try_take(const std::filesystem::path& folder,
                                                          Kind kind);

  FolderLock(FolderLock&& other) noexcept : x_file(std::exchange(other.x_file, -1)) {}
  FolderLock& operator=(FolderLock&&) = delete;
  ~FolderLock();

 private:
  explicit FolderLock(int file) : x_file(file) {}
  [[nodiscard]] static std::optional<FolderLock> lock(const std::filesystem::path& folder,
                                                      int operation);
  int x_file;
};

}  // namespace assay::store
