#pragma once
// What the check of an import is made of: the faults found so far, the codes that are known, and
// rows that contradict each other. Values that borrow the batch and the office; pure.

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <map>
#include <numeric>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "base/suggest.hpp"
#include "model/batch.hpp"

namespace assay::pipeline::import_detail {

using Ordinal = std::uint32_t;
inline constexpr auto kNone = std::numeric_limits<Ordinal>::max();

// Faults with their rows. Each pass over rows adds at most `limit`, in the order of rows, so that
// the first `limit` of all passes are among them.
class Findings {
 public:
  Findings(const model::Batch& batch, std::size_t limit)
      : x_batch(batch), x_limit(std::max<std::size_t>(limit, 1)) {}

  void start_pass() { x_pass_begin = x_found.size(); }
  [[nodiscard]] bool empty() const { return x_found.empty(); }
  [[nodiscard]] bool full() const { return x_found.size() - x_pass_begin >= x_limit; }

  // `where` without file and row.
  void add(const model::Origin& origin, std::string code, Message message, Where where) {
    where.file = x_batch.files[origin.file];
    where.row = origin.row;
    auto error = fail(Failure::Input, std::move(code), std::move(message), std::move(where));
    x_found.emplace_back(origin, std::move(error).error());
  }

  Errors take() {
    std::vector<std::size_t> order(x_found.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::sort(order, [this](std::size_t a, std::size_t b) {
      const auto place = [this](std::size_t i) {
        const auto& origin = x_found[i].first;
        return std::tuple(origin.file, origin.row, i);  // within a row as found
      };
      return place(a) < place(b);
    });
    order.resize(std::min(order.size(), x_limit));
    Errors errors;
    errors.reserve(order.size());
    for (const auto i : order) errors.push_back(std::move(x_found[i].second));
    return errors;
  }

 private:
  const model::Batch& x_batch;
  std::size_t x_limit;
  std::size_t x_pass_begin = 0;
  std::vector<std::pair<model::Origin, Error>> x_found;
};

// The code that `code` may stand for: that of the thing so named, or the nearest; or "".
std::string suggestion(const std::string& code, const auto& known) {
  std::vector<std::string_view> codes;
  codes.reserve(known.size());
  for (Ordinal i = 0; i < known.size(); ++i) {
    const auto& value = known[i];
    if (value.name == code) return std::string(value.code);
    codes.push_back(value.code);
  }
  return nearest(code, codes);
}

// Indicators by code, those of the batch before the office's.
class KnownIndicators {
 public:
  void add(const model::Indicator& indicator) {
    const auto [entry, added] =
        x_ordinals.try_emplace(indicator.code, static_cast<Ordinal>(x_indicators.size()));
    if (added)
      x_indicators.push_back(&indicator);
    else
      x_indicators[entry->second] = &indicator;
  }
  [[nodiscard]] Ordinal find(std::string_view code) const {
    const auto entry = x_ordinals.find(code);
    return entry == x_ordinals.end() ? kNone : entry->second;
  }
  [[nodiscard]] const model::Indicator& operator[](Ordinal ordinal) const {
    return *x_indicators[ordinal];
  }
  [[nodiscard]] std::size_t size() const { return x_indicators.size(); }

 private:
  std::unordered_map<std::string_view, Ordinal> x_ordinals;
  std::vector<const model::Indicator*> x_indicators;
};

// Units by code, those of the batch before the office's. The office's have the numbers that they
// have there.
class KnownUnits {
 public:
  KnownUnits(const model::UnitTable& office, const model::UnitRows& rows)
      : x_office(office), x_rows(rows) {
    // At least half of the slots stay free, so that the next free one is never far.
    x_slots.resize(std::bit_ceil(2 * (office.size() + rows.size()) + 1), kNone);
    x_places.reserve(office.size());
    for (std::size_t i = 0; i < office.size(); ++i) add(i, office.view(i).code);
    for (std::size_t i = 0; i < rows.size(); ++i) add(office.size() + i, rows.view(i).code);
  }

  [[nodiscard]] Ordinal find(std::string_view code) const { return x_slots[slot_of(code)]; }
  [[nodiscard]] model::UnitView operator[](std::size_t ordinal) const {
    const auto place = x_places[ordinal];
    return place < x_office.size() ? x_office.view(place) : x_rows.view(place - x_office.size());
  }
  [[nodiscard]] std::size_t size() const { return x_places.size(); }

 private:
  // `place`: in the office, or behind it in the batch.
  void add(std::size_t place, std::string_view code) {
    auto& slot = x_slots[slot_of(code)];
    if (slot == kNone) {
      slot = static_cast<Ordinal>(x_places.size());
      x_places.push_back(static_cast<Ordinal>(place));
    } else {
      x_places[slot] = static_cast<Ordinal>(place);
    }
  }
  // Where the code is, or else is to be.
  [[nodiscard]] std::size_t slot_of(std::string_view code) const {
    const auto mask = x_slots.size() - 1;
    auto slot = std::hash<std::string_view>{}(code)&mask;
    while (x_slots[slot] != kNone && (*this)[x_slots[slot]].code != code) slot = (slot + 1) & mask;
    return slot;
  }

  const model::UnitTable& x_office;
  const model::UnitRows& x_rows;
  std::vector<Ordinal> x_places;  // by ordinal
  std::vector<Ordinal> x_slots;
};

// The rows that repeat an earlier key with another value, as indexes of that row and the first.
template <class Rows, class Key>
std::vector<std::pair<std::size_t, std::size_t>> contradictions(
    const Rows& rows, std::vector<std::pair<Key, std::size_t>> keys) {
  std::ranges::sort(keys);
  std::vector<std::pair<std::size_t, std::size_t>> found;
  std::size_t first = 0;
  for (std::size_t i = 1; i < keys.size(); ++i) {
    if (keys[i].first != keys[first].first)
      first = i;
    else if (rows[keys[i].second].value != rows[keys[first].second].value)
      found.emplace_back(keys[i].second, keys[first].second);
  }
  std::ranges::sort(found);
  return found;
}

}  // namespace assay::pipeline::import_detail
