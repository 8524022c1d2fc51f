#include "audit/keys.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/base64.hpp"

namespace assay::audit {
namespace {

// The example of C2SP signed-note.
constexpr std::string_view kVerifier =
    "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
// The example in the documentation of Go's golang.org/x/mod/sumdb/note.
constexpr std::string_view kGoSigner =
    "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
constexpr std::string_view kGoVerifier =
    "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";

std::string code_of(const auto& result) {
  return result.has_value() ? "none" : result.error().code;
}

TEST(VerifierKey, ReadsThePublishedExamples) {
  const auto key = VerifierKey::parse(kVerifier).value();
  EXPECT_EQ(key.name(), "example.com/foo");
  EXPECT_EQ(key.number(), 0x530d903aU);
  EXPECT_EQ(key.text(), kVerifier);
  EXPECT_EQ(VerifierKey::make("example.com/foo", key.public_key()).value().text(), kVerifier);
  EXPECT_EQ(VerifierKey::parse(std::string(kVerifier) + "\n").value().text(), kVerifier);
  EXPECT_EQ(VerifierKey::parse(kGoVerifier).value().number(), 0xc74f20a3U);
}

TEST(SignerKey, ReadsThePublishedExample) {
  const auto key = SignerKey::parse(kGoSigner).value();
  EXPECT_EQ(key.verifier().text(), kGoVerifier);
  EXPECT_EQ(key.text().view(), kGoSigner);
  EXPECT_EQ(SignerKey::parse(std::string(kGoSigner) + "\n").value().text().view(), kGoSigner);
  EXPECT_TRUE(key.verifier().verifies("text", key.sign("text")));
  EXPECT_FALSE(key.verifier().verifies("text.", key.sign("text")));
}

TEST(SignerKey, OfAKeyPairIsReadAgain) {
  std::array<std::uint8_t, 32> seed{};
  seed[31] = 9;
  const auto key = SignerKey::make("考核.example/县", Ed25519KeyPair::from_seed(seed)).value();
  const auto again = SignerKey::parse(key.text().view()).value();
  EXPECT_EQ(again.verifier().text(), key.verifier().text());
  EXPECT_EQ(again.sign("text"), key.sign("text"));
  EXPECT_EQ(VerifierKey::parse(key.verifier().text()).value().name(), "考核.example/县");
}

struct Case {
  std::string text;
  std::string_view code;
};

TEST(VerifierKey, RefusesAnythingElse) {
  const std::string tail = "+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
  const std::vector<Case> cases = {
      {"", "audit.key_text"},
      {"\n", "audit.key_text"},
      {"example.com/foo", "audit.key_text"},
      {"example.com/foo+530d903a", "audit.key_text"},
      {"example.com/foo+530d903a+", "audit.key_text"},
      {std::string(kVerifier) + "\n\n", "audit.key_text"},
      {std::string(kVerifier) + "\r\n", "audit.key_text"},
      {std::string(kVerifier) + " ", "audit.key_text"},
      {std::string(kVerifier) + "AAAA", "audit.key_text"},
      {std::string(kVerifier) + "+AAAA", "audit.key_text"},
      {std::string(kGoSigner), "audit.key_text"},  // the secret one
      {tail, "audit.key_name"},
      {"a b" + tail, "audit.key_name"},
      {"a\nb" + tail, "audit.key_name"},
      {"example.com/fop" + tail, "audit.key_number"},
      {" example.com/foo" + tail, "audit.key_name"},
      {"example.com/foo+530D903A" + tail.substr(9), "audit.key_number"},
      {"example.com/foo+530d903" + tail.substr(9), "audit.key_number"},
      {"example.com/foo+0530d903a" + tail.substr(9), "audit.key_number"},
      {"example.com/foo+" + tail.substr(9), "audit.key_number"},
      // 04 ‖ …: the type of a witness's cosignatures, whose key is as long.
      {"example.com/foo+530d903a+BOkyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", "audit.key_type"},
  };
  for (const auto& [text, code] : cases) EXPECT_EQ(code_of(VerifierKey::parse(text)), code) << text;
}

TEST(SignerKey, RefusesAnythingElse) {
  const std::string text(kGoSigner);
  const std::vector<Case> cases = {
      {"", "audit.key_text"},
      {std::string(kGoVerifier), "audit.key_text"},
      {text.substr(1), "audit.key_text"},
      {"private+key+" + std::string(kGoVerifier), "audit.key_text"},
      {text.substr(0, text.size() - 1), "audit.key_text"},
      {text + "=", "audit.key_text"},
      {text + "\n\n", "audit.key_text"},
      // The public key where the seed should be: a seed like any other, but of another number.
      {"PRIVATE+KEY+" + std::string(kGoVerifier), "audit.key_number"},
      {"PRIVATE+KEY+Peter" + text.substr(24), "audit.key_number"},
  };
  for (const auto& [wrong, code] : cases) {
    const auto key = SignerKey::parse(wrong);
    EXPECT_EQ(code_of(key), code) << wrong;
    // What is secret must not come to light by an error.
    const auto shown = key ? "" : describe(key.error());
    EXPECT_EQ(shown.find("AYEKFALVFGy"), std::string::npos) << shown;
  }
}

// Every change of a key's text is noticed, as its number is a hash of all of it.
TEST(VerifierKey, EachBitOfItsTextCounts) {
  for (std::size_t bit = 0; bit < 8 * kVerifier.size(); ++bit) {
    std::string text(kVerifier);
    text[bit / 8] = static_cast<char>(text[bit / 8] ^ (1 << (bit % 8)));
    EXPECT_FALSE(VerifierKey::parse(text).has_value()) << text;
  }
  for (std::size_t size = 0; size < kVerifier.size(); ++size)
    EXPECT_FALSE(VerifierKey::parse(kVerifier.substr(0, size)).has_value()) << size;
}

TEST(SignerKey, EachBitOfItsTextCounts) {
  for (std::size_t bit = 0; bit < 8 * kGoSigner.size(); ++bit) {
    std::string text(kGoSigner);
    text[bit / 8] = static_cast<char>(text[bit / 8] ^ (1 << (bit % 8)));
    EXPECT_FALSE(SignerKey::parse(text).has_value()) << text;
  }
}

TEST(KeyName, HasNoBlanksPlusSignsOrControls) {
  for (const std::string_view name : {"a", "example.com/log42", "考核.example/县", "a\u2010b", "—"})
    EXPECT_TRUE(is_key_name(name)) << name;
  EXPECT_TRUE(is_key_name(std::string(255, 'n')));
  // Every character that Unicode calls White_Space (PropList.txt), and what else is out.
  for (const std::string_view bad :
       {"\t",     "\n",     "\v",     "\f",       "\r",          " ",      "\u0085",
        "\u00A0", "\u1680", "\u2000", "\u2001",   "\u2002",      "\u2003", "\u2004",
        "\u2005", "\u2006", "\u2007", "\u2008",   "\u2009",      "\u200A", "\u2028",
        "\u2029", "\u202F", "\u205F", "\u3000",   "+",           "\x01",   "\x1F",
        "\x7F",   "\xFF",   "\xC3",   "\xC0\xA0", "\xED\xA0\x80"})
    for (const std::string_view before : {"", "a"})
      for (const std::string_view after : {"", "b"})
        EXPECT_FALSE(is_key_name(std::string(before).append(bad).append(after))) << bad;
  EXPECT_FALSE(is_key_name(""));
  EXPECT_FALSE(is_key_name(std::string(256, 'n')));
  EXPECT_FALSE(is_key_name(std::string("a\0b", 3)));

  EXPECT_EQ(code_of(VerifierKey::make("a b", {})), "audit.key_name");
  std::array<std::uint8_t, 32> seed{};
  EXPECT_EQ(code_of(SignerKey::make("", Ed25519KeyPair::from_seed(seed))), "audit.key_name");
}

}  // namespace
}  // namespace assay::audit
