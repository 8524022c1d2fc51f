#include "store/table.hpp"

#include <algorithm>
#include <cassert>

#include "base/digest.hpp"

namespace assay::store {

namespace {

using model::Layer;

struct LayerName {
  Layer layer;
  std::uint8_t code;
  std::string_view word;
};

constexpr std::array<LayerName, kLayer_count> kLayers{{{Layer::Actual, 1, "actual"},
                                                       {Layer::Required, 2, "required"},
                                                       {Layer::Stretch, 3, "stretch"},
                                                       {Layer::Upper, 4, "upper"},
                                                       {Layer::Baseline, 5, "baseline"},
                                                       {Layer::State, 6, "state"},
                                                       {Layer::Source, 7, "source"},
                                                       {Layer::Lead, 8, "lead"},
                                                       {Layer::Person, 9, "person"}}};

const LayerName& layer_name(Layer layer) {
  const auto* found = std::ranges::find(kLayers, layer, &LayerName::layer);
  assert(found != kLayers.end());
  return *found;
}

std::uint64_t read_be(BytesView key, std::size_t offset, std::size_t size) {
  std::uint64_t value = 0;
  for (auto i = offset; i < offset + size; ++i)
    value = (value << 8U) | (i < key.size() ? std::to_integer<std::uint64_t>(key[i]) : 0);
  return value;
}

}  // namespace

Key Key::found(BytesView bytes) {
  return Key().bytes(bytes.first(std::min(bytes.size(), Key().x_bytes.size())));
}

Key& Key::u32(std::uint32_t value) {
  assert(x_size + 4 <= x_bytes.size());
  for (unsigned shift = 32; shift > 0; shift -= 8)
    x_bytes[x_size++] = static_cast<std::byte>(value >> (shift - 8));
  return *this;
}

Key& Key::u64(std::uint64_t value) {
  return u32(static_cast<std::uint32_t>(value >> 32U)).u32(static_cast<std::uint32_t>(value));
}

Key& Key::bytes(BytesView value) {
  assert(x_size + value.size() <= x_bytes.size());
  for (const auto byte : value) x_bytes[x_size++] = byte;
  return *this;
}

Key& Key::text(std::string_view value, std::size_t width) {
  assert(x_size + width <= x_bytes.size());
  for (std::size_t i = 0; i < width; ++i)
    x_bytes[x_size++] = i < value.size() ? static_cast<std::byte>(value[i]) : std::byte{0};
  return *this;
}

std::uint32_t read_u32(BytesView key, std::size_t offset) {
  return static_cast<std::uint32_t>(read_be(key, offset, 4));
}

std::uint64_t read_u64(BytesView key, std::size_t offset) { return read_be(key, offset, 8); }

std::uint8_t layer_code(Layer layer) { return layer_name(layer).code; }

std::string_view layer_word(Layer layer) { return layer_name(layer).word; }

std::optional<Layer> layer_from(std::uint8_t code) {
  const auto* found = std::ranges::find(kLayers, code, &LayerName::code);
  if (found == kLayers.end()) return std::nullopt;
  return found->layer;
}

Key ObsKey::key() const {
  assert(indicator <= kMax_indicators);
  return Key().u32(period).u32(indicator << 8U | layer_code(layer)).u32(kAxis).u32(chunk);
}

std::optional<ObsKey> ObsKey::parse(BytesView key) {
  if (key.size() != 16 || read_u32(key, 8) != kAxis) return std::nullopt;
  const auto column = read_u32(key, 4);
  const auto layer = layer_from(static_cast<std::uint8_t>(column));
  if (!layer) return std::nullopt;
  return ObsKey{read_u32(key, 0), column >> 8U, *layer, read_u32(key, 12)};
}

Key DeltaKey::key() const { return column.key().u32(slot).u32(0); }

std::optional<DeltaKey> DeltaKey::parse(BytesView key) {
  if (key.size() != 24 || read_u32(key, 20) != 0) return std::nullopt;
  const auto column = ObsKey::parse(key.first(16));
  const auto slot = read_u32(key, 16);
  if (!column || slot >= kRows_per_chunk) return std::nullopt;
  return DeltaKey{*column, slot};
}

Key ImportedKey::key() const { return Key().u32(period).u32(assessment).u32(field).u32(ordinal); }

std::optional<ImportedKey> ImportedKey::parse(BytesView key) {
  if (key.size() != 16) return std::nullopt;
  return ImportedKey{read_u32(key, 0), read_u32(key, 4), read_u32(key, 8), read_u32(key, 12)};
}

Key meta_key(std::string_view name) { return Key().text(name, 16); }

Key id_key(std::uint64_t id) { return Key().u64(id); }

Key version_key(std::uint32_t id, std::uint32_t version) { return Key().u32(id).u32(version); }

Key axis_key(std::uint32_t chunk) { return Key().u32(kAxis).u32(chunk); }

Key name_key(NameKind kind, std::string_view text) {
  const auto digest = digest_of(text);
  return Key()
      .u32(static_cast<std::uint32_t>(kind))
      .u32(0)
      .bytes(std::as_bytes(std::span(digest)).first(16));
}

Key setting_key(std::string_view name) {
  const auto digest = digest_of(name);
  return Key().bytes(std::as_bytes(std::span(digest)).first(16));
}

Key digest_key(std::span<const std::uint8_t, 32> digest) {
  return Key().bytes(std::as_bytes(digest));
}

Key run_part_key(std::uint64_t run, std::uint64_t part) { return Key().u64(run).u64(part); }

std::string describe_key(Table table, BytesView key) {
  if (table == Table::Meta || table == Table::Head) {
    const std::string name(reinterpret_cast<const char*>(key.data()), key.size());
    return name.substr(0, name.find('\0'));
  }
  const bool numbers = table != Table::Name && table != Table::Assessment &&
                       table != Table::RunKey && table != Table::Idem && table != Table::Package &&
                       table != Table::Setting;
  if (!numbers || key.size() % 4 != 0)
    return to_hex(std::span(reinterpret_cast<const std::uint8_t*>(key.data()), key.size()));
  std::string text;
  for (std::size_t offset = 0; offset < key.size(); offset += 4)
    text += (text.empty() ? "" : ".") + std::to_string(read_u32(key, offset));
  return text;
}

}  // namespace assay::store
