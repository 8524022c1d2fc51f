// Round trips of what an office enters, and what each put says of it.

#include <gtest/gtest.h>

#include "unit/store/office_fixture.hpp"

namespace assay::store {
namespace {

class Entries : public testing::Test {
 protected:
  Entries() { make_office(x_folder.office()); }

  void write(const std::function<void(Writer&)>& work) { write_office(x_folder.office(), work); }
  [[nodiscard]] std::string read() const { return dump(snapshot_of(x_folder.office())); }
  // Puts `value` alone, commits, and says what it was.
  template <class T>
  Change put(const T& value) {
    auto change = Change::Same;
    write([&](Writer& writer) { change = must(writer.put(value)); });
    return change;
  }

  TempFolder x_folder;
};

TEST_F(Entries, UnitsComeBackInOrderOfEntry) {
  write([](Writer& writer) {
    must(writer.put(unit("zhouzhi")));
    model::Unit full{"qindu",
                     "秦都区",
                     "county",
                     "xianyang",
                     model::Date::of(2003, 1, 1),
                     model::Date::of(2199, 12, 31),
                     "zhouzhi",
                     {"城区", "东部"}};
    must(writer.put(full));
    must(writer.put(unit("xianyang")));  // named before it came: fine within one batch
  });
  EXPECT_EQ(read(),
            "unit zhouzhi|名zhouzhi|county||-|-|\n"
            "unit qindu|秦都区|county|xianyang|2003-01-01|2199-12-31|zhouzhi|城区|东部\n"
            "unit xianyang|名xianyang|county||-|-|\n");
}

TEST_F(Entries, EveryFieldOfAUnitCounts) {
  put(unit("p"));
  auto value = unit("a");
  EXPECT_EQ(put(value), Change::New);
  EXPECT_EQ(put(value), Change::Same);
  const std::vector<std::function<void()>> edits{
      [&] { value.name = "新名"; },
      [&] { value.type = "street"; },
      [&] { value.parent = "p"; },
      [&] { value.from = model::Date::of(2024, 2, 29); },
      [&] { value.to = model::Date::of(2024, 12, 31); },
      [&] { value.successor = "p"; },
      [&] { value.tags = {"甲"}; },
      [&] { value.tags.clear(); },
      [&] { value.from.reset(); },
  };
  for (std::size_t i = 0; i < edits.size(); ++i) {
    edits[i]();
    EXPECT_EQ(put(value), Change::Changed) << i;
    EXPECT_EQ(put(value), Change::Same) << i;
  }
  EXPECT_EQ(read(),
            "unit p|名p|county||-|-|\n"
            "unit a|新名|street|p|-|2024-12-31|p\n");
}

TEST_F(Entries, IndicatorsShowTheirNewestVersion) {
  model::Indicator value{
      "gdp",    "生产总值",         "亿元", model::Direction::Higher, std::nullopt,
      "统计局", model::Rollup::None};
  EXPECT_EQ(put(value), Change::New);
  EXPECT_EQ(put(value), Change::Same);
  EXPECT_EQ(read(), "indicator gdp|gdp|生产总值|亿元|higher|-|统计局|none\n");
  value.decimals = 0;
  EXPECT_EQ(put(value), Change::Changed);
  value.direction = model::Direction::Target;
  value.rollup = model::Rollup::Max;
  EXPECT_EQ(put(value), Change::Changed);
  EXPECT_EQ(put(value), Change::Same);
  EXPECT_EQ(put(indicator("tax")), Change::New);
  EXPECT_EQ(read(),
            "indicator gdp|gdp|生产总值|亿元|target|0|统计局|max\n"
            "indicator tax|tax|指标tax||higher|-||none\n");
}

// Layers as numbered in model::Layer: 0 actual, 1 required, 2 stretch, 3 upper, 4 baseline,
// 5 state, 6 source, 7 lead, 8 person.
TEST_F(Entries, TargetsKeepAndClearTheirOptionalValues) {
  put(unit("a"));
  put(unit("b"));
  put(indicator("gdp"));
  model::Target target{"b",
                       "gdp",
                       must(model::Period::parse("2024Q3")),
                       Decimal::from_integer(80),
                       Decimal::from_integer(90),
                       Decimal::from_integer(85),
                       Decimal::from_micro(-1),
                       "a",
                       "张三"};
  EXPECT_EQ(put(target), Change::New);
  EXPECT_EQ(put(target), Change::Same);
  const auto head =
      "unit a|名a|county||-|-|\nunit b|名b|county||-|-|\n"
      "indicator gdp|gdp|指标gdp||higher|-||none\n";
  EXPECT_EQ(read(), head + std::string("column gdp 2024Q3 1 - 80000000\n"
                                       "column gdp 2024Q3 2 - 90000000\n"
                                       "column gdp 2024Q3 3 - 85000000\n"
                                       "column gdp 2024Q3 4 - -1\n"
                                       "column gdp 2024Q3 7 - 1\n"
                                       "column gdp 2024Q3 8 - 2\n"
                                       "text 1 a\ntext 2 张三\n"));
  target.stretch.reset();
  target.baseline.reset();
  target.lead.clear();
  EXPECT_EQ(put(target), Change::Changed);
  EXPECT_EQ(put(target), Change::Same);
  target.person = "李四";
  EXPECT_EQ(put(target), Change::Changed);
  EXPECT_EQ(read(), head + std::string("column gdp 2024Q3 1 - 80000000\n"
                                       "column gdp 2024Q3 3 - 85000000\n"
                                       "column gdp 2024Q3 8 - 3\n"
                                       "text 1 a\ntext 2 张三\ntext 3 李四\n"));
}

TEST_F(Entries, ObservationsKeepStateAndSource) {
  put(unit("a"));
  put(unit("b"));
  put(indicator("gdp"));
  auto value = observation("a", "gdp", 0);
  EXPECT_EQ(put(value), Change::New);
  EXPECT_EQ(put(value), Change::Same);
  value.source = "年鉴";
  EXPECT_EQ(put(value), Change::Changed);
  value.state = model::State::Reported;
  EXPECT_EQ(put(value), Change::Changed);
  value.value = Decimal::from_micro(-9'200'000'000'000'000'000);
  EXPECT_EQ(put(value), Change::Changed);
  EXPECT_EQ(put(value), Change::Same);
  value.source.clear();
  EXPECT_EQ(put(value), Change::Changed);
  // state is 0 (reported), source is gone with its column, b never had a figure
  EXPECT_EQ(read(),
            "unit a|名a|county||-|-|\nunit b|名b|county||-|-|\n"
            "indicator gdp|gdp|指标gdp||higher|-||none\n"
            "column gdp 2024 0 -9200000000000000000 -\n"
            "column gdp 2024 5 0 -\n"
            "text 1 年鉴\n");
}

TEST_F(Entries, PutTwiceInOneBatchIsNewThenSame) {
  write([](Writer& writer) {
    EXPECT_EQ(must(writer.put(unit("a"))), Change::New);
    EXPECT_EQ(must(writer.put(unit("a"))), Change::Same);
    EXPECT_EQ(must(writer.put(indicator("gdp"))), Change::New);
    EXPECT_EQ(must(writer.put(indicator("gdp"))), Change::Same);
    EXPECT_EQ(must(writer.put(observation("a", "gdp", 1))), Change::New);
    EXPECT_EQ(must(writer.put(observation("a", "gdp", 1))), Change::Same);
    EXPECT_EQ(must(writer.put(observation("a", "gdp", 2))), Change::Changed);
    EXPECT_EQ(must(writer.put_scheme("s", 1, "text")), Change::New);
    EXPECT_EQ(must(writer.put_scheme("s", 1, "text")), Change::Same);
  });
}

TEST_F(Entries, EventsKeepEveryField) {
  put(unit("a"));
  put(unit("b"));
  model::Event value{"e2",
                     "b",
                     must(model::Period::parse("2024-09")),
                     model::EventKind::Veto,
                     "safety",
                     Decimal::from_micro(-500'000),
                     "一票否决",
                     "文件 3 号",
                     "安监局",
                     model::Date::of(2024, 9, 30),
                     model::State::Reviewed};
  EXPECT_EQ(put(value), Change::New);
  EXPECT_EQ(put(value), Change::Same);
  model::Event bare;
  bare.code = "e1";
  bare.unit = "a";
  bare.period = model::Period::year(2023);
  EXPECT_EQ(put(bare), Change::New);
  const std::string units = "unit a|名a|county||-|-|\nunit b|名b|county||-|-|\n";
  EXPECT_EQ(read(), units +
                        "event e1|a|2023|bonus||-||||-|confirmed\n"
                        "event e2|b|2024-09|veto|safety|-0.5|一票否决|文件 3 号|安监局|2024-09-30|"
                        "reviewed\n");
  value.points.reset();
  EXPECT_EQ(put(value), Change::Changed);
  value.unit = "a";
  EXPECT_EQ(put(value), Change::Changed);
  value.date.reset();
  value.kind = model::EventKind::Award;
  EXPECT_EQ(put(value), Change::Changed);
  EXPECT_EQ(put(value), Change::Same);
  EXPECT_EQ(read(), units +
                        "event e1|a|2023|bonus||-||||-|confirmed\n"
                        "event e2|a|2024-09|award|safety|-|一票否决|文件 3 号|安监局|-|reviewed\n");
}

TEST_F(Entries, ImportedAssessmentsAreSortedByWords) {
  put(unit("b"));
  put(unit("a"));
  const auto year = model::Period::year(2024);
  model::ImportedField field{"a", year, "safety", "score", Decimal::from_integer(91), std::nullopt};
  EXPECT_EQ(put(field), Change::New);
  EXPECT_EQ(put(field), Change::Same);
  field.full = Decimal::from_integer(100);
  EXPECT_EQ(put(field), Change::Changed);
  EXPECT_EQ(put(field), Change::Same);
  EXPECT_EQ(put(model::ImportedField{"b", year, "safety", "score", Decimal(), {}}), Change::New);
  EXPECT_EQ(put(model::ImportedField{"b", year, "env", "score", Decimal::from_micro(-1), {}}),
            Change::New);
  EXPECT_EQ(read(),
            "unit b|名b|county||-|-|\nunit a|名a|county||-|-|\n"
            "text 1 safety\ntext 2 score\ntext 3 env\n"
            "imported b|2024|env|score|-0.000001|-\n"
            "imported b|2024|safety|score|0|-\n"
            "imported a|2024|safety|score|91|100\n");
}

TEST_F(Entries, UnknownCodesAreRefusedAndTheWriterGoesOn) {
  write([](Writer& writer) {
    must(writer.put(unit("a")));
    must(writer.put(indicator("gdp")));
    const auto figure = writer.put(observation("b", "gdp", 1));
    EXPECT_EQ(code_of(figure), "store.unknown_unit");
    EXPECT_EQ(figure.error().failure, Failure::Input);
    EXPECT_EQ(code_of(writer.put(observation("a", "tax", 1))), "store.unknown_indicator");
    model::Event event;
    event.unit = "b";
    EXPECT_EQ(code_of(writer.put(event)), "store.unknown_unit");
    must(writer.put(observation("a", "gdp", 1)));
  });
  EXPECT_EQ(read(),
            "unit a|名a|county||-|-|\nindicator gdp|gdp|指标gdp||higher|-||none\n"
            "column gdp 2024 0 1\ncolumn gdp 2024 5 2\n");
}

TEST_F(Entries, AParentThatNeverComesIsRefusedAtCommit) {
  auto store = open_office(x_folder.office());
  for (const bool as_successor : {false, true}) {
    auto writer = must(store.write(cause_of("import")));
    auto child = unit("a");
    (as_successor ? child.successor : child.parent) = "nowhere";
    must(writer.put(child));
    const auto landed = writer.commit();
    ASSERT_EQ(code_of(landed), "store.unknown_unit");
    EXPECT_EQ(landed.error().where.unit, "a");
    EXPECT_EQ(code_of(writer.put(unit("b"))), "store.spent");
    EXPECT_EQ(read(), "");
  }
}

TEST_F(Entries, TextsAreKeptByteByByte) {
  const std::string text("一\0二\n\"'\xff", 11);
  auto value = unit(text);
  value.name = std::string(100'000, 'x') + text;
  EXPECT_EQ(put(value), Change::New);
  EXPECT_EQ(put(value), Change::Same);
  const auto units = snapshot_of(x_folder.office()).units;
  ASSERT_EQ(units.size(), 1U);
  EXPECT_EQ(units[0], value);
}

TEST_F(Entries, SchemesAreImmutable) {
  const std::string text = "id: s\ntitle: 考核方案\n";
  write([&](Writer& writer) {
    EXPECT_EQ(must(writer.put_scheme("s", 1, text)), Change::New);
    EXPECT_EQ(must(writer.put_scheme("s", 2, "")), Change::New);
  });
  write([&](Writer& writer) {
    EXPECT_EQ(must(writer.put_scheme("s", 1, text)), Change::Same);
    const auto changed = writer.put_scheme("s", 1, text + " ");
    EXPECT_EQ(code_of(changed), "store.scheme_changed");
    EXPECT_EQ(changed.error().failure, Failure::Input);
    EXPECT_EQ(must(writer.put_scheme("s", 3, text + " ")), Change::New);
  });
  const auto store = open_office(x_folder.office(), Mode::ReadOnly);
  const auto reader = must(store.read());
  EXPECT_EQ(must(reader.scheme_text("s", 1)), text);
  EXPECT_EQ(must(reader.scheme_text("s", 2)), "");
  EXPECT_EQ(must(reader.scheme_text("s", 3)), text + " ");
  EXPECT_EQ(must(reader.scheme_text("s", 4)), std::nullopt);
  EXPECT_EQ(must(reader.scheme_text("t", 1)), std::nullopt);
}

}  // namespace
}  // namespace assay::store
