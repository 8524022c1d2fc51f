#include "bench/raw_plugin.hpp"

#include <dlfcn.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace assay::bench {

namespace {

[[noreturn]] void fail(const std::string& what) {
  std::fprintf(stderr, "plugin: %s\n", what.c_str());
  std::exit(1);
}

struct Fault {
  std::array<char, 1024> text{};
  assay_plugin_err err{};

  Fault() {
    err.size = sizeof err;
    err.msg = text.data();
    err.msg_cap = static_cast<std::uint32_t>(text.size());
  }
  [[nodiscard]] std::string str() const { return {text.data(), err.msg_len}; }
};

void* no_scratch(void* /*ctx*/, std::uint64_t /*bytes*/, std::uint64_t /*align*/) {
  return nullptr;
}
std::int32_t go_on(void* /*ctx*/, std::uint64_t /*rows_done*/) { return 0; }
std::int32_t no_reason(void* /*ctx*/, std::uint64_t /*row*/, std::uint32_t /*out*/,
                       std::uint32_t /*rule*/, const std::int64_t* /*operands*/,
                       std::uint32_t /*n_operands*/) {
  return ASSAY_PLUGIN_OK;
}
void no_log(void* /*ctx*/, std::int32_t /*level*/, assay_plugin_str /*text*/) {}
const void* no_extension(void* /*ctx*/, const char* /*id*/) { return nullptr; }

}  // namespace

RawPlugin::RawPlugin(const std::string& library, const std::string& parameters)
    : x_library(dlopen(library.c_str(), RTLD_NOW | RTLD_LOCAL)) {
  if (x_library == nullptr) fail(dlerror());
  const auto entry =
      reinterpret_cast<decltype(&assay_plugin_entry)>(dlsym(x_library, "assay_plugin_entry"));
  if (entry == nullptr) fail(library + " has no entry");
  Fault fault;
  x_plugin = entry(ASSAY_PLUGIN_ABI_MIN, ASSAY_PLUGIN_ABI_CURRENT, &fault.err);
  if (x_plugin == nullptr) fail(fault.str());
  x_host = {.size = sizeof x_host,
            .abi = ASSAY_PLUGIN_ABI_CURRENT,
            .ctx = this,
            .scratch = no_scratch,
            .tick = go_on,
            .explain = no_reason,
            .refuse = refuse,
            .log = no_log,
            .ext = no_extension};
  if (x_plugin->open({parameters.data(), parameters.size()}, &x_host, &x_instance, &fault.err) !=
      ASSAY_PLUGIN_OK)
    fail(fault.str());
}

RawPlugin::~RawPlugin() {
  x_plugin->close(x_instance);
  dlclose(x_library);
}

void RawPlugin::evaluate(const assay_plugin_batch& batch) {
  Fault fault;
  if (x_plugin->evaluate(x_instance, &batch, &fault.err) != ASSAY_PLUGIN_OK) fail(fault.str());
}

std::int32_t RawPlugin::refuse(void* self, std::uint64_t /*row*/, std::uint32_t /*rule*/,
                               const std::int64_t* /*operands*/, std::uint32_t /*n_operands*/) {
  ++static_cast<RawPlugin*>(self)->x_refused;
  return ASSAY_PLUGIN_OK;
}

RawOutputs::RawOutputs(const assay_plugin_desc& desc, std::uint64_t rows) {
  for (std::uint32_t i = 0; i < desc.n_out; ++i) {
    auto& valid = x_valid.emplace_back((rows + 7) / 8);
    auto& data = x_data.emplace_back(rows);
    x_columns.push_back({.size = sizeof(assay_plugin_out),
                         .type = desc.out[i].type,
                         .rows = rows,
                         .valid = valid.data(),
                         .data = data.data()});
  }
}

void RawOutputs::clear() {
  for (auto& valid : x_valid) std::ranges::fill(valid, std::uint8_t{0});
}

}  // namespace assay::bench
