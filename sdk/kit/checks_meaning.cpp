// What the answers mean: ranges, reasons, and that they depend on what they may depend on only.

#include <algorithm>
#include <cmath>
#include <compare>
#include <numeric>
#include <thread>

#include "base/decimal.hpp"
#include "kit/checks.hpp"

namespace assay::kit {

namespace {

// value = numerator/denominator millionths, against a bound that counts to the millionth.
bool within(Int128 numerator, std::int64_t denominator, const Field& field) {
  const auto micro = [](double bound) {
    return static_cast<std::int64_t>(std::nearbyint(bound * 1e6));
  };
  return (std::isinf(field.lo) || numerator >= Int128{micro(field.lo)} * denominator) &&
         (std::isinf(field.hi) || numerator <= Int128{micro(field.hi)} * denominator);
}

bool believable(const Written& written, std::size_t row, const Field& field) {
  if (written.type == ASSAY_PLUGIN_BOOL8) return written.integer(row) <= 1;
  if (written.type == ASSAY_PLUGIN_RATIO) {
    const auto ratio = written.ratio(row);
    return ratio.denominator > 0 &&
           within(Int128{ratio.numerator} * Decimal::kScale, ratio.denominator, field);
  }
  const auto value = written.integer(row);
  return value <= Decimal::kLimit_micro && value >= -Decimal::kLimit_micro &&
         within(value, 1, field);
}

std::strong_ordering compare(const Written& a, const Written& b, std::size_t row) {
  if (a.type != ASSAY_PLUGIN_RATIO) return a.integer(row) <=> b.integer(row);
  const auto x = a.ratio(row);
  const auto y = b.ratio(row);
  return Int128{x.numerator} * y.denominator <=> Int128{y.numerator} * x.denominator;
}

Check dependent() {
  return not_applicable(ASSAY_TEXT("it does not say that rows are independent"));
}

// The score of rows whose input `i` grows, `direction` being where it may go.
Check moves(Context& context, const Setup& setup, std::size_t i, std::uint32_t direction) {
  const auto& declared = context.declared();
  const auto& field = declared.in[i];
  const auto score = declared.score();
  ASSAY_TRY(const auto session, Session::open(context, setup));
  auto made = session->settled(make_rows(context, setup, {.rows = 300}));
  if (!made) return {};  // nothing to compare
  auto rows = std::move(*made);
  std::fill(rows.in[i].there.begin(), rows.in[i].there.end(), true);
  auto before = session->evaluate(rows);
  for (int step = 0; step < 12; ++step) {
    auto more = rows;
    for (auto& value : more.in[i].values) {
      const auto room = field.most - std::max(value, field.least);
      const auto size = context.random.one_in(4) ? room : std::min<std::int64_t>(room, 20'000'000);
      value += context.random.between(0, size);
    }
    const auto after = session->evaluate(more);
    for (std::size_t row = 0; row < rows.rows; ++row) {
      if (!before.has(score, row) || !after.has(score, row)) continue;
      const auto moved = compare(after.written[score], before.written[score], row);
      if (direction == ASSAY_PLUGIN_RISING ? moved >= 0 : moved <= 0) continue;
      return found(ASSAY_TEXT("row {row}: when {input} grows from {from} to {to} millionths, the "
                              "score goes from {before} to {after}"),
                   {{"row", std::to_string(row)},
                    {"input", field.id},
                    {"from", std::to_string(rows.in[i].values[row])},
                    {"to", std::to_string(more.in[i].values[row])},
                    {"before", figure_text(before, score, row)},
                    {"after", figure_text(after, score, row)}});
    }
    rows = std::move(more);
    before = after;
  }
  return {};
}

Check monotone(Context& context, std::uint32_t direction) {
  const auto& declared = context.declared();
  bool any = false;
  for (std::size_t i = 0; i < declared.in.size(); ++i) {
    if (!declared.in[i].has(direction)) continue;
    if (declared.score() == declared.out.size())
      return found(ASSAY_TEXT("input {input} is declared to move the score, but there is no output "
                              "named score"),
                   {{"input", declared.in[i].id}});
    any = true;
    ASSAY_CHECK(for_setups(context, [&](const Setup& setup) {
      context.at("parameters " + setup.config + ": input " + declared.in[i].id + " grows");
      return moves(context, setup, i, direction);
    }));
  }
  return any ? Check() : not_applicable(ASSAY_TEXT("no input is declared so"));
}

}  // namespace

Check meaning_ranges(Context& context) {
  const auto& declared = context.declared();
  return for_setups(context, [&](const Setup& setup) -> Check {
    ASSAY_TRY(const auto session, Session::open(context, setup));
    for (const auto style : {Style::Mixed, Style::Extreme}) {
      const auto rows = session->settled(make_rows(context, setup, {.rows = 700, .style = style}));
      if (!rows) continue;
      const auto outcome = session->evaluate(*rows);
      for (std::size_t output = 0; output < declared.out.size(); ++output)
        for (std::size_t row = 0; row < rows->rows; ++row)
          if (outcome.has(output, row) &&
              !believable(outcome.written[output], row, declared.out[output]))
            return found(ASSAY_TEXT("row {row}: output {output} is {value}, outside what it "
                                    "declares"),
                         {{"row", std::to_string(row)},
                          {"output", declared.out[output].id},
                          {"value", figure_text(outcome, output, row)}});
    }
    return {};
  });
}

Check meaning_explained(Context& context) {
  const auto& declared = context.declared();
  return for_setups(context, [&](const Setup& setup) -> Check {
    ASSAY_TRY(const auto session, Session::open(context, setup));
    const auto rows = session->settled(make_rows(context, setup, {.rows = 200}));
    if (!rows) return {};
    const auto outcome = session->evaluate(*rows);
    for (std::size_t row = 0; row < rows->rows; ++row)
      for (std::size_t output = 0; output < declared.out.size(); ++output) {
        if (!outcome.has(output, row)) continue;
        const auto said = outcome.heard.reasons.find(row);
        if (said == outcome.heard.reasons.end() ||
            std::ranges::find(said->second, output, &Reason::out) == said->second.end())
          return found(ASSAY_TEXT("row {row}: output {output} is {value}, without a reason"),
                       {{"row", std::to_string(row)},
                        {"output", declared.out[output].id},
                        {"value", figure_text(outcome, output, row)}});
      }
    return {};
  });
}

Check meaning_explain_neutral(Context& context) {
  return for_setups(context, [&](const Setup& setup) -> Check {
    ASSAY_TRY(const auto session, Session::open(context, setup));
    const auto rows = make_rows(context, setup, {.rows = 130});
    const auto with = session->evaluate(rows);
    const auto without = session->evaluate(rows, {.explain = false});
    return same(context.declared(), with, without, rows.rows, Compare::OutputsOnly);
  });
}

Check meaning_permutation(Context& context) {
  const auto& declared = context.declared();
  if (!declared.row_independent) return dependent();
  return for_setups(context, [&](const Setup& setup) -> Check {
    ASSAY_TRY(const auto session, Session::open(context, setup));
    const auto rows = session->settled(make_rows(context, setup, {.rows = 130}));
    if (!rows) return {};
    const auto expected = session->evaluate(*rows);
    std::vector<std::size_t> order(rows->rows);
    std::iota(order.begin(), order.end(), std::size_t{0});
    for (std::size_t i = order.size(); i > 1; --i)
      std::swap(order[i - 1], order[context.random.below(i)]);
    const auto outcome = session->evaluate(picked(*rows, order));
    for (std::size_t row = 0; row < order.size(); ++row)
      ASSAY_CHECK(same_row(declared, expected, order[row], outcome, row));
    return {};
  });
}

Check meaning_chunks(Context& context) {
  const auto& declared = context.declared();
  if (!declared.row_independent) return dependent();
  return for_setups(context, [&](const Setup& setup) -> Check {
    ASSAY_TRY(const auto session, Session::open(context, setup));
    const auto rows = session->settled(make_rows(context, setup, {.rows = 200}));
    if (!rows) return {};
    const auto expected = session->evaluate(*rows);
    for (std::size_t from = 0; from < rows->rows;) {
      const auto to = std::min<std::size_t>(rows->rows, from + 1 + context.random.below(70));
      const auto outcome = session->evaluate(piece(*rows, from, to));
      for (std::size_t row = from; row < to; ++row)
        ASSAY_CHECK(same_row(declared, expected, row, outcome, row - from));
      from = to;
    }
    return {};
  });
}

Check meaning_threads(Context& context) {
  static constexpr std::size_t kThreads = 4;
  static constexpr int kCalls = 12;
  const auto& declared = context.declared();
  struct Worker {
    std::unique_ptr<Session> session;
    Rows rows;
    Outcome expected;
    Check result;
  };
  std::vector<Worker> workers(kThreads);
  for (auto& worker : workers) {
    ASSAY_TRY(worker.session, Session::open(context, context.setup()));
    worker.rows = make_rows(context, context.setup(), {.rows = 500});
    worker.expected = worker.session->evaluate(worker.rows);
  }
  context.at("4 instances on 4 threads");
  std::vector<std::jthread> threads;
  threads.reserve(kThreads);
  for (auto& worker : workers)
    threads.emplace_back([&] {
      for (int call = 0; call < kCalls && worker.result; ++call)
        worker.result = same(declared, worker.expected, worker.session->evaluate(worker.rows),
                             worker.rows.rows);
    });
  threads.clear();
  for (auto& worker : workers) ASSAY_CHECK(std::move(worker.result));
  return {};
}

Check meaning_rising(Context& context) { return monotone(context, ASSAY_PLUGIN_RISING); }
Check meaning_falling(Context& context) { return monotone(context, ASSAY_PLUGIN_FALLING); }

Check meaning_measure_units(Context& context) {
  const auto& declared = context.declared();
  const auto differ = [](const Field& a, const Field& b) {
    return found(
        ASSAY_TEXT("{first} is measured in \"{first_unit}\", but {second} in "
                   "\"{second_unit}\""),
        {{"first", a.id}, {"first_unit", a.unit}, {"second", b.id}, {"second_unit", b.unit}});
  };
  for (const auto& field : declared.in) {
    if (field.periods_back == 0) continue;
    const auto source = std::ranges::find(declared.in, field.source, &Field::id);
    if (source != declared.in.end() && source->unit != field.unit) return differ(*source, field);
  }
  const auto score = declared.score();
  const auto full = std::ranges::find(declared.out, "full", &Field::id);
  if (score < declared.out.size() && full != declared.out.end() &&
      declared.out[score].unit != full->unit)
    return differ(declared.out[score], *full);
  return {};
}

}  // namespace assay::kit
