#include "cli/commands_figures.hpp"

#include <algorithm>
#include <map>
#include <string_view>
#include <utility>

#include "base/decimal.hpp"
#include "cli/answer.hpp"
#include "cli/listings_journal.hpp"
#include "cli/terminal.hpp"

namespace assay::cli {

namespace {

model::Layer layer_of(const std::string& word) {
  static const std::map<std::string_view, model::Layer> layers{
      {"actual", model::Layer::Actual},
      {"target", model::Layer::Required},
      {"stretch", model::Layer::Stretch},
      {"upper", model::Layer::Upper},
      {"baseline", model::Layer::Baseline}};
  return layers.at(word);
}

std::unexpected<Error> misused(Message message) {
  return fail(Failure::Usage, "set.usage", std::move(message));
}

// What the arguments say together; the syntax of single ones was checked before.
Status check_together(const Arguments& arguments) {
  if (arguments.value.has_value() == arguments.clear)
    return misused({arguments.clear
                        ? ASSAY_TEXT("--clear removes the figure: leave out the value")
                        : ASSAY_TEXT("the value is missing: give it, or --clear to remove it"),
                    {}});
  if (!arguments.state && !arguments.source) return {};
  if (arguments.layer != "actual")
    return misused({ASSAY_TEXT("--state and --source belong to actual figures: leave them out for "
                               "a target"),
                    {}});
  if (arguments.clear)
    return misused({ASSAY_TEXT("--clear removes state and source as well: leave them out"), {}});
  return {};
}

// Wrong on the command line, so a usage error as elsewhere.
Result<model::Period> period_of(const Arguments& arguments) {
  auto period = model::Period::parse(arguments.period);
  if (!period) period.error().failure = Failure::Usage;
  return period;
}

Result<pipeline::FigureEdit> edit_of(const Arguments& arguments) {
  ASSAY_CHECK(check_together(arguments));
  pipeline::FigureEdit edit;
  edit.unit = arguments.unit;
  edit.indicator = arguments.indicator;
  ASSAY_TRY(edit.period, period_of(arguments));
  edit.layer = layer_of(arguments.layer);
  if (arguments.value) {
    ASSAY_TRY(edit.value, Decimal::parse(*arguments.value));
  }
  if (arguments.state) edit.state = model::state_from(*arguments.state);
  edit.source = arguments.source;
  return edit;
}

// Runs of the figure's year, or of a part of it, may have read it.
void tell_outdated(const Session& session, const pipeline::Office& office, model::Period period) {
  const auto year = [](model::Period of) { return of.key() / 100; };
  const auto runs = office.runs();
  if (!runs || std::ranges::none_of(
                   *runs, [&](const auto& run) { return year(run.period) == year(period); }))
    return;
  tell(session, {ASSAY_TEXT("runs of {year} were made without this change: 'assay score' makes "
                            "them anew"),
                 {{"year", std::to_string(year(period))}}});
}

}  // namespace

int set(const Session& session, pipeline::Office& office) {
  const auto edit = edit_of(session.arguments);
  if (!edit) return refuse(session, edit.error());
  const auto report = office.set(*edit);
  if (!report) return refuse(session, report.error());
  if (!report->changes.empty() && !session.arguments.json)
    tell_outdated(session, office, edit->period);
  return finish(session,
                print(session.arguments.json ? set_json(*edit, *report)
                                             : set_text(*edit, *report, session.translate)));
}

int history(const Session& session, const pipeline::Office& office) {
  const auto& arguments = session.arguments;
  std::optional<model::Period> period;
  if (!arguments.period.empty()) {
    const auto parsed = period_of(arguments);
    if (!parsed) return refuse(session, parsed.error());
    period = *parsed;
  }
  const auto rows = office.history(arguments.unit, arguments.indicator, period);
  if (!rows) return refuse(session, rows.error());
  return finish(session, print(arguments.json ? history_json(*rows)
                                              : history_text(*rows, session.translate)));
}

}  // namespace assay::cli
