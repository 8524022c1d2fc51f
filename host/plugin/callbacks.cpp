#include "plugin/callbacks.hpp"

#include <new>
#include <string_view>

namespace assay::plugin {

namespace {

constexpr std::uint64_t kScratch_max_bytes = 256UL << 20U;
constexpr std::uint64_t kAlign_max = 64;
constexpr std::size_t kReasons_max = 64;  // of one value; more are dropped

Callbacks& self(void* ctx) { return *static_cast<Callbacks*>(ctx); }

// Runs `work`; the plugin must never see an exception of the host.
template <class Work>
std::int32_t guarded(const Work& work) noexcept {
  try {
    return work();
  } catch (...) {
    return ASSAY_PLUGIN_ENOMEM;
  }
}

}  // namespace

Callbacks::Callbacks(const std::map<std::uint32_t, RuleInfo>& rules, std::uint32_t abi,
                     bool with_units)
    : x_rules(rules), x_with_units(with_units) {
  x_table = {sizeof x_table, abi, this, scratch, tick, explain, refuse, log, ext};
  x_unit_table = {sizeof x_unit_table, 0, list_units};
}

void Callbacks::begin(const Inputs& inputs, std::span<const std::size_t> rows,
                      std::size_t outputs) {
  x_rows = rows.size();
  x_units.reset();
  if (x_with_units) x_units.emplace(inputs.units, rows);
  x_reasons.assign(outputs, std::vector<std::vector<Message>>(x_rows));
  x_refusals.clear();
  x_violation.clear();
  x_scratch.clear();
  x_scratch_bytes = 0;
}

std::int32_t Callbacks::violate(const std::string& what) {
  if (x_violation.empty()) x_violation = what;
  return ASSAY_PLUGIN_EINPUT;
}

bool Callbacks::sentence(std::uint32_t rule, std::span<const std::int64_t> operands,
                         Message& message) {
  const auto found = x_rules.find(rule);
  if (found == x_rules.end() || found->second.operands != operands.size()) return false;
  message.text = found->second.text_en;
  message.text_zh = found->second.text_zh;
  for (std::size_t i = 0; i < operands.size(); ++i) {
    const auto value = decimal_from_wide(operands[i]);
    if (!value) return false;
    message.args.emplace_back(std::to_string(i), value->str());
  }
  return true;
}

void* Callbacks::allocate(std::uint64_t bytes, std::uint64_t align) {
  if (align == 0 || align > kAlign_max || (align & (align - 1)) != 0 ||
      bytes > kScratch_max_bytes - x_scratch_bytes)
    return nullptr;
  const auto room = bytes + align;
  auto block = std::make_unique<std::byte[]>(room);  // zeroed
  void* at = block.get();
  std::size_t space = room;
  at = std::align(align, bytes, at, space);
  x_scratch.push_back(std::move(block));
  x_scratch_bytes += bytes;
  return at;
}

void* Callbacks::scratch(void* ctx, std::uint64_t bytes, std::uint64_t align) noexcept {
  try {
    return self(ctx).allocate(bytes, align);
  } catch (const std::bad_alloc&) {
    return nullptr;
  }
}

// Nobody can ask to stop yet.
std::int32_t Callbacks::tick(void* /*ctx*/, std::uint64_t /*rows_done*/) noexcept { return 0; }

std::int32_t Callbacks::explain(void* ctx, std::uint64_t row, std::uint32_t out, std::uint32_t rule,
                                const std::int64_t* operands, std::uint32_t n_operands) noexcept {
  return guarded([&]() -> std::int32_t {
    auto& host = self(ctx);
    Message message;
    if (row >= host.x_rows || out >= host.x_reasons.size() ||
        !host.sentence(rule, {operands, n_operands}, message))
      return host.violate("it explained a row, output or rule that is not there (rule " +
                          std::to_string(rule) + ")");
    auto& reasons = host.x_reasons[out][row];
    if (reasons.size() < kReasons_max) reasons.push_back(std::move(message));
    return ASSAY_PLUGIN_OK;
  });
}

std::int32_t Callbacks::refuse(void* ctx, std::uint64_t row, std::uint32_t rule,
                               const std::int64_t* operands, std::uint32_t n_operands) noexcept {
  return guarded([&]() -> std::int32_t {
    auto& host = self(ctx);
    Message message;
    if (row >= host.x_rows || !host.sentence(rule, {operands, n_operands}, message))
      return host.violate("it refused a row or by a rule that is not there (rule " +
                          std::to_string(rule) + ")");
    host.x_refusals.emplace(row, std::move(message));
    return ASSAY_PLUGIN_OK;
  });
}

// Lines of plugins have no reader yet.
void Callbacks::log(void* /*ctx*/, std::int32_t /*level*/, assay_plugin_str /*text*/) noexcept {}

const void* Callbacks::ext(void* ctx, const char* id) noexcept {
  if (id == nullptr || std::string_view(id) != ASSAY_PLUGIN_EXT_UNITS) return nullptr;
  return self(ctx).x_with_units ? &self(ctx).x_unit_table : nullptr;
}

std::int32_t Callbacks::list_units(void* ctx, assay_plugin_unit_list* list) noexcept {
  auto& host = self(ctx);
  if (!host.x_units) return host.violate("it asked for the units outside of evaluate");
  if (list == nullptr || list->size < sizeof(assay_plugin_unit_list))
    return host.violate("its list of units is too short");
  const auto size = list->size;
  *list = host.x_units->list();
  list->size = size;
  return ASSAY_PLUGIN_OK;
}

}  // namespace assay::plugin
