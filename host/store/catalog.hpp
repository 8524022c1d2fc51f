#pragma once
// Reads units and indicators, for whoever wants them with or without figures. Thread-safe.

#include <cstdint>
#include <functional>
#include <span>

#include "model/catalog.hpp"
#include "store/entry_codec.hpp"
#include "store/transaction.hpp"

namespace assay::store {

// Gives every unit, by id, once it agrees with `axis` (read_axis()); store.damaged where one does
// not.
[[nodiscard]] Status each_unit(const Transaction& transaction, std::span<const std::uint64_t> axis,
                               const std::function<void(UnitRecord&&)>& take);
// Gives every version of every indicator with its number, the newest last.
[[nodiscard]] Status each_indicator(
    const Transaction& transaction,
    const std::function<void(std::uint32_t number, model::Indicator&&)>& take);

[[nodiscard]] Result<model::Catalog> read_catalog(const Transaction& transaction);

}  // namespace assay::store
