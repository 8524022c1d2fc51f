#include "plugin/descriptor.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <optional>
#include <set>
#include <utility>

#include "plugin/parameters.hpp"
#include "plugin/text.hpp"

namespace assay::plugin {

namespace {

constexpr std::uint64_t kText_max_bytes = 4096;
constexpr std::uint32_t kFields_max = 256;
constexpr std::uint32_t kRules_max = 1024;
constexpr std::uint32_t kParameters_max = 256;
constexpr std::uint32_t kOperands_max = 16;
constexpr std::uint32_t kDatasets_max = 16;
constexpr std::uint32_t kColumns_max = 64;
constexpr std::uint32_t kWords_max = 1024;
constexpr std::uint32_t kElement_max_bytes = 4096;
constexpr std::uint32_t kPeriods_back_max = 24;

std::unexpected<Error> fault(const std::string& what) {
  return fail(Failure::Plugin, "plugin.descriptor",
              {ASSAY_TEXT("the plugin describes itself wrongly ({fault}): ask its vendor for a "
                          "corrected build"),
               {{"fault", what}}});
}

Result<std::string> text(const assay_plugin_str& str, const std::string& what) {
  if (str.n == 0) return std::string();
  if (str.p == nullptr || str.n > kText_max_bytes) return fault(what + " is NULL or too long");
  std::string copy(str.p, str.n);
  if (!is_clean(copy)) return fault(what + " is not clean UTF-8");
  return copy;
}

Result<std::string> id(const assay_plugin_str& str, const std::string& what) {
  ASSAY_TRY(auto copy, text(str, what));
  if (!is_id(copy)) return fault(what + " is no id");
  return copy;
}

// Copies an array whose elements the plugin may have compiled longer than we know them.
template <class T>
Result<std::vector<T>> elements(const T* first, std::uint32_t count, std::uint32_t count_max,
                                const std::string& what) {
  if (count > count_max) return fault("too many " + what);
  if (count != 0 && first == nullptr) return fault(what + " are NULL");
  std::vector<T> copies(count);
  for (std::uint32_t i = 0; i < count; ++i) {
    const auto distance_bytes = first->size;
    if (distance_bytes < sizeof(T) || distance_bytes > kElement_max_bytes ||
        distance_bytes % alignof(T) != 0)
      return fault("size of " + what);
    const auto* at = reinterpret_cast<const std::byte*>(first) + std::size_t{i} * distance_bytes;
    std::memcpy(&copies[i], at, sizeof(T));
    if (copies[i].size != distance_bytes) return fault("sizes of " + what + " differ");
  }
  return copies;
}

std::optional<std::string> type_word(std::uint32_t type) {
  switch (type) {
    case ASSAY_PLUGIN_F64:
      return "f64";
    case ASSAY_PLUGIN_I64:
      return "i64";
    case ASSAY_PLUGIN_DEC6:
      return "dec6";
    case ASSAY_PLUGIN_RATIO:
      return "ratio";
    case ASSAY_PLUGIN_BOOL8:
      return "bool";
    case ASSAY_PLUGIN_DATE32:
      return "date";
    case ASSAY_PLUGIN_TIME64:
      return "time";
    case ASSAY_PLUGIN_DICT32:
      return "word";
    case ASSAY_PLUGIN_UTF8:
      return "text";
    default:
      return std::nullopt;
  }
}

// A bound counts to the nearest millionth; infinity leaves the side open.
Result<std::optional<Decimal>> bound(double value, double open, const std::string& what) {
  if (value == open) return std::nullopt;
  const double micro = value * static_cast<double>(Decimal::kScale);
  if (!(std::abs(micro) <= static_cast<double>(Decimal::kLimit_micro)))
    return fault(what + ": bounds must be figures within ±9.2e12, or infinity on their own side");
  return Decimal::from_micro(std::llround(micro));
}

Result<FieldInfo> read_field(const assay_plugin_field& field, bool input) {
  FieldInfo info;
  ASSAY_TRY(info.id, id(field.id, "the id of a field"));
  const auto what = "field " + info.id;
  ASSAY_TRY(info.measure_unit, text(field.unit, what + ": unit"));
  ASSAY_TRY(info.doc, text(field.doc, what + ": doc"));
  if (info.doc.empty()) return fault(what + " has no doc");
  const auto word = type_word(field.type);
  const bool served =
      field.type == ASSAY_PLUGIN_DEC6 ||
      (!input && (field.type == ASSAY_PLUGIN_RATIO || field.type == ASSAY_PLUGIN_BOOL8));
  if (!word || !served)
    return fault(what + ": type " + word.value_or(std::to_string(field.type)) +
                 (input ? " cannot be read in this version, only dec6"
                        : " cannot be given in this version, only dec6, ratio and bool"));
  info.type = *word;
  constexpr std::uint32_t of_inputs =
      ASSAY_PLUGIN_REQUIRED | ASSAY_PLUGIN_RISING | ASSAY_PLUGIN_FALLING;
  if ((field.flags & ~(input ? of_inputs : 0U)) != 0) return fault(what + " has unknown flags");
  info.required = (field.flags & ASSAY_PLUGIN_REQUIRED) != 0;
  info.rising = (field.flags & ASSAY_PLUGIN_RISING) != 0;
  info.falling = (field.flags & ASSAY_PLUGIN_FALLING) != 0;
  if (info.rising && info.falling) return fault(what + " is both rising and falling");
  info.periods_back = field.periods_back;
  ASSAY_TRY(info.source, text(field.source, what + ": source"));
  if (info.periods_back > (input ? kPeriods_back_max : 0U))
    return fault(what + " looks back too many periods");
  if ((info.periods_back == 0) != info.source.empty())
    return fault(what + ": source and periods_back go together");
  if (field.n_words != 0) return fault(what + ": only a word has words");
  if (field.type == ASSAY_PLUGIN_BOOL8) return info;
  ASSAY_TRY(info.lo, bound(field.lo, -HUGE_VAL, what));
  ASSAY_TRY(info.hi, bound(field.hi, HUGE_VAL, what));
  if (info.lo && info.hi && *info.lo > *info.hi) return fault(what + ": its range is empty");
  return info;
}

// An earlier figure is one of another input, which is itself of the period.
Status check_source(const FieldInfo& past, const std::vector<FieldInfo>& fields) {
  const auto source = std::ranges::find(fields, past.source, &FieldInfo::id);
  if (source == fields.end() || source->periods_back != 0)
    return fault("field " + past.id + ": its source is no input of the period");
  if (source->measure_unit != past.measure_unit)
    return fault("field " + past.id + ": its source has another unit of measure");
  return {};
}

Result<std::vector<FieldInfo>> read_fields(const std::vector<assay_plugin_field>& fields,
                                           bool input) {
  std::vector<FieldInfo> infos;
  std::set<std::string> ids;
  for (const auto& field : fields) {
    ASSAY_TRY(auto info, read_field(field, input));
    if (!ids.insert(info.id).second) return fault("field " + info.id + " stands twice");
    infos.push_back(std::move(info));
  }
  for (const auto& info : infos)
    if (info.periods_back != 0) ASSAY_CHECK(check_source(info, infos));
  return infos;
}

// Every {…} of a sentence must be the number of an operand.
bool places_fit(std::string_view sentence, std::uint32_t operands) {
  while (true) {
    const auto open = sentence.find_first_of("{}");
    if (open == std::string_view::npos) return true;
    const auto close = sentence.find('}', open);
    if (sentence[open] == '}' || close == std::string_view::npos) return false;
    const auto place = sentence.substr(open + 1, close - open - 1);
    bool fits = false;
    for (std::uint32_t i = 0; i < operands && !fits; ++i) fits = place == std::to_string(i);
    if (!fits) return false;
    sentence.remove_prefix(close + 1);
  }
}

Result<std::map<std::uint32_t, RuleInfo>> read_rules(const std::vector<assay_plugin_rule>& rules) {
  std::map<std::uint32_t, RuleInfo> read;
  std::set<std::string> ids;
  for (const auto& rule : rules) {
    ASSAY_TRY(auto name, id(rule.id, "the id of a rule"));
    const auto what = "rule " + name;
    RuleInfo one{rule.code, name, rule.n_operands, "", ""};
    ASSAY_TRY(one.text_en, text(rule.text_en, what + ": English text"));
    ASSAY_TRY(one.text_zh, text(rule.text_zh, what + ": Chinese text"));
    if (one.text_en.empty() || one.text_zh.empty()) return fault(what + " lacks a text");
    if (rule.flags != 0) return fault(what + " has unknown flags");
    if (rule.n_operands > kOperands_max) return fault(what + " has too many operands");
    if (!places_fit(one.text_en, rule.n_operands) || !places_fit(one.text_zh, rule.n_operands))
      return fault(what + ": a place of its texts is no operand");
    if (!ids.insert(name).second || !read.emplace(rule.code, std::move(one)).second)
      return fault(what + " or its code stands twice");
  }
  return read;
}

// Each a value that people write, so none is empty or stands twice.
Result<std::vector<std::string>> read_words(const assay_plugin_str* words, std::uint32_t count,
                                            const std::string& what) {
  if (count == 0 || words == nullptr) return fault(what + " has no words");
  if (count > kWords_max) return fault(what + " has too many words");
  std::vector<std::string> read;
  std::set<std::string> seen;
  for (std::uint32_t i = 0; i < count; ++i) {
    ASSAY_TRY(auto word, text(words[i], what + ": a word"));
    if (word.empty()) return fault(what + ": a word is empty");
    if (!seen.insert(word).second) return fault(what + ": a word stands twice");
    read.push_back(std::move(word));
  }
  return read;
}

Result<ParameterInfo> read_parameter(const assay_plugin_param& parameter) {
  ParameterInfo info;
  ASSAY_TRY(info.id, id(parameter.id, "the id of a parameter"));
  const auto what = "parameter " + info.id;
  ASSAY_TRY(info.standard, text(parameter.standard, what + ": standard value"));
  ASSAY_TRY(info.doc, text(parameter.doc, what + ": doc"));
  if (parameter.flags != 0) return fault(what + " has unknown flags");
  const auto word = type_word(parameter.type);
  static const std::set<std::string> kServed = {"dec6", "ratio", "bool", "date", "word", "text"};
  if (!word || !kServed.contains(*word))
    return fault(what + ": type " + word.value_or(std::to_string(parameter.type)) +
                 " is none of a parameter");
  info.type = *word;
  if (parameter.type == ASSAY_PLUGIN_DICT32) {
    ASSAY_TRY(info.words, read_words(parameter.words, parameter.n_words, what));
  } else if (parameter.n_words != 0) {
    return fault(what + ": only a word has words");
  }
  if (parameter.type == ASSAY_PLUGIN_DEC6 || parameter.type == ASSAY_PLUGIN_RATIO) {
    ASSAY_TRY(info.lo, bound(parameter.lo, -HUGE_VAL, what));
    ASSAY_TRY(info.hi, bound(parameter.hi, HUGE_VAL, what));
    if (info.lo && info.hi && *info.lo > *info.hi) return fault(what + ": its range is empty");
  }
  if (!info.standard.empty() && value_fault(info, info.standard))
    return fault(what + " does not take its own standard value");
  return info;
}

Result<std::vector<ParameterInfo>> read_parameters(
    const std::vector<assay_plugin_param>& parameters) {
  std::vector<ParameterInfo> infos;
  std::set<std::string> ids;
  for (const auto& parameter : parameters) {
    ASSAY_TRY(auto info, read_parameter(parameter));
    if (!ids.insert(info.id).second) return fault("parameter " + info.id + " stands twice");
    infos.push_back(std::move(info));
  }
  return infos;
}

std::optional<model::DatasetType> dataset_type(std::uint32_t type) {
  switch (type) {
    case ASSAY_PLUGIN_DEC6:
      return model::DatasetType::Decimal;
    case ASSAY_PLUGIN_I64:
      return model::DatasetType::Integer;
    case ASSAY_PLUGIN_BOOL8:
      return model::DatasetType::Flag;
    case ASSAY_PLUGIN_DATE32:
      return model::DatasetType::Day;
    case ASSAY_PLUGIN_TIME64:
      return model::DatasetType::Time;
    case ASSAY_PLUGIN_DICT32:
      return model::DatasetType::Word;
    case ASSAY_PLUGIN_UTF8:
      return model::DatasetType::Text;
    default:
      return std::nullopt;
  }
}

Result<model::DatasetColumn> read_column(const assay_plugin_field& field,
                                         const std::string& dataset) {
  model::DatasetColumn column;
  ASSAY_TRY(column.id, id(field.id, dataset + ": the id of a column"));
  const auto what = dataset + ", column " + column.id;
  // The columns that every dataset has.
  if (column.id == "unit" || column.id == "time") return fault(what + ": the id is taken");
  ASSAY_TRY(column.measure_unit, text(field.unit, what + ": unit"));
  ASSAY_TRY(column.doc, text(field.doc, what + ": doc"));
  if (column.doc.empty()) return fault(what + " has no doc");
  const auto type = dataset_type(field.type);
  if (!type)
    return fault(what + ": type " + type_word(field.type).value_or(std::to_string(field.type)) +
                 " cannot be a column");
  column.type = *type;
  if ((field.flags & ~std::uint32_t{ASSAY_PLUGIN_REQUIRED}) != 0)
    return fault(what + " has unknown flags");
  if (field.periods_back != 0 || field.source.n != 0)
    return fault(what + ": a column is of no earlier period");
  column.required = (field.flags & ASSAY_PLUGIN_REQUIRED) != 0;
  if (column.type == model::DatasetType::Word) {
    ASSAY_TRY(column.words, read_words(field.words, field.n_words, what));
  } else if (field.n_words != 0) {
    return fault(what + " has words but is none");
  }
  if (column.type != model::DatasetType::Decimal && column.type != model::DatasetType::Integer) {
    if (!column.measure_unit.empty()) return fault(what + " has a unit but no figures");
    return column;
  }
  ASSAY_TRY(column.lo, bound(field.lo, -HUGE_VAL, what));
  ASSAY_TRY(column.hi, bound(field.hi, HUGE_VAL, what));
  if (column.lo && column.hi && *column.lo > *column.hi)
    return fault(what + ": its range is empty");
  return column;
}

Result<DatasetUse> read_dataset(const assay_plugin_dataset& dataset) {
  DatasetUse use;
  ASSAY_TRY(use.info.id, id(dataset.id, "the id of a dataset"));
  const auto what = "dataset " + use.info.id;
  ASSAY_TRY(use.info.doc, text(dataset.doc, what + ": doc"));
  if (use.info.doc.empty()) return fault(what + " has no doc");
  if ((dataset.flags & ~std::uint32_t{ASSAY_PLUGIN_REQUIRED}) != 0)
    return fault(what + " has unknown flags");
  use.required = (dataset.flags & ASSAY_PLUGIN_REQUIRED) != 0;
  ASSAY_TRY(const auto columns,
            elements(dataset.columns, dataset.n_columns, kColumns_max, "columns of " + what));
  for (const auto& field : columns) {
    ASSAY_TRY(auto column, read_column(field, what));
    if (use.info.column(column.id) != nullptr)
      return fault(what + ": column " + column.id + " stands twice");
    use.info.columns.push_back(std::move(column));
  }
  return use;
}

Result<std::vector<DatasetUse>> read_datasets(const std::vector<assay_plugin_dataset>& datasets) {
  std::vector<DatasetUse> uses;
  std::set<std::string> ids;
  for (const auto& dataset : datasets) {
    ASSAY_TRY(auto use, read_dataset(dataset));
    if (!ids.insert(use.info.id).second) return fault("dataset " + use.info.id + " stands twice");
    uses.push_back(std::move(use));
  }
  return uses;
}

Status read_identity(const assay_plugin_desc& desc, PluginInfo& info) {
  ASSAY_TRY(info.id, id(desc.id, "the plugin's id"));
  ASSAY_TRY(info.version, text(desc.version, "version"));
  ASSAY_TRY(info.vendor, text(desc.vendor, "vendor"));
  ASSAY_TRY(info.doc, text(desc.doc, "doc"));
  ASSAY_TRY(info.toolchain, text(desc.toolchain, "toolchain"));
  static constexpr std::size_t kVersion_max_bytes = 64;
  if (info.version.empty() || info.version.size() > kVersion_max_bytes)
    return fault("version is empty or too long");
  if (info.doc.empty()) return fault("doc is empty");
  info.abi_min = desc.abi_min;
  info.abi_current = desc.abi_cur;
  std::ranges::copy(desc.rule_sha256, info.rule_digest.begin());
  constexpr std::uint32_t known = ASSAY_PLUGIN_ROW_INDEPENDENT | ASSAY_PLUGIN_INTEGER_ONLY;
  if ((desc.flags & ~known) != 0)
    return fault("unknown flags " + std::to_string(desc.flags & ~known));
  info.row_independent = (desc.flags & ASSAY_PLUGIN_ROW_INDEPENDENT) != 0;
  return {};
}

}  // namespace

Status check_abi(std::uint32_t abi_min, std::uint32_t abi_current) {
  if (abi_min <= ASSAY_PLUGIN_ABI_CURRENT && abi_current >= ASSAY_PLUGIN_ABI_MIN &&
      abi_min <= abi_current)
    return {};
  return fail(Failure::Plugin, "plugin.abi_version",
              {ASSAY_TEXT("the plugin serves ABI {plugin_min} to {plugin_max}, this program "
                          "{host_min} to {host_max}: install builds that fit each other"),
               {{"plugin_min", std::to_string(abi_min)},
                {"plugin_max", std::to_string(abi_current)},
                {"host_min", std::to_string(ASSAY_PLUGIN_ABI_MIN)},
                {"host_max", std::to_string(ASSAY_PLUGIN_ABI_CURRENT)}}});
}

Result<Description> read_description(const assay_plugin& plugin) {
  if (plugin.size < sizeof(assay_plugin) || plugin.desc == nullptr || plugin.open == nullptr ||
      plugin.evaluate == nullptr || plugin.close == nullptr)
    return fault("its table of functions is incomplete");
  const auto& desc = *plugin.desc;
  // abi_min and abi_cur keep their places in every version, so they can be read before the rest.
  if (desc.size < offsetof(assay_plugin_desc, flags)) return fault("the descriptor is too short");
  ASSAY_CHECK(check_abi(desc.abi_min, desc.abi_cur));
  if (desc.size < sizeof(assay_plugin_desc)) return fault("the descriptor is too short");

  Description description;
  ASSAY_CHECK(read_identity(desc, description.info));
  ASSAY_TRY(const auto inputs, elements(desc.in, desc.n_in, kFields_max, "inputs"));
  ASSAY_TRY(const auto outputs, elements(desc.out, desc.n_out, kFields_max, "outputs"));
  ASSAY_TRY(const auto rules, elements(desc.rules, desc.n_rules, kRules_max, "rules"));
  ASSAY_TRY(const auto parameters,
            elements(desc.params, desc.n_params, kParameters_max, "parameters"));
  if (outputs.empty()) return fault("it has no output");
  ASSAY_TRY(description.info.inputs, read_fields(inputs, true));
  ASSAY_TRY(description.info.outputs, read_fields(outputs, false));
  ASSAY_TRY(description.rules, read_rules(rules));
  ASSAY_TRY(description.info.parameters, read_parameters(parameters));
  for (const auto& [code, rule] : description.rules) description.info.rules.push_back(rule);
  ASSAY_TRY(const auto datasets,
            elements(desc.datasets, desc.n_datasets, kDatasets_max, "datasets"));
  ASSAY_TRY(description.info.datasets, read_datasets(datasets));
  for (const auto& output : outputs) description.output_types.push_back(output.type);
  return description;
}

}  // namespace assay::plugin
