#include "torture/faults.hpp"

#include <dlfcn.h>
#include <fcntl.h>
#include <lmdb.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <cstdarg>
#include <cstring>
#include <map>
#include <mutex>
#include <set>

namespace assay::torture {

namespace {

using What = Event::What;
using FileId = std::pair<dev_t, ino_t>;

struct Open {
  FileId id{};
  bool watched = false;
  bool folder = false;
  std::uint32_t number = 0;  // in the trace
  std::string path;
};

struct State {
  std::recursive_mutex mutex;
  std::string folder;
  Fault fault;
  Counts* counts = nullptr;
  Counts own;
  std::uint64_t calls = 0;
  std::uint64_t mutated = 0;
  Trace* trace = nullptr;
  std::map<FileId, std::uint32_t> numbers;
  std::uint32_t next_number = 1;
  std::map<int, Open> open;
  std::set<FileId> sync_failed;
  Mutant mutant = Mutant::None;
  MDB_dbi journal = 0;
};

State& state() {
  static State& instance = *new State;  // used until the very end of the process
  return instance;
}

bool is_below(const std::string& path) {
  const auto& folder = state().folder;
  return !folder.empty() && path.size() > folder.size() && path.starts_with(folder) &&
         path[folder.size()] == '/';
}

// "lock.mdb" tells who is reading; nothing of it need last.
bool is_watched(const std::string& path) { return is_below(path) && !path.ends_with("/lock.mdb"); }

std::string link_of(int file) {
  std::array<char, PATH_MAX> target{};
  const auto link = "/proc/self/fd/" + std::to_string(file);
  const auto length = readlink(link.c_str(), target.data(), target.size());
  return length > 0 ? std::string(target.data(), static_cast<std::size_t>(length)) : "";
}

std::string absolute(int folder, const char* path) {
  if (path[0] == '/') return path;
  std::string base;
  if (folder == AT_FDCWD) {
    std::array<char, PATH_MAX> here{};
    if (getcwd(here.data(), here.size()) != nullptr) base = here.data();
  } else {
    base = link_of(folder);
  }
  return base + "/" + path;
}

void note(Event event) {
  if (state().trace != nullptr) state().trace->push_back(std::move(event));
}

std::uint32_t number_of(const FileId& id, const std::string& path, bool made) {
  auto& numbers = state().numbers;
  const auto found = numbers.find(id);
  if (found != numbers.end() && !made) return found->second;
  const auto number = state().next_number++;
  numbers[id] = number;
  note({.what = What::Make, .file = number, .path = path});
  return number;
}

// What an open file is; looked at anew when the number was given to another file.
Open* look_up(int file) {
  if (state().folder.empty()) return nullptr;
  struct stat info{};
  if (fstat(file, &info) != 0) return nullptr;
  const FileId id{info.st_dev, info.st_ino};
  auto& open = state().open[file];
  if (open.id != id) {
    open = {id, false, S_ISDIR(info.st_mode), 0, link_of(file)};
    open.watched = is_watched(open.path) || open.path == state().folder;
    if (open.watched && !open.folder) open.number = number_of(id, open.path, false);
  }
  return open.watched ? &open : nullptr;
}

// Counts a call and says which fault it is to have.
FaultKind next_call() {
  auto& self = state();
  const auto call = ++self.calls;
  auto& counts = self.counts != nullptr ? *self.counts : self.own;
  counts.calls = call;
  if (counts.stopped) ++counts.late_calls;
  const auto& fault = self.fault;
  if (fault.at == 0 || call < fault.at || (call > fault.at && !fault.persistent))
    return FaultKind::None;
  ++counts.hit;
  return fault.kind;
}

int error_of(FaultKind kind) { return kind == FaultKind::Enospc ? ENOSPC : EIO; }

bool one_in(std::uint64_t times) { return ++state().mutated % times == 0; }

// A call other than a write, with the fault that is its turn. `quiet` = it is no change by itself.
template <class Call>
int with_fault(Call call) {
  const auto kind = next_call();
  if (kind == FaultKind::Kill) kill(getpid(), SIGKILL);
  if (kind == FaultKind::None || kind == FaultKind::Short) return call();
  if (kind == FaultKind::Landed) call();
  if (state().mutant == Mutant::DeafToErrors) return 0;
  errno = error_of(kind);
  return -1;
}

ssize_t write_through(int file, const char* bytes, std::size_t length, off_t offset) {
  return syscall(SYS_pwrite64, file, bytes, length, offset);
}

// One write to a watched file, with the fault that is its turn.
ssize_t write_watched(const Open& open, int file, const char* bytes, std::size_t length,
                      off_t offset) {
  const auto kind = next_call();
  const auto mutant = state().mutant;
  if (kind == FaultKind::Kill) {
    write_through(file, bytes, length * state().fault.part / 256, offset);
    kill(getpid(), SIGKILL);
  }
  if (kind == FaultKind::Short)
    return write_through(file, bytes, std::max<std::size_t>(length / 2, 1), offset);
  if (kind == FaultKind::Landed) write_through(file, bytes, length, offset);
  if (kind != FaultKind::None) {
    if (mutant == Mutant::DeafToErrors) return static_cast<ssize_t>(length);
    errno = error_of(kind);
    return -1;
  }
  if (mutant == Mutant::LostWrite && one_in(40)) return static_cast<ssize_t>(length);
  const auto written = write_through(file, bytes, length, offset);
  if (written > 0 && state().trace != nullptr) {
    const bool durable = (fcntl(file, F_GETFL) & O_DSYNC) != 0;
    note({.what = What::Write,
          .file = open.number,
          .offset = static_cast<std::uint64_t>(offset),
          .durable = durable,
          .bytes = std::string(bytes, static_cast<std::size_t>(written))});
  }
  return written;
}

ssize_t write_pieces(const Open& open, int file, const iovec* pieces, int count, off_t offset) {
  std::string all;
  for (int i = 0; i < count; ++i)
    all.append(static_cast<const char*>(pieces[i].iov_base), pieces[i].iov_len);
  return write_watched(open, file, all.data(), all.size(), offset);
}

int sync_watched(int file, long number) {
  const std::lock_guard lock(state().mutex);
  auto* open = look_up(file);
  if (state().mutant == Mutant::NoSync) return 0;
  const auto sync = [&] { return static_cast<int>(syscall(number, file)); };
  if (open == nullptr) return sync();
  if (state().sync_failed.contains(open->id)) {
    auto& counts = state().counts != nullptr ? *state().counts : state().own;
    ++counts.repeated_syncs;
  }
  int code = with_fault(sync);
  if (code == 0) {
    if (open->folder)
      note({.what = What::SyncDir, .path = open->path});
    else
      note({.what = What::Sync, .file = open->number});
  } else {
    state().sync_failed.insert(open->id);
    if (state().mutant == Mutant::RetriedSync) return sync_watched(file, number);
  }
  return code;
}

}  // namespace

int open_watched(int folder, const char* path, int flags, mode_t mode) {
  const std::lock_guard lock(state().mutex);
  if (state().mutant == Mutant::NoHeadSync) flags &= ~O_DSYNC;
  const auto open = [&] {
    return static_cast<int>(syscall(SYS_openat, folder, path, flags, mode));
  };
  if (state().folder.empty()) return open();
  const auto whole = absolute(folder, path);
  const bool changes = (flags & (O_CREAT | O_TRUNC)) != 0;
  if (!is_watched(whole) || !changes) return open();
  struct stat info{};
  const bool made = stat(whole.c_str(), &info) != 0;
  const int file = made ? with_fault(open) : open();
  if (file >= 0 && fstat(file, &info) == 0) {
    const auto number = number_of({info.st_dev, info.st_ino}, whole, made);
    if (!made && (flags & O_TRUNC) != 0) note({.what = What::Cut, .file = number});
  }
  return file;
}

// A call that changes names: `how` does it, `event` tells of it.
template <class Call>
int change_names(const std::string& path, Event event, Call how) {
  const std::lock_guard lock(state().mutex);
  if (!is_watched(path)) return how();
  const int code = with_fault(how);
  if (code == 0) note(std::move(event));
  return code;
}

void watch(const std::string& folder, Fault fault, Counts* counts) {
  auto& self = state();
  self.folder = folder;
  self.fault = fault;
  self.counts = counts;
  self.calls = 0;
  self.open.clear();
  self.sync_failed.clear();
}

void record(Trace* trace) {
  auto& self = state();
  self.trace = trace;
  self.numbers.clear();
  self.next_number = 1;
}

void mark(Event::What what, std::uint64_t transaction) {
  const std::lock_guard lock(state().mutex);
  note({.what = what, .offset = transaction});
}

void mutate(Mutant mutant) { state().mutant = mutant; }
Mutant mutant() { return state().mutant; }

}  // namespace assay::torture

// The calls themselves. Declared by the headers above; the C library's own are not used, so that
// the order of libraries does not matter.
using namespace assay::torture;

namespace {

template <class Function>
Function next_of(const char* name) {
  return reinterpret_cast<Function>(dlsym(RTLD_NEXT, name));
}

mode_t mode_after(int flags, va_list arguments) {
  return (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(arguments, mode_t) : 0;
}

}  // namespace

extern "C" {

int open(const char* path, int flags, ...) {
  va_list arguments;
  va_start(arguments, flags);
  const auto mode = mode_after(flags, arguments);
  va_end(arguments);
  return open_watched(AT_FDCWD, path, flags, mode);
}

int open64(const char* path, int flags, ...) {
  va_list arguments;
  va_start(arguments, flags);
  const auto mode = mode_after(flags, arguments);
  va_end(arguments);
  return open_watched(AT_FDCWD, path, flags, mode);
}

ssize_t pwrite(int file, const void* bytes, size_t length, off_t offset) {
  const std::lock_guard lock(state().mutex);
  const auto* open = look_up(file);
  if (open == nullptr) return write_through(file, static_cast<const char*>(bytes), length, offset);
  return write_watched(*open, file, static_cast<const char*>(bytes), length, offset);
}

ssize_t pwrite64(int file, const void* bytes, size_t length, off_t offset) {
  return pwrite(file, bytes, length, offset);
}

ssize_t pwritev(int file, const iovec* pieces, int count, off_t offset) {
  const std::lock_guard lock(state().mutex);
  const auto* open = look_up(file);
  if (open == nullptr) return syscall(SYS_pwritev, file, pieces, count, offset, 0);
  return write_pieces(*open, file, pieces, count, offset);
}

ssize_t write(int file, const void* bytes, size_t length) {
  const iovec piece{const_cast<void*>(bytes), length};
  return writev(file, &piece, 1);
}

ssize_t writev(int file, const iovec* pieces, int count) {
  const std::lock_guard lock(state().mutex);
  const auto* open = look_up(file);
  if (open == nullptr) return syscall(SYS_writev, file, pieces, count);
  const auto offset =
      (fcntl(file, F_GETFL) & O_APPEND) != 0 ? lseek(file, 0, SEEK_END) : lseek(file, 0, SEEK_CUR);
  const auto written = write_pieces(*open, file, pieces, count, offset);
  if (written > 0) lseek(file, offset + written, SEEK_SET);
  return written;
}

int fsync(int file) { return sync_watched(file, SYS_fsync); }
int fdatasync(int file) { return sync_watched(file, SYS_fdatasync); }

int ftruncate(int file, off_t length) noexcept {
  const std::lock_guard lock(state().mutex);
  const auto* open = look_up(file);
  const auto cut = [&] { return static_cast<int>(syscall(SYS_ftruncate, file, length)); };
  if (open == nullptr) return cut();
  const int code = with_fault(cut);
  if (code == 0)
    note({.what = What::Cut, .file = open->number, .offset = static_cast<std::uint64_t>(length)});
  return code;
}

int mkdir(const char* path, mode_t mode) noexcept {
  const auto whole = absolute(AT_FDCWD, path);
  return change_names(whole, {.what = What::Folder, .path = whole},
                      [&] { return static_cast<int>(syscall(SYS_mkdir, path, mode)); });
}

int rename(const char* from, const char* to) noexcept {
  const auto before = absolute(AT_FDCWD, from);
  const auto after = absolute(AT_FDCWD, to);
  return change_names(before, {.what = What::Rename, .path = before, .to = after},
                      [&] { return static_cast<int>(syscall(SYS_rename, from, to)); });
}

int unlink(const char* path) noexcept {
  const auto whole = absolute(AT_FDCWD, path);
  return change_names(whole, {.what = What::Remove, .path = whole},
                      [&] { return static_cast<int>(syscall(SYS_unlink, path)); });
}

int rmdir(const char* path) noexcept {
  const auto whole = absolute(AT_FDCWD, path);
  return change_names(whole, {.what = What::Remove, .path = whole},
                      [&] { return static_cast<int>(syscall(SYS_rmdir, path)); });
}

int remove(const char* path) noexcept { return unlink(path) == 0 ? 0 : rmdir(path); }

int unlinkat(int folder, const char* path, int flags) noexcept {
  const auto whole = absolute(folder, path);
  return change_names(whole, {.what = What::Remove, .path = whole},
                      [&] { return static_cast<int>(syscall(SYS_unlinkat, folder, path, flags)); });
}

// LMDB's own calls, for the stores that do their work badly.
int mdb_txn_commit(MDB_txn* txn) {
  static const auto commit = next_of<int (*)(MDB_txn*)>("mdb_txn_commit");
  static const auto abort = next_of<void (*)(MDB_txn*)>("mdb_txn_abort");
  const bool drops = !state().folder.empty() && state().mutant == Mutant::NoCommit && one_in(5);
  if (!drops) return commit(txn);
  abort(txn);
  return MDB_SUCCESS;
}

int mdb_dbi_open(MDB_txn* txn, const char* name, unsigned int flags, MDB_dbi* handle) {
  static const auto open =
      next_of<int (*)(MDB_txn*, const char*, unsigned int, MDB_dbi*)>("mdb_dbi_open");
  const int code = open(txn, name, flags, handle);
  if (code == MDB_SUCCESS && name != nullptr && std::strcmp(name, "journal") == 0)
    state().journal = *handle;
  return code;
}

int mdb_put(MDB_txn* txn, MDB_dbi handle, MDB_val* key, MDB_val* value, unsigned int flags) {
  static const auto put =
      next_of<int (*)(MDB_txn*, MDB_dbi, MDB_val*, MDB_val*, unsigned int)>("mdb_put");
  const bool drops = state().mutant == Mutant::NoJournal && !state().folder.empty() &&
                     handle == state().journal && one_in(10);
  return drops ? MDB_SUCCESS : put(txn, handle, key, value, flags);
}

int mdb_reader_check(MDB_env* env, int* dead) {
  static const auto check = next_of<int (*)(MDB_env*, int*)>("mdb_reader_check");
  if (state().mutant != Mutant::NoReaderCheck) return check(env, dead);
  *dead = 0;
  return MDB_SUCCESS;
}

}  // extern "C"
