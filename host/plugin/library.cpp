#include "plugin/library.hpp"

#include <dlfcn.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <boost/dll/shared_library.hpp>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <string>
#include <system_error>
#include <utility>

#include "base/sha256.hpp"
#include "plugin/floating_point.hpp"
#include "plugin/text.hpp"

namespace assay::plugin {

namespace {

constexpr std::uintmax_t kSize_max_bytes = 256UL << 20U;
constexpr std::size_t kReason_max_bytes = 512;
constexpr auto kEntry_name = "assay_plugin_entry";

std::unexpected<Error> load_error(const std::filesystem::path& path, std::string_view reason) {
  return fail(Failure::Plugin, "plugin.load",
              {ASSAY_TEXT("the plugin cannot be loaded: {reason}"),
               {{"reason", cleaned(reason, kReason_max_bytes)}}},
              {.file = path.string()});
}

}  // namespace

Result<Binary> read_binary(const std::filesystem::path& path) {
  std::error_code trouble;
  const auto size = std::filesystem::file_size(path, trouble);
  if (trouble) return load_error(path, trouble.message());
  if (size > kSize_max_bytes) return load_error(path, "it is larger than 256 MiB");
  std::string bytes(size, '\0');
  std::ifstream stream(path, std::ios::binary);
  stream.read(bytes.data(), static_cast<std::streamsize>(size));
  if (!stream) return load_error(path, "it cannot be read");
  return Binary{path, std::move(bytes)};
}

namespace {

Status check_kind(const Binary& binary) {
  // A better answer than the dynamic linker's "invalid ELF header" or "file too short".
  if (!binary.bytes.starts_with("\x7F"
                                "ELF"))
    return load_error(binary.path, "it is not a shared object (no ELF file)");
  return {};
}

// A file in memory that nobody can change any more; -1 with errno otherwise.
int sealed_copy(const std::string& bytes) {
  const int file = memfd_create("assay-plugin", MFD_CLOEXEC | MFD_ALLOW_SEALING);
  if (file < 0) return -1;
  for (std::size_t done = 0; done < bytes.size();) {
    const auto count = ::write(file, bytes.data() + done, bytes.size() - done);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) {
      ::close(file);
      return -1;
    }
    done += static_cast<std::size_t>(count);
  }
  ::fcntl(file, F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_GROW | F_SEAL_SHRINK | F_SEAL_SEAL);
  return file;
}

// What the dynamic linker says, with the name of the copy replaced by that of the plugin.
std::string linker_words(const std::string& copy_name, const std::filesystem::path& path) {
  const char* words = ::dlerror();
  std::string text = words == nullptr ? "unknown reason" : words;
  for (std::size_t at = 0; (at = text.find(copy_name, at)) != std::string::npos;)
    text.replace(at, copy_name.size(), path.filename().string());
  return text;
}

}  // namespace

struct Library::Handle {
  int file = -1;
  std::string name;  // of the copy, as the dynamic linker knows it
  boost::dll::shared_library library;

  Handle() = default;
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;
  ~Handle() {
    const FloatingPointGuard guard;  // destructors of the plugin run here
    library.unload();
    if (file < 0) return;
    // The linker finds loaded libraries by name: while it keeps this one (one with unique symbols
    // is never unloaded), the number of the file must not be given to another.
    if (void* kept = ::dlopen(name.c_str(), RTLD_NOW | RTLD_NOLOAD); kept != nullptr)
      ::dlclose(kept);
    else
      ::close(file);
  }
};

Library::Library(std::unique_ptr<Handle> handle, const Digest& digest, Entry entry_point)
    : x_handle(std::move(handle)), x_digest(digest), x_entry(entry_point) {}
Library::~Library() = default;
Library::Library(Library&&) noexcept = default;

Result<Library> Library::open(const Binary& binary) {
  const auto& [path, bytes] = binary;
  ASSAY_CHECK(check_kind(binary));
  auto handle = std::make_unique<Handle>();
  handle->file = sealed_copy(bytes);
  if (handle->file < 0)
    return load_error(path, std::string("no copy in memory: ") + std::strerror(errno));
  handle->name = "/proc/self/fd/" + std::to_string(handle->file);

  const FloatingPointGuard guard;
  const auto mode = floating_point_mode();
  using boost::dll::load_mode::rtld_local;
  using boost::dll::load_mode::rtld_now;
  std::error_code trouble;
  handle->library.load(handle->name, rtld_now | rtld_local, trouble);
  if (!handle->library.is_loaded()) return load_error(path, linker_words(handle->name, path));
  if (floating_point_mode() != mode)
    return load_error(path,
                      "it changes the floating-point mode of the program: build it without "
                      "-ffast-math");
  if (!handle->library.has(kEntry_name))
    return fail(Failure::Plugin, "plugin.no_entry",
                {ASSAY_TEXT("this shared object is no Assay plugin: it does not export {symbol}"),
                 {{"symbol", kEntry_name}}},
                {.file = path.string()});
  const auto entry = &handle->library.get<std::remove_pointer_t<Entry>>(kEntry_name);
  return Library(std::move(handle), sha256(bytes), entry);
}

}  // namespace assay::plugin
