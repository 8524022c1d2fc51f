#pragma once
// One call of evaluate laid out as the ABI wants it, with the twists that a check asks for, and the
// outputs it left. Owns all buffers. One thread.

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "kit/declared.hpp"
#include "kit/memory.hpp"
#include "kit/rows.hpp"

namespace assay::kit {

struct FrameOptions {
  bool explain = true;
  bool null_bitmaps = false;  // of columns without a gap
  bool sealed = false;        // what is read may not be written; with guards
  Guard guard = Guard::None;
  std::uint32_t tail_bytes = 0;     // behind every struct, as a newer host would have them
  std::uint32_t unknown_flags = 0;  // of the batch
};

// What a plugin wrote, byte by byte.
struct Written {
  std::uint32_t type = 0;
  std::vector<std::uint8_t> valid;
  std::vector<std::uint8_t> data;

  [[nodiscard]] bool is_valid(std::size_t row) const {
    return ((valid[row / 8] >> (row % 8)) & 1U) != 0;
  }
  [[nodiscard]] std::span<const std::uint8_t> cell(std::size_t row) const {
    const auto width = width_of(type);
    return {data.data() + row * width, width};
  }
  [[nodiscard]] std::int64_t integer(std::size_t row) const;  // DEC6, BOOL8
  [[nodiscard]] assay_plugin_ratio ratio(std::size_t row) const;
};

class Frame {
 public:
  Frame(const Declared& declared, const Rows& rows, const FrameOptions& options);

  [[nodiscard]] const assay_plugin_batch& batch() const { return *x_batch; }
  [[nodiscard]] std::vector<Written> written() const;

  // For checks that break the rules of the interface on purpose.
  [[nodiscard]] assay_plugin_batch& twisted() { return *x_batch; }
  [[nodiscard]] assay_plugin_col& in(std::size_t i);
  [[nodiscard]] assay_plugin_out& out(std::size_t i);
  [[nodiscard]] assay_plugin_table& table(std::size_t i);

 private:
  template <class T>
  T* structs(std::size_t count);
  template <class T>
  [[nodiscard]] T& at(const T* first, std::size_t i) const;
  void fill(assay_plugin_col& to, const Column& column);
  void fill(assay_plugin_table& to, const Table& table);
  void* copied(const void* bytes, std::size_t count);

  FrameOptions x_options;
  Memory x_read, x_written;
  assay_plugin_batch* x_batch = nullptr;
};

}  // namespace assay::kit
