// Rows of every shape: counts, gaps, ends of ranges, and what no host would pass in.

#include <algorithm>
#include <limits>

#include "kit/checks.hpp"

namespace assay::kit {

namespace {

// A crash in the call is what such a check looks for; an exception must not leave it either.
Check survives(const Outcome& outcome) {
  if (outcome.answer.code >= ASSAY_PLUGIN_OK && outcome.answer.code <= ASSAY_PLUGIN_EABI) return {};
  return found(ASSAY_TEXT("evaluate ends with {code}, which is no code of the interface"),
               {{"code", code_name(outcome.answer.code)}});
}

void blank(Column& column, std::size_t row) {
  column.there[row] = false;
  if (column.type == ASSAY_PLUGIN_UTF8)
    column.texts[row].clear();
  else
    column.values[row] = 0;
}

void blank(Column& column) {
  for (std::size_t row = 0; row < column.size(); ++row) blank(column, row);
}

// No gap anywhere.
Rows whole_rows(Context& context, std::uint64_t count) {
  auto rows = make_rows(context, context.setup(), {.rows = count});
  const auto fill = [](Column& column, const Field& field) {
    const bool zero_lies_within = field.least <= 0 && field.most >= 0;
    for (std::size_t row = 0; row < column.size(); ++row)
      if (!column.there[row]) {
        column.there[row] = true;
        if (column.type != ASSAY_PLUGIN_UTF8 && !zero_lies_within) column.values[row] = field.least;
      }
  };
  for (std::size_t i = 0; i < rows.in.size(); ++i) fill(rows.in[i], context.declared().in[i]);
  for (std::size_t t = 0; t < rows.tables.size(); ++t)
    for (std::size_t i = 0; i < rows.tables[t].columns.size(); ++i)
      fill(rows.tables[t].columns[i], context.declared().datasets[t].columns[i]);
  return rows;
}

Check no_datasets() { return not_applicable(ASSAY_TEXT("it reads no dataset")); }

}  // namespace

Check data_row_counts(Context& context) {
  ASSAY_TRY(const auto session, Session::open(context, context.setup()));
  for (const std::uint64_t count :
       {0U, 1U, 2U, 7U, 8U, 9U, 63U, 64U, 65U, 1023U, 1024U, 1025U, 20'000U}) {
    context.at(std::to_string(count) + " rows");
    const Wanted wanted{.rows = count, .table_rows_max = count > 10'000 ? 3U : 12U};
    ASSAY_CHECK(ends_well(session->evaluate(make_rows(context, context.setup(), wanted))));
  }
  return {};
}

Check data_missing(Context& context) {
  const auto& fields = context.declared().in;
  return for_setups(context, [&](const Setup& setup) -> Check {
    ASSAY_TRY(const auto session, Session::open(context, setup));
    const auto rows = make_rows(context, setup, {.rows = 33});
    auto none = rows;
    for (std::size_t i = 0; i < fields.size(); ++i) {
      if (fields[i].has(ASSAY_PLUGIN_REQUIRED)) continue;
      context.at("parameters " + setup.config + ": no row with input " + fields[i].id);
      auto without = rows;
      blank(without.in[i]);
      ASSAY_CHECK(ends_well(session->evaluate(without)));
      auto one_less = rows;
      blank(one_less.in[i], 16);
      ASSAY_CHECK(ends_well(session->evaluate(one_less)));
      blank(none.in[i]);
    }
    context.at("parameters " + setup.config + ": required inputs only");
    return ends_well(session->evaluate(none));
  });
}

Check data_whole_columns(Context& context) {
  ASSAY_TRY(const auto session, Session::open(context, context.setup()));
  const auto rows = whole_rows(context, 65);
  const auto expected = session->evaluate(rows);
  context.at("columns without gaps and without bitmaps");
  return same(context.declared(), expected, session->evaluate(rows, {.null_bitmaps = true}),
              rows.rows);
}

Check data_extremes(Context& context) {
  const auto& fields = context.declared().in;
  return for_setups(context, [&](const Setup& setup) -> Check {
    ASSAY_TRY(const auto session, Session::open(context, setup));
    ASSAY_CHECK(ends_well(
        session->evaluate(make_rows(context, setup, {.rows = 512, .style = Style::Extreme}))));
    for (std::size_t i = 0; i < fields.size(); ++i) {
      auto rows = make_rows(context, setup, {.rows = 16});
      for (const auto value : ends_of(fields[i])) {
        context.at("parameters " + setup.config + ": input " + fields[i].id + " at " +
                   std::to_string(value) + " millionths");
        std::ranges::fill(rows.in[i].values, value);
        std::fill(rows.in[i].there.begin(), rows.in[i].there.end(), true);
        ASSAY_CHECK(ends_well(session->evaluate(rows)));
      }
    }
    return {};
  });
}

Check data_outside(Context& context) {
  const auto& fields = context.declared().in;
  ASSAY_TRY(const auto session, Session::open(context, context.setup()));
  for (std::size_t i = 0; i < fields.size(); ++i) {
    auto rows = make_rows(context, context.setup(), {.rows = 8});
    const auto& field = fields[i];
    for (const auto value :
         {field.least - 1, field.most + 1, std::numeric_limits<std::int64_t>::min(),
          std::numeric_limits<std::int64_t>::max()}) {
      context.at("input " + field.id + " at " + std::to_string(value) + " millionths");
      std::ranges::fill(rows.in[i].values, value);
      std::fill(rows.in[i].there.begin(), rows.in[i].there.end(), true);
      ASSAY_CHECK(survives(session->evaluate(rows)));
    }
  }
  return {};
}

Check data_required_missing(Context& context) {
  const auto& declared = context.declared();
  ASSAY_TRY(const auto session, Session::open(context, context.setup()));
  bool any = false;
  for (std::size_t i = 0; i < declared.in.size(); ++i) {
    if (!declared.in[i].has(ASSAY_PLUGIN_REQUIRED)) continue;
    any = true;
    context.at("row 1 without the required input " + declared.in[i].id);
    auto rows = make_rows(context, context.setup(), {.rows = 3});
    blank(rows.in[i], 1);
    const auto outcome = session->evaluate(rows);
    ASSAY_CHECK(survives(outcome));
    for (std::size_t output = 0; output < declared.out.size(); ++output)
      if (outcome.has(output, 1))
        return found(ASSAY_TEXT("output {output} has an answer in a row without the required input "
                                "{input}"),
                     {{"output", declared.out[output].id}, {"input", declared.in[i].id}});
  }
  return any ? Check() : not_applicable(ASSAY_TEXT("it requires no input"));
}

Check data_wrong_types(Context& context) {
  const auto& declared = context.declared();
  ASSAY_TRY(const auto session, Session::open(context, context.setup()));
  const auto rows = make_rows(context, context.setup(), {.rows = 8});
  using Twist = std::function<void(Frame&)>;
  std::vector<std::pair<std::string, Twist>> twists = {
      {"one output less", [](Frame& frame) { --frame.twisted().n_out; }},
      {"an output of another type", [](Frame& frame) { frame.out(0).type = ASSAY_PLUGIN_I64; }}};
  if (!declared.in.empty()) {
    twists.emplace_back("one input less", [](Frame& frame) { --frame.twisted().n_in; });
    twists.emplace_back("an input of another type",
                        [](Frame& frame) { frame.in(0).type = ASSAY_PLUGIN_F64; });
  }
  if (!declared.datasets.empty())
    twists.emplace_back("no dataset", [](Frame& frame) { frame.twisted().n_tables = 0; });
  for (const auto& [what, twist] : twists) {
    context.at(what + " than declared");
    Frame frame(declared, rows, {});
    twist(frame);
    const auto outcome = session->evaluate(frame, rows);
    ASSAY_CHECK(survives(outcome));
    if (outcome.ok())
      return found(ASSAY_TEXT("it takes a batch whose columns are not those it declares"));
  }
  return {};
}

Check data_guards(Context& context) {
  ASSAY_TRY(const auto session, Session::open(context, context.setup()));
  for (const std::uint64_t count : {1U, 64U, 65U}) {
    const auto rows = make_rows(context, context.setup(), {.rows = count});
    const auto expected = session->evaluate(rows);
    for (const auto guard : {Guard::After, Guard::Before}) {
      context.at(std::to_string(count) + " rows, columns " +
                 (guard == Guard::After ? "before" : "behind") + " pages that are not there");
      ASSAY_CHECK(
          same(context.declared(), expected, session->evaluate(rows, {.guard = guard}), rows.rows));
    }
  }
  return {};
}

Check data_read_only(Context& context) {
  ASSAY_TRY(const auto session, Session::open(context, context.setup()));
  const auto rows = make_rows(context, context.setup(), {.rows = 64});
  const auto expected = session->evaluate(rows);
  context.at("inputs, datasets and structs that may only be read");
  return same(context.declared(), expected,
              session->evaluate(rows, {.sealed = true, .guard = Guard::After}), rows.rows);
}

Check data_prefill(Context& context) {
  const auto& declared = context.declared();
  return for_setups(context, [&](const Setup& setup) -> Check {
    ASSAY_TRY(const auto session, Session::open(context, setup));
    const auto rows = make_rows(context, setup, {.rows = 67});
    const auto outcome = session->evaluate(rows);
    for (std::size_t i = 0; i < declared.out.size() && outcome.ok(); ++i) {
      const auto& written = outcome.written[i];
      if ((written.valid.back() >> (rows.rows % 8)) != 0)
        return found(ASSAY_TEXT("it sets bits of output {output} behind the last row"),
                     {{"output", declared.out[i].id}});
      for (std::size_t row = 0; row < rows.rows; ++row)
        if (!written.is_valid(row) &&
            std::ranges::any_of(written.cell(row), [](std::uint8_t byte) { return byte != 0; }))
          return found(ASSAY_TEXT("row {row}: it writes output {output} without saying that it is "
                                  "there"),
                       {{"row", std::to_string(row)}, {"output", declared.out[i].id}});
    }
    return {};
  });
}

Check data_first_row(Context& context) {
  ASSAY_TRY(const auto session, Session::open(context, context.setup()));
  auto rows = make_rows(context, context.setup(), {.rows = 64});
  const auto expected = session->evaluate(rows);
  rows.first_row = 1'000'000'000'000;
  context.at("rows that are numbers 10^12 and following of a job");
  return same(context.declared(), expected, session->evaluate(rows), rows.rows);
}

Check data_tables_empty(Context& context) {
  if (context.declared().datasets.empty()) return no_datasets();
  return for_setups(context, [&](const Setup& setup) -> Check {
    ASSAY_TRY(const auto session, Session::open(context, setup));
    return ends_well(
        session->evaluate(make_rows(context, setup, {.rows = 33, .table_rows_max = 0})));
  });
}

Check data_tables_huge(Context& context) {
  if (context.declared().datasets.empty()) return no_datasets();
  static constexpr std::uint64_t kRows = 100'000;
  ASSAY_TRY(const auto session, Session::open(context, context.setup()));
  context.at("one unit with 100,000 rows in each dataset");
  return ends_well(session->evaluate(make_rows(
      context, context.setup(), {.rows = 1, .table_rows_max = kRows, .table_rows_min = kRows})));
}

Check data_tables_gaps(Context& context) {
  const auto& declared = context.declared();
  if (declared.datasets.empty()) return no_datasets();
  return for_setups(context, [&](const Setup& setup) -> Check {
    ASSAY_TRY(const auto session, Session::open(context, setup));
    const auto rows = make_rows(context, setup, {.rows = 33});
    for (std::size_t t = 0; t < declared.datasets.size(); ++t)
      for (std::size_t i = 0; i < declared.datasets[t].columns.size(); ++i) {
        const auto& field = declared.datasets[t].columns[i];
        if (field.has(ASSAY_PLUGIN_REQUIRED)) continue;
        context.at("parameters " + setup.config + ": no row of dataset " + declared.datasets[t].id +
                   " with column " + field.id);
        auto without = rows;
        blank(without.tables[t].columns[i]);
        ASSAY_CHECK(ends_well(session->evaluate(without)));
      }
    return {};
  });
}

}  // namespace assay::kit
