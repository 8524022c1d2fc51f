#pragma once
// `assay bench national`: makes a nation's data set, loads it into an office, scores it, and sets
// every speed beside a reference measured in the same process. Uses only what the office itself
// uses. Times differ from run to run; results do not.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/message.hpp"
#include "base/progress.hpp"
#include "base/result.hpp"
#include "pipeline/national/data.hpp"

namespace assay::pipeline::national {

struct Options {
  Size size;
  std::filesystem::path office;  // kept; "" = in the folder for temporary files, removed
  std::filesystem::path csv;     // writes the data set there as well; "" = not
  unsigned threads = 0;          // 0 = as many as run at once here
  int runs = 5;                  // medians of so many
  std::function<void(const Message&)> step;  // told what begins; may be empty
  Progress progress;                         // of the present step; may be empty
};

// One speed. `ratio` is value ÷ reference; with a bar, `met` says whether it is reached: not below
// it, or, for what should be small, not above it.
struct Row {
  std::string name;
  double value = 0;
  std::string unit;
  std::optional<double> reference;
  std::optional<double> ratio;
  std::optional<double> bar;
  bool small_is_good = false;
  [[nodiscard]] std::optional<bool> met() const;
};

struct Report {
  std::string target;  // instruction set of the kernels
  std::vector<Row> rows;
};

// Input error national.size for a size beyond the limits; those of the store.
[[nodiscard]] Result<Report, Errors> run(const Options& options);

}  // namespace assay::pipeline::national
