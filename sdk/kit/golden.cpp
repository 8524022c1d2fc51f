#include "kit/golden.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>

#include "base/decimal.hpp"
#include "kit/config.hpp"

namespace assay::kit {

namespace {

using Json = CaseValue;
using Kind = CaseValue::Kind;

std::unexpected<Finding> misfit(const std::string& where, const std::string& what) {
  return found(ASSAY_TEXT("golden case {where}: {what}"), {{"where", where}, {"what", what}});
}

struct Member {
  const std::string& name;
  const Json& value;
};
std::vector<Member> members(const Json& object) {
  std::vector<Member> made;
  made.reserve(object.names.size());
  for (std::size_t i = 0; i < object.names.size(); ++i)
    made.push_back({object.names[i], object.items[i]});
  return made;
}

// nullptr when there is none.
const Json* member(const Json& object, std::string_view name) {
  const auto at = std::ranges::find(object.names, name);
  return at == object.names.end()
             ? nullptr
             : &object.items[static_cast<std::size_t>(at - object.names.begin())];
}

// Days or, with a time of day, milliseconds since 1970: "2024-03-01", "2024-03-01T08:30".
std::optional<std::int64_t> moment_ms(const std::string& text) {
  namespace c = std::chrono;
  int year = 0;
  unsigned month = 0;
  unsigned day = 0;
  int hour = 0;
  int minute = 0;
  int used = 0;
  if (std::sscanf(text.c_str(), "%4d-%2u-%2u%n", &year, &month, &day, &used) != 3) return {};
  auto rest = text.substr(static_cast<std::size_t>(used));
  if (!rest.empty() && (std::sscanf(rest.c_str(), "T%2d:%2d%n", &hour, &minute, &used) != 2 ||
                        rest.size() != static_cast<std::size_t>(used)))
    return {};
  const c::year_month_day date{c::year{year}, c::month{month}, c::day{day}};
  if (!date.ok() || hour > 23 || minute > 59) return {};
  const auto since = c::sys_days{date}.time_since_epoch() + c::hours{hour} + c::minutes{minute};
  return c::duration_cast<c::milliseconds>(since).count();
}

// A text as a value of the field's type; nothing when it is none.
std::optional<std::int64_t> parse_value(const Field& field, const std::string& text) {
  static constexpr std::int64_t kDay_ms = 86'400'000;
  switch (field.type) {
    case ASSAY_PLUGIN_DEC6:
    case ASSAY_PLUGIN_I64: {
      const auto value = Decimal::parse(text);
      if (!value) return {};
      if (field.type == ASSAY_PLUGIN_DEC6) return value->micro();
      if (value->micro() % Decimal::kScale != 0) return {};
      return value->micro() / Decimal::kScale;
    }
    case ASSAY_PLUGIN_BOOL8:
      if (text == "true" || text == "false") return text == "true" ? 1 : 0;
      return {};
    case ASSAY_PLUGIN_DATE32:
      if (const auto ms = moment_ms(text)) return *ms / kDay_ms;
      return {};
    case ASSAY_PLUGIN_TIME64:
      return moment_ms(text);
    case ASSAY_PLUGIN_DICT32: {
      const auto at = std::ranges::find(field.words, text);
      if (at == field.words.end()) return {};
      return at - field.words.begin();
    }
    default:
      return {};
  }
}

class Reader {
 public:
  Reader(const Declared& declared, std::string file)
      : x_declared(declared), x_file(std::move(file)) {}

  [[nodiscard]] Found<GoldenCase> read(const Json& json) const {
    GoldenCase made;
    made.file = x_file;
    if (json.kind != Kind::Object) return misfit(x_file, "a case is an object");
    ASSAY_TRY(made.name, required_text(json, "case", x_file));
    const auto where = x_file + ", " + made.name;
    ASSAY_TRY(made.rows.period, required_text(json, "period", where));
    ASSAY_TRY(made.config, parameters(json, where));
    for (const auto& field : x_declared.in) made.rows.in.push_back({field.type, {}, {}, {}});
    for (const auto& dataset : x_declared.datasets) {
      auto& table = made.rows.tables.emplace_back();
      table.row_start.push_back(0);
      for (const auto& field : dataset.columns) table.columns.push_back({field.type, {}, {}, {}});
    }
    const auto* units = member(json, "units");
    if (units == nullptr || units->kind != Kind::List) return misfit(where, "\"units\" is a list");
    for (const auto& unit : units->items) {
      if (unit.kind != Kind::Object) return misfit(where, "a unit is an object");
      ASSAY_CHECK(add_unit(unit, where, made));
    }
    made.rows.rows = made.expected.size();
    return made;
  }

 private:
  static Found<std::string> required_text(const Json& json, std::string_view name,
                                          const std::string& where) {
    const auto* value = member(json, name);
    if (value == nullptr || value->kind != Kind::Text)
      return misfit(where, "\"" + std::string(name) + "\" is a text");
    return value->text;
  }

  static Found<std::string> parameters(const Json& json, const std::string& where) {
    std::map<std::string, std::string> values;
    if (const auto* given = member(json, "parameters"); given != nullptr) {
      if (given->kind != Kind::Object) return misfit(where, "\"parameters\" is an object");
      for (const auto& one : members(*given)) {
        if (one.value.kind != Kind::Text) return misfit(where, "a parameter is a text");
        values.emplace(one.name, one.value.text);
      }
    }
    return object_text(values);
  }

  Check add_cell(const Json* values, const Field& field, const std::string& where,
                 Column& column) const {
    const auto* value = values == nullptr ? nullptr : member(*values, field.id);
    const bool there = value != nullptr && value->kind != Kind::Null;
    if (there && value->kind != Kind::Text) return misfit(where, field.id + " is a text");
    if (!there && field.has(ASSAY_PLUGIN_REQUIRED)) return misfit(where, field.id + " is missing");
    if (field.type == ASSAY_PLUGIN_UTF8) {
      column.add_text(there ? value->text : "", there);
      return {};
    }
    const auto parsed = there ? parse_value(field, value->text) : 0;
    if (!parsed) return misfit(where, field.id + ": " + value->text + " is not of its type");
    column.add(*parsed, there);
    return {};
  }

  // Names in `values` that no field has are mistakes.
  static Check known(const Json* values, const std::vector<Field>& fields, const std::string& where,
                     std::string_view also = "") {
    if (values == nullptr) return {};
    if (values->kind != Kind::Object) return misfit(where, "inputs and rows are objects");
    for (const auto& one : members(*values))
      if (one.name != also && std::ranges::find(fields, one.name, &Field::id) == fields.end())
        return misfit(where, one.name + " is not known");
    return {};
  }

  Check add_unit(const Json& unit, const std::string& of_case, GoldenCase& made) const {
    Expected expected;
    ASSAY_TRY(expected.unit, required_text(unit, "unit", of_case));
    const auto where = of_case + ", unit " + expected.unit;
    const auto* type = member(unit, "type");
    made.rows.codes.push_back(expected.unit);
    made.rows.types.push_back(type != nullptr && type->kind == Kind::Text ? type->text : "county");
    const auto* inputs = member(unit, "inputs");
    ASSAY_CHECK(known(inputs, x_declared.in, where));
    for (std::size_t i = 0; i < x_declared.in.size(); ++i)
      ASSAY_CHECK(add_cell(inputs, x_declared.in[i], where, made.rows.in[i]));
    for (std::size_t i = 0; i < x_declared.datasets.size(); ++i)
      ASSAY_CHECK(add_records(unit, x_declared.datasets[i], where, made.rows.tables[i]));
    ASSAY_CHECK(read_expected(unit, where, expected));
    made.expected.push_back(std::move(expected));
    return {};
  }

  Check add_records(const Json& unit, const Dataset& dataset, const std::string& where,
                    Table& table) const {
    const auto* datasets = member(unit, "datasets");
    const auto* rows = datasets != nullptr && datasets->kind == Kind::Object
                           ? member(*datasets, dataset.id)
                           : nullptr;
    if (rows != nullptr && rows->kind != Kind::List)
      return misfit(where, dataset.id + " is a list");
    std::int64_t last = INT64_MIN;
    for (std::size_t i = 0; rows != nullptr && i < rows->items.size(); ++i) {
      const auto& row = rows->items[i];
      const auto here = where + ", " + dataset.id;
      ASSAY_CHECK(known(&row, dataset.columns, here, "time"));
      ASSAY_TRY(const auto time, required_text(row, "time", here));
      const auto ms = moment_ms(time);
      if (!ms || *ms < last) return misfit(here, "times are like 2024-03-01T08:30, and rise");
      table.time_ms.push_back(last = *ms);
      for (std::size_t c = 0; c < dataset.columns.size(); ++c)
        ASSAY_CHECK(add_cell(&row, dataset.columns[c], here, table.columns[c]));
    }
    table.row_start.push_back(table.time_ms.size());
    return {};
  }

  Found<std::size_t> output(const std::string& id, const std::string& where) const {
    const auto at = std::ranges::find(x_declared.out, id, &Field::id);
    if (at == x_declared.out.end()) return misfit(where, "there is no output " + id);
    return static_cast<std::size_t>(at - x_declared.out.begin());
  }

  Check read_expected(const Json& unit, const std::string& where, Expected& expected) const {
    if (const auto* values = member(unit, "expected");
        values != nullptr && values->kind == Kind::Object)
      for (const auto& one : members(*values)) {
        ASSAY_TRY(const auto place, output(one.name, where));
        if (one.value.kind != Kind::Null && one.value.kind != Kind::Text)
          return misfit(where, "an expected output is a text or null");
        expected.outputs[place] =
            one.value.kind == Kind::Null ? std::nullopt : std::optional(one.value.text);
      }
    if (const auto* values = member(unit, "reasons");
        values != nullptr && values->kind == Kind::Object)
      for (const auto& one : members(*values)) {
        ASSAY_TRY(const auto place, output(one.name, where));
        auto& rules = expected.reasons[place];
        if (one.value.kind != Kind::List) return misfit(where, "reasons are lists of rules");
        for (const auto& rule : one.value.items)
          if (rule.kind == Kind::Text) rules.push_back(rule.text);
      }
    if (const auto* rule = member(unit, "refused"); rule != nullptr && rule->kind == Kind::Text)
      expected.refused = rule->text;
    if (expected.outputs.empty() && !expected.refused)
      return misfit(where, "nothing is expected: give \"expected\" or \"refused\"");
    return {};
  }

  const Declared& x_declared;
  std::string x_file;
};

}  // namespace

Found<std::vector<GoldenCase>> read_golden_cases(const std::map<std::string, CaseValue>& files,
                                                 const Declared& declared) {
  std::vector<GoldenCase> cases;
  for (const auto& [name, list] : files) {
    if (list.kind != Kind::List) return misfit(name, "a file is a list of cases");
    const Reader reader(declared, name);
    for (const auto& one : list.items) {
      ASSAY_TRY(auto made, reader.read(one));
      cases.push_back(std::move(made));
    }
  }
  return cases;
}

}  // namespace assay::kit
