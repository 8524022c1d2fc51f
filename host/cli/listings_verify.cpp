#include "cli/listings_verify.hpp"

#include <array>
#include <vector>

#include "base/digest.hpp"
#include "report/json_writer.hpp"
#include "report/report.hpp"
#include "report/text.hpp"

namespace assay::cli {

using report::Align;
using report::say;

std::string verification_text(const pipeline::Verification& found, const Translate& translate) {
  const auto& run = found.manifest.run;
  auto out = say(translate, {ASSAY_TEXT("Run {run}: scheme {scheme} version {version}, period "
                                        "{period}, groups: {groups}, units: {units}"),
                             {{"run", std::to_string(run.id)},
                              {"scheme", run.scheme},
                              {"version", std::to_string(run.version)},
                              {"period", run.period.str()},
                              {"groups", std::to_string(found.manifest.groups)},
                              {"units", std::to_string(found.manifest.units)}}}) +
             "\n";
  const std::array<report::TableColumn, 2> columns = {
      {{say(translate, {ASSAY_TEXT("Compared"), {}}), Align::Left},
       {say(translate, {ASSAY_TEXT("Result"), {}}), Align::Left}}};
  std::vector<std::vector<std::string>> rows;
  rows.reserve(found.checks.size());
  for (const auto& check : found.checks)
    rows.push_back(
        {say(translate, check.what), check.same ? say(translate, {ASSAY_TEXT("the same"), {}})
                                                : say(translate, {ASSAY_TEXT("DIFFERENT"), {}})});
  return out + report::table(columns, rows);
}

std::string verification_json(const pipeline::Verification& found) {
  const auto& manifest = found.manifest;
  report::JsonWriter json;
  json.object([&] {
    json.figure("run", manifest.run.id);
    json.text("scheme", manifest.run.scheme);
    json.figure("version", std::uint64_t{manifest.run.version});
    json.text("period", manifest.run.period.str());
    json.figure("groups", manifest.groups);
    json.figure("units", manifest.units);
    json.text("result", to_hex(manifest.result));
    json.array("checks", [&] {
      for (const auto& check : found.checks)
        json.object([&] {
          json.text("check", check.code);
          json.key("same");
          json.boolean(check.same);
        });
    });
  });
  return json.finish();
}

}  // namespace assay::cli
