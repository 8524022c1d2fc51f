#pragma once
// Whether the rows of one import agree with each other and with what the office holds: names that
// must be known, rows that contradict each other, figures the indicator or the unit's life does
// not allow. Pure.

#include <compare>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "base/result.hpp"
#include "model/batch.hpp"
#include "model/catalog.hpp"

namespace assay::pipeline {

// Where the figures of a row belong: numbers of ImportCheck for unit and indicator, and the
// period's key.
struct FigurePlace {
  std::uint32_t unit = 0;
  std::uint32_t indicator = 0;
  std::uint32_t period = 0;
  auto operator<=>(const FigurePlace&) const = default;
};

// Borrows batch and office. Units and indicators of the batch count as known too, and take the
// place of the office's. Not thread-safe.
class ImportCheck {
 public:
  ImportCheck(const model::Batch& batch, const model::Catalog& office, std::size_t limit);
  ImportCheck(const ImportCheck&) = delete;
  ImportCheck& operator=(const ImportCheck&) = delete;
  ~ImportCheck();

  // All rows of the batch.
  void check_batch();

  // Rows of figures that come in blocks, in their order, once all else is checked; to be left off
  // when full(). Gives the place of a row whose unit and indicator are known.
  void start_figures();
  [[nodiscard]] bool full() const;
  [[nodiscard]] bool clean() const;  // no fault so far
  [[nodiscard]] std::optional<FigurePlace> check(const model::Sourced<model::Target>& row);
  [[nodiscard]] std::optional<FigurePlace> check(const model::Sourced<model::Observation>& row);
  // The place alone; nothing where unit or indicator is unknown.
  [[nodiscard]] std::optional<FigurePlace> find(const std::string& unit,
                                                const std::string& indicator,
                                                model::Period period) const;
  // The row gives another value than one before it (at `first`, if that is known).
  void contradicts(const model::Origin& row, const std::optional<model::Origin>& first,
                   const FigurePlace& place);

  // The first `limit` (at least 1) faults in the order of files and rows. Input errors:
  // import.unknown_unit, import.unknown_indicator, import.cycle, import.duplicate,
  // import.decimals, import.outside_life, import.stretch.
  [[nodiscard]] Errors take();

 private:
  class State;
  std::unique_ptr<State> x_state;
};

// The faults of a whole batch, figures included; none when it may be put.
[[nodiscard]] Errors check(const model::Batch& batch, const model::Catalog& office,
                           std::size_t limit);

}  // namespace assay::pipeline
