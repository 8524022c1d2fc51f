#pragma once
// What the campaigns have in common: a worker that applies a script and says what was acknowledged,
// and the judgement of the office it leaves: acked ⊆ state ⊆ acked + under way, and sound.

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <limits>

#include "torture/cases.hpp"
#include "torture/office.hpp"

namespace assay::torture {

// In shared memory: written by the worker, read when it is dead.
struct Progress {
  std::atomic<bool> made{false};              // the office was made, and that was acknowledged
  std::atomic<std::uint64_t> begun{0};        // last transaction handed to the store
  std::atomic<std::uint64_t> acked{0};        // last one the store acknowledged
  std::atomic<std::uint64_t> queue_begun{0};  // the same of the queue's updates
  std::atomic<std::uint64_t> queue_acked{0};
};

// Transactions `from` to `to` of a script; from 0 = makes the office first. After every third one a
// handful of updates goes through the queue, after every fourth the office is folded.
struct Stint {
  std::uint64_t from = 0;
  std::uint64_t to = 0;
};

// Stops at the first error, which it returns.
[[nodiscard]] Status work(const std::filesystem::path& office, const Script& script, Stint stint,
                          Progress& progress);
// The same in an Office that is open.
[[nodiscard]] Status work(Office& office, const std::filesystem::path& folder, const Script& script,
                          Stint stint, Progress& progress);

// What may be there afterwards.
struct Expected {
  bool may_lack = false;  // the office itself
  std::uint64_t least = 0;
  std::uint64_t most = 0;
  std::uint64_t queue_least = 0;
  std::uint64_t queue_most = std::numeric_limits<std::uint64_t>::max();
};
[[nodiscard]] std::uint64_t queued_after(std::uint64_t batches);
[[nodiscard]] Expected expected_of(const Progress& progress, const Stint& stint);

// `goes_on`: then the next transactions are applied, and must be there after opening again.
[[nodiscard]] Verdict judge(const std::filesystem::path& office, const Script& script,
                            const Expected& expected, bool goes_on);
// What an open office shows.
[[nodiscard]] Verdict judge(const Office& office, const Script& script, const Expected& expected);

// Makes an office with the first `batches` transactions of a script.
[[nodiscard]] Status prepare_office(const std::filesystem::path& office, const Script& script,
                                    std::uint64_t batches);

}  // namespace assay::torture
