#pragma once
// The norms and vectors of the environment plugin as its source folder has them.

#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <vector>

#include "aqi.hpp"

namespace environment {

inline std::string text_of(const std::string& file) {
  std::ifstream stream(ASSAY_ENVIRONMENT_FOLDER "/" + file);
  if (!stream) throw std::runtime_error("no file " + file);
  return {std::istreambuf_iterator<char>(stream), {}};
}

// Records of a CSV file without its header.
inline std::vector<std::vector<std::string>> rows_of(const std::string& file) {
  const auto text = text_of(file);
  std::string_view rest = text;
  static_cast<void>(sdk::detail::take_record(rest));
  std::vector<std::vector<std::string>> rows;
  while (!rest.empty()) rows.push_back(sdk::detail::take_record(rest));
  return rows;
}

inline const sdk::Norms& norms() {
  static const auto made = sdk::Norms::parse(text_of("data/norms.csv"));
  return made;
}

inline const AqiStandard& standard_on(sdk::Day day) {
  static const auto made = AqiStandards::parse(text_of("data/breakpoints.csv"), norms());
  const auto* found = made.on(day);
  if (found == nullptr) throw std::runtime_error("no standard");
  return *found;
}

inline sdk::Decimal decimal(const std::string& text) { return sdk::Decimal::parse(text).value(); }

}  // namespace environment
