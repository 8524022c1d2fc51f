#include <algorithm>
#include <array>
#include <map>
#include <numeric>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "pipeline/digest_parts.hpp"
#include "pipeline/digests.hpp"

namespace assay::pipeline {

namespace {

using model::Layer;

constexpr std::array kLayers{Layer::Actual,   Layer::State,   Layer::Source,
                             Layer::Required, Layer::Stretch, Layer::Upper,
                             Layer::Baseline, Layer::Lead,    Layer::Person};

// Bytes of many cells, to be hashed as one field.
class Cells {
 public:
  void number(std::uint64_t value, std::size_t bytes) {
    std::array<char, 8> digits{};
    for (std::size_t i = 0; i < bytes; ++i) digits[i] = static_cast<char>(value >> 8 * i);
    x_bytes.append(digits.data(), bytes);
  }
  void text(std::string_view value) {
    number(value.size(), 8);
    x_bytes += value;
  }
  [[nodiscard]] const std::string& bytes() const { return x_bytes; }

 private:
  std::string x_bytes;
};

class ContentDigest {
 public:
  explicit ContentDigest(const model::Snapshot& office) : x_office(office) {
    x_by_code.resize(office.units.size());
    std::iota(x_by_code.begin(), x_by_code.end(), std::size_t{0});
    std::ranges::sort(x_by_code, {},
                      [&](std::size_t i) -> const auto& { return office.units[i].code; });
  }

  Digest make() {
    for (const auto ordinal : x_by_code) add(x_digest.add("unit"), x_office.units[ordinal]);
    for (const auto& [code, indicator] : x_office.indicators)
      add(x_digest.add("indicator"), indicator);
    std::set<std::pair<std::string, model::Period>> blocks;
    for (const auto& [key, column] : x_office.columns) blocks.emplace(key.indicator, key.period);
    for (const auto& [indicator, period] : blocks)
      for (const auto layer : kLayers) add_column(indicator, period, layer);
    add_events();
    add_assessments();
    return x_digest.finish();
  }

 private:
  // Cells by the place of their units' codes, which stand before them in the hash.
  void add_column(const std::string& indicator, model::Period period, Layer layer) {
    const auto* column = x_office.column(indicator, period, layer);
    // A figure without a state is a confirmed one.
    const auto* figures =
        layer == Layer::State ? x_office.column(indicator, period, Layer::Actual) : nullptr;
    if (column == nullptr && figures == nullptr) return;
    Cells cells;
    for (std::size_t place = 0; place < x_by_code.size(); ++place) {
      const auto ordinal = x_by_code[place];
      const bool has = column != nullptr && column->has(ordinal);
      if (!has && (figures == nullptr || !figures->has(ordinal))) continue;
      cells.number(place, 4);
      const auto value =
          has ? column->micro(ordinal) : static_cast<std::int64_t>(model::State::Confirmed);
      if (is_text(layer))
        cells.text(x_office.texts[static_cast<std::size_t>(value)]);
      else
        cells.number(static_cast<std::uint64_t>(value), 8);
    }
    if (cells.bytes().empty()) return;
    x_digest.add("column").add(indicator).add(std::int64_t{period.key()});
    x_digest.add(static_cast<std::int64_t>(layer)).add(cells.bytes());
  }

  void add_events() {
    std::vector<const model::Event*> events;
    events.reserve(x_office.events.size());
    for (const auto& event : x_office.events) events.push_back(&event);
    std::ranges::sort(events, {}, &model::Event::code);
    for (const auto* event : events) add(x_digest.add("event"), *event);
  }

  void add_assessments() {
    std::vector<const model::ImportedField*> fields;
    fields.reserve(x_office.assessments.size());
    for (const auto& field : x_office.assessments) fields.push_back(&field);
    std::ranges::sort(fields, {}, [](const auto* field) {
      return std::tie(field->period, field->assessment, field->field, field->unit);
    });
    for (const auto* field : fields) {
      const auto& [unit, period, assessment, name, value, full] = *field;
      x_digest.add("assessment").add(unit).add(std::int64_t{period.key()}).add(assessment);
      x_digest.add(name).add(value.micro());
      add(x_digest, full);
    }
  }

  const model::Snapshot& x_office;
  std::vector<std::size_t> x_by_code;  // ordinals
  DigestBuilder x_digest;
};

}  // namespace

Digest content_digest(const model::Snapshot& snapshot) { return ContentDigest(snapshot).make(); }

}  // namespace assay::pipeline
