#include "store/journal.hpp"

#include <charconv>
#include <system_error>

namespace assay::store {

namespace {

constexpr std::array<std::string_view, 16> kWords{
    "made",  "legacy",   "upgrade", "text",       "unit", "indicator", "figures", "loaded",
    "event", "imported", "scheme",  "assessment", "run",  "published", "package", "setting"};
static_assert(kWords.size() == static_cast<std::size_t>(EntryKind::Setting) + 1);

}  // namespace

std::string_view to_word(EntryKind kind) { return kWords[static_cast<std::size_t>(kind)]; }

std::string hex_of(const RequestId& id) {
  if (id == RequestId{}) return "";
  return assay::to_hex({reinterpret_cast<const std::uint8_t*>(id.data()), id.size()});
}

std::optional<RequestId> request_from_hex(std::string_view text) {
  RequestId id{};
  if (text.size() != 2 * id.size()) return std::nullopt;
  for (std::size_t i = 0; i < id.size(); ++i) {
    const auto* digits = text.data() + 2 * i;
    std::uint8_t byte = 0;
    const auto parsed = std::from_chars(digits, digits + 2, byte, 16);
    if (parsed.ec != std::errc() || parsed.ptr != digits + 2) return std::nullopt;
    id[i] = static_cast<std::byte>(byte);
  }
  if (id == RequestId{}) return std::nullopt;
  return id;
}

}  // namespace assay::store
