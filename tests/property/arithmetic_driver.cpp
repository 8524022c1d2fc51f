// Runs base and model on lines of standard input, one operation each, for the oracles in Python
// beside it: "mul_div 1 2 3 half-away" → "0.666667"; a refusal prints "error <code>". Free text is
// given in hexadecimal after a colon (":3132" = "12"), as it may hold anything.

#include <charconv>
#include <cstdlib>
#include <functional>
#include <iostream>
#include <map>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "base/decimal.hpp"
#include "base/ratio.hpp"
#include "model/period.hpp"

namespace {

using assay::Decimal;
using assay::Int128;
using assay::Ratio;
using assay::Result;
using assay::Rounding;
using assay::model::Date;
using assay::model::Period;
using Args = std::vector<std::string>;

// The driver itself was called wrongly: a fault of the test.
[[noreturn]] void misuse(std::string_view what) {
  std::cerr << "bad line: " << what << '\n';
  std::exit(2);
}

template <class T>
T must(const Result<T>& result) {
  if (!result) misuse(describe(result.error()));
  return *result;
}

Decimal decimal(const std::string& text) { return must(Decimal::parse(text)); }
Ratio ratio(const std::string& text) { return must(Ratio::parse(text)); }
Period period(const std::string& text) { return must(Period::parse(text)); }

Rounding rounding(const std::string& text) {
  if (text == "half-away") return Rounding::HalfAwayFromZero;
  if (text == "half-even") return Rounding::HalfEven;
  misuse(text);
}

template <class T = std::int64_t>
T integer(std::string_view text) {
  T value = 0;
  const auto [end, trouble] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (trouble != std::errc() || end != text.data() + text.size()) misuse(text);
  return value;
}

// 32 hexadecimal digits: neither the library nor streams read 128 bits.
Int128 wide(std::string_view text) {
  if (text.size() != 32) misuse(text);
  unsigned __int128 bits = 0;
  for (const char digit : text) {
    unsigned value = 0;
    if (std::from_chars(&digit, &digit + 1, value, 16).ec != std::errc()) misuse(text);
    bits = bits << 4U | value;
  }
  return static_cast<Int128>(bits);
}

std::string show_wide(Int128 value) {
  static constexpr std::string_view digits = "0123456789abcdef";
  auto bits = static_cast<unsigned __int128>(value);
  std::string text(32, '0');
  for (auto place = text.rbegin(); place != text.rend(); ++place, bits >>= 4U)
    *place = digits[static_cast<std::size_t>(bits & 15U)];
  return text;
}

std::string free_text(std::string_view hex) {
  if (!hex.starts_with(':') || hex.size() % 2 == 0) misuse(hex);
  std::string text;
  for (std::size_t at = 1; at < hex.size(); at += 2) {
    unsigned value = 0;
    std::from_chars(hex.data() + at, hex.data() + at + 2, value, 16);
    text += static_cast<char>(value);
  }
  return text;
}

std::string show(const Decimal& value) { return value.str(); }
std::string show(const Ratio& value) { return value.str(); }
std::string show(const Date& value) { return value.str(); }

template <class T>
std::string show(const Result<T>& result) {
  return result ? show(*result) : "error " + result.error().code;
}

std::string show_period(Period value) {
  auto text = std::to_string(value.key()) + " " + value.str() + " " + value.first_day().str() +
              " " + value.last_day().str() + " " + value.previous().str() + " parts";
  for (const auto part : value.parts()) text += " " + part.str();
  text += " months";
  for (const auto month : value.months()) text += " " + month.str();
  return text;
}

std::string rounded(const Args& args) {
  const int places = integer<int>(args[2]);
  const auto value = decimal(args[1]).rounded(places, rounding(args[3]));
  return value.str() + " " + value.fixed(places);
}

std::string compare(const Args& args) {
  const auto left = ratio(args[1]);
  const auto right = ratio(args[2]);
  const auto order = left <=> right;
  const std::string_view sign = order < 0 ? "-1" : order > 0 ? "1" : "0";
  return std::string(sign) + (left == right ? " same" : " other");
}

struct Operation {
  std::size_t args;  // the name included
  std::function<std::string(const Args&)> run;
};

std::map<std::string, Operation> operations() {
  return {
      {"parse",
       {2,
        [](const Args& a) {
          const auto read = Decimal::parse(free_text(a[1]));
          return read ? std::to_string(read->micro()) + " " + read->str() : show(read);
        }}},
      {"print", {2, [](const Args& a) { return Decimal::from_micro(integer(a[1])).str(); }}},
      {"rounded", {4, rounded}},
      {"add", {3, [](const Args& a) { return show(add(decimal(a[1]), decimal(a[2]))); }}},
      {"subtract", {3, [](const Args& a) { return show(subtract(decimal(a[1]), decimal(a[2]))); }}},
      {"multiply",
       {4,
        [](const Args& a) {
          return show(multiply(decimal(a[1]), decimal(a[2]), rounding(a[3])));
        }}},
      {"mul_div",
       {5,
        [](const Args& a) {
          return show(mul_div(decimal(a[1]), decimal(a[2]), decimal(a[3]), rounding(a[4])));
        }}},
      {"divide",
       {4,
        [](const Args& a) {
          return show_wide(assay::divide_rounded(wide(a[1]), wide(a[2]), rounding(a[3])));
        }}},
      {"ratio", {2, [](const Args& a) { return show(Ratio::parse(free_text(a[1]))); }}},
      {"make", {3, [](const Args& a) { return show(Ratio::make(integer(a[1]), integer(a[2]))); }}},
      {"of", {3, [](const Args& a) { return show(Ratio::of(decimal(a[1]), decimal(a[2]))); }}},
      {"of_one", {2, [](const Args& a) { return show(Ratio::of(decimal(a[1]))); }}},
      {"compare", {3, compare}},
      {"times",
       {4, [](const Args& a) { return show(ratio(a[1]).times(decimal(a[2]), rounding(a[3]))); }}},
      {"period",
       {2,
        [](const Args& a) {
          const auto read = Period::parse(free_text(a[1]));
          return read ? show_period(*read) : "error " + read.error().code;
        }}},
      {"contains",
       {3, [](const Args& a) { return period(a[1]).contains(period(a[2])) ? "yes" : "no"; }}},
      {"date", {2, [](const Args& a) { return show(Date::parse(free_text(a[1]))); }}},
  };
}

}  // namespace

int main() {
  const auto known = operations();
  for (std::string line; std::getline(std::cin, line);) {
    std::istringstream words(line);
    Args args;
    for (std::string word; words >> word;) args.push_back(word);
    const auto found = args.empty() ? known.end() : known.find(args[0]);
    if (found == known.end() || found->second.args != args.size()) misuse(line);
    std::cout << found->second.run(args) << '\n';
  }
}
