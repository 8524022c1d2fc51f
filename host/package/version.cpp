#include "package/version.hpp"

#include <algorithm>
#include <compare>

#include "plugin/text.hpp"

namespace assay::package {

namespace {

constexpr std::size_t kLongest_bytes = 64;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// Takes the number that `text` begins with, without leading zeros; "" for 0.
std::string_view take_number(std::string_view& text) {
  const auto end = std::min(text.find_first_not_of("0123456789"), text.size());
  auto number = text.substr(0, end);
  text.remove_prefix(end);
  number.remove_prefix(std::min(number.find_first_not_of('0'), number.size()));
  return number;
}

std::strong_ordering compare(std::string_view left, std::string_view right) {
  while (!left.empty() && !right.empty()) {
    if (is_digit(left.front()) && is_digit(right.front())) {
      const auto a = take_number(left);
      const auto b = take_number(right);
      if (const auto by_length = a.size() <=> b.size(); by_length != 0) return by_length;
      if (const auto by_digits = a <=> b; by_digits != 0) return by_digits;
      continue;
    }
    if (left.front() != right.front()) return left.front() <=> right.front();
    left.remove_prefix(1);
    right.remove_prefix(1);
  }
  return left.size() <=> right.size();
}

// Takes what stands before the first `mark`; the rest, with the mark, remains.
std::string_view take_before(std::string_view& text, char mark) {
  const auto end = std::min(text.find(mark), text.size());
  const auto taken = text.substr(0, end);
  text.remove_prefix(end);
  return taken;
}

}  // namespace

bool is_version(std::string_view text) {
  constexpr std::string_view signs = "._+-";
  return !text.empty() && text.size() <= kLongest_bytes &&
         (is_digit(text.front()) || is_letter(text.front())) &&
         std::ranges::all_of(
             text, [&](char c) { return is_digit(c) || is_letter(c) || signs.contains(c); });
}

bool is_older(std::string_view left, std::string_view right) {
  left = take_before(left, '+');
  right = take_before(right, '+');
  const auto a = take_before(left, '-');
  const auto b = take_before(right, '-');
  if (const auto by_release = compare(a, b); by_release != 0) return by_release < 0;
  if (left.empty() || right.empty()) return !left.empty() && right.empty();
  return compare(left, right) < 0;
}

std::optional<Reference> parse_reference(std::string_view text) {
  const auto at = text.find('@');
  Reference reference{std::string(text.substr(0, at)), ""};
  if (!plugin::is_id(reference.id)) return std::nullopt;
  if (at == std::string_view::npos) return reference;
  reference.version = text.substr(at + 1);
  if (!is_version(reference.version)) return std::nullopt;
  return reference;
}

}  // namespace assay::package
