#pragma once
// Who the rows of a batch are (extension assay.units/1): code and type of each unit, the row above
// it and those below. Borrowed from the host for one call; used on its thread.

#include <cstdint>
#include <optional>
#include <span>
#include <stdexcept>
#include <string_view>
#include <vector>

#include "assay/ext/units.h"
#include "assay/plugin.h"

namespace assay::sdk {

class Units {
 public:
  Units() = default;  // of a plugin that does not ask
  explicit Units(const assay_plugin_host& host) {
    const auto* table =
        static_cast<const assay_plugin_units*>(host.ext(host.ctx, ASSAY_PLUGIN_EXT_UNITS));
    x_list.size = sizeof x_list;
    if (table == nullptr || table->list(host.ctx, &x_list) != ASSAY_PLUGIN_OK)
      throw std::logic_error("the host does not say who the units are");
    group_children();
  }

  [[nodiscard]] std::string_view code(std::uint64_t row) const { return view(x_list.code, row); }
  // The office's word: "county", "department" …
  [[nodiscard]] std::string_view type(std::uint64_t row) const { return view(x_list.type, row); }
  // Nothing when the unit above is not in the batch.
  [[nodiscard]] std::optional<std::uint64_t> parent(std::uint64_t row) const {
    check(row);
    if (x_list.parent[row] == ASSAY_PLUGIN_NO_PARENT) return std::nullopt;
    return x_list.parent[row];
  }
  // In ascending order.
  [[nodiscard]] std::span<const std::uint64_t> children(std::uint64_t row) const {
    check(row);
    return std::span(x_children).subspan(x_first[row], x_first[row + 1] - x_first[row]);
  }

 private:
  void check(std::uint64_t row) const {
    if (row >= x_list.rows)
      throw std::logic_error("say .units = true in the plugin's Identity to ask for units");
  }
  [[nodiscard]] std::string_view view(const assay_plugin_str* texts, std::uint64_t row) const {
    check(row);
    return {texts[row].p, texts[row].n};
  }
  void group_children() {
    x_first.assign(x_list.rows + 1, 0);
    for (std::uint64_t row = 0; row < x_list.rows; ++row)
      if (x_list.parent[row] != ASSAY_PLUGIN_NO_PARENT) ++x_first[x_list.parent[row] + 1];
    for (std::uint64_t row = 0; row < x_list.rows; ++row) x_first[row + 1] += x_first[row];
    x_children.resize(x_first.back());
    auto next = x_first;
    for (std::uint64_t row = 0; row < x_list.rows; ++row)
      if (x_list.parent[row] != ASSAY_PLUGIN_NO_PARENT)
        x_children[next[x_list.parent[row]]++] = row;
  }

  assay_plugin_unit_list x_list{};
  std::vector<std::uint64_t> x_first;     // rows + 1: where the children of a row begin
  std::vector<std::uint64_t> x_children;  // by parent
};

}  // namespace assay::sdk
