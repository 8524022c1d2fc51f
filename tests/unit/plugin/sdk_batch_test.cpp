// Plugins of the SDK that look at who their rows are, or take them all at once, loaded by a host
// made of plain functions.
#include <gtest/gtest.h>

#include <array>
#include <string>
#include <vector>

#include "assay/sdk/plugin.hpp"

namespace assay::sdk {
namespace {

// A unit's share of all that its parent's children have; departments are refused.
class Shares : public Plugin {
 public:
  struct Declared : Declaration {
    Declared()
        : Declaration({.id = "shares",
                       .version = "1",
                       .vendor = "",
                       .doc = "shares",
                       .row_independent = false,
                       .units = true}) {}
    RequiredInput x = required_input({.id = "x", .unit = "", .doc = "x"});
    RatioOutput share = ratio_output({.id = "share", .unit = "", .doc = "of the parent"});
    DecimalOutput below = decimal_output({.id = "below", .unit = "", .doc = "sum of children"});
    Rule department = rule({.id = "department", .en = "no", .zh = "no"});
  };
  Shares(const Declared& declared, const Config& /*config*/) : x_declared(declared) {}
  void assess(Row& row) override {
    if (row.type() == "department") row.refuse(x_declared.department);
    Decimal below;
    for (const auto& child : row.children()) below = below + child[x_declared.x];
    row.set(x_declared.below, below);
    if (const auto parent = row.parent())
      row.set(x_declared.share, Ratio::of(row[x_declared.x], (*parent)[x_declared.x]));
  }

 private:
  const Declared& x_declared;
};

// Sums its rows of a dataset beside twice its figure; 5 is refused, 9 stops the world.
class Fast : public BatchPlugin {
 public:
  struct Declared : Declaration {
    Declared() : Declaration({.id = "fast", .version = "1", .vendor = "", .doc = "fast"}) {}
    RequiredInput x = required_input({.id = "x", .unit = "", .doc = "x"});
    DecimalOutput twice = decimal_output({.id = "twice", .unit = "", .doc = "2x"});
    DecimalOutput sum = decimal_output({.id = "sum", .unit = "", .doc = "of rows"});
    FlagOutput late = flag_output({.id = "late", .unit = "", .doc = "a row after 10 ms"});
    Rule five = rule({.id = "five", .en = "{0}", .zh = "{0}", .operands = 1});
    Dataset rows = dataset({.id = "rows", .doc = "rows"});
    Column<Decimal> amount =
        column<Decimal>(rows, {.id = "amount", .unit = "", .doc = "amount", .required = false});
  };
  Fast(const Declared& declared, const Config& /*config*/) : x_declared(declared) {}
  void assess_all(Batch& batch) override {
    const auto x = batch[x_declared.x].raw();
    auto twice = batch[x_declared.twice];
    auto sums = batch[x_declared.sum];
    auto late = batch[x_declared.late];
    batch.each([&](std::uint64_t row) {
      const auto figure = Decimal::from_micro(x[row]);
      if (figure == Decimal::from_integer(5)) return batch.refuse(row, x_declared.five, {figure});
      twice.set(row, figure + figure);
      const auto rows = batch.records(x_declared.rows, row);
      const auto amounts = rows.values(x_declared.amount);
      Decimal sum;
      for (std::uint64_t i = 0; i < rows.size(); ++i)
        if (amounts.has(i)) sum = sum + Decimal::from_micro(amounts.raw()[i]);
      sums.set(row, sum);
      if (rows.size() != 0) late.set(row, rows.times_ms().back() > 10);
      batch.explain(row, x_declared.sum, x_declared.five, {sum});
    });
    EXPECT_EQ(batch[x_declared.amount].raw().size(), 4U);
  }

 private:
  const Declared& x_declared;
};

// What a host says and is told.
struct Host {
  std::vector<std::string> told;
  std::uint64_t stop_at = ~0ULL;
  std::vector<assay_plugin_str> codes{{"a", 1}, {"b", 1}, {"c", 1}, {"d", 1}};
  std::vector<assay_plugin_str> types{
      {"county", 6}, {"county", 6}, {"county", 6}, {"department", 10}};
  std::vector<std::uint64_t> parents{ASSAY_PLUGIN_NO_PARENT, 0, 0, 1};
  assay_plugin_units units{
      sizeof(assay_plugin_units), 0, [](void* ctx, assay_plugin_unit_list* list) -> std::int32_t {
        const auto& host = *static_cast<Host*>(ctx);
        *list = {list->size, 0, 4, host.codes.data(), host.types.data(), host.parents.data()};
        return ASSAY_PLUGIN_OK;
      }};
  assay_plugin_host table{sizeof(assay_plugin_host),
                          1,
                          this,
                          nullptr,
                          [](void* ctx, std::uint64_t rows) -> std::int32_t {
                            return rows >= static_cast<Host*>(ctx)->stop_at ? 1 : 0;
                          },
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
                          [](void* ctx, const char* id) -> const void* {
                            return std::string_view(id) == ASSAY_PLUGIN_EXT_UNITS
                                       ? &static_cast<Host*>(ctx)->units
                                       : nullptr;
                          }};
};

// Four rows, and outputs of up to three columns.
struct Rows {
  std::vector<std::int64_t> x;
  std::array<std::array<std::int64_t, 8>, 3> data{};
  std::array<std::uint8_t, 3> valid{};
  assay_plugin_col in{};
  std::vector<assay_plugin_out> out;
  std::vector<std::uint64_t> row_start{0, 2, 2, 3, 4};
  std::vector<std::int64_t> time_ms{1, 11, 5, 10};
  std::vector<std::int64_t> amounts{1'000'000, 2'000'000, 4'000'000, 8'000'000};
  std::uint8_t amounts_valid = 0b1101;
  assay_plugin_col amount{};
  assay_plugin_table table{};
  assay_plugin_batch batch{};

  Rows(std::vector<std::int64_t> xs, const std::vector<std::uint32_t>& types, bool with_table)
      : x(std::move(xs)) {
    in = {sizeof in, ASSAY_PLUGIN_DEC6, 4, nullptr, x.data(), nullptr};
    for (std::size_t i = 0; i < types.size(); ++i)
      out.push_back({sizeof(assay_plugin_out), types[i], 4, &valid[i], data[i].data()});
    amount = {sizeof amount, ASSAY_PLUGIN_DEC6, 4, &amounts_valid, amounts.data(), nullptr};
    table = {sizeof table, 1, 4, row_start.data(), time_ms.data(), &amount};
    batch = {sizeof batch,
             0,
             1,
             static_cast<std::uint32_t>(out.size()),
             4,
             0,
             {"2024", 4},
             &in,
             out.data(),
             with_table ? &table : nullptr,
             with_table ? 1U : 0U,
             0};
  }
};

template <class P>
std::int32_t run(Host& host, Rows& rows) {
  std::array<char, 256> text{};
  assay_plugin_err err{sizeof err, 0, 0, 0, 0, 256, 0, text.data()};
  const auto* plugin = detail::Boundary<P>::entry(1, 1, &err);
  void* instance = nullptr;
  EXPECT_EQ(plugin->open({"{}", 2}, &host.table, &instance, &err), ASSAY_PLUGIN_OK);
  const auto code = plugin->evaluate(instance, &rows.batch, &err);
  plugin->close(instance);
  return code;
}

TEST(SdkUnits, ParentsAndChildrenAreRowsOfTheBatch) {
  Host host;
  Rows rows({10'000'000, 4'000'000, 6'000'000, 3'000'000}, {ASSAY_PLUGIN_RATIO, ASSAY_PLUGIN_DEC6},
            false);
  ASSERT_EQ(run<Shares>(host, rows), ASSAY_PLUGIN_OK);
  EXPECT_EQ(rows.valid[0], 0b0110);
  EXPECT_EQ(rows.data[0], (std::array<std::int64_t, 8>{0, 0, 2, 5, 3, 5, 0, 0}));
  EXPECT_EQ(rows.valid[1], 0b0111);
  EXPECT_EQ(rows.data[1], (std::array<std::int64_t, 8>{10'000'000, 3'000'000}));
  EXPECT_EQ(host.told, (std::vector<std::string>{"refuse 3 1"}));
}

TEST(SdkUnits, AHostWithoutThemIsAFault) {
  Host host;
  host.table.ext = [](void*, const char*) -> const void* { return nullptr; };
  Rows rows({1, 1, 1, 1}, {ASSAY_PLUGIN_RATIO, ASSAY_PLUGIN_DEC6}, false);
  EXPECT_EQ(run<Shares>(host, rows), ASSAY_PLUGIN_EINTERNAL);
}

TEST(SdkBatch, ColumnsAreReadAndWrittenWhole) {
  Host host;
  Rows rows({1'000'000, 5'000'000, 9'000'000'000'000'000'000, -2'000'000},
            {ASSAY_PLUGIN_DEC6, ASSAY_PLUGIN_DEC6, ASSAY_PLUGIN_BOOL8}, true);
  rows.batch.flags = ASSAY_PLUGIN_EXPLAIN;
  ASSERT_EQ(run<Fast>(host, rows), ASSAY_PLUGIN_OK);
  // Rows 1 (five) and 2 (too large to double) are refused.
  EXPECT_EQ(rows.valid[0], 0b1001);
  EXPECT_EQ(rows.data[0], (std::array<std::int64_t, 8>{2'000'000, 0, 0, -4'000'000}));
  EXPECT_EQ(rows.data[1], (std::array<std::int64_t, 8>{1'000'000, 0, 0, 8'000'000}));
  EXPECT_EQ(rows.valid[2], 0b1001);
  EXPECT_EQ(rows.data[2][0], 1);  // row 0 late, row 3 not
  EXPECT_EQ(host.told, (std::vector<std::string>{"explain 0 1 1 1000000", "refuse 1 1",
                                                 "refuse 2 0", "explain 3 1 1 8000000"}));
}

TEST(SdkBatch, StopsWhenAsked) {
  Host host;
  host.stop_at = 0;
  Rows rows({1, 1, 1, 1}, {ASSAY_PLUGIN_DEC6, ASSAY_PLUGIN_DEC6, ASSAY_PLUGIN_BOOL8}, true);
  EXPECT_EQ(run<Fast>(host, rows), ASSAY_PLUGIN_ECANCEL);
  EXPECT_EQ(rows.valid[0], 0);
}

TEST(SdkConfig, ParametersOfEveryType) {
  struct Declared : Declaration {
    Declared() : Declaration({.id = "c", .version = "1", .vendor = "", .doc = "c"}) {}
    Parameter form = parameter({.id = "form",
                                .standard = "grades",
                                .doc = "form",
                                .type = ASSAY_PLUGIN_DICT32,
                                .words = {"binary", "grades"}});
    Parameter strict = parameter(
        {.id = "strict", .standard = "false", .doc = "strict", .type = ASSAY_PLUGIN_BOOL8});
    Parameter since = parameter(
        {.id = "since", .standard = "2024-01-31", .doc = "day", .type = ASSAY_PLUGIN_DATE32});
  };
  enum class Form { Binary, Grades };
  const Declared declared;
  const Config standard(declared, "{}");
  EXPECT_EQ(standard.choice<Form>(declared.form), Form::Grades);
  EXPECT_FALSE(standard.flag(declared.strict));
  EXPECT_EQ(standard.date(declared.since), 20240131);
  const Config given(declared, R"({"form":"binary","strict":"true","since":"1999-12-31"})");
  EXPECT_EQ(given.choice(declared.form), 0U);
  EXPECT_TRUE(given.flag(declared.strict));
  EXPECT_EQ(given.date(declared.since), 19991231);
  const Config wrong(declared, R"({"form":"x","strict":"1","since":"1999"})");
  EXPECT_THROW(static_cast<void>(wrong.choice(declared.form)), ConfigError);
  EXPECT_THROW(static_cast<void>(wrong.flag(declared.strict)), ConfigError);
  EXPECT_THROW(static_cast<void>(wrong.date(declared.since)), ConfigError);
}

}  // namespace
}  // namespace assay::sdk
