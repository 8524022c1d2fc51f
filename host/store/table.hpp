#pragma once
// The tables of an office and what their keys look like. Table names and record kinds are on disk:
// never renumber or rename them; see docs/formats/store.md. Keys are built big-endian, so that
// their order in the file is the order of their numbers. Values; thread-safe.

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/snapshot.hpp"

namespace assay::store {

using Bytes = std::vector<std::byte>;
using BytesView = std::span<const std::byte>;

enum class Table : std::uint8_t {
  Meta,
  Name,
  Unit,
  UnitAxis,
  Indicator,
  Text,
  Obs,
  Event,
  Imported,
  Scheme,
  Assessment,
  Run,
  RunKey,
  Diary,  // of format 1; empty since
  // Since format 2:
  ObsDelta,
  Journal,
  Idem,
  Checkpoint,
  Published,
  Package,
  Setting,
  // Of the environment `derived`; its tables stand behind the others.
  Score,
  // LMDB's own database, in which the named ones are listed: what every commit changes lies here,
  // as every commit writes its page anyway. Not walked like a table.
  Head
};

inline constexpr std::array<std::string_view, 23> kTable_names{
    "meta",     "name",   "unit",       "unit_axis", "indicator", "text",  "obs",       "event",
    "imported", "scheme", "assessment", "run",       "run_key",   "diary", "obs_delta", "journal",
    "idem",     "sth",    "published",  "package",   "setting",   "score", "head"};
inline constexpr auto kAll_tables = static_cast<std::size_t>(Table::Head);    // with names in LMDB
inline constexpr auto kTable_count = static_cast<std::size_t>(Table::Score);  // of `truth`
// A file of format 1 has the first of them only.
inline constexpr std::size_t kTable_count_1 = 14;
inline constexpr auto kNewest_table = static_cast<Table>(kTable_count - 1);

[[nodiscard]] constexpr std::size_t index_of(Table table) {
  return static_cast<std::size_t>(table);
}
[[nodiscard]] constexpr std::string_view name_of(Table table) {
  return kTable_names[index_of(table)];
}

// A key, also while under construction; at most 32 bytes.
class Key {
 public:
  Key() = default;
  // As found in a table; a longer one is cut, which the checksum of its entry then shows.
  [[nodiscard]] static Key found(BytesView bytes);

  Key& u32(std::uint32_t value);
  Key& u64(std::uint64_t value);
  Key& bytes(BytesView value);
  Key& text(std::string_view value, std::size_t width);  // cut or filled with NUL to `width`

  [[nodiscard]] BytesView view() const { return BytesView(x_bytes.data(), x_size); }

 private:
  std::array<std::byte, 32> x_bytes{};  // the longest key
  std::size_t x_size = 0;
};

// One entry as it lies in the map; the value is valid until its transaction writes or ends.
struct Stored {
  Table table = Table::Meta;
  Key key;
  BytesView value;
  std::string_view file;  // where it lies, for errors
};

// What a damaged, shorter key lacks counts as 0.
[[nodiscard]] std::uint32_t read_u32(BytesView key, std::size_t offset);
[[nodiscard]] std::uint64_t read_u64(BytesView key, std::size_t offset);

// The one axis there is now; orders of units by group get numbers of their own later.
inline constexpr std::uint32_t kAxis = 1;
inline constexpr std::uint32_t kRows_per_chunk = model::kRows_per_chunk;
inline constexpr std::uint32_t kMax_indicators = (1U << 24U) - 1;  // 24 bits of the key

// Numbers of the layers on disk, 1–9.
[[nodiscard]] std::uint8_t layer_code(model::Layer layer);
[[nodiscard]] std::optional<model::Layer> layer_from(std::uint8_t code);
[[nodiscard]] std::string_view layer_word(model::Layer layer);  // "required"
inline constexpr std::size_t kLayer_count = 9;

struct ObsKey {
  std::uint32_t period = 0;
  std::uint32_t indicator = 0;
  model::Layer layer = model::Layer::Actual;
  std::uint32_t chunk = 0;

  [[nodiscard]] Key key() const;
  // Nothing for a key of another form (length, layer or axis).
  [[nodiscard]] static std::optional<ObsKey> parse(BytesView key);
};

// One figure of a column chunk that lies beside it, not yet folded in.
struct DeltaKey {
  ObsKey column;
  std::uint32_t slot = 0;  // row within the chunk

  [[nodiscard]] Key key() const;
  [[nodiscard]] static std::optional<DeltaKey> parse(BytesView key);
};

struct ImportedKey {
  std::uint32_t period = 0;
  std::uint32_t assessment = 0;  // text number
  std::uint32_t field = 0;       // text number
  std::uint32_t ordinal = 0;

  [[nodiscard]] Key key() const;
  [[nodiscard]] static std::optional<ImportedKey> parse(BytesView key);
};

enum class NameKind : std::uint32_t { Unit = 1, Indicator = 2, Text = 3, Event = 4, Scheme = 5 };

[[nodiscard]] Key meta_key(std::string_view name);  // of Meta and Head
[[nodiscard]] Key id_key(std::uint64_t id);
[[nodiscard]] Key version_key(std::uint32_t id, std::uint32_t version);
[[nodiscard]] Key axis_key(std::uint32_t chunk);
[[nodiscard]] Key name_key(NameKind kind, std::string_view text);
[[nodiscard]] Key setting_key(std::string_view name);
[[nodiscard]] Key digest_key(std::span<const std::uint8_t, 32> digest);
[[nodiscard]] Key run_part_key(std::uint64_t run, std::uint64_t part);

// A key as people can look it up, e.g. "2024.17.1.0" (its 32-bit numbers) or hex where it is a
// hash; a name for meta.
[[nodiscard]] std::string describe_key(Table table, BytesView key);

}  // namespace assay::store
