#pragma once
// A plugin as its shared object gives it, called without the host: what it costs by itself. Used on
// one thread. Whatever fails ends the program with a line that says what.

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "assay/plugin.h"

namespace assay::bench {

class RawPlugin {
 public:
  // `parameters` is a JSON object.
  RawPlugin(const std::string& library, const std::string& parameters);
  RawPlugin(const RawPlugin&) = delete;
  RawPlugin& operator=(const RawPlugin&) = delete;
  ~RawPlugin();

  [[nodiscard]] const assay_plugin_desc& desc() const { return *x_plugin->desc; }
  void evaluate(const assay_plugin_batch& batch);
  // Of all calls so far.
  [[nodiscard]] std::uint64_t refused() const { return x_refused; }

 private:
  static std::int32_t refuse(void* self, std::uint64_t row, std::uint32_t rule,
                             const std::int64_t* operands, std::uint32_t n_operands);

  void* x_library = nullptr;
  const assay_plugin* x_plugin = nullptr;
  void* x_instance = nullptr;
  assay_plugin_host x_host{};
  std::uint64_t x_refused = 0;
};

// Buffers of the outputs of `rows` units.
class RawOutputs {
 public:
  RawOutputs(const assay_plugin_desc& desc, std::uint64_t rows);

  [[nodiscard]] const std::vector<assay_plugin_out>& columns() const { return x_columns; }
  // Makes everything invalid again.
  void clear();

 private:
  std::vector<std::vector<std::uint8_t>> x_valid;
  std::vector<std::vector<assay_plugin_ratio>> x_data;  // large enough for every type
  std::vector<assay_plugin_out> x_columns;
};

}  // namespace assay::bench
