#pragma once
// What the tests of the store share: a folder that goes away, a small office with every kind of
// entry, and snapshots and runs as text, so that they can be compared with what is expected.

#include <gtest/gtest.h>

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "store/store.hpp"

namespace assay::store {

// A new folder under the system's temporary one, removed at the end.
class TempFolder {
 public:
  TempFolder();
  ~TempFolder();
  TempFolder(const TempFolder&) = delete;
  TempFolder& operator=(const TempFolder&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const { return x_path; }
  [[nodiscard]] std::filesystem::path office() const { return x_path / "office"; }
  [[nodiscard]] std::filesystem::path data() const { return office() / "truth" / "data.mdb"; }

 private:
  std::filesystem::path x_path;
};

// The value, or a failed test that says why (and then ends the program: nothing can go on).
template <class T>
T must(Result<T> result) {
  if (!result) {
    ADD_FAILURE() << describe(result.error());
    std::abort();
  }
  return std::move(*result);
}
inline void must(const Status& status) {
  if (!status) {
    ADD_FAILURE() << describe(status.error());
    std::abort();
  }
}

// "" when it went well.
template <class T>
std::string code_of(const Result<T>& result) {
  return result ? "" : result.error().code;
}
template <class T>
std::string describe_result(const Result<T>& result) {
  return result ? "" : describe(result.error());
}

// By 统计局/张三, at 1,700,000,000.
[[nodiscard]] Cause cause_of(const std::string& action);
void make_office(const std::filesystem::path& office);
[[nodiscard]] Store open_office(const std::filesystem::path& office, Mode mode = Mode::ReadWrite);
// Runs `work` with a Writer and commits.
void write_office(const std::filesystem::path& office, const std::function<void(Writer&)>& work);
[[nodiscard]] model::Snapshot snapshot_of(const std::filesystem::path& office);

[[nodiscard]] model::Unit unit(const std::string& code);
[[nodiscard]] model::Indicator indicator(const std::string& code);
[[nodiscard]] model::Observation observation(const std::string& unit, const std::string& indicator,
                                             std::int64_t micro);

// Two units, an indicator, figures, an event, an imported assessment, a scheme, an assessment of a
// plugin, a run and a diary entry.
void fill_office(const std::filesystem::path& office);
inline constexpr Digest kSample_assessment{0xa5, 1, 2, 3};
inline constexpr Digest kSample_run{0x7e, 9, 8, 7};
[[nodiscard]] model::Assessment sample_assessment();
// Of `units` units in two groups; the first has every field set.
[[nodiscard]] model::Run sample_run(std::size_t units = 3);

// One line an entry: everything there is in a snapshot, run or assessment.
[[nodiscard]] std::string dump(const model::Snapshot& snapshot);
[[nodiscard]] std::string dump(const model::Run& run);
[[nodiscard]] std::string dump(const model::Assessment& assessment);

[[nodiscard]] std::string file_bytes(const std::filesystem::path& file);
// The exit code of what `work` does in a forked child: its own return value; 200 and more when it
// was killed by a signal.
[[nodiscard]] int in_child(const std::function<int()>& work);

}  // namespace assay::store
