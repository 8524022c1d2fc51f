#pragma once
// Reads single values of a scheme text: each function gives the value, or reports why it cannot
// and gives nothing. Figures are taken from the text as written, never through a float.

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/ratio.hpp"
#include "model/period.hpp"
#include "scheme/problems.hpp"
#include "scheme/tree.hpp"
#include "scheme/words.hpp"

namespace assay::scheme {

// A value of the text and the key it stands under (for the elements of a list, the list's key).
struct Value {
  const Node* node = nullptr;
  std::string_view key;
  Mark mark;  // where an error about it points
};

// What reading one text passes down.
struct Reading {
  const Tree& tree;
  Problems& problems;
  std::size_t components = 0;  // read so far
  std::size_t compared = 0;    // ids, for suggestions

  void refuse(const Value& value, std::string code, Message message) {
    problems.add(value.mark, value.key, std::move(code), std::move(message));
  }
};

// The text of a plain value, shown shortened in messages.
[[nodiscard]] std::optional<std::string> as_text(Reading& reading, const Value& value);
// Letters, digits, - _ . and characters of other scripts, at most 64 bytes.
[[nodiscard]] bool is_id(std::string_view text);
[[nodiscard]] Message not_an_id(std::string_view text);
[[nodiscard]] std::optional<std::string> as_id(Reading& reading, const Value& value);
[[nodiscard]] std::optional<bool> as_flag(Reading& reading, const Value& value);
// A flag whose `false` would mean nothing.
[[nodiscard]] std::optional<bool> as_true(Reading& reading, const Value& value);
[[nodiscard]] std::optional<model::Period> as_period(Reading& reading, const Value& value);
[[nodiscard]] std::optional<Decimal> as_decimal(Reading& reading, const Value& value);
[[nodiscard]] std::optional<Decimal> as_positive(Reading& reading, const Value& value);
[[nodiscard]] std::optional<Decimal> as_not_negative(Reading& reading, const Value& value);
[[nodiscard]] std::optional<Ratio> as_ratio(Reading& reading, const Value& value);
[[nodiscard]] std::optional<Ratio> as_weight(Reading& reading, const Value& value);
// 0 to 1000 %; more is nearly always a percentage without its sign.
[[nodiscard]] std::optional<Ratio> as_rate(Reading& reading, const Value& value);
// Above 0, at most 1.
[[nodiscard]] std::optional<Ratio> as_share(Reading& reading, const Value& value);
// At least one value where `least` is 1.
[[nodiscard]] std::optional<std::vector<Value>> as_list(Reading& reading, const Value& value,
                                                        std::size_t least = 0);
// A list of texts, each once; with `seen`, once in all lists that are read with it.
using Seen = std::map<std::string, Mark>;
[[nodiscard]] std::optional<std::vector<std::string>> as_texts(Reading& reading,
                                                               const Value& value);
[[nodiscard]] std::optional<std::vector<std::string>> as_new_texts(Reading& reading,
                                                                   const Value& value, Seen& seen,
                                                                   std::size_t least = 0);

// A reader for figures from low to high.
struct Between {
  Decimal low;
  Decimal high;
  std::optional<Decimal> operator()(Reading& reading, const Value& value) const;
};

// A reader for whole numbers from low to high.
struct Whole {
  std::uint32_t low = 0;
  std::uint32_t high = 0;
  std::optional<std::uint32_t> operator()(Reading& reading, const Value& value) const;
};

// The number of the known word that `value` is; else reports `code` and the nearest known one.
[[nodiscard]] std::optional<std::size_t> as_choice(Reading& reading, const Value& value,
                                                   std::span<const std::string_view> known,
                                                   std::string code = "scheme.unknown_word");

// "a, b, c" for a message, shortened after the tenth.
[[nodiscard]] std::string joined(std::span<const std::string_view> words);

template <class T, std::size_t N>
std::array<std::string_view, N> words_of(const Word<T> (&words)[N]) {
  std::array<std::string_view, N> list{};
  for (std::size_t i = 0; i < N; ++i) list[i] = words[i].word;
  return list;
}

// A reader for one of `words`.
template <class T, std::size_t N>
auto one_of(const Word<T> (&words)[N]) {
  return [&words](Reading& reading, const Value& value) -> std::optional<T> {
    const auto chosen = as_choice(reading, value, words_of(words));
    if (!chosen) return std::nullopt;
    return words[*chosen].value;
  };
}

}  // namespace assay::scheme
