#include "store/environment.hpp"

#include <fcntl.h>
#include <lmdb.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <condition_variable>
#include <map>

#include "store/fault.hpp"

namespace assay::store {

namespace {

static_assert(sizeof(std::size_t) == 8, "the map needs a 64-bit address space");

// Address space, not memory or disk. The smaller ones serve processes under `ulimit -v`.
constexpr std::array<std::size_t, 6> kMap_bytes{std::size_t{1} << 40U, std::size_t{1} << 36U,
                                                std::size_t{1} << 33U, std::size_t{1} << 30U,
                                                std::size_t{1} << 28U, std::size_t{1} << 26U};
constexpr int kMax_attempts = 3;  // to begin, while other processes make the file larger
constexpr off_t kHead_bytes = 8'192;
constexpr unsigned int kMax_readers = 510;
constexpr off_t kLock_bytes = off_t{64} * (kMax_readers + 10);  // a head and 64 bytes a reader
constexpr unsigned int kMax_tables = 64;                        // room for the reserved ones
constexpr mdb_mode_t kFile_mode = 0664;                         // less the user's umask

bool can_map(std::size_t bytes) {
  void* place = mmap(nullptr, bytes, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  return place != MAP_FAILED && munmap(place, bytes) == 0;
}

// LMDB gives its lock file a length but no room; to touch such a page when the disk is full would
// end the process. Before it opens the file, as closing ours later would drop its locks. Where we
// may not write to the file, LMDB says so or does without.
int reserve_lock_file(const std::filesystem::path& folder) {
  const int file = open((folder / "lock.mdb").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, kFile_mode);
  if (file < 0) return MDB_SUCCESS;
  int code = 0;
  do {
    code = fallocate(file, FALLOC_FL_KEEP_SIZE, 0, kLock_bytes) == 0 ? 0 : errno;
  } while (code == EINTR);
  close(file);
  return code == ENOSPC || code == EDQUOT ? ENOSPC : MDB_SUCCESS;
}

}  // namespace

// A process may open a file of LMDB once only, so this one table is the process's, not a caller's.
// An entry whose environment is just closing stays until it is closed; whoever wants the same file
// waits for that.
struct Environment::Registry {
  std::mutex mutex;
  std::condition_variable closed;
  std::map<std::pair<FileId, pid_t>, std::weak_ptr<Environment>> open;
};

Environment::Registry& Environment::registry() {
  static Registry instance;
  return instance;
}

Environment::Environment(std::filesystem::path folder, Room room)
    : x_file((folder / "data.mdb").string()),
      x_folder(std::move(folder)),
      x_room(room),
      x_creator(getpid()) {
  for (auto& table : x_tables) table = kNo_table;
}

Environment::~Environment() {
  if (is_forked() || x_env == nullptr) return;  // a fork's copy: closing would free our parent's
  if (!x_id) {
    mdb_env_close(x_env);
    return;
  }
  auto& shared = registry();
  const std::lock_guard lock(shared.mutex);
  mdb_env_close(x_env);
  shared.open.erase({*x_id, x_creator});
  shared.closed.notify_all();
}

bool Environment::is_forked() const { return getpid() != x_creator; }

Status Environment::usable() const {
  if (is_forked()) return std::unexpected(forked(x_file));
  if (x_unmapped) return std::unexpected(engine_error(MDB_MAP_FULL, x_file));
  return {};
}

Status Environment::complete(std::size_t tables) const {
  for (std::size_t i = 0; i < tables; ++i)
    if (x_tables[i] == kNo_table)
      return std::unexpected(damaged(x_file, static_cast<Table>(i), "table", "missing"));
  return {};
}

std::uint64_t Environment::file_bytes() const {
  struct stat info{};
  return stat(x_file.c_str(), &info) == 0 ? static_cast<std::uint64_t>(info.st_size) : 0;
}

Result<std::shared_ptr<Environment>> Environment::open(const std::filesystem::path& folder,
                                                       Access access, Room room) {
  const auto file = (folder / "data.mdb").string();
  std::shared_ptr<Environment> environment;  // before the lock: letting go of it takes the lock
  auto& shared = registry();
  std::unique_lock lock(shared.mutex);
  while (!environment) {
    // Under the lock: of one name, another file may have been opened by the time we get it.
    struct stat info{};
    if (stat(file.c_str(), &info) != 0) return std::unexpected(engine_error(errno, file));
    // LMDB would take a file without its two head pages for a new one and write to it.
    if (info.st_size < kHead_bytes) return std::unexpected(engine_error(MDB_INVALID, file));
    const auto found = shared.open.find({FileId{info.st_dev, info.st_ino}, getpid()});
    if (found == shared.open.end()) {
      ASSAY_TRY(environment, open_file(folder, room));
      ASSAY_TRY(const auto id, environment->opened_file());
      shared.open[{id, getpid()}] = environment;
      environment->x_id = id;
    } else if (environment = found->second.lock(); !environment) {
      shared.closed.wait(lock);
    }
  }
  if (access == Access::Write && !environment->x_writable)
    return std::unexpected(engine_error(
        faccessat(AT_FDCWD, file.c_str(), W_OK, AT_EACCESS) == 0 ? EACCES : errno, file));
  return environment;
}

// What is open, not what has its name: someone may have put another file there.
Result<Environment::FileId> Environment::opened_file() const {
  int handle = -1;
  struct stat info{};
  if (mdb_env_get_fd(x_env, &handle) != MDB_SUCCESS || fstat(handle, &info) != 0)
    return std::unexpected(engine_error(errno, x_file));
  return FileId{info.st_dev, info.st_ino};
}

bool Environment::is_open(const std::filesystem::path& folder) {
  struct stat info{};
  if (stat((folder / "data.mdb").c_str(), &info) != 0) return false;
  auto& shared = registry();
  const std::lock_guard lock(shared.mutex);
  return shared.open.contains({FileId{info.st_dev, info.st_ino}, getpid()});
}

Status Environment::copy_to(int file, const std::string& name) {
  // A reader of our own first: it sees to it that all of the file is mapped, and stays so.
  ASSAY_TRY(MDB_txn * txn, begin(Access::Read));
  const int code = mdb_env_copyfd2(x_env, file, MDB_CP_COMPACT);
  mdb_txn_abort(txn);
  ended(Access::Read);
  if (code != MDB_SUCCESS) return std::unexpected(engine_error(code, code > 0 ? name : x_file));
  return {};
}

Result<std::shared_ptr<Environment>> Environment::open_alone(const std::filesystem::path& folder,
                                                             Room room) {
  const auto file = (folder / "data.mdb").string();
  struct stat info{};
  if (stat(file.c_str(), &info) != 0) return std::unexpected(engine_error(errno, file));
  if (info.st_size < kHead_bytes) return std::unexpected(engine_error(MDB_INVALID, file));
  return open_file(folder, room);
}

Result<std::shared_ptr<Environment>> Environment::open_file(const std::filesystem::path& folder,
                                                            Room room) {
  std::shared_ptr<Environment> environment(new Environment(folder, room));
  // Also those who only read open it writable where they may: a Store that writes can then share
  // the environment. Nothing is written without a Writer.
  environment->x_writable = faccessat(AT_FDCWD, environment->x_file.c_str(), W_OK, AT_EACCESS) == 0;
  ASSAY_CHECK(environment->map_file());
  ASSAY_CHECK(environment->drop_dead_readers());
  ASSAY_CHECK(environment->open_tables(false));
  return environment;
}

Result<std::shared_ptr<Environment>> Environment::create(const std::filesystem::path& folder,
                                                         Room room) {
  std::shared_ptr<Environment> environment(new Environment(folder, room));
  ASSAY_CHECK(environment->map_file());
  ASSAY_CHECK(environment->open_tables(true));
  return environment;
}

Status Environment::map_file() {
  // No flag that weakens durability of the truth: a commit that returned is on the disk. NOTLS ties
  // a read transaction to its object instead of its thread. On a read-only file system LMDB itself
  // does without the lock file, which is safe as nobody can write there; it is never switched off
  // else.
  const unsigned int flags = MDB_NOTLS | (x_writable ? 0U : unsigned{MDB_RDONLY}) |
                             (x_room == Room::Derived ? unsigned{MDB_NOMETASYNC} : 0U);
  if (const int code = reserve_lock_file(x_folder); code != MDB_SUCCESS)
    return std::unexpected(engine_error(code, x_file));
  int code = ENOMEM;
  for (const auto bytes : kMap_bytes) {
    code = mdb_env_create(&x_env);
    if (code != MDB_SUCCESS) break;
    code = mdb_env_set_mapsize(x_env, bytes);
    if (code == MDB_SUCCESS) code = mdb_env_set_maxreaders(x_env, kMax_readers);
    if (code == MDB_SUCCESS) code = mdb_env_set_maxdbs(x_env, kMax_tables);
    if (code == MDB_SUCCESS) code = mdb_env_open(x_env, x_folder.c_str(), flags, kFile_mode);
    if (code == MDB_SUCCESS) return {};
    mdb_env_close(x_env);  // also after a failed open
    x_env = nullptr;
    if (code != ENOMEM) break;
  }
  return std::unexpected(engine_error(code, x_file));
}

Status Environment::open_tables(bool create) {
  ASSAY_TRY(MDB_txn * txn, begin(create ? Access::Write : Access::Read));
  int code = open_missing(txn, create);
  if (code == MDB_SUCCESS)
    code = mdb_txn_commit(txn);  // a reader too: it makes the handles the environment's
  else
    mdb_txn_abort(txn);
  ended(create ? Access::Write : Access::Read);
  if (code != MDB_SUCCESS) return std::unexpected(engine_error(code, x_file));
  return {};
}

int Environment::open_missing(MDB_txn* txn, bool create) {
  const auto first = x_room == Room::Truth ? 0 : kTable_count;
  const auto end = x_room == Room::Truth ? kTable_count : kAll_tables;
  for (auto i = first; i < end; ++i) {
    if (x_tables[i] != kNo_table) continue;
    unsigned int handle = 0;
    const int code =
        mdb_dbi_open(txn, std::string(kTable_names[i]).c_str(), create ? MDB_CREATE : 0U, &handle);
    if (code == MDB_SUCCESS)
      x_tables[i] = handle;
    else if (code != MDB_NOTFOUND)
      return code;
  }
  unsigned int head = 0;
  const int code = mdb_dbi_open(txn, nullptr, 0, &head);
  if (code == MDB_SUCCESS) x_tables[index_of(Table::Head)] = head;
  return code;
}

Status Environment::look_for_tables() {
  const auto lock = lock_tables();
  return open_tables(false);
}

Status Environment::make_tables(MDB_txn* txn) {
  const int code = open_missing(txn, true);
  if (code != MDB_SUCCESS) return std::unexpected(engine_error(code, x_file));
  return {};
}

void Environment::forget_tables(std::size_t from) {
  for (auto i = from; i < kTable_count; ++i) x_tables[i] = kNo_table;
}

Result<MDB_txn*> Environment::begin(Access access) {
  ASSAY_CHECK(usable());
  if (access == Access::Write && x_writer.load() == std::this_thread::get_id())
    return fail(Failure::Store, "store.busy",
                {ASSAY_TEXT("this thread already writes to the office; finish that first"), {}},
                {.file = x_file});
  if (access == Access::Write) {
    ASSAY_CHECK(check_commits());
    ASSAY_CHECK(drop_dead_readers());
  }
  const unsigned int flags = access == Access::Read ? MDB_RDONLY : 0;
  MDB_txn* txn = nullptr;
  int code = MDB_SUCCESS;
  for (int attempt = 0; attempt < kMax_attempts && txn == nullptr; ++attempt) {
    if (attempt > 0) {
      ASSAY_CHECK(grow_map());
    }
    const std::shared_lock lock(x_resizing);
    code = mdb_txn_begin(x_env, nullptr, flags, &txn);
    if (code == MDB_SUCCESS) ++x_live;
    if (code != MDB_SUCCESS && code != MDB_MAP_RESIZED) break;
  }
  if (code != MDB_SUCCESS) return std::unexpected(engine_error(code, x_file));
  if (access == Access::Read) return txn;
  // Who had the place before us may not have told yet how his commit ended.
  x_commits.wait(Commits::Busy);
  if (auto going = check_commits(); !going) {
    mdb_txn_abort(txn);
    --x_live;
    return std::unexpected(std::move(going).error());
  }
  x_writer = std::this_thread::get_id();
  return txn;
}

int Environment::commit(MDB_txn* txn) {
  x_commits = Commits::Busy;
  const int code = mdb_txn_commit(txn);
  x_commits = code == MDB_SUCCESS ? Commits::Going : Commits::Stopped;
  x_commits.notify_all();
  return code;
}

Status Environment::check_commits() const {
  if (x_commits != Commits::Stopped) return {};
  return fail(Failure::Store, "store.stopped",
              {ASSAY_TEXT("an earlier write failed, and what of it is on the disk is not known; "
                          "open the office again and look before writing"),
               {}},
              {.file = x_file});
}

// Another process, with a larger map than ours, made the file larger than our map. The map can
// only be moved while nobody reads from it. LMDB unmaps before it maps anew and cannot go back when
// that fails, so what may be mapped is tried first; its own size 0 would ask for the other's.
Status Environment::grow_map() {
  const std::unique_lock lock(x_resizing);
  MDB_envinfo info{};
  MDB_stat stat{};
  mdb_env_info(x_env, &info);
  mdb_env_stat(x_env, &stat);
  const auto used = (info.me_last_pgno + 1) * stat.ms_psize;
  if (used <= info.me_mapsize) return {};  // another thread was first
  if (x_live != 0) return std::unexpected(engine_error(MDB_MAP_RESIZED, x_file));
  for (const auto bytes :
       {kMap_bytes[0], kMap_bytes[1], kMap_bytes[2], used * 2, used + used / 8}) {
    if (bytes < used || !can_map(bytes)) continue;
    if (const int code = mdb_env_set_mapsize(x_env, bytes); code != MDB_SUCCESS) {
      x_unmapped = true;
      return std::unexpected(engine_error(code, x_file));
    }
    return {};
  }
  return std::unexpected(engine_error(MDB_MAP_FULL, x_file));
}

void Environment::ended(Access access) {
  // By now another thread may write already: only our own mark is taken away.
  auto self = std::this_thread::get_id();
  if (access == Access::Write) x_writer.compare_exchange_strong(self, std::thread::id());
  --x_live;
}

}  // namespace assay::store
