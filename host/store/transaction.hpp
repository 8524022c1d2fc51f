#pragma once
// The seam between records and engine: tables of ordered keys, snapshot reads, one atomic batch of
// writes. What it hands out lies in the map and is valid until the transaction writes or ends. A
// Transaction owns its LMDB transaction and stays on its thread; a Cursor must not outlive it.

#include <memory>
#include <optional>

#include "store/environment.hpp"

struct MDB_cursor;

namespace assay::store {

class Transaction {
 public:
  // A writing one waits until no other process or thread writes.
  [[nodiscard]] static Result<Transaction> begin(std::shared_ptr<Environment> environment,
                                                 Access access);
  Transaction(Transaction&& other) noexcept;
  Transaction& operator=(Transaction&&) = delete;
  ~Transaction();  // abort()

  [[nodiscard]] Result<std::optional<Stored>> get(Table table, const Key& key) const;
  [[nodiscard]] Status put(Table table, const Key& key, BytesView value);
  [[nodiscard]] Status commit();  // ended either way
  void abort();

  [[nodiscard]] const Environment& environment() const { return *x_environment; }
  [[nodiscard]] const std::string& file() const { return x_environment->file(); }
  // Ended, or inherited by a fork.
  [[nodiscard]] Status usable() const;

 private:
  friend class Cursor;
  Transaction(std::shared_ptr<Environment> environment, Access access, MDB_txn* txn);

  std::shared_ptr<Environment> x_environment;
  Access x_access;
  MDB_txn* x_txn;
};

class Cursor {
 public:
  [[nodiscard]] static Result<Cursor> open(const Transaction& transaction, Table table);
  Cursor(Cursor&& other) noexcept;
  Cursor& operator=(Cursor&&) = delete;
  ~Cursor();

  // Nothing at the end of the table.
  [[nodiscard]] Result<std::optional<Stored>> first();
  [[nodiscard]] Result<std::optional<Stored>> at_or_after(const Key& key);
  [[nodiscard]] Result<std::optional<Stored>> next();

 private:
  Cursor(const Environment& environment, Table table, MDB_cursor* cursor);
  [[nodiscard]] Result<std::optional<Stored>> move(int operation, BytesView from);

  const Environment* x_environment;
  Table x_table;
  MDB_cursor* x_cursor;
};

}  // namespace assay::store
