#include "assess/tables.hpp"

#include <gtest/gtest.h>

#include "fixture.hpp"

namespace assay::assess {
namespace {

// What the plugin of these tests declares: loss (万元, required) and place.
model::DatasetInfo accidents() {
  return {.id = "accidents",
          .doc = "",
          .columns = {{.id = "loss",
                       .type = model::DatasetType::Decimal,
                       .measure_unit = "万元",
                       .doc = "",
                       .required = true,
                       .lo = decimal("0"),
                       .hi = {},
                       .words = {}},
                      {.id = "place",
                       .type = model::DatasetType::Text,
                       .measure_unit = "",
                       .doc = "",
                       .required = false,
                       .lo = {},
                       .hi = {},
                       .words = {}}}};
}

// One row of the second of three units, as it was entered.
model::DatasetTable one_row() {
  model::DatasetTable table;
  table.info = accidents();
  table.row_start = {0, 0, 1, 1};
  table.codes.push_back("A-1");
  table.time_ms = {0};
  table.columns.resize(2);
  table.columns[0] = {{1}, {1'500'000}, {}};
  table.columns[1].valid = {1};
  table.columns[1].texts.push_back("plant");
  return table;
}

struct Asked {
  model::DatasetTable table = one_row();
  bool entered = true;
  bool required = false;
  std::size_t asked_rows = 99;
  model::DatasetTable seen;

  Result<model::Assessment> run(const model::DatasetInfo& declared = accidents()) {
    OfficeFixture office;
    for (std::size_t unit = 0; unit < 3; ++unit) office.put("到位", unit, "10");
    FakePlugin plugin([this](const plugin::Inputs& inputs) {
      asked_rows = inputs.rows;
      seen = *inputs.tables.at(0);
      return echo(inputs);
    });
    plugin.x_info.datasets = {{declared, required}};
    return by_plugin(use_of_fake(), plugin, kYear, model::State::Confirmed, office.snapshot,
                     nothing_recalled,
                     [this](const std::string& id) -> Result<std::optional<model::DatasetTable>> {
                       EXPECT_EQ(id, "accidents");
                       if (!entered) return std::nullopt;
                       return table;
                     });
  }
};

TEST(Tables, RowsAreHandedOver) {
  Asked asked;
  ASSERT_TRUE(asked.run());
  EXPECT_EQ(asked.asked_rows, 3U);
  EXPECT_EQ(asked.seen.row_start, one_row().row_start);
  EXPECT_EQ(asked.seen.columns, one_row().columns);
}

TEST(Tables, ColumnsStandInTheOrderOfThePlugin) {
  auto declared = accidents();
  std::swap(declared.columns[0], declared.columns[1]);
  Asked asked;
  ASSERT_TRUE(asked.run(declared));
  EXPECT_EQ(asked.seen.columns[0], one_row().columns[1]);
  EXPECT_EQ(asked.seen.columns[1], one_row().columns[0]);
}

// The plugin of an earlier version, and one of a later.
TEST(Tables, OptionalColumnsMayBeUnknownOrNew) {
  auto declared = accidents();
  declared.columns.pop_back();
  Asked asked;
  ASSERT_TRUE(asked.run(declared));
  EXPECT_EQ(asked.seen.columns.size(), 1U);

  declared = accidents();
  declared.columns.push_back(declared.columns[1]);
  declared.columns[2].id = "cause";
  ASSERT_TRUE(asked.run(declared));
  ASSERT_EQ(asked.seen.columns.size(), 3U);
  EXPECT_EQ(asked.seen.columns[2].valid, (std::vector<std::uint8_t>{0}));
  EXPECT_EQ(asked.seen.columns[2].texts[0], "");
}

TEST(Tables, AnotherDeclarationIsRefused) {
  auto declared = accidents();
  declared.columns[0].measure_unit = "元";
  Asked asked;
  const auto made = asked.run(declared);
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().code, "assess.dataset");
  EXPECT_EQ(in_english(made.error().message),
            "plugin fake declares column loss of dataset accidents otherwise than when its rows "
            "were entered: use the version of the plugin that they were entered for, or enter them "
            "under another dataset");
}

TEST(Tables, NothingEnteredIsAnEmptyTable) {
  Asked asked;
  asked.entered = false;
  ASSERT_TRUE(asked.run());
  EXPECT_EQ(asked.asked_rows, 3U);
  EXPECT_EQ(asked.seen.row_start, (std::vector<std::uint64_t>(4)));
  EXPECT_EQ(asked.seen.columns.size(), 2U);
}

TEST(Tables, UnitsWithoutARequiredRowAreMissing) {
  Asked asked;
  asked.required = true;
  const auto made = asked.run();
  ASSERT_TRUE(made);
  EXPECT_EQ(asked.asked_rows, 1U);
  EXPECT_FALSE(made->missing.contains(1));
  EXPECT_EQ(in_english(made->missing.at(0)),
            "no row of dataset accidents, which plugin fake needs: enter its rows");
  EXPECT_TRUE(made->missing.contains(2));
}

// Anything that rows or declaration say.
TEST(Tables, TheDigestCoversRowsAndDeclaration) {
  const auto before = Asked().run()->digest;
  const auto changed = [](const auto& change) {
    Asked asked;
    change(asked);
    return asked.run()->digest;
  };
  EXPECT_NE(before, changed([](Asked& a) { a.entered = false; }));
  EXPECT_NE(before, changed([](Asked& a) { a.table.time_ms[0] = 1; }));
  EXPECT_NE(before, changed([](Asked& a) { a.table.columns[0].numbers[0] = 1; }));
  EXPECT_NE(before, changed([](Asked& a) { a.table.columns[1].valid[0] = 0; }));
  EXPECT_NE(before, changed([](Asked& a) { a.table.columns[1].texts.bytes = "plans"; }));
  EXPECT_NE(before, changed([](Asked& a) { a.table.codes.bytes = "A-2"; }));
  EXPECT_NE(before, changed([](Asked& a) { a.table.row_start = {0, 1, 1, 1}; }));
  EXPECT_EQ(before, changed([](Asked&) {}));
  auto declared = accidents();
  declared.columns[0].hi = decimal("9");
  EXPECT_NE(before, Asked().run(declared)->digest);
}

}  // namespace
}  // namespace assay::assess
