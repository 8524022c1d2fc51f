#include "store/chunk.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/digest.hpp"
#include "store/entry_codec.hpp"
#include "store/frame.hpp"
#include "unit/store/office_fixture.hpp"

namespace assay::store {
namespace {

Bytes from_hex(std::string_view text) {
  Bytes bytes;
  for (std::size_t i = 0; i + 1 < text.size(); i += 2)
    bytes.push_back(static_cast<std::byte>(std::stoi(std::string(text.substr(i, 2)), nullptr, 16)));
  return bytes;
}

std::string hex(BytesView bytes) {
  return to_hex(std::span(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()));
}

// Expected bytes of this file come from golden_bytes.py beside it.
constexpr std::string_view kChunk_key = "000316a0000001010000000100000000";
constexpr std::string_view kFigures =
    "60e3160000000000"  // 1.5
    "feffffffffffffff"  // -0.000002
    "0000000000000000"  // no figure
    "0000989d41f7ac7f"  // 9200000000000
    "0b00000000000000";
constexpr std::string_view kPayload_head =
    "04000000"           // 4 rows
    "03000000"           // 3 figures
    "0000000000000000"   // step 0: not packed
    "feffffffffffffff"   // the least
    "0000989d41f7ac7f";  // the most
constexpr std::string_view kChunk_head =
    "29a91f905d8786a6"   // XXH3-64 over the key and what follows
    "41436f6c"           // "ACol"
    "01000200"           // encoding 1, version 2
    "0100000000000000"   // revision 1
    "0600000000000000";  // journal entry 6
constexpr std::string_view kOld_head =
    "7801cf21b0a20aea41436f6c"
    "01000100"  // version 1: nothing is said of the figures
    "040000000000000001000000000000000000000000000000"
    "000000000000000000000000000000000000000000000000";
const auto kPayload = std::string(kPayload_head) + std::string(kFigures);
const auto kChunk_value = std::string(kChunk_head) + kPayload;
const auto kOld_value = std::string(kOld_head) + std::string(kFigures);
constexpr std::string_view kPacked_value =
    "77024945010e711841436f6c"
    "02000200"  // encoding 2, version 2
    "01000000000000000600000000000000"
    "0400000003000000"  // 4 rows, 3 figures
    "1027000000000000"  // in steps of 0.01
    "e0b1ffffffffffff"  // the least, -0.02, which is the base
    "0060bb0a5e080000"  // the most, 9200000
    "98000000"
    "00000000"  // 1.5 is 152 steps above the base
    "00000000"
    "0216d636"  // 9200000 is 920000002 steps above
    "0b00000000000000";
constexpr std::string_view kFull_value =
    "90b9f7cf21a4b12f41436f6c02000200"
    "010000000000000006000000000000000300000003000000"
    "40420f0000000000"  // in steps of 1
    "c022be1d00000000"  // 499
    "80e9eb1d00000000"  // 502
    "01000000"
    "03000000"
    "00000000"
    "00000000";  // and no bits
constexpr std::string_view kUnit_value =
    "84c83e2c6b7fba3d"  // XXH3-64 over the key and what follows
    "41526563"          // "ARec"
    "0400"              // kind 4, a unit
    "0100"              // version 1
    "0000000013000000000000000200060095a231010000000000000000000000001500000032000000"
    "150000003a000000150000003a000000150000004a000000190000000a0000001900000016000000"
    "71696e6475000000e7a7a6e983bd0000636f756e747900007869616e79616e670000000000000000"
    "0000000000000000050000003a000000050000003a000000e59f8ee58cba0000e4b89ce983a80000";

Chunk golden_chunk() {
  Chunk chunk;
  chunk.set(0, 1'500'000);
  chunk.set(3, 9'200'000'000'000'000'000);
  chunk.set(1, -2);
  chunk.revision = 1;
  chunk.max_seq = 6;
  return chunk;
}

TEST(Chunk, HasTheBytesOfTheFormat) {
  const auto key = ObsKey{202'400, 1, model::Layer::Actual, 0}.key();
  EXPECT_EQ(hex(key.view()), kChunk_key);
  EXPECT_EQ(hex(encode(key, golden_chunk())), kChunk_value);
  auto chunk = golden_chunk();
  chunk.set(1, -20'000);
  chunk.set(3, 9'200'000'000'000);
  EXPECT_EQ(hex(encode(key, chunk)), kPacked_value);
  Chunk full{.revision = 1, .max_seq = 6};
  for (const std::int64_t micro : {500'000'000, 502'000'000, 499'000'000})
    full.set(full.values.size(), micro);
  EXPECT_EQ(hex(encode(key, full)), kFull_value);
}

TEST(Record, HasTheBytesOfTheFormat) {
  model::Unit qindu{"qindu", "秦都", "county",        "xianyang", model::Date::of(2003, 1, 1),
                    {},      "",     {"城区", "东部"}};
  const auto bytes = must(encode(id_key(1), UnitRecord{qindu, 0}));
  EXPECT_EQ(hex(bytes), kUnit_value);
}

// The same bytes lie in the file, right behind their key.
TEST(Chunk, LiesInTheFileAsItIs) {
  const TempFolder folder;
  make_office(folder.office());
  write_office(folder.office(), [](Writer& writer) {
    for (const auto* code : {"a", "b", "c", "d"}) must(writer.put(unit(code)));
    must(writer.put(indicator("gdp")));
    must(writer.put(observation("a", "gdp", 1'500'000)));
    must(writer.put(observation("b", "gdp", -2)));
    must(writer.put(observation("d", "gdp", 9'200'000'000'000'000'000)));
  });
  const auto file = file_bytes(folder.data());
  const auto as_hex =
      to_hex(std::span(reinterpret_cast<const std::uint8_t*>(file.data()), file.size()));
  EXPECT_NE(as_hex.find(std::string(kChunk_key) + kChunk_value), std::string::npos);
}

TEST(Chunk, SetAndClearTellWhatChanged) {
  Chunk chunk;
  EXPECT_TRUE(chunk.set(9, 0));  // zero is a figure
  EXPECT_FALSE(chunk.set(9, 0));
  EXPECT_TRUE(chunk.set(9, 7));
  EXPECT_FALSE(chunk.has(8));
  EXPECT_FALSE(chunk.clear(8));
  EXPECT_FALSE(chunk.clear(4'000));
  EXPECT_TRUE(chunk.clear(9));
  EXPECT_FALSE(chunk.has(9));
  EXPECT_EQ(chunk.values, std::vector<std::int64_t>(10));  // the cleared row holds 0 again
}

// Sizes by hand: 64, then 8 or 4 a row and, where rows have no figure, the bitmap of ⌈rows/8⌉
// bytes; each filled up to a multiple of 8.
TEST(Chunk, SizesAreThoseOfTheFormat) {
  struct Case {
    std::size_t rows;
    std::size_t packed;  // all rows but the first two have a figure
    std::size_t packed_full;
    std::size_t bytes;
    std::size_t full;
  };
  for (const auto& [rows, packed, packed_full, bytes, full] :
       {Case{4, 88, 80, 104, 96}, Case{8, 104, 96, 136, 128}, Case{64, 328, 320, 584, 576},
        Case{65, 344, 328, 600, 584}, Case{7'999, 33'064, 32'064, 65'056, 64'056},
        Case{8'000, 33'064, 32'064, 65'064, 64'064}}) {
    for (const bool is_full : {false, true}) {
      Chunk chunk;
      for (std::size_t row = is_full ? 0 : 2; row < rows; ++row) chunk.set(row, 7);
      EXPECT_EQ(encode(axis_key(0), chunk).size(), is_full ? packed_full : packed) << rows;
      chunk.set(rows - 1, std::int64_t{1} << 40U);
      const auto encoded = encode(axis_key(0), chunk);
      EXPECT_EQ(encoded.size(), is_full ? full : bytes) << rows;
      const auto decoded = decode_chunk({Table::UnitAxis, axis_key(0), encoded, "data.mdb"});
      ASSERT_TRUE(decoded) << describe_result(decoded);
      EXPECT_EQ(decoded->values, chunk.values);
      EXPECT_EQ(decoded->valid, chunk.valid);
    }
  }
  EXPECT_EQ(encode(axis_key(0), Chunk()).size(), 64U);
}

// Rows behind the last figure are not written, whatever was there.
TEST(Chunk, ClearedRowsAtTheEndAreNotThere) {
  auto chunk = golden_chunk();
  chunk.set(700, 5);
  chunk.clear(700);
  EXPECT_EQ(encode(axis_key(0), chunk), encode(axis_key(0), golden_chunk()));
  for (const std::size_t row : {0U, 1U, 3U}) chunk.clear(row);
  const auto empty = encode(axis_key(0), chunk);
  EXPECT_EQ(empty.size(), 64U);
  EXPECT_TRUE(must(decode_chunk({Table::UnitAxis, axis_key(0), empty, ""})).values.empty());
}

// The checksum covers the key: sound bytes under another key are damage too (misdirected pages).
TEST(Chunk, IsRefusedUnderAnotherKey) {
  const auto bytes = encode(axis_key(0), golden_chunk());
  EXPECT_EQ(code_of(decode_chunk({Table::UnitAxis, axis_key(1), bytes, ""})), "store.damaged");
  EXPECT_EQ(code_of(decode_chunk({Table::UnitAxis, axis_key(0), bytes, ""})), "");
}

// Well sealed, but no chunk: a record, an unknown or wrong encoding, numbers that do not fit the
// length.
TEST(Chunk, IsRefusedWhenItIsSomethingElse) {
  struct Case {
    std::size_t offset;
    unsigned value;
  };
  for (const auto& [offset, value] :
       {Case{8, 'X'}, Case{12, 2}, Case{12, 3}, Case{14, 3}, Case{14, 0}, Case{14, 1}, Case{32, 5},
        Case{33, 0x80}, Case{36, 4}, Case{40, 1}}) {
    auto bytes = encode(axis_key(0), golden_chunk());
    bytes[offset] = static_cast<std::byte>(value);
    seal(axis_key(0), bytes);
    EXPECT_EQ(code_of(decode_chunk({Table::UnitAxis, axis_key(0), bytes, ""})), "store.damaged")
        << offset;
  }
  const auto record = must(encode_text(id_key(1), "甲"));
  EXPECT_EQ(code_of(decode_chunk({Table::Text, id_key(1), record, ""})), "store.damaged");
  EXPECT_EQ(code_of(decode_chunk({Table::Text, id_key(1), {}, ""})), "store.damaged");
}

const auto kGolden_key = ObsKey{202'400, 1, model::Layer::Actual, 0}.key();

Stored stored_chunk(const Bytes& bytes) { return {Table::Obs, kGolden_key, bytes, "data.mdb"}; }

// Chunks of offices of format 1 do not say how many figures they hold.
TEST(Chunk, OfVersion1IsRead) {
  const auto old = from_hex(kOld_value);
  const auto bytes = from_hex(kChunk_value);
  for (const auto& value : {old, bytes}) {
    const auto view = must(view_chunk(stored_chunk(value)));
    EXPECT_EQ(view.figures.rows, 4U);
    EXPECT_EQ(view.figures.count, 3U);
    EXPECT_EQ(view.figures.least, -2);
    EXPECT_EQ(view.figures.most, 9'200'000'000'000'000'000);
    EXPECT_EQ(view.revision, 1U);
    EXPECT_EQ(must(decode_chunk(stored_chunk(value))).values, golden_chunk().values);
    EXPECT_EQ(hex(payload_of(view.figures)), kPayload);
  }
}

// A figure where the bit says none; a bit behind the last row.
TEST(Chunk, OfVersion1IsRefusedInAnotherForm) {
  for (const std::size_t offset : {80U, 96U}) {
    auto bytes = from_hex(kOld_value);
    bytes[offset] |= std::byte{0x40};
    seal(kGolden_key, bytes);
    EXPECT_EQ(code_of(decode_chunk(stored_chunk(bytes))), "store.damaged") << offset;
  }
}

TEST(Chunk, PackedFiguresAreReadWhereTheyLie) {
  const auto bytes = from_hex(kPacked_value);
  const auto figures = must(view_chunk(stored_chunk(bytes))).figures;
  EXPECT_EQ(reinterpret_cast<const std::byte*>(figures.cells.packed), bytes.data() + 64);
  EXPECT_EQ(figures.count, 3U);
  EXPECT_EQ(figures.most, 9'200'000'000'000);
  EXPECT_EQ(figures.cells[0], 1'500'000);
  EXPECT_EQ(figures.cells[1], -20'000);
  EXPECT_FALSE(figures.has(2));
  EXPECT_EQ(figures.cells[3], 9'200'000'000'000);
  const auto full = from_hex(kFull_value);
  const auto all = must(view_chunk(stored_chunk(full))).figures;
  EXPECT_EQ(all.valid, nullptr);
  EXPECT_TRUE(all.has(2));
  EXPECT_FALSE(all.has(3));
  EXPECT_EQ(all.cells[1], 502'000'000);
}

// Under a right checksum, whatever of the payload is not what its figures make it.
TEST(Chunk, IsRefusedInAnotherForm) {
  for (const auto& value : {kChunk_value, std::string(kPacked_value), std::string(kFull_value)}) {
    const auto sound = from_hex(value);
    EXPECT_EQ(code_of(decode_chunk(stored_chunk(sound))), "");
    for (std::size_t offset = 32; offset < 64; ++offset) {
      auto bytes = sound;
      bytes[offset] ^= std::byte{4};
      seal(kGolden_key, bytes);
      EXPECT_EQ(code_of(decode_chunk(stored_chunk(bytes))), "store.damaged") << offset;
    }
  }
  // Offsets of a row without a figure and of the padding.
  for (const auto& [value, offset] :
       {std::pair{kPacked_value, 72U}, {kFull_value, 76U}, {kPacked_value, 81U}}) {
    auto bytes = from_hex(value);
    bytes[offset] ^= std::byte{1};
    seal(kGolden_key, bytes);
    EXPECT_EQ(code_of(decode_chunk(stored_chunk(bytes))), "store.damaged") << offset;
  }
}

TEST(Chunk, IsOnlyTakenUnverifiedWhereAsked) {
  auto bytes = encode(kGolden_key, golden_chunk());
  bytes[64] ^= std::byte{1};
  EXPECT_EQ(code_of(view_chunk(stored_chunk(bytes))), "store.damaged");
  EXPECT_EQ(must(view_chunk(stored_chunk(bytes), Verify::Never)).figures.cells[0], 1'500'001);
  bytes[32] = std::byte{9};  // lengths are looked at either way
  EXPECT_EQ(code_of(view_chunk(stored_chunk(bytes), Verify::Never)), "store.damaged");
}

TEST(Record, IsReadWhereverItLiesInMemory) {
  const auto bytes = must(encode_text(id_key(1), "甲乙"));
  Bytes shifted(bytes.size() + 8);
  for (std::size_t shift = 0; shift < 8; ++shift) {
    std::ranges::copy(bytes, shifted.begin() + static_cast<std::ptrdiff_t>(shift));
    const auto view = BytesView(shifted).subspan(shift, bytes.size());
    EXPECT_EQ(must(decode_text({Table::Text, id_key(1), view, ""})), "甲乙") << shift;
  }
}

// A sealed record of another kind under the key is refused, not read as something it is not.
TEST(Record, IsRefusedAsAnotherKind) {
  const auto bytes = must(encode_text(id_key(1), "甲"));
  EXPECT_EQ(code_of(decode_diary({Table::Diary, id_key(1), bytes, ""})), "store.damaged");
}

}  // namespace
}  // namespace assay::store
