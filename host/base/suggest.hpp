#pragma once
// "Did you mean …": the known word a misspelt one comes nearest to. Pure; thread-safe.

#include <span>
#include <string>
#include <string_view>

namespace assay {

// The word of `known` (UTF-8) that differs least from `word`, counting inserted, removed, replaced
// and swapped neighbouring characters, ASCII letters of either case being alike; the first of
// equals. "" when none is near: more than a third of the longer word's characters differ (one may
// always differ), or nothing is left in common.
[[nodiscard]] std::string nearest(std::string_view word, std::span<const std::string_view> known);

}  // namespace assay
