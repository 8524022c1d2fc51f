#pragma once
// The rows of the datasets a plugin reads, with the columns it declares. Pure; thread-safe.

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "assess/columns.hpp"
#include "base/digest.hpp"
#include "base/result.hpp"
#include "model/dataset.hpp"
#include "plugin/plugin.hpp"

namespace assay::assess {

// The rows of a dataset in the period assessed, along the units of the snapshot, with the columns
// they were entered with; nothing when the office has never had any.
using Datasets =
    std::function<Result<std::optional<model::DatasetTable>>(const std::string& dataset)>;

// In the order of info.datasets; empty where nothing was entered. Units without a row of a required
// dataset are noted in `columns` as missing. Input error assess.dataset when the rows were entered
// by another declaration.
[[nodiscard]] Result<std::vector<model::DatasetTable>> read_tables(const plugin::PluginInfo& info,
                                                                   const Datasets& datasets,
                                                                   std::size_t units,
                                                                   Columns& columns);

// What they hold, declarations included.
void add_to(DigestBuilder& builder, const std::vector<model::DatasetTable>& tables);

}  // namespace assay::assess
