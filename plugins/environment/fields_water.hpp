#pragma once
// What the environment plugin reads, gives and says of surface water. Constant once made;
// thread-safe.

#include <array>

#include "fields_air.hpp"
#include "water_index.hpp"

namespace environment {

struct WaterFields : AirFields {
  sdk::Dataset samples =
      dataset({.id = "water-samples", .doc = "samples of surface water 地表水监测数据"});
  sdk::Column<std::string_view> section = column<std::string_view>(
      samples, {.id = "section", .unit = "", .doc = "section or point sampled 断面（点位）"});
  sdk::Column<sdk::Word> body = column<sdk::Word>(
      samples,
      {.id = "body", .unit = "", .doc = "river 河流 or lake 湖库", .words = {"river", "lake"}});
  sdk::Column<std::string_view> undetected = column<std::string_view>(
      samples, {.id = "undetected",
                .unit = "",
                .doc = "items below the detection limit, whose figure is that limit: copper lead "
                       "未检出项目，其数值为检出限",
                .required = false});
  std::array<sdk::Column<sdk::Decimal>, kWater_items> water_columns = {
      column<sdk::Decimal>(
          samples,
          {.id = "ph", .unit = "", .doc = "pH pH值", .lo = 0, .hi = 14, .required = false}),
      water("oxygen", "dissolved oxygen 溶解氧"),
      water("permanganate", "permanganate index 高锰酸盐指数"),
      water("cod", "chemical oxygen demand 化学需氧量"),
      water("bod5", "biochemical oxygen demand, 5 days 五日生化需氧量"),
      water("ammonia", "ammonia nitrogen 氨氮"),
      water("phosphorus", "total phosphorus 总磷"),
      water("copper", "copper 铜"),
      water("zinc", "zinc 锌"),
      water("fluoride", "fluoride 氟化物"),
      water("selenium", "selenium 硒"),
      water("arsenic", "arsenic 砷"),
      water("mercury", "mercury 汞"),
      water("cadmium", "cadmium 镉"),
      water("chromium6", "chromium (VI) 六价铬"),
      water("lead", "lead 铅"),
      water("cyanide", "cyanide 氰化物"),
      water("phenol", "volatile phenol 挥发酚"),
      water("oil", "petroleum 石油类"),
      water("surfactant", "anionic surfactant 阴离子表面活性剂"),
      water("sulfide", "sulfide 硫化物")};

  sdk::DecimalOutput cwqi =
      water_output("cwqi", "city water index 城市水质指数, the lower the better");
  std::array<sdk::DecimalOutput, kBodies> body_cwqi = {
      water_output("cwqi_river", "water index of the rivers 河流水质指数"),
      water_output("cwqi_lake", "water index of the lakes 湖库水质指数")};

  std::array<sdk::Rule, kBodies> water_item = {
      rule({.id = "water.river_item",
            .en = "rivers, item {0} of GB 3838-2002 table 1: mean {1}, quotient {2}",
            .zh = "河流，GB 3838-2002表1第{0}项：均值{1}，单项指数{2}",
            .operands = 3}),
      rule({.id = "water.lake_item",
            .en = "lakes, item {0} of GB 3838-2002 table 1: mean {1}, quotient {2}",
            .zh = "湖库，GB 3838-2002表1第{0}项：均值{1}，单项指数{2}",
            .operands = 3})};
  sdk::Rule water_city =
      rule({.id = "water.city",
            .en = "rivers {0} over {1} sections, lakes {2} over {3}: weighted {4}",
            .zh = "河流{0}（{1}个断面），湖库{2}（{3}个点位）：加权{4}",
            .operands = 5});
  sdk::Rule water_none = rule({.id = "water.none",
                               .en = "no sample of this unit in water-samples",
                               .zh = "该单位在water-samples中没有数据"});
  sdk::Rule water_undefined =
      rule({.id = "water.undefined",
            .en = "no index: item {0} of GB 3838-2002 table 1 has no figure, or is oxygen 0, "
                  "which is judged by hand",
            .zh = "无指数：GB 3838-2002表1第{0}项没有数据，或溶解氧为0（需人工判定）",
            .operands = 1});
  sdk::Rule refused_body =
      rule({.id = "refused.body",
            .en = "row {0} of this unit in water-samples: its section is a river in one row and a "
                  "lake in another: correct the body",
            .zh = "water-samples中该单位第{0}行：同一断面既填河流又填湖库，请更正",
            .operands = 1});
  sdk::Rule refused_undetected = rule(
      {.id = "refused.undetected",
       .en = "row {0} of this unit in water-samples: undetected names what is no item with a "
             "figure; write names of columns, such as: copper lead",
       .zh =
           "water-samples中该单位第{0}行：undetected所列不是有数值的项目，请填列名，如copper lead",
       .operands = 1});

 private:
  sdk::Column<sdk::Decimal> water(std::string_view id, std::string_view doc) {
    return column<sdk::Decimal>(
        samples,
        {.id = id, .unit = "mg/L", .doc = doc, .lo = 0, .hi = 1'000'000, .required = false});
  }
  sdk::DecimalOutput water_output(std::string_view id, std::string_view doc) {
    return decimal_output({.id = id, .unit = "", .doc = doc, .lo = 0});
  }
};

}  // namespace environment
