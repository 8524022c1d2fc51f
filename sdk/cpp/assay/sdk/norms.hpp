#pragma once
// Norms as data: thresholds, caps and points of a field of work, each with its unit, source and the
// day from which it holds. Read from CSV (norm,value,unit,from,source) compiled into the plugin.
// Immutable after parse; thread-safe.

#include <string>
#include <string_view>
#include <vector>

#include "assay/sdk/csv.hpp"
#include "assay/sdk/day.hpp"
#include "assay/sdk/decimal.hpp"

namespace assay::sdk {

struct Norm {
  std::string id;
  Decimal value;
  std::string unit;
  Day from = 0;
  std::string source;
};

class Norms {
 public:
  // Throws ConfigError with the line for anything but complete, unrepeated rows.
  [[nodiscard]] static Norms parse(std::string_view csv) {
    Norms norms;
    read_csv(csv, "norms", {"norm", "value", "unit", "from", "source"},
             [&](const std::vector<std::string>& fields) { norms.add(fields); });
    return norms;
  }

  // The norm in force on `day`: the one of that id with the latest `from` up to it; null when there
  // is none of that id, ConfigError when all of them begin later.
  [[nodiscard]] const Norm* find(std::string_view id, Day day) const {
    const Norm* found = nullptr;
    const Norm* later = nullptr;
    for (const auto& norm : x_norms) {
      if (norm.id != id) continue;
      if (norm.from > day)
        later = &norm;
      else if (found == nullptr || found->from < norm.from)
        found = &norm;
    }
    if (found == nullptr && later != nullptr)
      throw ConfigError("the norm " + std::string(id) + " is not in force yet in this period (it " +
                        "holds from " + std::to_string(later->from) +
                        "): set a parameter, or assess a later period");
    return found;
  }

  // As find, but the norm must be there.
  [[nodiscard]] const Norm& at(std::string_view id, Day day) const {
    if (const auto* norm = find(id, day)) return *norm;
    throw ConfigError("there is no norm " + std::string(id));
  }

  // As at, and the norm must be in this unit of measure.
  [[nodiscard]] Decimal value(std::string_view id, std::string_view unit, Day day) const {
    const auto& norm = at(id, day);
    if (norm.unit != unit)
      throw ConfigError("the norm " + norm.id + " is in " + norm.unit + ", wanted in " +
                        std::string(unit));
    return norm.value;
  }

  [[nodiscard]] const std::vector<Norm>& all() const { return x_norms; }

 private:
  void add(const std::vector<std::string>& fields) {
    const auto value = Decimal::parse(fields[1]);
    if (!value) throw ConfigError(fields[1] + " is not a figure with at most 6 decimals");
    Norm norm{fields[0], *value, fields[2], parse_day(fields[3]), fields[4]};
    for (const auto& other : x_norms)
      if (other.id == norm.id && other.from == norm.from) throw ConfigError("given twice");
    x_norms.push_back(std::move(norm));
  }

  std::vector<Norm> x_norms;
};

}  // namespace assay::sdk
