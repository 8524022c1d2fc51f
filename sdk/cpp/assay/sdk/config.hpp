#pragma once
// The parameters a scheme gave, checked against those the plugin declared. Everything that is not
// understood throws ConfigError with the parameter's name. Immutable; thread-safe.

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "assay/sdk/day.hpp"
#include "assay/sdk/declaration.hpp"
#include "assay/sdk/json.hpp"

namespace assay::sdk {

class Config {
 public:
  // A parameter that `declaration` does not know is refused.
  Config(const Declaration& declaration, std::string_view json) : x_given(parse_parameters(json)) {
    for (const auto& [name, value] : x_given) check_known(declaration, name);
  }

  // Did the scheme set it?
  [[nodiscard]] bool has(const Parameter& parameter) const {
    return x_given.find(parameter.id) != x_given.end();
  }
  // As given, else its standard value.
  [[nodiscard]] std::string text(const Parameter& parameter) const {
    const auto found = x_given.find(parameter.id);
    return found == x_given.end() ? std::string(parameter.standard) : found->second;
  }
  // The place of the value among `choices`.
  [[nodiscard]] std::size_t choice(const Parameter& parameter,
                                   std::initializer_list<std::string_view> choices) const {
    const auto value = text(parameter);
    std::string list;
    std::size_t place = 0;
    for (const auto one : choices) {
      if (one == value) return place;
      ++place;
      list += (list.empty() ? "" : ", ") + std::string(one);
    }
    refuse(parameter, value, "one of " + list);
  }
  // The place of the value among the parameter's own words.
  template <class T = std::size_t>
  [[nodiscard]] T choice(const Parameter& parameter) const {
    const auto value = text(parameter);
    std::string list;
    for (std::size_t place = 0; place < parameter.words.size(); ++place) {
      const std::string_view word(parameter.words[place].p, parameter.words[place].n);
      if (word == value) return static_cast<T>(place);
      list += (list.empty() ? "" : ", ") + std::string(word);
    }
    refuse(parameter, value, "one of " + list);
  }
  [[nodiscard]] bool flag(const Parameter& parameter) const {
    const auto value = text(parameter);
    if (value != "true" && value != "false") refuse(parameter, value, "true or false");
    return value == "true";
  }
  [[nodiscard]] Day date(const Parameter& parameter) const {
    const auto value = text(parameter);
    try {
      return parse_day(value);
    } catch (const ConfigError&) {
      refuse(parameter, value, "a day such as 2024-09-30");
    }
  }
  [[nodiscard]] Decimal decimal(const Parameter& parameter) const {
    const auto value = text(parameter);
    if (const auto parsed = Decimal::parse(value)) return *parsed;
    refuse(parameter, value, "a figure with at most 6 decimals");
  }
  // "60%", "0.6" or "3/5"; a figure without % counts as it is, so 60 means 6000 %.
  [[nodiscard]] Ratio ratio(const Parameter& parameter) const {
    const auto value = text(parameter);
    if (const auto parsed = Ratio::parse(value)) return *parsed;
    refuse(parameter, value, "a rate such as 60%, 0.6 or 3/5");
  }
  // ConfigError: `value` of the parameter should be `wanted`.
  [[noreturn]] static void refuse(const Parameter& parameter, const std::string& value,
                                  const std::string& wanted) {
    throw ConfigError("parameter " + std::string(parameter.id) + ": \"" + value + "\" is not " +
                      wanted);
  }

 private:
  static void check_known(const Declaration& declaration, const std::string& name) {
    std::string list;
    for (const auto& known : declaration.parameters()) {
      const std::string_view id(known.id.p, known.id.n);
      if (id == name) return;
      list += (list.empty() ? "" : ", ") + std::string(id);
    }
    throw ConfigError("unknown parameter \"" + name + "\": known are " +
                      (list.empty() ? "none" : list));
  }

  ParameterTexts x_given;
};

}  // namespace assay::sdk
