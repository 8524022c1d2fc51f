#pragma once
// Stands in for the calls by which a program writes files, for files below one watched folder: lets
// the n-th of them fail, kills the process there, keeps a trace of all of them, or plays a store
// that does its work badly. It is a library of its own, linked before the C library and LMDB, so
// that nothing in the product knows of it. State is the process's; a forked child goes on with a
// copy of it. Set it while no other thread writes.

#include <atomic>
#include <cstdint>
#include <string>
#include <vector>

namespace assay::torture {

enum class FaultKind : std::uint8_t {
  None,
  Eio,
  Enospc,
  Short,   // half of a write lands, and that is what the call says
  Landed,  // all of it lands, the call says EIO
  Kill     // `part`/256 of a write lands, then SIGKILL
};

struct Fault {
  std::uint64_t at = 0;  // which of the watched calls, from 1; 0 = none
  FaultKind kind = FaultKind::None;
  bool persistent = false;  // all later ones, too
  unsigned part = 0;
};

// A store that is wrong in one way; the campaigns must notice (campaign 8).
enum class Mutant : std::uint8_t {
  None,
  NoSync,        // fsync and fdatasync do nothing
  NoHeadSync,    // files are opened without O_DSYNC
  LostWrite,     // one write in 40 is answered, but not done
  NoCommit,      // one commit in 5 is answered, but not done
  DeafToErrors,  // a call that failed is answered as done
  RetriedSync,   // a failed fsync is tried again, until it says it is fine
  SameChecksum,  // every checksum fits
  NoJournal,     // nothing is put into the journal
  NoReaderCheck  // places of dead readers stay
};

// Lies in memory shared with the parent, which reads it when the child is dead.
struct Counts {
  std::atomic<std::uint64_t> calls{0};
  std::atomic<std::uint64_t> hit{0};             // calls that failed by order
  std::atomic<std::uint64_t> repeated_syncs{0};  // of a file whose sync had failed
  std::atomic<std::uint64_t> late_calls{0};      // that change the office after `stopped`
  std::atomic<bool> stopped{false};
};

struct Event {
  enum class What : std::uint8_t {
    Make,        // file `file` under `path`
    Folder,      // folder `path`
    Rename,      // `path` to `to`
    Remove,      // `path`
    Write,       // `bytes` at `offset` of `file`
    Cut,         // `file` to `offset` bytes
    Sync,        // `file`
    SyncDir,     // `path`
    Begun,       // transaction `offset` is under way
    Acked,       // transaction `offset` was acknowledged
    QueueBegun,  // updates of the queue up to `offset` are under way
    QueueAcked
  };
  What what = What::Write;
  std::uint32_t file = 0;
  std::uint64_t offset = 0;
  bool durable = false;  // a write through O_DSYNC
  std::string path{};
  std::string to{};
  std::string bytes{};
};
using Trace = std::vector<Event>;

// Counting starts anew; `folder` is absolute and has no links in it. "" watches nothing.
void watch(const std::string& folder, Fault fault, Counts* counts);
// From now on into `trace`; null ends it.
void record(Trace* trace);
void mark(Event::What what, std::uint64_t transaction);
void mutate(Mutant mutant);
[[nodiscard]] Mutant mutant();

}  // namespace assay::torture
