#include "package/manifest.hpp"

#include <gtest/gtest.h>

#include <string>

#include "package/package.hpp"

namespace assay::package {
namespace {

Manifest sample() {
  Manifest manifest;
  auto& info = manifest.info;
  info.id = "water";
  info.version = "1.2.0";
  info.vendor = "生态环境局";
  info.doc = "water quality";
  info.toolchain = "gcc";
  info.abi_min = info.abi_current = 1;
  info.row_independent = true;
  info.rule_digest[3] = 9;
  info.inputs.push_back({.id = "x",
                         .type = "dec6",
                         .measure_unit = "mg/L",
                         .doc = "oxygen",
                         .lo = Decimal::from_micro(-5),
                         .hi = {},
                         .required = true,
                         .rising = true,
                         .falling = false,
                         .periods_back = 0,
                         .source = ""});
  info.outputs.push_back({.id = "score", .type = "dec6", .measure_unit = "分", .doc = "points"});
  info.parameters.push_back({.id = "profile",
                             .standard = "a",
                             .doc = "which",
                             .type = "word",
                             .lo = {},
                             .hi = {},
                             .words = {"a", "b"}});
  info.rules.push_back({7, "half", 1, "half of {0}", "{0}的一半"});
  plugin::DatasetUse samples;
  samples.info = {"samples", "rows", {}};
  samples.info.columns.push_back({.id = "kind",
                                  .type = model::DatasetType::Word,
                                  .measure_unit = "",
                                  .doc = "kind",
                                  .required = true,
                                  .lo = {},
                                  .hi = {},
                                  .words = {"river", "lake"}});
  samples.required = true;
  info.datasets.push_back(samples);
  manifest.parameter_schema = "{}\n";
  manifest.library = "water.so";
  manifest.norms = {{"data/norms.csv", "GB 3838-2002"}};
  manifest.packed_by = "assay 0.1.0";
  return manifest;
}

Package packed() {
  return Package::make(sample(), {{"water.so", "bytes"}, {"data/n", "1"}}).value();
}

TEST(Manifest, SaysAllThatThePluginSays) {
  const auto package = packed();
  const auto again = Package::read(package.files());
  ASSERT_TRUE(again) << describe(again.error());
  EXPECT_EQ(difference(again->info(), sample().info), "");
  EXPECT_EQ(encode(again->manifest()), package.files().at(kManifest_file));
  EXPECT_EQ(again->manifest().parameter_schema, "{}\n");
  ASSERT_EQ(again->manifest().norms.size(), 1U);
  EXPECT_EQ(again->manifest().norms[0].source, "GB 3838-2002");
  EXPECT_EQ(again->info().datasets[0].info, sample().info.datasets[0].info);
  EXPECT_EQ(again->library(), "bytes");
}

TEST(Manifest, EveryDifferenceIsFound) {
  const auto part = [](auto change) {
    auto other = sample().info;
    change(other);
    return difference(sample().info, other);
  };
  EXPECT_EQ(part([](auto& info) { info.id = "air"; }), "id");
  EXPECT_EQ(part([](auto& info) { info.version = "1.2.1"; }), "version");
  EXPECT_EQ(part([](auto& info) { info.inputs[0].hi = Decimal::from_micro(1); }), "inputs");
  EXPECT_EQ(part([](auto& info) { info.inputs[0].rising = false; }), "inputs");
  EXPECT_EQ(part([](auto& info) { info.outputs[0].doc = "marks"; }), "outputs");
  EXPECT_EQ(part([](auto& info) { info.parameters[0].words.pop_back(); }), "parameters");
  EXPECT_EQ(part([](auto& info) { info.rules[0].text_zh = "?"; }), "rules");
  EXPECT_EQ(part([](auto& info) { info.datasets[0].required = false; }), "datasets");
  EXPECT_EQ(part([](auto& info) { info.rule_digest[0] = 1; }), "description");
  // Where it lies, and its bytes, are told elsewhere.
  EXPECT_EQ(part([](auto& info) { info.path = "x"; }), "");
}

TEST(Manifest, NoFlippedBitIsBelieved) {
  const auto package = packed();
  const auto whole = package.files().at(kManifest_file);
  for (std::size_t at = 0; at < whole.size(); ++at) {
    auto files = package.files();
    files[kManifest_file][at] = static_cast<char>(whole[at] ^ 1);
    const auto read = Package::read(files);  // must not crash
    if (read) {
      EXPECT_NE(read->digest(), package.digest());
    }
  }
  for (std::size_t length = 0; length < whole.size(); length += 8) {
    auto files = package.files();
    files[kManifest_file].resize(length);
    EXPECT_FALSE(Package::read(files)) << length;
  }
}

}  // namespace
}  // namespace assay::package
