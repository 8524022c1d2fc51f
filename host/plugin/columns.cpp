#include "plugin/columns.hpp"

#include <utility>

#include "plugin/text.hpp"

namespace assay::plugin {

namespace {

constexpr std::size_t bits_to_bytes(std::size_t bits) { return (bits + 7) / 8; }

bool bit(const std::vector<std::uint8_t>& bits, std::size_t at) {
  return ((bits[at / 8] >> (at % 8)) & 1U) != 0;
}

std::unexpected<Message> unbelievable(const FieldInfo& field, std::string value) {
  return std::unexpected(Message{
      ASSAY_TEXT("the plugin gave {value} for {field}, which its own description rules out: "
                 "report this to its vendor"),
      {{"value", std::move(value)}, {"field", field.id}},
      ""});
}

// Is numerator/denominator·10⁻⁶ (denominator > 0) inside the declared range?
bool in_range(Int128 numerator, std::int64_t denominator, const FieldInfo& field) {
  return (!field.lo || numerator >= Int128{field.lo->micro()} * denominator) &&
         (!field.hi || numerator <= Int128{field.hi->micro()} * denominator);
}

Result<model::FieldValue, Message> read_decimal(std::int64_t micro, const FieldInfo& field) {
  const auto value = decimal_from_wide(micro);
  if (!value || !in_range(micro, 1, field))
    return unbelievable(field, value ? value->str() : std::to_string(micro) + " millionths");
  return *value;
}

Result<model::FieldValue, Message> read_ratio(const assay_plugin_ratio& ratio,
                                              const FieldInfo& field) {
  const auto written = std::to_string(ratio.numerator) + "/" + std::to_string(ratio.denominator);
  if (ratio.denominator <= 0) return unbelievable(field, written);
  const auto value = Ratio::make(ratio.numerator, ratio.denominator);
  if (!value || !in_range(Int128{ratio.numerator} * Decimal::kScale, ratio.denominator, field))
    return unbelievable(field, written);
  return *value;
}

}  // namespace

InputColumns::InputColumns(const Inputs& inputs, std::span<const std::size_t> rows) {
  for (const auto& column : inputs.columns) {
    auto& micro = x_micro.emplace_back(rows.size());
    auto& valid = x_valid.emplace_back(bits_to_bytes(rows.size()));
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const auto& figure = column[rows[i]];
      if (!figure) continue;
      micro[i] = figure->micro();
      valid[i / 8] |= static_cast<std::uint8_t>(1U << (i % 8));
    }
    x_columns.push_back({sizeof(assay_plugin_col), ASSAY_PLUGIN_DEC6, rows.size(), valid.data(),
                         micro.data(), nullptr});
  }
}

UnitColumns::UnitColumns(std::span<const RowUnit> units, std::span<const std::size_t> rows) {
  std::vector<std::uint64_t> place(units.size(), ASSAY_PLUGIN_NO_PARENT);  // in the batch
  for (std::size_t i = 0; i < rows.size(); ++i) place[rows[i]] = i;
  for (const auto row : rows) {
    const auto& [code, type, parent] = units[row];
    x_codes.push_back({code.data(), code.size()});
    x_types.push_back({type.data(), type.size()});
    x_parents.push_back(parent ? place[*parent] : ASSAY_PLUGIN_NO_PARENT);
  }
}

assay_plugin_unit_list UnitColumns::list() const {
  return {sizeof(assay_plugin_unit_list),
          0,
          x_codes.size(),
          x_codes.data(),
          x_types.data(),
          x_parents.data()};
}

OutputColumns::OutputColumns(std::span<const std::uint32_t> types, std::size_t rows) {
  for (const auto type : types) {
    // 16 bytes a row, the largest type: the buffer of a smaller one has room to spare.
    auto& data = x_data.emplace_back(rows * 2);
    auto& valid = x_valid.emplace_back(bits_to_bytes(rows));
    x_columns.push_back({sizeof(assay_plugin_out), type, rows, valid.data(), data.data()});
  }
}

Result<model::FieldValue, Message> OutputColumns::value(std::size_t output, std::size_t row,
                                                        const FieldInfo& field) const {
  if (!bit(x_valid[output], row)) return model::FieldValue();
  const auto& column = x_columns[output];
  switch (column.type) {
    case ASSAY_PLUGIN_DEC6:
      return read_decimal(x_data[output][row], field);
    case ASSAY_PLUGIN_RATIO:
      return read_ratio({x_data[output][row * 2], x_data[output][row * 2 + 1]}, field);
    default:
      break;
  }
  const auto flag = static_cast<const std::uint8_t*>(column.data)[row];
  if (flag > 1) return unbelievable(field, std::to_string(flag));
  return flag == 1;
}

}  // namespace assay::plugin
