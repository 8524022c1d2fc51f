#include "store/transaction.hpp"

#include <lmdb.h>

#include <utility>

#include "store/fault.hpp"

namespace assay::store {

namespace {

MDB_val to_value(BytesView bytes) {
  return {bytes.size(), const_cast<std::byte*>(bytes.data())};  // LMDB does not write through it
}

BytesView to_bytes(const MDB_val& value) {
  return {static_cast<const std::byte*>(value.mv_data), value.mv_size};
}

}  // namespace

Result<Transaction> Transaction::begin(std::shared_ptr<Environment> environment, Access access) {
  ASSAY_TRY(MDB_txn * txn, environment->begin(access));
  return Transaction(std::move(environment), access, txn);
}

Transaction::Transaction(std::shared_ptr<Environment> environment, Access access, MDB_txn* txn)
    : x_environment(std::move(environment)), x_access(access), x_txn(txn) {}

Transaction::Transaction(Transaction&& other) noexcept
    : x_environment(std::move(other.x_environment)),
      x_access(other.x_access),
      x_txn(std::exchange(other.x_txn, nullptr)) {}

Transaction::~Transaction() { abort(); }

void Transaction::abort() {
  // In a fork's copy the transaction is the parent's: ending it would release the parent's lock.
  if (x_txn == nullptr || x_environment->is_forked()) return;
  mdb_txn_abort(std::exchange(x_txn, nullptr));
  x_environment->ended(x_access);
}

Status Transaction::usable() const {
  ASSAY_CHECK(x_environment->usable());
  if (x_txn == nullptr)
    return fail(Failure::Internal, "store.spent",
                {ASSAY_TEXT("this Writer has committed; make another"), {}}, {.file = file()});
  return {};
}

Result<std::optional<Stored>> Transaction::get(Table table, const Key& key) const {
  auto wanted = to_value(key.view());
  MDB_val found{};
  const int code = mdb_get(x_txn, x_environment->handle(table), &wanted, &found);
  if (code == MDB_NOTFOUND) return std::nullopt;
  if (code != MDB_SUCCESS) return std::unexpected(engine_error(code, file()));
  return Stored{table, key, to_bytes(found), file()};
}

Status Transaction::put(Table table, const Key& key, BytesView value) {
  auto where = to_value(key.view());
  auto what = to_value(value);
  const int code = mdb_put(x_txn, x_environment->handle(table), &where, &what, 0);
  if (code != MDB_SUCCESS) return std::unexpected(engine_error(code, file()));
  return {};
}

Status Transaction::commit() {
  ASSAY_CHECK(usable());
  const int code = mdb_txn_commit(std::exchange(x_txn, nullptr));
  x_environment->ended(x_access);
  if (code != MDB_SUCCESS) return std::unexpected(engine_error(code, file()));
  return {};
}

Result<Cursor> Cursor::open(const Transaction& transaction, Table table) {
  const auto& environment = transaction.environment();
  MDB_cursor* cursor = nullptr;
  const int code = mdb_cursor_open(transaction.x_txn, environment.handle(table), &cursor);
  if (code != MDB_SUCCESS) return std::unexpected(engine_error(code, environment.file()));
  return Cursor(environment, table, cursor);
}

Cursor::Cursor(const Environment& environment, Table table, MDB_cursor* cursor)
    : x_environment(&environment), x_table(table), x_cursor(cursor) {}

Cursor::Cursor(Cursor&& other) noexcept
    : x_environment(other.x_environment),
      x_table(other.x_table),
      x_cursor(std::exchange(other.x_cursor, nullptr)) {}

Cursor::~Cursor() {
  if (x_cursor != nullptr && !x_environment->is_forked()) mdb_cursor_close(x_cursor);
}

Result<std::optional<Stored>> Cursor::first() { return move(MDB_FIRST, {}); }

Result<std::optional<Stored>> Cursor::at_or_after(const Key& key) {
  return move(MDB_SET_RANGE, key.view());
}

Result<std::optional<Stored>> Cursor::next() { return move(MDB_NEXT, {}); }

Result<std::optional<Stored>> Cursor::move(int operation, BytesView from) {
  auto key = to_value(from);
  MDB_val value{};
  const int code = mdb_cursor_get(x_cursor, &key, &value, static_cast<MDB_cursor_op>(operation));
  if (code == MDB_NOTFOUND) return std::nullopt;
  if (code != MDB_SUCCESS) return std::unexpected(engine_error(code, x_environment->file()));
  return Stored{x_table, Key::found(to_bytes(key)), to_bytes(value), x_environment->file()};
}

}  // namespace assay::store
