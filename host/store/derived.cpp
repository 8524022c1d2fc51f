#include "store/derived.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <string>
#include <system_error>

#include "store/aside.hpp"
#include "store/fault.hpp"
#include "store/folder_lock.hpp"
#include "store/page_tree.hpp"
#include "store/results.hpp"

namespace assay::store {

namespace {

namespace fs = std::filesystem;

constexpr int kMax_attempts = 2;

}  // namespace

Derived::Derived(const fs::path& office)
    : x_folder(office / kDerived_folder), x_process(getpid()) {}

void Derived::log_to(Log* log) {
  const std::lock_guard lock(x_mutex);
  x_log = log;
}

std::unique_ptr<const model::Results> Derived::results(const model::RunManifest& manifest) {
  if (getpid() != x_process) return nullptr;
  const auto environment = sound();
  if (!environment) return nullptr;
  const auto open = [&]() -> Result<std::unique_ptr<const model::Results>> {
    ASSAY_TRY(auto transaction, Transaction::begin(environment, Access::Read));
    return open_results(std::make_shared<const Transaction>(std::move(transaction)),
                        manifest.run.id, manifest.result);
  };
  auto found = open();
  if (found) return std::move(*found);
  const std::lock_guard lock(x_mutex);
  // That too many are reading says nothing of the file.
  if (found.error().code == "store.busy")
    say(LogLevel::Info, "results are not read", found.error());
  else
    unsound(found.error());
  return nullptr;
}

bool Derived::keep(std::uint64_t run, const model::Results& results, const Digest& result) {
  if (getpid() != x_process) return false;
  const std::lock_guard lock(x_mutex);
  for (int attempt = 0; attempt < kMax_attempts; ++attempt) {
    look();
    if (x_state == State::Newer) return false;
    if (x_state != State::Sound && x_state != State::Unknown && !make_anew()) return false;
    // Alone: whoever opens the file now would look at pages that are just written.
    const auto folder = FolderLock::take(x_folder, FolderLock::Kind::Alone);
    if (x_state == State::Unknown && folder) x_state = state_of_file();
    if (x_state != State::Sound || !folder) continue;
    const auto kept = put(run, results, result);
    if (kept) return true;
    say(LogLevel::Info, "results are not kept", kept.error());
    if (kept.error().code != "store.damaged") return false;
    x_state = State::Unsound;
  }
  return false;
}

Status Derived::put(std::uint64_t run, const model::Results& results, const Digest& result) {
  ASSAY_TRY(auto transaction, Transaction::begin(x_environment, Access::Write));
  ASSAY_CHECK(write_results(transaction, run, results, result, kMax_results_bytes));
  return transaction.commit();
}

std::shared_ptr<Environment> Derived::sound() {
  const std::lock_guard lock(x_mutex);
  look();
  return x_state == State::Sound ? x_environment : nullptr;
}

// Another process may have put another file in its place.
void Derived::look() {
  if (x_state == State::Unsound || (x_state == State::Sound && x_file == file_id())) return;
  x_environment = nullptr;
  x_state = State::Absent;
  std::error_code ignored;
  if (!fs::exists(x_folder, ignored)) return;
  x_state = State::Unknown;
  if (FolderLock::try_take(x_folder, FolderLock::Kind::Shared)) x_state = state_of_file();
}

// To be called with the folder locked, so that nobody writes.
Derived::State Derived::state_of_file() {
  const auto look_at = [&]() -> Result<State> {
    ASSAY_TRY(const auto pages, check_pages(x_folder / "data.mdb", std::nullopt));
    if (!pages) return State::Unknown;
    if (!pages->faults.empty()) return std::unexpected(pages->faults.front());
    x_file = file_id();
    ASSAY_TRY(x_environment, Environment::open(x_folder, Access::Read, Room::Derived));
    ASSAY_TRY(const auto transaction, Transaction::begin(x_environment, Access::Read));
    ASSAY_TRY(const auto version, read_derived_version(transaction));
    if (version > kDerived_version) return State::Newer;
    return version == kDerived_version ? State::Sound : State::Unsound;
  };
  auto state = look_at();
  if (!state) {
    say(LogLevel::Info, "derived results are unusable", state.error());
    state = State::Unsound;
  }
  if (*state != State::Sound) x_environment = nullptr;
  return *state;
}

bool Derived::make_anew() {
  x_environment = nullptr;
  if (const auto built = build_anew(); !built) {
    say(LogLevel::Info, "derived results cannot be made anew", built.error());
    return false;
  }
  if (x_log != nullptr && x_state == State::Unsound)
    x_log->write(LogLevel::Info, "derived results were made anew: " + x_folder.string());
  x_state = State::Unknown;
  look();
  return true;
}

Status Derived::build_anew() {
  ASSAY_TRY(const auto fresh, Aside::make(x_folder.parent_path(), x_folder));
  {
    ASSAY_TRY(auto environment, Environment::create(fresh.path(), Room::Derived));
    ASSAY_TRY(auto transaction, Transaction::begin(std::move(environment), Access::Write));
    ASSAY_CHECK(write_derived_version(transaction));
    ASSAY_CHECK(transaction.commit());
  }
  std::error_code ignored;
  fs::remove(fresh.path() / "lock.mdb", ignored);
  // Alone, so that nobody has opened half of the old and half of the new.
  const auto folder = FolderLock::take(x_folder, FolderLock::Kind::Alone);
  if (folder) {
    ASSAY_TRY(const auto old, Aside::make(x_folder.parent_path(), x_folder));
    if (::rename(x_folder.c_str(), (old.path() / kDerived_folder).c_str()) != 0)
      return std::unexpected(engine_error(errno, x_folder.string()));
    if (::rename(fresh.path().c_str(), x_folder.c_str()) != 0)
      return std::unexpected(engine_error(errno, x_folder.string()));
    return {};
  }
  // Not there, or just replaced by someone else, which is as good.
  if (::rename(fresh.path().c_str(), x_folder.c_str()) != 0 && errno != ENOTEMPTY &&
      errno != EEXIST)
    return std::unexpected(engine_error(errno, x_folder.string()));
  return {};
}

void Derived::unsound(const Error& error) {
  x_state = State::Unsound;
  say(LogLevel::Info, "derived results are unusable", error);
}

void Derived::say(LogLevel level, std::string_view what, const Error& error) {
  if (x_log != nullptr) x_log->write(level, std::string(what) + ": " + describe(error));
}

std::optional<Derived::FileId> Derived::file_id() const {
  struct stat info{};
  if (stat((x_folder / "data.mdb").c_str(), &info) != 0) return std::nullopt;
  return FileId{info.st_dev, info.st_ino};
}

}  // namespace assay::store
