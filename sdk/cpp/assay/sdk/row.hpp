#pragma once
// One unit during assess(): reads its inputs, takes its outputs and reasons. Everything is handed
// to the host only when assess() returns, so that a refused row leaves nothing behind. Used on one
// thread, only within the call.

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <stdexcept>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "assay/plugin.h"
#include "assay/sdk/declaration.hpp"

namespace assay::sdk {

namespace detail {

// Thrown by Row::refuse, caught by the boundary.
struct RowRefused {
  std::uint32_t code;
  std::vector<std::int64_t> operands;
};

inline std::vector<std::int64_t> micros(std::initializer_list<Decimal> operands) {
  std::vector<std::int64_t> values;
  for (const auto operand : operands) values.push_back(operand.micro());
  return values;
}

}  // namespace detail

// One row of a dataset.
class Record {
 public:
  Record(const assay_plugin_table& table, std::uint64_t row) : x_table(&table), x_row(row) {}

  // Nothing where the column was left empty, which a required one never is.
  template <class T>
  [[nodiscard]] std::optional<T> operator[](Column<T> column) const {
    const auto* values = assay_plugin_col_at(x_table, column.index);
    if (assay_plugin_is_valid(values, x_row) == 0) return std::nullopt;
    return get(*values, static_cast<const T*>(nullptr));
  }
  [[nodiscard]] Time time() const { return {x_table->time_ms[x_row]}; }

 private:
  template <class T>
  [[nodiscard]] T at(const assay_plugin_col& column) const {
    return static_cast<const T*>(column.data)[x_row];
  }
  [[nodiscard]] Decimal get(const assay_plugin_col& column, const Decimal*) const {
    return Decimal::from_micro(at<std::int64_t>(column));
  }
  [[nodiscard]] std::int64_t get(const assay_plugin_col& column, const std::int64_t*) const {
    return at<std::int64_t>(column);
  }
  [[nodiscard]] bool get(const assay_plugin_col& column, const bool*) const {
    return at<std::uint8_t>(column) != 0;
  }
  [[nodiscard]] Date get(const assay_plugin_col& column, const Date*) const {
    return {at<std::int32_t>(column)};
  }
  [[nodiscard]] Time get(const assay_plugin_col& column, const Time*) const {
    return {at<std::int64_t>(column)};
  }
  [[nodiscard]] Word get(const assay_plugin_col& column, const Word*) const {
    return {at<std::uint32_t>(column)};
  }
  [[nodiscard]] std::string_view get(const assay_plugin_col& column,
                                     const std::string_view*) const {
    const auto from = column.offsets[x_row];
    return {static_cast<const char*>(column.data) + from,
            static_cast<std::size_t>(column.offsets[x_row + 1] - from)};
  }

  const assay_plugin_table* x_table;
  std::uint64_t x_row;
};

// A column of figures as it lies in memory, for walking many rows fast.
class Figures {
 public:
  Figures(const assay_plugin_col& column, std::uint64_t from)
      : x_micro(static_cast<const std::int64_t*>(column.data) + from),
        x_valid(column.valid),
        x_from(from) {}

  [[nodiscard]] bool has(std::uint64_t i) const {
    return x_valid == nullptr || (x_valid[(x_from + i) / 8] >> (x_from + i) % 8 & 1U) != 0;
  }
  // In millionths; 0 where there is none.
  [[nodiscard]] std::int64_t micro(std::uint64_t i) const { return x_micro[i]; }

 private:
  const std::int64_t* x_micro;
  const std::uint8_t* x_valid;
  std::uint64_t x_from;
};

// The rows of a dataset that belong to one unit, by time. May be walked any number of times.
class Records {
 public:
  class Iterator {
   public:
    Iterator(const assay_plugin_table& table, std::uint64_t row) : x_table(&table), x_row(row) {}
    Record operator*() const { return {*x_table, x_row}; }
    Iterator& operator++() {
      ++x_row;
      return *this;
    }
    bool operator==(const Iterator&) const = default;

   private:
    const assay_plugin_table* x_table;
    std::uint64_t x_row;
  };

  Records(const assay_plugin_table& table, std::uint64_t unit)
      : x_table(&table), x_from(table.row_start[unit]), x_to(table.row_start[unit + 1]) {}
  [[nodiscard]] Iterator begin() const { return {*x_table, x_from}; }
  [[nodiscard]] Iterator end() const { return {*x_table, x_to}; }
  [[nodiscard]] std::uint64_t size() const { return x_to - x_from; }
  [[nodiscard]] Record operator[](std::uint64_t i) const { return {*x_table, x_from + i}; }
  [[nodiscard]] Figures figures(Column<Decimal> column) const {
    return {*assay_plugin_col_at(x_table, column.index), x_from};
  }
  // Since 1970-01-01T00:00 on the local clock.
  [[nodiscard]] std::int64_t time_ms(std::uint64_t i) const { return x_table->time_ms[x_from + i]; }

 private:
  const assay_plugin_table* x_table;
  std::uint64_t x_from, x_to;
};

class Row {
 public:
  explicit Row(const assay_plugin_batch& batch)
      : x_batch(batch),
        x_explaining((batch.flags & ASSAY_PLUGIN_EXPLAIN) != 0),
        x_values(batch.n_out) {}

  [[nodiscard]] Decimal operator[](RequiredInput input) const {
    if (const auto value = figure(input.index)) return *value;
    throw std::logic_error("the host passed a row without a required input");
  }
  [[nodiscard]] std::optional<Decimal> operator[](Input input) const { return figure(input.index); }
  [[nodiscard]] Records operator[](Dataset dataset) const {
    return {*assay_plugin_table_at(&x_batch, dataset.index), x_row};
  }

  void set(DecimalOutput output, Decimal value) { x_values[output.index] = value; }
  void set(RatioOutput output, Ratio value) { x_values[output.index] = value; }
  void set(FlagOutput output, bool value) { x_values[output.index] = value; }

  // Why `output` is what it is, or why it is absent. Costs nothing unless reasons are wanted.
  template <class T>
  void explain(Output<T> output, Rule rule, std::initializer_list<Decimal> operands = {}) {
    if (x_explaining) x_reasons.push_back({output.index, rule.code, detail::micros(operands)});
  }

  // This unit cannot be assessed; ends assess().
  [[noreturn]] void refuse(Rule rule, std::initializer_list<Decimal> operands = {}) const {
    throw detail::RowRefused{rule.code, detail::micros(operands)};
  }

  // For the boundary: goes to `row` and forgets what the last one left.
  void begin(std::uint64_t row) {
    x_row = row;
    x_values.assign(x_values.size(), std::monostate());
    x_reasons.clear();
  }
  // For the boundary: hands values and reasons to the host.
  void commit(const assay_plugin_host& host) const {
    for (std::uint32_t i = 0; i < x_values.size(); ++i)
      write(*assay_plugin_out_at(&x_batch, i), x_values[i]);
    for (const auto& reason : x_reasons)
      if (host.explain(host.ctx, x_row, reason.output, reason.code, reason.operands.data(),
                       static_cast<std::uint32_t>(reason.operands.size())) != ASSAY_PLUGIN_OK)
        throw std::logic_error("the host does not take a reason: are its operands complete?");
  }

 private:
  using Value = std::variant<std::monostate, Decimal, Ratio, bool>;
  struct Reason {
    std::uint32_t output, code;
    std::vector<std::int64_t> operands;
  };

  [[nodiscard]] std::optional<Decimal> figure(std::uint32_t index) const {
    const auto* column = assay_plugin_in_at(&x_batch, index);
    if (assay_plugin_is_valid(column, x_row) == 0) return std::nullopt;
    return Decimal::from_micro(static_cast<const std::int64_t*>(column->data)[x_row]);
  }

  void write(const assay_plugin_out& out, const Value& value) const {
    if (const auto* decimal = std::get_if<Decimal>(&value))
      static_cast<std::int64_t*>(out.data)[x_row] = decimal->micro();
    else if (const auto* ratio = std::get_if<Ratio>(&value))
      static_cast<assay_plugin_ratio*>(out.data)[x_row] = {ratio->numerator(),
                                                           ratio->denominator()};
    else if (const auto* flag = std::get_if<bool>(&value))
      static_cast<std::uint8_t*>(out.data)[x_row] = *flag ? 1 : 0;
    else
      return;
    assay_plugin_set_valid(&out, x_row);
  }

  const assay_plugin_batch& x_batch;
  bool x_explaining;
  std::uint64_t x_row = 0;
  std::vector<Value> x_values;  // by output
  std::vector<Reason> x_reasons;
};

}  // namespace assay::sdk
