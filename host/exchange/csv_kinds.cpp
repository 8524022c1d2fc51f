#include "exchange/csv_kinds.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "base/suggest.hpp"

namespace assay::exchange {

namespace {

constexpr bool kRequired = true;

constexpr std::array<ColumnSpec, 8> kUnit_columns = {{{"unit", kRequired},
                                                      {"name", kRequired},
                                                      {"type", kRequired},
                                                      {"parent"},
                                                      {"from"},
                                                      {"to"},
                                                      {"successor"},
                                                      {"tags"}}};
constexpr std::array<ColumnSpec, 7> kIndicator_columns = {{{"indicator", kRequired},
                                                           {"name", kRequired},
                                                           {"measure_unit", kRequired},
                                                           {"direction", kRequired},
                                                           {"decimals"},
                                                           {"owner"},
                                                           {"rollup"}}};
constexpr std::array<ColumnSpec, 9> kTarget_columns = {{{"unit", kRequired},
                                                        {"indicator", kRequired},
                                                        {"period", kRequired},
                                                        {"required", kRequired},
                                                        {"stretch"},
                                                        {"upper"},
                                                        {"baseline"},
                                                        {"lead"},
                                                        {"person"}}};
constexpr std::array<ColumnSpec, 6> kObservation_columns = {{{"unit", kRequired},
                                                             {"indicator", kRequired},
                                                             {"period", kRequired},
                                                             {"value", kRequired},
                                                             {"state"},
                                                             {"source"}}};
constexpr std::array<ColumnSpec, 11> kEvent_columns = {{{"event", kRequired},
                                                        {"unit", kRequired},
                                                        {"period", kRequired},
                                                        {"kind", kRequired},
                                                        {"subject"},
                                                        {"points"},
                                                        {"reason"},
                                                        {"evidence"},
                                                        {"decided_by"},
                                                        {"date"},
                                                        {"state"}}};
constexpr std::array<ColumnSpec, 6> kAssessment_columns = {{{"unit", kRequired},
                                                            {"period", kRequired},
                                                            {"assessment", kRequired},
                                                            {"field", kRequired},
                                                            {"value", kRequired},
                                                            {"full"}}};
constexpr std::array<KindSpec, 6> kKinds = {
    {{Kind::Units, "units", kUnit_columns},
     {Kind::Indicators, "indicators", kIndicator_columns},
     {Kind::Targets, "targets", kTarget_columns},
     {Kind::Observations, "observations", kObservation_columns},
     {Kind::Events, "events", kEvent_columns},
     {Kind::Assessments, "assessments", kAssessment_columns}}};

using Header = std::span<const std::string_view>;

const ColumnSpec* column_of(const KindSpec& kind, std::string_view name) {
  const auto found = std::ranges::find(kind.columns, name, &ColumnSpec::name);
  return found == kind.columns.end() ? nullptr : &*found;
}

// What keeps a header from being of a kind.
struct Misfit {
  std::vector<std::string_view> unknown;
  std::vector<std::string_view> missing;
  std::vector<std::string_view> repeated;

  [[nodiscard]] bool fits() const { return unknown.empty() && missing.empty() && repeated.empty(); }
  // How many names would have to change; a misspelt column is unknown and missing, but one change.
  [[nodiscard]] std::size_t changes() const {
    auto count = unknown.size() + missing.size() + repeated.size();
    for (const auto name : unknown)
      if (!nearest(name, missing).empty()) --count;
    return count;
  }
};

Misfit misfit_of(const KindSpec& kind, Header header) {
  Misfit misfit;
  for (std::size_t i = 0; i < header.size(); ++i) {
    const auto before = header.first(i);
    if (std::ranges::find(before, header[i]) != before.end())
      misfit.repeated.push_back(header[i]);
    else if (column_of(kind, header[i]) == nullptr)
      misfit.unknown.push_back(header[i]);
  }
  for (const auto& column : kind.columns)
    if (column.required && std::ranges::find(header, column.name) == header.end())
      misfit.missing.push_back(column.name);
  return misfit;
}

// Names for a message, at most a few: "value, state", or "–" for none.
std::string list_of(const std::vector<std::string>& names) {
  static constexpr std::size_t kNames_max = 12;
  std::string list;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i == kNames_max) return list + ", …";
    list += (i == 0 ? "" : ", ") + names[i];
  }
  return list.empty() ? "–" : list;
}

std::vector<std::string> quoted(const std::vector<std::string_view>& names) {
  std::vector<std::string> list;
  list.reserve(names.size());
  for (const auto name : names) list.push_back("“" + excerpt(name) + "”");
  return list;
}

// Each unknown name with the missing or optional column it may stand for.
std::vector<std::string> with_suggestions(const KindSpec& kind, const Misfit& misfit,
                                          Header header) {
  std::vector<std::string_view> free;
  for (const auto& column : kind.columns)
    if (std::ranges::find(header, column.name) == header.end()) free.push_back(column.name);
  auto list = quoted(misfit.unknown);
  for (std::size_t i = 0; i < list.size(); ++i)
    if (const auto meant = nearest(misfit.unknown[i], free); !meant.empty())
      list[i] += " (→ " + meant + ")";
  return list;
}

// "unit, name, type [, parent, …]"
std::string columns_text(const KindSpec& kind) {
  std::string text;
  std::string optional;
  for (const auto& column : kind.columns) {
    if (column.required)
      text += (text.empty() ? "" : ", ") + std::string(column.name);
    else
      optional += ", " + std::string(column.name);
  }
  return text + " [" + optional + "]";
}

std::unexpected<Error> header_error(const KindSpec& kind, const Misfit& misfit, Header header) {
  return fail(Failure::Input, "import.header",
              {ASSAY_TEXT("the header comes nearest to {kind}.csv but does not fit it: unknown "
                          "columns: {unknown}; missing: {missing}; repeated: {repeated}; allowed: "
                          "{columns}"),
               {{"kind", std::string(kind.name)},
                {"unknown", list_of(with_suggestions(kind, misfit, header))},
                {"missing", list_of(quoted(misfit.missing))},
                {"repeated", list_of(quoted(misfit.repeated))},
                {"columns", columns_text(kind)}}});
}

bool other_separator(Header header) {
  return header.size() == 1 && header.front().find_first_of(";\t") != std::string_view::npos;
}

}  // namespace

std::span<const KindSpec> kinds() { return kKinds; }

Result<Layout> match_header(Header header) {
  static constexpr std::size_t kColumns_max = 1000;  // the comparison is quadratic
  if (other_separator(header))
    return fail(Failure::Input, "import.separator",
                {ASSAY_TEXT("the columns are not separated by commas: save the file as “CSV UTF-8” "
                            "with commas"),
                 {}});
  const auto compared = header.first(std::min(header.size(), kColumns_max));
  const auto changes = [&](const KindSpec& kind) { return misfit_of(kind, compared).changes(); };
  const auto& kind = *std::ranges::min_element(kKinds, {}, changes);
  const auto misfit = misfit_of(kind, compared);
  if (!misfit.fits()) return header_error(kind, misfit, compared);
  Layout layout{&kind, {}};
  for (const auto name : header) layout.columns.push_back(column_of(kind, name));
  return layout;
}

}  // namespace assay::exchange
