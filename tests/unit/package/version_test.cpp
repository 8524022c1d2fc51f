#include "package/version.hpp"

#include <gtest/gtest.h>

#include <array>
#include <string>

namespace assay::package {
namespace {

TEST(Version, NumbersCountByTheirValue) {
  constexpr std::array ascending = {"0.9",     "1.0.0-alpha", "1.0.0-rc1", "1.0.0-rc2", "1.0.0",
                                    "1.0.0.1", "1.0.1",       "1.9.0",     "1.10.0",    "2"};
  for (std::size_t i = 0; i < ascending.size(); ++i)
    for (std::size_t j = 0; j < ascending.size(); ++j)
      EXPECT_EQ(is_older(ascending[i], ascending[j]), i < j) << ascending[i] << ' ' << ascending[j];
  EXPECT_FALSE(is_older("1.0+a", "1.0+b"));
  EXPECT_FALSE(is_older("1.01", "1.1"));
}

TEST(Version, NamesAFolder) {
  for (const auto* good : {"1", "1.2.0", "2024a", "1.0-rc.1+build_7"})
    EXPECT_TRUE(is_version(good));
  for (const auto* bad : {"", ".", "..", ".1", "-1", "1/2", "1 2", "1@2", "一"})
    EXPECT_FALSE(is_version(bad)) << bad;
  EXPECT_FALSE(is_version(std::string(65, '1')));
}

TEST(Version, References) {
  EXPECT_EQ(parse_reference("safety")->version, "");
  EXPECT_EQ(parse_reference("safety@1.2.0")->id, "safety");
  EXPECT_EQ(parse_reference("safety@1.2.0")->version, "1.2.0");
  for (const auto* bad : {"", "@1", "safety@", "Safety", "safety@1@2", "../x@1", "a b"})
    EXPECT_FALSE(parse_reference(bad)) << bad;
}

}  // namespace
}  // namespace assay::package
