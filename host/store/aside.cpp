#include "store/aside.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <system_error>
#include <utility>

#include "store/fault.hpp"

namespace assay::store {

namespace {

constexpr int kMax_asides = 1'000;  // left behind by crashes

}  // namespace

Result<Aside> Aside::make(const std::filesystem::path& parent, const std::filesystem::path& place) {
  for (int number = 0; number < kMax_asides; ++number) {
    auto path = parent / (std::string(kAside_mark) + std::to_string(getpid()) + "-" +
                          std::to_string(number));
    if (mkdir(path.c_str(), 0777) == 0) return Aside(std::move(path));
    if (errno != EEXIST) return std::unexpected(engine_error(errno, place.string()));
  }
  return std::unexpected(engine_error(EEXIST, place.string()));
}

Aside::Aside(std::filesystem::path path) : x_path(std::move(path)) {}

Aside::Aside(Aside&& other) noexcept : x_path(std::exchange(other.x_path, {})) {}

Aside::~Aside() {
  std::error_code ignored;
  if (!x_path.empty()) std::filesystem::remove_all(x_path, ignored);
}

Status sync_to_disk(const std::filesystem::path& path) {
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return std::unexpected(engine_error(errno, path.string()));
  const int code = fsync(file) == 0 ? 0 : errno;
  close(file);
  if (code != 0) return std::unexpected(engine_error(code, path.string()));
  return {};
}

}  // namespace assay::store
