#include "report/json_reader.hpp"

#include <rapidjson/error/en.h>
#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>

#include <algorithm>
#include <utility>

namespace assay::report {

namespace {

constexpr std::size_t kDeepest = 32;
constexpr std::size_t kMostNames = 1'000;  // of one object; each is compared with all others

// Takes what the library reads and builds the value; gives up by returning false.
class Building {
 public:
  // Called as the library wants them. NOLINTBEGIN(readability-identifier-naming)
  bool Null() { return put({}); }
  bool Bool(bool value) { return put({.kind = JsonValue::Kind::Boolean, .flag = value}); }
  bool RawNumber(const char* text, rapidjson::SizeType size, bool /*copy*/) {
    return put({.kind = JsonValue::Kind::Figure, .text = {text, size}});
  }
  bool String(const char* text, rapidjson::SizeType size, bool /*copy*/) {
    return put({.kind = JsonValue::Kind::Text, .text = {text, size}});
  }
  bool Key(const char* text, rapidjson::SizeType size, bool /*copy*/) {
    auto& names = x_open.back().names;
    x_too_many = names.size() >= kMostNames;
    if (x_too_many) return false;
    x_twice = std::ranges::find(names, std::string_view(text, size)) != names.end();
    names.emplace_back(text, size);
    return !x_twice;
  }
  bool StartObject() { return begin(JsonValue::Kind::Object); }
  bool StartArray() { return begin(JsonValue::Kind::Array); }
  bool EndObject(rapidjson::SizeType /*count*/) { return end(); }
  bool EndArray(rapidjson::SizeType /*count*/) { return end(); }
  // Not called: figures come as they are written.
  bool Int(int /*value*/) { return false; }
  bool Uint(unsigned /*value*/) { return false; }
  bool Int64(std::int64_t /*value*/) { return false; }
  bool Uint64(std::uint64_t /*value*/) { return false; }
  bool Double(double /*value*/) { return false; }
  // NOLINTEND(readability-identifier-naming)

  [[nodiscard]] bool is_twice() const { return x_twice; }
  [[nodiscard]] bool is_too_many() const { return x_too_many; }
  [[nodiscard]] bool is_too_deep() const { return x_too_deep; }
  JsonValue take() { return std::move(x_document); }

 private:
  bool begin(JsonValue::Kind kind) {
    x_too_deep = x_open.size() >= kDeepest;
    x_open.push_back({.kind = kind});
    return !x_too_deep;
  }
  bool end() {
    auto value = std::move(x_open.back());
    x_open.pop_back();
    return put(std::move(value));
  }
  bool put(JsonValue value) {
    if (x_open.empty())
      x_document = std::move(value);
    else
      x_open.back().items.push_back(std::move(value));
    return true;
  }

  JsonValue x_document;
  std::vector<JsonValue> x_open;  // arrays and objects, outermost first
  bool x_twice = false;
  bool x_too_many = false;
  bool x_too_deep = false;
};

Where place_of(std::string_view text, std::size_t offset) {
  const auto before = text.substr(0, std::min(offset, text.size()));
  const auto line = before.rfind('\n');
  const auto start = line == std::string_view::npos ? 0 : line + 1;
  const auto is_character = [](char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U;
  };
  return {.row = static_cast<std::uint64_t>(std::ranges::count(before, '\n')) + 1,
          .column = static_cast<std::uint64_t>(
                        std::ranges::count_if(before.substr(start), is_character)) +
                    1};
}

}  // namespace

const JsonValue* JsonValue::member(std::string_view name) const {
  const auto found = std::ranges::find(names, name);
  return found == names.end() ? nullptr : &items[static_cast<std::size_t>(found - names.begin())];
}

Result<JsonValue> parse_json(std::string_view text) {
  // In steps instead of by recursion, so that no depth of the text exhausts the stack.
  constexpr unsigned kFlags = rapidjson::kParseIterativeFlag |
                              rapidjson::kParseNumbersAsStringsFlag |
                              rapidjson::kParseValidateEncodingFlag;
  rapidjson::MemoryStream bytes(text.data(), text.size());
  rapidjson::EncodedInputStream<rapidjson::UTF8<>, rapidjson::MemoryStream> stream(bytes);
  rapidjson::Reader reader;
  Building building;
  const auto done = reader.Parse<kFlags>(stream, building);
  const auto nul = text.find('\0');  // the library takes it for the end
  if (!done.IsError() && nul == std::string_view::npos) return building.take();
  auto where = place_of(text, done.IsError() ? done.Offset() : nul);
  const auto refuse = [&](const char* code, Message message) {
    return fail(Failure::Input, code, std::move(message), std::move(where));
  };
  if (building.is_twice())
    return refuse("json.twice",
                  {ASSAY_TEXT("this name stands here a second time: keep one of the two"), {}});
  if (building.is_too_many())
    return refuse("json.names",
                  {ASSAY_TEXT("one object has more than {limit} names: is this the right file?"),
                   {{"limit", std::to_string(kMostNames)}}});
  if (building.is_too_deep())
    return refuse("json.depth",
                  {ASSAY_TEXT("the JSON has more than {limit} levels: is this the right file?"),
                   {{"limit", std::to_string(kDeepest)}}});
  std::string_view reason =
      done.IsError() ? rapidjson::GetParseError_En(done.Code()) : "it holds a NUL byte";
  if (reason.ends_with('.')) reason.remove_suffix(1);
  return refuse("json.syntax",
                {ASSAY_TEXT("this is not JSON: {reason}; is this the right file, and whole?"),
                 {{"reason", std::string(reason)}}});
}

}  // namespace assay::report
