#pragma once
// The figures one scoring reads: units on an axis (ordinal = index), columns of figures along it,
// events and imported assessments. Taken from one read transaction; never changes afterwards.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "model/records.hpp"

namespace assay::model {

enum class Layer : std::uint8_t {
  Actual,
  Required,
  Stretch,
  Upper,
  Baseline,
  State,
  Source,
  Lead,
  Person
};

// Figures of one indicator, period and layer along the unit axis; a bit of `valid` per unit,
// least significant first. State is stored as its number; Source, Lead, Person as text numbers.
struct Column {
  std::vector<std::int64_t> micro;
  std::vector<std::uint8_t> valid;

  [[nodiscard]] bool has(std::size_t ordinal) const {
    return ordinal < micro.size() && ((valid[ordinal / 8] >> (ordinal % 8)) & 1U) != 0;
  }
  [[nodiscard]] std::optional<Decimal> at(std::size_t ordinal) const {
    if (!has(ordinal)) return std::nullopt;
    return Decimal::from_micro(micro[ordinal]);
  }
  void set(std::size_t ordinal, std::int64_t value) {
    if (ordinal >= micro.size()) {
      micro.resize(ordinal + 1);
      valid.resize(ordinal / 8 + 1);
    }
    micro[ordinal] = value;
    valid[ordinal / 8] |= static_cast<std::uint8_t>(1U << (ordinal % 8));
  }
};

struct ColumnKey {
  std::string indicator;
  Period period;
  Layer layer = Layer::Actual;
  auto operator<=>(const ColumnKey&) const = default;
};

struct Snapshot {
  std::vector<Unit> units;  // axis order
  std::map<std::string, Indicator, std::less<>> indicators;
  std::map<ColumnKey, Column> columns;
  std::vector<std::string> texts;  // text number → text, for Source, Lead and Person
  std::vector<Event> events;       // by code
  std::vector<ImportedField> assessments;

  [[nodiscard]] const Column* column(const std::string& indicator, Period period,
                                     Layer layer) const {
    const auto found = columns.find(ColumnKey{indicator, period, layer});
    return found == columns.end() ? nullptr : &found->second;
  }
};

}  // namespace assay::model
