// How a transaction of any size takes little memory: what it changed is written out ahead of the
// commit, and pages that were looked at are let go.

#include <lmdb.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include <array>
#include <cstddef>
#include <cstdio>
#include <fstream>
#include <string>

#include "store/environment.hpp"

namespace assay::store {

namespace {

constexpr std::size_t kItem_bytes = 256;  // LMDB takes up to 511
constexpr std::size_t kList_pages = std::size_t{1}
                                    << 17U;      // as many changed pages as LMDB may hold
constexpr const char* kScratch_table = "spill";  // there during a call only

// Zeros that are looked at by nobody and take address space only.
class Zeros {
 public:
  explicit Zeros(std::size_t bytes)
      : x_bytes(bytes),
        x_place(
            mmap(nullptr, bytes, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)) {}
  ~Zeros() {
    if (*this) munmap(x_place, x_bytes);
  }
  Zeros(const Zeros&) = delete;
  Zeros& operator=(const Zeros&) = delete;
  explicit operator bool() const { return x_place != MAP_FAILED; }
  [[nodiscard]] void* place() const { return x_place; }

 private:
  std::size_t x_bytes;
  void* x_place;
};

// Asks for more items to be stored than LMDB's list of changed pages has room for, of which the
// first is there already and no other is different. LMDB makes room before it looks: it writes out
// all pages it can, as it does by itself in the course of a large transaction. Then it finds that
// there is nothing to do. All this is documented but the order, on which nothing but the effect
// depends: a test sees to it that there is one.
int ask_for_room(MDB_cursor* cursor, void* zeros, std::size_t bytes) {
  std::array<char, 8> name{};
  MDB_val key{name.size(), name.data()};
  MDB_val item{kItem_bytes, zeros};
  if (const int code = mdb_cursor_put(cursor, &key, &item, 0); code != MDB_SUCCESS) return code;
  std::array<MDB_val, 2> items{{{kItem_bytes, zeros}, {bytes / kItem_bytes, nullptr}}};
  const int code = mdb_cursor_put(cursor, &key, items.data(), MDB_MULTIPLE | MDB_NODUPDATA);
  return code == MDB_KEYEXIST ? MDB_SUCCESS : code;
}

// In a table of its own, as such items can be in no other; it leaves no trace.
int write_out(MDB_txn* txn, std::size_t page_bytes) {
  const auto bytes = kList_pages * page_bytes;
  const Zeros zeros(bytes);
  if (!zeros) return MDB_SUCCESS;  // under `ulimit -v` all stays in memory
  MDB_dbi table = 0;
  int code = mdb_dbi_open(txn, kScratch_table, MDB_CREATE | MDB_DUPSORT | MDB_DUPFIXED, &table);
  if (code != MDB_SUCCESS) return code;
  MDB_cursor* cursor = nullptr;
  code = mdb_cursor_open(txn, table, &cursor);
  if (code != MDB_SUCCESS) return code;
  code = ask_for_room(cursor, zeros.place(), bytes);
  mdb_cursor_close(cursor);
  return code == MDB_SUCCESS ? mdb_drop(txn, table, 1) : code;
}

}  // namespace

int Environment::spill(MDB_txn* txn) {
  const auto lock = lock_tables();
  const int code = write_out(txn, page_bytes());
  if (code != MDB_SUCCESS) x_commits = Commits::Stopped;
  return code;
}

std::size_t Environment::page_bytes() const {
  MDB_stat stat{};
  mdb_env_stat(x_env, &stat);
  return stat.ms_psize;
}

void Environment::let_go_of_pages() const {
  // Where the map is, the system knows; LMDB does not tell.
  struct stat info{};
  MDB_envinfo environment{};
  int handle = -1;
  if (mdb_env_info(x_env, &environment) != MDB_SUCCESS ||
      mdb_env_get_fd(x_env, &handle) != MDB_SUCCESS || fstat(handle, &info) != 0)
    return;
  std::ifstream maps("/proc/self/maps");
  for (std::string line; std::getline(maps, line);) {
    std::uintptr_t begin = 0;
    std::uintptr_t end = 0;
    std::uint64_t inode = 0;
    if (std::sscanf(line.c_str(), "%lx-%lx %*s %*s %*s %lu", &begin, &end, &inode) == 3 &&
        inode == info.st_ino && end - begin == environment.me_mapsize)
      // NOLINTNEXTLINE(performance-no-int-to-ptr): the place comes as a number
      madvise(reinterpret_cast<void*>(begin), end - begin, MADV_DONTNEED);
  }
}

}  // namespace assay::store
