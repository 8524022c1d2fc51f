#pragma once
// The city water index 城市水质指数 (CWQI): the sum over 21 items of GB 3838-2002 table 1 of mean
// and class III limit, rivers and lakes weighted by their sections. Values; thread-safe.

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "assay/sdk/norms.hpp"
#include "ph.hpp"

namespace environment {

// In the order of the table, which numbers them from 1; without water temperature (1), total
// nitrogen (9) and faecal coliforms (24).
inline constexpr std::size_t kWater_items = 21;
inline constexpr std::array<std::string_view, kWater_items> kWater_names = {
    "ph",        "oxygen", "permanganate", "cod",      "bod5",    "ammonia",    "phosphorus",
    "copper",    "zinc",   "fluoride",     "selenium", "arsenic", "mercury",    "cadmium",
    "chromium6", "lead",   "cyanide",      "phenol",   "oil",     "surfactant", "sulfide"};
inline constexpr std::size_t kPh = 0;
inline constexpr std::size_t kOxygen = 1;
// Number of the item in the table.
[[nodiscard]] constexpr int water_number(std::size_t item) {
  return static_cast<int>(item) + (item < 7 ? 2 : 3);
}
using WaterSet = std::uint32_t;

enum class Body : std::uint8_t { River, Lake };
inline constexpr std::size_t kBodies = 2;

struct WaterLimits {
  std::array<std::array<sdk::Decimal, kWater_items>, kBodies> limit;  // without pH
  sdk::Decimal ph_neutral, ph_lowest, ph_highest;
  sdk::Decimal undetected_share;  // of the detection limit, in per cent

  static WaterLimits on(sdk::Day day, const sdk::Norms& norms);
};

// One sample: what was found of each item. An undetected item holds its detection limit.
struct WaterSample {
  std::array<sdk::Decimal, kWater_items> value;
  WaterSet given = 0;
  WaterSet undetected = 0;
};

// "copper lead", separated by blanks or semicolons; nothing for a word that is no item.
[[nodiscard]] std::optional<WaterSet> parse_items(std::string_view text);

// Means are kept to 15 decimals, quotients rounded at the sixth.
struct BodyIndex {
  std::array<sdk::Decimal, kWater_items> mean, quotient;
  std::array<bool, kWater_items> defined{};  // false: no figure, or oxygen 0
  sdk::Decimal value;                        // Σ quotient, if all are defined
  std::size_t sections = 0;

  [[nodiscard]] std::optional<std::size_t> first_undefined() const;
};

class WaterSamples {
 public:
  explicit WaterSamples(const WaterLimits& limits) : x_limits(limits) {}

  // False: the section is of another body in an earlier sample.
  [[nodiscard]] bool add(std::string_view section, Body body, const WaterSample& sample);
  // Means over the samples of a section, then over the sections; sections 0: there are none.
  [[nodiscard]] BodyIndex index(Body body) const;

 private:
  struct Section {
    Body body = Body::River;
    std::array<sdk::Int128, kWater_items> sum{};  // pH: hydrogen ions; others: see water_index.cpp
    std::array<std::int64_t, kWater_items> count{};
  };
  [[nodiscard]] sdk::Decimal quotient(Body body, std::size_t item, sdk::Int128 mean) const;

  const WaterLimits& x_limits;
  std::map<std::string, Section, std::less<>> x_sections;
};

// (river·M + lake·N)/(M + N), rounded at the sixth decimal; nothing if a body that has sections has
// an undefined item, or there are no sections.
[[nodiscard]] std::optional<sdk::Decimal> city_index(const BodyIndex& river, const BodyIndex& lake);

}  // namespace environment
