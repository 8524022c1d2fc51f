#pragma once
// What a plugin is: its identity, inputs, outputs, rules and parameters. A plugin derives a struct
// from Declaration whose members are typed handles, filled by the functions below in order:
//
//   struct Declared : assay::sdk::Declaration {
//     Declared() : Declaration({.id = "water", .version = "1.0.0", .vendor = "…", .doc = "…"}) {}
//     RequiredInput phosphorus = required_input({.id = "phosphorus", .unit = "mg/L", .doc = "…"});
//     DecimalOutput score = decimal_output({.id = "score", .unit = "分", .doc = "…"});
//     Rule by_limit = rule({.id = "by_limit", .en = "{0} of {1}", .zh = "…", .operands = 2});
//     Dataset samples = dataset({.id = "water-samples", .doc = "…"});
//     Column<Decimal> oxygen = column<Decimal>(samples, {.id = "oxygen", .unit = "mg/L", .doc =
//     "…"});
//   };
//
// All texts must be literals, as they are kept by reference. Immutable once made; thread-safe.

#include <algorithm>
#include <cstdint>
#include <deque>
#include <initializer_list>
#include <limits>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "assay/plugin.h"
#include "assay/sdk/data.hpp"
#include "assay/sdk/decimal.hpp"
#include "assay/sdk/ratio.hpp"

namespace assay::sdk {

struct Identity {
  std::string_view id, version, vendor, doc;
  bool row_independent = true;  // a row's outputs depend on nothing but it and the parameters
  bool units = false;           // asks who the rows are (Row::unit, Row::parent, Row::children)
};

inline constexpr double kUnbounded = std::numeric_limits<double>::infinity();

struct FieldSpec {
  std::string_view id, unit, doc;
  double lo = -kUnbounded;
  double hi = kUnbounded;
  bool rising = false;   // input: when it grows, the score never falls
  bool falling = false;  // input: when it grows, the score never rises
};

struct DatasetSpec {
  std::string_view id, doc;
  bool required = false;  // a unit without a row is not assessed
};

struct ColumnSpec {
  std::string_view id, unit, doc;
  double lo = -kUnbounded;
  double hi = kUnbounded;
  bool required = true;                                // every row has it
  std::initializer_list<std::string_view> words = {};  // of a Word
};

struct RuleSpec {
  std::string_view id, en, zh;  // {0}, {1} … stand for the operands
  std::uint32_t operands = 0;
};

// `type` is UTF8, DEC6, RATIO, BOOL8, DATE32 or DICT32; the host checks values before they come
// here.
struct ParameterSpec {
  std::string_view id, standard, doc;
  std::uint32_t type = ASSAY_PLUGIN_UTF8;
  double lo = -kUnbounded;
  double hi = kUnbounded;
  std::initializer_list<std::string_view> words = {};  // of a DICT32
};

struct RequiredInput {
  std::uint32_t index;
};
struct Input {
  std::uint32_t index;
};
template <class T>
struct Output {
  std::uint32_t index;
};
using DecimalOutput = Output<Decimal>;
using RatioOutput = Output<Ratio>;
using FlagOutput = Output<bool>;
struct Rule {
  std::uint32_t code;
};
struct Dataset {
  std::uint32_t index;
};
// What a column of a dataset may hold, besides Decimal, std::int64_t, bool and std::string_view.
struct Date {
  std::int32_t days;  // since 1970-01-01
};
struct Time {
  std::int64_t ms;  // since 1970-01-01T00:00 on the local clock
};
struct Word {
  std::uint32_t index;  // among the column's words
};
template <class T>
struct Column {
  std::uint32_t dataset, index;
};
struct Parameter {
  std::string_view id;
  std::string_view standard;
  std::span<const assay_plugin_str> words;  // of a DICT32
};

class Declaration {
 public:
  Declaration(const Declaration&) = delete;
  Declaration& operator=(const Declaration&) = delete;

  [[nodiscard]] std::size_t inputs() const { return x_inputs.size(); }
  [[nodiscard]] const std::vector<assay_plugin_field>& outputs() const { return x_outputs; }
  [[nodiscard]] const std::vector<assay_plugin_param>& parameters() const { return x_parameters; }
  [[nodiscard]] const std::vector<assay_plugin_dataset>& datasets() const { return x_datasets; }
  [[nodiscard]] bool asks_units() const { return x_identity.units; }
  [[nodiscard]] Rule out_of_range_rule() const { return x_out_of_range; }

  // Lives as long as this.
  [[nodiscard]] assay_plugin_desc descriptor() const {
    assay_plugin_desc desc{};
    desc.size = sizeof desc;
    desc.abi_min = ASSAY_PLUGIN_ABI_MIN;
    desc.abi_cur = ASSAY_PLUGIN_ABI_CURRENT;
    desc.flags = ASSAY_PLUGIN_INTEGER_ONLY;
    if (x_identity.row_independent) desc.flags |= ASSAY_PLUGIN_ROW_INDEPENDENT;
    desc.id = str(x_identity.id);
    desc.version = str(x_identity.version);
    desc.vendor = str(x_identity.vendor);
    desc.doc = str(x_identity.doc);
    desc.toolchain = str(kToolchain);
    std::ranges::copy(data_sha256(), std::begin(desc.rule_sha256));
    desc.in = x_inputs.data();
    desc.out = x_outputs.data();
    desc.rules = x_rules.data();
    desc.params = x_parameters.data();
    desc.n_in = count(x_inputs);
    desc.n_out = count(x_outputs);
    desc.n_rules = count(x_rules);
    desc.n_params = count(x_parameters);
    desc.datasets = x_datasets.data();
    desc.n_datasets = count(x_datasets);
    return desc;
  }

 protected:
  explicit Declaration(const Identity& identity)
      : x_identity(identity),
        x_out_of_range(rule({.id = "sdk.out_of_range",
                             .en = "a figure of this unit is too large to compute exactly: check "
                                   "its measure unit",
                             .zh = "该单位有数据过大，无法精确计算：请核对计量单位"})) {}
  ~Declaration() = default;

  RequiredInput required_input(const FieldSpec& spec) {
    return {add(x_inputs, field(spec, ASSAY_PLUGIN_DEC6, ASSAY_PLUGIN_REQUIRED))};
  }
  Input input(const FieldSpec& spec) { return {add(x_inputs, field(spec, ASSAY_PLUGIN_DEC6, 0))}; }
  // The figure of `source` so many periods of the same length earlier.
  template <class AnyInput>
  Input past_input(const FieldSpec& spec, AnyInput source, std::uint32_t periods_back) {
    auto made = field(spec, ASSAY_PLUGIN_DEC6, 0);
    made.periods_back = periods_back;
    made.source = x_inputs[source.index].id;
    return {add(x_inputs, made)};
  }
  Dataset dataset(const DatasetSpec& spec) {
    assay_plugin_dataset made{};
    made.size = sizeof made;
    made.flags = spec.required ? std::uint32_t{ASSAY_PLUGIN_REQUIRED} : 0;
    made.id = str(spec.id);
    made.doc = str(spec.doc);
    x_columns.emplace_back();
    return {add(x_datasets, made)};
  }
  template <class T>
  Column<T> column(Dataset dataset, const ColumnSpec& spec) {
    auto made =
        field({.id = spec.id, .unit = spec.unit, .doc = spec.doc, .lo = spec.lo, .hi = spec.hi},
              type_of(static_cast<T*>(nullptr)),
              spec.required ? std::uint32_t{ASSAY_PLUGIN_REQUIRED} : 0);
    made.n_words = static_cast<std::uint32_t>(spec.words.size());
    made.words = keep(spec.words);
    auto& columns = x_columns[dataset.index];
    const Column<T> handle{dataset.index, add(columns, made)};
    x_datasets[dataset.index].columns = columns.data();
    x_datasets[dataset.index].n_columns = count(columns);
    return handle;
  }
  DecimalOutput decimal_output(const FieldSpec& spec) {
    return {add(x_outputs, field(spec, ASSAY_PLUGIN_DEC6, 0))};
  }
  RatioOutput ratio_output(const FieldSpec& spec) {
    return {add(x_outputs, field(spec, ASSAY_PLUGIN_RATIO, 0))};
  }
  FlagOutput flag_output(const FieldSpec& spec) {
    return {add(x_outputs, field(spec, ASSAY_PLUGIN_BOOL8, 0))};
  }
  Rule rule(const RuleSpec& spec) {
    assay_plugin_rule made{};
    made.size = sizeof made;
    made.code = count(x_rules);
    made.n_operands = spec.operands;
    made.id = str(spec.id);
    made.text_en = str(spec.en);
    made.text_zh = str(spec.zh);
    return {add(x_rules, made)};
  }
  Parameter parameter(const ParameterSpec& spec) {
    assay_plugin_param made{};
    made.size = sizeof made;
    made.id = str(spec.id);
    made.standard = str(spec.standard);
    made.doc = str(spec.doc);
    made.type = spec.type;
    made.lo = spec.lo;
    made.hi = spec.hi;
    made.n_words = static_cast<std::uint32_t>(spec.words.size());
    made.words = keep(spec.words);
    add(x_parameters, made);
    return {spec.id, spec.standard, {made.words, made.n_words}};
  }

 private:
#if defined(__clang__)
  static constexpr std::string_view kToolchain = "clang " __clang_version__;
#elif defined(__GNUC__)
  static constexpr std::string_view kToolchain = "gcc " __VERSION__;
#else
  static constexpr std::string_view kToolchain = "unknown";
#endif

  static assay_plugin_str str(std::string_view text) { return {text.data(), text.size()}; }
  template <class T>
  static std::uint32_t count(const std::vector<T>& made) {
    return static_cast<std::uint32_t>(made.size());
  }
  template <class T>
  static std::uint32_t add(std::vector<T>& made, const T& one) {
    made.push_back(one);
    return count(made) - 1;
  }
  static assay_plugin_field field(const FieldSpec& spec, std::uint32_t type, std::uint32_t flags) {
    assay_plugin_field made{};
    made.size = sizeof made;
    made.type = type;
    made.flags = flags;
    made.id = str(spec.id);
    made.unit = str(spec.unit);
    made.doc = str(spec.doc);
    made.lo = spec.lo;
    made.hi = spec.hi;
    if (spec.rising) made.flags |= ASSAY_PLUGIN_RISING;
    if (spec.falling) made.flags |= ASSAY_PLUGIN_FALLING;
    return made;
  }
  static std::uint32_t type_of(const Decimal*) { return ASSAY_PLUGIN_DEC6; }
  static std::uint32_t type_of(const std::int64_t*) { return ASSAY_PLUGIN_I64; }
  static std::uint32_t type_of(const bool*) { return ASSAY_PLUGIN_BOOL8; }
  static std::uint32_t type_of(const Date*) { return ASSAY_PLUGIN_DATE32; }
  static std::uint32_t type_of(const Time*) { return ASSAY_PLUGIN_TIME64; }
  static std::uint32_t type_of(const Word*) { return ASSAY_PLUGIN_DICT32; }
  static std::uint32_t type_of(const std::string_view*) { return ASSAY_PLUGIN_UTF8; }
  // The words themselves are literals; the list of them is kept here.
  const assay_plugin_str* keep(std::initializer_list<std::string_view> words) {
    auto& kept = x_words.emplace_back();
    for (const auto word : words) kept.push_back(str(word));
    return kept.data();
  }

  Identity x_identity;
  std::vector<assay_plugin_field> x_inputs, x_outputs;
  std::vector<assay_plugin_rule> x_rules;
  std::vector<assay_plugin_param> x_parameters;
  std::vector<assay_plugin_dataset> x_datasets;
  std::vector<std::vector<assay_plugin_field>> x_columns;  // by dataset
  std::deque<std::vector<assay_plugin_str>> x_words;
  Rule x_out_of_range;  // last: its rule is the first of x_rules
};

}  // namespace assay::sdk
