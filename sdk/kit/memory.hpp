#pragma once
// Buffers as a plugin gets them: plain, or each against a page that nobody may touch, so that one
// byte read or written too far is a crash. Owns all it gave. One thread.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace assay::kit {

enum class Guard : std::uint8_t { None, After, Before };

class Memory {
 public:
  explicit Memory(Guard guard) : x_guard(guard) {}
  ~Memory();
  Memory(const Memory&) = delete;
  Memory& operator=(const Memory&) = delete;

  // Zeroed. Without guards, NULL for 0 bytes, as an empty vector has. An exception of memory or
  // mapping is the caller's: a check that cannot be made must not pass.
  [[nodiscard]] void* take(std::size_t bytes);
  // All that was taken so far may only be read from now on; needs guards.
  void seal();

 private:
  struct Mapping {
    void* at;
    std::size_t bytes;       // with its guard
    std::size_t data_bytes;  // whole pages beside the guard
    std::size_t data_offset;
  };
  Guard x_guard;
  std::vector<std::unique_ptr<std::byte[]>> x_plain;
  std::vector<Mapping> x_mappings;
};

}  // namespace assay::kit
