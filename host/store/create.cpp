#include "store/create.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <string>
#include <system_error>

#include "store/fault.hpp"
#include "store/journal_writer.hpp"
#include "store/names.hpp"
#include "store/state.hpp"

namespace assay::store {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view kAside_mark = ".assay-new-";
constexpr int kMax_asides = 1'000;  // left behind by crashes

std::unexpected<Error> office_exists(const fs::path& office) {
  return fail(
      Failure::Input, "store.exists",
      {ASSAY_TEXT("there is an office in this folder already; use it, or name another"), {}},
      {.file = office.string()});
}

std::unexpected<Error> not_empty(const fs::path& office) {
  return fail(Failure::Input, "store.not_empty",
              {ASSAY_TEXT("this is a file or a folder with other things in it; name a new or "
                          "empty folder"),
               {}},
              {.file = office.string()});
}

std::unexpected<Error> system_fault(const fs::path& path, int code) {
  return std::unexpected(engine_error(code, path.string()));
}

// The folder may be there if it is empty; what crashed attempts left does not count.
Result<bool> is_empty_folder(const fs::path& office) {
  std::error_code code;
  const auto status = fs::status(office, code);
  if (status.type() == fs::file_type::not_found) return false;
  if (code) return system_fault(office, code.value());
  if (!fs::is_directory(status)) return not_empty(office);
  if (fs::exists(office / kTruth_folder / "data.mdb", code)) return office_exists(office);
  fs::directory_iterator entries(office, code);
  if (code) return system_fault(office, code.value());
  for (; entries != fs::directory_iterator(); entries.increment(code)) {
    if (code) return system_fault(office, code.value());
    if (!entries->path().filename().string().starts_with(kAside_mark)) return not_empty(office);
  }
  return true;
}

Status sync(const fs::path& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return system_fault(path, errno);
  const int code = fsync(file) == 0 ? 0 : errno;
  close(file);
  if (code != 0) return system_fault(path, code);
  return {};
}

// Makes a folder in `parent` that no one else has; trouble is told of the office it is for.
Result<fs::path> make_aside(const fs::path& parent, const fs::path& office) {
  for (int number = 0; number < kMax_asides; ++number) {
    auto aside = parent / (std::string(kAside_mark) + std::to_string(getpid()) + "-" +
                           std::to_string(number));
    if (mkdir(aside.c_str(), 0777) == 0) return aside;
    if (errno != EEXIST) return system_fault(office, errno);
  }
  return system_fault(office, EEXIST);
}

Status fill_new(const fs::path& folder, const Cause& cause) {
  ASSAY_TRY(auto environment, Environment::create(folder));
  ASSAY_TRY(auto transaction, Transaction::begin(std::move(environment), Access::Write));
  const auto format = meta_key("format");
  ASSAY_CHECK(put_encoded(transaction, Table::Meta, format,
                          encode(format, FormatRecord{kFormat_version, cause.time_s})));
  const auto numbers = meta_key("ids");
  ASSAY_CHECK(put_encoded(transaction, Table::Meta, numbers, encode(numbers, IdsRecord())));
  ASSAY_TRY(auto journal, Journal::open(transaction));
  ASSAY_CHECK(journal.begin(cause));
  ASSAY_CHECK(journal.append(MadePart{}));
  ASSAY_CHECK(journal.end(Change::New));
  ASSAY_CHECK(journal.seal());
  return transaction.commit();
}

// Builds `truth`, with all of it on the disk when this returns.
Status build(const fs::path& truth, const Cause& cause) {
  ASSAY_CHECK(fill_new(truth, cause));
  std::error_code ignored;
  fs::remove(truth / "lock.mdb", ignored);  // the first to open the office makes another
  ASSAY_CHECK(sync(truth / "data.mdb"));
  return sync(truth);
}

Status move_into_place(const fs::path& aside, const fs::path& place) {
  if (::rename(aside.c_str(), place.c_str()) == 0) return sync(place.parent_path());
  // Someone else made the office meanwhile.
  if (errno == ENOTEMPTY || errno == EEXIST) return office_exists(place);
  return system_fault(place, errno);
}

// Into a folder that is there: only `truth` is renamed, so that the folder stays what it is for
// those who stand in it.
Status create_within(const fs::path& office, const Cause& cause) {
  ASSAY_TRY(const auto aside, make_aside(office, office));
  auto done = build(aside, cause);
  if (done) done = move_into_place(aside, office / kTruth_folder);
  std::error_code ignored;
  if (!done) fs::remove_all(aside, ignored);
  return done;
}

std::unexpected<Error> no_parent(const fs::path& office) {
  return fail(
      Failure::Input, "store.no_parent",
      {ASSAY_TEXT("the folder above does not exist; make it first, or correct the path"), {}},
      {.file = office.string()});
}

Status create_folder(const fs::path& office, const Cause& cause) {
  std::error_code code;
  if (!fs::is_directory(office.parent_path(), code)) return no_parent(office);
  ASSAY_TRY(const auto aside, make_aside(office.parent_path(), office));
  const auto truth = aside / kTruth_folder;
  Status done;
  if (mkdir(truth.c_str(), 0777) != 0) done = system_fault(truth, errno);
  if (done) done = build(truth, cause);
  if (done) done = sync(aside);
  if (done) done = move_into_place(aside, office);
  std::error_code ignored;
  if (!done) fs::remove_all(aside, ignored);
  return done;
}

}  // namespace

Status create_office(const fs::path& office, const Cause& cause) {
  ASSAY_CHECK(check_limits(cause));
  std::error_code code;
  auto place = fs::weakly_canonical(fs::absolute(office, code), code);
  if (code) return system_fault(office, code.value());
  if (place.filename().empty()) place = place.parent_path();  // "office/"
  ASSAY_TRY(const auto is_there, is_empty_folder(place));
  return is_there ? create_within(place, cause) : create_folder(place, cause);
}

}  // namespace assay::store
