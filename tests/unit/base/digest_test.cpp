#include "base/digest.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace assay {
namespace {

// Expected digests were computed by Python: hashlib.blake2b(bytes, digest_size=32), where `bytes`
// is, for each field, struct.pack("<Q", len(field)) + field; an integer is struct.pack("<q", n).
TEST(Digest, IsBlake2bOfLengthPrefixedFields) {
  EXPECT_EQ(to_hex(DigestBuilder().finish()),
            "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8");
  EXPECT_EQ(to_hex(digest_of("")),
            "81e47a19e6b29b0a65b9591762ce5143ed30d0261e5d24a3201752506b20f15c");
  EXPECT_EQ(to_hex(digest_of(std::string(1000, 'x'))),
            "9eee907dc55fbb3388da6ff331687dc875a0e279ce792d265ee037cc91206f0d");
  const std::vector<std::uint8_t> bytes = {0x00, 0xFF};
  EXPECT_EQ(to_hex(DigestBuilder().add("考核").add(std::int64_t{-2}).add(bytes).finish()),
            "f22fcddf529b4b8f98ebe0bfcefb79ecf69ec5f0cb803a2de8911f6ecf18ca0a");
}

TEST(Digest, FieldBoundariesCount) {
  EXPECT_EQ(to_hex(DigestBuilder().add("ab").add("c").finish()),
            "20263e794775e4edf2b306c0f306af9e50175c831c857604b481e847f790bf95");
  EXPECT_EQ(to_hex(DigestBuilder().add("a").add("bc").finish()),
            "77bbcab7072b897c548327378f11776f4853104c71bdb95a12ded5d2783523bf");
}

TEST(ToHex, IsLowerCaseAndPadded) {
  EXPECT_EQ(to_hex(std::vector<std::uint8_t>{0x00, 0x0A, 0xF0, 0xFF}), "000af0ff");
  EXPECT_EQ(to_hex({}), "");
}

struct Vector {
  std::size_t size;
  std::uint64_t hash;
};

// The self-test data of xxHash 0.8 (XXH3_64bits, seed 0): bytes from a 64-bit generator.
TEST(Checksum, IsXxh3HoweverTheBytesAreCut) {
  static constexpr Vector kVectors[] = {
      {0, 0x2D06800538D394C2},    {1, 0xC44BDFF4074EECDB},    {6, 0x27B56A84CD2D7325},
      {12, 0xA713DAF0DFBB77E7},   {24, 0xA3FE70BF9D3510EB},   {48, 0x397DA259ECBA1F11},
      {80, 0xBCDEFBBB2C47C90A},   {195, 0xCD94217EE362EC3A},  {403, 0xCDEB804D65C6DEA4},
      {512, 0x617E49599013CB6B},  {2048, 0xDD59E2C3A5F038E0}, {2240, 0x6E73A90539CF2948},
      {2367, 0xCB37AEB9E5D361ED},
  };
  std::vector<std::byte> bytes;
  for (std::uint64_t state = 2654435761; bytes.size() < 2367; state *= 0x9E3779B185EBCA8D)
    bytes.push_back(static_cast<std::byte>(state >> 56));

  for (const auto& [size, hash] : kVectors) {
    const auto whole = std::span(bytes).first(size);
    for (const auto cut : {std::size_t{0}, size / 3, size})
      EXPECT_EQ(checksum(whole.first(cut), whole.subspan(cut)), hash) << size << " at " << cut;
  }
}

}  // namespace
}  // namespace assay
