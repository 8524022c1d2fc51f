#include "package/home.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <iterator>
#include <system_error>
#include <utility>

#include "base/digest.hpp"
#include "plugin/text.hpp"

namespace assay::package {

namespace {

namespace fs = std::filesystem;

constexpr auto kKeys_file = "KEYS";  // no id, as ids are in small letters
constexpr std::uintmax_t kKeys_max_bytes = std::uintmax_t{1} << 20U;

std::unexpected<Error> unwritten(const fs::path& path, const std::string& reason) {
  return fail(Failure::Store, "package.write",
              {ASSAY_TEXT("cannot write: {reason}"), {{"reason", reason}}},
              {.file = path.string()});
}

// Held by whoever changes the folder.
class Lock {
 public:
  static Result<Lock> take(const fs::path& folder) {
    std::error_code trouble;
    fs::create_directories(folder, trouble);
    const int opened = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);  // NOLINT: POSIX
    if (opened < 0) return unwritten(folder, std::generic_category().message(errno));
    Lock lock(opened);
    while (::flock(opened, LOCK_EX) != 0)
      if (errno != EINTR) return unwritten(folder, std::generic_category().message(errno));
    return lock;
  }
  ~Lock() {
    if (x_folder >= 0) ::close(x_folder);
  }
  Lock(Lock&& other) noexcept : x_folder(std::exchange(other.x_folder, -1)) {}
  Lock(const Lock&) = delete;
  Lock& operator=(const Lock&) = delete;
  Lock& operator=(Lock&&) = delete;

 private:
  explicit Lock(int folder) : x_folder(folder) {}
  int x_folder;
};

bool is_there(const fs::path& path) {
  std::error_code ignored;
  return fs::exists(fs::symlink_status(path, ignored));
}

// Its text, or nothing when it is not there or not like what is kept here.
std::optional<std::string> small_text(const fs::path& file) {
  std::error_code trouble;
  const auto size = fs::file_size(file, trouble);
  if (trouble || size > kKeys_max_bytes) return std::nullopt;
  std::ifstream stream(file, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(stream), {}};
  if (stream.bad()) return std::nullopt;
  return text;
}

std::vector<std::string> names_in(const fs::path& folder) {
  std::vector<std::string> names;
  std::error_code trouble;
  for (fs::directory_iterator at(folder, trouble), end; !trouble && at != end;
       at.increment(trouble))
    if (std::error_code ignored; at->is_directory(ignored))
      names.push_back(at->path().filename().string());
  std::ranges::sort(names);
  return names;
}

}  // namespace

Status require_trust(const plugin::PluginInfo& info, const SignatureFound& found) {
  switch (found.trust) {
    case Trust::Trusted:
      return {};
    case Trust::Unsigned:
      return fail(Failure::Plugin, "package.unsigned",
                  {ASSAY_TEXT("nobody signed {plugin} {version}: ask its vendor for a signed "
                              "package, or allow this one with --allow-unsigned if you made it"),
                   {{"plugin", info.id}, {"version", info.version}}});
    case Trust::Untrusted:
      break;
  }
  return fail(Failure::Plugin, "package.untrusted",
              {ASSAY_TEXT("{plugin} {version} is signed with the key {key}, which is not trusted "
                          "here: compare it with what its vendor says, then add it with 'assay "
                          "plugin trust add'"),
               {{"plugin", info.id}, {"version", info.version}, {"key", audit::hex_of(found.id)}}});
}

fs::path Home::place(const Reference& reference) const {
  return x_folder / reference.id / reference.version;
}

// Beside the version's folder; no version holds an at sign.
fs::path Home::permit(const Reference& reference) const {
  return x_folder / reference.id / (reference.version + "@allowed");
}

bool Home::is_allowed(const Reference& reference, const Digest& manifest) const {
  return small_text(permit(reference)) == to_hex(manifest) + "\n";
}

std::vector<Installed> Home::list() const {
  std::vector<Installed> found;
  for (const auto& id : names_in(x_folder)) {
    if (!plugin::is_id(id)) continue;
    const auto first = static_cast<std::ptrdiff_t>(found.size());
    for (const auto& version : names_in(x_folder / id))
      if (const Reference reference{id, version}; is_version(version))
        found.push_back({reference, place(reference), is_there(permit(reference))});
    std::stable_sort(found.begin() + first, found.end(), [](const auto& left, const auto& right) {
      return is_older(right.reference.version, left.reference.version);
    });
  }
  return found;
}

std::optional<Installed> Home::find(const Reference& reference) const {
  for (auto& installed : list())
    if (installed.reference.id == reference.id &&
        (reference.version.empty() || installed.reference.version == reference.version))
      return std::move(installed);
  return std::nullopt;
}

Result<Package> Home::open(const Installed& installed, const TrustList& list) const {
  const auto in_place = [&](Error error) {
    if (error.where.file.empty()) error.where.file = installed.path.string();
    return std::unexpected(std::move(error));
  };
  ASSAY_TRY(auto package, Package::open(installed.path));
  const auto& info = package.info();
  if (info.id != installed.reference.id || info.version != installed.reference.version)
    return in_place(fail(Failure::Plugin, "package.moved",
                         {ASSAY_TEXT("here lies {plugin} {version}, so the folder was moved by "
                                     "hand: remove it and install the package anew"),
                          {{"plugin", info.id}, {"version", info.version}}})
                        .error());
  const auto signature = package.signature(list);
  if (!signature) return in_place(signature.error());
  if (is_allowed(installed.reference, package.digest())) return package;
  if (auto trusted = require_trust(info, *signature); !trusted) return in_place(trusted.error());
  return package;
}

Result<Install> Home::install(const Package& package, bool allow_unsigned) const {
  const auto& info = package.info();
  const Reference reference{info.id, info.version};
  ASSAY_TRY(const auto lock, Lock::take(x_folder));
  ASSAY_TRY(const auto list, trusted());
  Install report{{reference, place(reference), false}, {}, {}, false};
  ASSAY_TRY(report.signature, package.signature(list));
  ASSAY_TRY(report.certificate, certificate_of(package, list));
  const auto trusted_enough = require_trust(info, report.signature);
  if (!trusted_enough && !allow_unsigned) return std::unexpected(trusted_enough.error());
  report.installed.allowed = !trusted_enough;

  const auto target = place(reference);
  const bool found = is_there(target);
  if (found) {
    const auto before = Package::open(target);
    if (!before || before->digest() != package.digest())
      return fail(
          Failure::Plugin, "package.installed",
          {ASSAY_TEXT("another package is installed as {plugin} {version}: a changed plugin "
                      "needs a new version, or remove the other first"),
           {{"plugin", info.id}, {"version", info.version}}},
          {.file = target.string()});
  }
  std::error_code trouble;
  fs::create_directories(target.parent_path(), trouble);
  if (!trusted_enough) ASSAY_CHECK(write_whole(permit(reference), to_hex(package.digest()) + "\n"));
  if (found) return report;
  const auto fresh = x_folder / (".new-" + std::to_string(::getpid()));
  fs::remove_all(fresh, trouble);
  auto written = write_folder(package.files(), fresh);
  if (written && ::rename(fresh.c_str(), target.c_str()) != 0)
    written = unwritten(target, std::generic_category().message(errno));
  if (!written) {
    fs::remove_all(fresh, trouble);
    return std::unexpected(written.error());
  }
  report.made = true;
  return report;
}

Status Home::remove(const Installed& installed) const {
  ASSAY_TRY(const auto lock, Lock::take(x_folder));
  const auto& reference = installed.reference;
  const auto old = x_folder / (".old-" + std::to_string(::getpid()));
  std::error_code trouble;
  fs::remove_all(old, trouble);
  if (::rename(place(reference).c_str(), old.c_str()) != 0) {
    if (errno != ENOENT) return unwritten(installed.path, std::generic_category().message(errno));
    return fail(Failure::Plugin, "package.not_installed",
                {ASSAY_TEXT("{plugin} {version} is not installed"),
                 {{"plugin", reference.id}, {"version", reference.version}}});
  }
  fs::remove_all(old, trouble);
  fs::remove(permit(reference), trouble);
  fs::remove(x_folder / reference.id, trouble);  // when it is empty
  return {};
}

Result<TrustList> Home::trusted() const {
  const auto file = x_folder / kKeys_file;
  if (!is_there(file)) return TrustList();
  const auto text = small_text(file);
  auto list = TrustList::parse(text.value_or("?"));
  if (!list) list.error().where.file = file.string();
  return list;
}

Result<bool> Home::change_trust(const std::function<Result<bool>(TrustList&)>& change) const {
  ASSAY_TRY(const auto lock, Lock::take(x_folder));
  ASSAY_TRY(auto list, trusted());
  ASSAY_TRY(const bool changed, change(list));
  if (changed) ASSAY_CHECK(write_whole(x_folder / kKeys_file, list.text()));
  return changed;
}

}  // namespace assay::package
