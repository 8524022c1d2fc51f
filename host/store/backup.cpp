#include "store/backup.hpp"

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <optional>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "store/aside.hpp"
#include "store/derived.hpp"
#include "store/fault.hpp"
#include "store/folder_lock.hpp"
#include "store/scrub.hpp"
#include "store/state.hpp"

namespace assay::store {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kPiece_bytes = std::size_t{1} << 20U;
constexpr int kMax_replaced = 1'000;  // folders of what was replaced, beside an office
constexpr mode_t kFile_mode = 0664;   // less the user's umask

std::unexpected<Error> system_fault(const fs::path& path, int code) {
  return std::unexpected(engine_error(code, path.string()));
}

std::unexpected<Error> refused(std::string code, Message message, const fs::path& path) {
  return fail(Failure::Input, std::move(code), std::move(message), {.file = path.string()});
}

class OpenFile {
 public:
  OpenFile(const fs::path& path, int flags) : x_file(open(path.c_str(), flags, kFile_mode)) {}
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;
  ~OpenFile() {
    if (x_file >= 0) close(x_file);
  }
  [[nodiscard]] int get() const { return x_file; }

 private:
  int x_file;
};

// A relative path's own folder; "" would be none.
fs::path parent_of(const fs::path& path) {
  const auto whole = fs::absolute(path);
  return (whole.filename().empty() ? whole.parent_path() : whole).parent_path();
}

std::unexpected<Error> is_damaged(const Health& health, const fs::path& file) {
  auto error = health.faults.front();
  return fail(
      Failure::Store, "backup.damaged",
      {ASSAY_TEXT("the backup has {count} faults, so nothing was restored; take another. "
                  "The first: {fault}"),
       {{"count", std::to_string(health.faults.size())}, {"fault", in_english(error.message)}}},
      {.file = file.string()});
}

Status move_new(const fs::path& from, const fs::path& to) {
  if (renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0) return {};
  if (errno != EINVAL) return system_fault(to, errno);
  // A file system without it: a second name, which is refused where there is one.
  if (link(from.c_str(), to.c_str()) != 0) return system_fault(to, errno);
  if (unlink(from.c_str()) != 0) return system_fault(from, errno);
  return {};
}

Status copy_office(const fs::path& office, const fs::path& file) {
  ASSAY_TRY(const auto environment, Environment::open(office / kTruth_folder, Access::Read));
  const OpenFile target(file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC);
  if (target.get() < 0) return system_fault(file, errno);
  ASSAY_CHECK(environment->copy_to(target.get(), file.string()));
  return sync_to_disk(file);
}

Status copy_file(const fs::path& from, const fs::path& to, const Progress& progress) {
  const OpenFile source(from, O_RDONLY | O_CLOEXEC);
  struct stat info{};
  if (source.get() < 0 || fstat(source.get(), &info) != 0 || !S_ISREG(info.st_mode))
    return refused("backup.unreadable",
                   {ASSAY_TEXT("this is not a backup that can be read: name the file that `assay "
                               "backup` wrote"),
                    {}},
                   from);
  const OpenFile target(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC);
  if (target.get() < 0) return system_fault(to, errno);
  std::vector<char> piece(kPiece_bytes);
  std::uint64_t done = 0;
  while (true) {
    const auto got = read(source.get(), piece.data(), piece.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return system_fault(from, errno);
    if (got == 0) break;
    for (ssize_t at = 0; at < got;) {
      const auto put = write(target.get(), &piece[static_cast<std::size_t>(at)],
                             static_cast<std::size_t>(got - at));
      if (put < 0 && errno == EINTR) continue;
      if (put < 0) return system_fault(to, errno);
      at += put;
    }
    done += static_cast<std::uint64_t>(got);
    if (progress) progress(done, static_cast<std::uint64_t>(info.st_size));
  }
  return sync_to_disk(to);
}

// How the place for a restored office looks.
enum class Place : std::uint8_t { Nothing, Folder, Office };

Result<Place> look_at(const fs::path& office) {
  std::error_code code;
  const auto status = fs::status(office, code);
  if (status.type() == fs::file_type::not_found) {
    if (fs::is_directory(parent_of(office), code)) return Place::Nothing;
    return refused(
        "store.no_parent",
        {ASSAY_TEXT("the folder above does not exist; make it first, or correct the path"), {}},
        office);
  }
  if (code) return system_fault(office, code.value());
  if (fs::exists(office / kTruth_folder, code)) return Place::Office;
  fs::directory_iterator entries(office, code);
  if (!code)
    for (const auto end = fs::directory_iterator(); entries != end && !code;
         entries.increment(code)) {
      const auto name = entries->path().filename().string();
      if (!name.starts_with(kAside_mark) && name != kDerived_folder)
        code = std::make_error_code(std::errc::directory_not_empty);
      if (code) break;
    }
  if (code)
    return refused("store.not_empty",
                   {ASSAY_TEXT("this is a file or a folder with other things in it; name a new or "
                               "empty folder"),
                    {}},
                   office);
  return Place::Folder;
}

std::unexpected<Error> in_use(const fs::path& office) {
  return fail(Failure::Store, "store.in_use",
              {ASSAY_TEXT("the office is open in a program; end it, then restore again"), {}},
              {.file = office.string()});
}

// LMDB holds this lock while any process has the environment open. Only for files that this process
// itself does not have open: closing would release its own locks.
bool is_open_elsewhere(const fs::path& truth) {
  const OpenFile lock_file(truth / "lock.mdb", O_RDWR | O_CLOEXEC);
  if (lock_file.get() < 0) return false;
  struct flock lock{};
  lock.l_type = F_WRLCK;
  lock.l_whence = SEEK_SET;
  lock.l_len = 1;
  return fcntl(lock_file.get(), F_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
}

// A name for what was replaced.
fs::path free_name(const fs::path& office) {
  std::error_code ignored;
  for (int number = 1; number < kMax_replaced; ++number) {
    auto path = office / (std::string(kTruth_folder) + ".replaced-" + std::to_string(number));
    if (!fs::exists(path, ignored)) return path;
  }
  return {};
}

// Both change places at one moment; then the old one gets a name of its own.
Status exchange(const fs::path& fresh, const fs::path& office) {
  const auto truth = office / kTruth_folder;
  const auto alone = FolderLock::try_take(office, FolderLock::Kind::Alone);
  if (!alone || Environment::is_open(truth) || is_open_elsewhere(truth)) return in_use(office);
  const auto old = free_name(office);
  if (old.empty()) return system_fault(office, EEXIST);
  if (renameat2(AT_FDCWD, fresh.c_str(), AT_FDCWD, truth.c_str(), RENAME_EXCHANGE) != 0) {
    if (errno != EINVAL) return system_fault(office, errno);
    return fail(Failure::Store, "store.no_exchange",
                {ASSAY_TEXT("this file system cannot put one folder in place of another at once; "
                            "restore into a new folder instead"),
                 {}},
                {.file = office.string()});
  }
  ASSAY_CHECK(sync_to_disk(office));
  std::error_code ignored;
  fs::remove_all(office / kDerived_folder, ignored);  // of runs the backup may not have
  // By now the restored office is in place: what is left is to keep the old one.
  if (::rename(fresh.c_str(), old.c_str()) != 0) return system_fault(old, errno);
  return sync_to_disk(office);
}

Status move_into(const Aside& aside, const fs::path& office, Place place) {
  const auto truth = aside.path() / kTruth_folder;
  if (place == Place::Office) return exchange(truth, office);
  const bool whole = place == Place::Nothing;
  const auto& from = whole ? aside.path() : truth;
  const auto to = whole ? office : office / kTruth_folder;
  if (renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) != 0 &&
      (errno != EINVAL || ::rename(from.c_str(), to.c_str()) != 0))
    return system_fault(office, errno);
  return sync_to_disk(to.parent_path());
}

}  // namespace

Result<Health> make_backup(const fs::path& office, const fs::path& file, const Progress& progress) {
  std::error_code code;
  if (!fs::exists(office / kTruth_folder / "data.mdb", code)) return no_office(office);
  const auto parent = parent_of(file);
  if (!fs::is_directory(parent, code))
    return refused(
        "backup.no_folder",
        {ASSAY_TEXT("the folder for the backup does not exist; make it first, or correct "
                    "the path"),
         {}},
        file);
  if (fs::exists(fs::symlink_status(file, code)))
    return refused("backup.exists",
                   {ASSAY_TEXT("there is something of this name already; name another file"), {}},
                   file);
  ASSAY_TRY(const auto aside, Aside::make(parent, file));
  const auto truth = aside.path() / kTruth_folder;
  if (!fs::create_directory(truth, code)) return system_fault(file, code.value());
  const auto copy = truth / "data.mdb";
  ASSAY_CHECK(copy_office(office, copy));
  ASSAY_TRY(auto health, scrub_in_child(aside.path(), {.progress = progress}));
  if (!health.faults.empty()) {
    auto fault = std::move(health.faults.front());
    if (fault.where.file == copy.string())
      fault.where.file = (office / kTruth_folder / "data.mdb").string();
    return std::unexpected(std::move(fault));
  }
  ASSAY_CHECK(move_new(copy, file));
  ASSAY_CHECK(sync_to_disk(parent));
  return health;
}

Result<Health> restore_backup(const fs::path& file, const fs::path& office, Replace replace,
                              const Progress& progress) {
  ASSAY_TRY(const auto place, look_at(office));
  if (place == Place::Office && replace == Replace::No)
    return refused("store.exists",
                   {ASSAY_TEXT("there is an office in this folder already; name another folder, or "
                               "say that the backup is to replace it"),
                    {}},
                   office);
  ASSAY_TRY(
      const auto aside,
      Aside::make(place == Place::Nothing ? parent_of(office) : fs::absolute(office), office));
  const auto truth = aside.path() / kTruth_folder;
  std::error_code code;
  if (!fs::create_directory(truth, code)) return system_fault(office, code.value());
  ASSAY_CHECK(copy_file(file, truth / "data.mdb", progress));
  ASSAY_TRY(auto health, scrub_in_child(aside.path(), {.progress = progress}));
  if (!health.faults.empty()) return is_damaged(health, file);
  fs::remove(truth / "lock.mdb", code);
  ASSAY_CHECK(sync_to_disk(truth));
  ASSAY_CHECK(sync_to_disk(aside.path()));
  ASSAY_CHECK(move_into(aside, fs::absolute(office), place));
  return health;
}

}  // namespace assay::store
