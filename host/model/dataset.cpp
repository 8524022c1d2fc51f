#include "model/dataset.hpp"

#include <algorithm>

namespace assay::model {

bool DatasetColumn::means_the_same(const DatasetColumn& other) const {
  auto worded_alike = other;
  worded_alike.doc = doc;
  return *this == worded_alike;
}

const DatasetColumn* DatasetInfo::column(std::string_view name) const {
  const auto found = std::ranges::find(columns, name, &DatasetColumn::id);
  return found == columns.end() ? nullptr : &*found;
}

}  // namespace assay::model
