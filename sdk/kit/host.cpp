#include "kit/host.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <memory>

#include "kit/fault.hpp"

namespace assay::kit {

namespace {

Host& self(void* ctx) { return *static_cast<Host*>(ctx); }

}  // namespace

Host::Host(const Declared& declared, const HostOptions& options)
    : x_declared(declared),
      x_options(options),
      x_memory(options.size_bytes == 0 ? Guard::None : Guard::After),
      x_thread(::gettid()) {
  assay_plugin_host made{};
  const auto bytes = options.size_bytes != 0
                         ? options.size_bytes
                         : static_cast<std::uint32_t>(sizeof made) + options.tail_bytes;
  made = {bytes, ASSAY_PLUGIN_ABI_CURRENT, this, scratch, tick, explain, refuse, log, ext};
  auto* room = static_cast<std::byte*>(x_memory.take(bytes));
  std::memset(room, 0xA5, bytes);
  std::memcpy(room, &made, std::min<std::size_t>(bytes, sizeof made));
  x_table = reinterpret_cast<assay_plugin_host*>(room);
  x_units = {sizeof x_units, 0, list_units};
}

void Host::begin(const Rows& rows) {
  auto violation = std::move(x_heard.violation);
  x_heard = Heard();
  x_heard.violation = std::move(violation);  // of open, or between the calls
  x_rows = &rows;
  x_thread = ::gettid();
  x_scratch.clear();
  x_last_sign = std::chrono::steady_clock::now();
}

Heard Host::end() {
  note_time();
  x_rows = nullptr;
  return std::move(x_heard);
}

void Host::note_time() {
  const auto now = std::chrono::steady_clock::now();
  x_heard.longest_silence = std::max(x_heard.longest_silence, now - x_last_sign);
  x_last_sign = now;
}

std::int32_t Host::violate(const std::string& what) {
  if (x_heard.violation.empty()) x_heard.violation = what;
  return ASSAY_PLUGIN_EINPUT;
}

bool Host::in_call(const char* function) {
  if (x_rows == nullptr) violate(std::string(function) + " called outside evaluate");
  if (::gettid() != x_thread) violate(std::string(function) + " called on another thread");
  return x_rows != nullptr;
}

bool Host::sentence_fits(std::uint32_t rule, std::uint32_t n_operands) const {
  const auto known = x_declared.rules.find(rule);
  return known != x_declared.rules.end() && known->second.operands == n_operands;
}

void* Host::scratch(void* ctx, std::uint64_t bytes, std::uint64_t align) noexcept {
  const fault::Pause pause;
  auto& host = self(ctx);
  if (!host.in_call("scratch")) return nullptr;
  if (align == 0 || align > 64 || (align & (align - 1)) != 0) {
    host.violate("scratch called with an alignment of " + std::to_string(align));
    return nullptr;
  }
  static constexpr std::uint64_t kMax_bytes = 256UL << 20U;
  const auto call = host.x_heard.scratches++;
  if (bytes > kMax_bytes ||
      (host.x_options.scratch_fails_at >= 0 && call >= host.x_options.scratch_fails_at))
    return nullptr;
  auto block = std::make_unique<std::byte[]>(bytes + align);
  void* at = block.get();
  auto space = static_cast<std::size_t>(bytes + align);
  at = std::align(align, bytes, at, space);
  host.x_scratch.push_back(std::move(block));
  return at;
}

std::int32_t Host::tick(void* ctx, std::uint64_t rows_done) noexcept {
  const fault::Pause pause;
  auto& host = self(ctx);
  if (!host.in_call("tick")) return 1;
  if (rows_done > host.x_rows->rows) host.violate("tick told of more rows than there are");
  host.note_time();
  const auto call = host.x_heard.ticks++;
  if (host.x_options.tick_stops_at < 0 || call < host.x_options.tick_stops_at) return 0;
  if (host.x_heard.stop_asked.time_since_epoch().count() == 0)
    host.x_heard.stop_asked = std::chrono::steady_clock::now();
  return 1;
}

std::int32_t Host::explain(void* ctx, std::uint64_t row, std::uint32_t out, std::uint32_t rule,
                           const std::int64_t* operands, std::uint32_t n_operands) noexcept {
  const fault::Pause pause;
  auto& host = self(ctx);
  if (!host.in_call("explain")) return ASSAY_PLUGIN_EINPUT;
  if (row >= host.x_rows->rows || out >= host.x_declared.out.size() ||
      !host.sentence_fits(rule, n_operands))
    return host.violate("explain called for a row, output or rule that is not there (row " +
                        std::to_string(row) + ", output " + std::to_string(out) + ", rule " +
                        std::to_string(rule) + ")");
  host.x_heard.reasons[row].push_back({out, rule, {operands, operands + n_operands}});
  return ASSAY_PLUGIN_OK;
}

std::int32_t Host::refuse(void* ctx, std::uint64_t row, std::uint32_t rule,
                          const std::int64_t* operands, std::uint32_t n_operands) noexcept {
  const fault::Pause pause;
  auto& host = self(ctx);
  if (!host.in_call("refuse")) return ASSAY_PLUGIN_EINPUT;
  if (row >= host.x_rows->rows || !host.sentence_fits(rule, n_operands))
    return host.violate("refuse called for a row or rule that is not there (row " +
                        std::to_string(row) + ", rule " + std::to_string(rule) + ")");
  host.x_heard.refusals.insert_or_assign(row, Reason{0, rule, {operands, operands + n_operands}});
  return ASSAY_PLUGIN_OK;
}

void Host::log(void* /*ctx*/, std::int32_t /*level*/, assay_plugin_str /*text*/) noexcept {}

const void* Host::ext(void* ctx, const char* id) noexcept {
  const fault::Pause pause;
  auto& host = self(ctx);
  if (!host.x_options.extensions || std::strcmp(id, ASSAY_PLUGIN_EXT_UNITS) != 0) return nullptr;
  return &host.x_units;
}

std::int32_t Host::list_units(void* ctx, assay_plugin_unit_list* list) noexcept {
  const fault::Pause pause;
  auto& host = self(ctx);
  if (!host.in_call("units.list")) return ASSAY_PLUGIN_EINPUT;
  if (list->size < sizeof(assay_plugin_unit_list)) return ASSAY_PLUGIN_EABI;
  const auto& rows = *host.x_rows;
  host.x_codes.clear();
  host.x_types.clear();
  for (const auto& code : rows.codes) host.x_codes.push_back({code.data(), code.size()});
  for (const auto& type : rows.types) host.x_types.push_back({type.data(), type.size()});
  host.x_parents.assign(rows.rows, ASSAY_PLUGIN_NO_PARENT);
  list->rows = rows.rows;
  list->code = host.x_codes.data();
  list->type = host.x_types.data();
  list->parent = host.x_parents.data();
  return ASSAY_PLUGIN_OK;
}

}  // namespace assay::kit
