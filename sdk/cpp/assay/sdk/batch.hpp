#pragma once
// All rows of a call during assess_all(): columns as spans, for plugins to which the cost of a row
// matters. Writes straight into the host's buffers. Used on one thread, only within the call.

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <span>

#include "assay/plugin.h"
#include "assay/sdk/declaration.hpp"
#include "assay/sdk/row.hpp"
#include "assay/sdk/units.hpp"
#include "assay/sdk/values.hpp"

namespace assay::sdk {

namespace detail {

// Thrown by Batch::tick, caught by the boundary.
struct Cancelled {};

}  // namespace detail

// The column of an output. A row that is not set has no answer.
template <class T>
class Answers {
 public:
  explicit Answers(const assay_plugin_out& out) : x_out(&out) {}

  void set(std::uint64_t row, T value) { detail::write(*x_out, row, value); }
  // Millionths, for loops; rows count once mark() was called for them.
  [[nodiscard]] std::span<std::int64_t> micro() const
    requires std::same_as<T, Decimal>
  {
    return {static_cast<std::int64_t*>(x_out->data), x_out->rows};
  }
  void mark(std::uint64_t row) { assay_plugin_set_valid(x_out, row); }

 private:
  const assay_plugin_out* x_out;
};

class Batch {
 public:
  Batch(const assay_plugin_batch& batch, const assay_plugin_host& host, const Units& units,
        Rule out_of_range)
      : x_batch(batch), x_host(host), x_units(units), x_out_of_range(out_of_range) {}

  [[nodiscard]] std::uint64_t rows() const { return x_batch.rows; }
  [[nodiscard]] bool explaining() const { return (x_batch.flags & ASSAY_PLUGIN_EXPLAIN) != 0; }

  [[nodiscard]] Values<Decimal> operator[](RequiredInput input) const { return in(input.index); }
  [[nodiscard]] Values<Decimal> operator[](Input input) const { return in(input.index); }
  // The rows of a dataset that belong to unit `row`.
  [[nodiscard]] Records records(Dataset dataset, std::uint64_t row) const {
    return {*assay_plugin_table_at(&x_batch, dataset.index), row};
  }
  // A column over the dataset's rows of all units; those of unit i are records(dataset, i).first()
  // and those that follow.
  template <class T>
  [[nodiscard]] Values<T> operator[](Column<T> column) const {
    const auto* table = assay_plugin_table_at(&x_batch, column.dataset);
    return {*assay_plugin_col_at(table, column.index), 0, table->rows};
  }
  [[nodiscard]] const Units& units() const { return x_units; }

  template <class T>
  [[nodiscard]] Answers<T> operator[](Output<T> output) const {
    return Answers<T>(*assay_plugin_out_at(&x_batch, output.index));
  }

  // Why `output` of `row` is what it is, or why it is absent. Ask explaining() before the work.
  template <class T>
  void explain(std::uint64_t row, Output<T> output, Rule rule,
               std::initializer_list<Decimal> operands = {}) const {
    if (explaining())
      detail::explain(x_host, row, {output.index, rule.code, detail::micros(operands)});
  }
  // Unit `row` cannot be assessed.
  void refuse(std::uint64_t row, Rule rule, std::initializer_list<Decimal> operands = {}) const {
    detail::refuse(x_host, row, {rule.code, detail::micros(operands)});
  }

  // Calls `work` for every row; a figure too large for exact arithmetic refuses its row.
  template <class Work>
  void each(const Work& work) const {
    for (std::uint64_t row = 0; row < rows(); ++row) {
      static constexpr std::uint64_t kRows_per_tick = 1024;
      if (row % kRows_per_tick == 0) tick(row);
      try {
        work(row);
      } catch (const OutOfRange&) {
        refuse(row, x_out_of_range);
      }
    }
  }
  // Once a second of work at least, in loops of its own: ends assess_all() when asked to.
  void tick(std::uint64_t rows_done) const {
    if (x_host.tick(x_host.ctx, rows_done) != 0) throw detail::Cancelled();
  }

 private:
  [[nodiscard]] Values<Decimal> in(std::uint32_t index) const {
    return {*assay_plugin_in_at(&x_batch, index), 0, x_batch.rows};
  }

  const assay_plugin_batch& x_batch;
  const assay_plugin_host& x_host;
  const Units& x_units;
  Rule x_out_of_range;
};

}  // namespace assay::sdk
