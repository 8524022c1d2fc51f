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
constexpr unsigned int kMax_tables = 64;  // room for the reserved ones
constexpr mdb_mode_t kFile_mode = 0664;   // less the user's umask

bool can_map(std::size_t bytes) {
  void* place = mmap(nullptr, bytes, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  return place != MAP_FAILED && munmap(place, bytes) == 0;
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

Environment::Environment(std::filesystem::path folder)
    : x_file((folder / "data.mdb").string()), x_folder(std::move(folder)), x_creator(getpid()) {}

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

Status Environment::complete() const {
  if (x_missing) return std::unexpected(damaged(x_file, *x_missing, "table", "missing"));
  return {};
}

std::uint64_t Environment::file_bytes() const {
  struct stat info{};
  return stat(x_file.c_str(), &info) == 0 ? static_cast<std::uint64_t>(info.st_size) : 0;
}

Result<std::shared_ptr<Environment>> Environment::open(const std::filesystem::path& folder,
                                                       Access access) {
  const auto file = (folder / "data.mdb").string();
  struct stat info{};
  if (stat(file.c_str(), &info) != 0) return std::unexpected(engine_error(errno, file));
  // LMDB would take a file without its two head pages for a new one and write to it.
  if (info.st_size < kHead_bytes) return std::unexpected(engine_error(MDB_INVALID, file));

  const FileId id{info.st_dev, info.st_ino};
  std::shared_ptr<Environment> environment;  // before the lock: letting go of it takes the lock
  auto& shared = registry();
  std::unique_lock lock(shared.mutex);
  shared.closed.wait(lock, [&] {
    const auto found = shared.open.find({id, getpid()});
    return found == shared.open.end() || (environment = found->second.lock()) != nullptr;
  });
  if (!environment) {
    ASSAY_TRY(environment, open_file(folder));
    shared.open[{id, getpid()}] = environment;
    environment->x_id = id;
  }
  if (access == Access::Write && !environment->x_writable)
    return std::unexpected(engine_error(
        faccessat(AT_FDCWD, file.c_str(), W_OK, AT_EACCESS) == 0 ? EACCES : errno, file));
  return environment;
}

Result<std::shared_ptr<Environment>> Environment::open_file(const std::filesystem::path& folder) {
  std::shared_ptr<Environment> environment(new Environment(folder));
  // Also those who only read open it writable where they may: a Store that writes can then share
  // the environment. Nothing is written without a Writer.
  environment->x_writable = faccessat(AT_FDCWD, environment->x_file.c_str(), W_OK, AT_EACCESS) == 0;
  ASSAY_CHECK(environment->map_file());
  // Places of readers that died keep old pages from being used again.
  int dead = 0;
  if (const int code = mdb_reader_check(environment->x_env, &dead); code != MDB_SUCCESS)
    return std::unexpected(engine_error(code, environment->x_file));
  ASSAY_CHECK(environment->open_tables(false));
  return environment;
}

Result<std::shared_ptr<Environment>> Environment::create(const std::filesystem::path& folder) {
  std::shared_ptr<Environment> environment(new Environment(folder));
  ASSAY_CHECK(environment->map_file());
  ASSAY_CHECK(environment->open_tables(true));
  return environment;
}

Status Environment::map_file() {
  // No flag that weakens durability: a commit that returned is on the disk. NOTLS ties a read
  // transaction to its object instead of its thread. On a read-only file system LMDB itself does
  // without the lock file, which is safe as nobody can write there; it is never switched off else.
  const unsigned int flags = MDB_NOTLS | (x_writable ? 0U : unsigned{MDB_RDONLY});
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
  int code = MDB_SUCCESS;
  for (std::size_t i = 0; i < kTable_count && code == MDB_SUCCESS; ++i) {
    code = mdb_dbi_open(txn, std::string(kTable_names[i]).c_str(), create ? MDB_CREATE : 0U,
                        &x_tables[i]);
    if (code != MDB_NOTFOUND) continue;
    x_missing = static_cast<Table>(i);
    code = MDB_SUCCESS;
  }
  if (code == MDB_SUCCESS)
    code = mdb_txn_commit(txn);  // a reader too: it makes the handles the environment's
  else
    mdb_txn_abort(txn);
  ended(create ? Access::Write : Access::Read);
  if (code != MDB_SUCCESS) return std::unexpected(engine_error(code, x_file));
  return {};
}

Result<MDB_txn*> Environment::begin(Access access) {
  ASSAY_CHECK(usable());
  if (access == Access::Write && x_writer.load() == std::this_thread::get_id())
    return fail(Failure::Store, "store.busy",
                {ASSAY_TEXT("this thread already writes to the office; finish that first"), {}},
                {.file = x_file});
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
  if (access == Access::Write) x_writer = std::this_thread::get_id();
  return txn;
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
