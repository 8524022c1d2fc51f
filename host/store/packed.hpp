#pragma once
// Numbers and texts packed into few bytes, for columns of derived results (docs/formats/store.md,
// "Results"): a column is stored as offsets from its least number, in the narrowest of 0, 1, 2, 4
// or 8 bytes that hold them all. Values; a Packer or Unpacker belongs to one thread.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "store/table.hpp"

namespace assay::store {

// Rows of a column; what is absent counts as 0.
class Numbers {
 public:
  void add(std::int64_t value) {
    x_values.push_back(value);
    x_valid.push_back(1);
  }
  void add_absent() {
    x_values.push_back(0);
    x_valid.push_back(0);
    ++x_absent;
  }
  void add(const std::optional<std::int64_t>& value) { value ? add(*value) : add_absent(); }

  [[nodiscard]] std::size_t size() const { return x_values.size(); }
  [[nodiscard]] std::size_t absent() const { return x_absent; }
  [[nodiscard]] bool has(std::size_t row) const { return x_valid[row] != 0; }
  [[nodiscard]] std::int64_t operator[](std::size_t row) const { return x_values[row]; }
  [[nodiscard]] std::optional<std::int64_t> at(std::size_t row) const {
    if (!has(row)) return std::nullopt;
    return x_values[row];
  }

 private:
  std::vector<std::int64_t> x_values;
  std::vector<std::uint8_t> x_valid;
  std::size_t x_absent = 0;
};

// Everything it writes has a length that is a multiple of 8.
class Packer {
 public:
  explicit Packer(Bytes& out) : x_out(out) {}
  void u64(std::uint64_t value);
  void numbers(const Numbers& column);
  void texts(const std::vector<std::string_view>& column);

 private:
  Bytes& x_out;
};

// Each gives nothing when the bytes are not what a Packer wrote; then no more can be read.
class Unpacker {
 public:
  explicit Unpacker(BytesView bytes) : x_rest(bytes) {}
  [[nodiscard]] std::optional<std::uint64_t> u64();
  [[nodiscard]] std::optional<Numbers> numbers(std::size_t rows);
  [[nodiscard]] std::optional<std::vector<std::string>> texts(std::size_t rows);
  [[nodiscard]] bool at_end() const { return x_rest.empty(); }

 private:
  [[nodiscard]] std::optional<BytesView> take(std::size_t bytes);
  BytesView x_rest;
};

}  // namespace assay::store
