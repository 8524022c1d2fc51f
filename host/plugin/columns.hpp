#pragma once
// The buffers of one call: input columns and tables as the plugin reads them, output columns
// prefilled invalid, and the reading back of what it wrote. Owns all buffers.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "assay/ext/units.h"
#include "assay/plugin.h"
#include "plugin/descriptor.hpp"

namespace assay::plugin {

// Rows `rows` of `inputs`, in that order.
class InputColumns {
 public:
  InputColumns(const Inputs& inputs, std::span<const std::size_t> rows);
  [[nodiscard]] const assay_plugin_col* data() const { return x_columns.data(); }

 private:
  std::vector<std::vector<std::int64_t>> x_micro;
  std::vector<std::vector<std::uint8_t>> x_valid;
  std::vector<assay_plugin_col> x_columns;
};

// Their rows in each dataset.
class InputTables {
 public:
  InputTables(const Inputs& inputs, std::span<const std::size_t> rows);
  [[nodiscard]] const assay_plugin_table* data() const { return x_tables.data(); }
  [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(x_tables.size()); }

 private:
  struct Column {
    std::vector<std::uint8_t> valid;
    std::vector<std::uint64_t> data;  // of any type, so that it is aligned
    std::vector<std::int64_t> offsets;
  };
  struct Table {
    std::vector<std::uint64_t> row_start;
    std::vector<std::int64_t> time_ms;
    std::vector<Column> columns;
    std::vector<assay_plugin_col> described;
  };

  static Table gather(const model::DatasetTable& table, std::span<const std::size_t> ordinals);

  std::vector<Table> x_held;
  std::vector<assay_plugin_table> x_tables;
};

// Who rows `rows` of `units` are. The units must outlive it.
class UnitColumns {
 public:
  UnitColumns(std::span<const RowUnit> units, std::span<const std::size_t> rows);
  [[nodiscard]] assay_plugin_unit_list list() const;

 private:
  std::vector<assay_plugin_str> x_codes, x_types;
  std::vector<std::uint64_t> x_parents;
};

class OutputColumns {
 public:
  OutputColumns(std::span<const std::uint32_t> types, std::size_t rows);
  [[nodiscard]] const assay_plugin_out* data() const { return x_columns.data(); }

  // What the plugin wrote; monostate where it wrote nothing. A Message says why the value cannot be
  // believed (outside the range of `field`, no ratio, no flag).
  [[nodiscard]] Result<model::FieldValue, Message> value(std::size_t output, std::size_t row,
                                                         const FieldInfo& field) const;

 private:
  std::vector<std::vector<std::int64_t>> x_data;  // of all types, so that it is aligned
  std::vector<std::vector<std::uint8_t>> x_valid;
  std::vector<assay_plugin_out> x_columns;
};

}  // namespace assay::plugin
