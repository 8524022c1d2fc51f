#pragma once
// CSV rows as the model's values. Pure; thread-safe.

#include "exchange/csv_kinds.hpp"
#include "exchange/row_fields.hpp"
#include "model/batch.hpp"

namespace assay::exchange {

// Reads the row that `fields` stands on and appends its value to `batch`, unless it is faulty.
void append_row(Kind kind, RowFields& fields, model::Origin origin, model::Batch& batch);

}  // namespace assay::exchange
