#pragma once
// What the check of an import is made of: the faults found so far, the codes that are known, and
// rows that contradict each other. Values that borrow the batch and the office; pure.

#include <algorithm>
#include <cstddef>
#include <cstdint>
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

// Units or indicators by code, those of the batch before the office's.
template <class T>
class Known {
 public:
  void add(const T& value) {
    const auto [entry, added] =
        x_ordinals.try_emplace(value.code, static_cast<Ordinal>(x_values.size()));
    if (added)
      x_values.push_back(&value);
    else
      x_values[entry->second] = &value;
  }
  [[nodiscard]] Ordinal find(std::string_view code) const {
    const auto entry = x_ordinals.find(code);
    return entry == x_ordinals.end() ? kNone : entry->second;
  }
  [[nodiscard]] const T& operator[](Ordinal ordinal) const { return *x_values[ordinal]; }
  [[nodiscard]] std::size_t size() const { return x_values.size(); }

  // The code that `code` may stand for: that of the thing so named, or the nearest; or "".
  std::string suggestion(const std::string& code) {
    const auto [entry, added] = x_suggestions.try_emplace(code);
    if (!added) return entry->second;
    std::vector<std::string_view> codes;
    codes.reserve(x_values.size());
    for (const auto* value : x_values) {
      if (value->name == code) return entry->second = value->code;
      codes.push_back(value->code);
    }
    return entry->second = nearest(code, codes);
  }

 private:
  std::unordered_map<std::string_view, Ordinal> x_ordinals;
  std::vector<const T*> x_values;
  std::map<std::string, std::string> x_suggestions;  // of codes asked for before
};

// The rows that repeat an earlier key with another value, as indexes of that row and the first.
template <class T, class Key>
std::vector<std::pair<std::size_t, std::size_t>> contradictions(
    const std::vector<model::Sourced<T>>& rows, std::vector<std::pair<Key, std::size_t>> keys) {
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
