#include "package/trust.hpp"

#include <algorithm>

namespace assay::package {

namespace {

constexpr std::size_t kKeys_max = 1'000;

std::unexpected<Error> broken(std::size_t line) {
  return fail(Failure::Plugin, "package.trust_list",
              {ASSAY_TEXT("the list of trusted keys is damaged near line {line}: put it back from "
                          "a backup, or trust the keys anew"),
               {{"line", std::to_string(line)}}});
}

}  // namespace

Result<TrustList> TrustList::parse(std::string_view text) {
  TrustList list;
  std::size_t line = 1;
  while (!text.empty()) {
    const auto first = text.find('\n');
    const auto second = first == std::string_view::npos ? first : text.find('\n', first + 1);
    if (second == std::string_view::npos || list.x_keys.size() == kKeys_max) return broken(line);
    const auto key = audit::parse_minisign_key(text.substr(0, second + 1));
    if (!key) return broken(line);
    list.add(*key);
    text.remove_prefix(second + 1);
    line += 2;
  }
  return list;
}

std::string TrustList::text() const {
  std::string text;
  for (const auto& key : x_keys) text += audit::write(key);
  return text;
}

bool TrustList::add(const audit::MinisignKey& key) {
  const auto at = std::ranges::lower_bound(x_keys, key.id, {}, &audit::MinisignKey::id);
  if (at != x_keys.end() && at->id == key.id) {
    if (*at == key) return false;
    *at = key;
    return true;
  }
  x_keys.insert(at, key);
  return true;
}

Result<std::optional<audit::MinisignKey>> TrustList::remove(const std::string& which) {
  const auto given = audit::parse_minisign_key(which);
  const auto fits = [&](const audit::MinisignKey& key) {
    return audit::hex_of(key.id) == which || key.name == which || (given && given->key == key.key);
  };
  const auto found = std::ranges::find_if(x_keys, fits);
  if (found == x_keys.end()) return std::nullopt;
  if (std::ranges::count_if(x_keys, fits) > 1)
    return fail(Failure::Input, "trust.ambiguous",
                {ASSAY_TEXT("several keys are called {name}: name the one by its id"),
                 {{"name", excerpt(which)}}});
  auto key = *found;
  x_keys.erase(found);
  return key;
}

const audit::MinisignKey* TrustList::find(const audit::MinisignId& id) const {
  const auto at = std::ranges::find(x_keys, id, &audit::MinisignKey::id);
  return at == x_keys.end() ? nullptr : &*at;
}

Result<SignatureFound> check_signature(const std::optional<std::string>& signature,
                                       std::string_view file, const TrustList& list) {
  if (!signature) return SignatureFound{};
  const auto read = audit::parse_minisign(*signature);
  const auto* key = read ? list.find(read->id) : nullptr;
  if (read && key == nullptr) return SignatureFound{Trust::Untrusted, read->id, "", ""};
  if (!read || !audit::verifies(*key, *read, file))
    return fail(Failure::Plugin, "package.signature",
                {ASSAY_TEXT("the signature does not belong to this manifest: one of them was "
                            "changed; get the package anew, and do not use this one"),
                 {}});
  return SignatureFound{Trust::Trusted, read->id, key->name, read->comment};
}

}  // namespace assay::package
