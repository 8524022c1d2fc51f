#include "scheme/fields.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "base/suggest.hpp"

namespace assay::scheme {

Fields::Fields(Reading& reading, const Value& block) : x_reading(reading), x_mark(block.mark) {
  const auto& node = *block.node;
  if (node.kind != Node::Kind::Map) {
    x_is_block = false;
    reading.refuse(block, "scheme.not_a_block",
                   {ASSAY_TEXT("a block of keys belongs here: write lines like “key: value”"), {}});
    return;
  }
  for (std::size_t i = 0; i + 1 < node.items.size(); i += 2) {
    const auto& key = reading.tree.at(node.items[i]);
    if (key.kind == Node::Kind::Scalar) {
      put(key.text, key.mark, reading.tree.at(node.items[i + 1]));
      continue;
    }
    const auto mark = key.kind == Node::Kind::Null ? x_mark : key.mark;
    reading.problems.add(mark, block.key, "scheme.bad_key",
                         {ASSAY_TEXT("a key must be a single word: write “key: value”"), {}});
  }
}

void Fields::put(std::string_view key, Mark key_mark, const Node& node) {
  // An empty value has the place of what follows it, so its key is pointed at.
  const auto mark = node.kind == Node::Kind::Null ? key_mark : node.mark;
  const auto [entry, is_new] = x_entries.emplace(key, Entry{{&node, key, mark}, key_mark});
  if (is_new) return;
  x_reading.problems.add(
      key_mark, key, "scheme.repeated_key",
      {ASSAY_TEXT("this key stands in line {line} already: delete one of the two"),
       {{"line", std::to_string(entry->second.mark.row)}}});
}

void Fields::allow(std::initializer_list<Keys> known) {
  std::vector<std::string_view> all;
  for (const auto list : known) all.insert(all.end(), list.begin(), list.end());
  for (const auto& [key, entry] : x_entries) {
    const bool is_known = std::ranges::find(all, key) != all.end();
    if (!is_known && !entry.refused) refuse_unknown(key, entry, all);
  }
}

void Fields::refuse_unknown(std::string_view key, const Entry& entry,
                            std::span<const std::string_view> known) {
  auto near = nearest(key, known);
  if (near.empty()) {
    x_reading.problems.add(entry.mark, key, "scheme.unknown_key",
                           {ASSAY_TEXT("there is no such key here: delete it, or use one of "
                                       "{known}"),
                            {{"known", joined(known)}}});
    return;
  }
  x_meant.insert(near);
  x_reading.problems.add(
      entry.mark, key, "scheme.unknown_key",
      {ASSAY_TEXT("there is no such key here: did you mean “{nearest}”?"), {{"nearest", near}}});
}

std::vector<std::string_view> Fields::names() const {
  std::vector<std::string_view> names;
  names.reserve(x_entries.size());
  for (const auto& [key, entry] : x_entries) names.push_back(key);
  return names;
}

const Value* Fields::find(std::string_view key) const {
  const auto found = x_entries.find(key);
  return found == x_entries.end() ? nullptr : &found->second.value;
}

bool Fields::excused(std::string_view key) const {
  return !has(key) && (!x_is_block || meant(key));
}

const Value* Fields::need(std::string_view key) {
  const auto* value = find(key);
  if (value == nullptr && !excused(key))
    refuse(key, "scheme.missing_key", {ASSAY_TEXT("this key is missing here: add it"), {}});
  return value;
}

std::string_view Fields::choose(Keys choices, bool optional) {
  std::string_view chosen;
  for (const auto key : choices) {
    if (!has(key)) continue;
    if (!chosen.empty()) {
      // Of two, the one further down is pointed at.
      const bool later = x_entries.at(chosen).mark < x_entries.at(key).mark;
      refuse_key(later ? key : chosen, "scheme.not_both",
                 {ASSAY_TEXT("this cannot stand beside “{other}”: keep one of the two"),
                  {{"other", std::string(later ? chosen : key)}}});
      x_entries.at(later ? chosen : key).refused = true;
      continue;
    }
    chosen = key;
  }
  const bool meant = std::ranges::any_of(choices, [&](auto key) { return excused(key); });
  if (chosen.empty() && !optional && !meant)
    refuse(choices.front(), "scheme.none_of",
           {ASSAY_TEXT("one of {choices} is missing here: add exactly one"),
            {{"choices", joined(choices)}}});
  return chosen;
}

void Fields::refuse_key(std::string_view key, std::string code, Message message) {
  auto& entry = x_entries.at(key);
  entry.refused = true;
  x_reading.problems.add(entry.mark, key, std::move(code), std::move(message));
}

void Fields::refuse(std::string_view key, std::string code, Message message) {
  x_reading.problems.add(x_mark, key, std::move(code), std::move(message));
}

void Fields::refuse_without(Keys keys, std::string_view with) {
  for (const auto key : keys) {
    if (!has(key)) continue;
    refuse_key(key, "scheme.misplaced_key",
               {ASSAY_TEXT("this key only goes with “{with}”: delete it, or add that"),
                {{"with", std::string(with)}}});
  }
}

}  // namespace assay::scheme
