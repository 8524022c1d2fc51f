#include "store/store.hpp"

#include <system_error>

#include "store/create.hpp"
#include "store/fault.hpp"
#include "store/names.hpp"
#include "store/state.hpp"
#include "store/writer_state.hpp"

namespace assay::store {

namespace {

namespace fs = std::filesystem;

Status check_format(const std::shared_ptr<Environment>& environment) {
  ASSAY_TRY(const auto transaction, Transaction::begin(environment, Access::Read));
  ASSAY_TRY(const auto stored, transaction.get(Table::Meta, meta_key("format")));
  if (!stored)
    return std::unexpected(damaged(environment->file(), Table::Meta, "format", "missing"));
  ASSAY_TRY(const auto format, decode_format(*stored));
  if (format.version > kFormat_version)
    return fail(
        Failure::Store, "store.format_newer",
        {ASSAY_TEXT("the office has format {version} and this program reads up to "
                    "{known}; use a newer program"),
         {{"version", std::to_string(format.version)}, {"known", std::to_string(kFormat_version)}}},
        {.file = environment->file()});
  if (format.version < 1) return std::unexpected(damaged(*stored, "version"));
  return environment->complete();
}

}  // namespace

Store::Store(std::unique_ptr<State> state) : x_state(std::move(state)) {}
Store::Store(Store&&) noexcept = default;
Store& Store::operator=(Store&&) noexcept = default;
Store::~Store() = default;

Status Store::create(const fs::path& office, const DiaryEntry& entry) {
  return create_office(office, entry);
}

Result<Store> Store::open(const fs::path& office, Mode mode) {
  const auto truth = office / kTruth_folder;
  std::error_code code;
  if (!fs::exists(truth / "data.mdb", code)) {
    if (code) return std::unexpected(engine_error(code.value(), office.string()));
    return fail(Failure::Input, "store.no_office",
                {ASSAY_TEXT("there is no office in this folder; make one with `assay init`"), {}},
                {.file = office.string()});
  }
  ASSAY_TRY(auto environment,
            Environment::open(truth, mode == Mode::ReadWrite ? Access::Write : Access::Read));
  ASSAY_CHECK(check_format(environment));
  return Store(std::make_unique<State>(std::move(environment), mode));
}

Result<Reader> Store::read() const {
  ASSAY_TRY(auto transaction, Transaction::begin(x_state->environment, Access::Read));
  return Reader(std::make_unique<Reader::State>(std::move(transaction)));
}

Result<Writer> Store::write() {
  if (x_state->mode == Mode::ReadOnly)
    return fail(Failure::Store, "store.read_only",
                {ASSAY_TEXT("the office was opened for reading only"), {}},
                {.file = x_state->environment->file()});
  ASSAY_TRY(auto transaction, Transaction::begin(x_state->environment, Access::Write));
  ASSAY_TRY(const auto ids, get_ids(transaction));
  return Writer(std::make_unique<Writer::State>(std::move(transaction), ids));
}

Result<Health> Store::check() const {
  ASSAY_TRY(const auto transaction, Transaction::begin(x_state->environment, Access::Read));
  return check_office(transaction);
}

}  // namespace assay::store
