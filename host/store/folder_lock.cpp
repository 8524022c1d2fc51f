#include "store/folder_lock.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

namespace assay::store {

namespace {

// The folder that is open is still the one of that name.
bool is_current(int file, const std::filesystem::path& folder) {
  struct stat opened{};
  struct stat named{};
  return fstat(file, &opened) == 0 && stat(folder.c_str(), &named) == 0 &&
         opened.st_dev == named.st_dev && opened.st_ino == named.st_ino;
}

}  // namespace

std::optional<FolderLock> FolderLock::take(const std::filesystem::path& folder, Kind kind) {
  return lock(folder, kind == Kind::Shared ? LOCK_SH : LOCK_EX);
}

std::optional<FolderLock> FolderLock::try_take(const std::filesystem::path& folder, Kind kind) {
  return lock(folder, (kind == Kind::Shared ? LOCK_SH : LOCK_EX) | LOCK_NB);
}

std::optional<FolderLock> FolderLock::lock(const std::filesystem::path& folder, int operation) {
  const int file = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (file < 0) return std::nullopt;
  FolderLock taken(file);
  int code = 0;
  do {
    code = flock(file, operation) == 0 ? 0 : errno;
  } while (code == EINTR);
  if (code == EWOULDBLOCK || !is_current(file, folder)) return std::nullopt;
  return taken;
}

FolderLock::~FolderLock() {
  if (x_file >= 0) close(x_file);
}

}  // namespace assay::store
