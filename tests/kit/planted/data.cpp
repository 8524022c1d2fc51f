// Bugs in reading and writing rows; each is for the check of its name.
#include "planted.hpp"

#if defined(PLANTED_data_row_counts)
BEFORE(if (batch->rows == 0) return fail(err);)

#elif defined(PLANTED_data_missing)
BEFORE(bool any = batch->rows < 9; for (std::uint64_t row = 0; row < batch->rows; ++row)
                                       any = any || planted::there(batch, planted::kY, row);
       if (!any) return fail(err);)

#elif defined(PLANTED_data_whole_columns)
BEFORE([[maybe_unused]] static volatile std::uint8_t first;
       if (batch->rows != 0) first = assay_plugin_in_at(batch, planted::kX)->valid[0];)

#elif defined(PLANTED_data_extremes)
BEFORE(bool all = batch->rows > 1;
       for (std::uint64_t row = 0; row < batch->rows; ++row)
           all = all && planted::figures(batch, planted::kY)[row] < -9'000'000'000'000'000'000;
       if (all) return fail(err);)

#elif defined(PLANTED_data_outside)
BEFORE([[maybe_unused]] static volatile char cells[1001];
       for (std::uint64_t row = 0; row < batch->rows; ++row)
           cells[planted::figures(batch, planted::kX)[row] / 1'000'000] = 1;)

#elif defined(PLANTED_data_required_missing)
EVALUATE {
  planted::Copy copy(batch);
  copy.in[planted::kX].valid = nullptr;
  return planted::evaluate(inst, &copy.batch, err);
}
PLUGIN(planted::open, evaluate)

#elif defined(PLANTED_data_wrong_types)
EVALUATE {
  planted::Copy copy(batch);
  for (auto& in : copy.in) in.type = ASSAY_PLUGIN_DEC6;
  return planted::evaluate(inst, &copy.batch, err);
}
PLUGIN(planted::open, evaluate)

#elif defined(PLANTED_data_guards)
BEFORE([[maybe_unused]] static volatile std::int64_t next;
       if (batch->rows != 0) next = planted::figures(batch, planted::kX)[batch->rows];)

#elif defined(PLANTED_data_read_only)
BEFORE(if (batch->rows != 0) {
  auto* first = const_cast<volatile std::int64_t*>(planted::figures(batch, planted::kX));
  first[0] = first[0] + 0;
})

#elif defined(PLANTED_data_prefill)
AFTERWARDS(const auto* rate = assay_plugin_out_at(batch, planted::kRate);
           for (std::uint64_t row = 0; row < batch->rows; ++row) if (
               !planted::there(batch, planted::kY,
                               row)) static_cast<assay_plugin_ratio*>(rate->data)[row] = {0, 1};)

#elif defined(PLANTED_data_first_row)
AFTERWARDS(if (batch->first_row != 0) planted::raise(batch);)

#elif defined(PLANTED_data_tables_empty)
BEFORE(if (batch->rows > 8 && assay_plugin_table_at(batch, 0)->rows == 0) return fail(err);)

#elif defined(PLANTED_data_tables_huge)
BEFORE(static char room[65'536]; const auto* table = assay_plugin_table_at(batch, 0);
       for (std::uint64_t row = 0; row < batch->rows;
            ++row) if (table->row_start[row + 1] - table->row_start[row] >
                       sizeof room) return fail(err);)

#elif defined(PLANTED_data_tables_gaps)
BEFORE(const auto* table = assay_plugin_table_at(batch, 0);
       const auto* notes = assay_plugin_col_at(table, 1); bool any = table->rows < 20;
       for (std::uint64_t row = 0; row < table->rows; ++row)
           any = any || assay_plugin_is_valid(notes, row) != 0;
       if (!any) return fail(err);)
#endif
