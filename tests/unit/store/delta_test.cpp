#include "store/delta.hpp"

#include <gtest/gtest.h>

#include "base/digest.hpp"
#include "store/frame.hpp"
#include "unit/store/office_fixture.hpp"

namespace assay::store {
namespace {

const DeltaKey kPlace{{202'400, 1, model::Layer::Actual, 0}, 3};

std::string hex(BytesView bytes) {
  return to_hex(std::span(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()));
}

Stored stored(const DeltaBytes& bytes) {
  return {Table::ObsDelta, kPlace.key(), bytes, "data.mdb"};
}

// From golden_bytes.py: checksum, value, journal entry 258 with the highest bit where cleared.
TEST(Delta, HasTheBytesOfTheFormat) {
  const auto key = kPlace.key();
  EXPECT_EQ(hex(key.view()), "000316a00000010100000001000000000000000300000000");
  EXPECT_EQ(hex(encode_delta(key, {3, -2, 258})),
            "cdeb079f1c87d126feffffffffffffff0201000000000000");
  EXPECT_EQ(hex(encode_delta(key, {3, std::nullopt, 258})),
            "9d4e709d3b26cbce00000000000000000201000000000080");
}

TEST(Delta, IsReadAsItWasWritten) {
  for (const auto& value : {std::optional<std::int64_t>(-2), std::optional<std::int64_t>(0),
                            std::optional<std::int64_t>()}) {
    const auto delta = must(decode_delta(stored(encode_delta(kPlace.key(), {3, value, 258}))));
    EXPECT_EQ(delta.slot, 3U);
    EXPECT_EQ(delta.value, value);
    EXPECT_EQ(delta.seq, 258U);
  }
}

TEST(Delta, AnyFlippedBitIsSeen) {
  const auto bytes = encode_delta(kPlace.key(), {3, -2, 258});
  for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit) {
    auto other = bytes;
    other[bit / 8] ^= static_cast<std::byte>(1U << bit % 8);
    EXPECT_EQ(code_of(decode_delta(stored(other))), "store.damaged") << bit;
  }
  EXPECT_EQ(code_of(decode_delta({Table::ObsDelta, DeltaKey{kPlace.column, 4}.key(), bytes, ""})),
            "store.damaged");
}

// Under a right checksum: no such row, a cleared figure with a value.
TEST(Delta, IsRefusedWhenItMakesNoSense) {
  const auto far = DeltaKey{kPlace.column, 8'000}.key();
  EXPECT_EQ(code_of(decode_delta({Table::ObsDelta, far, encode_delta(far, {}), ""})),
            "store.damaged");
  auto bytes = encode_delta(kPlace.key(), {3, std::nullopt, 258});
  bytes[8] = std::byte{1};
  seal(kPlace.key(), bytes);
  EXPECT_EQ(code_of(decode_delta(stored(bytes))), "store.damaged");
}

}  // namespace
}  // namespace assay::store
