#include "base/secret.hpp"

#include <sodium.h>

namespace assay {

void wipe(std::span<std::uint8_t> bytes) { sodium_memzero(bytes.data(), bytes.size()); }

void wipe(std::string& text) {
  text.resize(text.capacity());  // what stood beyond the end as well
  sodium_memzero(text.data(), text.size());
  text.clear();
}

}  // namespace assay
