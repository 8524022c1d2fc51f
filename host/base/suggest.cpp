#include "base/suggest.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

namespace assay {

namespace {

// Longer words are not compared, which bounds the work of one comparison.
constexpr std::size_t kCharacters_max = 128;

// One number per UTF-8 character, made of its bytes (only equality matters, so broken UTF-8 does
// no harm); ASCII letters in lower case.
using Characters = std::vector<std::uint32_t>;

void split(std::string_view word, Characters& characters) {
  characters.clear();
  for (const char c : word) {
    const auto byte = static_cast<std::uint8_t>(c);
    const bool continues = (byte & 0xC0U) == 0x80U && !characters.empty();
    if (continues)
      characters.back() = characters.back() << 8U | byte;
    else
      characters.push_back(c >= 'A' && c <= 'Z' ? byte + 32U : byte);
  }
}

// Edits that turn a into b (optimal string alignment), or more than `limit` when it takes more.
// Three rows of the usual table are kept in `rows`.
std::size_t distance(const Characters& a, const Characters& b, std::size_t limit,
                     std::array<std::vector<std::size_t>, 3>& rows) {
  for (auto& row : rows) row.resize(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) rows[0][j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    auto& row = rows[i % 3];
    const auto& before = rows[(i + 2) % 3];
    const auto& two_before = rows[(i + 1) % 3];
    auto least = row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const bool same = a[i - 1] == b[j - 1];
      row[j] = std::min({before[j] + 1, row[j - 1] + 1, before[j - 1] + (same ? 0U : 1U)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        row[j] = std::min(row[j], two_before[j - 2] + 1);
      least = std::min(least, row[j]);
    }
    if (least > limit) return limit + 1;
  }
  return rows[a.size() % 3][b.size()];
}

}  // namespace

std::string nearest(std::string_view word, std::span<const std::string_view> known) {
  Characters wanted;
  split(word, wanted);
  if (wanted.empty() || wanted.size() > kCharacters_max) return {};

  Characters candidate;
  std::array<std::vector<std::size_t>, 3> rows;
  std::string_view best;
  auto best_distance = kCharacters_max;
  for (const auto text : known) {
    if (best_distance == 0) break;
    split(text, candidate);
    const auto longer = std::max(wanted.size(), candidate.size());
    const auto shorter = std::min(wanted.size(), candidate.size());
    const auto limit = std::min(std::max<std::size_t>(longer / 3, 1), best_distance - 1);
    if (longer > kCharacters_max || longer - shorter > limit) continue;
    const auto edits = distance(wanted, candidate, limit, rows);
    if (edits > limit || edits >= longer) continue;
    best = text;
    best_distance = edits;
  }
  return std::string(best);
}

}  // namespace assay
