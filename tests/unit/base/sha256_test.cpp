#include "base/sha256.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace assay {
namespace {

struct Vector {
  std::string_view message;
  std::string_view digest;
};

// NIST, examples of FIPS 180-4 and its SHA-256 test messages of 0, 24, 448 and 896 bits.
constexpr Vector kVectors[] = {
    {"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
    {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
    {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
     "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
    {"abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmn"
     "hijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
     "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"},
};

TEST(Sha256, HasTheDigestsOfNist) {
  for (const auto& [message, digest] : kVectors) EXPECT_EQ(to_hex(sha256(message)), digest);
  // A million times "a".
  EXPECT_EQ(to_hex(sha256(std::string(1'000'000, 'a'))),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(Sha256, IsTheSameHoweverTheBytesAreCut) {
  for (const auto& [message, digest] : kVectors)
    for (std::size_t cut = 0; cut <= message.size(); ++cut)
      EXPECT_EQ(to_hex(Sha256().add(message.substr(0, cut)).add(message.substr(cut)).finish()),
                digest);
  const std::string piece(125, 'a');  // 8,000 · 125 = 1,000,000, across blocks of 64
  Sha256 hash;
  for (int i = 0; i < 8'000; ++i) hash.add(piece);
  EXPECT_EQ(to_hex(hash.finish()),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

}  // namespace
}  // namespace assay
