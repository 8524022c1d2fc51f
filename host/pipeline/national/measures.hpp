#pragma once
// The single measurements of `assay bench national`, in their order: each works on what the ones
// before it left. Not thread-safe.

#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "pipeline/national/national.hpp"
#include "pipeline/national/reference.hpp"
#include "store/store.hpp"

namespace assay::score {
class Scoring;
}

namespace assay::pipeline::national {

class Measures {
 public:
  // `scratch` is a folder for passing files, on the disk of the office.
  Measures(const Options& options, std::filesystem::path office, std::filesystem::path scratch);

  [[nodiscard]] Status load();                 // makes the office; bulk load against a plain copy
  [[nodiscard]] Status scan();                 // all figures and targets from the map
  [[nodiscard]] Status score_unit_targets();   // a target a unit; one changed figure
  [[nodiscard]] Status score_group_targets();  // a table of targets a group
  [[nodiscard]] Status update();               // durable single figures, alone and grouped
  [[nodiscard]] Status files();                // observations.csv

  [[nodiscard]] std::vector<Row> rows() && { return std::move(x_rows); }

 private:
  void begin(const char* what) const;
  // Without a reference, `bar` is for the value itself.
  void add(Row row);
  [[nodiscard]] Status make_units(store::Store& store);
  [[nodiscard]] Status load_part(store::Store& store, std::size_t first, std::size_t last);
  [[nodiscard]] Status score(Targets targets, const char* name, std::size_t columns_a_leaf);
  void rescore(model::Snapshot& snapshot, score::Scoring& scoring, double full_s);
  [[nodiscard]] store::Cause cause(const char* action) const;
  [[nodiscard]] std::size_t cells() const { return x_size.units * x_size.indicators; }

  const Options& x_options;
  const Size& x_size;
  std::filesystem::path x_office;
  std::filesystem::path x_scratch;
  std::vector<PlainColumn> x_columns;  // figures, then targets
  std::vector<Row> x_rows;
};

}  // namespace assay::pipeline::national
