#pragma once
// Writes the journal: each change becomes one entry, with its leaf and nodes of the Merkle tree, in
// the transaction that makes the change. Several causes may follow each other in one transaction.
// Belongs to one Writer and its thread; the Transaction must outlive it.

#include <cstdint>
#include <optional>

#include "audit/merkle.hpp"
#include "store/figure_changes.hpp"
#include "store/journal_codec.hpp"
#include "store/journal_nodes.hpp"
#include "store/transaction.hpp"

namespace assay::store {

// Input error store.cause_too_long past the limits that Cause states.
[[nodiscard]] Status check_limits(const Cause& cause);

// Where a log ends.
struct LogEnd {
  audit::Appender tree;
  Digest root;
};

class Journal : public FigureSink {
 public:
  // Takes the log up where it ends; store.damaged when its head, tree and entries do not agree.
  // Where it ends as `known` says, its tree is not read again.
  [[nodiscard]] static Result<Journal> open(Transaction& transaction,
                                            const LogEnd* known = nullptr);

  // What follows comes of `cause`. Returns what its request did when it has landed before, also
  // earlier in this transaction; then nothing more is to be done for it.
  [[nodiscard]] Result<std::optional<RequestRecord>> begin(const Cause& cause);
  // Returns the entry's number.
  [[nodiscard]] Result<std::uint64_t> append(const ChangePart& part);
  [[nodiscard]] Result<std::uint64_t> changed(const FigureChange& change) override;
  [[nodiscard]] Result<std::uint64_t> loaded(const LoadedChunk& chunk) override;
  // Notes what the request did, if the cause names one.
  [[nodiscard]] Status end(Change change);

  // Writes the log's head. Before the commit.
  [[nodiscard]] Status seal();

  [[nodiscard]] std::uint64_t size() const { return x_tree.size(); }
  [[nodiscard]] std::uint64_t first_of_cause() const { return x_first; }
  // After seal().
  [[nodiscard]] LogEnd end_of_log() const { return {x_tree, x_root}; }

 private:
  Journal(Transaction& transaction, const LogEnd& end);
  [[nodiscard]] Result<std::uint64_t> add(const Result<Bytes>& bytes);

  Transaction* x_transaction;
  audit::Appender x_tree;
  std::uint64_t x_size_before;
  Digest x_root;  // with x_size_before entries
  Cause x_cause;
  std::uint64_t x_first = 0;
};

}  // namespace assay::store
