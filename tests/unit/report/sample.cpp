#include "unit/report/sample.hpp"

namespace assay::report::test {

namespace {

model::GroupResult sample_group() {
  model::GroupResult group{.id = "counties", .name = "县区"};
  group.components = {{"economy", "Economy", "", number("60"), {}},
                      {"gdp", "GDP", "economy", number("40"), {}},
                      {"tax", "Tax", "economy", number("20"), {}},
                      {"service", "Service", "", number("40"), {}}};
  group.grades = {{"first", "一等奖"}, {"second", "二等奖"}};
  group.awards = {{"invest", "投资奖"}};
  return group;
}

model::UnitResult jingyang() {
  model::UnitResult unit{.unit = "jing", .name = "泾阳县"};
  unit.total = number("94.25");
  unit.published = number("94.25");
  unit.rank = 1;
  unit.grade = "first";
  unit.components = {{"economy", number("59.25"), number("60"), "", {}},
                     {"gdp", number("38.5"), number("40"), "", {}},
                     {"tax", number("19.25"), number("20"), "", {}},
                     {"service", number("35"), number("40"), "", {}}};
  unit.terms = {{"leaf", "gdp", "", number("38.5"), number("40"), {"77/80 of 40 points"}},
                {"leaf", "tax", "", number("19.25"), number("20"), {"77/80 of 20 points"}},
                {"leaf", "service", "", number("35"), number("40"), {"35 of 40 marks"}},
                {"bonus", "economy", "E-1", number("1.5"), Decimal{}, {"a new method"}}};
  unit.notes = {{"award.won", {{"award", "invest"}}, {"won {a}", {{"a", "投资奖"}}}}};
  return unit;
}

model::UnitResult qindu() {
  model::UnitResult unit{.unit = "qin", .name = "秦都区"};
  unit.total = number("81.9456");
  unit.published = number("81.95");
  unit.rank = 2;
  unit.grade = "second";
  unit.components = {
      {"economy", number("52.3456"), number("60"), "", {}},
      {"gdp",
       number("40"),
       number("40"),
       "",
       {{"figure.read",
         {{"indicator", "GDP"}, {"value", "88"}, {"target", "80"}, {"source", "年鉴"}},
         {}}}},
      {"tax",
       number("12.3456"),
       number("20"),
       "last-period",
       {{"figure.last_period", {}, {"the figure of 2023 was used"}},
        {"assessment.read",
         {{"assessment", "tax"}, {"field", "score"}, {"value", "7716/125"}, {"full", "100"}},
         {}}}},
      {"service", number("30.1"), number("40"), "", {}}};
  unit.terms = {
      {"leaf", "gdp", "", number("40"), number("40"), {"40 × min({r}, 1)", {{"r", "1.1"}}}},
      {"leaf", "tax", "", number("12.3456"), number("20"), {"0.61728 of 20 points"}},
      {"leaf", "service", "", number("30.1"), number("40"), {"30.1 of 40 marks"}},
      {"deduction", "", "E-9", number("-0.5"), Decimal{}, {"late report"}}};
  unit.notes = {{"gate.failed",
                 {{"gate", "invest-60"}, {"metric", "59/100"}},
                 {"Gate {gate} not reached: 59 %", {{"gate", "invest-60"}}}}};
  return unit;
}

model::UnitResult wugong() {
  model::UnitResult unit{.unit = "wu", .name = "武功县"};
  unit.components = {{"economy", std::nullopt, number("60"), "", {}},
                     {"gdp", std::nullopt, number("40"), "fail", {}},
                     {"tax", number("15"), number("20"), "", {}},
                     {"service", number("20"), number("40"), "", {}}};
  unit.incomplete = {{"missing_figure",
                      {{"component", "gdp"}, {"indicator", "GDP"}},
                      {"no figure of {indicator}", {{"indicator", "GDP"}}}}};
  return unit;
}

}  // namespace

Decimal number(const char* literal) { return Decimal::parse(literal).value(); }

model::Run sample_run() {
  model::Run run{.id = 7, .scheme = "demo", .version = 2, .title = "示范考核"};
  run.period = model::Period::year(2024);
  run.steps = {"leaves", "nodes", "rank"};
  run.scheme_digest.fill(0xAB);
  run.input_digest.fill(0x01);
  run.assessments = {{"investment", "plugin investment 1.0.0", {}}};
  run.host_version = "0.1.0";
  run.groups = {sample_group()};
  run.groups[0].units = {jingyang(), qindu(), wugong()};
  return run;
}

model::Run hostile_run(const std::string& text) {
  auto run = sample_run();
  run.title = text;
  auto& group = run.groups[0];
  group.name = text;
  group.components[0].name = text;
  group.grades[0].second = text;
  group.awards[0].second = text;
  group.units.resize(1);
  group.units[0].name = text;
  group.units[0].notes.push_back({"remark", {{"text", text}}, {"{text}", {{"text", text}}}});
  return run;
}

namespace {

// What `write(reported, out)` writes.
template <class WriteAll>
std::string written(const model::Run& run, const std::string& group, const WriteAll& write) {
  const model::WholeResults results(run.groups);
  std::string text;
  const auto done = write(Reported{run, results, group}, [&](std::string_view piece) {
    text += piece;
    return Status{};
  });
  return done ? text : "error";
}

}  // namespace

std::string csv_of(const model::Run& run, const std::string& group) {
  return written(run, group,
                 [](const auto& reported, const Write& out) { return run_csv(reported, out); });
}

std::string text_of(const model::Run& run, const std::string& group, const Translate& translate) {
  return written(run, group, [&](const auto& reported, const Write& out) {
    return run_text(reported, translate, out);
  });
}

std::string html_of(const model::Run& run, const std::string& language) {
  return written(run, "", [&](const auto& reported, const Write& out) {
    return run_html(reported, {}, language, out);
  });
}

std::string json_of(const std::vector<model::Run>& runs, const std::string& group) {
  std::string text;
  RunsJson json(runs.size() == 1, [&](std::string_view piece) {
    text += piece;
    return Status{};
  });
  for (const auto& run : runs) {
    const model::WholeResults results(run.groups);
    if (!json.add({run, results, group})) return "error";
  }
  return json.finish() ? text : "error";
}

}  // namespace assay::report::test
