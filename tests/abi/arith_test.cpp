// One plugin in C, in C++ by g++ and by clang++ with libc++, and in Rust: all load, and what they
// write is the same to the byte.
#include <dlfcn.h>
#include <gtest/gtest.h>

#include <array>
#include <cstring>
#include <filesystem>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "assay/plugin.h"
#include "plugin/plugin.hpp"

namespace assay::plugin {
namespace {

std::vector<std::filesystem::path> libraries() {
  std::vector<std::filesystem::path> paths;
  std::istringstream list(ASSAY_ARITH_LIBRARIES);
  for (std::string path; std::getline(list, path, ':');) paths.emplace_back(path);
  return paths;
}

// Millionths: the golden case of 59.99999 % against 60 %, 60 % itself, a share that does not end, a
// target of zero, nothing at all, the largest figures, and a sum that leaves the range.
constexpr std::int64_t kMost = 9'200'000'000'000'000'000;
const std::vector<std::int64_t> kReached = {5'999'999, 6'000'000, 1'000'000, 5, 0, kMost, 7};
const std::vector<std::int64_t> kTarget = {10'000'000, 10'000'000, 3'000'000, 0, 1, kMost, 9};
const std::vector<std::uint64_t> kRow_start = {0, 2, 2, 5, 5, 5, 6, 8};
const std::vector<std::int64_t> kAmounts = {1, -3, 1'000'000, 77, 2'500'000, kMost, kMost, 1};
constexpr std::uint8_t kAmounts_valid = 0b11110111;  // the fourth is not there

// The buffers of one call and what the plugin told besides.
struct Answer {
  std::array<std::array<std::int64_t, 14>, 3> data{};
  std::array<std::uint8_t, 3> valid{};
  std::vector<std::vector<std::int64_t>> told;  // row, output (refusal: -1), rule, operands

  bool operator==(const Answer&) const = default;
};

void tell(void* ctx, std::uint64_t row, std::int64_t output, std::uint32_t rule,
          const std::int64_t* operands, std::uint32_t n) {
  auto& line = static_cast<Answer*>(ctx)->told.emplace_back();
  line = {static_cast<std::int64_t>(row), output, rule};
  for (std::uint32_t i = 0; i < n; ++i) line.push_back(operands[i]);
}

assay_plugin_host host_of(Answer& answer) {
  assay_plugin_host host{};
  host.size = sizeof host;
  host.abi = 1;
  host.ctx = &answer;
  host.tick = [](void*, std::uint64_t) -> std::int32_t { return 0; };
  host.explain = [](void* ctx, std::uint64_t row, std::uint32_t out, std::uint32_t rule,
                    const std::int64_t* operands, std::uint32_t n) -> std::int32_t {
    tell(ctx, row, out, rule, operands, n);
    return ASSAY_PLUGIN_OK;
  };
  host.refuse = [](void* ctx, std::uint64_t row, std::uint32_t rule, const std::int64_t* operands,
                   std::uint32_t n) -> std::int32_t {
    tell(ctx, row, -1, rule, operands, n);
    return ASSAY_PLUGIN_OK;
  };
  host.ext = [](void*, const char*) -> const void* { return nullptr; };
  return host;
}

Answer evaluate(const assay_plugin& plugin, std::uint32_t flags) {
  Answer answer;
  const auto host = host_of(answer);
  const auto rows = kReached.size();
  const std::vector<assay_plugin_col> in = {
      {sizeof(assay_plugin_col), ASSAY_PLUGIN_DEC6, rows, nullptr, kReached.data(), nullptr},
      {sizeof(assay_plugin_col), ASSAY_PLUGIN_DEC6, rows, nullptr, kTarget.data(), nullptr}};
  std::vector<assay_plugin_out> out;
  std::size_t i = 0;
  for (const std::uint32_t type : {ASSAY_PLUGIN_DEC6, ASSAY_PLUGIN_RATIO, ASSAY_PLUGIN_BOOL8}) {
    out.push_back({sizeof(assay_plugin_out), type, rows, &answer.valid[i], answer.data[i].data()});
    ++i;
  }
  const assay_plugin_col amount = {sizeof amount,   ASSAY_PLUGIN_DEC6, kAmounts.size(),
                                   &kAmounts_valid, kAmounts.data(),   nullptr};
  const std::vector<std::int64_t> times_ms(kAmounts.size());
  const assay_plugin_table table = {sizeof table,    1,      kAmounts.size(), kRow_start.data(),
                                    times_ms.data(), &amount};
  const assay_plugin_batch batch = {sizeof batch, flags,     2,          3,      rows, 0,
                                    {"2024", 4},  in.data(), out.data(), &table, 1,    0};

  std::array<char, 256> words{};
  assay_plugin_err err{sizeof err, 0, 0, 0, 0, 256, 0, words.data()};
  void* instance = nullptr;
  EXPECT_EQ(plugin.open({"{}", 2}, &host, &instance, &err), ASSAY_PLUGIN_OK);
  EXPECT_EQ(plugin.evaluate(instance, &batch, &err), ASSAY_PLUGIN_OK);
  plugin.close(instance);
  return answer;
}

// The figures were made with Python's fractions.
void check(const Answer& answer) {
  EXPECT_EQ(answer.valid, (std::array<std::uint8_t, 3>{0b0110111, 0b0110111, 0b0110111}));
  EXPECT_EQ(answer.data[0], (std::array<std::int64_t, 14>{-2, 0, 3'500'000, 0, 0, kMost}));
  EXPECT_EQ(answer.data[1],
            (std::array<std::int64_t, 14>{5'999'999, 10'000'000, 3, 5, 1, 3, 0, 0, 0, 1, 1, 1}));
  const std::array<std::uint8_t, 7> gated = {1, 0, 1, 0, 1, 0, 0};
  EXPECT_EQ(std::memcmp(answer.data[2].data(), gated.data(), gated.size()), 0);
}

TEST(Arith, AllLanguagesWriteTheSameBytes) {
  std::vector<Answer> first;
  for (const auto& path : libraries()) {
    SCOPED_TRACE(path.filename().string());
    void* library = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
    ASSERT_NE(library, nullptr) << dlerror();
    const auto entry =
        reinterpret_cast<decltype(&assay_plugin_entry)>(dlsym(library, "assay_plugin_entry"));
    ASSERT_NE(entry, nullptr);
    EXPECT_EQ(entry(2, 3, nullptr), nullptr);
    const auto* plugin = entry(1, 1, nullptr);
    ASSERT_NE(plugin, nullptr);

    const auto explained = evaluate(*plugin, ASSAY_PLUGIN_EXPLAIN);
    const auto plain = evaluate(*plugin, 0);
    check(explained);
    EXPECT_EQ(explained.data, plain.data);
    EXPECT_EQ(explained.told.size(), 17U);
    EXPECT_EQ(plain.told, (std::vector<std::vector<std::int64_t>>{{3, -1, 3, 5}, {6, -1, 0}}));
    first.push_back(explained);
    EXPECT_TRUE(first.front() == explained);
  }
}

TEST(Arith, AllLanguagesLoadAlike) {
  std::vector<std::unique_ptr<Plugin>> loaded;  // all of them side by side
  for (const auto& path : libraries()) {
    SCOPED_TRACE(path.filename().string());
    auto plugin = load(path);
    ASSERT_TRUE(plugin) << describe(plugin.error());
    loaded.push_back(std::move(*plugin));
    const auto& info = loaded.back()->info();
    const auto& first = loaded.front()->info();
    EXPECT_EQ(info.id, "arith");
    EXPECT_EQ(info.row_independent, first.row_independent);
    for (std::size_t i = 0; i < first.inputs.size(); ++i)
      EXPECT_EQ(info.inputs[i].doc, first.inputs[i].doc);
    for (std::size_t i = 0; i < first.outputs.size(); ++i)
      EXPECT_EQ(info.outputs[i].lo, first.outputs[i].lo);
    EXPECT_EQ(info.datasets.at(0).info, first.datasets.at(0).info);
    ASSERT_EQ(info.rules.size(), first.rules.size());
    for (std::size_t i = 0; i < first.rules.size(); ++i) {
      EXPECT_EQ(info.rules[i].id, first.rules[i].id);
      EXPECT_EQ(info.rules[i].text_zh, first.rules[i].text_zh);
    }
  }
  EXPECT_GE(loaded.size(), 2U);
}

}  // namespace
}  // namespace assay::plugin
