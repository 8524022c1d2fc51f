#include "store/readers.hpp"

#include <algorithm>

#include "store/fault.hpp"
#include "store/frame.hpp"

namespace assay::store {

namespace {

constexpr std::uint64_t kMin_bytes = std::uint64_t{64} << 20U;  // of a file worth a refusal
constexpr std::size_t kMax_times = 64;
constexpr std::size_t kHead_bytes = 8;    // checksum
constexpr std::size_t kEntry_bytes = 16;  // number, time

Key times_key() { return meta_key("commits"); }

// Every second one of the older half goes, so that little room spans a long time.
void thin_out(std::vector<CommitTime>& times) {
  if (times.size() <= kMax_times) return;
  std::vector<CommitTime> kept;
  for (std::size_t i = 0; i < times.size(); ++i)
    if (i >= times.size() / 2 || i % 2 == 0) kept.push_back(times[i]);
  times = std::move(kept);
}

// How long a reader has been open at least: commits it does not see came after it.
std::int64_t age_s(const OpenReader& reader, const std::vector<CommitTime>& times,
                   std::int64_t now_s) {
  const auto later =
      std::ranges::upper_bound(times, reader.transaction, {}, &CommitTime::transaction);
  return later == times.end() ? -1 : now_s - later->time_s;
}

}  // namespace

Result<std::vector<CommitTime>> decode_commit_times(const Stored& stored) {
  ASSAY_CHECK(verify_sum(stored, kHead_bytes));
  std::vector<CommitTime> times;
  for (auto at = kHead_bytes; at + kEntry_bytes <= stored.value.size(); at += kEntry_bytes)
    times.push_back({read_le(stored.value, at, 8),
                     static_cast<std::int64_t>(read_le(stored.value, at + 8, 8))});
  return times;
}

Result<std::vector<CommitTime>> read_commit_times(const Transaction& transaction) {
  ASSAY_TRY(const auto stored, transaction.get(Table::Head, times_key()));
  if (!stored) return std::vector<CommitTime>();
  return decode_commit_times(*stored);
}

Status note_commit_time(Transaction& transaction, std::int64_t time_s) {
  ASSAY_TRY(auto times, read_commit_times(transaction));
  const auto number = transaction.number();
  if (!times.empty() && times.back().time_s >= time_s)
    times.back().transaction = number;  // the same second, or a clock that was set back
  else
    times.push_back({number, time_s});
  thin_out(times);
  Bytes bytes(kHead_bytes + times.size() * kEntry_bytes);
  for (std::size_t i = 0; i < times.size(); ++i) {
    write_le(bytes, kHead_bytes + i * kEntry_bytes, times[i].transaction, 8);
    write_le(bytes, kHead_bytes + i * kEntry_bytes + 8, static_cast<std::uint64_t>(times[i].time_s),
             8);
  }
  seal(times_key(), bytes);
  return transaction.put(Table::Head, times_key(), bytes);
}

Result<std::vector<OpenReader>> open_readers(const Environment& environment) {
  ASSAY_CHECK(environment.drop_dead_readers());
  return environment.readers();
}

Status refuse_stalled_readers(const Transaction& transaction, std::int64_t now_s,
                              std::int64_t limit_s) {
  ASSAY_TRY(const auto pages, transaction.pages());
  if (pages.file_bytes <= kMin_bytes || pages.file_bytes <= 2 * pages.live_bytes) return {};
  ASSAY_TRY(const auto readers, open_readers(transaction.environment()));
  ASSAY_TRY(const auto times, read_commit_times(transaction));
  for (const auto& reader : readers) {
    const auto age = age_s(reader, times, now_s);
    if (age < limit_s) continue;
    return fail(Failure::Store, "store.stalled_reader",
                {ASSAY_TEXT("process {pid} has been reading the office for {seconds} seconds, so "
                            "that its file can only grow, to {megabytes} MB so far; end that "
                            "reader and try again"),
                 {{"pid", std::to_string(reader.pid)},
                  {"seconds", std::to_string(age)},
                  {"megabytes", std::to_string(pages.file_bytes >> 20U)}}},
                {.file = transaction.file()});
  }
  return {};
}

}  // namespace assay::store
