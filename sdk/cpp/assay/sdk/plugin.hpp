#pragma once
// A plugin in C++: derive from Plugin, declare what it reads and gives, and end the file with
// ASSAY_PLUGIN(YourPlugin):
//
//   class Water : public assay::sdk::Plugin {
//    public:
//     struct Declared : assay::sdk::Declaration { … };            // declaration.hpp
//     Water(const Declared& declared, const assay::sdk::Config& config);
//     void assess(assay::sdk::Row& row) override;                 // once per unit
//   };
//   ASSAY_PLUGIN(Water)
//
// One that must be fast derives from BatchPlugin and has assess_all(Batch&) in place of assess.
//
// Header-only and free of dependencies, so that no C++ type crosses the boundary to the host. An
// instance is used by one thread at a time. Exceptions end at the boundary: ConfigError and
// OutOfRange as error.hpp says, anything else as a fault of the plugin.

#include <algorithm>
#include <concepts>
#include <cstdint>
#include <cstring>
#include <exception>
#include <memory>
#include <new>
#include <string_view>

#include "assay/plugin.h"
#include "assay/sdk/batch.hpp"
#include "assay/sdk/config.hpp"
#include "assay/sdk/data.hpp"
#include "assay/sdk/declaration.hpp"
#include "assay/sdk/row.hpp"

namespace assay::sdk {

namespace detail {

class AnyPlugin {
 public:
  AnyPlugin() = default;
  AnyPlugin(const AnyPlugin&) = delete;
  AnyPlugin& operator=(const AnyPlugin&) = delete;
  virtual ~AnyPlugin() = default;

  // Before the rows of a call: look norms up here.
  virtual void start(std::string_view period) { static_cast<void>(period); }
};

}  // namespace detail

class Plugin : public detail::AnyPlugin {
 public:
  // One unit; see Row.
  virtual void assess(Row& row) = 0;
};

// In its place where the cost of a row matters.
class BatchPlugin : public detail::AnyPlugin {
 public:
  // All units of the call; see Batch.
  virtual void assess_all(Batch& batch) = 0;
};

namespace detail {

inline std::int32_t report(assay_plugin_err* err, std::int32_t code, std::string_view text) {
  if (err == nullptr) return code;
  err->code = static_cast<std::uint32_t>(code);
  err->row = ASSAY_PLUGIN_NO_ROW;
  err->col = ASSAY_PLUGIN_NO_COL;
  err->msg_len = static_cast<std::uint32_t>(std::min<std::size_t>(text.size(), err->msg_cap));
  if (err->msg_len != 0) std::memcpy(err->msg, text.data(), err->msg_len);
  return code;
}

// Runs `work` and turns what it throws into a code and a text.
template <class Work>
std::int32_t guarded(assay_plugin_err* err, const Work& work) noexcept {
  try {
    return work();
  } catch (const ConfigError& error) {
    return report(err, ASSAY_PLUGIN_ECONFIG, error.what());
  } catch (const std::bad_alloc&) {
    return report(err, ASSAY_PLUGIN_ENOMEM, "out of memory");
  } catch (const std::exception& error) {
    return report(err, ASSAY_PLUGIN_EINTERNAL, error.what());
  } catch (...) {
    return report(err, ASSAY_PLUGIN_EINTERNAL, "an exception of unknown type");
  }
}

template <class P>
class Boundary {
 public:
  static const assay_plugin* entry(std::uint32_t host_min, std::uint32_t host_cur,
                                   assay_plugin_err* err) noexcept {
    if (host_cur < ASSAY_PLUGIN_ABI_MIN || host_min > ASSAY_PLUGIN_ABI_CURRENT) {
      report(err, ASSAY_PLUGIN_EABI, "this plugin serves ABI 1 only");
      return nullptr;
    }
    const assay_plugin* made = nullptr;
    guarded(err, [&] {
      made = &exported();
      return ASSAY_PLUGIN_OK;
    });
    return made;
  }

 private:
  struct Instance {
    Instance(std::string_view json, const assay_plugin_host& callbacks)
        : host(callbacks), plugin(declared(), Config(declared(), json)) {}
    const assay_plugin_host& host;
    P plugin;
  };

  static const typename P::Declared& declared() {
    static const typename P::Declared made;
    return made;
  }

  static const assay_plugin& exported() {
    static const assay_plugin_desc desc = declared().descriptor();
    static const assay_plugin made = {
        sizeof(assay_plugin), 0, &desc, open, evaluate, close, nullptr};
    return made;
  }

  static std::int32_t open(assay_plugin_str config, const assay_plugin_host* host, void** inst,
                           assay_plugin_err* err) {
    if (host->size < sizeof(assay_plugin_host))
      return report(err, ASSAY_PLUGIN_EABI, "the host lacks functions that this plugin needs");
    return guarded(err, [&] {
      *inst = std::make_unique<Instance>(std::string_view(config.p, config.n), *host).release();
      return ASSAY_PLUGIN_OK;
    });
  }

  static void close(void* inst) { delete static_cast<Instance*>(inst); }

  static std::int32_t evaluate(void* inst, const assay_plugin_batch* batch, assay_plugin_err* err) {
    return guarded(err, [&]() -> std::int32_t {
      auto& [host, plugin] = *static_cast<Instance*>(inst);
      check(*batch);
      plugin.start({batch->period.p, batch->period.n});
      const Units units = declared().asks_units() ? Units(host) : Units();
      Batch rows(*batch, host, units, declared().out_of_range_rule());
      try {
        if constexpr (std::derived_from<P, BatchPlugin>)
          plugin.assess_all(rows);
        else
          assess_rows(plugin, rows, Row(*batch, units), host);
      } catch (const Cancelled&) {
        return report(err, ASSAY_PLUGIN_ECANCEL, "stopped");
      }
      return ASSAY_PLUGIN_OK;
    });
  }

  static void assess_rows(P& plugin, const Batch& rows, Row row, const assay_plugin_host& host) {
    rows.each([&](std::uint64_t i) {
      row.begin(i);
      try {
        plugin.assess(row);
      } catch (const RowRefused& refused) {
        return refuse(host, i, refused);
      }
      row.commit(host);
    });
  }

  // The columns are those that were declared.
  static void check(const assay_plugin_batch& batch) {
    if (batch.size < sizeof(assay_plugin_batch))
      throw std::logic_error("the host passed less than this plugin needs");
    if ((batch.flags & ~std::uint32_t{ASSAY_PLUGIN_EXPLAIN}) != 0)
      throw std::logic_error("the host asks for something unknown to this plugin");
    if (batch.n_in != declared().inputs() || batch.n_out != declared().outputs().size() ||
        batch.n_tables != declared().datasets().size())
      throw std::logic_error("the host passed other columns or datasets than declared");
    for (std::uint32_t i = 0; i < batch.n_in; ++i)
      if (assay_plugin_in_at(&batch, i)->type != ASSAY_PLUGIN_DEC6)
        throw std::logic_error("the host passed an input of another type than declared");
    for (std::uint32_t i = 0; i < batch.n_out; ++i)
      if (assay_plugin_out_at(&batch, i)->type != declared().outputs()[i].type)
        throw std::logic_error("the host passed an output of another type than declared");
  }
};

}  // namespace detail

}  // namespace assay::sdk

// Exports `PluginClass` as the plugin of this shared object. Once, at namespace scope.
#define ASSAY_PLUGIN(PluginClass)                                                         \
  extern "C" const assay_plugin* assay_plugin_entry(uint32_t host_min, uint32_t host_cur, \
                                                    assay_plugin_err* err) {              \
    return assay::sdk::detail::Boundary<PluginClass>::entry(host_min, host_cur, err);     \
  }
