#include "pipeline/keys.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <string_view>
#include <system_error>
#include <utility>

#include "audit/minisign.hpp"
#include "base/ed25519.hpp"
#include "base/secret.hpp"

namespace assay::pipeline {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLongestKey_bytes = 1'024;
constexpr mode_t kSecret_mode = 0600;
constexpr mode_t kPublic_mode = 0644;
constexpr mode_t kOthers = 0077;

std::string last_reason() { return std::generic_category().message(errno); }

std::unexpected<Error> unreadable(const fs::path& file) {
  return fail(Failure::Input, "key.unreadable",
              {ASSAY_TEXT("cannot read the key: {reason}; give the key's file"),
               {{"reason", last_reason()}}},
              {.file = file.string()});
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

// Writes a new file, which ends in one line end; what stands there already is left as it is.
Status write_new(const fs::path& file, std::string_view text, mode_t mode) {
  const Where where{.file = file.string()};
  const Descriptor made(
      ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode));  // NOLINT: POSIX
  if (!made && errno == EEXIST)
    return fail(Failure::Input, "key.exists",
                {ASSAY_TEXT("there is a file of this name, and a key is never replaced: choose "
                            "another name or folder"),
                 {}},
                where);
  if (made && write_all(made.get(), text) &&
      (text.ends_with('\n') || write_all(made.get(), "\n")) && ::fsync(made.get()) == 0)
    return {};
  auto failure = fail(Failure::Store, "key.write",
                      {ASSAY_TEXT("cannot write the key: {reason}; choose a folder you may write "
                                  "to"),
                       {{"reason", last_reason()}}},
                      where);
  if (made) static_cast<void>(::unlink(file.c_str()));
  return failure;
}

// The start of a file, as much as a key may take and one byte more. The caller wipes it.
Result<std::string> read_short(int descriptor, const fs::path& file) {
  std::string text(kLongestKey_bytes + 1, '\0');  // once, so that no copy is left behind
  std::size_t size = 0;
  while (size < text.size()) {
    const auto got = ::read(descriptor, text.data() + size, text.size() - size);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) {
      auto failure = unreadable(file);
      wipe(text);
      return failure;
    }
    if (got == 0) break;
    size += static_cast<std::size_t>(got);
  }
  text.resize(size);
  return text;
}

std::unexpected<Error> in_file(Error error, const fs::path& file) {
  error.where.file = file.string();
  return std::unexpected(std::move(error));
}

}  // namespace

Result<KeyFiles> make_key(const std::string& name, const fs::path& folder) {
  if (name.starts_with('/') || name.starts_with('.') || name.starts_with('~') ||
      name.ends_with('/'))
    return fail(Failure::Input, "key.name",
                {ASSAY_TEXT("{name} is a path; give the name of the log, such as a host name, and "
                            "the folder for the files with --out"),
                 {{"name", name}}});
  ASSAY_TRY(auto pair, Ed25519KeyPair::generate());
  ASSAY_TRY(const auto signer, audit::SignerKey::make(name, std::move(pair)));
  auto stem = name;
  std::ranges::replace(stem, '/', '-');
  const auto& verifier = signer.verifier();
  KeyFiles files{folder / (stem + ".key"), folder / (stem + ".pub"),
                 folder / (stem + ".minisign.pub"), verifier.text()};
  const auto for_minisign = audit::write(audit::minisign_key(verifier));
  // The public one first: a name that is taken shows before a secret is written.
  ASSAY_CHECK(write_new(files.verifier, files.verifier_text, kPublic_mode));
  auto written = write_new(files.minisign, for_minisign, kPublic_mode);
  if (written) {
    written = write_new(files.secret, signer.text().view(), kSecret_mode);
    if (!written) static_cast<void>(::unlink(files.minisign.c_str()));
  }
  if (!written) {
    static_cast<void>(::unlink(files.verifier.c_str()));
    return std::unexpected(std::move(written).error());
  }
  return files;
}

Result<audit::SignerKey> read_signer_key(const fs::path& file) {
  const Descriptor opened(::open(file.c_str(), O_RDONLY | O_CLOEXEC));  // NOLINT: POSIX
  struct stat facts{};
  if (!opened || ::fstat(opened.get(), &facts) != 0) return unreadable(file);
  if (S_ISREG(facts.st_mode) && (facts.st_mode & kOthers) != 0)
    return fail(Failure::Input, "key.open",
                {ASSAY_TEXT("others may read this signing key: chmod 600 it, and make a new one "
                            "if they have"),
                 {}},
                {.file = file.string()});
  ASSAY_TRY(auto text, read_short(opened.get(), file));
  const SecretText secret(std::move(text));
  auto key = audit::SignerKey::parse(secret.view());
  if (!key) return in_file(std::move(key).error(), file);
  return key;
}

Result<audit::VerifierKey> read_verifier_key(const std::string& key_or_file) {
  auto key = audit::VerifierKey::parse(key_or_file);
  std::error_code ignored;
  if (key || !fs::exists(key_or_file, ignored)) return key;
  const Descriptor opened(::open(key_or_file.c_str(), O_RDONLY | O_CLOEXEC));  // NOLINT: POSIX
  if (!opened) return unreadable(key_or_file);
  ASSAY_TRY(auto text, read_short(opened.get(), key_or_file));
  key = audit::VerifierKey::parse(text);
  wipe(text);  // it may have been the secret one
  if (!key) return in_file(std::move(key).error(), key_or_file);
  return key;
}

}  // namespace assay::pipeline
