#pragma once
// The host that a plugin talks to during a check: writes down all it is told, and fails where a
// check wants it to. One thread, the one that calls the plugin; a call from another is a fault.

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "assay/ext/units.h"
#include "assay/plugin.h"
#include "kit/declared.hpp"
#include "kit/memory.hpp"
#include "kit/rows.hpp"

namespace assay::kit {

struct HostOptions {
  bool extensions = true;
  std::uint32_t tail_bytes = 0;  // behind the table, as a newer host would have it
  std::uint32_t size_bytes = 0;  // of a table that ends early, before a page that must not be read
  std::int64_t scratch_fails_at = -1;  // this call of scratch and all later ones; -1 = none
  std::int64_t tick_stops_at = -1;     // this call of tick and all later ones
};

struct Reason {
  std::uint32_t out = 0, rule = 0;
  std::vector<std::int64_t> operands;

  bool operator==(const Reason&) const = default;
};

// What was said during one call.
struct Heard {
  std::map<std::uint64_t, std::vector<Reason>> reasons;  // by row
  std::map<std::uint64_t, Reason> refusals;
  std::string violation;  // the first rule of the interface that a call back broke; "" = none
  std::int64_t scratches = 0, ticks = 0;
  std::chrono::steady_clock::duration longest_silence{};  // between ticks, and at both ends
  std::chrono::steady_clock::time_point stop_asked;       // when tick first said so
};

class Host {
 public:
  Host(const Declared& declared, const HostOptions& options);

  [[nodiscard]] const assay_plugin_host& table() const { return *x_table; }

  // Around a call of evaluate over `rows`, which must outlive it; end() gives what was heard.
  void begin(const Rows& rows);
  [[nodiscard]] Heard end();

  // Callbacks that may be called now, outside evaluate: only log and ext.
  [[nodiscard]] const std::string& violation() const { return x_heard.violation; }

 private:
  std::int32_t violate(const std::string& what);
  bool in_call(const char* function);
  void note_time();
  [[nodiscard]] bool sentence_fits(std::uint32_t rule, std::uint32_t n_operands) const;

  static void* scratch(void* ctx, std::uint64_t bytes, std::uint64_t align) noexcept;
  static std::int32_t tick(void* ctx, std::uint64_t rows_done) noexcept;
  static std::int32_t explain(void* ctx, std::uint64_t row, std::uint32_t out, std::uint32_t rule,
                              const std::int64_t* operands, std::uint32_t n_operands) noexcept;
  static std::int32_t refuse(void* ctx, std::uint64_t row, std::uint32_t rule,
                             const std::int64_t* operands, std::uint32_t n_operands) noexcept;
  static void log(void* ctx, std::int32_t level, assay_plugin_str text) noexcept;
  static const void* ext(void* ctx, const char* id) noexcept;
  static std::int32_t list_units(void* ctx, assay_plugin_unit_list* list) noexcept;

  const Declared& x_declared;
  HostOptions x_options;
  Memory x_memory;
  assay_plugin_host* x_table = nullptr;
  assay_plugin_units x_units{};
  const Rows* x_rows = nullptr;  // nullptr: no call of evaluate is running
  int x_thread = 0;
  Heard x_heard;
  std::chrono::steady_clock::time_point x_last_sign;
  std::vector<std::unique_ptr<std::byte[]>> x_scratch;
  std::vector<assay_plugin_str> x_codes, x_types;
  std::vector<std::uint64_t> x_parents;
};

}  // namespace assay::kit
