// A plugin that runs inside this process: trusted, as a crash of it is ours. What it answers is
// still checked in full.

#include <algorithm>
#include <array>
#include <cassert>
#include <expected>
#include <optional>
#include <string>
#include <tuple>
#include <utility>

#include "plugin/callbacks.hpp"
#include "plugin/columns.hpp"
#include "plugin/descriptor.hpp"
#include "plugin/floating_point.hpp"
#include "plugin/library.hpp"
#include "plugin/text.hpp"

namespace assay::plugin {

namespace {

constexpr std::int32_t kThrew = -1;  // a code no plugin can mean: it threw

// The error a call fills in, in a buffer of ours.
class ErrorSlot {
 public:
  ErrorSlot() {
    x_error.size = sizeof x_error;
    x_error.row = ASSAY_PLUGIN_NO_ROW;
    x_error.col = ASSAY_PLUGIN_NO_COL;
    x_error.msg_cap = static_cast<std::uint32_t>(x_text.size());
    x_error.msg = x_text.data();
  }
  [[nodiscard]] assay_plugin_err* get() { return &x_error; }
  [[nodiscard]] std::uint32_t code() const { return x_error.code; }
  [[nodiscard]] std::uint64_t row() const { return x_error.row; }
  [[nodiscard]] std::string text() const {
    const auto length = std::min<std::size_t>(x_error.msg_len, x_text.size());
    const auto words = cleaned({x_text.data(), length}, x_text.size());
    return words.empty() ? "it gave no reason" : words;
  }

 private:
  assay_plugin_err x_error{};
  std::array<char, 1024> x_text{};
};

// A call into the plugin. An exception must not cross C functions; where the toolchains happen to
// let one through, it ends here.
template <class Call>
auto call(const Call& work) -> std::expected<decltype(work()), std::int32_t> {
  const FloatingPointGuard guard;
  try {
    return work();
  } catch (...) {
    return std::unexpected(kThrew);
  }
}

// A plugin's own words, which no catalogue knows, as a message.
Message words(const std::string& text) { return {"{words}", {{"words", text}}, "{words}"}; }

// An input outside the range its plugin declares, of which `bound` is the nearer end.
Message beyond(const FieldInfo& field, Decimal value, Decimal bound) {
  return {value < bound ? ASSAY_TEXT("{input} is {value}, less than {bound}: correct the figure")
                        : ASSAY_TEXT("{input} is {value}, more than {bound}: correct the figure"),
          {{"input", field.id}, {"value", value.str()}, {"bound", bound.str()}},
          ""};
}

// A row of a dataset that the unit's rows `from` to `to` must not hold, if there is one.
std::optional<Message> row_beyond(const model::DatasetTable& table, std::uint64_t from,
                                  std::uint64_t to) {
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    const auto& column = table.info.columns[i];
    const auto& values = table.columns[i];
    const auto scale = column.type == model::DatasetType::Integer ? Decimal::kScale : 1;
    for (auto row = from; row < to; ++row) {
      std::pair<std::string, std::string> where{"row", std::string(table.codes[row])};
      if (values.valid[row] == 0) {
        if (!column.required) continue;
        return Message{ASSAY_TEXT("row {row} of dataset {dataset} lacks {column}: enter it"),
                       {std::move(where), {"dataset", table.info.id}, {"column", column.id}},
                       ""};
      }
      if (!column.lo && !column.hi) continue;
      const auto micro = Int128{values.numbers[row]} * scale;
      const bool below = column.lo && micro < column.lo->micro();
      if (!below && !(column.hi && micro > column.hi->micro())) continue;
      const auto value = decimal_from_wide(micro);
      return Message{below ? ASSAY_TEXT("row {row} of dataset {dataset}: {column} is {value}, less "
                                        "than {bound}: correct the row")
                           : ASSAY_TEXT("row {row} of dataset {dataset}: {column} is {value}, more "
                                        "than {bound}: correct the row"),
                     {std::move(where),
                      {"dataset", table.info.id},
                      {"column", column.id},
                      {"value", value ? value->str() : std::to_string(values.numbers[row])},
                      {"bound", below ? column.lo->str() : column.hi->str()}},
                     ""};
    }
  }
  return std::nullopt;
}

class InProcess final : public Plugin {
 public:
  InProcess(Library library, const assay_plugin& plugin, Description description)
      : x_library(std::move(library)), x_plugin(plugin), x_description(std::move(description)) {}

  [[nodiscard]] const PluginInfo& info() const override { return x_description.info; }
  [[nodiscard]] Result<Outputs> evaluate(const std::string& parameters,
                                         const Inputs& inputs) override;

 private:
  // Closes the instance when it goes.
  class Instance {
   public:
    Instance(const assay_plugin& plugin, void* instance) : x_plugin(plugin), x_it(instance) {}
    ~Instance() {
      // Trouble here has nobody left to hear of it.
      std::ignore = call([&] {
        x_plugin.close(x_it);
        return 0;
      });
    }
    Instance(const Instance&) = delete;
    Instance& operator=(const Instance&) = delete;
    [[nodiscard]] void* get() const { return x_it; }

   private:
    const assay_plugin& x_plugin;
    void* x_it;
  };

  using Rows = std::vector<std::size_t>;

  [[nodiscard]] Result<std::unique_ptr<Instance>> open(const std::string& parameters,
                                                       const Callbacks& callbacks) const;
  [[nodiscard]] Rows acceptable_rows(const Inputs& inputs, Outputs& outputs) const;
  [[nodiscard]] Status evaluate_rows(const Instance& instance, Callbacks& callbacks,
                                     const Inputs& inputs, Rows rows, Outputs& outputs) const;
  void collect(const OutputColumns& columns, Callbacks& callbacks, const Rows& rows,
               Outputs& outputs) const;
  [[nodiscard]] std::unexpected<Error> error(std::int32_t code, const std::string& text) const;

  Library x_library;  // first: what follows points into it
  const assay_plugin& x_plugin;
  Description x_description;
};

std::unexpected<Error> InProcess::error(std::int32_t code, const std::string& text) const {
  const auto& name = info().id;
  if (code == ASSAY_PLUGIN_ECONFIG)
    return fail(Failure::Plugin, "plugin.config",
                {ASSAY_TEXT("plugin {plugin} refuses its parameters: {words}"),
                 {{"plugin", name}, {"words", text}}});
  if (code == kThrew || code < ASSAY_PLUGIN_OK || code > ASSAY_PLUGIN_EABI)
    return fail(Failure::Plugin, "plugin.protocol",
                {ASSAY_TEXT("plugin {plugin} broke the rules of the plugin interface ({fault}): "
                            "ask its vendor for a corrected build"),
                 {{"plugin", name}, {"fault", text}}});
  return fail(Failure::Plugin, "plugin.failed",
              {ASSAY_TEXT("plugin {plugin} failed: {words}"), {{"plugin", name}, {"words", text}}});
}

Result<std::unique_ptr<InProcess::Instance>> InProcess::open(const std::string& parameters,
                                                             const Callbacks& callbacks) const {
  ErrorSlot slot;
  void* instance = nullptr;
  const auto code = call([&] {
    return x_plugin.open({parameters.data(), parameters.size()}, callbacks.table(), &instance,
                         slot.get());
  });
  if (!code) return error(kThrew, "an exception left open");
  if (*code != ASSAY_PLUGIN_OK) return error(*code, slot.text());
  if (instance == nullptr) return error(kThrew, "open gave no instance");
  return std::make_unique<Instance>(x_plugin, instance);
}

// Rows whose inputs and datasets lie in their declared ranges; the others become failures.
InProcess::Rows InProcess::acceptable_rows(const Inputs& inputs, Outputs& outputs) const {
  Rows rows;
  for (std::size_t row = 0; row < inputs.rows; ++row) {
    for (std::size_t i = 0; i < info().inputs.size(); ++i) {
      const auto& field = info().inputs[i];
      const auto& figure = inputs.columns[i][row];
      assert(figure || !field.required);
      if (!figure) continue;
      if (field.lo && *figure < *field.lo)
        outputs.failures.try_emplace(row, beyond(field, *figure, *field.lo));
      else if (field.hi && *figure > *field.hi)
        outputs.failures.try_emplace(row, beyond(field, *figure, *field.hi));
    }
    for (const auto* table : inputs.tables) {
      const auto unit = inputs.ordinals[row];
      if (auto why = row_beyond(*table, table->row_start[unit], table->row_start[unit + 1]))
        outputs.failures.try_emplace(row, std::move(*why));
    }
    if (!outputs.failures.contains(row)) rows.push_back(row);
  }
  return rows;
}

void InProcess::collect(const OutputColumns& columns, Callbacks& callbacks, const Rows& rows,
                        Outputs& outputs) const {
  const auto& fields = info().outputs;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (const auto refused = callbacks.refusals().find(i); refused != callbacks.refusals().end()) {
      outputs.failures.emplace(rows[i], refused->second);
      continue;
    }
    std::vector<model::FieldValue> values;
    for (std::size_t output = 0; output < fields.size(); ++output) {
      auto value = columns.value(output, i, fields[output]);
      if (!value) {
        outputs.failures.emplace(rows[i], std::move(value).error());
        break;
      }
      values.push_back(*value);
    }
    // Never half a row: one value that cannot be believed discredits the others.
    if (values.size() != fields.size()) continue;
    for (std::size_t output = 0; output < fields.size(); ++output) {
      outputs.columns[output][rows[i]] = values[output];
      outputs.reasons[output][rows[i]] = std::move(callbacks.reasons(output, i));
    }
  }
}

Status InProcess::evaluate_rows(const Instance& instance, Callbacks& callbacks,
                                const Inputs& inputs, Rows rows, Outputs& outputs) const {
  // A plugin that stops at one row after another is cut short; it should refuse rows instead.
  static constexpr int kAttempts_max = 64;
  for (int attempt = 0; attempt < kAttempts_max && !rows.empty(); ++attempt) {
    const InputColumns in(inputs, rows);
    const InputTables tables(inputs, rows);
    const OutputColumns out(x_description.output_types, rows.size());
    callbacks.begin(inputs, rows, info().outputs.size());
    assay_plugin_batch batch{};
    batch.size = sizeof batch;
    batch.flags = ASSAY_PLUGIN_EXPLAIN;
    batch.n_in = static_cast<std::uint32_t>(info().inputs.size());
    batch.n_out = static_cast<std::uint32_t>(info().outputs.size());
    batch.rows = rows.size();
    batch.period = {inputs.period.data(), inputs.period.size()};
    batch.in = in.data();
    batch.out = out.data();
    batch.tables = tables.data();
    batch.n_tables = tables.size();

    ErrorSlot slot;
    const auto code = call([&] { return x_plugin.evaluate(instance.get(), &batch, slot.get()); });
    if (!code) return error(kThrew, "an exception left evaluate");
    if (!callbacks.violation().empty()) return error(kThrew, callbacks.violation());
    if (*code == ASSAY_PLUGIN_OK) {
      collect(out, callbacks, rows, outputs);
      return {};
    }
    const bool one_row = *code == ASSAY_PLUGIN_EINPUT && slot.row() < rows.size();
    if (!one_row || !info().row_independent) return error(*code, slot.text());
    const auto at = static_cast<std::ptrdiff_t>(slot.row());
    outputs.failures.emplace(rows[slot.row()], words(slot.text()));
    rows.erase(rows.begin() + at);
  }
  for (const auto row : rows)
    outputs.failures.emplace(
        row, Message{ASSAY_TEXT("plugin {plugin} stopped at too many other units to come to this "
                                "one: correct those first"),
                     {{"plugin", info().id}},
                     ""});
  return {};
}

Result<Outputs> InProcess::evaluate(const std::string& parameters, const Inputs& inputs) {
  assert(inputs.columns.size() == info().inputs.size());
  assert(inputs.tables.size() == info().datasets.size());
  assert(inputs.units.empty() || inputs.units.size() == inputs.rows);
  Outputs outputs;
  outputs.columns.assign(info().outputs.size(), std::vector<model::FieldValue>(inputs.rows));
  outputs.reasons.assign(info().outputs.size(), std::vector<std::vector<Message>>(inputs.rows));

  Callbacks callbacks(x_description.rules, std::min(ASSAY_PLUGIN_ABI_CURRENT, info().abi_current),
                      !inputs.units.empty());
  ASSAY_TRY(const auto instance, open(parameters, callbacks));
  auto rows = acceptable_rows(inputs, outputs);
  ASSAY_CHECK(evaluate_rows(*instance, callbacks, inputs, std::move(rows), outputs));
  return outputs;
}

// The plugin would not describe itself.
std::unexpected<Error> refused_entry(const ErrorSlot& slot) {
  if (slot.code() == ASSAY_PLUGIN_EABI)
    return fail(Failure::Plugin, "plugin.abi_version",
                {ASSAY_TEXT("the plugin serves none of the ABI versions {host_min} to {host_max} "
                            "of this program ({words}): install builds that fit each other"),
                 {{"host_min", std::to_string(ASSAY_PLUGIN_ABI_MIN)},
                  {"host_max", std::to_string(ASSAY_PLUGIN_ABI_CURRENT)},
                  {"words", slot.text()}}});
  return fail(Failure::Plugin, "plugin.refused",
              {ASSAY_TEXT("the plugin refuses to start: {words}"), {{"words", slot.text()}}});
}

Result<const assay_plugin*> call_entry(const Library& library) {
  ErrorSlot slot;
  const auto made = call(
      [&] { return library.entry()(ASSAY_PLUGIN_ABI_MIN, ASSAY_PLUGIN_ABI_CURRENT, slot.get()); });
  if (!made)
    return fail(Failure::Plugin, "plugin.refused",
                {ASSAY_TEXT("the plugin refuses to start: {words}"),
                 {{"words", "an exception left its entry function"}}});
  if (*made == nullptr) return refused_entry(slot);
  return *made;
}

Result<std::unique_ptr<Plugin>> load_library(const Binary& binary) {
  ASSAY_TRY(auto library, Library::open(binary));
  ASSAY_TRY(const auto plugin, call_entry(library));
  ASSAY_TRY(auto description, read_description(*plugin));
  description.info.path = binary.path;
  description.info.binary_digest = library.digest();
  return std::make_unique<InProcess>(std::move(library), *plugin, std::move(description));
}

}  // namespace

Result<std::unique_ptr<Plugin>> load(const Binary& binary) {
  auto loaded = load_library(binary);
  if (!loaded && loaded.error().where.file.empty())
    loaded.error().where.file = binary.path.string();
  return loaded;
}

Result<std::unique_ptr<Plugin>> load(const std::filesystem::path& path) {
  ASSAY_TRY(const auto binary, read_binary(path));
  return load(binary);
}

}  // namespace assay::plugin
