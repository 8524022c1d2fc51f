#include "model/unit_table.hpp"

#include <algorithm>
#include <string>

namespace assay::model {

namespace {

constexpr std::size_t kBlock_bytes = std::size_t{1} << 20U;
constexpr unsigned kDigit_bits = 7;
constexpr unsigned kMore = 1U << kDigit_bits;

// Digits of 7 bits, the least first; all but the last have the bit for more.
void pack(std::string& out, std::uint64_t number) {
  for (; number >= kMore; number >>= kDigit_bits)
    out.push_back(static_cast<char>((number % kMore) | kMore));
  out.push_back(static_cast<char>(number));
}

void pack(std::string& out, std::string_view text) {
  pack(out, text.size());
  out += text;
}

void pack(std::string& out, std::optional<Date> day) {
  pack(out, day ? static_cast<std::uint64_t>(day->key()) : 0);  // no day has the key 0
}

std::uint64_t take_number(std::string_view& from) {
  std::uint64_t number = 0;
  for (unsigned shift = 0;; shift += kDigit_bits) {
    const auto digit = static_cast<unsigned char>(from.front());
    from.remove_prefix(1);
    number |= std::uint64_t{digit % kMore} << shift;
    if (digit < kMore) return number;
  }
}

std::string_view take_text(std::string_view& from) {
  const auto size = take_number(from);
  const auto text = from.substr(0, size);
  from.remove_prefix(size);
  return text;
}

std::optional<Date> take_day(std::string_view& from) {
  const auto key = take_number(from);
  if (key == 0) return std::nullopt;
  return Date::from_key(static_cast<std::int32_t>(key));
}

UnitView take_view(std::string_view& from) {
  UnitView view;
  for (auto* text : {&view.code, &view.name, &view.type, &view.parent, &view.successor})
    *text = take_text(from);
  view.from = take_day(from);
  view.to = take_day(from);
  return view;
}

}  // namespace

void UnitTable::put(std::size_t ordinal, const Unit& unit) {
  std::string packed;
  for (const auto* text : {&unit.code, &unit.name, &unit.type, &unit.parent, &unit.successor})
    pack(packed, *text);
  pack(packed, unit.from);
  pack(packed, unit.to);
  pack(packed, unit.tags.size());
  for (const auto& tag : unit.tags) pack(packed, tag);
  x_places[ordinal] = place(packed);
}

void UnitTable::push_back(const Unit& unit) {
  x_places.emplace_back();
  put(x_places.size() - 1, unit);
}

UnitTable::Place UnitTable::place(std::string_view packed) {
  if (x_blocks.empty() || x_blocks.back().capacity() - x_blocks.back().size() < packed.size())
    x_blocks.emplace_back().reserve(std::max(kBlock_bytes, packed.size()));
  auto& block = x_blocks.back();
  const Place found{static_cast<std::uint32_t>(x_blocks.size() - 1),
                    static_cast<std::uint32_t>(block.size())};
  block.insert(block.end(), packed.begin(), packed.end());
  return found;
}

std::string_view UnitTable::from(Place place) const {
  const auto& block = x_blocks[place.block];
  return std::string_view(block.data(), block.size()).substr(place.begin);
}

UnitView UnitTable::view(std::size_t ordinal) const {
  auto packed = from(x_places[ordinal]);
  return take_view(packed);
}

Unit UnitTable::operator[](std::size_t ordinal) const {
  auto packed = from(x_places[ordinal]);
  const auto view = take_view(packed);
  Unit unit{.code = std::string(view.code),
            .name = std::string(view.name),
            .type = std::string(view.type),
            .parent = std::string(view.parent),
            .from = view.from,
            .to = view.to,
            .successor = std::string(view.successor),
            .tags = {}};
  for (auto tags = take_number(packed); tags > 0; --tags) unit.tags.emplace_back(take_text(packed));
  return unit;
}

}  // namespace assay::model
