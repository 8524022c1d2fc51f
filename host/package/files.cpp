#include "package/files.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <system_error>

#include "package/faults.hpp"

namespace assay::package {

namespace {

namespace fs = std::filesystem;

std::string last_reason() { return std::generic_category().message(errno); }

std::unexpected<Error> unreadable(const fs::path& path, const std::string& reason) {
  return fail(Failure::Plugin, "package.unreadable",
              {ASSAY_TEXT("cannot read the package: {reason}"), {{"reason", reason}}},
              {.file = path.string()});
}

std::unexpected<Error> unwritten(const fs::path& path) {
  return fail(Failure::Store, "package.write",
              {ASSAY_TEXT("cannot write: {reason}"), {{"reason", last_reason()}}},
              {.file = path.string()});
}

// A file descriptor, closed in the end.
class Descriptor {
 public:
  explicit Descriptor(int descriptor) : x_descriptor(descriptor) {}
  ~Descriptor() {
    if (x_descriptor >= 0) ::close(x_descriptor);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  [[nodiscard]] int get() const { return x_descriptor; }
  explicit operator bool() const { return x_descriptor >= 0; }

 private:
  int x_descriptor;
};

bool write_all(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const auto written = ::write(descriptor, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

Status write_new(const fs::path& file, std::string_view bytes, mode_t mode) {
  const Descriptor made(
      ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode));  // NOLINT: POSIX
  if (!made || !write_all(made.get(), bytes) || ::fsync(made.get()) != 0) return unwritten(file);
  return {};
}

Status sync_folder(const fs::path& folder) {
  const Descriptor opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));  // NOLINT
  if (!opened || ::fsync(opened.get()) != 0) return unwritten(folder);
  return {};
}

}  // namespace

Status check_path(std::string_view path) {
  const auto refuse = [&] {
    return fail(Failure::Plugin, "package.path",
                {ASSAY_TEXT("“{path}” may not stand in a package: take up to 100 letters, digits "
                            "and ._+- in at most 8 folders, none beginning with a dot"),
                 {{"path", excerpt(path)}}});
  };
  if (path.empty() || path.size() > Limits::path_bytes) return refuse();
  std::size_t parts = 0;
  for (auto left = path;;) {
    const auto end = left.find('/');
    const auto part = left.substr(0, end);
    constexpr std::string_view signs = "._+-";
    const bool fits = !part.empty() && part.front() != '.' && ++parts <= Limits::depth &&
                      std::ranges::all_of(part, [&](char c) {
                        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                               (c >= '0' && c <= '9') || signs.contains(c);
                      });
    if (!fits) return refuse();
    if (end == std::string_view::npos) return {};
    left.remove_prefix(end + 1);
  }
}

Result<std::string> read_file(const fs::path& file, std::size_t limit_bytes) {
  const Descriptor opened(
      ::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));  // NOLINT: POSIX
  struct stat facts{};
  if (!opened && errno == ELOOP) return not_plain(file.string());
  if (!opened || ::fstat(opened.get(), &facts) != 0) return unreadable(file, last_reason());
  if (!S_ISREG(facts.st_mode)) return not_plain(file.string());
  if (static_cast<std::uint64_t>(facts.st_size) > limit_bytes) return too_large();
  std::string bytes(static_cast<std::size_t>(facts.st_size), '\0');
  std::size_t done = 0;
  while (done < bytes.size()) {
    const auto count = ::read(opened.get(), bytes.data() + done, bytes.size() - done);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return unreadable(file, last_reason());
    if (count == 0) break;  // it was cut meanwhile: its hash will tell
    done += static_cast<std::size_t>(count);
  }
  bytes.resize(done);
  return bytes;
}

Result<Files> read_folder(const fs::path& folder) {
  Files files;
  std::size_t room = Limits::total_bytes;
  std::error_code trouble;
  fs::recursive_directory_iterator at(folder, trouble);
  for (const fs::recursive_directory_iterator end; !trouble && at != end; at.increment(trouble)) {
    const auto path = at->path().lexically_relative(folder).generic_string();
    ASSAY_CHECK(check_path(path));
    std::error_code ignored;
    if (!at->is_symlink(ignored) && at->is_directory(ignored)) continue;
    if (files.size() == Limits::files) return too_large();
    ASSAY_TRY(auto bytes, read_file(at->path(), room));
    room -= bytes.size();
    files.emplace(path, std::move(bytes));
  }
  if (trouble) return unreadable(folder, trouble.message());
  return files;
}

Result<Files> read_files(const fs::path& path) {
  std::error_code trouble;
  if (fs::is_directory(path, trouble)) return read_folder(path);
  // Heads take at most as much again as the smallest files.
  ASSAY_TRY(const auto bytes, read_file(path, 2 * Limits::total_bytes));
  auto files = read_archive(bytes);
  if (!files && files.error().where.file.empty()) files.error().where.file = path.string();
  return files;
}

Status write_folder(const Files& files, const fs::path& folder) {
  std::error_code trouble;
  if (!fs::create_directory(folder, trouble)) {
    errno = trouble ? trouble.value() : EEXIST;
    return unwritten(folder);
  }
  for (const auto& [path, bytes] : files) {
    const auto file = folder / path;
    fs::create_directories(file.parent_path(), trouble);
    ASSAY_CHECK(write_new(file, bytes, path.ends_with(".so") ? 0755 : 0644));
  }
  for (fs::recursive_directory_iterator at(folder, trouble), end; !trouble && at != end;
       at.increment(trouble))
    if (at->is_directory()) ASSAY_CHECK(sync_folder(at->path()));
  return sync_folder(folder);
}

Status write_whole(const fs::path& file, std::string_view bytes) {
  const auto temporary = file.string() + "." + std::to_string(::getpid()) + ".new";
  auto written = write_new(temporary, bytes, 0644);
  if (written && ::rename(temporary.c_str(), file.c_str()) != 0) written = unwritten(file);
  if (!written) static_cast<void>(::unlink(temporary.c_str()));
  return written;
}

}  // namespace assay::package
