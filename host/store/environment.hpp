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

#include "base/result.hpp"
#include "store/table.hpp"

struct MDB_env;
struct MDB_txn;

namespace assay::store {

enum class Access : std::uint8_t { Read, Write };

class Environment {
 public:
  // Opens `folder`/data.mdb, or shares what this process already has open of that file.
  [[nodiscard]] static Result<std::shared_ptr<Environment>> open(
      const std::filesystem::path& folder, Access access);
  // Makes an environment with empty tables in an empty folder that nobody else knows of.
  [[nodiscard]] static Result<std::shared_ptr<Environment>> create(
      const std::filesystem::path& folder);

  Environment(const Environment&) = delete;
  Environment& operator=(const Environment&) = delete;
  ~Environment();

  [[nodiscard]] Status usable() const;
  // store.damaged when a table is missing. Not part of open(): a newer format may lack some, and
  // the format is to be looked at first.
  [[nodiscard]] Status complete() const;
  [[nodiscard]] bool is_forked() const;
  [[nodiscard]] const std::string& file() const { return x_file; }
  [[nodiscard]] std::uint64_t file_bytes() const;
  [[nodiscard]] unsigned int handle(Table table) const { return x_tables[index_of(table)]; }

  // Each begun transaction must be followed by one ended() after its commit or abort.
  [[nodiscard]] Result<MDB_txn*> begin(Access access);
  void ended(Access access);

 private:
  using FileId = std::pair<dev_t, ino_t>;
  struct Registry;
  static Registry& registry();

  explicit Environment(std::filesystem::path folder);
  [[nodiscard]] static Result<std::shared_ptr<Environment>> open_file(
      const std::filesystem::path& folder);
  [[nodiscard]] Status map_file();
  [[nodiscard]] Status open_tables(bool create);
  [[nodiscard]] Status grow_map();

  MDB_env* x_env = nullptr;
  std::string x_file;
  std::filesystem::path x_folder;
  pid_t x_creator = 0;
  bool x_writable = true;
  std::optional<FileId> x_id;  // set once it is in the registry
  std::array<unsigned int, kTable_count> x_tables{};
  std::optional<Table> x_missing;
  std::shared_mutex x_resizing;           // shared by those who begin, held to change the map
  std::atomic<std::uint64_t> x_live{0};   // transactions that are open
  std::atomic<bool> x_unmapped{false};    // growing the map failed: there is none
  std::atomic<std::thread::id> x_writer;  // who has the Writer, none when default
};

}  // namespace assay::store
