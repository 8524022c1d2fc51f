#pragma once
// The host's side of one plugin instance: the table of functions the plugin may call, and what it
// told through them. Must stay at its address while the instance lives. One thread at a time.

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "assay/ext/units.h"
#include "assay/plugin.h"
#include "plugin/columns.hpp"
#include "plugin/descriptor.hpp"

namespace assay::plugin {

class Callbacks {
 public:
  // `rules` must outlive it.
  // Units are offered to plugins that ask when `with_units`.
  Callbacks(const std::map<std::uint32_t, RuleInfo>& rules, std::uint32_t abi, bool with_units);
  Callbacks(const Callbacks&) = delete;
  Callbacks& operator=(const Callbacks&) = delete;

  [[nodiscard]] const assay_plugin_host* table() const { return &x_table; }

  // Before each evaluate of `rows` of `inputs`; forgets what was told before. `inputs` must outlive
  // it.
  void begin(const Inputs& inputs, std::span<const std::size_t> rows, std::size_t outputs);

  // Told since begin, by row of the batch.
  [[nodiscard]] std::vector<Message>& reasons(std::size_t output, std::size_t row) {
    return x_reasons[output][row];
  }
  [[nodiscard]] const std::map<std::size_t, Message>& refusals() const { return x_refusals; }
  // The first call that broke the rules of the ABI; "" = none.
  [[nodiscard]] const std::string& violation() const { return x_violation; }

 private:
  static void* scratch(void* ctx, std::uint64_t bytes, std::uint64_t align) noexcept;
  static std::int32_t tick(void* ctx, std::uint64_t rows_done) noexcept;
  static std::int32_t explain(void* ctx, std::uint64_t row, std::uint32_t out, std::uint32_t rule,
                              const std::int64_t* operands, std::uint32_t n_operands) noexcept;
  static std::int32_t refuse(void* ctx, std::uint64_t row, std::uint32_t rule,
                             const std::int64_t* operands, std::uint32_t n_operands) noexcept;
  static void log(void* ctx, std::int32_t level, assay_plugin_str text) noexcept;
  static const void* ext(void* ctx, const char* id) noexcept;
  static std::int32_t list_units(void* ctx, assay_plugin_unit_list* list) noexcept;

  [[nodiscard]] bool sentence(std::uint32_t rule, std::span<const std::int64_t> operands,
                              Message& message);
  std::int32_t violate(const std::string& what);
  void* allocate(std::uint64_t bytes, std::uint64_t align);

  const std::map<std::uint32_t, RuleInfo>& x_rules;
  assay_plugin_host x_table{};
  assay_plugin_units x_unit_table{};
  bool x_with_units;
  std::size_t x_rows = 0;
  std::optional<UnitColumns> x_units;                        // of the rows being evaluated
  std::vector<std::vector<std::vector<Message>>> x_reasons;  // [output][row]
  std::map<std::size_t, Message> x_refusals;
  std::string x_violation;
  std::vector<std::unique_ptr<std::byte[]>> x_scratch;
  std::uint64_t x_scratch_bytes = 0;
};

}  // namespace assay::plugin
