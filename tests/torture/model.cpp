#include "torture/model.hpp"

#include <algorithm>
#include <array>
#include <sstream>

namespace assay::torture {

namespace {

using model::Layer;
using model::Period;

constexpr std::array<const char*, 4> kIndicators{"gdp", "tax", "jobs", "air"};
constexpr const char* kLoaded_indicator = "air";
constexpr std::uint64_t kImport_figures = 120;
constexpr std::uint64_t kRepeatable_kinds = 8;
constexpr std::uint64_t kKinds = 14;

std::string numbered(const char* prefix, std::uint64_t number) {
  return prefix + std::to_string(number);
}

std::string text(const std::optional<Decimal>& value) { return value ? value->str() : "-"; }
std::string text(const std::optional<model::Date>& date) { return date ? date->str() : "-"; }

Decimal some_figure(Random& random) {
  return Decimal::from_micro(static_cast<std::int64_t>(random.below(2'000'000'000'000)) -
                             1'000'000'000'000);
}

std::optional<Decimal> maybe_figure(Random& random) {
  if (random.one_in(2)) return std::nullopt;
  return some_figure(random);
}

std::string maybe_words(Random& random, const char* prefix) {
  return random.one_in(2) ? "" : numbered(prefix, random.below(40));
}

Period some_period(Random& random) {
  return Period::year(2020 + static_cast<int>(random.below(3)));
}

model::State some_state(Random& random) { return static_cast<model::State>(random.below(3)); }

model::Unit unit_of(const std::string& code, std::uint64_t number) {
  model::Unit unit;
  unit.code = code;
  unit.name = "单位 " + code + numbered(" of ", number);
  unit.type = "county";
  if (code != kFirst_unit) unit.parent = kFirst_unit;
  if (number % 2 == 0) unit.tags = {"东部", numbered("tag", number)};
  return unit;
}

model::Indicator indicator_of(const std::string& code, std::uint64_t number) {
  model::Indicator indicator;
  indicator.code = code;
  indicator.name = numbered("指标 ", number);
  indicator.owner = "统计局";
  return indicator;
}

model::Observation mark_of(std::uint64_t number) {
  return {.unit = kFirst_unit,
          .indicator = kMark_indicator,
          .period = Period::year(2020),
          .value = Decimal::from_integer(static_cast<std::int64_t>(number))};
}

Digest digest_for(std::uint64_t number, std::uint8_t kind) {
  Digest digest{};
  digest[0] = kind;
  digest[1] = static_cast<std::uint8_t>(number);
  digest[9] = 0x5a;
  return digest;
}

model::Assessment assessment_of(Random& random, std::uint64_t number) {
  model::Assessment value;
  value.id = "investment";
  value.origin = "plugin investment 1.0.0";
  value.digest = digest_for(number, 0xa5);
  value.period = some_period(random);
  model::AssessmentField score{"score", model::FieldType::Decimal, "分", "the score", {}, {}, {}};
  for (auto left = random.between(1, 200); left > 0; --left)
    score.values.emplace_back(some_figure(random));
  value.fields = {std::move(score)};
  return value;
}

KeyedRun run_of(Random& random, std::uint64_t number) {
  KeyedRun keyed;
  keyed.key = digest_for(number, 0x7e);
  auto& run = keyed.run;
  run.scheme = "s";
  run.version = static_cast<std::uint32_t>(number);
  run.title = numbered("考核 ", number);
  run.period = some_period(random);
  run.actor = "考核办";
  run.created_s = static_cast<std::int64_t>(1'700'000'000 + number);
  model::GroupResult group{"all", "全部", {}, {}, {}, {}};
  const auto units = random.between(1, 300);
  for (std::uint64_t i = 0; i < units; ++i) {
    model::UnitResult result;
    result.unit = numbered("u", i);
    result.name = result.unit;
    result.total = some_figure(random);
    result.published = result.total;
    result.rank = static_cast<std::uint32_t>(i + 1);
    group.units.push_back(std::move(result));
  }
  run.groups = {std::move(group)};
  return keyed;
}

// Applies what one entry changes to the contents.
class Applier {
 public:
  explicit Applier(Contents& contents) : x_contents(contents) {}

  void operator()(const model::Unit& unit) {
    const auto [place, is_new] = x_ordinals.try_emplace(unit.code, x_ordinals.size());
    put_text(x_contents, unit, place->second);
  }
  void operator()(const model::Target& target) {
    const auto& [unit, indicator, period, required, stretch, upper, baseline, lead, person] =
        target;
    const auto set = [&](Layer layer, const std::string& value) {
      put(figure_place(indicator, period, layer, unit), value);
    };
    set(Layer::Required, required.str());
    set(Layer::Stretch, stretch ? stretch->str() : "");
    set(Layer::Upper, upper ? upper->str() : "");
    set(Layer::Baseline, baseline ? baseline->str() : "");
    set(Layer::Lead, lead);
    set(Layer::Person, person);
  }
  void operator()(const model::Observation& seen) {
    const auto set = [&](Layer layer, const std::string& value) {
      put(figure_place(seen.indicator, seen.period, layer, seen.unit), value);
    };
    set(Layer::Actual, seen.value.str());
    set(Layer::State, std::string(to_word(seen.state)));
    set(Layer::Source, seen.source);
  }
  void operator()(const Loaded& loaded) {
    for (std::size_t i = 0; i < loaded.micro.size(); ++i)
      put(figure_place(loaded.indicator, loaded.period, Layer::Actual, numbered("u", i)),
          Decimal::from_micro(loaded.micro[i]).str());
  }
  void operator()(const KeyedRun& keyed) {
    auto run = keyed.run;
    run.id = ++x_runs;  // keys of a script differ
    put_text(x_contents, run);
  }
  template <class Entry>
  void operator()(const Entry& entry) {
    put_text(x_contents, entry);
  }

 private:
  // An absent value clears its place.
  void put(const std::string& place, const std::string& value) {
    if (value.empty())
      x_contents.erase(place);
    else
      x_contents[place] = value;
  }

  Contents& x_contents;
  std::map<std::string, std::size_t> x_ordinals;
  std::uint64_t x_runs = 0;
};

}  // namespace

Script::Script(std::uint64_t seed) : x_seed(seed), x_units(0) {
  Random random(seed);
  // Columns of few units lie inside a page of LMDB, those of many on pages of their own.
  x_units = random.one_in(4) ? random.between(260, 400) : random.between(3, 60);
}

std::string Script::some_unit(Random& random) const { return numbered("u", random.below(x_units)); }

Batch Script::first() const {
  Batch batch{1, {}};
  for (std::uint64_t i = 0; i < x_units; ++i) batch.ops.emplace_back(unit_of(numbered("u", i), i));
  for (const auto* code : kIndicators) batch.ops.emplace_back(indicator_of(code, 1));
  batch.ops.emplace_back(indicator_of(kMark_indicator, 1));
  batch.ops.emplace_back(indicator_of(kQueue_indicator, 1));
  batch.ops.emplace_back(mark_of(1));
  return batch;
}

Batch Script::batch(std::uint64_t number) const {
  if (number == 1) return first();
  Random random(x_seed, number);
  Batch batch{number, {}};
  if (random.one_in(6)) {
    for (std::uint64_t i = 0; i < kImport_figures; ++i)
      batch.ops.emplace_back(model::Observation{some_unit(random), kIndicators[random.below(4)],
                                                some_period(random), some_figure(random),
                                                some_state(random), maybe_words(random, "年鉴 ")});
  } else {
    // What is named by the transaction's number stands in it once.
    batch.ops.push_back(any(random, number, random.below(kKinds)));
    for (auto left = random.below(6); left > 0; --left)
      batch.ops.push_back(any(random, number, random.below(kRepeatable_kinds)));
  }
  batch.ops.emplace_back(mark_of(number));
  return batch;
}

Op Script::any(Random& random, std::uint64_t number, std::uint64_t kind) const {
  const auto period = some_period(random);
  switch (kind) {
    case 0:
      return unit_of(some_unit(random), number);
    case 1:
      return unit_of(numbered("n", number), number);
    case 2:
      return indicator_of(kIndicators[random.below(4)], number);
    case 3:
    case 4:
      return model::Target{some_unit(random),    kIndicators[random.below(4)], period,
                           some_figure(random),  maybe_figure(random),         maybe_figure(random),
                           maybe_figure(random), maybe_words(random, "lead "), ""};
    case 5: {
      model::Event event;
      event.code = numbered("e", random.below(6));
      event.unit = some_unit(random);
      event.period = period;
      event.kind = static_cast<model::EventKind>(random.below(5));
      event.points = maybe_figure(random);
      event.reason = numbered("原因 ", number);
      return event;
    }
    case 6:
      return model::ImportedField{some_unit(random),
                                  period,
                                  "safety",
                                  numbered("field", random.below(3)),
                                  some_figure(random),
                                  maybe_figure(random)};
    case 8:
      return SchemeText{"s", static_cast<std::uint32_t>(number),
                        "id: s\n" + std::string(random.below(9'000), 'x')};
    case 9:
      return assessment_of(random, number);
    case 10:
      return run_of(random, number);
    case 11: {
      // Not one that single figures are put to in the same transaction.
      Loaded loaded{kLoaded_indicator, period, {}};
      for (std::uint64_t i = 0; i < x_units; ++i)
        loaded.micro.push_back(some_figure(random).micro());
      return loaded;
    }
    default:
      return model::Observation{
          some_unit(random),   kIndicators[random.below(4)], period,
          some_figure(random), some_state(random),           maybe_words(random, "年鉴 ")};
  }
}

Contents Script::after(std::uint64_t number) const {
  Contents contents;
  Applier apply(contents);
  for (std::uint64_t i = 1; i <= number; ++i) {
    for (const auto& op : batch(i).ops) std::visit(apply, op);
    contents["request/" + std::to_string(i)] = "landed";
    contents["history"] += std::to_string(i) + " ";
  }
  return contents;
}

std::string queue_unit(std::uint64_t update) { return numbered("u", update % kQueue_units); }

std::optional<std::uint64_t> take_queue(Contents& contents) {
  const auto place_of = [](std::uint64_t update) {
    return figure_place(kQueue_indicator, Period::year(2019), Layer::Actual, queue_unit(update));
  };
  std::map<std::string, std::string> found;
  std::uint64_t landed = 0;
  for (std::uint64_t i = 0; i < kQueue_units; ++i) {
    const auto stored = contents.find(place_of(i));
    if (stored == contents.end()) continue;
    landed = std::max<std::uint64_t>(landed, std::stoull(stored->second));
    found[queue_unit(i)] = stored->second;
    contents.erase(stored);
  }
  std::map<std::string, std::string> wanted;
  for (auto update = landed < kQueue_units ? 1 : landed - kQueue_units + 1; update <= landed;
       ++update)
    wanted[queue_unit(update)] = std::to_string(update);
  if (found != wanted) return std::nullopt;
  return landed;
}

Contents figures_of(const Contents& contents) {
  Contents some;
  for (const auto& [place, text] : contents)
    for (const auto* kind : {"unit/", "indicator/", "figure/", "event/", "imported/"})
      if (place.starts_with(kind)) some[place] = text;
  return some;
}

std::string figure_place(const std::string& indicator, Period period, Layer layer,
                         const std::string& unit) {
  return "figure/" + indicator + "/" + period.str() + "/" +
         std::to_string(static_cast<int>(layer)) + "/" + unit;
}

void put_text(Contents& contents, const model::Unit& unit, std::size_t ordinal) {
  std::ostringstream out;
  out << ordinal << "|" << unit.name << "|" << unit.type << "|" << unit.parent << "|"
      << text(unit.from) << "|" << text(unit.to) << "|" << unit.successor;
  for (const auto& tag : unit.tags) out << "|" << tag;
  contents["unit/" + unit.code] = out.str();
}

void put_text(Contents& contents, const model::Indicator& indicator) {
  contents["indicator/" + indicator.code] = indicator.name + "|" + indicator.measure_unit + "|" +
                                            std::string(to_word(indicator.direction)) + "|" +
                                            indicator.owner + "|" +
                                            std::string(to_word(indicator.rollup));
}

void put_text(Contents& contents, const model::Event& event) {
  contents["event/" + event.code] = event.unit + "|" + event.period.str() + "|" +
                                    std::string(to_word(event.kind)) + "|" + event.subject + "|" +
                                    text(event.points) + "|" + event.reason + "|" +
                                    text(event.date) + "|" + std::string(to_word(event.state));
}

void put_text(Contents& contents, const model::ImportedField& field) {
  contents["imported/" + field.unit + "/" + field.period.str() + "/" + field.assessment + "/" +
           field.field] = field.value.str() + "|" + text(field.full);
}

void put_text(Contents& contents, const SchemeText& scheme) {
  contents["scheme/" + scheme.id + "/" + std::to_string(scheme.version)] = scheme.text;
}

void put_text(Contents& contents, const model::Assessment& assessment) {
  std::string all = assessment.id + "|" + assessment.origin + "|" + assessment.period.str();
  for (const auto& field : assessment.fields) {
    all += "|" + field.id;
    for (const auto& value : field.values) {
      const auto* figure = std::get_if<Decimal>(&value);
      all += " " + (figure == nullptr ? "-" : figure->str());
    }
  }
  contents["assessment/" + to_hex(assessment.digest)] = all;
}

void put_text(Contents& contents, const model::Run& run) {
  std::ostringstream out;
  out << run.scheme << "|" << run.version << "|" << run.title << "|" << run.period.str() << "|"
      << run.actor << "|" << run.created_s;
  for (const auto& group : run.groups)
    for (const auto& unit : group.units)
      out << "|" << unit.unit << " " << text(unit.total) << " " << unit.rank.value_or(0);
  contents["run/" + std::to_string(run.id)] = out.str();
}

std::string difference(const Contents& wanted, const Contents& found) {
  if (wanted == found) return "";
  const auto [left, right] = std::ranges::mismatch(wanted, found);
  const auto show = [](const auto& entry, const auto& end) {
    return entry == end ? "nothing more"
                        : entry->first + " = " +
                              entry->second.substr(0, entry->second.find('\n')).substr(0, 60);
  };
  return "wanted " + show(left, wanted.end()) + ", found " + show(right, found.end());
}

}  // namespace assay::torture
