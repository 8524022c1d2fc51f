#pragma once
// The flat JSON object in which the host hands parameters over: {"name": text, number or bool, …}.
// Strict (RFC 8259 without nesting, null or repeated names); everything else throws ConfigError.
// Pure; thread-safe.

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "assay/sdk/error.hpp"

namespace assay::sdk {

// Name → text: a string unescaped, a number or bool as written.
using ParameterTexts = std::map<std::string, std::string, std::less<>>;

namespace detail {

class JsonReader {
 public:
  explicit JsonReader(std::string_view text) : x_text(text) {}

  [[nodiscard]] ParameterTexts object() {
    static constexpr std::size_t kLimit_bytes = 64UL * 1024;
    if (x_text.size() > kLimit_bytes) throw ConfigError("the parameters are longer than 64 KiB");
    ParameterTexts members;
    expect('{');
    if (!take('}')) {
      do {
        auto name = string();
        expect(':');
        auto value = scalar();
        if (!members.emplace(std::move(name), std::move(value)).second)
          fail("a parameter is given twice");
      } while (take(','));
      expect('}');
    }
    if (skip_space(); x_at != x_text.size()) fail("nothing may follow the closing brace");
    return members;
  }

 private:
  [[noreturn]] void fail(const std::string& what) const {
    throw ConfigError("the parameters are not a flat JSON object: " + what + " (byte " +
                      std::to_string(x_at + 1) + ")");
  }

  void skip_space() {
    while (x_at < x_text.size() &&
           std::string_view(" \t\r\n").find(x_text[x_at]) != std::string_view::npos)
      ++x_at;
  }

  [[nodiscard]] bool take(char c) {
    skip_space();
    if (x_at == x_text.size() || x_text[x_at] != c) return false;
    ++x_at;
    return true;
  }

  void expect(char c) {
    if (!take(c)) fail(std::string("expected ") + c);
  }

  [[nodiscard]] std::string scalar() {
    skip_space();
    if (x_at < x_text.size() && x_text[x_at] == '"') return string();
    const auto end = x_text.find_first_of(" \t\r\n,}", x_at);
    const auto word = x_text.substr(x_at, end == std::string_view::npos ? end : end - x_at);
    if (word != "true" && word != "false" && !is_number(word))
      fail("a value must be a string, a number, true or false");
    x_at += word.size();
    return std::string(word);
  }

  [[nodiscard]] static bool is_number(std::string_view word) {
    if (word.starts_with('-')) word.remove_prefix(1);
    const auto digits = [&] {
      std::size_t count = 0;
      while (!word.empty() && word[0] >= '0' && word[0] <= '9') {
        word.remove_prefix(1);
        ++count;
      }
      return count;
    };
    const bool leading_zero = word.starts_with('0');
    const auto whole = digits();
    if (whole == 0 || (leading_zero && whole > 1)) return false;
    if (word.starts_with('.')) {
      word.remove_prefix(1);
      if (digits() == 0) return false;
    }
    return word.empty();  // no exponents: a figure is written out
  }

  [[nodiscard]] std::string string() {
    expect('"');
    std::string text;
    while (true) {
      if (x_at == x_text.size()) fail("a string does not end");
      const char c = x_text[x_at++];
      if (c == '"') return text;
      if (static_cast<unsigned char>(c) < 0x20) fail("a string holds a bare control character");
      if (c == '\\')
        append_utf8(text, escape());
      else
        text += c;
    }
  }

  [[nodiscard]] std::uint32_t escape() {
    if (x_at == x_text.size()) fail("a string does not end");
    switch (const char c = x_text[x_at++]; c) {
      case '"':
      case '\\':
      case '/':
        return static_cast<unsigned char>(c);
      case 'b':
        return '\b';
      case 'f':
        return '\f';
      case 'n':
        return '\n';
      case 'r':
        return '\r';
      case 't':
        return '\t';
      case 'u':
        break;
      default:
        fail("unknown escape in a string");
    }
    const auto unit = hex4();
    if (unit < 0xD800 || unit > 0xDFFF) return unit;
    if (unit > 0xDBFF || !x_text.substr(x_at).starts_with("\\u")) fail("half a surrogate pair");
    x_at += 2;
    const auto low = hex4();
    if (low < 0xDC00 || low > 0xDFFF) fail("half a surrogate pair");
    return 0x10000U + ((unit - 0xD800U) << 10U) + (low - 0xDC00U);
  }

  [[nodiscard]] std::uint32_t hex4() {
    std::uint32_t value = 0;
    for (int i = 0; i < 4; ++i, ++x_at) {
      static constexpr std::string_view kDigits = "0123456789abcdef";
      const char c = x_at < x_text.size() ? x_text[x_at] : ' ';
      const auto digit = kDigits.find(c >= 'A' && c <= 'F' ? static_cast<char>(c + 32) : c);
      if (digit == std::string_view::npos) fail("\\u needs four hexadecimal digits");
      value = value * 16 + static_cast<std::uint32_t>(digit);
    }
    return value;
  }

  static void append_utf8(std::string& text, std::uint32_t point) {
    const auto put = [&](std::uint32_t byte) { text += static_cast<char>(byte); };
    const auto follow = [&](unsigned shift) { put(0x80U | ((point >> shift) & 0x3FU)); };
    if (point < 0x80) return put(point);
    if (point < 0x800) {
      put(0xC0U | (point >> 6U));
    } else if (point < 0x10000) {
      put(0xE0U | (point >> 12U));
      follow(6);
    } else {
      put(0xF0U | (point >> 18U));
      follow(12);
      follow(6);
    }
    follow(0);
  }

  std::string_view x_text;
  std::size_t x_at = 0;
};

}  // namespace detail

[[nodiscard]] inline ParameterTexts parse_parameters(std::string_view json) {
  return detail::JsonReader(json).object();
}

}  // namespace assay::sdk
