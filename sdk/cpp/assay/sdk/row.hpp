#pragma once
// One unit during assess(): reads its inputs, takes its outputs and reasons. Everything is handed
// to the host only when assess() returns, so that a refused row leaves nothing behind. Used on one
// thread, only within the call.

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <stdexcept>
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
