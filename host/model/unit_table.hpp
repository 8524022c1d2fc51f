#pragma once
// Units packed one behind the other, by ordinal: a nation's take a fifth of the memory that as many
// Unit take. What is handed out borrows the table. A value; never changed by reading it.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "model/records.hpp"

namespace assay::model {

// All of a Unit but its tags, where it lies.
struct UnitView {
  std::string_view code;
  std::string_view name;
  std::string_view type;
  std::string_view parent;
  std::string_view successor;
  std::optional<Date> from;
  std::optional<Date> to;
};

class UnitTable {
 public:
  UnitTable() = default;
  // Of so many units, each to be put before it is looked at.
  explicit UnitTable(std::size_t size) : x_places(size) {}

  void put(std::size_t ordinal, const Unit& unit);
  void push_back(const Unit& unit);

  [[nodiscard]] std::size_t size() const { return x_places.size(); }
  [[nodiscard]] UnitView view(std::size_t ordinal) const;
  [[nodiscard]] Unit operator[](std::size_t ordinal) const;

 private:
  struct Place {
    std::uint32_t block = 0;
    std::uint32_t begin = 0;
  };
  [[nodiscard]] Place place(std::string_view packed);
  [[nodiscard]] std::string_view from(Place place) const;

  std::vector<std::vector<char>> x_blocks;  // none grows: that would take twice its room
  std::vector<Place> x_places;
};

}  // namespace assay::model
