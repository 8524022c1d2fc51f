#include "base/base64.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace assay {
namespace {

std::vector<std::uint8_t> bytes_of(std::string_view text) { return {text.begin(), text.end()}; }

struct Vector {
  std::string_view plain;
  std::string_view encoded;
};

// RFC 4648 §10, and both characters that the URL alphabet replaces (FB EF BE → "++++" and FF FF FF
// → "////": six bits 62 and 63).
constexpr Vector kVectors[] = {
    {"", ""},
    {"f", "Zg=="},
    {"fo", "Zm8="},
    {"foo", "Zm9v"},
    {"foob", "Zm9vYg=="},
    {"fooba", "Zm9vYmE="},
    {"foobar", "Zm9vYmFy"},
    {"\xFB\xEF\xBE", "++++"},
    {"\xFF\xFF\xFF", "////"},
};

TEST(Base64, IsThatOfRfc4648) {
  for (const auto& [plain, encoded] : kVectors) {
    EXPECT_EQ(to_base64(bytes_of(plain)), encoded);
    EXPECT_EQ(from_base64(encoded), bytes_of(plain)) << encoded;
  }
}

TEST(Base64, TakesOnlyTheOneTextOfTheBytes) {
  static constexpr std::string_view kWrong[] = {
      "Zg",     "Zg=",   "Zg===",   "=",        "==",        "====",     "Z===",
      "Zh==",  // bits beyond the last byte: "Zg==" stands for the same one
      "Zm9=",  // likewise, for "Zm8="
      "Zg==\n", " Zg==", "Z g=",    "Zg==Zg==", "Zm9v=",     "Zm9",      "Zm9v Zm9v",
      "____",   "----",  "Zm9\x80", "Zm=v",     "Zm9vZg==A", "Zg==AAAA",
  };
  for (const auto text : kWrong) EXPECT_FALSE(from_base64(text).has_value()) << text;
  EXPECT_FALSE(from_base64(std::string_view("Zm\0v", 4)).has_value());
}

TEST(Base64, HasAnAlphabetOf64) {
  static constexpr std::string_view kAlphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  for (int value = 0; value < 256; ++value)
    for (std::size_t at = 0; at < 4; ++at) {
      std::string text = "AAAA";
      text[at] = static_cast<char>(value);
      // At the end, "=" is padding: "AAA=" stands for two zero bytes.
      const bool expected = kAlphabet.contains(text[at]) || (at == 3 && value == '=');
      EXPECT_EQ(from_base64(text).has_value(), expected) << value << " at " << at;
    }
}

TEST(Base64, FillsExactlyTheBytesGiven) {
  std::array<std::uint8_t, 3> three{};
  EXPECT_TRUE(from_base64("Zm9v", three));
  EXPECT_EQ(three, (std::array<std::uint8_t, 3>{'f', 'o', 'o'}));
  EXPECT_FALSE(from_base64("Zm8=", three));
  EXPECT_FALSE(from_base64("Zm9vYg==", three));
  EXPECT_FALSE(from_base64("", three));
}

}  // namespace
}  // namespace assay
