#pragma once
// One unit during assess(): reads its inputs, takes its outputs and reasons. Everything is handed
// to the host only when assess() returns, so that a refused row leaves nothing behind. Used on one
// thread, only within the call.

#include <concepts>
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
#include "assay/sdk/units.hpp"
#include "assay/sdk/values.hpp"

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

inline void refuse(const assay_plugin_host& host, std::uint64_t row, const RowRefused& why) {
  if (host.refuse(host.ctx, row, why.code, why.operands.data(),
                  static_cast<std::uint32_t>(why.operands.size())) != ASSAY_PLUGIN_OK)
    throw std::logic_error("the host does not take a refusal: are its operands complete?");
}

struct Reason {
  std::uint32_t output, code;
  std::vector<std::int64_t> operands;
};

inline void explain(const assay_plugin_host& host, std::uint64_t row, const Reason& reason) {
  if (host.explain(host.ctx, row, reason.output, reason.code, reason.operands.data(),
                   static_cast<std::uint32_t>(reason.operands.size())) != ASSAY_PLUGIN_OK)
    throw std::logic_error("the host does not take a reason: are its operands complete?");
}

inline void write(const assay_plugin_out& out, std::uint64_t row, Decimal value) {
  static_cast<std::int64_t*>(out.data)[row] = value.micro();
  assay_plugin_set_valid(&out, row);
}
inline void write(const assay_plugin_out& out, std::uint64_t row, Ratio value) {
  static_cast<assay_plugin_ratio*>(out.data)[row] = {value.numerator(), value.denominator()};
  assay_plugin_set_valid(&out, row);
}
inline void write(const assay_plugin_out& out, std::uint64_t row, bool value) {
  static_cast<std::uint8_t*>(out.data)[row] = value ? 1 : 0;
  assay_plugin_set_valid(&out, row);
}

[[nodiscard]] inline std::optional<Decimal> figure(const assay_plugin_batch& batch,
                                                   std::uint32_t input, std::uint64_t row) {
  const auto* column = assay_plugin_in_at(&batch, input);
  if (assay_plugin_is_valid(column, row) == 0) return std::nullopt;
  return Decimal::from_micro(static_cast<const std::int64_t*>(column->data)[row]);
}

[[nodiscard]] inline Decimal required(std::optional<Decimal> figure) {
  if (figure) return *figure;
  throw std::logic_error("the host passed a row without a required input");
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
  // A column of them, for loops over many.
  template <class T>
  [[nodiscard]] Values<T> values(Column<T> column) const {
    return {*assay_plugin_col_at(x_table, column.index), x_from, x_to};
  }
  [[nodiscard]] std::span<const std::int64_t> times_ms() const {
    return {x_table->time_ms + x_from, size()};
  }
  // Where they begin among the rows of all units.
  [[nodiscard]] std::uint64_t first() const { return x_from; }

 private:
  const assay_plugin_table* x_table;
  std::uint64_t x_from, x_to;
};

// Another unit of the batch: the one above, or one below.
class Peer {
 public:
  Peer(const assay_plugin_batch& batch, const Units& units, std::uint64_t row)
      : x_batch(&batch), x_units(&units), x_row(row) {}
  [[nodiscard]] Decimal operator[](RequiredInput input) const {
    return detail::required(detail::figure(*x_batch, input.index, x_row));
  }
  [[nodiscard]] std::optional<Decimal> operator[](Input input) const {
    return detail::figure(*x_batch, input.index, x_row);
  }
  [[nodiscard]] std::string_view code() const { return x_units->code(x_row); }
  [[nodiscard]] std::string_view type() const { return x_units->type(x_row); }

 private:
  const assay_plugin_batch* x_batch;
  const Units* x_units;
  std::uint64_t x_row;
};

class Row {
 public:
  Row(const assay_plugin_batch& batch, const Units& units)
      : x_batch(batch),
        x_units(units),
        x_explaining((batch.flags & ASSAY_PLUGIN_EXPLAIN) != 0),
        x_values(batch.n_out) {}

  [[nodiscard]] Decimal operator[](RequiredInput input) const {
    return detail::required(detail::figure(x_batch, input.index, x_row));
  }
  [[nodiscard]] std::optional<Decimal> operator[](Input input) const {
    return detail::figure(x_batch, input.index, x_row);
  }
  [[nodiscard]] Records operator[](Dataset dataset) const {
    return {*assay_plugin_table_at(&x_batch, dataset.index), x_row};
  }

  // Who the row is; only with Identity::units.
  [[nodiscard]] std::string_view code() const { return x_units.code(x_row); }
  [[nodiscard]] std::string_view type() const { return x_units.type(x_row); }
  // The units above and below, where they are in the batch; not for a plugin that says it is
  // row_independent.
  [[nodiscard]] std::optional<Peer> parent() const {
    const auto row = x_units.parent(x_row);
    if (!row) return std::nullopt;
    return Peer(x_batch, x_units, *row);
  }
  [[nodiscard]] std::vector<Peer> children() const {
    std::vector<Peer> peers;
    for (const auto row : x_units.children(x_row)) peers.emplace_back(x_batch, x_units, row);
    return peers;
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
      std::visit(
          [&]<class T>(const T& value) {
            if constexpr (!std::same_as<T, std::monostate>)
              detail::write(*assay_plugin_out_at(&x_batch, i), x_row, value);
          },
          x_values[i]);
    for (const auto& reason : x_reasons) detail::explain(host, x_row, reason);
  }

 private:
  using Value = std::variant<std::monostate, Decimal, Ratio, bool>;

  const assay_plugin_batch& x_batch;
  const Units& x_units;
  bool x_explaining;
  std::uint64_t x_row = 0;
  std::vector<Value> x_values;  // by output
  std::vector<detail::Reason> x_reasons;
};

}  // namespace assay::sdk
