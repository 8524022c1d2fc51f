#pragma once
// Files of targets and observations, read, checked and put block by block, so that an import takes
// the room of what it changes, however long its files are (docs/decisions/0033-part-by-part.md).
// One thread reads while the caller's checks and puts. Not thread-safe.

#include <cstdint>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "base/progress.hpp"
#include "exchange/csv_import.hpp"
#include "pipeline/import_check.hpp"
#include "pipeline/office.hpp"
#include "store/store.hpp"

namespace assay::pipeline {

// Which cells were given a value so far: a bit a unit, by indicator and period.
class SeenCells {
 public:
  // Whether it was new.
  bool insert(const FigurePlace& place);

 private:
  using Column = std::pair<std::uint32_t, std::uint32_t>;  // indicator, period
  std::map<Column, std::vector<bool>> x_columns;
  const Column* x_last = nullptr;  // rows mostly come column by column
  std::vector<bool>* x_last_units = nullptr;
};

class FigureImport {
 public:
  // Borrows all of them. Without a writer rows are only checked. `units`: how many the office had,
  // which are the first of the check's.
  FigureImport(ImportCheck& check, store::Writer* writer, std::size_t units, ImportReport& report)
      : x_check(check), x_writer(writer), x_units(units), x_report(report) {}

  // Reads the file to its end. Faults of rows go to the check, those of the file to `errors`; an
  // error is one of the store.
  [[nodiscard]] Status run(exchange::CsvFile& file, const Progress& progress, Errors& errors);

  // Rows gave a cell another value than an earlier row of the import.
  [[nodiscard]] bool has_contradictions() const { return !x_contradictions.empty(); }
  // Looks for those earlier rows: to be called for each file of figures, read anew, in turn.
  void look_for_first(exchange::CsvFile& file);
  // Tells the check, with the earlier rows as far as they were found.
  void report_contradictions();

 private:
  struct Contradiction {
    model::Origin row;
    FigurePlace place;
    bool is_target = false;
    std::optional<model::Origin> first;
  };

  [[nodiscard]] Status take(const model::Batch& block);
  template <class T>
  [[nodiscard]] Status take_rows(const std::vector<model::Sourced<T>>& rows, SeenCells& seen,
                                 Counts& counts);
  template <class T>
  void match(const std::vector<model::Sourced<T>>& rows);

  ImportCheck& x_check;
  store::Writer* x_writer;
  std::size_t x_units;
  ImportReport& x_report;
  SeenCells x_targets;
  SeenCells x_observations;
  std::vector<Contradiction> x_contradictions;  // by row; a limited number
};

}  // namespace assay::pipeline
