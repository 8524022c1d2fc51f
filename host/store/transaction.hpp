#pragma once
// The seam between records and engine: tables of ordered keys, snapshot reads, one atomic batch of
// writes. What it hands out lies in the map and is valid until the transaction writes or ends. A
// Transaction owns its LMDB transaction and stays on its thread; a Cursor must not outlive it.

#include <memory>
#include <optional>

#include "store/changed_pages.hpp"
#include "store/environment.hpp"

struct MDB_cursor;

namespace assay::store {

// A transaction that changed more is written out piece by piece ahead of its commit.
inline constexpr std::size_t kMax_changed_bytes = std::size_t{32} << 20U;

class Transaction {
 public:
  // A writing one waits until no other process or thread writes.
  [[nodiscard]] static Result<Transaction> begin(std::shared_ptr<Environment> environment,
                                                 Access access);
  Transaction(Transaction&& other) noexcept;
  Transaction& operator=(Transaction&&) = delete;
  ~Transaction();  // abort()

  [[nodiscard]] Result<std::optional<Stored>> get(Table table, const Key& key) const;
  // Not there when begun, e.g. in a file of format 1: nothing is found in such a table.
  [[nodiscard]] bool has(Table table) const;
  [[nodiscard]] Status put(Table table, const Key& key, BytesView value);
  // Room for a value, to be filled before the next call.
  [[nodiscard]] Result<std::span<std::byte>> reserve(Table table, const Key& key, std::size_t size);
  // Behind all that is there; store.damaged when `key` does not belong there.
  [[nodiscard]] Status append(Table table, const Key& key, BytesView value);
  [[nodiscard]] Status erase(Table table, const Key& key);  // fine when it is not there
  [[nodiscard]] Status clear(Table table);
  // Makes the tables that are missing. The caller holds Environment::lock_tables() until the
  // commit or the end; when that fails, the environment forgets them.
  [[nodiscard]] Status make_tables();
  [[nodiscard]] Result<std::uint64_t> count(Table table) const;
  // Its own when it writes, else that of the last one it sees.
  [[nodiscard]] std::uint64_t number() const;
  [[nodiscard]] Result<PageUse> pages() const;
  // A batch of single updates looks up much but is short: pages it lets go of, the next one needs.
  void keep_pages() { x_keeps_pages = true; }
  // Instead of kMax_changed_bytes. Nobody sees a difference.
  void limit_changed(std::size_t bytes) { x_limit_bytes = bytes; }
  // What failed stops all writing to this environment.
  [[nodiscard]] Status commit();  // ended either way
  void abort();

  [[nodiscard]] const Environment& environment() const { return *x_environment; }
  [[nodiscard]] const std::string& file() const { return x_environment->file(); }
  // Ended, or inherited by a fork.
  [[nodiscard]] Status usable() const;

 private:
  friend class Cursor;
  Transaction(std::shared_ptr<Environment> environment, Access access, MDB_txn* txn);
  // Before each write: writes out what was changed so far, if that is much.
  [[nodiscard]] Status spill_if_much();

  std::shared_ptr<Environment> x_environment;
  Access x_access;
  MDB_txn* x_txn;
  std::size_t x_made_from = kTable_count;  // tables from here on were made by us
  mutable std::size_t x_lookups = 0;       // since pages were let go
  bool x_keeps_pages = false;
  ChangedPages x_changed;
  std::size_t x_limit_bytes = kMax_changed_bytes;
};

class Cursor {
 public:
  [[nodiscard]] static Result<Cursor> open(const Transaction& transaction, Table table);
  Cursor(Cursor&& other) noexcept;
  Cursor& operator=(Cursor&&) = delete;
  ~Cursor();

  // Nothing at the end of the table; store.damaged where the keys are not in order, which a damaged
  // page of LMDB can make them.
  [[nodiscard]] Result<std::optional<Stored>> first();
  [[nodiscard]] Result<std::optional<Stored>> at_or_after(const Key& key);
  [[nodiscard]] Result<std::optional<Stored>> next();
  [[nodiscard]] Result<std::optional<Stored>> last();
  [[nodiscard]] Result<std::optional<Stored>> previous();

 private:
  Cursor(const Environment& environment, Table table, MDB_cursor* cursor);
  [[nodiscard]] Result<std::optional<Stored>> move(int operation, BytesView from);
  [[nodiscard]] bool is_in_order(int operation, BytesView from, BytesView found) const;

  const Environment* x_environment;
  Table x_table;
  MDB_cursor* x_cursor;       // null over a table that is not there
  std::optional<Key> x_last;  // where it stands
};

}  // namespace assay::store
