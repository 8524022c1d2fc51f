#include "kit/declared.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace assay::kit {

namespace {

constexpr double kLimit_micro = 9.2e18;

std::string text(const assay_plugin_str& str) {
  return str.n == 0 ? std::string() : std::string(str.p, str.n);
}

std::vector<std::string> texts(const assay_plugin_str* strs, std::uint32_t count) {
  std::vector<std::string> made;
  made.reserve(count);
  for (std::uint32_t i = 0; i < count; ++i) made.push_back(text(strs[i]));
  return made;
}

// Elements of an array whose stride is the first one's size, as this build knows them.
template <class T>
std::vector<T> elements(const T* first, std::uint32_t count) {
  std::vector<T> copied(count);
  for (std::uint32_t i = 0; i < count; ++i) {
    const char* at = reinterpret_cast<const char*>(first) + std::size_t{i} * first->size;
    std::memcpy(&copied[i], at, std::min<std::size_t>(first->size, sizeof(T)));
  }
  return copied;
}

std::int64_t bound(double value, std::uint32_t type) {
  const double scaled = type == ASSAY_PLUGIN_DEC6 ? std::nearbyint(value * 1e6) : value;
  return static_cast<std::int64_t>(std::clamp(scaled, -kLimit_micro, kLimit_micro));
}

std::vector<Field> read_fields(const assay_plugin_field* first, std::uint32_t count) {
  std::vector<Field> fields;
  for (const auto& field : elements(first, count)) {
    Field made;
    made.id = text(field.id);
    made.unit = text(field.unit);
    made.source = text(field.source);
    made.type = field.type;
    made.flags = field.flags;
    made.periods_back = field.periods_back;
    made.lo = field.lo;
    made.hi = field.hi;
    if (field.type == ASSAY_PLUGIN_DEC6 || field.type == ASSAY_PLUGIN_I64) {
      made.least = bound(field.lo, field.type);
      made.most = bound(field.hi, field.type);
    }
    made.words = texts(field.words, field.n_words);
    fields.push_back(std::move(made));
  }
  return fields;
}

}  // namespace

std::size_t Declared::score() const {
  const auto at = std::ranges::find(out, "score", &Field::id);
  return static_cast<std::size_t>(at - out.begin());
}

Declared read_declared(const assay_plugin_desc& desc) {
  Declared made;
  made.id = text(desc.id);
  made.version = text(desc.version);
  made.toolchain = text(desc.toolchain);
  made.row_independent = (desc.flags & ASSAY_PLUGIN_ROW_INDEPENDENT) != 0;
  made.in = read_fields(desc.in, desc.n_in);
  made.out = read_fields(desc.out, desc.n_out);
  for (const auto& dataset : elements(desc.datasets, desc.n_datasets))
    made.datasets.push_back({text(dataset.id), (dataset.flags & ASSAY_PLUGIN_REQUIRED) != 0,
                             read_fields(dataset.columns, dataset.n_columns)});
  for (const auto& param : elements(desc.params, desc.n_params))
    made.params.push_back({text(param.id), text(param.standard), param.type, param.lo, param.hi,
                           texts(param.words, param.n_words)});
  for (const auto& rule : elements(desc.rules, desc.n_rules))
    made.rules.emplace(rule.code, Rule{text(rule.id), rule.n_operands});
  return made;
}

std::size_t width_of(std::uint32_t type) {
  switch (type) {
    case ASSAY_PLUGIN_F64:
    case ASSAY_PLUGIN_I64:
    case ASSAY_PLUGIN_DEC6:
    case ASSAY_PLUGIN_TIME64:
      return 8;
    case ASSAY_PLUGIN_RATIO:
      return 16;
    case ASSAY_PLUGIN_BOOL8:
      return 1;
    case ASSAY_PLUGIN_DATE32:
    case ASSAY_PLUGIN_DICT32:
      return 4;
    default:
      return 0;
  }
}

}  // namespace assay::kit
