#include "store/catalog.hpp"
#include "store/names.hpp"
#include "store/result_codec.hpp"
#include "store/state.hpp"

namespace assay::store {

Reader::Reader(std::unique_ptr<State> state) : x_state(std::move(state)) {}
Reader::Reader(Reader&&) noexcept = default;
Reader& Reader::operator=(Reader&&) noexcept = default;
Reader::~Reader() = default;

Result<model::Snapshot> Reader::snapshot(std::span<const model::Period> periods,
                                         Verify verify) const {
  ASSAY_CHECK(x_state->transaction.usable());
  return read_snapshot(x_state->shared, {.all = false, .periods = periods}, verify);
}

Result<model::Snapshot> Reader::snapshot() const {
  ASSAY_CHECK(x_state->transaction.usable());
  return read_snapshot(x_state->shared, {.all = true, .periods = {}});
}

Result<model::Catalog> Reader::catalog() const {
  ASSAY_CHECK(x_state->transaction.usable());
  return read_catalog(x_state->transaction);
}

Result<std::vector<model::Period>> Reader::periods() const {
  ASSAY_CHECK(x_state->transaction.usable());
  return read_periods(x_state->transaction);
}

Result<std::optional<std::string>> Reader::scheme_text(const std::string& id,
                                                       std::uint32_t version) const {
  ASSAY_CHECK(x_state->transaction.usable());
  ASSAY_TRY(const auto number, find_name(x_state->transaction, NameKind::Scheme, id));
  if (!number) return std::nullopt;
  const auto key = version_key(static_cast<std::uint32_t>(*number), version);
  ASSAY_TRY(const auto stored, x_state->transaction.get(Table::Scheme, key));
  if (!stored) return std::nullopt;
  ASSAY_TRY(auto record, decode_scheme(*stored));
  return std::move(record.text);
}

Result<std::optional<model::Assessment>> Reader::assessment(const Digest& digest) const {
  ASSAY_CHECK(x_state->transaction.usable());
  ASSAY_TRY(const auto stored, x_state->transaction.get(Table::Assessment, digest_key(digest)));
  if (!stored) return std::nullopt;
  return decode_assessment(*stored);
}

}  // namespace assay::store
