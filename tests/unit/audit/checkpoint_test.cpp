#include "audit/checkpoint.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "audit/merkle.hpp"

namespace assay::audit {
namespace {

std::string code_of(const auto& result) {
  return result.has_value() ? "none" : result.error().code;
}

// The example of C2SP signed-note.
constexpr std::string_view kSpecVerifier =
    "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
constexpr std::string_view kSpecNote =
    "This is an example message.\n"
    "\n"
    "— example.com/foo "
    "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM="
    "\n";
// The example in the documentation of Go's golang.org/x/mod/sumdb/note.
constexpr std::string_view kGoSigner =
    "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
constexpr std::string_view kGoText =
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n";
constexpr std::string_view kGoSignature =
    "— PeterNeumann "
    "x08go/ZJkuBS9UG/"
    "SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
// A signature of a key that we do not know, in C2SP signed-note.
constexpr std::string_view kOtherSignature =
    "— quasimodo.example/salvatore "
    "NnugSzTjtVAewIS+Z/iJhUPeFDkO/"
    "5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0xMcXxj99ihAQwaqP3ZekRwNtIc=\n";

const std::string dash = "\u2014 ";

SignerKey signer(std::string name = "assay.example/county", std::uint8_t seed_byte = 1) {
  std::array<std::uint8_t, 32> seed{};
  seed.fill(seed_byte);
  return SignerKey::make(std::move(name), Ed25519KeyPair::from_seed(seed)).value();
}

std::string signed_text(std::string text, const SignerKey& key) {
  Note note{.text = std::move(text), .signatures = {}};
  sign(note, key);
  return write(note);
}

TEST(Note, PublishedExamplesVerifyAndAreMade) {
  const auto spec = parse_note(kSpecNote).value();
  EXPECT_EQ(spec.text, "This is an example message.\n");
  EXPECT_TRUE(verify(spec, VerifierKey::parse(kSpecVerifier).value()).has_value());
  EXPECT_EQ(write(spec), kSpecNote);

  const auto key = SignerKey::parse(kGoSigner).value();
  const auto made = signed_text(std::string(kGoText), key);
  EXPECT_EQ(made, std::string(kGoText) + "\n" + std::string(kGoSignature));
  EXPECT_TRUE(verify(parse_note(made).value(), key.verifier()).has_value());
}

TEST(Note, SignaturesOfUnknownKeysAreKeptAndNotJudged) {
  const auto key = SignerKey::parse(kGoSigner).value().verifier();
  const auto bytes = std::string(kGoText) + "\n" + std::string(kOtherSignature) +
                     std::string(kGoSignature) + dash + "witness AAAAAAA=\n";  // one byte of it
  const auto note = parse_note(bytes).value();
  ASSERT_EQ(note.signatures.size(), 3U);
  EXPECT_EQ(note.signatures[0].number, 0x367ba04bU);  // Base64 NnugSw = 36 7b a0 4b
  EXPECT_EQ(note.signatures[2], (NoteSignature{"witness", 0, {0}}));
  EXPECT_EQ(write(note), bytes);
  EXPECT_TRUE(verify(note, key).has_value());

  const auto others = std::string(kGoText) + "\n" + std::string(kOtherSignature);
  EXPECT_EQ(code_of(verify(parse_note(others).value(), key)), "audit.not_signed");
}

// Same name with another number, or same number with another name, is another key.
TEST(Note, NameAndNumberTogetherNameAKey) {
  const auto key = signer();
  Note note{.text = "text\n", .signatures = {}};
  sign(note, key);
  auto other = note;
  other.signatures[0].number ^= 1U;
  EXPECT_EQ(code_of(verify(other, key.verifier())), "audit.not_signed");
  other = note;
  other.signatures[0].name = "assay.example/town";
  EXPECT_EQ(code_of(verify(other, key.verifier())), "audit.not_signed");
  sign(other, key);
  EXPECT_EQ(code_of(verify(other, key.verifier())), "none");
}

TEST(Note, OneWrongSignatureOfAKnownKeySpoilsTheNote) {
  const auto key = signer();
  Note note{.text = "text\n", .signatures = {}};
  sign(note, key);
  sign(note, key);
  EXPECT_EQ(code_of(verify(note, key.verifier())), "none");
  note.signatures[1].signature[0] ^= 1U;
  EXPECT_EQ(code_of(verify(note, key.verifier())), "audit.bad_signature");
}

struct Case {
  std::string bytes;
  std::string_view code;
  std::uint64_t row = 0;
};

TEST(Note, RefusesOtherForms) {
  const std::string signature(kGoSignature);
  const std::string good = "a\n\n" + signature;
  const std::vector<Case> cases = {
      {good, "none"},
      {"\n\n" + signature, "none"},
      {"a\n\nb\n\n" + signature, "none"},  // the last blank line parts text and signatures
      {"\x7F\n\n" + signature, "none"},
      {"", "audit.note_text"},
      {"a\n", "audit.note_text"},
      {"a\n\n", "audit.note_text"},
      {"a\n" + signature, "audit.note_text"},
      {"a" + signature, "audit.note_text"},
      {good + "\n", "audit.note_text"},
      {good + "x", "audit.note_text"},
      {good.substr(0, good.size() - 1), "audit.note_text"},
      {"a\r\n\r\n" + signature, "audit.note_text", 1},
      {"a\tb\n\n" + signature, "audit.note_text", 1},
      {"a\nb\x1F\n\n" + signature, "audit.note_text", 2},
      {std::string("a\0\n\n", 4) + signature, "audit.note_text", 1},
      {"a\n\xFF\n\n" + signature, "audit.note_text", 2},
      {"\xED\xA0\x80\n\n" + signature, "audit.note_text", 1},
      {good + "x\n", "audit.note_signature", 4},
      {good + " " + signature, "audit.note_signature", 4},
      {"a\n\n- name AAAAAAA=\n", "audit.note_signature", 3},            // a hyphen
      {"a\n\n" + dash + "name AAAAAA==\n", "audit.note_signature", 3},  // a number and no more
      {"a\n\n" + dash + "name AAAAAAB=\n", "audit.note_signature", 3},  // bits beyond the end
      {"a\n\n" + dash + "name AAAAAAA\n", "audit.note_signature", 3},
      {"a\n\n" + dash + "name AAAAAAA= \n", "audit.note_signature", 3},
      {"a\n\n" + dash + "name  AAAAAAA=\n", "audit.note_signature", 3},
      {"a\n\n" + dash + "name\n", "audit.note_signature", 3},
      {"a\n\n" + dash + " AAAAAAA=\n", "audit.note_signature", 3},
      {"a\n\n" + dash + "na+me AAAAAAA=\n", "audit.note_signature", 3},
      {"a\n\n" + dash + "na\u3000me AAAAAAA=\n", "audit.note_signature", 3},
      {"a\n\n" + dash + "\n", "audit.note_signature", 3},
  };
  for (const auto& [bytes, code, row] : cases) {
    const auto note = parse_note(bytes);
    EXPECT_EQ(code_of(note), code) << bytes;
    EXPECT_EQ(note ? 0 : note.error().where.row, row) << bytes;
    EXPECT_TRUE(!note || write(*note) == bytes) << bytes;
  }
}

TEST(Note, HasLimits) {
  std::string bytes = "a\n\n";
  for (std::size_t i = 0; i < kMostSignatures; ++i) bytes += dash + "name AAAAAAA=\n";
  EXPECT_EQ(parse_note(bytes).value().signatures.size(), 64U);
  const auto more = parse_note(bytes + dash + "name AAAAAAA=\n");
  EXPECT_EQ(code_of(more), "audit.note_signatures");
  EXPECT_EQ(more.error().where.row, 67U);  // text, blank line, 64 signatures, this

  const auto signature = "\n\n" + dash + "name AAAAAAA=\n";
  const std::string longest(kLongestNote_bytes - signature.size(), 'x');
  EXPECT_EQ(code_of(parse_note(longest + signature)), "none");
  EXPECT_EQ(code_of(parse_note(longest + "x" + signature)), "audit.note_size");
}

// The tree of the eight reference records of Certificate Transparency. In Base64, its root is
// Xcna… (Python: base64.b64encode(bytes.fromhex("5dc9da79…"))).
constexpr Digest kRoot = {0x5d, 0xc9, 0xda, 0x79, 0xa7, 0x06, 0x59, 0xa9, 0xad, 0x55, 0x9c,
                          0xb7, 0x01, 0xde, 0xd9, 0xa2, 0xab, 0x9d, 0x82, 0x3a, 0xad, 0x2f,
                          0x49, 0x60, 0xcf, 0xe3, 0x70, 0xef, 0xf4, 0x60, 0x43, 0x28};
constexpr std::string_view kRootText = "XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=";

TEST(Checkpoint, StatesLogSizeAndRoot) {
  const auto key = signer();
  const auto note = sign_checkpoint({8, kRoot}, key);
  EXPECT_EQ(note.text, "assay.example/county\n8\n" + std::string(kRootText) + "\n");
  const auto head = open_checkpoint(write(note), key.verifier()).value();
  EXPECT_EQ(head, (TreeHead{8, kRoot}));
  for (const auto size : {std::uint64_t{0}, std::uint64_t{10}, kLargestTree})
    EXPECT_EQ(open_checkpoint(write(sign_checkpoint({size, kRoot}, key)), key.verifier())->size,
              size);
}

TEST(Checkpoint, ClaimsAreReadWithoutAKey) {
  const TreeHead head{20'852'163, leaf_hash("any")};
  auto note = sign_checkpoint(head, signer());
  note.signatures.front().signature.front() ^= 1U;  // not judged
  EXPECT_EQ(claim_of(note).value(), (Claim{"assay.example/county", head}));
  note.text += "extension\n";
  EXPECT_EQ(code_of(claim_of(note)), "audit.checkpoint_text");
}

TEST(Checkpoint, EachBitOfItCounts) {
  const auto key = signer();
  const auto bytes = write(sign_checkpoint({8, kRoot}, key));
  for (std::size_t bit = 0; bit < 8 * bytes.size(); ++bit) {
    auto other = bytes;
    other[bit / 8] = static_cast<char>(other[bit / 8] ^ (1 << (bit % 8)));
    ASSERT_FALSE(open_checkpoint(other, key.verifier()).has_value()) << other;
  }
}

TEST(Checkpoint, NoPartOfItIsEnough) {
  const auto key = signer();
  const auto bytes = write(sign_checkpoint({8, kRoot}, key));
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    ASSERT_FALSE(open_checkpoint(bytes.substr(0, size), key.verifier()).has_value()) << size;
    ASSERT_FALSE(open_checkpoint(bytes.substr(bytes.size() - size), key.verifier()).has_value());
  }
  for (std::size_t at = 0; at < bytes.size(); ++at)
    ASSERT_FALSE(open_checkpoint(std::string(bytes).erase(at, 1), key.verifier()).has_value());
}

TEST(Checkpoint, OfAnotherKeyOrLogIsRefused) {
  const auto bytes = write(sign_checkpoint({8, kRoot}, signer()));
  // The same name with a new key; the same key under a new name.
  EXPECT_EQ(code_of(open_checkpoint(bytes, signer("assay.example/county", 2).verifier())),
            "audit.not_signed");
  EXPECT_EQ(code_of(open_checkpoint(bytes, signer("assay.example/town").verifier())),
            "audit.not_signed");
  // Our key is used to sign the state of another log.
  const auto foreign = "assay.example/town\n8\n" + std::string(kRootText) + "\n";
  EXPECT_EQ(code_of(open_checkpoint(signed_text(foreign, signer()), signer().verifier())),
            "audit.checkpoint_origin");
}

// Texts that are well signed, but no checkpoints.
TEST(Checkpoint, HasOneForm) {
  const std::string origin = "assay.example/county\n";
  const std::string root = std::string(kRootText) + "\n";
  const std::vector<std::string> texts = {
      origin,
      origin + "8\n",
      origin + "8\n" + root + root,
      origin + "8\n" + root + "extension\n",
      origin + "8\n" + root + "\n",
      origin + "\n" + root,
      origin + "08\n" + root,
      origin + "00\n" + root,
      origin + "+8\n" + root,
      origin + "-0\n" + root,
      origin + " 8\n" + root,
      origin + "8 \n" + root,
      origin + "8.0\n" + root,
      origin + "0x8\n" + root,
      origin + "８\n" + root,
      origin + "72057594037927937\n" + root,                         // 2^56 + 1
      origin + "18446744073709551624\n" + root,                      // 2^64 + 8
      origin + "8\n" + root.substr(4),                               // 29 bytes
      origin + "8\nAAAA" + root,                                     // 35 bytes
      origin + "8\n" + root.substr(0, 43) + "\n",                    // without padding
      origin + "8\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyh=\n",  // bits beyond the end
      origin + "8\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz-Nw7_RgQyg=\n",  // the URL alphabet
      "\n8\n" + root,
  };
  for (const auto& text : texts) {
    const auto code = code_of(open_checkpoint(signed_text(text, signer()), signer().verifier()));
    EXPECT_EQ(code, text.starts_with("\n") ? "audit.checkpoint_origin" : "audit.checkpoint_text")
        << text;
  }
}

TEST(Checkpoint, MayBeCosigned) {
  const auto key = signer();
  auto note = sign_checkpoint({8, kRoot}, key);
  sign(note, signer("witness.example", 7));
  const auto bytes = write(note) + std::string(kOtherSignature);
  EXPECT_EQ(open_checkpoint(bytes, key.verifier()).value(), (TreeHead{8, kRoot}));
  EXPECT_EQ(code_of(verify(parse_note(bytes).value(), signer("witness.example", 7).verifier())),
            "none");
  // A witness alone makes no checkpoint of ours.
  note.signatures.erase(note.signatures.begin());
  EXPECT_EQ(code_of(open_checkpoint(note, key.verifier())), "audit.not_signed");
}

}  // namespace
}  // namespace assay::audit
