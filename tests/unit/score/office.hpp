#pragma once
// A small office for tests of scoring: figures by their literals, one group unless more are added.

#include <gtest/gtest.h>

#include <algorithm>
#include <initializer_list>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "score/score.hpp"

namespace assay::score::test {

inline Decimal dec(std::string_view text) {
  const auto value = Decimal::parse(text);
  EXPECT_TRUE(value) << text;
  return value.value_or(Decimal{});
}

inline Ratio ratio(std::string_view text) {
  const auto value = Ratio::parse(text);
  EXPECT_TRUE(value) << text;
  return value.value_or(Ratio{});
}

inline model::Period period(std::string_view text) {
  const auto value = model::Period::parse(text);
  EXPECT_TRUE(value) << text;
  return value.value_or(model::Period{});
}

// Built step by step: GCC 12 takes nested designated initialisers for uninitialised.
inline model::Metric metric_of(const std::string& assessment, const std::string& field) {
  model::Metric metric;
  metric.kind = model::Metric::Kind::Assessment;
  metric.assessment = assessment;
  metric.field = field;
  return metric;
}
inline model::Metric metric_of(const model::AttainmentRule& attainment) {
  model::Metric metric;
  metric.attainment = attainment;
  return metric;
}
inline model::Metric metric_of_component(const std::string& id) {
  model::Metric metric;
  metric.kind = model::Metric::Kind::Component;
  metric.component = id;
  return metric;
}
inline model::Metric metric_of_total() {
  model::Metric metric;
  metric.kind = model::Metric::Kind::Total;
  return metric;
}

inline std::optional<Decimal> maybe(std::string_view text) {
  return text.empty() ? std::nullopt : std::optional(dec(text));
}

// "8.24", or "-" for none.
inline std::string show(const std::optional<Decimal>& value) { return value ? value->str() : "-"; }

struct Office {
  model::Snapshot snapshot;
  model::Scheme scheme;
  std::vector<model::Assessment> assessments;
  model::Period period = model::Period::year(2024);

  Office() {
    scheme.id = "test";
    scheme.version = 1;
    auto& group = scheme.groups.emplace_back();
    group.id = "g";
    group.selection.type = "county";
    group.root.id = "total";
    group.root.points = Decimal::from_integer(100);
  }

  model::Group& group() { return scheme.groups.front(); }

  std::size_t ordinal(const std::string& unit) {
    for (std::size_t i = 0; i < snapshot.units.size(); ++i)
      if (snapshot.units[i].code == unit) return i;
    snapshot.units.push_back({.code = unit, .name = unit, .type = "county"});
    return snapshot.units.size() - 1;
  }

  void units(std::initializer_list<const char*> codes) {
    for (const auto* code : codes) ordinal(code);
  }

  void indicator(const std::string& code, model::Direction direction = model::Direction::Higher,
                 model::Rollup rollup = model::Rollup::None) {
    snapshot.indicators[code] = {
        .code = code, .name = code, .measure_unit = "1", .direction = direction, .rollup = rollup};
  }

  void put(const std::string& unit, const std::string& code, const model::Period& when,
           model::Layer layer, std::int64_t value) {
    snapshot.columns[{code, when, layer}].set(ordinal(unit), value);
  }

  // The indicator is made if it is not there.
  void figure(const std::string& unit, const std::string& code, std::string_view value,
              std::string_view when = "2024", model::State state = model::State::Confirmed,
              const std::string& source = "") {
    if (!snapshot.indicators.contains(code)) indicator(code);
    const auto at = test::period(when);
    put(unit, code, at, model::Layer::Actual, dec(value).micro());
    put(unit, code, at, model::Layer::State, static_cast<std::int64_t>(state));
    if (source.empty()) return;
    put(unit, code, at, model::Layer::Source, static_cast<std::int64_t>(snapshot.texts.size()));
    snapshot.texts.push_back(source);
  }

  struct Targets {
    std::string_view required;
    std::string_view stretch = "";
    std::string_view upper = "";
    std::string_view baseline = "";
  };
  void target(const std::string& unit, const std::string& code, const Targets& targets,
              std::string_view when = "2024") {
    if (!snapshot.indicators.contains(code)) indicator(code);
    const auto at = test::period(when);
    put(unit, code, at, model::Layer::Required, dec(targets.required).micro());
    const auto optional = [&](std::string_view text, model::Layer layer) {
      if (!text.empty()) put(unit, code, at, layer, dec(text).micro());
    };
    optional(targets.stretch, model::Layer::Stretch);
    optional(targets.upper, model::Layer::Upper);
    optional(targets.baseline, model::Layer::Baseline);
  }

  model::Event& event(const std::string& code, const std::string& unit, model::EventKind kind,
                      std::string_view points = "", const std::string& subject = "") {
    return snapshot.events.emplace_back(model::Event{.code = code,
                                                     .unit = unit,
                                                     .period = period,
                                                     .kind = kind,
                                                     .subject = subject,
                                                     .points = maybe(points)});
  }

  model::Component& leaf(const std::string& id, std::string_view points, const model::Rule& rule) {
    return add_leaf(group().root, id, points, rule);
  }

  static model::Component& add_leaf(model::Component& parent, const std::string& id,
                                    std::string_view points, const model::Rule& rule) {
    return parent.children.emplace_back(
        model::Component{.id = id, .name = id, .points = dec(points), .rule = rule});
  }

  // A leaf scored directly out of its own points, and its figures.
  model::Component& direct(const std::string& id, std::string_view points,
                           const std::map<std::string, std::string>& figures) {
    indicator(id);
    for (const auto& [unit, value] : figures) figure(unit, id, value);
    return leaf(id, points, model::DirectRule{id, dec(points)});
  }

  // Units whose totals, out of 1000, are these.
  void totals(const std::map<std::string, std::string>& figures) {
    group().root.points = dec("1000");
    direct("score", "1000", figures);
  }

  model::AssessmentField& field(const std::string& assessment, const std::string& id,
                                const std::map<std::string, model::FieldValue>& values,
                                bool by_plugin = true) {
    auto found = std::ranges::find(assessments, assessment, &model::Assessment::id);
    if (found == assessments.end()) {
      scheme.assessments.push_back({.id = assessment, .plugin = by_plugin ? "p" : ""});
      assessments.push_back({.id = assessment, .origin = by_plugin ? "plugin p 1" : "import"});
      found = std::prev(assessments.end());
    }
    auto& made = found->fields.emplace_back(model::AssessmentField{.id = id});
    for (const auto& [unit, value] : values) {
      const auto at = ordinal(unit);
      if (made.values.size() <= at) made.values.resize(at + 1);
      made.values[at] = value;
    }
    return made;
  }

  [[nodiscard]] Result<model::Run, Errors> run() const {
    return score(scheme, period, snapshot, assessments);
  }

  // The first group; a refused scheme fails the test.
  [[nodiscard]] model::GroupResult result() const {
    auto made = run();
    if (!made) {
      for (const auto& error : made.error()) ADD_FAILURE() << error.code << " " << describe(error);
      return {};
    }
    return made->groups.front();
  }

  [[nodiscard]] model::UnitResult unit(const std::string& code) const {
    auto scored = result();
    const auto found = std::ranges::find(scored.units, code, &model::UnitResult::unit);
    if (found == scored.units.end()) {
      ADD_FAILURE() << "no unit " << code;
      return {};
    }
    return *found;
  }
};

// Codes of notes, in order, "gate.failed award.won".
inline std::string codes(const std::vector<model::Note>& notes) {
  std::string text;
  for (const auto& note : notes) text += (text.empty() ? "" : " ") + note.code;
  return text;
}

inline std::string data(const model::Note& note, std::string_view key) {
  for (const auto& [name, value] : note.data)
    if (name == key) return value;
  return {};
}

// The value of `key` in the first note of that code; "" = there is none.
inline std::string data_of(const std::vector<model::Note>& notes, std::string_view code,
                           std::string_view key) {
  const auto found = std::ranges::find(notes, code, &model::Note::code);
  return found == notes.end() ? "" : data(*found, key);
}

inline bool has(const std::vector<model::Note>& notes, std::string_view code) {
  return std::ranges::find(notes, code, &model::Note::code) != notes.end();
}

// "total", or the codes of what is missing.
inline std::string outcome(const model::UnitResult& unit) {
  return unit.total ? unit.total->str() : codes(unit.incomplete);
}

inline std::string component(const model::UnitResult& unit, std::string_view id) {
  const auto found = std::ranges::find(unit.components, id, &model::ComponentResult::id);
  return found == unit.components.end() ? "?" : show(found->points);
}

// "leaf a 8.24" per term.
inline std::vector<std::string> terms(const model::UnitResult& unit) {
  std::vector<std::string> lines;
  for (const auto& term : unit.terms) {
    auto line = term.kind;
    for (const auto& part : {term.component, term.event})
      if (!part.empty()) line += " " + part;
    lines.push_back(line + " " + term.points.str());
  }
  return lines;
}

// "a:1 b:2 c:2 d:-", in the order of the result.
inline std::string ranks(const model::GroupResult& group) {
  std::string text;
  for (const auto& unit : group.units)
    text += (text.empty() ? "" : " ") + unit.unit + ":" +
            (unit.rank ? std::to_string(*unit.rank) : "-");
  return text;
}

// "a:first b:", by unit code.
inline std::string grades(const model::GroupResult& group) {
  std::map<std::string, std::string> by_unit;
  for (const auto& unit : group.units) by_unit[unit.unit] = unit.grade;
  std::string text;
  for (const auto& [unit, grade] : by_unit) text += (text.empty() ? "" : " ") + unit + ":" + grade;
  return text;
}

}  // namespace assay::score::test
