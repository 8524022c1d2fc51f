#pragma once
// Pieces that the JSON of a run and of an explanation share; docs/formats/json.md is their form.

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/run.hpp"
#include "report/json_writer.hpp"

namespace assay::report {

// "name": the literal, or null when there is none.
void write_figure(JsonWriter& json, std::string_view name, const std::optional<Decimal>& value);

// "run" … "title" of the run.
void write_run_head(JsonWriter& json, const model::Run& run);
// "steps", "digests" and "host_version" of the run.
void write_run_foot(JsonWriter& json, const model::Run& run);

// "unit" … "grade".
void write_unit_head(JsonWriter& json, const model::Run& run, const model::UnitResult& unit);

// Members "key": "value". A key that repeats, or is `taken` already, is written once, with its
// first value.
void write_pairs(JsonWriter& json, const std::vector<std::pair<std::string, std::string>>& pairs,
                 std::string_view taken = {});

// "name": [{"code", …data…}]
void write_notes(JsonWriter& json, std::string_view name, const std::vector<model::Note>& notes);

}  // namespace assay::report
