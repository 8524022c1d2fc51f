#pragma once
// The rows of one import command, each with the place it came from, before they are checked
// against the office. Plain values.

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "model/records.hpp"
#include "model/unit_table.hpp"

namespace assay::model {

struct Origin {
  std::uint32_t file = 0;  // index into Batch::files
  std::uint64_t row = 0;   // line of the file, from 1
};

template <class T>
struct Sourced {
  T value;
  Origin origin;
};

// Like a vector of Sourced<Unit>, but packed; what it gives are copies.
class UnitRows {
 public:
  class Iterator {
   public:
    Iterator(const UnitRows& rows, std::size_t row) : x_rows(&rows), x_row(row) {}
    Sourced<Unit> operator*() const { return (*x_rows)[x_row]; }
    Iterator& operator++() {
      ++x_row;
      return *this;
    }
    bool operator==(const Iterator&) const = default;

   private:
    const UnitRows* x_rows;
    std::size_t x_row;
  };

  void push_back(const Sourced<Unit>& row) {
    x_units.push_back(row.value);
    x_origins.push_back(row.origin);
  }
  [[nodiscard]] std::size_t size() const { return x_units.size(); }
  [[nodiscard]] bool empty() const { return size() == 0; }
  [[nodiscard]] Sourced<Unit> operator[](std::size_t row) const {
    return {x_units[row], x_origins[row]};
  }
  [[nodiscard]] UnitView view(std::size_t row) const { return x_units.view(row); }
  [[nodiscard]] const Origin& origin(std::size_t row) const { return x_origins[row]; }
  [[nodiscard]] Iterator begin() const { return {*this, 0}; }
  [[nodiscard]] Iterator end() const { return {*this, size()}; }

 private:
  UnitTable x_units;
  std::vector<Origin> x_origins;
};

struct Batch {
  std::vector<std::string> files;
  UnitRows units;
  std::vector<Sourced<Indicator>> indicators;
  std::vector<Sourced<Target>> targets;
  std::vector<Sourced<Observation>> observations;
  std::vector<Sourced<Event>> events;
  std::vector<Sourced<ImportedField>> assessments;
};

}  // namespace assay::model
