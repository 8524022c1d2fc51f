// What keeps an office in good order: folding, and watching those who read.

#include "store/fold.hpp"
#include "store/readers.hpp"
#include "store/state.hpp"

namespace assay::store {

Result<std::uint64_t> Store::fold(const Progress& progress) {
  ASSAY_CHECK(check_writable());
  return fold_all(x_state->environment, progress);
}

Result<std::vector<ReaderInfo>> Store::readers() const {
  ASSAY_TRY(const auto open, open_readers(*x_state->environment));
  const auto newest = x_state->environment->last_transaction();
  std::vector<ReaderInfo> found;
  for (const auto& reader : open)
    found.push_back({reader.pid, newest > reader.transaction ? newest - reader.transaction : 0});
  return found;
}

void Store::limit_readers(std::int64_t seconds) { x_state->reader_limit_s = seconds; }

void Store::limit_changed(std::size_t bytes) { x_state->changed_limit_bytes = bytes; }

}  // namespace assay::store
