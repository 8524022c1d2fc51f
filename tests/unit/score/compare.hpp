#pragma once
// Results written out in full, to be compared field by field; and what a summary leaves of a run.

#include <algorithm>
#include <string>
#include <vector>

#include "model/results.hpp"
#include "model/run.hpp"
#include "score/scoring.hpp"

namespace assay::score::test {

inline std::string written(const std::optional<Decimal>& value) {
  return value ? value->str() : "-";
}

inline void write(std::string& text, const std::string& name,
                  const std::vector<model::Note>& notes) {
  for (const auto& note : notes) {
    text += "  " + name + " " + note.code;
    for (const auto& [key, value] : note.data) text += " " + key + "=" + value;
    text += std::string(" | ") + note.message.text;
    for (const auto& [key, value] : note.message.args) text += " " + key + "=" + value;
    text += "\n";
  }
}

inline std::string written(const model::UnitResult& unit) {
  auto text = unit.unit + " " + unit.name + " total " + written(unit.total) + " published " +
              written(unit.published) + " rank " + (unit.rank ? std::to_string(*unit.rank) : "-") +
              " grade " + unit.grade + "\n";
  for (const auto& component : unit.components) {
    text += "  component " + component.id + " " + written(component.points) + " of " +
            component.full.str() + " missing " + component.missing + "\n";
    write(text, "  trace", component.trace);
  }
  for (const auto& term : unit.terms) {
    text += "  term " + term.kind + " " + term.component + " " + term.event + " " +
            term.points.str() + " of " + term.full.str() + " | " + term.how.text;
    for (const auto& [key, value] : term.how.args) text += " " + key + "=" + value;
    text += "\n";
  }
  write(text, "incomplete", unit.incomplete);
  write(text, "note", unit.notes);
  return text;
}

inline std::string written(const model::GroupResult& group) {
  auto text = "group " + group.id + " " + group.name + "\n";
  for (const auto& info : group.components)
    text += "  " + info.id + " " + info.name + " in " + info.parent + " " + info.points.str() +
            (info.weight ? " " + info.weight->str() : "") + "\n";
  for (const auto& [id, name] : group.grades) text += "  grade " + id + " " + name + "\n";
  for (const auto& [id, name] : group.awards) text += "  award " + id + " " + name + "\n";
  for (const auto& unit : group.units) text += written(unit);
  return text;
}

inline std::string written(const model::Run& run) {
  auto text = run.scheme + " " + std::to_string(run.version) + " " + run.title + " " +
              run.period.str() + " " + std::to_string(run.published_decimals) + "\n";
  for (const auto& step : run.steps) text += step + " ";
  text += "\n";
  for (const auto& group : run.groups) text += written(group);
  return text;
}

// All that `scoring` came to.
inline model::Run summary_of(const Scoring& scoring) {
  auto run = scoring.heading();
  for (std::size_t group = 0; group < scoring.groups(); ++group)
    run.groups.push_back(model::gather(scoring, group).value());
  return run;
}

// What a summary keeps, see model/run.hpp.
inline model::UnitResult summarized(const model::GroupResult& group, model::UnitResult unit) {
  unit.terms.clear();
  const auto is_inner = [&](const std::string& id) {
    return std::ranges::any_of(group.components,
                               [&](const auto& info) { return info.parent == id; });
  };
  std::erase_if(unit.components, [&](auto& component) {
    component.trace.clear();
    if (is_inner(component.id)) return false;
    component.points.reset();
    return component.missing.empty();
  });
  return unit;
}

// What an explanation keeps of all but its unit.
inline model::UnitResult standing(model::UnitResult unit) {
  unit.terms.clear();
  unit.components.clear();
  unit.incomplete.clear();
  unit.notes.clear();
  return unit;
}

inline model::GroupResult explained(model::GroupResult group, const std::string& unit) {
  for (auto& each : group.units)
    if (each.unit != unit) each = standing(each);
  return group;
}

inline model::GroupResult summarized(model::GroupResult group) {
  const auto full = group;
  for (auto& unit : group.units) unit = summarized(full, unit);
  return group;
}

inline model::Run summarized(model::Run run) {
  for (auto& group : run.groups) group = summarized(group);
  return run;
}

// The first lines that differ, or "".
inline std::string difference(const std::string& ours, const std::string& theirs) {
  const auto [a, b] = std::ranges::mismatch(ours, theirs);
  if (a == ours.end() && b == theirs.end()) return {};
  const auto line = [](const std::string& text, std::string::const_iterator at) {
    auto first = at;
    while (first != text.begin() && *(first - 1) != '\n') --first;
    return std::string(first, std::find(at, text.end(), '\n'));
  };
  return line(ours, a) + "\n   instead of   \n" + line(theirs, b);
}

}  // namespace assay::score::test
