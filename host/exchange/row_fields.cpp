#include "exchange/row_fields.hpp"

#include <unictype.h>
#include <unistr.h>

#include <algorithm>
#include <utility>

#include "base/suggest.hpp"
#include "exchange/formula.hpp"

namespace assay::exchange {

namespace {

constexpr ucs4_t kFull_width_semicolon = 0xFF1B;
constexpr std::string_view kFull_width_semicolon_utf8 = "；";

// The first character of valid UTF-8, and its bytes.
std::pair<ucs4_t, std::size_t> first_character(std::string_view text) {
  ucs4_t character = 0;
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  const auto size = u8_mbtouc_unsafe(&character, bytes, text.size());
  return {character, static_cast<std::size_t>(size)};
}

template <class Test>
bool any_character(std::string_view text, Test test) {
  while (!text.empty()) {
    const auto [character, size] = first_character(text);
    if (test(character)) return true;
    text.remove_prefix(size);
  }
  return false;
}

// Most text is ASCII or Chinese, and need not be looked up: nothing invisible lies in these ranges.
bool surely_visible(ucs4_t character) {
  return (character >= ' ' && character < 0x7F) || (character > 0x3000 && character < 0xD800);
}

bool is_control(ucs4_t character) {
  if (surely_visible(character)) return false;
  static constexpr auto kMask = UC_CATEGORY_MASK_Cc | UC_CATEGORY_MASK_Zl | UC_CATEGORY_MASK_Zp;
  return uc_is_general_category_withtable(character, kMask);
}

// What a code must not hold: nothing that cannot be seen, and none of the separators of lists.
bool unfit_for_code(ucs4_t character) {
  if (character == ',' || character == ';' || character == '"') return true;
  if (surely_visible(character)) return false;
  return character == kFull_width_semicolon || is_control(character) ||
         uc_is_general_category_withtable(character, UC_CATEGORY_MASK_Cf);
}

bool unfit_for_text(ucs4_t character) {
  return is_control(character) && character != '\n' && character != '\r' && character != '\t';
}

bool plain_code(std::string_view text) {
  return std::ranges::all_of(
      text, [](char c) { return c > ' ' && c < '\x7F' && c != ',' && c != ';' && c != '"'; });
}

bool space_at_ends(std::string_view text) {
  auto last = text.size() - 1;
  while (last > 0 && (static_cast<std::uint8_t>(text[last]) & 0xC0U) == 0x80U) --last;
  return uc_is_property_white_space(first_character(text).first) ||
         uc_is_property_white_space(first_character(text.substr(last)).first);
}

Status check_code(std::string_view text) {
  if (text.size() > kCode_bytes_max)
    return fail(Failure::Input, "import.long_code",
                {ASSAY_TEXT("the code is longer than {limit} bytes: choose a shorter one"),
                 {{"limit", std::to_string(kCode_bytes_max)}}});
  if (plain_code(text)) return {};
  if (space_at_ends(text))
    return fail(Failure::Input, "import.code",
                {ASSAY_TEXT("“{code}” begins or ends with white space: remove it"),
                 {{"code", excerpt(text)}}});
  if (any_character(text, unfit_for_code))
    return fail(Failure::Input, "import.code",
                {ASSAY_TEXT("“{code}” is not fit for a code: leave out commas, semicolons, quote "
                            "marks, line ends and invisible characters"),
                 {{"code", excerpt(text)}}});
  return {};
}

Status check_line(std::string_view text) {
  if (text.size() > kLine_bytes_max)
    return fail(Failure::Input, "import.long_text",
                {ASSAY_TEXT("the text is longer than {limit} bytes: shorten it"),
                 {{"limit", std::to_string(kLine_bytes_max)}}});
  if (any_character(text, is_control))
    return fail(Failure::Input, "import.text",
                {ASSAY_TEXT("“{text}” holds a line end or another control character: remove it"),
                 {{"text", excerpt(text)}}});
  return {};
}

Status check_text(std::string_view text) {
  if (!any_character(text, unfit_for_text)) return {};
  return fail(
      Failure::Input, "import.text",
      {ASSAY_TEXT("“{text}” holds a control character: remove it"), {{"text", excerpt(text)}}});
}

// The next part of a list up to ; or ； which are cut off.
std::string_view take_part(std::string_view& list) {
  const auto ascii = list.find(';');
  const auto full_width = list.find(kFull_width_semicolon_utf8);
  const auto end = std::min({ascii, full_width, list.size()});
  const auto part = list.substr(0, end);
  const auto separator = end == ascii ? 1 : kFull_width_semicolon_utf8.size();
  list.remove_prefix(std::min(end + separator, list.size()));
  return part;
}

std::string joined(std::span<const std::string_view> words) {
  std::string list;
  for (const auto word : words) list += (list.empty() ? "" : ", ") + std::string(word);
  return list;
}

}  // namespace

void ErrorList::add(Error error) {
  if (full()) return;
  error.where.file = x_file;
  x_errors.push_back(std::move(error));
}

bool RowFields::start(const CsvRow& row) {
  x_row = &row;
  x_valid = true;
  if (row.fields.size() == x_layout.columns.size()) return true;
  x_valid = false;
  auto error = fail(Failure::Input, "import.field_count",
                    {ASSAY_TEXT("the row has {fields} fields but the header {columns}: give every "
                                "column, empty if need be, and put fields with commas in quote "
                                "marks"),
                     {{"fields", std::to_string(row.fields.size())},
                      {"columns", std::to_string(x_layout.columns.size())}}},
                    {.row = row.line});
  x_errors.add(std::move(error).error());
  return false;
}

RowFields::Field RowFields::find(std::string_view column) const {
  for (std::size_t i = 0; i < x_layout.columns.size(); ++i)
    if (x_layout.columns[i]->name == column) return {x_layout.columns[i], x_row->fields[i]};
  return {};
}

std::optional<std::string_view> RowFields::given(std::string_view column) {
  const auto field = find(column);
  if (field.column == nullptr) return std::nullopt;
  if (!field.value.empty()) return field.value;
  if (!field.column->required) return std::nullopt;
  if (column == "value" || column == "required")
    refuse(column, "import.empty_figure",
           {ASSAY_TEXT("the figure is empty: enter it, or leave the row out if the "
                       "figure is missing"),
            {}});
  else
    refuse(column, "import.empty_field",
           {ASSAY_TEXT("the field is empty: every row needs it"), {}});
  return std::nullopt;
}

std::string RowFields::checked(std::string_view column, Status (*check)(std::string_view)) {
  const auto field = given(column);
  if (!field) return {};
  const auto value = unguarded(*field);
  if (auto status = check(value); !status) {
    refuse(column, std::move(status).error());
    return {};
  }
  return std::string(value);
}

std::string RowFields::code(std::string_view column) { return checked(column, &check_code); }
std::string RowFields::line_of_text(std::string_view column) {
  return checked(column, &check_line);
}
std::string RowFields::text(std::string_view column) { return checked(column, &check_text); }

std::vector<std::string> RowFields::codes(std::string_view column) {
  std::vector<std::string> list;
  auto rest = unguarded(given(column).value_or(std::string_view{}));
  while (!rest.empty()) {
    const auto part = take_part(rest);
    if (part.empty() || std::ranges::find(list, part) != list.end()) continue;
    if (auto status = check_code(part); !status) {
      refuse(column, std::move(status).error());
      break;
    }
    if (list.size() == kTags_max) {
      refuse(column, "import.too_many_tags",
             {ASSAY_TEXT("there are more than {limit} tags: remove some"),
              {{"limit", std::to_string(kTags_max)}}});
      break;
    }
    list.emplace_back(part);
  }
  return list;
}

template <class T>
std::optional<T> RowFields::parsed(std::string_view column, Result<T> (*parse)(std::string_view)) {
  const auto field = given(column);
  if (!field) return std::nullopt;
  auto value = parse(*field);
  if (value) return *value;
  refuse(column, std::move(value).error());
  return std::nullopt;
}

std::optional<Decimal> RowFields::figure(std::string_view column) {
  return parsed(column, &Decimal::parse);
}
std::optional<model::Period> RowFields::period(std::string_view column) {
  return parsed(column, &model::Period::parse);
}
std::optional<model::Date> RowFields::date(std::string_view column) {
  return parsed(column, &model::Date::parse);
}

std::optional<int> RowFields::digit(std::string_view column, int most) {
  const auto value = given(column);
  if (!value) return std::nullopt;
  const auto number = value->front() - '0';
  if (value->size() == 1 && number >= 0 && number <= most) return number;
  refuse(column, "import.digit",
         {ASSAY_TEXT("“{value}” is not allowed here: write one digit from 0 to {most}"),
          {{"value", excerpt(*value)}, {"most", std::to_string(most)}}});
  return std::nullopt;
}

void RowFields::refuse(std::string_view column, std::string code, Message message) {
  refuse(column, fail(Failure::Input, std::move(code), std::move(message)).error());
}

void RowFields::refuse(std::string_view column, Error error) {
  x_valid = false;
  error.where.row = x_row->line;
  error.where.field = column;
  if (column != "unit") error.where.unit = excerpt(find("unit").value);
  if (column != "indicator") error.where.indicator = excerpt(find("indicator").value);
  x_errors.add(std::move(error));
}

void RowFields::refuse_word(std::string_view column, std::string_view word,
                            std::span<const std::string_view> allowed) {
  const auto meant = nearest(word, allowed);
  const auto* text = meant.empty()
                         ? ASSAY_TEXT("“{word}” is not allowed here: write one of {allowed}")
                         : ASSAY_TEXT(
                               "“{word}” is not allowed here, perhaps {nearest} is meant: "
                               "write one of {allowed}");
  refuse(column, "import.word",
         {text, {{"word", excerpt(word)}, {"allowed", joined(allowed)}, {"nearest", meant}}});
}

}  // namespace assay::exchange
