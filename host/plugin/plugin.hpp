#pragma once
// A loaded assessment plugin as the host sees it. `assess` uses only this interface, so that a
// plugin in a sandboxed process can stand behind it as well. One call at a time per Plugin.

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/digest.hpp"
#include "base/result.hpp"
#include "model/assessment.hpp"
#include "model/dataset.hpp"

namespace assay::plugin {

struct FieldInfo {
  std::string id;
  std::string type;          // "dec6", "ratio", "bool", "utf8", …
  std::string measure_unit;  // "" = none
  std::string doc;
  std::optional<Decimal> lo;  // declared range, inclusive; nothing = open on that side
  std::optional<Decimal> hi;
  bool required = false;  // inputs: a row without it is not evaluated
  bool rising = false;    // inputs: when it grows, the output "score" never falls
  bool falling = false;   // inputs: when it grows, the output "score" never rises
  // Inputs: the figure of the input `source`, so many periods of the same length earlier.
  std::uint32_t periods_back = 0;
  std::string source;
};

struct ParameterInfo {
  std::string id;
  std::string standard;  // value used when a scheme gives none; "" = the plugin's doc says
  std::string doc;
  std::string type;           // "text", "dec6", "ratio", "bool", "date", "word"
  std::optional<Decimal> lo;  // of "dec6" and "ratio", inclusive; nothing = open on that side
  std::optional<Decimal> hi;
  std::vector<std::string> words;  // of "word": those it may be
};

struct RuleInfo {
  std::uint32_t code = 0;
  std::string id;
  std::uint32_t operands = 0;
  std::string text_en;
  std::string text_zh;
};

struct DatasetUse {
  model::DatasetInfo info;
  bool required = false;  // a unit without a row in it is not evaluated
};

struct PluginInfo {
  std::string id;
  std::string version;
  std::string vendor;
  std::string doc;
  std::string toolchain;
  std::uint32_t abi_min = 0;
  std::uint32_t abi_current = 0;
  bool row_independent = false;
  Digest rule_digest{};    // of norms and rules, as the plugin states it
  Digest binary_digest{};  // SHA-256 of the bytes that were loaded
  std::filesystem::path path;
  std::vector<FieldInfo> inputs;
  std::vector<FieldInfo> outputs;
  std::vector<ParameterInfo> parameters;
  std::vector<RuleInfo> rules;  // by code
  std::vector<DatasetUse> datasets;
};

// Who a row is.
struct RowUnit {
  std::string code;
  std::string type;                   // the office's word
  std::optional<std::size_t> parent;  // row of the unit above, when it is among the rows
};

// Columns in the order of PluginInfo::inputs, one row per unit; every row holds all required
// inputs. Tables in the order of PluginInfo::datasets, with the columns declared there; row r finds
// its own in them as the unit ordinals[r], and has some in those that are required.
struct Inputs {
  std::string period;
  std::size_t rows = 0;
  std::vector<std::vector<std::optional<Decimal>>> columns;
  std::vector<std::size_t> ordinals{};               // none needed where there are no tables
  std::vector<const model::DatasetTable*> tables{};  // borrowed
  std::vector<RowUnit> units{};  // by row; empty = the plugin cannot ask who they are
};

// Columns in the order of PluginInfo::outputs. A row the plugin left invalid holds monostate; a
// row in `failures` holds nothing at all.
struct Outputs {
  std::vector<std::vector<model::FieldValue>> columns;
  // [output][row] → reasons; those of an absent value say why it is absent
  std::vector<std::vector<std::vector<Message>>> reasons;
  std::map<std::size_t, Message> failures;  // row → refused, or an output out of its range
};

class Plugin {
 public:
  virtual ~Plugin() = default;
  Plugin() = default;
  Plugin(const Plugin&) = delete;
  Plugin& operator=(const Plugin&) = delete;

  [[nodiscard]] virtual const PluginInfo& info() const = 0;
  // `parameters` is a JSON object. Reasons are asked for every row. Trouble with single rows lies
  // in the outputs; Plugin errors, which concern all rows: plugin.config (refused parameters),
  // plugin.failed (it gave up), plugin.protocol (it broke the rules of the ABI).
  [[nodiscard]] virtual Result<Outputs> evaluate(const std::string& parameters,
                                                 const Inputs& inputs) = 0;
};

// Plugin error plugin.abi_version unless this program and a plugin that serves abi_min …
// abi_current have a version of the interface in common.
[[nodiscard]] Status check_abi(std::uint32_t abi_min, std::uint32_t abi_current);

// A shared object as it was read from `path`.
struct Binary {
  std::filesystem::path path;
  std::string bytes;
};
// Plugin error plugin.load: no file, not readable, or larger than 256 MiB.
[[nodiscard]] Result<Binary> read_binary(const std::filesystem::path& library);

// Loads one shared object in this process; the bytes that are hashed are the bytes that run.
// Plugin errors: plugin.load, plugin.no_entry, plugin.abi_version (names both sides' versions),
// plugin.refused (its own words), plugin.descriptor.
[[nodiscard]] Result<std::unique_ptr<Plugin>> load(const Binary& binary);
[[nodiscard]] Result<std::unique_ptr<Plugin>> load(const std::filesystem::path& library);

// Plugin libraries `<folder>/<name>/<name>.so` below each of `search_path`, sorted by name; of two
// with the same name the first folder's wins.
[[nodiscard]] std::vector<std::filesystem::path> find_all(
    const std::vector<std::filesystem::path>& search_path);
// Plugin error plugin.not_found, which lists where it looked and what is there.
[[nodiscard]] Result<std::filesystem::path> find(
    const std::string& id, const std::vector<std::filesystem::path>& search_path);

}  // namespace assay::plugin
