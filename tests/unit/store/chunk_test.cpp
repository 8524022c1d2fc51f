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
constexpr std::string_view kChunk_head =
    "1529b1204ec0cc85"   // XXH3-64 over the key and what follows
    "41436f6c"           // "ACol"
    "01000200"           // encoding 1, version 2
    "0400000000000000"   // 4 rows
    "0100000000000000"   // revision 1
    "0600000000000000"   // journal entry 6
    "0300000000000000"   // 3 figures
    "feffffffffffffff"   // the least
    "0000989d41f7ac7f";  // the most
constexpr std::string_view kOld_head =
    "7801cf21b0a20aea41436f6c"
    "01000100"  // version 1: nothing is said of the figures
    "040000000000000001000000000000000000000000000000"
    "000000000000000000000000000000000000000000000000";
const auto kChunk_value = std::string(kChunk_head) + std::string(kFigures);
const auto kOld_value = std::string(kOld_head) + std::string(kFigures);
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
  EXPECT_TRUE(is_canonical(chunk));  // the cleared row holds 0 again
  EXPECT_EQ(chunk.values.size(), 10U);
}

// Sizes by hand: 64 + 8·rows + the bitmap, ⌈rows/8⌉ bytes, filled up to a multiple of 8.
TEST(Chunk, SizesAreThoseOfTheFormat) {
  struct Case {
    std::size_t rows;
    std::size_t bytes;
  };
  for (const auto& [rows, bytes] : {Case{1, 80}, Case{8, 136}, Case{64, 584}, Case{65, 600},
                                    Case{7'999, 65'056}, Case{8'000, 65'064}}) {
    Chunk chunk;
    chunk.set(rows - 1, 1);
    const auto encoded = encode(axis_key(0), chunk);
    EXPECT_EQ(encoded.size(), bytes) << rows;
    const auto decoded = decode_chunk({Table::UnitAxis, axis_key(0), encoded, "data.mdb"});
    ASSERT_TRUE(decoded) << describe_result(decoded);
    EXPECT_EQ(decoded->values, chunk.values);
    EXPECT_EQ(decoded->valid, chunk.valid);
  }
}

// The checksum covers the key: sound bytes under another key are damage too (misdirected pages).
TEST(Chunk, IsRefusedUnderAnotherKey) {
  const auto bytes = encode(axis_key(0), golden_chunk());
  EXPECT_EQ(code_of(decode_chunk({Table::UnitAxis, axis_key(1), bytes, ""})), "store.damaged");
  EXPECT_EQ(code_of(decode_chunk({Table::UnitAxis, axis_key(0), bytes, ""})), "");
}

// Well sealed, but no chunk: a record, an unknown encoding, a count that does not fit the length.
TEST(Chunk, IsRefusedWhenItIsSomethingElse) {
  struct Case {
    std::size_t offset;
    unsigned value;
  };
  for (const auto& [offset, value] :
       {Case{8, 'X'}, Case{12, 2}, Case{14, 3}, Case{14, 0}, Case{16, 5}, Case{17, 0x80}}) {
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
  }
}

// Bounds under a right checksum that do not fit the figures.
TEST(Chunk, BoundsAreThoseOfTheFigures) {
  for (const std::size_t offset : {40U, 48U, 56U}) {
    auto bytes = encode(kGolden_key, golden_chunk());
    bytes[offset] ^= std::byte{4};
    seal(kGolden_key, bytes);
    EXPECT_EQ(code_of(decode_chunk(stored_chunk(bytes))), "store.damaged") << offset;
  }
}

TEST(Chunk, IsOnlyTakenUnverifiedWhereAsked) {
  auto bytes = encode(kGolden_key, golden_chunk());
  bytes[64] ^= std::byte{1};
  EXPECT_EQ(code_of(view_chunk(stored_chunk(bytes))), "store.damaged");
  EXPECT_EQ(must(view_chunk(stored_chunk(bytes), Verify::Never)).figures.cells.micro[0], 1'500'001);
  bytes[16] = std::byte{5};  // lengths are looked at either way
  EXPECT_EQ(code_of(view_chunk(stored_chunk(bytes), Verify::Never)), "store.damaged");
}

// 8·4 bytes of figures and 8 with their bits; the row cleared at the end does not count.
TEST(Chunk, EqualFiguresHaveEqualPayloads) {
  auto chunk = golden_chunk();
  EXPECT_EQ(hex(payload_of(describe(chunk))), kFigures);
  chunk.set(700, 5);
  EXPECT_EQ(payload_of(describe(chunk)).size(), 701U * 8 + 88);
  chunk.clear(700);
  EXPECT_EQ(hex(payload_of(describe(chunk))), kFigures);
  EXPECT_TRUE(payload_of(describe(Chunk())).empty());
}

TEST(Chunk, ComesBackFromItsPayload) {
  for (const std::size_t rows : {0U, 1U, 63U, 64U, 65U, 127U, 128U, 129U, 7'999U, 8'000U}) {
    Chunk chunk;
    for (std::size_t row = 0; row < rows; row += rows > 1 ? rows - 1 : 1) chunk.set(row, -7);
    const auto payload = payload_of(describe(chunk));
    const auto back = chunk_of_payload(payload);
    ASSERT_TRUE(back) << rows;
    EXPECT_EQ(back->values, chunk.values) << rows;
    EXPECT_EQ(back->valid, chunk.valid) << rows;
  }
}

// A length no number of rows has; a figure where the bit says none; a bit behind the last row; a
// last row without a figure.
TEST(Chunk, IsNotMadeOfOtherBytes) {
  Chunk chunk;
  chunk.set(9, 1);
  const auto payload = payload_of(describe(chunk));
  ASSERT_EQ(payload.size(), 88U);
  EXPECT_TRUE(chunk_of_payload(payload));
  EXPECT_FALSE(chunk_of_payload(BytesView(payload).first(80)));
  EXPECT_FALSE(chunk_of_payload(BytesView(payload).first(8)));
  for (const auto& [offset, value] : {std::pair{0U, 1U}, {81U, 6U}, {82U, 1U}, {81U, 0U}}) {
    auto other = payload;
    other[offset] = static_cast<std::byte>(value);
    EXPECT_FALSE(chunk_of_payload(other)) << offset;
  }
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
