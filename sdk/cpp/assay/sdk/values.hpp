#pragma once
// Consecutive values of one column as they lie in the host's memory, for loops over many of them.
// Borrowed for one call; thread-safe.

#include <cstdint>
#include <span>

#include "assay/plugin.h"
#include "assay/sdk/declaration.hpp"

namespace assay::sdk {

namespace detail {

// What a value of a column of T is in memory: millionths, whole numbers, 0 or 1, days,
// milliseconds, numbers of words.
template <class T>
struct RawOf {
  using Type = std::int64_t;
};
template <>
struct RawOf<bool> {
  using Type = std::uint8_t;
};
template <>
struct RawOf<Date> {
  using Type = std::int32_t;
};
template <>
struct RawOf<Word> {
  using Type = std::uint32_t;
};

}  // namespace detail

template <class T>
class Values {
 public:
  using Raw = typename detail::RawOf<T>::Type;

  // Of rows [from, to).
  Values(const assay_plugin_col& column, std::uint64_t from, std::uint64_t to)
      : x_raw(static_cast<const Raw*>(column.data) + from, to - from),
        x_column(&column),
        x_from(from) {}

  // 0 where there is none.
  [[nodiscard]] std::span<const Raw> raw() const { return x_raw; }
  [[nodiscard]] bool has(std::uint64_t i) const {
    return assay_plugin_is_valid(x_column, x_from + i) != 0;
  }
  [[nodiscard]] Raw operator[](std::uint64_t i) const { return x_raw[i]; }
  // Is there a value in every row? False also where the host did not look.
  [[nodiscard]] bool complete() const { return x_column->valid == nullptr; }

 private:
  std::span<const Raw> x_raw;
  const assay_plugin_col* x_column;
  std::uint64_t x_from;
};

}  // namespace assay::sdk
