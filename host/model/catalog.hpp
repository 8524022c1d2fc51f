#pragma once
// What figures of an office may be of: its units and indicators, without any figure. A value.

#include <map>
#include <string>

#include "model/unit_table.hpp"

namespace assay::model {

struct Catalog {
  UnitTable units;  // axis order
  std::map<std::string, Indicator, std::less<>> indicators;
};

}  // namespace assay::model
