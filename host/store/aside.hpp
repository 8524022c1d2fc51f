#pragma once
// Building something beside its place, so that it comes there whole or not at all: a folder of our
// own that goes away unless it was moved into place, and waiting until the disk has it. What a
// crash leaves of it begins with kAside_mark and can be deleted.

#include <filesystem>
#include <string_view>

#include "base/result.hpp"

namespace assay::store {

inline constexpr std::string_view kAside_mark = ".assay-new-";

class Aside {
 public:
  // Makes a folder in `parent` that no one else has; trouble is told of `place`, what it is for.
  [[nodiscard]] static Result<Aside> make(const std::filesystem::path& parent,
                                          const std::filesystem::path& place);
  Aside(Aside&& other) noexcept;
  Aside& operator=(Aside&&) = delete;
  ~Aside();  // removes it with all that is in it, if it is still there

  [[nodiscard]] const std::filesystem::path& path() const { return x_path; }

 private:
  explicit Aside(std::filesystem::path path);
  std::filesystem::path x_path;
};

// Waits until the disk has what is in the file or folder.
[[nodiscard]] Status sync_to_disk(const std::filesystem::path& path);

}  // namespace assay::store
