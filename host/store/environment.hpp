#pragma once
// One LMDB environment: opened once per process however many Stores use it, since LMDB loses its
// locks when a process opens a file twice. That is why it is held by shared_ptr: Stores, Readers
// and Writers of one office share it, and the last one closes it. Thread-safe. After fork every
// call fails with store.forked and nothing is closed or freed, as all of it is the parent's.

#include <sys/types.h>

#include <array>
#include <atomic>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "store/table.hpp"

struct MDB_env;
struct MDB_txn;

namespace assay::store {

enum class Access : std::uint8_t { Read, Write };
// Which tables are in the file; Derived can be made anew and may lose its last commits in a crash
// of the machine, but stays whole.
enum class Room : std::uint8_t { Truth, Derived };

// A transaction that reads, in this process or another.
struct OpenReader {
  pid_t pid = 0;
  std::uint64_t transaction = 0;  // number of the last one it sees
};

struct PageUse {
  std::uint64_t file_bytes = 0;  // up to the last page ever used
  std::uint64_t live_bytes = 0;  // pages of the tables as they are now
};

class Environment {
 public:
  // Opens `folder`/data.mdb, or shares what this process already has open of that file.
  [[nodiscard]] static Result<std::shared_ptr<Environment>> open(
      const std::filesystem::path& folder, Access access, Room room = Room::Truth);
  // The same for a process that was just forked and does nothing else: what other threads of its
  // parent held of the registry at that moment is not waited for.
  [[nodiscard]] static Result<std::shared_ptr<Environment>> open_alone(
      const std::filesystem::path& folder, Room room = Room::Truth);
  // Makes an environment with empty tables in an empty folder that nobody else knows of.
  [[nodiscard]] static Result<std::shared_ptr<Environment>> create(
      const std::filesystem::path& folder, Room room = Room::Truth);

  // Whether this process has `folder`/data.mdb open.
  [[nodiscard]] static bool is_open(const std::filesystem::path& folder);

  Environment(const Environment&) = delete;
  Environment& operator=(const Environment&) = delete;
  ~Environment();

  [[nodiscard]] Status usable() const;
  // store.damaged when one of the first `tables` is missing. Not part of open(): another format
  // may lack some, and the format is to be looked at first.
  [[nodiscard]] Status complete(std::size_t tables) const;
  [[nodiscard]] bool is_forked() const;
  [[nodiscard]] const std::string& file() const { return x_file; }
  [[nodiscard]] std::uint64_t file_bytes() const;
  // kNo_table where the file had none when it was last looked at.
  static constexpr unsigned int kNo_table = ~0U;
  [[nodiscard]] unsigned int handle(Table table) const { return x_tables[index_of(table)]; }
  // LMDB wants tables opened by one transaction at a time, from the call until it has ended.
  [[nodiscard]] std::unique_lock<std::mutex> lock_tables() { return std::unique_lock(x_opening); }
  // Opens what another process may have made since. Takes the lock itself.
  [[nodiscard]] Status look_for_tables();
  // Makes what is missing, under the lock; to be followed by forget_tables() if `txn` does not
  // land.
  [[nodiscard]] Status make_tables(MDB_txn* txn);
  void forget_tables(std::size_t from);  // by index

  // Commits what writes; returns LMDB's code. After a commit that failed nothing is known of what
  // is on the disk, and a sync that is repeated may claim too much: whoever shares this environment
  // writes no more (store.stopped).
  [[nodiscard]] int commit(MDB_txn* txn);

  // Writes what `txn` changed so far to its places in the file, where nobody looks before the
  // commit; else LMDB keeps all of it in memory until then. Returns LMDB's code; what failed stops
  // all writing, as a commit does. Values that `txn` wrote move.
  [[nodiscard]] int spill(MDB_txn* txn);
  // Pages of the map that were looked at count as this process's memory until they are let go; they
  // stay in the system's cache. For whoever has a transaction, or else the map may move.
  void let_go_of_pages() const;
  [[nodiscard]] std::size_t page_bytes() const;

  // Places of readers that died keep old pages from being used again.
  [[nodiscard]] Status drop_dead_readers() const;
  // Also of processes that died since.
  [[nodiscard]] Result<std::vector<OpenReader>> readers() const;
  [[nodiscard]] std::uint64_t last_transaction() const;
  [[nodiscard]] PageUse pages(MDB_txn* txn) const;

  // Writes what the last commit left, without unused pages, into `file`, while others go on
  // writing. `name` is the file's, for errors.
  [[nodiscard]] Status copy_to(int file, const std::string& name);

  // Each begun transaction must be followed by one ended() after its commit or abort.
  [[nodiscard]] Result<MDB_txn*> begin(Access access);
  void ended(Access access);

 private:
  enum class Commits : std::uint8_t { Going, Busy, Stopped };
  using FileId = std::pair<dev_t, ino_t>;
  struct Registry;
  static Registry& registry();

  Environment(std::filesystem::path folder, Room room);
  [[nodiscard]] static Result<std::shared_ptr<Environment>> open_file(
      const std::filesystem::path& folder, Room room);
  [[nodiscard]] Result<FileId> opened_file() const;
  [[nodiscard]] Status map_file();
  [[nodiscard]] Status open_tables(bool create);
  [[nodiscard]] Status check_commits() const;
  [[nodiscard]] int open_missing(MDB_txn* txn, bool create);
  [[nodiscard]] Status grow_map();

  MDB_env* x_env = nullptr;
  std::string x_file;
  std::filesystem::path x_folder;
  Room x_room;
  pid_t x_creator = 0;
  bool x_writable = true;
  std::optional<FileId> x_id;  // set once it is in the registry
  std::array<std::atomic<unsigned int>, kTable_names.size()> x_tables;
  std::mutex x_opening;                  // held by who opens tables
  std::shared_mutex x_resizing;          // shared by those who begin, held to change the map
  std::atomic<std::uint64_t> x_live{0};  // transactions that are open
  std::atomic<bool> x_unmapped{false};   // growing the map failed: there is none
  std::atomic<Commits> x_commits{Commits::Going};
  std::atomic<std::thread::id> x_writer;  // who has the Writer, none when default
};

}  // namespace assay::store
