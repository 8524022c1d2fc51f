#include <gtest/gtest.h>

#include "base/digest.hpp"
#include "store/table.hpp"

namespace assay::store {
namespace {

std::string hex(const Key& key) {
  return to_hex(
      std::span(reinterpret_cast<const std::uint8_t*>(key.view().data()), key.view().size()));
}

// By hand from docs/formats/store.md: all numbers big-endian.
TEST(Key, HasTheBytesOfTheFormat) {
  EXPECT_EQ(hex(id_key(0x0102030405060708)), "0102030405060708");
  EXPECT_EQ(hex(version_key(1, 258)), "0000000100000102");
  EXPECT_EQ(hex(axis_key(2)), "0000000100000002");
  EXPECT_EQ(hex(run_part_key(1, 2)), "00000000000000010000000000000002");
  EXPECT_EQ(hex(meta_key("ids")), "69647300000000000000000000000000");
  // 202421 = 0x316b5 is the first half of 2024; 5 is baseline
  EXPECT_EQ(hex(ObsKey{202'421, 0xabcdef, model::Layer::Baseline, 7}.key()),
            "000316b5abcdef050000000100000007");
  EXPECT_EQ(hex(ImportedKey{202'400, 3, 4, 5}.key()), "000316a0000000030000000400000005");
  // python3: hashlib.blake2b(struct.pack("<Q", 5) + b"qindu", digest_size=32).hexdigest()[:32]
  EXPECT_EQ(hex(name_key(NameKind::Unit, "qindu")),
            "0000000100000000758913c3dec2ef0c5cec470fc863ccac");
}

TEST(Key, LayersKeepTheirNumbers) {
  using model::Layer;
  const std::array layers{Layer::Actual, Layer::Required, Layer::Stretch,
                          Layer::Upper,  Layer::Baseline, Layer::State,
                          Layer::Source, Layer::Lead,     Layer::Person};
  for (std::size_t i = 0; i < layers.size(); ++i) {
    EXPECT_EQ(layer_code(layers[i]), i + 1);
    EXPECT_EQ(layer_from(static_cast<std::uint8_t>(i + 1)), layers[i]);
  }
  EXPECT_FALSE(layer_from(0));
  EXPECT_FALSE(layer_from(10));
}

TEST(Key, ReadsBackAndRefusesOtherForms) {
  const auto key = ObsKey{202'431, 17, model::Layer::Person, 86}.key();
  const auto read = ObsKey::parse(key.view());
  ASSERT_TRUE(read);
  EXPECT_EQ(read->period, 202'431U);
  EXPECT_EQ(read->indicator, 17U);
  EXPECT_EQ(read->layer, model::Layer::Person);
  EXPECT_EQ(read->chunk, 86U);
  EXPECT_FALSE(ObsKey::parse(key.view().first(12)));
  EXPECT_FALSE(ObsKey::parse(Key().u32(202'400).u32(17 << 8 | 10).u32(1).u32(0).view()));  // layer
  EXPECT_FALSE(ObsKey::parse(Key().u32(202'400).u32(17 << 8 | 1).u32(2).u32(0).view()));   // axis
}

TEST(Key, IsDescribedForPeople) {
  EXPECT_EQ(describe_key(Table::Meta, meta_key("format").view()), "format");
  EXPECT_EQ(describe_key(Table::Run, run_part_key(3, 1).view()), "0.3.0.1");
  EXPECT_EQ(describe_key(Table::Indicator, version_key(3, 1).view()), "3.1");
  EXPECT_EQ(describe_key(Table::RunKey, Key().u32(0xa5).view()), "000000a5");
}

}  // namespace
}  // namespace assay::store
