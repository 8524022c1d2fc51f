#pragma once
// The one place where the campaigns meet the store: makes an office, applies transactions of a
// script, reads everything back, verifies it. When the store's calls change, this changes.

#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "base/result.hpp"
#include "store/store.hpp"
#include "torture/model.hpp"

namespace assay::torture {

[[nodiscard]] Status make_office(const std::filesystem::path& folder);

class Office {
 public:
  [[nodiscard]] static Result<Office> open(const std::filesystem::path& folder,
                                           store::Mode mode = store::Mode::ReadWrite);
  // A transaction that landed before is not applied again.
  [[nodiscard]] Status apply(const Batch& batch);
  [[nodiscard]] Result<bool> has_landed(const Batch& batch);
  // Through the queue, all at once; `landed` is told of each in turn. The number of updates that
  // had landed before.
  [[nodiscard]] Result<std::uint64_t> queue(std::uint64_t from, std::uint64_t to,
                                            const std::function<void(std::uint64_t)>& landed = {});
  [[nodiscard]] Status fold();
  // The Merkle root of the log's first `size` entries.
  [[nodiscard]] Result<Digest> root(std::uint64_t size) const;
  // A snapshot that lasts as long as what is returned.
  [[nodiscard]] Result<store::Reader> hold() const { return x_store.read(); }
  void limit_readers(std::int64_t seconds) { x_store.limit_readers(seconds); }
  // One figure, nothing else, at this time.
  [[nodiscard]] Status set(const std::string& unit, std::int64_t number, std::int64_t time_s);
  // Everything a reader can see, also what a script could have put and did not.
  [[nodiscard]] Result<Contents> contents() const;
  // What a snapshot of the moment when `batches` transactions had landed holds.
  [[nodiscard]] Result<Contents> figures_at(std::uint64_t batches) const;
  // "" when every check of the store and its log passes, else the first fault.
  [[nodiscard]] std::string faults() const;
  // A commit failed, or what is written ahead of one: nothing more may be written through this
  // Office.
  [[nodiscard]] bool commit_failed() const { return x_commit_failed; }

 private:
  explicit Office(store::Store opened) : x_store(std::move(opened)) {}
  [[nodiscard]] Status noted(Status done);  // of what writes

  store::Store x_store;
  bool x_commit_failed = false;
};

// What scrubbing in a child finds, "" when nothing.
[[nodiscard]] std::string scrub(const std::filesystem::path& folder);

// How large the log was, and its root.
struct Log {
  std::uint64_t size = 0;
  Digest root{};
  bool operator==(const Log&) const = default;
};
[[nodiscard]] Result<Log> back_up(const std::filesystem::path& folder,
                                  const std::filesystem::path& file);
[[nodiscard]] Result<Log> restore(const std::filesystem::path& file,
                                  const std::filesystem::path& folder);

// The number that the last transaction left, 0 when none did.
[[nodiscard]] std::uint64_t mark_in(const Contents& contents);

}  // namespace assay::torture
