#pragma once
// What a plugin says of itself, copied from a descriptor that the host took: nothing here is
// checked again. Values.

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "assay/plugin.h"

namespace assay::kit {

struct Field {
  std::string id, unit, source;
  std::uint32_t type = 0, flags = 0, periods_back = 0;
  double lo = 0, hi = 0;
  std::int64_t least = 0, most = 0;  // DEC6, I64: the range in the field's own integers
  std::vector<std::string> words;

  [[nodiscard]] bool has(std::uint32_t flag) const { return (flags & flag) != 0; }
};

struct Dataset {
  std::string id;
  bool required = false;
  std::vector<Field> columns;
};

struct Param {
  std::string id, standard;
  std::uint32_t type = 0;
  double lo = 0, hi = 0;
  std::vector<std::string> words;
};

struct Rule {
  std::string id;
  std::uint32_t operands = 0;
};

struct Declared {
  std::string id, version, toolchain;
  bool row_independent = false;
  std::vector<Field> in, out;
  std::vector<Dataset> datasets;
  std::vector<Param> params;
  std::map<std::uint32_t, Rule> rules;  // by code
  // Place of the output "score"; out.size() when there is none.
  [[nodiscard]] std::size_t score() const;
};

[[nodiscard]] Declared read_declared(const assay_plugin_desc& desc);

// Bytes of a value in a buffer; 0 for UTF8 and unknown types.
[[nodiscard]] std::size_t width_of(std::uint32_t type);

}  // namespace assay::kit
