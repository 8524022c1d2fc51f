#include "scheme/ids.hpp"

#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "base/suggest.hpp"

namespace assay::scheme {

namespace {

// Ids that are compared for suggestions in one text, which bounds the time of a bad one.
constexpr std::size_t kCompared_max = 100'000;

struct Wording {
  const char* code;
  const char* near;   // with {value} and {nearest}
  const char* known;  // with {value} and {known}
  const char* none;   // with {value}, where no id is declared
};

Wording wording(Ids::Kind kind) {
  switch (kind) {
    case Ids::Kind::Component:
      return {"scheme.unknown_component",
              ASSAY_TEXT("this group has no component “{value}”: did you mean “{nearest}”?"),
              ASSAY_TEXT("this group has no component “{value}”: name one of {known}"),
              ASSAY_TEXT("this group has no component “{value}”: add it under components")};
    case Ids::Kind::Grade:
      return {"scheme.unknown_grade",
              ASSAY_TEXT("this group has no grade “{value}”: did you mean “{nearest}”?"),
              ASSAY_TEXT("this group has no grade “{value}”: name one of {known}"),
              ASSAY_TEXT("this group has no grade “{value}”: add it under grades")};
    case Ids::Kind::Award:
      return {"scheme.unknown_award",
              ASSAY_TEXT("this group has no award “{value}”: did you mean “{nearest}”?"),
              ASSAY_TEXT("this group has no award “{value}”: name one of {known}"),
              ASSAY_TEXT("this group has no award “{value}”: add it under awards")};
    default:
      return {"scheme.unknown_assessment",
              ASSAY_TEXT("this scheme uses no assessment “{value}”: did you mean “{nearest}”?"),
              ASSAY_TEXT("this scheme uses no assessment “{value}”: name one of {known}"),
              ASSAY_TEXT("this scheme uses no assessment “{value}”: add it under assessments")};
  }
}

}  // namespace

void Ids::declare(Reading& reading, const Value& value, const std::string& id) {
  const auto [first, is_new] = x_ids.emplace(id, value.mark);
  if (is_new) return;
  const auto line = first->second.row;
  if (line == 0)
    reading.refuse(
        value, "scheme.reserved_id",
        {ASSAY_TEXT("“{value}” is the name of the whole: choose another id"), {{"value", id}}});
  else
    reading.refuse(value, "scheme.repeated_id",
                   {ASSAY_TEXT("the id “{value}” is taken in line {line} already: choose another"),
                    {{"value", id}, {"line", std::to_string(line)}}});
}

std::optional<std::string> Ids::refer(Reading& reading, const Value& value) const {
  auto id = as_text(reading, value);
  if (!id || x_ids.contains(*id)) return id;
  if (!x_complete || reading.problems.full()) return std::nullopt;

  std::vector<std::string_view> known;
  for (const auto& [text, mark] : x_ids)
    if (mark.row != 0) known.push_back(text);
  reading.compared += known.size();
  auto near = reading.compared <= kCompared_max ? nearest(*id, known) : "";
  const auto text = wording(x_kind);
  Message message{known.empty()  ? text.none
                  : near.empty() ? text.known
                                 : text.near,
                  {{"value", excerpt(*id)}}};
  if (!near.empty())
    message.args.emplace_back("nearest", std::move(near));
  else if (!known.empty())
    message.args.emplace_back("known", joined(known));
  reading.refuse(value, text.code, std::move(message));
  return std::nullopt;
}

std::optional<std::vector<std::string>> Ids::refer_all(Reading& reading, const Value& value) const {
  auto texts = as_texts(reading, value);
  const auto list = texts ? as_list(reading, value) : std::nullopt;
  if (!list) return std::nullopt;
  // Repeated elements are reported already.
  Seen seen;
  for (const auto& element : *list)
    if (element.node->kind == Node::Kind::Scalar &&
        seen.emplace(element.node->text, element.mark).second)
      std::ignore = refer(reading, element);
  return texts;
}

}  // namespace assay::scheme
