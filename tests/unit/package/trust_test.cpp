// Public keys and signatures as minisign 0.11 wrote them, and lists of keys.
#include "package/trust.hpp"

#include <gtest/gtest.h>

namespace assay::package {
namespace {

// minisign -G -W; printf 'assay\n' > file; minisign -S -m file; minisign -S -l -m file
constexpr auto kKey = "RWR2HvDQ2+C4EIvFqJWzsBxzfH/S7QGdGxO/RycLFds6cQcNCFf0JL5N";
constexpr auto kId = "10B8E0DBD0F01E76";
constexpr auto kFile = "assay\n";
constexpr auto kSignature =
    "untrusted comment: signature from minisign secret key\n"
    "RUR2HvDQ2+C4EMUzymqRoBHsdmPdPsdGEKVvCqfnL+ILh7jMugDZnA9ni7Xkf/"
    "l45CWETCD9NURaW9GKxpXPUskL3xnktqBjCgI=\n"
    "trusted comment: timestamp:1\tfile:file\thashed\n"
    "9692ZxvUQgBh4j5DPlJoHuBunu3Q9zcxxHi2FQsQESL32fcqnXIInbwEiZjAdNb5+WYTjeLmXpDGu2qSd4CGAw==\n";
constexpr auto kLegacy =
    "untrusted comment: signature from minisign secret key\n"
    "RWR2HvDQ2+C4EE6KSWt+3GdRMuXuPDeT8Ble+rdU5ElTjGvF2C2yQCaP8h+fP/uK+M30aEfyo939wo/"
    "kbVeeqd3EY3ZbqnWwUAQ=\n"
    "trusted comment: timestamp:1\tfile:file\n"
    "8NWibWKTdkSYXsu761O2FaS3guaClOx81JYrIOR3sq1dR1aaGb2pbbGX5OsmCeI8+0uIwCSgAAcThDe4pO3/CA==\n";

TrustList list_of(const std::string& key) {
  TrustList list;
  list.add(audit::parse_minisign_key(key).value());
  return list;
}

TEST(Trust, SignaturesOfMinisignAreChecked) {
  for (const auto* signature : {kSignature, kLegacy}) {
    const auto found = check_signature(signature, kFile, list_of(kKey));
    ASSERT_TRUE(found) << describe(found.error());
    EXPECT_EQ(found->trust, Trust::Trusted);
    EXPECT_EQ(audit::hex_of(found->id), kId);
    const auto changed = check_signature(signature, "Assay\n", list_of(kKey));
    ASSERT_FALSE(changed);
    EXPECT_EQ(changed.error().code, "package.signature");
  }
  EXPECT_EQ(check_signature(kSignature, kFile, {})->trust, Trust::Untrusted);
  EXPECT_EQ(check_signature(std::nullopt, kFile, list_of(kKey))->trust, Trust::Unsigned);
}

TEST(Trust, AChangedCommentIsFound) {
  std::string changed = kSignature;
  changed.replace(changed.find("timestamp"), 9, "Timestamp");
  EXPECT_FALSE(check_signature(changed, kFile, list_of(kKey)));
  for (const auto* broken : {"", "x", "a\nb\nc\nd\n"})
    EXPECT_FALSE(check_signature(broken, kFile, list_of(kKey)));
}

TEST(Trust, ListsAreReadAsTheyAreWritten) {
  auto list = list_of(kKey);
  auto named = *list.find(list.keys()[0].id);
  named.name = "供应商";
  EXPECT_TRUE(list.add(named));
  EXPECT_FALSE(list.add(named));
  const auto again = TrustList::parse(list.text());
  ASSERT_TRUE(again);
  EXPECT_EQ(again->keys(), list.keys());
  EXPECT_FALSE(TrustList::parse("untrusted comment: x\n"));
  EXPECT_FALSE(TrustList::parse(list.text() + "x"));
  EXPECT_FALSE(list.remove("nobody").value());
  EXPECT_EQ(list.remove("供应商").value(), named);
  EXPECT_TRUE(list.empty());
}

}  // namespace
}  // namespace assay::package
