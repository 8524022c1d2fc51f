#include "kit/rows.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <numeric>

namespace assay::kit {

namespace {

// First and last millisecond of "2024", "2024H1", "2024Q3" or "2024-09".
std::pair<std::int64_t, std::int64_t> span_ms(const std::string& period) {
  namespace c = std::chrono;
  const int year = std::stoi(period.substr(0, 4));
  unsigned first = 1;
  unsigned months = 12;
  if (period.size() >= 6) {
    const auto number = static_cast<unsigned>(std::stoi(period.substr(5)));
    months = period[4] == 'H' ? 6 : period[4] == 'Q' ? 3 : 1;
    first = (number - 1) * months + 1;
  }
  const auto start = c::year_month{c::year{year}, c::month{first}};
  const auto day_ms = [](c::year_month month) {
    return c::duration_cast<c::milliseconds>(c::sys_days{month / 1}.time_since_epoch()).count();
  };
  return {day_ms(start), day_ms(start + c::months{months}) - 1};
}

constexpr std::int64_t kDay_ms = 86'400'000;

class Maker {
 public:
  Maker(const Declared& declared, const std::string& period, const Wanted& wanted, Random& random)
      : x_declared(declared), x_wanted(wanted), x_random(random), x_span(span_ms(period)) {}

  [[nodiscard]] Rows make(const std::string& period) {
    Rows made;
    made.rows = x_wanted.rows;
    made.period = period;
    for (const auto& field : x_declared.in) made.in.push_back(column(field, x_wanted.rows));
    for (const auto& dataset : x_declared.datasets) made.tables.push_back(table(dataset));
    static constexpr std::array kTypes = {"county", "district", "department"};
    for (std::uint64_t i = 0; i < x_wanted.rows; ++i) {
      made.codes.push_back("u" + std::to_string(i));
      made.types.emplace_back(kTypes[x_random.below(kTypes.size())]);
    }
    return made;
  }

 private:
  std::int64_t number(const Field& field) {
    const auto ends = ends_of(field);
    if (x_wanted.style == Style::Extreme || x_random.one_in(10))
      return ends[x_random.below(ends.size())];
    // Of everyday size: up to a million above the lower end, in steps of a hundredth.
    const std::int64_t step = field.type == ASSAY_PLUGIN_DEC6 ? 10'000 : 1;
    static constexpr std::array<std::int64_t, 4> kSizes = {100, 10'000, 1'000'000, 100'000'000};
    const auto size = kSizes[x_random.below(kSizes.size())];
    const auto low = field.least < -size * step ? std::int64_t{0} : field.least;
    const auto high = field.most - low < size * step ? field.most : low + size * step;
    if (high <= low) return field.least;
    const auto value = low + x_random.between(0, (high - low) / step) * step;
    const bool mirrored = field.least < -value && x_random.one_in(8);
    return mirrored ? -value : value;
  }

  std::int64_t value(const Field& field) {
    switch (field.type) {
      case ASSAY_PLUGIN_DEC6:
      case ASSAY_PLUGIN_I64:
        return number(field);
      case ASSAY_PLUGIN_BOOL8:
        return x_random.between(0, 1);
      case ASSAY_PLUGIN_DATE32:
        return x_random.between(x_span.first / kDay_ms, x_span.second / kDay_ms);
      case ASSAY_PLUGIN_TIME64:
        return x_random.between(x_span.first, x_span.second);
      case ASSAY_PLUGIN_DICT32:
        return static_cast<std::int64_t>(
            x_random.below(std::max<std::size_t>(1, field.words.size())));
      default:
        return 0;
    }
  }

  std::string text() {
    static constexpr std::array kTexts = {"", "a", "甲", "river 3", "沣河入渭断面"};
    return kTexts[x_random.below(kTexts.size())];
  }

  Column column(const Field& field, std::uint64_t rows) {
    Column made{field.type, {}, {}, {}};
    for (std::uint64_t i = 0; i < rows; ++i) {
      const bool there = field.has(ASSAY_PLUGIN_REQUIRED) || !x_random.one_in(7);
      if (field.type == ASSAY_PLUGIN_UTF8)
        made.add_text(text(), there);
      else
        made.add(value(field), there);
    }
    return made;
  }

  Table table(const Dataset& dataset) {
    Table made;
    made.row_start.push_back(0);
    for (std::uint64_t unit = 0; unit < x_wanted.rows; ++unit) {
      auto rows = std::max(x_random.below(x_wanted.table_rows_max + 1), x_wanted.table_rows_min);
      if (dataset.required) rows = std::max<std::uint64_t>(rows, 1);
      const auto from = made.time_ms.size();
      for (std::uint64_t i = 0; i < rows; ++i)
        made.time_ms.push_back(
            x_random.between(x_span.first / 3'600'000, x_span.second / 3'600'000) * 3'600'000);
      std::sort(made.time_ms.begin() + static_cast<std::ptrdiff_t>(from), made.time_ms.end());
      made.row_start.push_back(made.time_ms.size());
    }
    for (const auto& field : dataset.columns)
      made.columns.push_back(column(field, made.time_ms.size()));
    return made;
  }

  const Declared& x_declared;
  const Wanted& x_wanted;
  Random& x_random;
  std::pair<std::int64_t, std::int64_t> x_span;
};

}  // namespace

void Column::add(std::int64_t value, bool is_there) {
  values.push_back(is_there ? value : 0);
  there.push_back(is_there);
}

void Column::add_text(std::string text, bool is_there) {
  texts.push_back(is_there ? std::move(text) : std::string());
  there.push_back(is_there);
}

void Column::add_from(const Column& other, std::size_t row) {
  if (type == ASSAY_PLUGIN_UTF8)
    add_text(other.texts[row], other.there[row]);
  else
    add(other.values[row], other.there[row]);
}

std::vector<std::int64_t> ends_of(const Field& field) {
  std::vector<std::int64_t> ends = {field.least, field.most};
  for (const std::int64_t value : {0, 1, -1, 1'000'000, -1'000'000})
    if (value > field.least && value < field.most) ends.push_back(value);
  if (field.least < field.most) {
    ends.push_back(field.least + 1);
    ends.push_back(field.most - 1);
  }
  return ends;
}

Rows make_rows(const Declared& declared, const std::string& period, const Wanted& wanted,
               Random& random) {
  return Maker(declared, period, wanted, random).make(period);
}

Rows picked(const Rows& rows, std::span<const std::size_t> order) {
  Rows made;
  made.rows = order.size();
  made.first_row = rows.first_row;
  made.period = rows.period;
  for (const auto& column : rows.in) {
    auto& to = made.in.emplace_back(Column{column.type, {}, {}, {}});
    for (const auto row : order) to.add_from(column, row);
  }
  for (const auto& table : rows.tables) {
    auto& to = made.tables.emplace_back();
    for (const auto& column : table.columns) to.columns.push_back({column.type, {}, {}, {}});
    to.row_start.push_back(0);
    for (const auto unit : order) {
      for (auto row = table.row_start[unit]; row < table.row_start[unit + 1]; ++row) {
        to.time_ms.push_back(table.time_ms[row]);
        for (std::size_t i = 0; i < table.columns.size(); ++i)
          to.columns[i].add_from(table.columns[i], row);
      }
      to.row_start.push_back(to.time_ms.size());
    }
  }
  for (const auto row : order) {
    made.codes.push_back(rows.codes[row]);
    made.types.push_back(rows.types[row]);
  }
  return made;
}

Rows piece(const Rows& rows, std::size_t from, std::size_t to) {
  std::vector<std::size_t> order(to - from);
  std::iota(order.begin(), order.end(), from);
  auto made = picked(rows, order);
  made.first_row = rows.first_row + from;
  return made;
}

}  // namespace assay::kit
