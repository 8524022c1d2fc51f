#include "plugin/descriptor.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <limits>
#include <string>
#include <tuple>
#include <vector>

namespace assay::plugin {
namespace {

assay_plugin_str str(std::string_view text) { return {text.data(), text.size()}; }

// A sound description, to be spoilt in one place.
struct Sample {
  std::vector<assay_plugin_field> in, out;
  std::vector<assay_plugin_rule> rules;
  std::vector<assay_plugin_param> params;
  std::vector<assay_plugin_str> words{str("yes"), str("no")};
  std::vector<assay_plugin_field> columns;
  std::vector<assay_plugin_dataset> datasets;
  assay_plugin_desc desc{};
  assay_plugin plugin{};

  Sample() {
    const auto field = [](std::string_view id, std::uint32_t type) {
      return assay_plugin_field{sizeof(assay_plugin_field),
                                type,
                                0,
                                0,
                                str(id),
                                str("万元"),
                                str("a field"),
                                -HUGE_VAL,
                                HUGE_VAL,
                                {},
                                nullptr,
                                0,
                                0};
    };
    const auto parameter = [](std::string_view id, std::string_view standard) {
      return assay_plugin_param{
          sizeof(assay_plugin_param), ASSAY_PLUGIN_UTF8, 0,        0,      str(id), str(standard),
          str("a parameter"),         -HUGE_VAL,         HUGE_VAL, nullptr};
    };
    in = {field("x", ASSAY_PLUGIN_DEC6), field("y", ASSAY_PLUGIN_DEC6)};
    out = {field("score", ASSAY_PLUGIN_DEC6), field("rate", ASSAY_PLUGIN_RATIO)};
    rules = {{sizeof(assay_plugin_rule), 1, 0, 1, str("one"), str("{0} is"), str("为{0}")},
             {sizeof(assay_plugin_rule), 2, 0, 0, str("two"), str("so"), str("如此")}};
    params = {parameter("cap", "100%"), parameter("gate", "")};
    columns = {field("loss", ASSAY_PLUGIN_DEC6), field("kind", ASSAY_PLUGIN_DICT32)};
    columns[1].unit = str("");
    datasets.resize(
        2, {sizeof(assay_plugin_dataset), 0, str("accidents"), str("a dataset"), nullptr, 0, 0});
    datasets[1].id = str("projects");
    desc.size = sizeof desc;
    desc.abi_min = desc.abi_cur = 1;
    desc.id = str("sample");
    desc.version = str("1.0");
    desc.doc = str("a sample");
  }

  // Points everything at everything.
  const assay_plugin& link() {
    desc.in = in.data();
    desc.out = out.data();
    desc.rules = rules.data();
    desc.params = params.data();
    desc.n_in = static_cast<std::uint32_t>(in.size());
    desc.n_out = static_cast<std::uint32_t>(out.size());
    desc.n_rules = static_cast<std::uint32_t>(rules.size());
    desc.n_params = static_cast<std::uint32_t>(params.size());
    columns[1].words = words.data();
    columns[1].n_words = static_cast<std::uint32_t>(words.size());
    if (!datasets.empty()) {
      datasets[0].columns = columns.data();
      datasets[0].n_columns = static_cast<std::uint32_t>(columns.size());
    }
    desc.datasets = datasets.data();
    desc.n_datasets = static_cast<std::uint32_t>(datasets.size());
    plugin = {
        sizeof plugin,
        0,
        &desc,
        [](assay_plugin_str, const assay_plugin_host*, void**, assay_plugin_err*) { return 0; },
        [](void*, const assay_plugin_batch*, assay_plugin_err*) { return 0; },
        [](void*) {},
        nullptr};
    return plugin;
  }
};

TEST(Descriptor, ASoundOneIsRead) {
  Sample sample;
  const auto read = read_description(sample.link());
  ASSERT_TRUE(read) << describe(read.error());
  EXPECT_EQ(read->info.parameters[0].standard, "100%");
  EXPECT_EQ(read->rules.at(1).text_zh, "为{0}");
  ASSERT_EQ(read->info.datasets.size(), 2U);
  EXPECT_EQ(read->info.datasets[0].info.columns[1].words, (std::vector<std::string>{"yes", "no"}));
  EXPECT_TRUE(read->info.datasets[1].info.columns.empty());
  EXPECT_EQ(read->output_types,
            (std::vector<std::uint32_t>{ASSAY_PLUGIN_DEC6, ASSAY_PLUGIN_RATIO}));
}

TEST(Descriptor, BoundsCountToTheNearestMillionth) {
  Sample sample;
  sample.in[0].lo = 0.1;  // the nearest double is a little above a tenth
  sample.in[0].hi = 0.6;  // and here a little below
  const auto read = read_description(sample.link());
  ASSERT_TRUE(read);
  EXPECT_EQ(read->info.inputs[0].lo, Decimal::from_micro(100'000));
  EXPECT_EQ(read->info.inputs[0].hi, Decimal::from_micro(600'000));
  EXPECT_EQ(read->info.inputs[1].lo, std::nullopt);
  EXPECT_EQ(read->info.inputs[1].hi, std::nullopt);
}

TEST(Descriptor, EarlierFiguresAndTypesOfParametersAreRead) {
  static const assay_plugin_str kWords[] = {str("binary"), str("grades")};
  Sample sample;
  sample.in[0].flags = ASSAY_PLUGIN_FALLING;
  sample.in[1].periods_back = 24;
  sample.in[1].source = str("x");
  sample.in[1].flags = ASSAY_PLUGIN_REQUIRED | ASSAY_PLUGIN_RISING;
  sample.params[0].type = ASSAY_PLUGIN_RATIO;
  sample.params[0].hi = 1;
  sample.params[1].type = ASSAY_PLUGIN_DICT32;
  sample.params[1].words = kWords;
  sample.params[1].n_words = 2;
  const auto read = read_description(sample.link());
  ASSERT_TRUE(read) << describe(read.error());
  const auto& [now, past] = std::tie(read->info.inputs[0], read->info.inputs[1]);
  EXPECT_TRUE(now.falling && !now.rising && !now.required);
  EXPECT_EQ(now.periods_back, 0U);
  EXPECT_TRUE(past.rising && !past.falling && past.required);
  EXPECT_EQ(past.periods_back, 24U);
  EXPECT_EQ(past.source, "x");
  const auto& [cap, gate] = std::tie(read->info.parameters[0], read->info.parameters[1]);
  EXPECT_EQ(cap.type, "ratio");
  EXPECT_EQ(cap.lo, std::nullopt);
  EXPECT_EQ(cap.hi, Decimal::from_integer(1));
  EXPECT_EQ(gate.type, "word");
  EXPECT_EQ(gate.words, (std::vector<std::string>{"binary", "grades"}));
}

// A newer plugin may have longer structs: the host steps by their own size.
TEST(Descriptor, LongerElementsAreStepped) {
  struct Longer {
    assay_plugin_param param;
    std::uint64_t added;
  };
  Sample sample;
  std::vector<Longer> longer;
  for (const auto& param : sample.params) longer.push_back({param, ~0ULL});
  for (auto& one : longer) one.param.size = sizeof(Longer);
  sample.link();
  sample.desc.params = &longer[0].param;
  const auto read = read_description(sample.plugin);
  ASSERT_TRUE(read) << describe(read.error());
  EXPECT_EQ(read->info.parameters[1].id, "gate");
}

TEST(Descriptor, FaultsAreNamed) {
  static const std::string kLong(4097, 'a');
  struct Case {
    std::string words;
    std::function<void(Sample&)> spoil;
  };
  const std::vector<Case> cases = {
      {"the plugin's id", [](Sample& s) { s.desc.id = str("No Id"); }},
      {"the plugin's id", [](Sample& s) { s.desc.id = str("../x"); }},
      {"version", [](Sample& s) { s.desc.version = str(""); }},
      {"vendor is not clean UTF-8", [](Sample& s) { s.desc.vendor = str("a\nb"); }},
      {"vendor is not clean UTF-8", [](Sample& s) { s.desc.vendor = str("\xff"); }},
      {"doc is NULL or too long", [](Sample& s) { s.desc.doc = str(kLong); }},
      {"doc is NULL or too long", [](Sample& s) { s.desc.doc = {nullptr, 5}; }},
      {"unknown flags 4", [](Sample& s) { s.desc.flags = 4; }},
      {"it has no output", [](Sample& s) { s.out.clear(); }},
      {"too many inputs", [](Sample& s) { s.in.resize(257, s.in[0]); }},
      {"field x stands twice", [](Sample& s) { s.in[1].id = str("x"); }},
      {"field x has no doc", [](Sample& s) { s.in[0].doc = str(""); }},
      {"field x has unknown flags", [](Sample& s) { s.in[0].flags = 8; }},
      {"field score has unknown flags", [](Sample& s) { s.out[0].flags = ASSAY_PLUGIN_REQUIRED; }},
      {"type ratio cannot be read", [](Sample& s) { s.in[0].type = ASSAY_PLUGIN_RATIO; }},
      {"type f64 cannot be given", [](Sample& s) { s.out[0].type = ASSAY_PLUGIN_F64; }},
      {"type 99 cannot be given", [](Sample& s) { s.out[0].type = 99; }},
      {"bounds must be figures", [](Sample& s) { s.in[0].lo = std::nan(""); }},
      {"bounds must be figures", [](Sample& s) { s.in[0].lo = HUGE_VAL; }},
      {"bounds must be figures", [](Sample& s) { s.in[0].hi = 1e13; }},
      {"its range is empty", [](Sample& s) { s.in[0].lo = 2, s.in[0].hi = 1; }},
      {"size of inputs", [](Sample& s) { s.in[0].size = 8; }},
      {"size of inputs", [](Sample& s) { s.in[0].size = sizeof(assay_plugin_field) + 1; }},
      {"sizes of outputs differ", [](Sample& s) { s.out[1].size = 88; }},
      {"rule one lacks a text", [](Sample& s) { s.rules[0].text_zh = str(""); }},
      {"no operand", [](Sample& s) { s.rules[0].text_en = str("{1}"); }},
      {"no operand", [](Sample& s) { s.rules[0].text_en = str("{x}"); }},
      {"no operand", [](Sample& s) { s.rules[0].text_en = str("{0"); }},
      {"no operand", [](Sample& s) { s.rules[1].text_zh = str("}"); }},
      {"too many operands", [](Sample& s) { s.rules[0].n_operands = 17; }},
      {"stands twice", [](Sample& s) { s.rules[1].code = 1; }},
      {"stands twice", [](Sample& s) { s.rules[1].id = str("one"); }},
      {"rule two has unknown flags", [](Sample& s) { s.rules[1].flags = 1; }},
      {"parameter cap stands twice", [](Sample& s) { s.params[1].id = str("cap"); }},
      {"field x is both rising and falling",
       [](Sample& s) { s.in[0].flags = ASSAY_PLUGIN_RISING | ASSAY_PLUGIN_FALLING; }},
      {"field y looks back too many periods",
       [](Sample& s) { s.in[1].periods_back = 25, s.in[1].source = str("x"); }},
      {"field score looks back too many periods",
       [](Sample& s) { s.out[0].periods_back = 1, s.out[0].source = str("x"); }},
      {"source and periods_back go together", [](Sample& s) { s.in[1].periods_back = 1; }},
      {"source and periods_back go together", [](Sample& s) { s.in[1].source = str("x"); }},
      {"its source is no input of the period",
       [](Sample& s) { s.in[1].periods_back = 1, s.in[1].source = str("y"); }},
      {"its source is no input of the period",
       [](Sample& s) { s.in[1].periods_back = 1, s.in[1].source = str("z"); }},
      {"its source has another unit of measure",
       [](Sample& s) {
         s.in[1].periods_back = 1, s.in[1].source = str("x"), s.in[1].unit = str("%");
       }},
      {"type i64 is none of a parameter", [](Sample& s) { s.params[0].type = ASSAY_PLUGIN_I64; }},
      {"type 0 is none of a parameter", [](Sample& s) { s.params[0].type = 0; }},
      {"parameter gate has no words", [](Sample& s) { s.params[1].type = ASSAY_PLUGIN_DICT32; }},
      {"only a word has words", [](Sample& s) { s.params[1].n_words = 1; }},
      {"parameter gate: a word stands twice",
       [](Sample& s) {
         static const assay_plugin_str kWords[] = {str("a"), str("a")};
         s.params[1].type = ASSAY_PLUGIN_DICT32, s.params[1].words = kWords;
         s.params[1].n_words = 2;
       }},
      {"parameter cap: its range is empty",
       [](Sample& s) {
         s.params[0].type = ASSAY_PLUGIN_RATIO, s.params[0].lo = 2, s.params[0].hi = 1;
       }},
      {"parameter cap does not take its own standard value",
       [](Sample& s) { s.params[0].type = ASSAY_PLUGIN_DEC6; }},
      {"parameter cap does not take its own standard value",
       [](Sample& s) { s.params[0].type = ASSAY_PLUGIN_RATIO, s.params[0].hi = 0.5; }},
      {"the descriptor is too short", [](Sample& s) { s.desc.size = 32; }},
      {"too many datasets", [](Sample& s) { s.datasets.resize(17, s.datasets[0]); }},
      {"the id of a dataset", [](Sample& s) { s.datasets[1].id = str("a:b"); }},
      {"dataset accidents stands twice", [](Sample& s) { s.datasets[1].id = str("accidents"); }},
      {"dataset projects has no doc", [](Sample& s) { s.datasets[1].doc = str(""); }},
      {"dataset projects has unknown flags", [](Sample& s) { s.datasets[1].flags = 2; }},
      {"too many columns of dataset accidents",
       [](Sample& s) { s.columns.resize(65, s.columns[0]); }},
      {"column loss stands twice", [](Sample& s) { s.columns[1].id = str("loss"); }},
      {"column time: the id is taken", [](Sample& s) { s.columns[0].id = str("time"); }},
      {"column unit: the id is taken", [](Sample& s) { s.columns[0].id = str("unit"); }},
      {"column loss has no doc", [](Sample& s) { s.columns[0].doc = str(""); }},
      {"column loss has unknown flags", [](Sample& s) { s.columns[0].flags = 2; }},
      {"column loss: type f64 cannot be a column",
       [](Sample& s) { s.columns[0].type = ASSAY_PLUGIN_F64; }},
      {"type ratio cannot be a column", [](Sample& s) { s.columns[0].type = ASSAY_PLUGIN_RATIO; }},
      {"type 99 cannot be a column", [](Sample& s) { s.columns[0].type = 99; }},
      {"column loss: bounds must be figures", [](Sample& s) { s.columns[0].lo = std::nan(""); }},
      {"column loss: its range is empty",
       [](Sample& s) { s.columns[0].lo = 2, s.columns[0].hi = 1; }},
      {"column loss: a column is of no earlier period",
       [](Sample& s) { s.columns[0].periods_back = 1; }},
      {"column loss has a unit but no figures",
       [](Sample& s) { s.columns[0].type = ASSAY_PLUGIN_DATE32; }},
      {"column kind has a unit but no figures", [](Sample& s) { s.columns[1].unit = str("t"); }},
      {"column kind has no words", [](Sample& s) { s.words.clear(); }},
      {"column kind has too many words", [](Sample& s) { s.words.resize(1025, str("a")); }},
      {"column kind: a word is empty", [](Sample& s) { s.words[1] = str(""); }},
      {"column kind: a word stands twice", [](Sample& s) { s.words[1] = str("yes"); }},
      {"column kind has words but is none",
       [](Sample& s) { s.columns[1].type = ASSAY_PLUGIN_UTF8; }},
  };
  for (const auto& one : cases) {
    SCOPED_TRACE(one.words);
    Sample sample;
    one.spoil(sample);
    const auto read = read_description(sample.link());
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().code, "plugin.descriptor");
    EXPECT_NE(in_english(read.error().message).find(one.words), std::string::npos)
        << in_english(read.error().message);
  }
}

TEST(Descriptor, AnIncompleteTableOfFunctionsIsRefused) {
  Sample sample;
  sample.link();
  for (const auto& spoil : std::vector<std::function<void(assay_plugin&)>>{
           [](assay_plugin& p) { p.size = 16; }, [](assay_plugin& p) { p.desc = nullptr; },
           [](assay_plugin& p) { p.open = nullptr; }, [](assay_plugin& p) { p.evaluate = nullptr; },
           [](assay_plugin& p) { p.close = nullptr; }}) {
    auto plugin = sample.plugin;
    spoil(plugin);
    const auto read = read_description(plugin);
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().code, "plugin.descriptor");
  }
}

// The versions are believed before the rest is looked at: a future layout may be another.
TEST(Descriptor, TheVersionIsCheckedFirst) {
  Sample sample;
  sample.link();
  sample.desc.abi_min = 2;
  sample.desc.abi_cur = 2;
  sample.desc.size = 12 + 4;
  const auto read = read_description(sample.plugin);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, "plugin.abi_version");
}

}  // namespace
}  // namespace assay::plugin
