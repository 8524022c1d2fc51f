#include "store/store.hpp"

#include <system_error>

#include "store/create.hpp"
#include "store/fault.hpp"
#include "store/folder_lock.hpp"
#include "store/names.hpp"
#include "store/readers.hpp"
#include "store/state.hpp"
#include "store/upgrade.hpp"
#include "store/writer_state.hpp"

namespace assay::store {

namespace {

namespace fs = std::filesystem;

// The format that `transaction` sees; refuses newer ones.
Result<std::uint32_t> format_of(const Transaction& transaction) {
  ASSAY_TRY(const auto stored, transaction.get(Table::Meta, meta_key("format")));
  if (!stored)
    return std::unexpected(damaged(transaction.file(), Table::Meta, "format", "missing"));
  ASSAY_TRY(const auto format, decode_format(*stored));
  if (format.version > kFormat_version)
    return fail(
        Failure::Store, "store.format_newer",
        {ASSAY_TEXT("the office has format {version} and this program reads up to "
                    "{known}; use a newer program"),
         {{"version", std::to_string(format.version)}, {"known", std::to_string(kFormat_version)}}},
        {.file = transaction.file()});
  if (format.version < 1) return std::unexpected(damaged(*stored, "version"));
  return format.version;
}

// A transaction that reads, in a format known to have all its tables in sight. Another process may
// upgrade the office at any moment, and then its new tables have to be looked for.
Result<Transaction> begin_reading(const std::shared_ptr<Environment>& environment) {
  for (bool looked = false;; looked = true) {
    auto transaction = Transaction::begin(environment, Access::Read);
    if (!transaction) return transaction;
    ASSAY_TRY(const auto format, format_of(*transaction));
    ASSAY_CHECK(environment->complete(kTable_count_1));
    if (format < kFormat_version || transaction->has(kNewest_table)) return transaction;
    if (looked) ASSAY_CHECK(environment->complete(kTable_count));
    transaction->abort();
    ASSAY_CHECK(environment->look_for_tables());
  }
}

}  // namespace

Store::Store(std::unique_ptr<State> state) : x_state(std::move(state)) {}
Store::Store(Store&&) noexcept = default;
Store& Store::operator=(Store&&) noexcept = default;
Store::~Store() = default;

Status Store::create(const fs::path& office, const Cause& cause) {
  return create_office(office, cause);
}

Result<Store> Store::open(const fs::path& office, Mode mode, const Cause& cause) {
  const auto truth = office / kTruth_folder;
  std::error_code code;
  if (!fs::exists(truth / "data.mdb", code)) {
    if (code) return std::unexpected(engine_error(code.value(), office.string()));
    return no_office(office);
  }
  // While the file is opened, no backup takes its place.
  const auto settled = FolderLock::take(office, FolderLock::Kind::Shared);
  ASSAY_TRY(auto environment,
            Environment::open(truth, mode == Mode::ReadWrite ? Access::Write : Access::Read));
  std::uint32_t format = 0;
  {
    ASSAY_TRY(const auto transaction, begin_reading(environment));
    ASSAY_TRY(format, format_of(transaction));
  }
  if (mode == Mode::ReadWrite && format < kFormat_version) {
    ASSAY_CHECK(upgrade(environment, cause));
  }
  return Store(
      std::make_unique<State>(std::move(environment), mode, std::make_shared<Derived>(office)));
}

Result<Reader> Store::read() const {
  ASSAY_TRY(auto transaction, begin_reading(x_state->environment));
  return Reader(std::make_unique<Reader::State>(std::move(transaction), x_state->derived));
}

Status Store::check_writable() const {
  if (x_state->mode != Mode::ReadOnly) return {};
  return fail(Failure::Store, "store.read_only",
              {ASSAY_TEXT("the office was opened for reading only"), {}},
              {.file = x_state->environment->file()});
}

Result<std::unique_ptr<Writer::State>> Store::begin_writing(std::int64_t now_s,
                                                            const LogEnd* known) {
  ASSAY_CHECK(check_writable());
  ASSAY_TRY(auto state, Writer::State::start(x_state->environment, known));
  if (known != nullptr) state->transaction.keep_pages();
  state->transaction.limit_changed(x_state->changed_limit_bytes);
  // A newer program may have upgraded the office since it was opened.
  ASSAY_CHECK(format_of(state->transaction));
  ASSAY_CHECK(refuse_stalled_readers(state->transaction, now_s, x_state->reader_limit_s));
  return state;
}

Result<Writer> Store::write(const Cause& cause) {
  ASSAY_TRY(auto state, begin_writing(cause.time_s, nullptr));
  ASSAY_CHECK(state->begin(cause));
  return Writer(std::move(state));
}

Result<Health> Store::check() const {
  ASSAY_TRY(const auto transaction, begin_reading(x_state->environment));
  return check_office(transaction);
}

}  // namespace assay::store
