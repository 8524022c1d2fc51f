#pragma once
// The plugin under test, behind an interface, so that the same checks can be asked of one that runs
// in a process of its own. Here it runs in this process, which the kit made for it.

#include <chrono>
#include <cstdint>
#include <expected>
#include <filesystem>
#include <memory>
#include <string>

#include "assay/plugin.h"

namespace assay::kit {

// What a call came to. `code` is one of the ABI's, or kThrew.
struct Answer {
  std::int32_t code = ASSAY_PLUGIN_OK;
  std::uint64_t row = ASSAY_PLUGIN_NO_ROW;
  std::string text;             // what the error says
  const char* fault = nullptr;  // how the error breaks the rules, of the catalogue
};
inline constexpr std::int32_t kThrew = -1;
// "ENOMEM", "an exception" …
[[nodiscard]] std::string code_name(std::int32_t code);

class Target {
 public:
  Target() = default;
  Target(const Target&) = delete;
  Target& operator=(const Target&) = delete;
  virtual ~Target() = default;

  // NULL with the answer's code when it is refused. The description stays until the end.
  [[nodiscard]] virtual const assay_plugin* entry(std::uint32_t host_min, std::uint32_t host_cur,
                                                  Answer& answer) = 0;
  [[nodiscard]] virtual Answer open(const std::string& config, const assay_plugin_host& host,
                                    void** instance) = 0;
  [[nodiscard]] virtual Answer evaluate(void* instance, const assay_plugin_batch& batch) = 0;
  [[nodiscard]] virtual Answer close(void* instance) = 0;
};

struct Loaded {
  std::unique_ptr<Target> target;
  std::chrono::steady_clock::duration took;  // to load and bind all symbols
};
// What the dynamic linker says otherwise.
[[nodiscard]] std::expected<Loaded, std::string> load_in_process(
    const std::filesystem::path& library);

}  // namespace assay::kit
