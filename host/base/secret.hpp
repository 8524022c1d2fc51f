#pragma once
// Memory that held a secret, made to forget it. Functions are thread-safe; a SecretText belongs to
// one thread at a time.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace assay {

// Zeroes the bytes; no compiler leaves this out as it might a last write to dying memory.
void wipe(std::span<std::uint8_t> bytes);
void wipe(std::string& text);  // and makes it empty

// A text that is wiped at the end of its life. It neither copies nor moves, so that there is one of
// it; what a string leaves behind while it grows is its maker's care (reserve first).
class SecretText {
 public:
  explicit SecretText(std::string&& text) {
    x_text.swap(text);
    wipe(text);  // a short string keeps its bytes within
  }
  ~SecretText() { wipe(x_text); }
  SecretText(const SecretText&) = delete;
  SecretText& operator=(const SecretText&) = delete;

  [[nodiscard]] std::string_view view() const { return x_text; }

 private:
  std::string x_text;
};

}  // namespace assay
