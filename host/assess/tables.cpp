#include "assess/tables.hpp"

#include <span>
#include <tuple>
#include <utility>

namespace assay::assess {

namespace {

model::DatasetTable empty_table(const model::DatasetInfo& info, std::size_t units) {
  model::DatasetTable table;
  table.info = info;
  table.row_start.resize(units + 1);
  table.columns.resize(info.columns.size());
  return table;
}

std::unexpected<Error> declared_otherwise(const plugin::PluginInfo& info,
                                          const std::string& dataset, const std::string& column) {
  return fail(Failure::Input, "assess.dataset",
              {ASSAY_TEXT("plugin {plugin} declares column {column} of dataset {dataset} otherwise "
                          "than when its rows were entered: use the version of the plugin that "
                          "they were entered for, or enter them under another dataset"),
               {{"plugin", info.id}, {"column", column}, {"dataset", dataset}}});
}

// The values of a column that was added to the dataset after its rows were entered.
model::DatasetValues absent(model::DatasetType type, std::uint64_t rows) {
  model::DatasetValues values;
  values.valid.resize(rows);
  if (type == model::DatasetType::Text)
    values.texts.ends.resize(rows);
  else
    values.numbers.resize(rows);
  return values;
}

// `stored`, with the columns that the plugin declares in their order. Bounds are left to the
// plugin's host, which refuses single units.
Result<model::DatasetTable> as_declared(const plugin::PluginInfo& info,
                                        const model::DatasetInfo& declared,
                                        model::DatasetTable stored) {
  std::vector<model::DatasetValues> columns;
  for (const auto& column : declared.columns) {
    const auto* kept = stored.info.column(column.id);
    if (kept == nullptr) {
      columns.push_back(absent(column.type, stored.rows()));
      continue;
    }
    if (std::tie(kept->type, kept->measure_unit, kept->words) !=
        std::tie(column.type, column.measure_unit, column.words))
      return declared_otherwise(info, declared.id, column.id);
    columns.push_back(
        std::move(stored.columns[static_cast<std::size_t>(kept - stored.info.columns.data())]));
  }
  stored.columns = std::move(columns);
  stored.info = declared;
  return stored;
}

void note_missing(const model::DatasetTable& table, const plugin::PluginInfo& info,
                  Columns& columns) {
  for (std::size_t unit = 0; unit + 1 < table.row_start.size(); ++unit)
    if (table.row_start[unit] == table.row_start[unit + 1])
      columns.missing.try_emplace(
          unit, Message{ASSAY_TEXT("no row of dataset {dataset}, which plugin {plugin} needs: "
                                   "enter its rows"),
                        {{"dataset", table.info.id}, {"plugin", info.id}}});
}

template <class T>
void add_values(DigestBuilder& builder, const std::vector<T>& values) {
  const auto bytes = std::as_bytes(std::span(values));
  builder.add(std::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size()));
}

void add_texts(DigestBuilder& builder, const model::DatasetTexts& texts) {
  builder.add(texts.bytes);
  add_values(builder, texts.ends);
}

void add_bound(DigestBuilder& builder, const std::optional<Decimal>& bound) {
  builder.add(bound ? bound->str() : "");
}

}  // namespace

Result<std::vector<model::DatasetTable>> read_tables(const plugin::PluginInfo& info,
                                                     const Datasets& datasets, std::size_t units,
                                                     Columns& columns) {
  std::vector<model::DatasetTable> tables;
  for (const auto& use : info.datasets) {
    std::optional<model::DatasetTable> stored;
    if (datasets) {
      ASSAY_TRY(stored, datasets(use.info.id));
    }
    if (stored) {
      ASSAY_TRY(auto table, as_declared(info, use.info, std::move(*stored)));
      tables.push_back(std::move(table));
    } else {
      tables.push_back(empty_table(use.info, units));
    }
    if (use.required) note_missing(tables.back(), info, columns);
  }
  return tables;
}

void add_to(DigestBuilder& builder, const std::vector<model::DatasetTable>& tables) {
  for (const auto& table : tables) {
    builder.add("dataset").add(table.info.id);
    for (const auto& column : table.info.columns) {
      builder.add(column.id).add(static_cast<std::int64_t>(column.type)).add(column.measure_unit);
      builder.add(std::int64_t{column.required});
      add_bound(builder, column.lo);
      add_bound(builder, column.hi);
      for (const auto& word : column.words) builder.add(word);
    }
    add_values(builder, table.row_start);
    add_texts(builder, table.codes);
    add_values(builder, table.time_ms);
    for (const auto& values : table.columns) {
      add_values(builder, values.valid);
      add_values(builder, values.numbers);
      add_texts(builder, values.texts);
    }
  }
}

}  // namespace assay::assess
