#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "base/sha256.hpp"
#include "planted.hpp"

namespace assay::plugin {
namespace {

void check_refused(const std::filesystem::path& library, const std::string& code,
                   const std::string& words) {
  SCOPED_TRACE(library);
  const auto loaded = load(library);
  ASSERT_FALSE(loaded);
  EXPECT_EQ(loaded.error().failure, Failure::Plugin);
  EXPECT_EQ(loaded.error().code, code);
  EXPECT_NE(in_english(loaded.error().message).find(words), std::string::npos)
      << in_english(loaded.error().message);
  EXPECT_EQ(loaded.error().where.file, library.string());
}

std::filesystem::path written(const std::string& name, const std::string& bytes) {
  const auto path = std::filesystem::path(testing::TempDir()) / name;
  std::ofstream(path, std::ios::binary) << bytes;
  return path;
}

TEST(Load, RefusesPluginsOfAnotherAbi) {
  check_refused(planted("abi_too_new"), "plugin.abi_version", "ABI 2 to 3, this program 1 to 1");
  check_refused(planted("abi_too_old"), "plugin.abi_version", "ABI 0 to 0, this program 1 to 1");
  check_refused(planted("abi_refuses"), "plugin.abi_version", "this build serves ABI 5 only");
}

TEST(Load, RefusesWhatIsNoPlugin) {
  check_refused(planted("no_entry"), "plugin.no_entry", "assay_plugin_entry");
  check_refused(planted("no_such_file"), "plugin.load", "No such file");
  check_refused(ASSAY_PLANTED_FOLDER, "plugin.load", "directory");
  check_refused(written("text.so", "#!/bin/sh\n"), "plugin.load", "no ELF file");
  check_refused(written("empty.so", ""), "plugin.load", "no ELF file");
  check_refused(written("cut.so",
                        "\x7F"
                        "ELF\x02\x01\x01"),
                "plugin.load", "file too short");
}

TEST(Load, RefusesWhatCannotRun) {
  check_refused(planted("unresolved"), "plugin.load", "a_function_of_nobody");
  check_refused(planted("refuses_to_start"), "plugin.refused", "its licence has run out");
  check_refused(planted("unknown_flags"), "plugin.descriptor", "unknown flags 1024");
#if defined(__SSE__)
  check_refused(planted("fast_math"), "plugin.load", "-ffast-math");
#endif
}

TEST(Load, TellsWhatThePluginIs) {
  const auto loaded = load(planted("good"));
  ASSERT_TRUE(loaded) << describe(loaded.error());
  const auto& info = (*loaded)->info();
  EXPECT_EQ(info.id, "planted");
  EXPECT_EQ(info.version, "1.2.3");
  EXPECT_EQ(info.path, planted("good"));
  EXPECT_TRUE(info.row_independent);
  EXPECT_EQ(info.rule_digest[2], 3);
  ASSERT_EQ(info.inputs.size(), 2U);
  EXPECT_EQ(info.inputs[0].measure_unit, "kg");
  EXPECT_TRUE(info.inputs[0].required);
  EXPECT_EQ(info.inputs[0].hi, decimal("1000"));
  EXPECT_FALSE(info.inputs[1].required);
  EXPECT_EQ(info.inputs[1].lo, std::nullopt);
  ASSERT_EQ(info.outputs.size(), 3U);
  EXPECT_EQ(info.outputs[1].type, "ratio");
  EXPECT_EQ(info.outputs[1].hi, decimal("2.5"));
}

// The digest names the bytes that run, so a changed file is another plugin even under its old name.
TEST(Load, HashesAndLoadsTheSameBytes) {
  const auto bytes_of = [](const std::string& name) {
    std::ifstream file(planted(name), std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(file), {});
  };
  const auto path = written("changing.so", bytes_of("good"));
  const auto first = load(path);
  ASSERT_TRUE(first);
  EXPECT_EQ((*first)->info().binary_digest, sha256(bytes_of("good")));
  written("changing.so", bytes_of("out_of_range"));
  const auto second = load(path);
  ASSERT_TRUE(second);
  EXPECT_EQ((*second)->info().binary_digest, sha256(bytes_of("out_of_range")));
  EXPECT_EQ((*first)->evaluate("{}", rows_of({13}))->failures.size(), 0U);
  EXPECT_EQ((*second)->evaluate("{}", rows_of({13}))->failures.size(), 1U);
}

}  // namespace
}  // namespace assay::plugin
