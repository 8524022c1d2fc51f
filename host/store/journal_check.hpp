#pragma once
// The two halves of checking a log: that its entries are the leaves of its tree, and that what the
// office holds is what the entries made of it. Both gather faults and go on. Belong to one thread;
// the Transaction must outlive them.

#include <compare>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "audit/merkle.hpp"
#include "store/chunk.hpp"
#include "store/journal.hpp"
#include "store/journal_codec.hpp"
#include "store/journal_show.hpp"
#include "store/state_digest.hpp"
#include "store/transaction.hpp"

namespace assay::store {

// Up to a limit, each once.
class Faults {
 public:
  void add(Error error);
  [[nodiscard]] std::vector<Error> take() { return std::move(x_errors); }

 private:
  std::vector<Error> x_errors;
};

// What one entry says something of: a key of a table.
struct Touch {
  std::size_t table = 0;  // index into kState_tables
  Key key;
  std::uint64_t seq = 0;

  std::strong_ordering operator<=>(const Touch& other) const;
  bool operator==(const Touch& other) const { return (*this <=> other) == 0; }
};

// Hashes entries, in their order, and compares with the nodes and checkpoints that are kept.
class TreeCheck {
 public:
  TreeCheck(const Transaction& transaction, const LogCheck& options, Faults& faults)
      : x_transaction(transaction), x_options(options), x_faults(faults) {}

  Status start();
  void add(std::uint64_t seq, BytesView leaf);
  void missing(std::uint64_t seq);  // the entry is not there
  // Compares what is known at the end with the log's head.
  Status finish(const LogHead& head);

  [[nodiscard]] std::uint64_t checkpoints() const { return x_checkpoints.size(); }

 private:
  void append(const Digest& hash);
  [[nodiscard]] std::optional<Digest> node(audit::NodeId id);
  void compare_checkpoint();

  const Transaction& x_transaction;
  const LogCheck& x_options;
  Faults& x_faults;
  audit::Appender x_tree;
  std::map<std::uint64_t, std::string> x_checkpoints;  // by size
};

// Compares what became of requests with the entries that name them.
class RequestCheck {
 public:
  RequestCheck(const Transaction& transaction, Faults& faults)
      : x_transaction(transaction), x_faults(faults) {}

  void add(std::uint64_t seq, const RequestId& request);
  Status finish(std::uint64_t log_size);

 private:
  const Transaction& x_transaction;
  Faults& x_faults;
  std::vector<std::pair<RequestId, std::uint64_t>> x_entries;
};

// Walks back from what the office holds, key by key.
class ReplayCheck {
 public:
  ReplayCheck(const Transaction& transaction, Faults& faults)
      : x_transaction(transaction), x_faults(faults), x_shower(transaction) {}

  void add(const JournalRecord& record);
  // Tells of every entry walked back over.
  Status finish(const std::function<void(std::uint64_t entries)>& advanced);

 private:
  struct Upgrade {
    std::uint64_t seq = 0;
    std::uint32_t from_format = 0;
    Digest state{};
    StateDigest found;
  };
  // One key of a table: what it holds, if anything, and what touched it, oldest first.
  struct Place {
    Table table;
    const Key& key;
    const std::optional<Stored>& stored;
    std::span<const Touch> touches;
  };

  Status walk_table(std::size_t table, const std::function<void(std::uint64_t)>& advanced);
  Status walk(const Place& place);
  Status walk_figures(const Place& place);
  // False when the entry and the chunk differ, which is told.
  [[nodiscard]] Result<bool> undo(const FiguresPart& part, std::uint64_t seq, Chunk& chunk);
  [[nodiscard]] bool undo(const LoadedPart& part, std::uint64_t seq, Chunk& chunk);
  template <class Part, class Record>
  Status walk_changes(const Place& place, Result<Record> (*decode)(const Stored&));
  Status walk_once(const Place& place);
  [[nodiscard]] Result<bool> holds(const Stored& stored, const ChangePart& part) const;
  [[nodiscard]] bool is_part_of_run(const Place& place) const;
  Status walk_deltas();

  [[nodiscard]] Result<JournalRecord> record(std::uint64_t seq) const;
  // What is left when all entries are undone must be nothing, or what an upgrade found.
  void close(const Place& place, bool is_empty);
  void differ(const Place& place, std::uint64_t seq);
  Status differ(const ObsKey& place, std::optional<std::uint32_t> slot, std::uint64_t seq);
  // Gives `content()` to the upgrades with numbers [from, below).
  template <class Content>
  Status feed(const Place& place, std::uint64_t from, std::uint64_t below, const Content& content);

  const Transaction& x_transaction;
  Faults& x_faults;
  JournalShower x_shower;
  std::vector<Touch> x_touches;
  std::deque<Upgrade> x_upgrades;  // oldest first
};

// Both, and requests and names, as Reader::verify_log() tells.
[[nodiscard]] Result<LogHealth> check_log(const Transaction& transaction, const LogCheck& options);

// Axis, names and numbers say of units, indicators, texts, events and schemes what their records
// say.
Status check_names(const Transaction& transaction, Faults& faults);

}  // namespace assay::store
