#include "kit/session.hpp"

#include <algorithm>

#include "base/decimal.hpp"

namespace assay::kit {

namespace {

std::string rule_text(const Reason& reason) {
  auto text = "rule " + std::to_string(reason.rule) + "(";
  for (const auto operand : reason.operands) text += std::to_string(operand) + " ";
  return text + ")";
}

// The reasons of one output of a row, in the order given.
std::string reasons_text(const Outcome& outcome, std::size_t output, std::size_t row) {
  std::string text;
  const auto found = outcome.heard.reasons.find(row);
  if (found == outcome.heard.reasons.end() || outcome.refused(row)) return text;
  for (const auto& reason : found->second)
    if (reason.out == output) text += rule_text(reason) + " ";
  return text;
}

}  // namespace

Session::Session(Context& context, const HostOptions& options)
    : x_context(context), x_host(context.declared(), options) {}

Found<std::unique_ptr<Session>> Session::open(Context& context, const Setup& setup,
                                              const HostOptions& options) {
  std::unique_ptr<Session> made(new Session(context, options));
  void* instance = nullptr;
  const auto answer = context.target().open(setup.config, made->x_host.table(), &instance);
  if (answer.code != ASSAY_PLUGIN_OK)
    return found(ASSAY_TEXT("open ends with {code} for the parameters {config}: {words}"),
                 {{"code", code_name(answer.code)},
                  {"config", excerpt(setup.config)},
                  {"words", answer.text}});
  made->x_instance = instance;
  if (instance == nullptr) return found(ASSAY_TEXT("open says OK, but gives no instance"));
  return made;
}

Session::~Session() {
  if (x_instance != nullptr) static_cast<void>(x_context.target().close(x_instance));
}

Outcome Session::evaluate(const Rows& rows, const FrameOptions& options) {
  Frame frame(x_context.declared(), rows, options);
  return evaluate(frame, rows);
}

Outcome Session::evaluate(Frame& frame, const Rows& rows) {
  x_host.begin(rows);
  Outcome made;
  made.answer = x_context.target().evaluate(x_instance, frame.batch());
  made.heard = x_host.end();
  made.written = frame.written();
  return made;
}

Found<Rows> Session::settled(Rows rows) {
  static constexpr int kAttempts_max = 64;
  for (int attempt = 0; attempt < kAttempts_max && rows.rows > 0; ++attempt) {
    const auto outcome = evaluate(rows);
    if (outcome.ok()) return rows;
    if (outcome.answer.code != ASSAY_PLUGIN_EINPUT) break;
    std::vector<std::size_t> left;
    const bool names_row = outcome.answer.row < rows.rows;
    for (std::size_t i = 0; i < rows.rows; ++i)
      if (names_row ? i != outcome.answer.row : i < rows.rows / 2) left.push_back(i);
    rows = picked(rows, left);
  }
  return not_applicable(ASSAY_TEXT("the plugin takes none of the rows made for it"));
}

Rows make_rows(Context& context, const Setup& setup, const Wanted& wanted) {
  return make_rows(context.declared(), setup.period, wanted, context.random);
}

std::string figure_text(const Outcome& outcome, std::size_t output, std::size_t row) {
  if (!outcome.ok()) return code_name(outcome.answer.code);
  if (const auto refusal = outcome.heard.refusals.find(row);
      refusal != outcome.heard.refusals.end())
    return "refused by " + rule_text(refusal->second);
  const auto& written = outcome.written[output];
  if (!written.is_valid(row)) return "absent";
  if (written.type == ASSAY_PLUGIN_RATIO) {
    const auto ratio = written.ratio(row);
    return std::to_string(ratio.numerator) + "/" + std::to_string(ratio.denominator);
  }
  const auto value = written.integer(row);
  if (written.type != ASSAY_PLUGIN_DEC6) return std::to_string(value);
  if (value > Decimal::kLimit_micro || value < -Decimal::kLimit_micro)
    return std::to_string(value) + " millionths";
  return Decimal::from_micro(value).str();
}

Check same_row(const Declared& declared, const Outcome& a, std::size_t a_row, const Outcome& b,
               std::size_t b_row, Compare compare) {
  for (std::size_t output = 0; output < declared.out.size(); ++output) {
    auto first = figure_text(a, output, a_row);
    auto second = figure_text(b, output, b_row);
    if (first == second && compare == Compare::All) {
      first += " " + reasons_text(a, output, a_row);
      second += " " + reasons_text(b, output, b_row);
    }
    if (first != second)
      return found(ASSAY_TEXT("row {row}, output {output}: {first} against {second}"),
                   {{"row", std::to_string(a_row)},
                    {"output", declared.out[output].id},
                    {"first", first},
                    {"second", second}});
  }
  return {};
}

Check same(const Declared& declared, const Outcome& a, const Outcome& b, std::size_t rows,
           Compare compare) {
  if (a.answer.code != b.answer.code)
    return found(ASSAY_TEXT("evaluate ends with {first} against {second}: {words}"),
                 {{"first", code_name(a.answer.code)},
                  {"second", code_name(b.answer.code)},
                  {"words", a.answer.text + b.answer.text}});
  for (std::size_t row = 0; row < rows && a.ok(); ++row)
    ASSAY_CHECK(same_row(declared, a, row, b, row, compare));
  return {};
}

std::string bytes_of(const Declared& declared, const Outcome& outcome, std::size_t rows) {
  auto bytes = code_name(outcome.answer.code) + outcome.answer.text + "\n";
  for (std::size_t row = 0; row < rows && outcome.ok(); ++row)
    for (std::size_t output = 0; output < declared.out.size(); ++output)
      bytes += figure_text(outcome, output, row) + " " + reasons_text(outcome, output, row) + "\n";
  return bytes;
}

}  // namespace assay::kit
