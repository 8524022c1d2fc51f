#include "kit/target.hpp"

#include <dlfcn.h>

#include <array>
#include <string_view>

#include "base/message.hpp"
#include "base/utf8.hpp"
#include "kit/fault.hpp"

namespace assay::kit {

namespace {

using Entry = const assay_plugin* (*)(std::uint32_t, std::uint32_t, assay_plugin_err*);

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    const auto length = utf8_length(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

// The error a call fills in, between bytes that must stay as they are.
class ErrorSlot {
 public:
  ErrorSlot() {
    x_room.fill(kUntouched);
    x_error.size = sizeof x_error;
    x_error.row = ASSAY_PLUGIN_NO_ROW;
    x_error.col = ASSAY_PLUGIN_NO_COL;
    x_error.msg_cap = kCapacity;
    x_error.msg = x_room.data() + kMargin;
  }
  [[nodiscard]] assay_plugin_err* get() { return &x_error; }

  [[nodiscard]] Answer answer(std::int32_t code) const {
    Answer made{code, x_error.row, "", nullptr};
    for (std::size_t i = 0; i < x_room.size(); ++i)
      if ((i < kMargin || i >= kMargin + kCapacity) && x_room[i] != kUntouched)
        made.fault = ASSAY_TEXT("it wrote outside the buffer of the error text");
    if (x_error.msg_len > kCapacity) {
      made.fault = ASSAY_TEXT("it says that the error text is longer than its buffer");
      return made;
    }
    made.text.assign(x_room.data() + kMargin, x_error.msg_len);
    if (code != ASSAY_PLUGIN_OK && made.fault == nullptr) made.fault = fault_of(made.text);
    return made;
  }

 private:
  static constexpr std::uint32_t kCapacity = 256;
  static constexpr std::size_t kMargin = 4096;
  static constexpr char kUntouched = '\x5A';

  static const char* fault_of(const std::string& text) {
    if (text.empty()) return ASSAY_TEXT("it gives no reason for its error");
    for (const char letter : text)
      if (static_cast<unsigned char>(letter) < 0x20)
        return ASSAY_TEXT("its error text is not one line");
    if (!is_utf8_prefix(text)) return ASSAY_TEXT("its error text is not UTF-8");
    return nullptr;
  }
  // A text cut off at the capacity may end within a character.
  static bool is_utf8_prefix(const std::string& text) {
    for (std::size_t cut = 0; cut < 4 && cut <= text.size(); ++cut)
      if (is_utf8(text.substr(0, text.size() - cut))) return cut == 0 || text.size() == kCapacity;
    return false;
  }

  assay_plugin_err x_error{};
  std::array<char, kCapacity + 2 * kMargin> x_room{};
};

class InProcess final : public Target {
 public:
  InProcess(void* library, Entry entry_point) : x_library(library), x_entry(entry_point) {}
  ~InProcess() override { ::dlclose(x_library); }

  const assay_plugin* entry(std::uint32_t host_min, std::uint32_t host_cur,
                            Answer& answer) override {
    ErrorSlot slot;
    const assay_plugin* made = nullptr;
    answer = called(slot, [&] {
      made = x_entry(host_min, host_cur, slot.get());
      return made != nullptr ? ASSAY_PLUGIN_OK : static_cast<std::int32_t>(slot.get()->code);
    });
    if (made != nullptr) x_plugin = made;
    return made;
  }
  Answer open(const std::string& config, const assay_plugin_host& host, void** instance) override {
    ErrorSlot slot;
    return called(slot, [&] {
      return x_plugin->open({config.empty() ? nullptr : config.data(), config.size()}, &host,
                            instance, slot.get());
    });
  }
  Answer evaluate(void* instance, const assay_plugin_batch& batch) override {
    ErrorSlot slot;
    return called(slot, [&] { return x_plugin->evaluate(instance, &batch, slot.get()); });
  }
  Answer close(void* instance) override {
    ErrorSlot slot;
    return called(slot, [&] {
      x_plugin->close(instance);
      return ASSAY_PLUGIN_OK;
    });
  }

 private:
  template <class Call>
  static Answer called(const ErrorSlot& slot, const Call& call) {
    std::int32_t code = kThrew;
    try {
      const fault::Armed armed;
      code = call();
    } catch (...) {
      return {kThrew, ASSAY_PLUGIN_NO_ROW, "", ASSAY_TEXT("an exception left it")};
    }
    return slot.answer(code);
  }

  void* x_library;
  Entry x_entry;
  const assay_plugin* x_plugin = nullptr;
};

}  // namespace

std::string code_name(std::int32_t code) {
  static constexpr std::array kNames = {"OK",      "EINPUT",    "ECONFIG", "ENOMEM",
                                        "ECANCEL", "EINTERNAL", "EABI"};
  if (code >= 0 && static_cast<std::size_t>(code) < kNames.size())
    return kNames[static_cast<std::size_t>(code)];
  return code == kThrew ? "an exception" : "code " + std::to_string(code);
}

std::expected<Loaded, std::string> load_in_process(const std::filesystem::path& library) {
  const auto start = std::chrono::steady_clock::now();
  void* handle = ::dlopen(library.c_str(), RTLD_NOW | RTLD_LOCAL);
  const auto took = std::chrono::steady_clock::now() - start;
  if (handle == nullptr) {
    const char* words = ::dlerror();
    return std::unexpected(words == nullptr ? "unknown reason" : words);
  }
  const auto entry = reinterpret_cast<Entry>(::dlsym(handle, "assay_plugin_entry"));
  if (entry == nullptr) return std::unexpected("it does not export assay_plugin_entry");
  return Loaded{std::make_unique<InProcess>(handle, entry), took};
}

}  // namespace assay::kit
