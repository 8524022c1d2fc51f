// Runs after the fact: what is kept may go, figures may be corrected, results stay.

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <utility>
#include <vector>

#include "pipeline/material.hpp"
#include "pipeline/office.hpp"
#include "pipeline/preview.hpp"
#include "report/report.hpp"

namespace assay::pipeline {
namespace {

namespace fs = std::filesystem;

constexpr const char* kUnits =
    "unit,name,type\na,甲县,county\nb,乙县,county\nc,丙县,county\nd,丁镇,town\ne,戊镇,town\n";
constexpr const char* kIndicators =
    "indicator,name,measure_unit,direction\n"
    "gdp,生产总值,亿元,higher\ntax,税收,亿元,higher\njobs,就业,人,higher\n";
constexpr const char* kTargets =
    "unit,indicator,period,required\n"
    "a,gdp,2024,100\nb,gdp,2024,100\nc,gdp,2024,100\nd,gdp,2024,50\ne,gdp,2024,50\n"
    "a,tax,2024,10\nb,tax,2024,10\nc,tax,2024,10\nd,tax,2024,5\ne,tax,2024,5\n"
    "a,jobs,2024,1000\nb,jobs,2024,1000\nc,jobs,2024,1000\nd,jobs,2024,100\ne,jobs,2024,100\n";
// c has no figure of jobs.
constexpr const char* kObservations =
    "unit,indicator,period,value\n"
    "a,gdp,2024,90\nb,gdp,2024,80\nc,gdp,2024,70\nd,gdp,2024,45\ne,gdp,2024,40\n"
    "a,tax,2024,9\nb,tax,2024,10\nc,tax,2024,8\nd,tax,2024,5\ne,tax,2024,4\n"
    "a,jobs,2024,500\nb,jobs,2024,900\nd,jobs,2024,80\ne,jobs,2024,100\n";
constexpr const char* kGroup =
    "    points: 100\n"
    "    components:\n"
    "      - id: economy\n"
    "        points: 60\n"
    "        components:\n"
    "          - {id: gdp, points: 40, rule: attainment, indicator: gdp}\n"
    "          - {id: tax, points: 20, rule: attainment, indicator: tax}\n"
    "      - {id: jobs, points: 40, rule: attainment, indicator: jobs, missing: zero}\n"
    "    grades:\n"
    "      - {grade: good, name: 好, at_least: 80}\n"
    "      - {grade: rest, name: 一般}\n";

template <class T, class E>
T must(Result<T, E> result) {
  if (!result) {
    if constexpr (std::is_same_v<E, Errors>)
      ADD_FAILURE() << describe(result.error().front());
    else
      ADD_FAILURE() << describe(result.error());
    std::abort();
  }
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

template <class T>
std::string code_of(const Result<T>& result) {
  return result ? "" : result.error().code;
}

class Runs : public testing::Test {
 protected:
  Runs() {
    auto pattern = (fs::temp_directory_path() / "assay-runs-XXXXXX").string();
    x_folder = mkdtemp(pattern.data());
    must(create_office(office(), around()));
    import({{"units.csv", kUnits},
            {"indicators.csv", kIndicators},
            {"targets.csv", kTargets},
            {"observations.csv", kObservations}});
    write("scheme.yaml",
          std::string("scheme: s\nversion: 1\ntitle: 方案\nperiod: 2024\ngroups:\n") +
              "  - group: counties\n    units: {type: county}\n" + kGroup +
              "  - group: towns\n    units: {type: town}\n" + kGroup);
  }
  ~Runs() override { fs::remove_all(x_folder); }

  [[nodiscard]] fs::path office() const { return x_folder / "office"; }
  [[nodiscard]] fs::path derived() const { return office() / "derived"; }
  [[nodiscard]] Surroundings around(unsigned threads = 0) {
    return {.log = x_log,
            .actor = "统计局/张三",
            .now_s = [] { return std::int64_t{1'700'000'000}; },
            .plugin_path = {},
            .threads = threads};
  }
  Office open(store::Mode mode = store::Mode::ReadOnly) {
    return must(Office::open(office(), mode, around()));
  }

  fs::path write(const std::string& name, const std::string& text) {
    std::ofstream(x_folder / name, std::ios::binary) << text;
    return x_folder / name;
  }
  void import(const std::vector<std::pair<std::string, std::string>>& texts) {
    std::vector<fs::path> files;
    for (const auto& [name, text] : texts) files.push_back(write(name, text));
    must(open(store::Mode::ReadWrite).import(files, {}));
  }
  ScoreReport score(unsigned threads = 0) {
    auto opened = must(Office::open(office(), store::Mode::ReadWrite, around(threads)));
    return must(opened.score({x_folder / "scheme.yaml"}, {})).front();
  }
  // Everything that is printed of a run.
  std::string all_of(const std::string& run) {
    auto opened = open();
    auto text = json_of(must(opened.run_with_leaves(run)));
    text += csv_of(must(opened.run_with_leaves(run)));
    for (const auto* unit : {"a", "b", "c", "d", "e"})
      text += must(report::explain_json(must(opened.explain(run, unit)), unit));
    const auto summary = must(opened.run(run));
    must(report::run_text({summary.run, *summary.results, ""}, translate, to(text)));
    return text;
  }
  static report::Write to(std::string& text) {
    return [&text](std::string_view piece) {
      text += piece;
      return Status{};
    };
  }
  static std::string json_of(const RunResults& found) {
    std::string text;
    report::RunsJson json(true, to(text));
    must(json.add({found.run, *found.results, ""}));
    must(json.finish());
    return text;
  }
  static std::string csv_of(const RunResults& found) {
    std::string text;
    must(report::run_csv({found.run, *found.results, ""}, to(text)));
    return text;
  }
  static std::string translate(const Message& message) { return message.text; }

  Log x_log{LogLevel::Off};
  fs::path x_folder;
};

std::optional<Decimal> total_of(const model::Run& run, const std::string& unit) {
  for (const auto& group : run.groups)
    for (const auto& each : group.units)
      if (each.unit == unit) return each.total;
  return std::nullopt;
}

std::optional<Decimal> total_of(const RunResults& found, const std::string& unit) {
  auto run = found.run;
  for (std::size_t group = 0; group < found.results->groups(); ++group)
    run.groups.push_back(must(model::gather(*found.results, group)));
  return total_of(run, unit);
}

// a: 90/100·40 + 9/10·20 + 500/1000·40 = 36 + 18 + 20 = 74; b: 32 + 20 + 36 = 88;
// c: 28 + 16 + 0 (jobs are missing: zero) = 44; d: 36 + 20 + 32 = 88; e: 32 + 16 + 40 = 88.
TEST_F(Runs, AreScoredToTheTotalsOfAHandCalculation) {
  const auto report = score();
  EXPECT_TRUE(report.made);
  for (const auto& [unit, total] :
       {std::pair{"a", 74}, {"b", 88}, {"c", 44}, {"d", 88}, {"e", 88}}) {
    EXPECT_EQ(total_of(must(open().run("latest")), unit), Decimal::from_integer(total)) << unit;
    EXPECT_EQ(total_of(must(open().run_whole("1")), unit), Decimal::from_integer(total)) << unit;
  }
}

TEST_F(Runs, OfTheSameInputsAreTheSame) {
  EXPECT_TRUE(score().made);
  const auto again = score();
  EXPECT_FALSE(again.made);
  EXPECT_EQ(again.manifest.run.id, 1U);
  EXPECT_EQ(total_of(must(open().run("1")), "a"), Decimal::from_integer(74));
  import({{"observations.csv", "unit,indicator,period,value\na,gdp,2024,91\n"}});
  EXPECT_EQ(score().manifest.run.id, 2U);
}

TEST_F(Runs, LoseNothingWithTheDerivedResults) {
  score();
  const auto before = all_of("1");
  EXPECT_TRUE(fs::exists(derived() / "data.mdb"));
  fs::remove_all(derived());
  EXPECT_EQ(all_of("1"), before);
  EXPECT_TRUE(fs::exists(derived() / "data.mdb")) << "kept again";
  EXPECT_EQ(all_of("1"), before);
}

TEST_F(Runs, LoseNothingWithDamagedDerivedResults) {
  score();
  const auto before = all_of("1");
  const auto file = derived() / "data.mdb";
  const auto size = fs::file_size(file);
  const std::function<void()> harm[] = {
      [&] { fs::resize_file(file, size / 2); },
      [&] { fs::resize_file(file, 0); },
      [&] { std::ofstream(file, std::ios::binary) << std::string(size, 'x'); },
      // a byte of every page
      [&] {
        std::fstream stream(file, std::ios::binary | std::ios::in | std::ios::out);
        for (std::size_t at = 100; at < size; at += 4'096)
          stream.seekp(static_cast<std::streamoff>(at)).put('\x7f');
      },
      [&] {
        fs::remove_all(derived());
        std::ofstream(derived()) << "not a folder";
      },
  };
  for (const auto& each : harm) {
    each();
    EXPECT_EQ(all_of("1"), before) << &each - harm;
    if (fs::is_regular_file(derived())) fs::remove(derived());
  }
}

TEST_F(Runs, StayWhatTheyWereWhenFiguresAreCorrected) {
  score();
  const auto before = all_of("1");
  import({{"observations.csv",
           "unit,indicator,period,value\na,gdp,2024,100\nc,jobs,2024,1000\nd,tax,2024,1\n"},
          {"targets.csv", "unit,indicator,period,required\nb,jobs,2024,1200\n"},
          {"units.csv", "unit,name,type\na,甲市,county\nf,己县,county\n"}});
  EXPECT_EQ(all_of("1"), before);
  fs::remove_all(derived());
  EXPECT_EQ(all_of("1"), before);
  EXPECT_TRUE(must(open().verify("1", {})).faults.empty());
  // a: 40 + 18 + 20 = 78; c: 28 + 16 + 40 = 84
  const auto corrected = score();
  EXPECT_EQ(corrected.manifest.run.id, 2U);
  EXPECT_EQ(total_of(must(open().run("2")), "a"), Decimal::from_integer(78));
  EXPECT_EQ(total_of(must(open().run("2")), "c"), Decimal::from_integer(84));
}

TEST_F(Runs, DoNotDependOnTheNumberOfThreads) {
  const auto one = score(1).manifest.result;
  EXPECT_FALSE(score(2).made);
  EXPECT_FALSE(score(5).made);
  auto opened = must(Office::open(office(), store::Mode::ReadOnly, around(3)));
  EXPECT_EQ(result_digest(must(opened.run_whole("1"))), one);
}

TEST_F(Runs, AreExplainedAsTheyAreWhole) {
  score();
  auto opened = open();
  const auto whole = must(opened.run_whole("latest"));
  for (const auto* unit : {"a", "b", "c", "d", "e"})
    EXPECT_EQ(must(report::explain_json(must(opened.explain("1", unit)), unit)),
              must(report::explain_json(whole, unit)));
  const RunResults wholly{whole, std::make_unique<model::WholeResults>(whole.groups)};
  EXPECT_EQ(csv_of(must(opened.run_with_leaves("1"))), csv_of(wholly));
}

TEST_F(Runs, HaveLeavesOnlyWhereTheyAreAskedFor) {
  score();
  auto opened = open();
  const auto components = [](const RunResults& found) {
    return must(model::gather(*found.results, 1)).units[0].components.size();
  };
  EXPECT_EQ(components(must(opened.run("1"))), 1U) << "economy";
  EXPECT_EQ(components(must(opened.run_with_leaves("1"))), 4U) << "economy, gdp, tax, jobs";
}

TEST_F(Runs, WithoutThatUnitListTheOthers) {
  score();
  const auto run = must(open().explain("1", "nobody"));
  ASSERT_EQ(run.groups.size(), 2U);
  EXPECT_EQ(run.groups[0].units[0].unit, "b");
  EXPECT_EQ(code_of(open().explain("7", "a")), "store.no_run");
}

TEST_F(Runs, AreVerified) {
  score();
  const auto found = must(open().verify("latest", {}));
  std::string codes;
  for (const auto& check : found.checks) {
    EXPECT_TRUE(check.same) << check.code;
    codes += check.code + " ";
  }
  EXPECT_EQ(codes, "scheme figures results units kept ");
  EXPECT_EQ(found.manifest.units, 5U);
}

// b's gdp of 80 becomes 100: 40 + 20 + 36 = 96. Then its target 200: 20 + 20 + 36 = 76. c's missing
// figure comes: 28 + 16 + 900/1000·40 = 80.
TEST_F(Runs, CanBeTriedOut) {
  auto opened = open();
  auto preview = must(opened.preview(x_folder / "scheme.yaml", {}));
  const auto year = model::Period::year(2024);
  const auto lines = [](const model::GroupResult& group) {
    std::string text;
    for (const auto& unit : group.units)
      text += unit.unit + " " + unit.total->str() + " " + std::to_string(*unit.rank) + " " +
              unit.grade + "\n";
    return text;
  };
  const auto integer = [](int value) { return Decimal::from_integer(value); };
  EXPECT_EQ(lines(must(preview.group_of("a"))), "b 88 1 good\na 74 2 rest\nc 44 3 rest\n");
  EXPECT_EQ(lines(must(preview.change({"b", "gdp", year, model::Layer::Actual, integer(100)}))),
            "b 96 1 good\na 74 2 rest\nc 44 3 rest\n");
  EXPECT_EQ(lines(must(preview.change({"b", "gdp", year, model::Layer::Required, integer(200)}))),
            "b 76 1 rest\na 74 2 rest\nc 44 3 rest\n");
  EXPECT_EQ(lines(must(preview.change({"c", "jobs", year, model::Layer::Actual, integer(900)}))),
            "c 80 1 good\nb 76 2 rest\na 74 3 rest\n");
  EXPECT_EQ(lines(must(preview.change({"c", "jobs", year, model::Layer::Actual, std::nullopt}))),
            "b 76 1 rest\na 74 2 rest\nc 44 3 rest\n");
  EXPECT_EQ(lines(must(preview.group_of("d"))), "d 88 1 good\ne 88 1 good\n");
  EXPECT_EQ(code_of(preview.change({"x", "gdp", year, {}, integer(1)})), "store.unknown_unit");
  EXPECT_EQ(code_of(preview.change({"a", "x", year, {}, integer(1)})), "store.unknown_indicator");
}

// Manifests of another past: the log then had entries it has not, or results were others.
TEST_F(Runs, ThatComeOutOtherwiseAreRefused) {
  score();
  auto manifest = [&] {
    auto opened = must(store::Store::open(office(), store::Mode::ReadOnly));
    return must(must(opened.read()).manifest(1));
  }();
  ++manifest.result[0];
  const auto put = [&](std::uint8_t key) {
    auto opened = must(store::Store::open(office(), store::Mode::ReadWrite));
    auto writer = must(opened.write({"统计局", "score", "", "", {}, 1}));
    const auto id = must(writer.put_run(manifest, Digest{key}));
    must(writer.commit());
    return std::to_string(id);
  };
  const auto other_results = put(1);
  EXPECT_EQ(code_of(open().run(other_results)), "run.not_reproducible");
  EXPECT_EQ(code_of(open().run_whole(other_results)), "run.not_reproducible");
  const auto found = must(open().verify(other_results, {}));
  ASSERT_EQ(found.faults.size(), 1U);
  EXPECT_EQ(found.faults[0].where.field, "results");

  manifest.run.host_version = "0.0.1";
  const auto by_another = must(open().verify(put(2), {}));
  ASSERT_EQ(by_another.faults.size(), 1U);
  EXPECT_EQ(by_another.faults[0].message.args[1].second, "0.0.1");

  manifest.run.version = 9;  // a scheme the office does not have
  EXPECT_EQ(code_of(open().verify(put(3), {})), "run.not_reproducible");
}

}  // namespace
}  // namespace assay::pipeline
