// What a Writer does with figures beyond those of an Observation or Target: one figure of one
// layer, and whole columns.

#include <limits>
#include <string>

#include "store/fault.hpp"
#include "store/writer_state.hpp"

namespace assay::store {

namespace {

using model::Layer;

constexpr std::int64_t kMicro = 1'000'000;

bool is_text(Layer layer) {
  return layer == Layer::Source || layer == Layer::Lead || layer == Layer::Person;
}

std::unexpected<Error> bad_figure(Layer layer) {
  return fail(Failure::Input, "store.bad_figure",
              {ASSAY_TEXT("this is no figure that layer {layer} can hold; correct it"),
               {{"layer", std::string(layer_word(layer))}}});
}

struct Bounds {
  std::int64_t least = std::numeric_limits<std::int64_t>::min();
  std::int64_t most = std::numeric_limits<std::int64_t>::max();
};

// What may lie in a layer, as it is stored. `texts`: the number the next text will have.
Bounds bounds_of(Layer layer, std::uint64_t texts) {
  if (layer == Layer::State) return {0, static_cast<std::int64_t>(model::State::Confirmed)};
  if (is_text(layer)) return {1, static_cast<std::int64_t>(texts) - 1};
  return {};
}

}  // namespace

Result<Change> Writer::put(const FigureUpdate& update) {
  return x_state->guarded([&] { return x_state->noted(x_state->put(update)); });
}

Result<Change> Writer::load(const model::ColumnKey& key, std::span<const std::int64_t> micro,
                            std::span<const std::uint8_t> valid) {
  return x_state->guarded([&] { return x_state->noted(x_state->load(key, micro, valid)); });
}

Result<Change> Writer::State::put(const FigureUpdate& update) {
  ASSAY_TRY(const auto place, known_unit(update.unit));
  ASSAY_TRY(const auto number, known_indicator(update.indicator));
  LayerValue value{update.layer, std::nullopt};
  if (is_text(update.layer)) {
    if (update.value) return bad_figure(update.layer);
    ASSAY_TRY(value.value, number_of(update.text));
  } else {
    if (!update.text.empty()) return bad_figure(update.layer);
    if (update.value) value.value = update.value->micro();
  }
  if (update.layer == Layer::State && value.value) {
    const auto [least, most] = bounds_of(update.layer, ids.text);
    if (*value.value % kMicro != 0) return bad_figure(update.layer);
    *value.value /= kMicro;
    if (*value.value < least || *value.value > most) return bad_figure(update.layer);
  }
  return put(Cell{update.period.key(), number, place.ordinal}, {&value, 1});
}

Result<Change> Writer::State::put(Cell cell, std::span<const LayerValue> values) {
  ASSAY_TRY(const auto change, columns.put(transaction, cell, values));
  ASSAY_CHECK(columns.write_if_many(transaction, *journal));
  return change;
}

Result<Change> Writer::State::load(const model::ColumnKey& key, std::span<const std::int64_t> micro,
                                   std::span<const std::uint8_t> valid) {
  ASSAY_TRY(const auto number, known_indicator(key.indicator));
  const auto bytes = (micro.size() + 7) / 8;
  if (micro.size() > ids.ordinal || (!valid.empty() && valid.size() < bytes))
    return fail(Failure::Input, "store.bad_column",
                {ASSAY_TEXT("a column of {rows} rows does not fit the office's {units} units; load "
                            "it for the units there are, with a bit for each row"),
                 {{"rows", std::to_string(micro.size())}, {"units", std::to_string(ids.ordinal)}}});
  if (key.layer == Layer::State || is_text(key.layer)) {
    const auto figures =
        shape_of(micro.data(), valid.empty() ? nullptr : valid.data(), micro.size());
    const auto [least, most] = bounds_of(key.layer, ids.text);
    if (figures.count > 0 && (figures.least < least || figures.most > most))
      return bad_figure(key.layer);
  }
  return columns.load(transaction, *journal, {key.period.key(), number, key.layer}, {micro, valid});
}

}  // namespace assay::store
