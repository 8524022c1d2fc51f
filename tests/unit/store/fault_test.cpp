#include "store/fault.hpp"

#include <gtest/gtest.h>

#include <cerrno>

namespace assay::store {
namespace {

struct Case {
  int error;
  std::string_view code;
  std::string_view part;  // of what people read
};

// Negative numbers are those of lmdb.h, which stays inside the store.
TEST(Fault, EveryTroubleHasItsCodeAndSaysWhatToDo) {
  const std::string file = testing::TempDir();  // a disk with room
  const std::vector<Case> cases{
      {ENOSPC, "store.full", "make room"},
      {EDQUOT, "store.full", "make room"},
      {EFBIG, "store.full", "make room"},
      {EIO, "store.io", "check the disk"},
      {ENOMEM, "store.io", "check the disk"},
      {EROFS, "store.read_only", "move the office"},
      {EACCES, "store.denied", "permission"},
      {EPERM, "store.denied", "permission"},
      {-30'792, "store.full", "ulimit -v"},                        // MDB_MAP_FULL
      {-30'790, "store.busy", "close some"},                       // MDB_READERS_FULL
      {-30'785, "store.busy", "end this process's open readers"},  // MDB_MAP_RESIZED
      {-30'795, "store.io", "restart the program"},                // MDB_PANIC
      {-30'797, "store.damaged", "from a backup"},                 // MDB_PAGE_NOTFOUND
      {-30'796, "store.damaged", "from a backup"},                 // MDB_CORRUPTED
      {-30'794, "store.damaged", "from a backup"},                 // MDB_VERSION_MISMATCH
      {-30'793, "store.damaged", "from a backup"},                 // MDB_INVALID
      {-30'782, "store.io", "check the disk"},                     // MDB_BAD_TXN
  };
  for (const auto& [error, code, part] : cases) {
    const auto fault = engine_error(error, file);
    EXPECT_EQ(fault.code, code) << error;
    EXPECT_EQ(fault.failure, Failure::Store) << error;
    EXPECT_EQ(fault.where.file, file) << error;
    EXPECT_NE(in_english(fault.message).find(part), std::string::npos) << in_english(fault.message);
  }
}

}  // namespace
}  // namespace assay::store
