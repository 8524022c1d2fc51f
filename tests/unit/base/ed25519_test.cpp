#include "base/ed25519.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <new>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/digest.hpp"
#include "base/secret.hpp"

namespace assay {
namespace {

std::uint8_t digit(char c) { return static_cast<std::uint8_t>(c <= '9' ? c - '0' : c - 'a' + 10); }

std::string unhex(std::string_view hex) {
  std::string bytes;
  for (std::size_t i = 0; i < hex.size(); i += 2)
    bytes += static_cast<char>(digit(hex[i]) << 4U | digit(hex[i + 1]));
  return bytes;
}

template <std::size_t N>
std::array<std::uint8_t, N> array_of(std::string_view hex) {
  std::array<std::uint8_t, N> array;
  const auto bytes = unhex(hex);
  EXPECT_EQ(bytes.size(), N);
  std::memcpy(array.data(), bytes.data(), N);
  return array;
}

struct Vector {
  std::string_view seed;
  std::string_view public_key;
  std::string_view message;
  std::string_view signature;
};

// RFC 8032 §7.1: TEST 1, 2, 3 and SHA(abc).
constexpr Vector kVectors[] = {
    {"9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
     "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
     "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b"
     "4"
     "6bd25bf5f0595bbe24655141438e7a100b"},
    {"4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
     "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
     "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11"
     "d"
     "8c387b2eaeb4302aeeb00d291612bb0c00"},
    {"c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
     "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
     "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc"
     "6"
     "594a7c15e9716ed28dc027beceea1ec40a"},
    {"833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42",
     "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
     "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3fee"
     "b"
     "bd454d4423643ce80e2a9ac94fa54ca49f",
     "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e"
     "0"
     "303dca179c138ac17ad9bef1177331a704"},
};

TEST(Ed25519, HasTheKeysAndSignaturesOfRfc8032) {
  for (const auto& vector : kVectors) {
    const auto pair = Ed25519KeyPair::from_seed(array_of<32>(vector.seed));
    EXPECT_EQ(to_hex(pair.public_key()), vector.public_key);
    EXPECT_EQ(to_hex(pair.seed()), vector.seed);
    const auto message = unhex(vector.message);
    EXPECT_EQ(to_hex(pair.sign(message)), vector.signature);
    EXPECT_TRUE(
        ed25519_verify(array_of<32>(vector.public_key), message, array_of<64>(vector.signature)));
  }
}

TEST(Ed25519, EachBitOfKeyMessageAndSignatureCounts) {
  const auto& vector = kVectors[2];
  const auto key = array_of<32>(vector.public_key);
  const auto message = unhex(vector.message);
  const auto signature = array_of<64>(vector.signature);
  for (std::size_t bit = 0; bit < std::size_t{8} * (32 + 2 + 64); ++bit) {
    auto other_key = key;
    auto other_message = message;
    auto other_signature = signature;
    const auto mask = static_cast<std::uint8_t>(1U << (bit % 8));
    if (bit / 8 < 32)
      other_key[bit / 8] ^= mask;
    else if (bit / 8 < 34)
      other_message[bit / 8 - 32] = static_cast<char>(other_message[bit / 8 - 32] ^ mask);
    else
      other_signature[bit / 8 - 34] ^= mask;
    EXPECT_FALSE(ed25519_verify(other_key, other_message, other_signature)) << bit;
  }
}

TEST(Ed25519, SignaturesOfAnotherLengthAreNone) {
  const auto& vector = kVectors[1];
  const auto key = array_of<32>(vector.public_key);
  const auto message = unhex(vector.message);
  const auto whole = array_of<64>(vector.signature);
  std::vector<std::uint8_t> signature(whole.begin(), whole.end());
  signature.push_back(0);
  EXPECT_FALSE(ed25519_verify(key, message, signature));
  for (std::size_t size = 0; size < 64; ++size)
    EXPECT_FALSE(ed25519_verify(key, message, std::span(signature).first(size))) << size;
}

// S + L passes the equation of RFC 8032 §5.1.7 but not its range check: without that, anyone could
// make a second signature of one they have seen. L = 2²⁵² + 2774…8493, little-endian.
TEST(Ed25519, SecondFormOfASignatureIsNone) {
  const auto& vector = kVectors[1];
  auto signature = array_of<64>(vector.signature);
  const auto order =
      array_of<32>("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
  unsigned carry = 0;
  for (std::size_t i = 0; i < 32; ++i) {
    carry += static_cast<unsigned>(signature[32 + i]) + order[i];
    signature[32 + i] = static_cast<std::uint8_t>(carry);
    carry >>= 8U;
  }
  EXPECT_EQ(carry, 0U);
  EXPECT_FALSE(ed25519_verify(array_of<32>(vector.public_key), unhex(vector.message), signature));
}

// The neutral point as key and as R, with S = 0, fulfils the equation for every message.
TEST(Ed25519, KeyOfSmallOrderSignsNothing) {
  Ed25519Public key{1};
  Ed25519Signature signature{1};
  EXPECT_FALSE(ed25519_verify(key, "", signature));
  EXPECT_FALSE(ed25519_verify(key, "any", signature));
}

TEST(Ed25519, NewKeysDifferAndSign) {
  const auto one = Ed25519KeyPair::generate();
  const auto other = Ed25519KeyPair::generate();
  ASSERT_TRUE(one.has_value() && other.has_value());
  EXPECT_NE(one->public_key(), other->public_key());
  const auto again = Ed25519KeyPair::from_seed(one->seed());
  EXPECT_EQ(again.public_key(), one->public_key());
  EXPECT_TRUE(ed25519_verify(one->public_key(), "text", again.sign("text")));
  EXPECT_FALSE(ed25519_verify(other->public_key(), "text", one->sign("text")));
}

TEST(Ed25519, SecretIsWipedAtTheEnd) {
  alignas(Ed25519KeyPair) std::array<unsigned char, sizeof(Ed25519KeyPair)> place{};
  auto* const pair =
      new (place.data()) Ed25519KeyPair(Ed25519KeyPair::from_seed(array_of<32>(kVectors[0].seed)));
  EXPECT_EQ(to_hex(std::span(place).first(32)), kVectors[0].seed);
  std::destroy_at(pair);
  EXPECT_TRUE(std::ranges::all_of(place, [](unsigned char byte) { return byte == 0; }));
}

TEST(Wipe, ZeroesAStringToItsCapacity) {
  std::string text(200, 'k');
  text.resize(3);
  const char* const bytes = text.data();
  const auto capacity = text.capacity();
  wipe(text);
  EXPECT_EQ(text, "");
  EXPECT_EQ(text.data(), bytes);  // still the same memory, so it may be looked at
  EXPECT_TRUE(std::all_of(bytes, bytes + capacity, [](char c) { return c == 0; }));
}

TEST(SecretText, TakesTheTextAway) {
  for (const std::string_view text : {"short", "longer than what a string keeps within itself"}) {
    std::string source(text);
    const SecretText secret(std::move(source));
    EXPECT_EQ(secret.view(), text);
    EXPECT_EQ(source, "");  // NOLINT(bugprone-use-after-move): that is what is asked
  }
}

}  // namespace
}  // namespace assay
