// The C boundary of the SDK, called as a host would: with versions, columns and faults that no
// well-behaved host passes.
#include <gtest/gtest.h>

#include <array>
#include <string>
#include <vector>

#include "assay/sdk/plugin.hpp"

namespace assay::sdk {

std::span<const DataFile> data_files() noexcept { return {}; }
const std::array<std::uint8_t, 32>& data_sha256() noexcept {
  static constexpr std::array<std::uint8_t, 32> kNone{};
  return kNone;
}

namespace {

// Doubles x; what it does besides depends on x.
class Doubler : public Plugin {
 public:
  struct Declared : Declaration {
    Declared() : Declaration({.id = "doubler", .version = "1", .vendor = "", .doc = "doubles"}) {}
    RequiredInput x = required_input({.id = "x", .unit = "", .doc = "x"});
    Input y = input({.id = "y", .unit = "", .doc = "y"});
    DecimalOutput score = decimal_output({.id = "score", .unit = "", .doc = "2x"});
    Rule thirteen = rule({.id = "13", .en = "{0}", .zh = "{0}", .operands = 1});
    Parameter factor = parameter({.id = "factor", .standard = "2", .doc = "factor"});
  };

  Doubler(const Declared& declared, const Config& config)
      : x_declared(declared), x_factor(config.decimal(declared.factor)) {
    if (x_factor == Decimal::from_integer(99)) throw 99;
  }

  void assess(Row& row) override {
    const auto x = row[x_declared.x];
    row.set(x_declared.score, multiply(x, x_factor));
    if (x == Decimal::from_integer(13)) row.refuse(x_declared.thirteen, {x});
    if (x == Decimal::from_integer(14)) throw std::runtime_error("fourteen");
    row.explain(x_declared.score, x_declared.thirteen, {x});
  }

 private:
  const Declared& x_declared;
  Decimal x_factor;
};

using Entry = detail::Boundary<Doubler>;

// A host that notes what it is told.
struct Host {
  std::vector<std::string> told;
  std::int32_t stop = 0;
  assay_plugin_host table{sizeof(assay_plugin_host),
                          1,
                          this,
                          nullptr,
                          [](void* ctx, std::uint64_t) { return static_cast<Host*>(ctx)->stop; },
                          [](void* ctx, std::uint64_t row, std::uint32_t out, std::uint32_t rule,
                             const std::int64_t* operands, std::uint32_t) -> std::int32_t {
                            static_cast<Host*>(ctx)->told.push_back(
                                "explain " + std::to_string(row) + " " + std::to_string(out) + " " +
                                std::to_string(rule) + " " + std::to_string(operands[0]));
                            return ASSAY_PLUGIN_OK;
                          },
                          [](void* ctx, std::uint64_t row, std::uint32_t rule, const std::int64_t*,
                             std::uint32_t) -> std::int32_t {
                            static_cast<Host*>(ctx)->told.push_back(
                                "refuse " + std::to_string(row) + " " + std::to_string(rule));
                            return ASSAY_PLUGIN_OK;
                          },
                          nullptr,
                          nullptr};
};

struct Call {
  std::array<char, 64> text{};
  assay_plugin_err err{sizeof(assay_plugin_err), 0, 0, 0, 0, 64, 0, text.data()};
  [[nodiscard]] std::string words() const { return {text.data(), err.msg_len}; }
};

struct Rows {
  std::vector<std::int64_t> x, y, score;
  std::vector<std::uint8_t> none = {0}, valid = {0};
  std::vector<assay_plugin_col> in;
  assay_plugin_out out{};
  assay_plugin_batch batch{};

  explicit Rows(std::vector<std::int64_t> xs) : x(std::move(xs)), y(x.size()), score(x.size()) {
    in = {{sizeof(assay_plugin_col), ASSAY_PLUGIN_DEC6, x.size(), nullptr, x.data(), nullptr},
          {sizeof(assay_plugin_col), ASSAY_PLUGIN_DEC6, x.size(), none.data(), y.data(), nullptr}};
    out = {sizeof out, ASSAY_PLUGIN_DEC6, x.size(), valid.data(), score.data()};
    batch.size = sizeof batch;
    batch.n_in = 2;
    batch.n_out = 1;
    batch.rows = x.size();
    batch.period = {"2024", 4};
    batch.in = in.data();
    batch.out = &out;
  }
};

std::int32_t run(std::string_view config, Host& host, Rows& batch, Call& call) {
  const auto* plugin = Entry::entry(1, 1, &call.err);
  void* instance = nullptr;
  const auto opened =
      plugin->open({config.data(), config.size()}, &host.table, &instance, &call.err);
  if (opened != ASSAY_PLUGIN_OK) return opened;
  const auto code = plugin->evaluate(instance, &batch.batch, &call.err);
  plugin->close(instance);
  return code;
}

TEST(SdkBoundary, RefusesOtherVersions) {
  Call call;
  EXPECT_EQ(Entry::entry(2, 9, &call.err), nullptr);
  EXPECT_EQ(call.err.code, static_cast<std::uint32_t>(ASSAY_PLUGIN_EABI));
  EXPECT_EQ(call.words(), "this plugin serves ABI 1 only");
  EXPECT_EQ(Entry::entry(0, 0, &call.err), nullptr);
  EXPECT_EQ(Entry::entry(0, 0, nullptr), nullptr);
  EXPECT_NE(Entry::entry(0, 7, &call.err), nullptr);
}

TEST(SdkBoundary, RefusedRowsLeaveNothingBehind) {
  Host host;
  Call call;
  Rows batch({1'000'000, 13'000'000, 9'000'000'000'000'000'000, 2'500'000});
  batch.batch.flags = ASSAY_PLUGIN_EXPLAIN;
  ASSERT_EQ(run("{}", host, batch, call), ASSAY_PLUGIN_OK) << call.words();
  EXPECT_EQ(batch.score, (std::vector<std::int64_t>{2'000'000, 0, 0, 5'000'000}));
  EXPECT_EQ(batch.valid[0], 0b1001);
  // Rule 0 is the SDK's own: out of range.
  EXPECT_EQ(host.told, (std::vector<std::string>{"explain 0 0 1 1000000", "refuse 1 1",
                                                 "refuse 2 0", "explain 3 0 1 2500000"}));
}

TEST(SdkBoundary, ReasonsOnlyWhenWanted) {
  Host host;
  Call call;
  Rows batch({1'000'000});
  ASSERT_EQ(run("{}", host, batch, call), ASSAY_PLUGIN_OK);
  EXPECT_EQ(batch.score[0], 2'000'000);
  EXPECT_TRUE(host.told.empty());
}

TEST(SdkBoundary, ExceptionsBecomeErrors) {
  Host host;
  Call call;
  Rows batch({14'000'000});
  EXPECT_EQ(run("{}", host, batch, call), ASSAY_PLUGIN_EINTERNAL);
  EXPECT_EQ(call.words(), "fourteen");
  EXPECT_EQ(run(R"({"factor":"99"})", host, batch, call), ASSAY_PLUGIN_EINTERNAL);
  EXPECT_EQ(call.words(), "an exception of unknown type");
  EXPECT_EQ(run(R"({"factor":"x"})", host, batch, call), ASSAY_PLUGIN_ECONFIG);
  EXPECT_EQ(run(R"({"facto":"2"})", host, batch, call), ASSAY_PLUGIN_ECONFIG);
  EXPECT_EQ(call.words(), "unknown parameter \"facto\": known are factor");
  // 64 bytes of buffer: longer texts are cut.
  EXPECT_EQ(run(R"({"factor":null})", host, batch, call), ASSAY_PLUGIN_ECONFIG);
  EXPECT_EQ(call.words().size(), 64U);
}

TEST(SdkBoundary, StopsWhenAsked) {
  Host host;
  host.stop = 1;
  Call call;
  Rows batch({1'000'000});
  EXPECT_EQ(run("{}", host, batch, call), ASSAY_PLUGIN_ECANCEL);
  EXPECT_EQ(batch.valid[0], 0);
}

TEST(SdkBoundary, RefusesWhatItDidNotDeclare) {
  Host host;
  Call call;
  for (const auto& spoil : std::vector<void (*)(Rows&)>{
           [](Rows& b) { b.batch.flags = 2; }, [](Rows& b) { b.batch.n_in = 1; },
           [](Rows& b) { b.batch.n_out = 0; }, [](Rows& b) { b.in[1].type = ASSAY_PLUGIN_F64; },
           [](Rows& b) { b.out.type = ASSAY_PLUGIN_RATIO; },
           [](Rows& b) { b.in[0].valid = b.none.data(); }}) {
    Rows batch({1'000'000});
    spoil(batch);
    EXPECT_EQ(run("{}", host, batch, call), ASSAY_PLUGIN_EINTERNAL);
  }
}

// A newer host's columns are longer; the plugin steps by their own size.
TEST(SdkBoundary, StepsByTheHostsSizes) {
  struct Longer {
    assay_plugin_col column;
    std::uint64_t added;
  };
  Host host;
  Call call;
  Rows batch({3'000'000});
  std::vector<Longer> longer;
  for (const auto& column : batch.in) longer.push_back({column, ~0ULL});
  for (auto& one : longer) one.column.size = sizeof(Longer);
  batch.batch.in = &longer[0].column;
  ASSERT_EQ(run("{}", host, batch, call), ASSAY_PLUGIN_OK) << call.words();
  EXPECT_EQ(batch.score[0], 6'000'000);
}

}  // namespace
}  // namespace assay::sdk
