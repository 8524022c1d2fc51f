#include "store/result_columns.hpp"

#include <cassert>
#include <string>
#include <unordered_map>
#include <utility>

#include "store/fault.hpp"
#include "store/frame.hpp"
#include "store/packed.hpp"
#include "store/result_wire.hpp"

namespace assay::store {

namespace {

constexpr std::uint32_t kMagic = 0x7365'5241;  // "ARes" in the file
constexpr std::size_t kHead_bytes = 32;
constexpr std::uint16_t kVersion = 1;
constexpr std::size_t kMagic_at = 8;
constexpr std::size_t kVersion_at = 12;
constexpr std::size_t kNotes_at = 14;
constexpr std::size_t kRows_at = 16;
constexpr std::size_t kWords_at = 20;
constexpr std::size_t kNodes_at = 24;
constexpr std::size_t kMax_words = std::size_t{1} << 20U;  // far above rows times nodes in use

std::optional<std::int64_t> micro_of(const std::optional<Decimal>& value) {
  if (!value) return std::nullopt;
  return value->micro();
}

std::optional<Decimal> decimal_of(const std::optional<std::int64_t>& micro) {
  if (!micro) return std::nullopt;
  return Decimal::from_micro(*micro);
}

// Grades and missing words, each once.
class Words {
 public:
  std::int64_t number(const std::string& word) {
    const auto [found, added] =
        x_numbers.try_emplace(word, static_cast<std::int64_t>(x_words.size()));
    if (added) x_words.push_back(found->first);
    return found->second;
  }
  [[nodiscard]] const std::vector<std::string_view>& words() const { return x_words; }

 private:
  std::unordered_map<std::string, std::int64_t> x_numbers;
  std::vector<std::string_view> x_words;  // of x_numbers, whose nodes stay where they are
};

// One node over the rows that list it.
struct Node {
  std::vector<std::size_t> rows;
  Numbers points;
  Numbers full;
  Numbers missing;
};

class Encoder {
 public:
  explicit Encoder(std::span<const model::ComponentInfo> nodes)
      : x_infos(nodes), x_nodes(nodes.size()) {}

  // False when the columns cannot hold all of the unit; its row is there, but empty.
  bool add(const model::UnitResult& unit) {
    const bool whole = unit.terms.empty() && match(unit);
    static const model::UnitResult kEmpty;
    const auto& row = whole ? unit : kEmpty;
    x_units.push_back(row.unit);
    x_names.push_back(row.name);
    x_total.add(micro_of(row.total));
    x_published.add(micro_of(row.published));
    x_rank.add(row.rank ? std::optional<std::int64_t>(*row.rank) : std::nullopt);
    x_grade.add(x_words.number(row.grade));
    for (std::size_t i = 0; i < row.components.size(); ++i)
      add(x_nodes[x_matched[i]], row.components[i]);
    return whole;
  }

  [[nodiscard]] Bytes finish(const Key& key, bool notes) const {
    Bytes bytes(kHead_bytes);
    Packer out(bytes);
    out.texts(x_words.words());
    out.texts(x_units);
    out.texts(x_names);
    for (const auto* column : {&x_total, &x_published, &x_rank, &x_grade}) out.numbers(*column);
    std::uint32_t nodes = 0;
    for (std::size_t index = 0; index < x_nodes.size(); ++index) {
      const auto& node = x_nodes[index];
      if (node.rows.empty()) continue;
      ++nodes;
      out.u64(index);
      out.numbers(listed(node));
      for (const auto* column : {&node.points, &node.full, &node.missing}) out.numbers(*column);
    }
    write_le(bytes, kMagic_at, kMagic, 4);
    write_le(bytes, kVersion_at, kVersion, 2);
    write_le(bytes, kNotes_at, notes ? 1 : 0, 2);
    write_le(bytes, kRows_at, x_units.size(), 4);
    write_le(bytes, kWords_at, x_words.words().size(), 4);
    write_le(bytes, kNodes_at, nodes, 4);
    seal(key, bytes);
    return bytes;
  }

 private:
  // Finds the nodes of the unit's components, which are to stand in the group's order. Most units
  // list the same as the one before.
  bool match(const model::UnitResult& unit) {
    std::size_t next = 0;
    const auto count = unit.components.size();
    for (std::size_t i = 0; i < count; ++i) {
      const auto& component = unit.components[i];
      if (!component.trace.empty()) return false;
      const bool as_before =
          i < x_matched.size() && x_matched[i] >= next && x_infos[x_matched[i]].id == component.id;
      if (as_before) next = x_matched[i];
      while (next < x_infos.size() && x_infos[next].id != component.id) ++next;
      if (next == x_infos.size()) return false;
      if (i < x_matched.size())
        x_matched[i] = next;
      else
        x_matched.push_back(next);
      ++next;
    }
    x_matched.resize(count);
    return true;
  }

  [[nodiscard]] Numbers listed(const Node& node) const {
    Numbers column;
    for (const auto row : node.rows) {
      while (column.size() < row) column.add_absent();
      column.add(1);
    }
    while (column.size() < x_units.size()) column.add_absent();
    return column;
  }

  void add(Node& node, const model::ComponentResult& component) {
    node.rows.push_back(x_units.size() - 1);
    node.points.add(micro_of(component.points));
    node.full.add(component.full.micro());
    node.missing.add(x_words.number(component.missing));
  }

  std::span<const model::ComponentInfo> x_infos;
  std::vector<std::string_view> x_units;
  std::vector<std::string_view> x_names;
  Numbers x_total;
  Numbers x_published;
  Numbers x_rank;
  Numbers x_grade;
  std::vector<Node> x_nodes;
  std::vector<std::size_t> x_matched;
  Words x_words;
};

struct Noted {
  std::uint32_t row = 0;
  const model::UnitResult* unit = nullptr;
  bool whole = false;
};

Result<Bytes> encode_notes(const Key& key, const std::vector<Noted>& rows) {
  return wire::seal<wire::ResultNotes>(
      key, RecordKind::ResultNotes, [&](wire::ResultNotes::Builder root) {
        wire::fill(root.initRows(wire::count(rows)), rows,
                   [](wire::UnitNotes::Builder target, const Noted& noted) {
                     const auto& unit = *noted.unit;
                     target.setRow(noted.row);
                     if (noted.whole) return wire::put(target.initWhole(), unit);
                     wire::put(target.initIncomplete(wire::count(unit.incomplete)),
                               unit.incomplete);
                     wire::put(target.initNotes(wire::count(unit.notes)), unit.notes);
                   });
      });
}

// Reads columns into units. Each step is false when the bytes are not what an Encoder wrote.
class Decoder {
 public:
  Decoder(const Stored& stored, std::span<const model::ComponentInfo> nodes)
      : x_infos(nodes),
        x_rows(read_le(stored.value, kRows_at, 4)),
        x_word_count(read_le(stored.value, kWords_at, 4)),
        x_node_count(read_le(stored.value, kNodes_at, 4)),
        x_in(stored.value.subspan(kHead_bytes)) {}

  bool read() {
    if (x_rows > kRows_per_result || x_node_count > x_infos.size() || x_word_count > kMax_words)
      return false;
    auto words = x_in.texts(x_word_count);
    if (!words) return false;
    x_words = std::move(*words);
    if (!read_units()) return false;
    for (std::size_t node = 0; node < x_node_count; ++node)
      if (!read_node()) return false;
    return x_in.at_end();
  }

  std::vector<model::UnitResult> x_units;

 private:
  const std::string* word(std::int64_t number) const {
    const auto index = static_cast<std::uint64_t>(number);
    return index < x_words.size() ? &x_words[index] : nullptr;
  }

  bool read_units() {
    auto codes = x_in.texts(x_rows);
    auto names = x_in.texts(x_rows);
    const auto total = x_in.numbers(x_rows);
    const auto published = x_in.numbers(x_rows);
    const auto rank = x_in.numbers(x_rows);
    const auto grade = x_in.numbers(x_rows);
    if (!codes || !names || !total || !published || !rank || !grade) return false;
    x_units.resize(x_rows);
    for (std::size_t row = 0; row < x_rows; ++row) {
      auto& unit = x_units[row];
      const auto* grade_word = word((*grade)[row]);
      if (grade_word == nullptr) return false;
      unit.unit = std::move((*codes)[row]);
      unit.name = std::move((*names)[row]);
      unit.total = decimal_of(total->at(row));
      unit.published = decimal_of(published->at(row));
      if (rank->has(row)) unit.rank = static_cast<std::uint32_t>((*rank)[row]);
      unit.grade = *grade_word;
    }
    return true;
  }

  bool read_node() {
    const auto index = x_in.u64();
    const auto listed = x_in.numbers(x_rows);
    if (!index || *index >= x_infos.size() || !listed) return false;
    const auto rows = listed->size() - listed->absent();
    const auto points = x_in.numbers(rows);
    const auto full = x_in.numbers(rows);
    const auto missing = x_in.numbers(rows);
    if (!points || !full || !missing) return false;
    std::size_t at = 0;
    for (std::size_t row = 0; row < x_rows; ++row) {
      if (!listed->has(row)) continue;
      const auto* missing_word = word((*missing)[at]);
      if (missing_word == nullptr) return false;
      x_units[row].components.push_back({x_infos[*index].id,
                                         decimal_of(points->at(at)),
                                         Decimal::from_micro((*full)[at]),
                                         *missing_word,
                                         {}});
      ++at;
    }
    return true;
  }

  std::span<const model::ComponentInfo> x_infos;
  std::size_t x_rows;
  std::size_t x_word_count;
  std::size_t x_node_count;
  Unpacker x_in;
  std::vector<std::string> x_words;
};

Status add_notes(const Stored& stored, std::vector<model::UnitResult>& units) {
  const auto added = wire::open<wire::ResultNotes>(
      stored, RecordKind::ResultNotes, [&](wire::ResultNotes::Reader root) {
        for (const auto noted : root.getRows()) {
          if (noted.getRow() >= units.size()) throw wire::Malformed{};
          auto& unit = units[noted.getRow()];
          if (noted.hasWhole()) {
            unit = wire::get(noted.getWhole());
            continue;
          }
          unit.incomplete = wire::get(noted.getIncomplete());
          unit.notes = wire::get(noted.getNotes());
        }
        return true;
      });
  if (!added) return std::unexpected(added.error());
  return {};
}

}  // namespace

Result<ResultPart> encode_results(const ResultKey& place,
                                  std::span<const model::ComponentInfo> nodes,
                                  std::span<const model::UnitResult> units) {
  assert(units.size() <= kRows_per_result);
  Encoder encoder(nodes);
  std::vector<Noted> noted;
  for (std::size_t row = 0; row < units.size(); ++row) {
    const auto& unit = units[row];
    const bool held = encoder.add(unit);
    if (!held || !unit.incomplete.empty() || !unit.notes.empty())
      noted.push_back({static_cast<std::uint32_t>(row), &unit, !held});
  }
  ResultPart part{encoder.finish(place.key(), !noted.empty()), std::nullopt};
  if (!noted.empty()) {
    ASSAY_TRY(part.notes, encode_notes(place.notes(), noted));
  }
  return part;
}

Result<PartHead> read_part_head(const Stored& columns) {
  ASSAY_CHECK(verify(columns, kMagic, kHead_bytes));
  if (read_le(columns.value, kVersion_at, 2) != kVersion)
    return std::unexpected(damaged(columns, "version"));
  return PartHead{read_le(columns.value, kRows_at, 4), read_le(columns.value, kNotes_at, 2) != 0};
}

Result<std::vector<model::UnitResult>> decode_results(const Stored& columns,
                                                      const std::optional<Stored>& notes,
                                                      std::span<const model::ComponentInfo> nodes) {
  ASSAY_TRY(const auto head, read_part_head(columns));
  if (head.has_notes != notes.has_value()) return std::unexpected(damaged(columns, "notes"));
  Decoder decoder(columns, nodes);
  if (!decoder.read()) return std::unexpected(damaged(columns, "layout"));
  if (notes) {
    ASSAY_CHECK(add_notes(*notes, decoder.x_units));
  }
  return std::move(decoder.x_units);
}

}  // namespace assay::store
