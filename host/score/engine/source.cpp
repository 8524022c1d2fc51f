#include "score/engine/source.hpp"

#include <algorithm>
#include <utility>

#include "score/fraction.hpp"

namespace assay::score::engine {

namespace {

constexpr std::int64_t kMonths_of_year = 12;

Cell cell_of(const model::Column* column, std::size_t ordinal) {
  if (column == nullptr || !column->has(ordinal)) return {};
  return {Cell::State::Valid, column->micro(ordinal)};
}

// The cell, and what is said of its chunk. Inlined, as GCC leaves out calls that have no effect but
// this.
[[gnu::always_inline]] inline void fetch_cell(const model::Column* column, std::size_t ordinal) {
  const auto number = ordinal / model::kRows_per_chunk;
  const auto row = ordinal % model::kRows_per_chunk;
  if (column == nullptr || number >= column->chunks().size()) return;
  const auto& chunk = column->chunks()[number];
  __builtin_prefetch(&chunk.most);
  if (row >= chunk.rows) return;
  if (chunk.cells.packed != nullptr)
    __builtin_prefetch(chunk.cells.packed + row);
  else
    __builtin_prefetch(chunk.cells.micro + row);
}

const model::ColumnChunk* chunk_of(const model::Column* column, std::size_t number) {
  if (column == nullptr || number >= column->chunks().size()) return nullptr;
  const auto& chunk = column->chunks()[number];
  return chunk.count == 0 ? nullptr : &chunk;
}

View lent(const model::ColumnChunk* chunk) {
  if (chunk == nullptr) return {.ready = true};
  return {.column = {.cells = chunk->cells,
                     .valid = {.bytes = chunk->count == chunk->rows ? nullptr : chunk->valid},
                     .least = chunk->least,
                     .most = chunk->most},
          .rows = chunk->rows,
          .ready = true};
}

class LayerSource final : public Source {
 public:
  LayerSource(std::string indicator, model::Period period, model::Layer layer)
      : x_indicator(std::move(indicator)), x_period(period), x_layer(layer) {}

  void bind(const Inputs& inputs) override {
    x_column = inputs.snapshot->column(x_indicator, x_period, x_layer);
  }
  [[nodiscard]] Cell at(std::size_t ordinal) const override { return cell_of(x_column, ordinal); }
  void fetch(std::size_t ordinal) const override { fetch_cell(x_column, ordinal); }
  [[nodiscard]] View view(std::size_t chunk, Scratch& /*scratch*/) const override {
    return lent(chunk_of(x_column, chunk));
  }

 private:
  std::string x_indicator;
  model::Period x_period;
  model::Layer x_layer;
  const model::Column* x_column = nullptr;
};

class FigureSource final : public Source {
 public:
  FigureSource(std::string indicator, model::Period period)
      : x_indicator(std::move(indicator)), x_period(period) {}

  void bind(const Inputs& inputs) override {
    const auto& snapshot = *inputs.snapshot;
    x_least = static_cast<std::int64_t>(inputs.scheme->figures);
    x_actual = snapshot.column(x_indicator, x_period, model::Layer::Actual);
    x_state = snapshot.column(x_indicator, x_period, model::Layer::State);
    const auto rollup = snapshot.indicators.find(x_indicator)->second.rollup;
    x_rolled.reset();
    if (rollup != model::Rollup::None && !x_period.parts().empty())
      x_rolled.emplace(inputs, x_indicator, x_period);
  }

  [[nodiscard]] Cell at(std::size_t ordinal) const override {
    const auto own = cell_of(x_actual, ordinal);
    if (own.state == Cell::State::Valid) {
      const auto state = cell_of(x_state, ordinal);
      if (state.state != Cell::State::Valid || state.micro >= x_least) return own;
    }
    if (!x_rolled) return {};
    Decimal value;
    switch (x_rolled->value_at(ordinal, value)) {
      case FigureColumn::Found::Figure:
        return {Cell::State::Valid, value.micro()};
      case FigureColumn::Found::TooLarge:
        return {Cell::State::Undecidable};
      case FigureColumn::Found::Missing:
        break;
    }
    return {};
  }

  void fetch(std::size_t ordinal) const override {
    fetch_cell(x_actual, ordinal);
    fetch_cell(x_state, ordinal);
  }
  [[nodiscard]] View view(std::size_t chunk, Scratch& scratch) const override {
    const auto* actual = chunk_of(x_actual, chunk);
    const auto* state = chunk_of(x_state, chunk);
    const bool all_count = state == nullptr || state->least >= x_least;
    // Rows without a figure that counts may have parts that do.
    if (x_rolled && (actual == nullptr || !all_count || actual->count != actual->rows)) return {};
    auto view = lent(actual);
    view.open = x_rolled.has_value();
    if (actual != nullptr && !all_count)
      view.column.valid.bytes = counting(*actual, *state, scratch.bits);
    return view;
  }

 private:
  // The valid bits of figures without those whose state is too low.
  [[nodiscard]] const std::uint8_t* counting(const model::ColumnChunk& actual,
                                             const model::ColumnChunk& state,
                                             std::vector<std::uint8_t>& bits) const {
    bits = actual.valid_bits();
    for (std::size_t row = 0; row < std::min(actual.rows, state.rows); ++row)
      if (state.has(row) && state.cells[row] < x_least)
        bits[row / 8] = static_cast<std::uint8_t>(bits[row / 8] & ~(1U << (row % 8)));
    return bits.data();
  }

  std::string x_indicator;
  model::Period x_period;
  std::int64_t x_least = 0;
  const model::Column* x_actual = nullptr;
  const model::Column* x_state = nullptr;
  std::optional<FigureColumn> x_rolled;
};

class PacedSource final : public Source {
 public:
  PacedSource(std::string indicator, model::Period period, model::Layer layer)
      : x_indicator(std::move(indicator)), x_period(period), x_layer(layer) {}

  void bind(const Inputs& inputs) override {
    const auto& snapshot = *inputs.snapshot;
    const auto year = model::Period::year(static_cast<int>(x_period.key() / 100));
    x_rounding = inputs.rounding();
    x_months = static_cast<std::int64_t>(x_period.months().size());
    x_row = snapshot.column(x_indicator, x_period, model::Layer::Required);
    x_column = snapshot.column(x_indicator, x_period, x_layer);
    x_year_row = snapshot.column(x_indicator, year, model::Layer::Required);
    x_year_column = snapshot.column(x_indicator, year, x_layer);
  }

  [[nodiscard]] Cell at(std::size_t ordinal) const override {
    if (x_row != nullptr && x_row->has(ordinal)) return cell_of(x_column, ordinal);
    if (x_year_row == nullptr || !x_year_row->has(ordinal)) return {};
    const auto year = cell_of(x_year_column, ordinal);
    if (year.state != Cell::State::Valid) return year;
    const auto part = to_decimal(Int128{year.micro} * x_months, kMonths_of_year, x_rounding);
    return part ? Cell{Cell::State::Valid, part->micro()} : Cell{Cell::State::Undecidable};
  }

  void fetch(std::size_t ordinal) const override { fetch_cell(x_column, ordinal); }
  [[nodiscard]] View view(std::size_t chunk, Scratch& /*scratch*/) const override {
    const auto* row = chunk_of(x_row, chunk);
    if (row == nullptr || row->count != row->rows) return {};
    auto view = lent(chunk_of(x_column, chunk));
    if (view.rows == 0 || view.rows > row->rows) return {};
    view.open = true;
    return view;
  }

 private:
  std::string x_indicator;
  model::Period x_period;
  model::Layer x_layer;
  Rounding x_rounding = Rounding::HalfAwayFromZero;
  std::int64_t x_months = 0;
  const model::Column* x_row = nullptr;  // whether there is a target row at all
  const model::Column* x_column = nullptr;
  const model::Column* x_year_row = nullptr;
  const model::Column* x_year_column = nullptr;
};

class HarderSource final : public Source {
 public:
  HarderSource(const Source& required, const Source& upper, bool greater,
               const kernel::Kernels& kernels)
      : x_required(&required), x_upper(&upper), x_greater(greater), x_kernels(&kernels) {}

  void bind(const Inputs& /*inputs*/) override {}

  [[nodiscard]] Cell at(std::size_t ordinal) const override {
    const auto required = x_required->at(ordinal);
    if (required.state != Cell::State::Valid) return required;
    const auto upper = x_upper->at(ordinal);
    if (upper.state == Cell::State::Undecidable) return upper;
    if (upper.state == Cell::State::Absent) return required;
    return {Cell::State::Valid, x_greater ? std::max(required.micro, upper.micro)
                                          : std::min(required.micro, upper.micro)};
  }

  void fetch(std::size_t ordinal) const override {
    x_required->fetch(ordinal);
    x_upper->fetch(ordinal);
  }
  [[nodiscard]] View view(std::size_t chunk, Scratch& scratch) const override {
    Scratch of_upper;
    auto view = x_required->view(chunk, scratch);
    const auto upper = x_upper->view(chunk, of_upper);
    if (!view.ready || !upper.ready || upper.open) return {};
    if (upper.rows == 0) return view;
    if (upper.rows < view.rows) return {};
    scratch.values.resize(view.rows);
    x_kernels->harder(view.column, upper.column, x_greater, view.rows, scratch.values.data());
    // One of both stands at every valid row.
    view.column.cells = {.micro = scratch.values.data()};
    view.column.least = std::min(view.column.least, upper.column.least);
    view.column.most = std::max(view.column.most, upper.column.most);
    return view;
  }

 private:
  const Source* x_required;
  const Source* x_upper;
  bool x_greater;
  const kernel::Kernels* x_kernels;
};

class OwnSource final : public Source {
 public:
  explicit OwnSource(model::Column column) : x_column(std::move(column)) {}

  void bind(const Inputs& /*inputs*/) override {}
  [[nodiscard]] Cell at(std::size_t ordinal) const override { return cell_of(&x_column, ordinal); }
  void fetch(std::size_t ordinal) const override { fetch_cell(&x_column, ordinal); }
  [[nodiscard]] View view(std::size_t chunk, Scratch& /*scratch*/) const override {
    return lent(chunk_of(&x_column, chunk));
  }

 private:
  model::Column x_column;
};

}  // namespace

std::unique_ptr<Source> figure_source(std::string indicator, model::Period period) {
  return std::make_unique<FigureSource>(std::move(indicator), period);
}

std::unique_ptr<Source> layer_source(std::string indicator, model::Period period,
                                     model::Layer layer) {
  return std::make_unique<LayerSource>(std::move(indicator), period, layer);
}

std::unique_ptr<Source> paced_source(std::string indicator, model::Period period,
                                     model::Layer layer) {
  return std::make_unique<PacedSource>(std::move(indicator), period, layer);
}

std::unique_ptr<Source> harder_source(const Source& required, const Source& upper, bool greater,
                                      const kernel::Kernels& kernels) {
  return std::make_unique<HarderSource>(required, upper, greater, kernels);
}

std::unique_ptr<Source> own_source(model::Column column) {
  return std::make_unique<OwnSource>(std::move(column));
}

}  // namespace assay::score::engine
