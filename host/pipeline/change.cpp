#include "pipeline/change.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <utility>

#include "pipeline/codes.hpp"
#include "pipeline/import_check.hpp"
#include "pipeline/office.hpp"

namespace assay::pipeline {

namespace {

using model::Layer;

constexpr std::size_t kFaults_max = 10;

std::unexpected<Errors> one(Error error) { return std::unexpected(Errors{std::move(error)}); }

// Where a figure stands.
struct Place {
  const model::Snapshot& office;
  const FigureEdit& edit;
  std::size_t ordinal = 0;

  [[nodiscard]] std::optional<std::int64_t> micro(Layer layer) const {
    const auto* column = office.column(edit.indicator, edit.period, layer);
    if (column == nullptr || !column->has(ordinal)) return std::nullopt;
    return column->micro(ordinal);
  }
  [[nodiscard]] std::optional<Decimal> figure(Layer layer) const {
    const auto value = micro(layer);
    if (!value) return std::nullopt;
    return Decimal::from_micro(*value);
  }
  [[nodiscard]] std::string text(Layer layer) const {
    const auto number = micro(layer);
    return number ? office.texts[static_cast<std::size_t>(*number)] : "";
  }
};

// What stands there before and after; the observation or target is what the store takes.
struct Observed {
  std::optional<model::Observation> before, after;
};
struct Targeted {
  std::optional<model::Target> before, after;
};

std::optional<model::Observation> observation_at(const Place& at) {
  const auto value = at.figure(Layer::Actual);
  if (!value) return std::nullopt;
  const auto state = at.micro(Layer::State);
  return model::Observation{
      .unit = at.edit.unit,
      .indicator = at.edit.indicator,
      .period = at.edit.period,
      .value = *value,
      .state = state ? static_cast<model::State>(*state) : model::State::Confirmed,
      .source = at.text(Layer::Source)};
}

std::optional<model::Target> target_at(const Place& at) {
  const auto required = at.figure(Layer::Required);
  if (!required) return std::nullopt;
  return model::Target{.unit = at.edit.unit,
                       .indicator = at.edit.indicator,
                       .period = at.edit.period,
                       .required = *required,
                       .stretch = at.figure(Layer::Stretch),
                       .upper = at.figure(Layer::Upper),
                       .baseline = at.figure(Layer::Baseline),
                       .lead = at.text(Layer::Lead),
                       .person = at.text(Layer::Person)};
}

Observed observed(const Place& at) {
  const auto& edit = at.edit;
  Observed observed{.before = observation_at(at), .after = {}};
  if (!edit.value) return observed;
  observed.after = observed.before.value_or(
      model::Observation{.unit = edit.unit, .indicator = edit.indicator, .period = edit.period});
  observed.after->value = *edit.value;
  if (edit.state) observed.after->state = *edit.state;
  if (edit.source) observed.after->source = *edit.source;
  return observed;
}

std::optional<Decimal>* part_of(model::Target& target, Layer layer) {
  switch (layer) {
    case Layer::Stretch:
      return &target.stretch;
    case Layer::Upper:
      return &target.upper;
    case Layer::Baseline:
      return &target.baseline;
    default:
      return nullptr;
  }
}

std::unexpected<Error> refuse(const FigureEdit& edit, std::string code, Message message) {
  return fail(Failure::Input, std::move(code), std::move(message),
              {.unit = edit.unit, .indicator = edit.indicator});
}

Result<Targeted> targeted(const Place& at) {
  const auto& edit = at.edit;
  Targeted targeted{.before = target_at(at), .after = {}};
  targeted.after = targeted.before;
  auto& after = targeted.after;
  if (edit.layer == Layer::Required) {
    if (!edit.value) {
      if (after && (after->stretch || after->upper || after->baseline))
        return refuse(edit, "set.target_in_use",
                      {ASSAY_TEXT("stretch, upper or baseline stand beside this target: clear "
                                  "them first"),
                       {}});
      after.reset();
      return targeted;
    }
    if (!after)
      after = model::Target{.unit = edit.unit, .indicator = edit.indicator, .period = edit.period};
    after->required = *edit.value;
    return targeted;
  }
  if (!after) {
    if (!edit.value) return targeted;  // there is none to clear
    return refuse(edit, "set.no_target",
                  {ASSAY_TEXT("there is no target to put this beside: set it first, with "
                              "--layer target"),
                   {}});
  }
  *part_of(*after, edit.layer) = edit.value;
  return targeted;
}

// --- what changed, in words
// -----------------------------------------------------------------------

std::optional<std::string> words(const std::optional<Decimal>& value) {
  if (!value) return std::nullopt;
  return value->str();
}

std::optional<std::string> words(const std::string& text) {
  if (text.empty()) return std::nullopt;
  return text;
}

std::optional<std::string> words(model::State state) { return std::string(to_word(state)); }

std::optional<std::string> words(Decimal value) { return value.str(); }

template <class T>
void compare(const std::string& unit, const char* field, const std::optional<T>& before,
             const std::optional<T>& after, auto member, std::vector<store::JournalEdit>& changes) {
  const auto say = [&](const std::optional<T>& value) -> std::optional<std::string> {
    return value ? words((*value).*member) : std::nullopt;
  };
  if (auto from = say(before), to = say(after); from != to)
    changes.push_back({unit, field, std::move(from), std::move(to)});
}

std::vector<store::JournalEdit> changes_of(const std::string& unit, const Observed& figure) {
  using model::Observation;
  std::vector<store::JournalEdit> changes;
  const auto& [before, after] = figure;
  compare(unit, "actual", before, after, &Observation::value, changes);
  compare(unit, "state", before, after, &Observation::state, changes);
  compare(unit, "source", before, after, &Observation::source, changes);
  return changes;
}

std::vector<store::JournalEdit> changes_of(const std::string& unit, const Targeted& figure) {
  using model::Target;
  std::vector<store::JournalEdit> changes;
  const auto& [before, after] = figure;
  compare(unit, "required", before, after, &Target::required, changes);
  compare(unit, "stretch", before, after, &Target::stretch, changes);
  compare(unit, "upper", before, after, &Target::upper, changes);
  compare(unit, "baseline", before, after, &Target::baseline, changes);
  compare(unit, "lead", before, after, &Target::lead, changes);
  compare(unit, "person", before, after, &Target::person, changes);
  return changes;
}

// --- checks and writing
// ---------------------------------------------------------------------------

// What the check is to know of the office: the unit and the indicator of the one row.
model::Catalog catalog_of(const FigureEdit& edit, const model::Snapshot& office) {
  model::Catalog catalog;
  catalog.units.push_back(*std::ranges::find(office.units, edit.unit, &model::Unit::code));
  catalog.indicators.insert(*office.indicators.find(edit.indicator));
  return catalog;
}

// As an import of this one row is checked. What is removed is checked as a zero, which every
// indicator allows.
Errors faults_of(const FigureEdit& edit, const Observed& figure, const model::Catalog& office) {
  model::Batch batch{.files = {""}};
  batch.observations.push_back(
      {figure.after.value_or(model::Observation{
           .unit = edit.unit, .indicator = edit.indicator, .period = edit.period}),
       {}});
  return check(batch, office, kFaults_max);
}

Errors faults_of(const FigureEdit& edit, const Targeted& figure, const model::Catalog& office) {
  model::Batch batch{.files = {""}};
  batch.targets.push_back(
      {figure.after.value_or(
           model::Target{.unit = edit.unit, .indicator = edit.indicator, .period = edit.period}),
       {}});
  return check(batch, office, kFaults_max);
}

// There is to be nothing in these layers.
Status clear(store::Writer& writer, const FigureEdit& edit, std::span<const Layer> layers) {
  for (const auto layer : layers) {
    const auto changed = writer.put(store::FigureUpdate{
        .unit = edit.unit, .indicator = edit.indicator, .period = edit.period, .layer = layer});
    if (!changed) return std::unexpected(changed.error());
  }
  return {};
}

Status write(store::Writer& writer, const FigureEdit& edit, const Observed& figure) {
  static constexpr std::array kLayers = {Layer::Actual, Layer::State, Layer::Source};
  if (!figure.after) return clear(writer, edit, kLayers);
  const auto changed = writer.put(*figure.after);
  return changed ? Status() : std::unexpected(changed.error());
}

Status write(store::Writer& writer, const FigureEdit& edit, const Targeted& figure) {
  static constexpr std::array kLayers = {Layer::Required, Layer::Stretch, Layer::Upper,
                                         Layer::Baseline, Layer::Lead,    Layer::Person};
  if (!figure.after) return clear(writer, edit, kLayers);
  const auto changed = writer.put(*figure.after);
  return changed ? Status() : std::unexpected(changed.error());
}

template <class T>
Result<FigureReport, Errors> put(store::Writer& writer, const store::Reader& reader,
                                 const FigureEdit& edit, const T& figure,
                                 const model::Snapshot& office, bool has_request) {
  if (auto faults = faults_of(edit, figure, catalog_of(edit, office)); !faults.empty())
    return std::unexpected(std::move(faults));
  FigureReport report{.changes = changes_of(edit.unit, figure), .entry = {}};
  if (!report.changes.empty()) {
    const auto size = reader.log_size();
    if (!size) return one(size.error());
    report.entry = *size;
    if (auto written = write(writer, edit, figure); !written)
      return one(std::move(written).error());
  }
  // A request that changes nothing is remembered all the same.
  if (report.changes.empty() && !has_request) return report;
  if (auto landed = writer.commit(); !landed) return one(std::move(landed).error());
  return report;
}

std::string detail_of(const FigureEdit& edit) {
  return edit.unit + " " + edit.indicator + " " + edit.period.str();
}

}  // namespace

Result<FigureReport, Errors> Office::set(const FigureEdit& edit) {
  const auto cause = x_surroundings.cause("set", detail_of(edit));
  auto writer = x_store.write(cause);
  if (!writer) return one(std::move(writer).error());
  if (const auto entry = writer->landed())
    return FigureReport{.changes = {}, .entry = entry, .repeated = true};
  const auto reader = x_store.read();  // after the writer: what is read cannot change
  if (!reader) return one(reader.error());
  const auto office = reader->snapshot(std::span(&edit.period, 1));
  if (!office) return one(office.error());

  if (auto unknown = unknown_codes(*office, edit.unit, edit.indicator); !unknown.empty())
    return std::unexpected(std::move(unknown));
  const auto unit = std::ranges::find(office->units, edit.unit, &model::Unit::code);
  const Place at{*office, edit, static_cast<std::size_t>(unit - office->units.begin())};
  const bool has_request = cause.request != store::RequestId{};
  if (edit.layer == Layer::Actual)
    return put(*writer, *reader, edit, observed(at), *office, has_request);
  const auto target = targeted(at);
  if (!target) return one(target.error());
  return put(*writer, *reader, edit, *target, *office, has_request);
}

Result<std::vector<store::FigureHistory>> Office::history(
    const std::string& unit, const std::string& indicator,
    std::optional<model::Period> period) const {
  ASSAY_TRY(const auto reader, x_store.read());
  ASSAY_CHECK(check_codes(reader, unit, indicator));
  return reader.history(unit, indicator, period);
}

}  // namespace assay::pipeline
