#pragma once
// What Assay's speed is measured against, on the same data in the same process: how fast this
// machine reads plain arrays, copies and syncs, and how fast a scorer in plain doubles is. Not
// exact and not durable; used by `assay bench` only.

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <vector>

#include "base/result.hpp"

namespace assay::pipeline::national {

using PlainColumn = std::vector<std::int64_t>;
using DoubleColumn = std::vector<double>;

[[nodiscard]] double seconds_of(const std::function<void()>& work);
// Of an odd number of runs.
[[nodiscard]] double median_seconds(int runs, const std::function<void()>& work);

// The sum of all figures, modulo 2⁶⁴; each thread takes a range of rows.
[[nodiscard]] std::uint64_t plain_sum(std::span<const PlainColumn> columns, unsigned threads);

// Totals of Σ points·min(figure/target, 1), as a program with plain arrays of doubles would score:
// a block of rows at a time, all indicators in turn.
void plain_scores(std::span<const DoubleColumn> figures, std::span<const DoubleColumn> targets,
                  double points, unsigned threads, std::span<double> totals);

// Copies every column into a buffer and writes it to `file`, which is then synced. Store error
// national.io.
[[nodiscard]] Status copy_and_sync(std::span<const PlainColumn> columns,
                                   const std::filesystem::path& file);

// Seconds of one fdatasync after 4 KiB were written in place: the median of `runs`.
[[nodiscard]] Result<double> sync_seconds(const std::filesystem::path& file, int runs);

}  // namespace assay::pipeline::national
