#pragma once
// The environment `<office>/derived`: what can be computed again from the truth, kept to be fast.
// Missing, damaged or made by an older program, it is made anew by the next who keeps something;
// nothing of it ever fails a read of the truth, so there are no errors here, only lines in the log.
// One Derived belongs to a Store and its Readers, which share it as they may end in any order;
// thread-safe. After fork nothing is found or kept.

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string_view>
#include <utility>

#include "base/log.hpp"
#include "model/results.hpp"
#include "store/transaction.hpp"

namespace assay::store {

inline constexpr std::string_view kDerived_folder = "derived";
// When the results of runs take more, those of the oldest go.
inline constexpr std::uint64_t kMax_results_bytes = std::uint64_t{1} << 30U;

class Derived {
 public:
  explicit Derived(const std::filesystem::path& office);

  // Where its lines go; nowhere at first. `log` must outlive this and be called from any thread.
  void log_to(Log* log);

  // The results that have the digest in `manifest`, or null if they are not kept.
  [[nodiscard]] std::unique_ptr<const model::Results> results(const model::RunManifest& manifest);
  // Keeps them under `run`; false when that was not possible. Waits for others who keep results.
  bool keep(std::uint64_t run, const model::Results& results, const Digest& result);

 private:
  // Unknown also while someone else just writes; Newer is left alone.
  enum class State : std::uint8_t { Unknown, Absent, Sound, Unsound, Newer };
  using FileId = std::pair<dev_t, ino_t>;

  [[nodiscard]] std::shared_ptr<Environment> sound();
  void look();
  [[nodiscard]] State state_of_file();
  [[nodiscard]] bool make_anew();
  [[nodiscard]] Status build_anew();
  [[nodiscard]] Status put(std::uint64_t run, const model::Results& results, const Digest& result);
  void unsound(const Error& error);
  void say(LogLevel level, std::string_view what, const Error& error);
  [[nodiscard]] std::optional<FileId> file_id() const;

  const std::filesystem::path x_folder;
  const pid_t x_process;
  std::mutex x_mutex;  // of all that follows
  Log* x_log = nullptr;
  State x_state = State::Unknown;
  std::shared_ptr<Environment> x_environment;  // while Sound
  std::optional<FileId> x_file;                // that it has open
};

}  // namespace assay::store
