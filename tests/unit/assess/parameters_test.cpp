#include "assess/parameters.hpp"

#include <gtest/gtest.h>

namespace assay::assess {
namespace {

TEST(Parameters, AreAFlatObjectOfStrings) {
  EXPECT_EQ(to_json({}), "{}");
  EXPECT_EQ(to_json({{"profile", "yulin"}, {"cap", "120%"}}),
            R"({"cap":"120%","profile":"yulin"})");
}

// RFC 8259 section 7.
TEST(Parameters, EscapeWhatJsonMustEscape) {
  EXPECT_EQ(to_json({{"a\"b", "\\"}}), R"({"a\"b":"\\"})");
  EXPECT_EQ(to_json({{"a", "x\n\t\x01"}}), "{\"a\":\"x\\u000a\\u0009\\u0001\"}");
  EXPECT_EQ(to_json({{"名", "招商"}}), "{\"名\":\"招商\"}");
}

}  // namespace
}  // namespace assay::assess
