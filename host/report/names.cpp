#include "report/names.hpp"

#include <algorithm>
#include <array>

#include "report/text.hpp"

namespace assay::report {

namespace {

using Names = std::vector<std::pair<std::string, std::string>>;  // id, name

std::string name_in(const Names& names, std::string_view id) {
  for (const auto& [known, name] : names)
    if (known == id && !name.empty()) return name;
  return std::string(id);
}

// Places whose value is a word of the scheme or of the CSV files, and those words.
constexpr std::array<std::string_view, 5> kWord_places = {"policy", "state", "least", "layer",
                                                          "track"};
constexpr std::array<const char*, 18> kWords = {
    ASSAY_TEXT("fail"),        ASSAY_TEXT("zero"),     ASSAY_TEXT("floor"),
    ASSAY_TEXT("reshare"),     ASSAY_TEXT("pass"),     ASSAY_TEXT("bar"),
    ASSAY_TEXT("last-period"), ASSAY_TEXT("reported"), ASSAY_TEXT("reviewed"),
    ASSAY_TEXT("confirmed"),   ASSAY_TEXT("actual"),   ASSAY_TEXT("required"),
    ASSAY_TEXT("stretch"),     ASSAY_TEXT("upper"),    ASSAY_TEXT("baseline"),
    ASSAY_TEXT("force"),       ASSAY_TEXT("ceiling"),  ASSAY_TEXT("money"),
};

std::string word_for(const std::string& value, const Translate& translate) {
  const auto known = std::ranges::find(kWords, value);
  return known == kWords.end() ? value : say(translate, {*known});
}

std::string named_value(const std::string& place, const std::string& value,
                        const model::GroupResult& group, const Translate& translate) {
  if (place == "component") return component_name(group, value);
  if (place == "grade") return grade_name(group, value);
  if (place == "award") return award_name(group, value);
  if (std::ranges::find(kWord_places, place) != kWord_places.end())
    return word_for(value, translate);
  return value;
}

// What an event was for, as it was entered.
std::string reason_of(const model::Note& note) {
  for (const auto* key : {"reason", "subject"})
    for (const auto& [known, value] : note.data)
      if (known == key) return value;
  return {};
}

}  // namespace

std::string component_name(const model::GroupResult& group, std::string_view id) {
  for (const auto& component : group.components)
    if (component.id == id && !component.name.empty()) return component.name;
  return std::string(id);
}

std::string grade_name(const model::GroupResult& group, std::string_view id) {
  return name_in(group.grades, id);
}

std::string award_name(const model::GroupResult& group, std::string_view id) {
  return name_in(group.awards, id);
}

std::string say_named(const Translate& translate, const model::GroupResult& group,
                      const Message& message) {
  auto named = message;
  // The value of an outdone consequence is a grade, or a share of money; elsewhere it is a figure.
  const bool of_track =
      std::ranges::any_of(message.args, [](const auto& arg) { return arg.first == "track"; });
  for (auto& [place, value] : named.args)
    value = named_value(of_track && place == "value" ? "grade" : place, value, group, translate);
  return say(translate, named);
}

std::string note_text(const model::Note& note, const model::GroupResult& group,
                      const Translate& translate) {
  if (!note.message.text.empty()) {
    const auto text = say_named(translate, group, note.message);
    const auto reason = reason_of(note);
    return one_line(reason.empty() ? text
                                   : say(translate, {ASSAY_TEXT("{note} ({reason})"),
                                                     {{"note", text}, {"reason", reason}}}));
  }
  std::string text = note.code;
  for (const auto& [key, value] : note.data) text.append(" ").append(key).append("=").append(value);
  return one_line(text);
}

}  // namespace assay::report
