#pragma once
// A built-in plugin as a scheme uses it, loaded from its shared object and asked about one unit.

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <optional>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "assay/sdk/norms.hpp"
#include "plugin/plugin.hpp"

namespace assay::plugin {

using Named = std::map<std::string, std::string>;
// Rows of datasets: by dataset, each row by column.
using Lists = std::map<std::string, std::vector<Named>>;

inline Decimal decimal(const std::string& text) { return Decimal::parse(text).value(); }

// What the plugin says of one unit.
struct Answer {
  std::map<std::string, model::FieldValue> values;
  std::map<std::string, std::vector<Message>> reasons;
  std::optional<Message> failure;

  [[nodiscard]] Decimal decimal(const std::string& field) const {
    return std::get<Decimal>(values.at(field));
  }
  [[nodiscard]] Ratio ratio(const std::string& field) const {
    return std::get<Ratio>(values.at(field));
  }
  [[nodiscard]] bool flag(const std::string& field) const {
    return std::get<bool>(values.at(field));
  }
  [[nodiscard]] bool absent(const std::string& field) const {
    return std::holds_alternative<std::monostate>(values.at(field));
  }
  [[nodiscard]] std::string said(const std::string& field) const {
    std::string text;
    for (const auto& reason : reasons.at(field)) text += in_english(reason) + "|";
    return text;
  }
  [[nodiscard]] std::string why() const { return failure ? in_english(*failure) : ""; }
};

// "a=1;b=2"
inline Named pairs_of(const std::string& text) {
  Named pairs;
  std::istringstream stream(text);
  for (std::string pair; std::getline(stream, pair, ';');)
    pairs[pair.substr(0, pair.find('='))] = pair.substr(pair.find('=') + 1);
  return pairs;
}

// Records of a CSV file without its header.
inline std::vector<std::vector<std::string>> records_of(const std::filesystem::path& path) {
  std::ifstream file(path);
  const std::string text(std::istreambuf_iterator<char>(file), {});
  std::string_view rest = text;
  std::vector<std::vector<std::string>> records;
  while (!rest.empty()) records.push_back(sdk::detail::take_record(rest));
  if (records.empty()) throw std::runtime_error("no such file: " + path.string());
  records.erase(records.begin());
  return records;
}

class Asked {
 public:
  explicit Asked(const std::string& name) : x_name(name) {
    auto loaded = load(std::filesystem::path(ASSAY_PLUGINS) / name / (name + ".so"));
    if (!loaded) throw std::runtime_error(describe(loaded.error()));
    x_plugin = std::move(*loaded);
  }

  [[nodiscard]] const PluginInfo& info() const { return x_plugin->info(); }
  // A file of the plugin's source folder.
  [[nodiscard]] std::filesystem::path source(const std::string& file) const {
    return std::filesystem::path(ASSAY_PLUGIN_SOURCES) / x_name / file;
  }

  [[nodiscard]] Result<Answer> ask(const Named& figures, const Named& parameters = {},
                                   const std::string& period = "2024", const Lists& lists = {}) {
    Inputs inputs{.period = period, .rows = 1, .columns = {}};
    for (const auto& [name, value] : figures) check_known(name);
    for (const auto& field : info().inputs) {
      const auto found = figures.find(field.id);
      inputs.columns.push_back({found == figures.end()
                                    ? std::nullopt
                                    : std::optional(Decimal::parse(found->second).value())});
    }
    const auto tables = tables_of(lists);
    inputs.ordinals = {0};
    for (const auto& table : tables) inputs.tables.push_back(&table);
    const auto outputs = x_plugin->evaluate(json_of(parameters), inputs);
    if (!outputs) return std::unexpected(outputs.error());
    return answer_in(*outputs);
  }

  [[nodiscard]] Answer answer(const Named& figures, const Named& parameters = {},
                              const std::string& period = "2024", const Lists& lists = {}) {
    auto made = ask(figures, parameters, period, lists);
    if (!made) throw std::runtime_error(describe(made.error()));
    return *made;
  }

  // Why the plugin refuses its parameters or the period.
  [[nodiscard]] std::string refusal(const Named& parameters, const std::string& period = "2024",
                                    const Named& figures = {}) {
    const auto made = ask(figures, parameters, period);
    if (made) return "";
    EXPECT_EQ(made.error().code, "plugin.config");
    return in_english(made.error().message);
  }

  // tests/vectors.csv: field,expected,places,period,parameters,inputs,source. The figure expected
  // is the field's, rounded to so many places; rates are given in per cent, flags as 1 and 0, and
  // an empty one is absent. Returns how many rows there were.
  int check_vectors() {
    int count = 0;
    for (const auto& row : records_of(source("tests/vectors.csv"))) {
      ++count;
      if (row.size() != 7) throw std::runtime_error("a row of vectors.csv has 7 fields");
      SCOPED_TRACE(row[0] + " " + row[4] + " " + row[5] + " " + row[6]);
      const auto made = ask(pairs_of(row[5]), pairs_of(row[4]), row[3]);
      EXPECT_TRUE(made) << describe(made.error());
      if (!made) continue;
      EXPECT_EQ(made->why(), "");
      if (made->why().empty()) expect(made->values.at(row[0]), row[1], std::stoi(row[2]));
    }
    return count;
  }

  // Every output of `made` has a reason, whole in both languages.
  static void expect_reasons(const Answer& made) {
    for (const auto& [field, reasons] : made.reasons) {
      EXPECT_FALSE(reasons.empty()) << field;
      for (const auto& reason : reasons) {
        EXPECT_EQ(in_english(reason).find('{'), std::string::npos) << in_english(reason);
        EXPECT_EQ(fill(reason.text_zh, reason).find('{'), std::string::npos) << reason.text_zh;
        EXPECT_FALSE(reason.text_zh.empty());
      }
    }
  }

 private:
  void check_known(const std::string& name) const {
    for (const auto& field : info().inputs)
      if (field.id == name) return;
    throw std::runtime_error("the plugin has no input " + name);
  }

  static std::string json_of(const Named& parameters) {
    std::string json = "{";
    for (const auto& [name, value] : parameters)
      json += (json.size() > 1 ? ",\"" : "\"") + name + "\":\"" + value + "\"";
    return json + "}";
  }

  [[nodiscard]] Answer answer_in(const Outputs& outputs) const {
    Answer made;
    for (std::size_t i = 0; i < info().outputs.size(); ++i) {
      made.values[info().outputs[i].id] = outputs.columns[i][0];
      made.reasons[info().outputs[i].id] = outputs.reasons[i][0];
    }
    if (!outputs.failures.empty()) made.failure = outputs.failures.at(0);
    return made;
  }

  // The whole of each dataset belongs to the one unit; rows are a millisecond apart.
  [[nodiscard]] std::vector<model::DatasetTable> tables_of(const Lists& lists) const {
    std::vector<model::DatasetTable> tables;
    for (const auto& use : info().datasets) {
      auto& table = tables.emplace_back();
      table.info = use.info;
      table.columns.resize(use.info.columns.size());
      const auto found = lists.find(use.info.id);
      const auto rows = found == lists.end() ? std::vector<Named>() : found->second;
      for (const auto& row : rows) add_row(row, table);
      table.row_start = {0, rows.size()};
    }
    return tables;
  }

  static void add_row(const Named& row, model::DatasetTable& table) {
    table.codes.push_back(std::to_string(table.rows()));
    for (std::size_t i = 0; i < table.info.columns.size(); ++i) {
      const auto& column = table.info.columns[i];
      const auto found = row.find(column.id);
      auto& values = table.columns[i];
      values.valid.push_back(found == row.end() ? 0 : 1);
      values.numbers.push_back(found == row.end() ? 0 : number_of(column, found->second));
      if (column.type == model::DatasetType::Text)
        values.texts.push_back(found == row.end() ? "" : found->second);
    }
    table.time_ms.push_back(static_cast<std::int64_t>(table.rows()));
  }

  static std::int64_t number_of(const model::DatasetColumn& column, const std::string& text) {
    switch (column.type) {
      case model::DatasetType::Decimal:
        return Decimal::parse(text).value().micro();
      case model::DatasetType::Word:
        for (std::size_t i = 0; i < column.words.size(); ++i)
          if (column.words[i] == text) return static_cast<std::int64_t>(i);
        throw std::runtime_error(text + " is no word of " + column.id);
      case model::DatasetType::Text:
        return 0;
      default:
        return std::stoll(text);
    }
  }

  static void expect(const model::FieldValue& value, const std::string& expected, int places) {
    if (expected.empty()) {
      EXPECT_TRUE(std::holds_alternative<std::monostate>(value));
    } else if (const auto* flag = std::get_if<bool>(&value)) {
      EXPECT_EQ(*flag, expected == "1");
    } else {
      const auto* rate = std::get_if<Ratio>(&value);
      const auto hundred = Decimal::from_integer(100);
      ASSERT_FALSE(std::holds_alternative<std::monostate>(value)) << "no figure";
      const auto figure = rate == nullptr
                              ? std::get<Decimal>(value)
                              : rate->times(hundred, Rounding::HalfAwayFromZero).value();
      EXPECT_EQ(figure.rounded(places, Rounding::HalfAwayFromZero), plugin::decimal(expected));
    }
  }

  std::string x_name;
  std::unique_ptr<Plugin> x_plugin;
};

}  // namespace assay::plugin
