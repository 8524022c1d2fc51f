#include "scheme/values.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include "base/suggest.hpp"
#include "base/utf8.hpp"

namespace assay::scheme {

namespace {

constexpr std::size_t kText_bytes_longest = 1000;
constexpr std::size_t kId_bytes_longest = 64;
constexpr std::int64_t kRate_highest = 10;
constexpr std::size_t kWords_shown = 10;

// Leaves out spaces, punctuation and look-alikes of ASCII beyond it, which nobody can tell apart.
bool may_stand_in_id(std::string_view character) {
  if (character.size() == 1) {
    const char c = character[0];
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' ||
           c == '_' || c == '.';
  }
  const auto between = [&](std::string_view first, std::string_view last) {
    return character.size() == first.size() && first <= character && character <= last;
  };
  return !between("\u0080", "\u00BF") && !between("\u2000", "\u206F") &&
         !between("\u3000", "\u3020") && !between("\uE000", "\uF8FF") &&
         !between("\uFE00", "\uFE0F") && !between("\uFEFF", "\uFFFF");
}

bool has_control_character(std::string_view text) {
  while (!text.empty()) {
    const auto character = text.substr(0, utf8_length(text));
    if (is_control(character)) return true;
    text.remove_prefix(character.size());
  }
  return false;
}

// The plain value as it stands in the text.
const std::string* scalar(Reading& reading, const Value& value) {
  switch (value.node->kind) {
    case Node::Kind::Scalar:
      return &value.node->text;
    case Node::Kind::Null:
      reading.refuse(value, "scheme.no_value",
                     {ASSAY_TEXT("nothing stands here: write a value, or delete the key"), {}});
      return nullptr;
    default:
      reading.refuse(
          value, "scheme.not_plain",
          {ASSAY_TEXT("a single value belongs here, not a list or a block of keys"), {}});
      return nullptr;
  }
}

// What `parse` makes of the text; its error is put in its place.
template <class T>
std::optional<T> parsed(Reading& reading, const Value& value,
                        Result<T> (*parse)(std::string_view)) {
  const auto* text = scalar(reading, value);
  if (text == nullptr) return std::nullopt;
  auto result = parse(*text);
  if (result) return *result;
  reading.problems.add(value.mark, value.key, std::move(result).error());
  return std::nullopt;
}

}  // namespace

std::optional<std::string> as_text(Reading& reading, const Value& value) {
  const auto* text = scalar(reading, value);
  if (text == nullptr) return std::nullopt;
  if (text->empty() || text->size() > kText_bytes_longest) {
    reading.refuse(value, "scheme.text_length",
                   {ASSAY_TEXT("this text has {bytes} bytes: write 1 to {limit}"),
                    {{"bytes", std::to_string(text->size())},
                     {"limit", std::to_string(kText_bytes_longest)}}});
    return std::nullopt;
  }
  if (has_control_character(*text)) {
    reading.refuse(value, "scheme.control_character",
                   {ASSAY_TEXT("“{value}” holds a line break or control character: write it as one "
                               "plain line"),
                    {{"value", excerpt(*text)}}});
    return std::nullopt;
  }
  return *text;
}

Message not_an_id(std::string_view text) {
  return {ASSAY_TEXT("“{value}” cannot be an id: use letters of any script, digits, - _ and . "
                     "without spaces, at most {limit} bytes"),
          {{"value", excerpt(text)}, {"limit", std::to_string(kId_bytes_longest)}}};
}

bool is_id(std::string_view text) {
  if (text.empty() || text.size() > kId_bytes_longest) return false;
  while (!text.empty()) {
    const auto character = text.substr(0, utf8_length(text));
    if (!may_stand_in_id(character)) return false;
    text.remove_prefix(character.size());
  }
  return true;
}

std::optional<std::string> as_id(Reading& reading, const Value& value) {
  auto text = as_text(reading, value);
  if (!text || is_id(*text)) return text;
  reading.refuse(value, "scheme.id", not_an_id(*text));
  return std::nullopt;
}

std::optional<bool> as_flag(Reading& reading, const Value& value) {
  const auto* text = scalar(reading, value);
  if (text == nullptr) return std::nullopt;
  if (*text == "true") return true;
  if (*text == "false") return false;
  reading.refuse(
      value, "scheme.flag",
      {ASSAY_TEXT("“{value}” is neither true nor false: write one of them, in lower case"),
       {{"value", excerpt(*text)}}});
  return std::nullopt;
}

std::optional<bool> as_true(Reading& reading, const Value& value) {
  const auto flag = as_flag(reading, value);
  if (!flag || *flag) return flag;
  reading.refuse(value, "scheme.only_true",
                 {ASSAY_TEXT("only true has a meaning here: write true, or delete the key"), {}});
  return std::nullopt;
}

std::optional<model::Period> as_period(Reading& reading, const Value& value) {
  return parsed(reading, value, &model::Period::parse);
}

std::optional<Decimal> as_decimal(Reading& reading, const Value& value) {
  return parsed(reading, value, &Decimal::parse);
}

std::optional<Decimal> as_positive(Reading& reading, const Value& value) {
  const auto figure = as_decimal(reading, value);
  if (!figure || (!figure->is_negative() && !figure->is_zero())) return figure;
  reading.refuse(
      value, "scheme.range",
      {ASSAY_TEXT("{value} is not above 0: write a figure above 0"), {{"value", figure->str()}}});
  return std::nullopt;
}

std::optional<Decimal> as_not_negative(Reading& reading, const Value& value) {
  const auto figure = as_decimal(reading, value);
  if (!figure || !figure->is_negative()) return figure;
  reading.refuse(value, "scheme.range",
                 {ASSAY_TEXT("{value} is below 0: write 0 or more"), {{"value", figure->str()}}});
  return std::nullopt;
}

std::optional<Decimal> Between::operator()(Reading& reading, const Value& value) const {
  const auto figure = as_decimal(reading, value);
  if (!figure || (low <= *figure && *figure <= high)) return figure;
  reading.refuse(value, "scheme.range",
                 {ASSAY_TEXT("{value} is out of range: write a figure from {low} to {high}"),
                  {{"value", figure->str()}, {"low", low.str()}, {"high", high.str()}}});
  return std::nullopt;
}

std::optional<std::uint32_t> Whole::operator()(Reading& reading, const Value& value) const {
  const auto* text = scalar(reading, value);
  if (text == nullptr) return std::nullopt;
  std::uint32_t number = 0;
  const auto* end = text->data() + text->size();
  const auto [stop, trouble] = std::from_chars(text->data(), end, number);
  if (trouble == std::errc() && stop == end && low <= number && number <= high) return number;
  reading.refuse(
      value, "scheme.whole_number",
      {ASSAY_TEXT("“{value}” does not fit: write a whole number from {low} to {high}"),
       {{"value", excerpt(*text)}, {"low", std::to_string(low)}, {"high", std::to_string(high)}}});
  return std::nullopt;
}

std::optional<Ratio> as_ratio(Reading& reading, const Value& value) {
  return parsed(reading, value, &Ratio::parse);
}

std::optional<Ratio> as_weight(Reading& reading, const Value& value) {
  const auto weight = as_ratio(reading, value);
  if (!weight || !weight->is_negative()) return weight;
  reading.refuse(value, "scheme.range",
                 {ASSAY_TEXT("{value} is below 0: write 0 or more"), {{"value", weight->str()}}});
  return std::nullopt;
}

std::optional<Ratio> as_rate(Reading& reading, const Value& value) {
  const auto rate = as_ratio(reading, value);
  if (!rate || (!rate->is_negative() && *rate <= Ratio::from_integer(kRate_highest))) return rate;
  reading.refuse(
      value, "scheme.rate",
      {ASSAY_TEXT("{value} is not a rate from 0 to 1000%: write it like 120%, 1.2 or 6/5"),
       {{"value", excerpt(value.node->text)}}});
  return std::nullopt;
}

std::optional<Ratio> as_share(Reading& reading, const Value& value) {
  const auto share = as_ratio(reading, value);
  const auto zero = Ratio();
  if (!share || (zero < *share && *share <= Ratio::from_integer(1))) return share;
  reading.refuse(
      value, "scheme.share",
      {ASSAY_TEXT("{value} is not a share above 0 and up to 100%: write it like 25%, 0.25 "
                  "or 1/4"),
       {{"value", excerpt(value.node->text)}}});
  return std::nullopt;
}

std::optional<std::vector<Value>> as_list(Reading& reading, const Value& value, std::size_t least) {
  if (value.node->kind != Node::Kind::List) {
    reading.refuse(
        value, "scheme.not_a_list",
        {ASSAY_TEXT("a list belongs here: write [a, b], or one line with “- ” per element"), {}});
    return std::nullopt;
  }
  if (value.node->items.size() < least) {
    reading.refuse(value, "scheme.empty_list",
                   {ASSAY_TEXT("this list is empty: write at least one element"), {}});
    return std::nullopt;
  }
  std::vector<Value> list;
  list.reserve(value.node->items.size());
  for (const auto index : value.node->items) {
    const auto& node = reading.tree.at(index);
    // yaml-cpp gives an empty element the place of what follows it.
    list.push_back({&node, value.key, node.kind == Node::Kind::Null ? value.mark : node.mark});
  }
  return list;
}

std::optional<std::vector<std::string>> as_texts(Reading& reading, const Value& value) {
  Seen seen;
  return as_new_texts(reading, value, seen);
}

std::optional<std::vector<std::string>> as_new_texts(Reading& reading, const Value& value,
                                                     Seen& seen, std::size_t least) {
  const auto list = as_list(reading, value, least);
  if (!list) return std::nullopt;
  std::vector<std::string> texts;
  for (const auto& element : *list) {
    auto text = as_text(reading, element);
    if (!text) continue;
    const auto [first, is_new] = seen.emplace(*text, element.mark);
    if (is_new)
      texts.push_back(*std::move(text));
    else
      reading.refuse(element, "scheme.repeated",
                     {ASSAY_TEXT("“{value}” stands in line {line} already: delete one of the two"),
                      {{"value", excerpt(*text)}, {"line", std::to_string(first->second.row)}}});
  }
  return texts;
}

std::optional<std::size_t> as_choice(Reading& reading, const Value& value,
                                     std::span<const std::string_view> known, std::string code) {
  const auto* text = scalar(reading, value);
  if (text == nullptr) return std::nullopt;
  const auto found = std::ranges::find(known, *text);
  if (found != known.end()) return static_cast<std::size_t>(found - known.begin());
  auto near = nearest(*text, known);
  if (near.empty())
    reading.refuse(value, std::move(code),
                   {ASSAY_TEXT("“{value}” is not known here: write one of {known}"),
                    {{"value", excerpt(*text)}, {"known", joined(known)}}});
  else
    reading.refuse(value, std::move(code),
                   {ASSAY_TEXT("“{value}” is not known here: did you mean “{nearest}”?"),
                    {{"value", excerpt(*text)}, {"nearest", std::move(near)}}});
  return std::nullopt;
}

std::string joined(std::span<const std::string_view> words) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i == kWords_shown) return text + ", …";
    if (i != 0) text += ", ";
    text += words[i];
  }
  return text;
}

}  // namespace assay::scheme
