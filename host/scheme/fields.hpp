#pragma once
// A block of keys of a scheme text. Refuses keys that stand twice or are not known, and remembers
// which known key a misspelt one meant, so that this key is not reported as missing as well.
// Borrows the tree and the reading; used within one call.

#include <initializer_list>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

#include "scheme/keys.hpp"
#include "scheme/values.hpp"

namespace assay::scheme {

class Fields {
 public:
  // Reports a value that is no block of keys; then every key counts as meant by a misspelt one.
  Fields(Reading& reading, const Value& block);

  // Refuses the keys that are in none of the lists.
  void allow(std::initializer_list<Keys> known);

  [[nodiscard]] std::vector<std::string_view> names() const;
  [[nodiscard]] const Value* find(std::string_view key) const;
  [[nodiscard]] bool has(std::string_view key) const { return find(key) != nullptr; }
  // Whether a misspelt key was taken for `key`.
  [[nodiscard]] bool meant(std::string_view key) const { return x_meant.contains(key); }
  // Whether `key` is absent, but already part of a reported error.
  [[nodiscard]] bool excused(std::string_view key) const;
  // Reports the absence of `key`, unless excused.
  const Value* need(std::string_view key);

  // Reads `key` if it is there; false when its value is not known for certain.
  template <class T, class Read>
  bool take(std::string_view key, T& into, Read&& read) {
    const auto* value = find(key);
    if (value == nullptr) return !excused(key);
    auto result = std::forward<Read>(read)(x_reading, *value);
    if (!result) return false;
    auto& found = *result;
    into = std::move(found);
    return true;
  }
  // The same for a key that must be there.
  template <class T, class Read>
  bool require(std::string_view key, T& into, Read&& read) {
    return need(key) != nullptr && take(key, into, std::forward<Read>(read));
  }

  // The one of `choices` that is there, or "". Reports two of them, and none unless `optional`.
  std::string_view choose(Keys choices, bool optional = false);

  [[nodiscard]] bool is_refused(std::string_view key) const { return x_entries.at(key).refused; }
  // Reports the key (not its value) and takes it for known.
  void refuse_key(std::string_view key, std::string code, Message message);
  // Reports the block as a whole under `key`.
  void refuse(std::string_view key, std::string code, Message message);
  // Refuses those of `keys` that are there: they only go with `with`.
  void refuse_without(Keys keys, std::string_view with);

  [[nodiscard]] Reading& reading() { return x_reading; }
  [[nodiscard]] Mark mark() const { return x_mark; }

 private:
  struct Entry {
    Value value;
    Mark mark;  // of the key
    bool refused = false;
  };

  void put(std::string_view key, Mark key_mark, const Node& node);
  void refuse_unknown(std::string_view key, const Entry& entry,
                      std::span<const std::string_view> known);

  Reading& x_reading;
  Mark x_mark;
  bool x_is_block = true;
  std::map<std::string_view, Entry> x_entries;
  std::set<std::string, std::less<>> x_meant;
};

}  // namespace assay::scheme
