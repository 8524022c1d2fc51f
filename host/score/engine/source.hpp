#pragma once
// Columns as the leaves of a plan read them: figures that count, targets in force, fields of
// assessments. Where a chunk of the snapshot can be read as it lies, it is lent to the kernels;
// elsewhere rows are asked for one by one. Borrows the snapshot; after bind() any thread may read.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "score/figures.hpp"
#include "score/kernel/kernel.hpp"

namespace assay::score::engine {

struct Cell {
  enum class State : std::uint8_t {
    Valid,
    Absent,
    Undecidable  // there is something wrong with it, which the rule itself must say
  };
  State state = State::Absent;
  std::int64_t micro = 0;
};

// One chunk of a source. Not ready: its rows are to be asked for one by one.
struct View {
  kernel::Column column = {.empty = true};
  std::uint32_t rows = 0;  // beyond them, ask one by one if `open`, else nothing is there
  bool ready = false;
  bool open = false;
};

// Room for what a view does not borrow: one per thread and source.
struct Scratch {
  std::vector<std::int64_t> values;
  std::vector<std::uint8_t> bits;
};

class Source {
 public:
  virtual ~Source() = default;
  Source(const Source&) = delete;
  Source& operator=(const Source&) = delete;

  // Looks up the columns it reads.
  virtual void bind(const Inputs& inputs) = 0;
  [[nodiscard]] virtual Cell at(std::size_t ordinal) const = 0;
  // Has the row fetched: the figures of one unit lie far apart in memory, and this way many are on
  // the way at once.
  virtual void fetch(std::size_t ordinal) const = 0;
  // Valid as long as neither the snapshot nor `scratch` changes.
  [[nodiscard]] virtual View view(std::size_t chunk, Scratch& scratch) const = 0;

 protected:
  Source() = default;
};

// Observations that count for the scheme, rolled up where the indicator says so.
[[nodiscard]] std::unique_ptr<Source> figure_source(std::string indicator, model::Period period);
// One layer of targets as entered.
[[nodiscard]] std::unique_ptr<Source> layer_source(std::string indicator, model::Period period,
                                                   model::Layer layer);
// The same, from the year's row pro rata where the period has no row of its own.
[[nodiscard]] std::unique_ptr<Source> paced_source(std::string indicator, model::Period period,
                                                   model::Layer layer);
// The harder of two targets, `required` being needed. Borrows both.
[[nodiscard]] std::unique_ptr<Source> harder_source(const Source& required, const Source& upper,
                                                    bool greater, const kernel::Kernels& kernels);
// A column of our own.
[[nodiscard]] std::unique_ptr<Source> own_source(model::Column column);

}  // namespace assay::score::engine
