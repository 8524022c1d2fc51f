#pragma once
// A small office and a plugin made of a function, for the tests of this folder.

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "assess/assess.hpp"

namespace assay::assess {

inline Decimal decimal(const std::string& text) { return Decimal::parse(text).value(); }

inline const auto kYear = model::Period::year(2024);

// Three units, and the indicators 到位 (万元) and 增速 (%).
class OfficeFixture {
 public:
  OfficeFixture() {
    for (const auto* code : {"a", "b", "c"})
      snapshot.units.push_back({.code = code, .name = code, .type = "county"});
    add_indicator("到位", "万元");
    add_indicator("增速", "%");
  }

  void add_indicator(const std::string& code, const std::string& measure_unit,
                     model::Rollup rollup = model::Rollup::None) {
    snapshot.indicators[code] = {
        .code = code, .name = code, .measure_unit = measure_unit, .rollup = rollup};
  }
  void put(const std::string& indicator, std::size_t unit, const std::string& value,
           model::Layer layer = model::Layer::Actual, model::Period period = kYear) {
    snapshot.columns[{indicator, period, layer}].set(unit, decimal(value).micro());
  }
  void put_state(const std::string& indicator, std::size_t unit, model::State state) {
    snapshot.columns[{indicator, kYear, model::Layer::State}].set(unit,
                                                                  static_cast<std::int64_t>(state));
  }

  model::Snapshot snapshot;
};

// Answers as `answer` does and keeps what it was asked.
class FakePlugin final : public plugin::Plugin {
 public:
  using Answer = std::function<Result<plugin::Outputs>(const plugin::Inputs&)>;

  // Reads `arrived` (万元, required) and `growth` (any unit, optional); gives score and full.
  explicit FakePlugin(Answer answer) : x_answer(std::move(answer)) {
    x_info.id = "fake";
    x_info.version = "2.1";
    x_info.inputs = {{.id = "arrived", .type = "dec6", .measure_unit = "万元", .required = true},
                     {.id = "growth", .type = "dec6"}};
    x_info.parameters = {{.id = "profile", .type = "text"}};
    x_info.outputs = {{.id = "score", .type = "dec6", .measure_unit = "分", .doc = "a score"},
                      {.id = "full", .type = "dec6"},
                      {.id = "rate", .type = "ratio"},
                      {.id = "ok", .type = "bool"}};
  }

  [[nodiscard]] const plugin::PluginInfo& info() const override { return x_info; }
  [[nodiscard]] Result<plugin::Outputs> evaluate(const std::string& parameters,
                                                 const plugin::Inputs& inputs) override {
    ++calls;
    asked = inputs;
    asked_parameters = parameters;
    return x_answer(inputs);
  }

  int calls = 0;
  plugin::Inputs asked;
  std::string asked_parameters;

  plugin::PluginInfo x_info;

 private:
  Answer x_answer;
};

// Outputs in which every row's score is its first input and all else is absent.
inline plugin::Outputs echo(const plugin::Inputs& inputs) {
  plugin::Outputs outputs;
  outputs.columns.assign(4, std::vector<model::FieldValue>(inputs.rows));
  outputs.reasons.assign(4, std::vector<std::vector<Message>>(inputs.rows));
  for (std::size_t row = 0; row < inputs.rows; ++row)
    outputs.columns[0][row] = inputs.columns[0][row].value();
  return outputs;
}

inline Result<std::optional<model::Assessment>> nothing_recalled(const Digest& /*digest*/) {
  return std::optional<model::Assessment>();
}

// The use of the fake plugin that maps its required input.
inline model::AssessmentUse use_of_fake() {
  model::AssessmentUse use;
  use.id = "investment";
  use.plugin = "fake";
  use.inputs["arrived"] = {"到位", model::Layer::Actual};
  return use;
}

}  // namespace assay::assess
