// What an Environment knows of those who read, and of the pages they hold.

#include <lmdb.h>

#include <cstdio>

#include "store/environment.hpp"
#include "store/fault.hpp"

namespace assay::store {

namespace {

// LMDB tells of readers by lines of text: process, thread, transaction. One that only holds a place
// has "-" for its transaction; the first line is a heading.
int take_line(const char* line, void* context) {
  int pid = 0;
  std::size_t thread = 0;
  std::size_t transaction = 0;
  if (std::sscanf(line, "%d %zx %zu", &pid, &thread, &transaction) == 3)
    static_cast<std::vector<OpenReader>*>(context)->push_back({pid, transaction});
  return 0;
}

}  // namespace

Status Environment::drop_dead_readers() const {
  int dead = 0;
  if (const int code = mdb_reader_check(x_env, &dead); code != MDB_SUCCESS)
    return std::unexpected(engine_error(code, x_file));
  return {};
}

Result<std::vector<OpenReader>> Environment::readers() const {
  ASSAY_CHECK(usable());
  std::vector<OpenReader> found;
  if (const int code = mdb_reader_list(x_env, take_line, &found); code < 0)
    return std::unexpected(engine_error(code, x_file));
  return found;
}

std::uint64_t Environment::last_transaction() const {
  MDB_envinfo info{};
  mdb_env_info(x_env, &info);
  return info.me_last_txnid;
}

PageUse Environment::pages(MDB_txn* txn) const {
  constexpr MDB_dbi kFree_pages = 0;
  constexpr MDB_dbi kNames_of_tables = 1;
  MDB_envinfo info{};
  mdb_env_info(x_env, &info);
  MDB_stat stat{};
  std::uint64_t live = 2;  // heads
  const auto add = [&](MDB_dbi table) {
    if (mdb_stat(txn, table, &stat) == MDB_SUCCESS)
      live += stat.ms_branch_pages + stat.ms_leaf_pages + stat.ms_overflow_pages;
  };
  add(kFree_pages);
  for (const auto& table : x_tables)
    if (table != kNo_table) add(table);
  add(kNames_of_tables);
  return {(info.me_last_pgno + 1) * stat.ms_psize, live * stat.ms_psize};
}

}  // namespace assay::store
