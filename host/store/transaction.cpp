#include "store/transaction.hpp"

#include <lmdb.h>

#include <algorithm>
#include <utility>

#include "store/fault.hpp"

namespace assay::store {

namespace {

MDB_val to_value(BytesView bytes) {
  return {bytes.size(), const_cast<std::byte*>(bytes.data())};  // LMDB does not write through it
}

// A Writer that looks up more lets go of the pages they were on: the system maps 64 KB around each.
constexpr std::size_t kMax_lookups = 1'024;

BytesView to_bytes(const MDB_val& value) {
  return {static_cast<const std::byte*>(value.mv_data), value.mv_size};
}

}  // namespace

Result<Transaction> Transaction::begin(std::shared_ptr<Environment> environment, Access access) {
  ASSAY_TRY(MDB_txn * txn, environment->begin(access));
  return Transaction(std::move(environment), access, txn);
}

Transaction::Transaction(std::shared_ptr<Environment> environment, Access access, MDB_txn* txn)
    : x_environment(std::move(environment)),
      x_access(access),
      x_txn(txn),
      x_changed(x_environment->page_bytes()) {}

Transaction::Transaction(Transaction&& other) noexcept
    : x_environment(std::move(other.x_environment)),
      x_access(other.x_access),
      x_txn(std::exchange(other.x_txn, nullptr)),
      x_made_from(other.x_made_from),
      x_lookups(other.x_lookups),
      x_keeps_pages(other.x_keeps_pages),
      x_changed(other.x_changed),
      x_limit_bytes(other.x_limit_bytes) {}

Transaction::~Transaction() { abort(); }

void Transaction::abort() {
  // In a fork's copy the transaction is the parent's: ending it would release the parent's lock.
  if (x_txn == nullptr || x_environment->is_forked()) return;
  mdb_txn_abort(std::exchange(x_txn, nullptr));
  x_environment->forget_tables(x_made_from);
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
  if (!has(table)) return std::nullopt;
  if (x_access == Access::Write && !x_keeps_pages && ++x_lookups > kMax_lookups) {
    x_environment->let_go_of_pages();
    x_lookups = 0;
  }
  auto wanted = to_value(key.view());
  MDB_val found{};
  const int code = mdb_get(x_txn, x_environment->handle(table), &wanted, &found);
  if (code == MDB_NOTFOUND) return std::nullopt;
  if (code != MDB_SUCCESS) return std::unexpected(engine_error(code, file()));
  return Stored{table, key, to_bytes(found), file()};
}

bool Transaction::has(Table table) const {
  const auto handle = x_environment->handle(table);
  if (index_of(table) < kTable_count_1) return handle != Environment::kNo_table;
  // The handle may be younger than this transaction, which then does not know it.
  unsigned int flags = 0;
  return handle != Environment::kNo_table && mdb_dbi_flags(x_txn, handle, &flags) == MDB_SUCCESS;
}

Status Transaction::spill_if_much() {
  const auto pages_in = [this](Table table) -> std::size_t {
    MDB_stat stat{};
    if (mdb_stat(x_txn, x_environment->handle(table), &stat) != MDB_SUCCESS) return 0;
    return stat.ms_branch_pages + stat.ms_leaf_pages;
  };
  if (!x_changed.exceed(x_limit_bytes, pages_in)) return {};
  if (const int code = x_environment->spill(x_txn); code != MDB_SUCCESS)
    return std::unexpected(engine_error(code, file()));
  x_environment->let_go_of_pages();
  x_changed = ChangedPages(x_environment->page_bytes());
  return {};
}

Status Transaction::put(Table table, const Key& key, BytesView value) {
  ASSAY_CHECK(spill_if_much());
  x_changed.put(table, value.size());
  auto where = to_value(key.view());
  auto what = to_value(value);
  const int code = mdb_put(x_txn, x_environment->handle(table), &where, &what, 0);
  if (code != MDB_SUCCESS) return std::unexpected(engine_error(code, file()));
  return {};
}

Result<std::span<std::byte>> Transaction::reserve(Table table, const Key& key, std::size_t size) {
  ASSAY_CHECK(spill_if_much());
  x_changed.put(table, size);
  auto where = to_value(key.view());
  MDB_val place{size, nullptr};
  const int code = mdb_put(x_txn, x_environment->handle(table), &where, &place, MDB_RESERVE);
  if (code != MDB_SUCCESS) return std::unexpected(engine_error(code, file()));
  return std::span(static_cast<std::byte*>(place.mv_data), size);
}

Status Transaction::append(Table table, const Key& key, BytesView value) {
  ASSAY_CHECK(spill_if_much());
  x_changed.append(value.size());
  auto where = to_value(key.view());
  auto what = to_value(value);
  const int code = mdb_put(x_txn, x_environment->handle(table), &where, &what, MDB_APPEND);
  if (code == MDB_KEYEXIST)
    return std::unexpected(damaged(file(), table, describe_key(table, key.view()), "order"));
  if (code != MDB_SUCCESS) return std::unexpected(engine_error(code, file()));
  return {};
}

Status Transaction::erase(Table table, const Key& key) {
  ASSAY_CHECK(spill_if_much());
  x_changed.put(table, 0);
  auto where = to_value(key.view());
  const int code = mdb_del(x_txn, x_environment->handle(table), &where, nullptr);
  if (code != MDB_SUCCESS && code != MDB_NOTFOUND)
    return std::unexpected(engine_error(code, file()));
  return {};
}

Status Transaction::clear(Table table) {
  const int code = mdb_drop(x_txn, x_environment->handle(table), 0);
  if (code != MDB_SUCCESS) return std::unexpected(engine_error(code, file()));
  return {};
}

Status Transaction::make_tables() {
  x_made_from = 0;
  while (x_made_from < kTable_count &&
         x_environment->handle(static_cast<Table>(x_made_from)) != Environment::kNo_table)
    ++x_made_from;
  return x_environment->make_tables(x_txn);
}

Result<std::uint64_t> Transaction::count(Table table) const {
  if (!has(table)) return std::uint64_t{0};
  MDB_stat stat{};
  const int code = mdb_stat(x_txn, x_environment->handle(table), &stat);
  if (code != MDB_SUCCESS) return std::unexpected(engine_error(code, file()));
  return std::uint64_t{stat.ms_entries};
}

std::uint64_t Transaction::number() const { return mdb_txn_id(x_txn); }

Result<PageUse> Transaction::pages() const {
  ASSAY_CHECK(usable());
  return x_environment->pages(x_txn);
}

Status Transaction::commit() {
  ASSAY_CHECK(usable());
  auto* txn = std::exchange(x_txn, nullptr);
  const int code = x_access == Access::Write ? x_environment->commit(txn) : mdb_txn_commit(txn);
  if (code != MDB_SUCCESS) x_environment->forget_tables(x_made_from);
  x_environment->ended(x_access);
  if (code != MDB_SUCCESS) return std::unexpected(engine_error(code, file()));
  return {};
}

Result<Cursor> Cursor::open(const Transaction& transaction, Table table) {
  const auto& environment = transaction.environment();
  MDB_cursor* cursor = nullptr;
  if (!transaction.has(table)) return Cursor(environment, table, cursor);
  const int code = mdb_cursor_open(transaction.x_txn, environment.handle(table), &cursor);
  if (code != MDB_SUCCESS) return std::unexpected(engine_error(code, environment.file()));
  return Cursor(environment, table, cursor);
}

Cursor::Cursor(const Environment& environment, Table table, MDB_cursor* cursor)
    : x_environment(&environment), x_table(table), x_cursor(cursor) {}

Cursor::Cursor(Cursor&& other) noexcept
    : x_environment(other.x_environment),
      x_table(other.x_table),
      x_cursor(std::exchange(other.x_cursor, nullptr)),
      x_last(other.x_last) {}

Cursor::~Cursor() {
  if (x_cursor != nullptr && !x_environment->is_forked()) mdb_cursor_close(x_cursor);
}

Result<std::optional<Stored>> Cursor::first() { return move(MDB_FIRST, {}); }

Result<std::optional<Stored>> Cursor::at_or_after(const Key& key) {
  return move(MDB_SET_RANGE, key.view());
}

Result<std::optional<Stored>> Cursor::next() { return move(MDB_NEXT, {}); }

Result<std::optional<Stored>> Cursor::last() { return move(MDB_LAST, {}); }

Result<std::optional<Stored>> Cursor::previous() { return move(MDB_PREV, {}); }

Result<std::optional<Stored>> Cursor::move(int operation, BytesView from) {
  if (x_cursor == nullptr) return std::nullopt;
  auto key = to_value(from);
  MDB_val value{};
  const int code = mdb_cursor_get(x_cursor, &key, &value, static_cast<MDB_cursor_op>(operation));
  if (code == MDB_NOTFOUND) return std::nullopt;
  const auto& file = x_environment->file();
  if (code != MDB_SUCCESS) return std::unexpected(engine_error(code, file));
  const Stored found{x_table, Key::found(to_bytes(key)), to_bytes(value), file};
  if (!is_in_order(operation, from, found.key.view()))
    return std::unexpected(
        damaged(file, x_table, describe_key(x_table, found.key.view()), "order"));
  x_last = found.key;
  return found;
}

bool Cursor::is_in_order(int operation, BytesView from, BytesView found) const {
  const auto is_less = [](BytesView a, BytesView b) {
    return std::ranges::lexicographical_compare(a, b);
  };
  if (operation == MDB_SET_RANGE) return !is_less(found, from);
  if (operation == MDB_NEXT) return !x_last || is_less(x_last->view(), found);
  if (operation == MDB_PREV) return !x_last || is_less(found, x_last->view());
  return true;
}

}  // namespace assay::store
