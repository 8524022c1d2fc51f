// Scores offices given on standard input, for the scorer in Python beside it. One record a line,
// "-" for what is absent:
//   office PERIOD · unit CODE · indicator CODE DIRECTION ROLLUP
//   figure UNIT INDICATOR PERIOD VALUE STATE
//   target UNIT INDICATOR PERIOD REQUIRED STRETCH UPPER BASELINE
//   event CODE UNIT PERIOD KIND SUBJECT POINTS DECIDED_BY STATE
//   value ASSESSMENT FIELD UNIT decimal|ratio|flag VALUE FULL · failed ASSESSMENT UNIT
//   score SCHEME (a scheme text on one line)
//   change UNIT INDICATOR PERIOD LAYER VALUE ("-" clears) · rescore (what changed since the score)
// Each score answers with lines unit, component, term, notes, and "end". Each scoring is also done
// by columns, for several numbers of threads, and each unit explained on its own; a difference to
// score() ends the driver.

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "scheme/parse.hpp"
#include "score/score.hpp"
#include "score/scoring.hpp"
#include "unit/score/compare.hpp"

namespace {

using namespace assay;
using model::Layer;
using score::test::written;

// The driver itself was called wrongly: a fault of the test.
[[noreturn]] void misuse(std::string_view what) {
  std::cerr << "bad input: " << what << '\n';
  std::exit(2);
}

template <class T>
T must(const Result<T>& result) {
  if (!result) misuse(describe(result.error()));
  return *result;
}

template <class T>
T must(const std::optional<T>& result) {
  if (!result) misuse("unknown word");
  return *result;
}

std::optional<Decimal> decimal(const std::string& text) {
  if (text == "-") return std::nullopt;
  return must(Decimal::parse(text));
}

std::string word(std::istream& line) {
  std::string text;
  line >> text;
  return text;
}

std::string text(std::istream& line) {
  auto read = word(line);
  return read == "-" ? "" : read;
}

class Driver {
 public:
  void take(const std::string& line) {
    std::istringstream rest(line);
    const auto kind = word(rest);
    if (kind == "office")
      start(rest);
    else if (kind == "unit")
      unit(rest);
    else if (kind == "indicator")
      indicator(rest);
    else if (kind == "figure")
      figure(rest);
    else if (kind == "target")
      target(rest);
    else if (kind == "event")
      event(rest);
    else if (kind == "value")
      value(rest);
    else if (kind == "failed")
      failed(rest);
    else if (kind == "change")
      change(rest);
    else if (kind == "rescore")
      rescore();
    else if (kind == "score")
      score(line.substr(line.find(' ') + 1));
    else
      misuse(line);
  }

 private:
  void start(std::istream& line) {
    x_scoring.reset();
    x_period = must(model::Period::parse(word(line)));
    x_snapshot = {};
    x_assessments.clear();
  }

  void unit(std::istream& line) {
    const auto code = word(line);
    x_snapshot.units.push_back({.code = code, .name = code, .type = "county"});
  }

  void indicator(std::istream& line) {
    model::Indicator made;
    made.code = word(line);
    made.direction = must(model::direction_from(word(line)));
    made.rollup = must(model::rollup_from(word(line)));
    x_snapshot.indicators[made.code] = made;
  }

  std::size_t ordinal(const std::string& code) const {
    const auto found = std::ranges::find(x_snapshot.units, code, &model::Unit::code);
    if (found == x_snapshot.units.end()) misuse(code);
    return static_cast<std::size_t>(found - x_snapshot.units.begin());
  }

  void put(const model::ColumnKey& key, std::size_t unit, std::optional<Decimal> value) {
    if (value) x_snapshot.columns[key].set(unit, value->micro());
  }

  void figure(std::istream& line) {
    const auto unit = ordinal(word(line));
    model::ColumnKey key{word(line), {}, Layer::Actual};
    key.period = must(model::Period::parse(word(line)));
    put(key, unit, decimal(word(line)));
    key.layer = Layer::State;
    const auto state = must(model::state_from(word(line)));
    x_snapshot.columns[key].set(unit, static_cast<std::int64_t>(state));
  }

  void target(std::istream& line) {
    const auto unit = ordinal(word(line));
    model::ColumnKey key{word(line), {}, Layer::Required};
    key.period = must(model::Period::parse(word(line)));
    for (const auto layer : {Layer::Required, Layer::Stretch, Layer::Upper, Layer::Baseline}) {
      key.layer = layer;
      put(key, unit, decimal(word(line)));
    }
  }

  void event(std::istream& line) {
    model::Event made;
    made.code = word(line);
    made.unit = word(line);
    made.period = must(model::Period::parse(word(line)));
    made.kind = must(model::event_kind_from(word(line)));
    made.subject = text(line);
    made.points = decimal(word(line));
    made.decided_by = text(line);
    made.state = must(model::state_from(word(line)));
    x_snapshot.events.push_back(made);
  }

  model::Assessment& assessment(const std::string& id) {
    const auto found = std::ranges::find(x_assessments, id, &model::Assessment::id);
    if (found != x_assessments.end()) return *found;
    x_assessments.push_back({.id = id, .origin = "test", .period = x_period});
    return x_assessments.back();
  }

  void value(std::istream& line) {
    auto& made = assessment(word(line));
    const auto id = word(line);
    auto field = std::ranges::find(made.fields, id, &model::AssessmentField::id);
    if (field == made.fields.end()) {
      made.fields.emplace_back().id = id;
      field = std::prev(made.fields.end());
    }
    const auto unit = ordinal(word(line));
    field->values.resize(std::max(field->values.size(), unit + 1));
    field->full.resize(field->values.size());
    const auto type = word(line);
    const auto literal = word(line);
    if (type == "decimal") field->values[unit] = must(Decimal::parse(literal));
    if (type == "ratio") field->values[unit] = must(Ratio::parse(literal));
    if (type == "flag") field->values[unit] = literal == "true";
    field->full[unit] = decimal(word(line));
  }

  void failed(std::istream& line) {
    auto& made = assessment(word(line));
    made.failures[ordinal(word(line))] = {"failed", {}};
  }

  void score(const std::string& scheme_text) {
    auto scheme = scheme::parse(scheme_text, "scheme");
    if (!scheme) misuse(describe(scheme.error().front()) + " in " + scheme_text);
    x_scoring.reset();
    x_scheme = std::move(*scheme);
    const auto run = full_run();
    for (const unsigned threads : {2U, 5U, 1U}) {
      auto scoring = score::Scoring::make(x_scheme, x_period, x_snapshot, x_assessments);
      if (!scoring) misuse(describe(scoring.error().front()));
      x_scoring = std::make_unique<score::Scoring>(std::move(*scoring));
      x_scoring->run(threads);
      compare(run, "threads");
    }
    for (const auto& group : run.groups)
      for (const auto& unit : group.units) {
        explain(group, unit);
        print(unit);
      }
    std::cout << "end\n";
  }

  void change(std::istream& line) {
    const auto unit = ordinal(word(line));
    model::ColumnKey key{word(line), {}, Layer::Actual};
    key.period = must(model::Period::parse(word(line)));
    key.layer = static_cast<Layer>(std::stoi(word(line)));
    const auto value = decimal(word(line));
    if (value)
      x_snapshot.columns[key].set(unit, value->micro());
    else if (const auto found = x_snapshot.columns.find(key); found != x_snapshot.columns.end())
      found->second.clear(unit);
    x_changed.emplace_back(unit, key.indicator);
  }

  // What is scored anew must be what a full run gives.
  void rescore() {
    std::vector<score::ChangedFigure> changed;
    for (const auto& [unit, indicator] : x_changed) changed.push_back({unit, indicator});
    x_scoring->rescore(changed);
    x_changed.clear();
    compare(full_run(), "rescore");
  }

  model::Run full_run() const {
    auto run = score::score(x_scheme, x_period, x_snapshot, x_assessments);
    if (!run) misuse(describe(run.error().front()));
    return std::move(*run);
  }

  void compare(const model::Run& run, const std::string& what) const {
    const auto found = score::test::difference(written(score::test::summary_of(*x_scoring)),
                                               written(score::test::summarized(run)));
    if (!found.empty()) misuse(what + ":\n" + found);
  }

  void explain(const model::GroupResult& group, const model::UnitResult& unit) const {
    const auto expected = score::test::explained(group, unit.unit);
    const auto ours = x_scoring->explain(ordinal(unit.unit));
    const auto found = score::test::difference(written(ours), written(expected));
    if (!found.empty()) misuse("explain:\n" + found);
    const auto alone = score::explain(x_scheme, x_period, x_snapshot, x_assessments, unit.unit);
    if (!alone || written(*alone) != written(expected)) misuse("explain alone");
  }

  static std::string show(const std::optional<Decimal>& value) {
    return value ? value->str() : "-";
  }
  static std::string show(const std::string& word) { return word.empty() ? "-" : word; }

  static std::string codes(const std::vector<model::Note>& notes) {
    std::string joined;
    for (const auto& note : notes) joined += (joined.empty() ? "" : ",") + note.code;
    return show(joined);
  }

  static void print(const model::UnitResult& unit) {
    std::cout << "unit " << unit.unit << ' ' << show(unit.total) << ' ' << show(unit.published)
              << ' ' << (unit.rank ? std::to_string(*unit.rank) : "-") << ' ' << show(unit.grade)
              << ' ' << codes(unit.incomplete) << ' ' << codes(unit.notes) << '\n';
    for (const auto& component : unit.components)
      std::cout << "component " << component.id << ' ' << show(component.points) << '\n';
    for (const auto& term : unit.terms)
      std::cout << "term " << term.kind << ' ' << show(term.component) << ' ' << show(term.event)
                << ' ' << term.points.str() << ' ' << term.full.str() << '\n';
  }

  model::Period x_period;
  model::Snapshot x_snapshot;
  std::vector<model::Assessment> x_assessments;
  model::Scheme x_scheme;
  std::unique_ptr<score::Scoring> x_scoring;                   // of the last score
  std::vector<std::pair<std::size_t, std::string>> x_changed;  // units and indicators, since then
};

}  // namespace

int main() {
  Driver driver;
  for (std::string line; std::getline(std::cin, line);) driver.take(line);
  return 0;
}
