#include "pipeline/codes.hpp"

#include <algorithm>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "base/suggest.hpp"

namespace assay::pipeline {

namespace {

// The code of the thing so named, or the nearest; or "". `things` have code and name.
template <class Things>
std::string meant_by(const std::string& word, const Things& things) {
  std::vector<std::string_view> codes;
  for (const auto* thing : things) {
    if (thing->name == word) return thing->code;
    codes.push_back(thing->code);
  }
  return nearest(word, codes);
}

Error no_unit(const std::string& code, const std::string& meant) {
  const auto* text =
      meant.empty()
          ? ASSAY_TEXT("the office has no unit “{code}”: correct it, or import the unit first")
          : ASSAY_TEXT("the office has no unit “{code}”, perhaps {nearest} is meant");
  return fail(Failure::Input, "office.no_unit",
              {text, {{"code", excerpt(code)}, {"nearest", meant}}})
      .error();
}

Error no_indicator(const std::string& code, const std::string& meant) {
  const auto* text =
      meant.empty()
          ? ASSAY_TEXT(
                "the office has no indicator “{code}”: correct it, or import the "
                "indicator first")
          : ASSAY_TEXT("the office has no indicator “{code}”, perhaps {nearest} is meant");
  return fail(Failure::Input, "office.no_indicator",
              {text, {{"code", excerpt(code)}, {"nearest", meant}}})
      .error();
}

}  // namespace

Errors unknown_codes(const model::Snapshot& office, const std::string& unit,
                     const std::string& indicator) {
  Errors errors;
  if (!unit.empty() &&
      std::ranges::find(office.units, unit, &model::Unit::code) == office.units.end()) {
    std::vector<const model::Unit*> units;
    units.reserve(office.units.size());
    for (const auto& each : office.units) units.push_back(&each);
    errors.push_back(no_unit(unit, meant_by(unit, units)));
  }
  if (!indicator.empty() && !office.indicators.contains(indicator)) {
    std::vector<const model::Indicator*> indicators;
    indicators.reserve(office.indicators.size());
    for (const auto& [code, each] : office.indicators) indicators.push_back(&each);
    errors.push_back(no_indicator(indicator, meant_by(indicator, indicators)));
  }
  return errors;
}

Status check_codes(const store::Reader& reader, const std::string& unit,
                   const std::string& indicator) {
  ASSAY_TRY(const auto office, reader.snapshot(std::span<const model::Period>{}));
  auto errors = unknown_codes(office, unit, indicator);
  if (errors.empty()) return {};
  return std::unexpected(std::move(errors.front()));
}

}  // namespace assay::pipeline
