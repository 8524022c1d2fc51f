#include "store/fault.hpp"

#include <lmdb.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

#include <cerrno>
#include <string>
#include <system_error>

namespace assay::store {

namespace {

Error store_error(std::string code, Message message, std::string_view file) {
  return {Failure::Store, std::move(code), std::move(message), {.file = std::string(file)}};
}

// LMDB reports a write that came out short, which is how a full disk and a limit on the size of
// files show, as EIO.
bool is_full(std::string_view file) {
  constexpr std::uint64_t little_bytes = std::uint64_t{16} << 20U;
  const std::string path(file);
  struct statvfs space{};
  if (statvfs(path.c_str(), &space) == 0 && space.f_bavail * space.f_frsize < little_bytes)
    return true;
  struct stat info{};
  rlimit limit{};
  return stat(path.c_str(), &info) == 0 && getrlimit(RLIMIT_FSIZE, &limit) == 0 &&
         limit.rlim_cur != RLIM_INFINITY &&
         static_cast<std::uint64_t>(info.st_size) + little_bytes > limit.rlim_cur;
}

Error full(std::string_view file) {
  return store_error("store.full",
                     {ASSAY_TEXT("the disk, quota or file size limit is full, so nothing was "
                                 "saved; make room and try again"),
                      {}},
                     file);
}

Error io_error(int code, std::string_view file) {
  return store_error(
      "store.io",
      {ASSAY_TEXT("the office's file cannot be read or written ({reason}), so nothing was saved; "
                  "check the disk and its free space, then try again"),
       {{"reason", code < 0 ? mdb_strerror(code) : std::generic_category().message(code)}}},
      file);
}

Error denied(std::string_view file) {
  return store_error("store.denied",
                     {ASSAY_TEXT("this user has no permission here; the office's folder and the "
                                 "files in its folder truth must be readable and writable, also "
                                 "for those who only read"),
                      {}},
                     file);
}

Error system_error(int code, std::string_view file) {
  switch (code) {
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
      return full(file);
    case EIO:
      return is_full(file) ? full(file) : io_error(code, file);
    case EROFS:
      return store_error("store.read_only",
                         {ASSAY_TEXT("the file system is read-only; move the office to one that "
                                     "can be written"),
                          {}},
                         file);
    case EACCES:
    case EPERM:
      return denied(file);
    default:
      return io_error(code, file);
  }
}

}  // namespace

Error engine_error(int code, std::string_view file) {
  switch (code) {
    case MDB_MAP_FULL:
      return store_error("store.full",
                         {ASSAY_TEXT("this process may not map enough memory for the office to "
                                     "grow; raise its address space limit (ulimit -v)"),
                          {}},
                         file);
    case MDB_READERS_FULL:
      return store_error("store.busy",
                         {ASSAY_TEXT("too many readers have the office open; close some and try "
                                     "again"),
                          {}},
                         file);
    case MDB_MAP_RESIZED:
      return store_error("store.busy",
                         {ASSAY_TEXT("another process made the office larger; end this process's "
                                     "open readers and try again"),
                          {}},
                         file);
    case MDB_PANIC:
      return store_error("store.io",
                         {ASSAY_TEXT("an earlier write failed and left the office's file closed "
                                     "for writing; restart the program"),
                          {}},
                         file);
    case MDB_CORRUPTED:
    case MDB_PAGE_NOTFOUND:
    case MDB_INVALID:
    case MDB_VERSION_MISMATCH:
      return store_error("store.damaged",
                         {ASSAY_TEXT("the office's file is damaged ({why}); restore it from a "
                                     "backup"),
                          {{"why", mdb_strerror(code)}}},
                         file);
    default:
      return code > 0 ? system_error(code, file) : io_error(code, file);
  }
}

Error damaged(const Stored& stored, std::string_view why) {
  if (stored.table != Table::Obs)
    return damaged(stored.file, stored.table, describe_key(stored.table, stored.key.view()), why);
  const auto key = ObsKey::parse(stored.key.view());
  if (!key)
    return damaged(stored.file, stored.table, describe_key(stored.table, stored.key.view()), why);
  auto error = store_error(
      "store.damaged",
      {ASSAY_TEXT("stored figures are damaged ({why}): period {period}, layer {layer}, units "
                  "{first} to {last} in order of entry; restore the office from a backup"),
       {{"why", std::string(why)},
        {"period", model::Period::from_key(key->period).str()},
        {"layer", std::string(layer_word(key->layer))},
        {"first", std::to_string(std::uint64_t{key->chunk} * kRows_per_chunk + 1)},
        {"last", std::to_string((std::uint64_t{key->chunk} + 1) * kRows_per_chunk)}}},
      stored.file);
  error.where.field = name_of(stored.table);
  error.where.indicator = "#" + std::to_string(key->indicator);
  return error;
}

Error damaged(std::string_view file, Table table, std::string key, std::string_view why) {
  auto error = store_error("store.damaged",
                           {ASSAY_TEXT("record {key} is damaged ({why}); restore the office from "
                                       "a backup"),
                            {{"key", std::move(key)}, {"why", std::string(why)}}},
                           file);
  error.where.field = name_of(table);
  return error;
}

std::unexpected<Error> no_office(const std::filesystem::path& office) {
  return fail(Failure::Input, "store.no_office",
              {ASSAY_TEXT("there is no office in this folder; make one with `assay init`"), {}},
              {.file = office.string()});
}

Error forked(std::string_view file) {
  return store_error("store.forked",
                     {ASSAY_TEXT("the office was opened before this process was forked; open it "
                                 "again in the new process"),
                      {}},
                     file);
}

}  // namespace assay::store
