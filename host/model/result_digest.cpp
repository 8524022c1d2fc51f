#include "model/results.hpp"

#include <array>
#include <bit>
#include <cstddef>
#include <cstring>
#include <string_view>
#include <unordered_set>

namespace assay::model {

namespace {

// Units hashed at once: DigestBuilder frames each piece, so that the number is part of the digest.
constexpr std::size_t kUnits_per_piece = 1'024;
constexpr std::uint32_t kNo_index = 0xffff'ffff;

// Bytes to be hashed, little-endian; texts with their length.
class Canonical {
 public:
  Canonical& number(std::uint64_t value, std::size_t bytes) {
    static_assert(std::endian::native == std::endian::little);
    std::array<char, 8> digits{};
    std::memcpy(digits.data(), &value, digits.size());
    x_bytes.append(digits.data(), bytes);
    return *this;
  }
  Canonical& text(std::string_view value) {
    number(value.size(), 8);
    x_bytes += value;
    return *this;
  }
  Canonical& figure(const Decimal& value) {
    return number(static_cast<std::uint64_t>(value.micro()), 8);
  }
  Canonical& figure(const std::optional<Decimal>& value) {
    number(value ? 1 : 0, 1);
    return figure(value.value_or(Decimal{}));
  }
  Canonical& pairs(const std::vector<std::pair<std::string, std::string>>& values) {
    number(values.size(), 8);
    for (const auto& [first, second] : values) text(first).text(second);
    return *this;
  }
  Canonical& notes(const std::vector<Note>& values) {
    number(values.size(), 8);
    for (const auto& note : values) text(note.code).pairs(note.data);
    return *this;
  }
  void flush(DigestBuilder& digest) {
    digest.add(x_bytes);
    x_bytes.clear();
  }

 private:
  std::string x_bytes;
};

// Tells the inner nodes of a group: those that are another one's parent.
class InnerNodes {
 public:
  explicit InnerNodes(const std::vector<ComponentInfo>& components) : x_components(components) {
    for (const auto& component : components) x_parents.insert(component.parent);
    x_inner.reserve(components.size());
    for (const auto& component : components) x_inner.push_back(x_parents.contains(component.id));
  }

  struct Found {
    std::uint32_t index = kNo_index;
    bool inner = false;
  };
  // A unit's components stand in the order of the group's: the search goes on from `from`, behind
  // the one before; `guess` is where the unit before had this one.
  [[nodiscard]] Found find(const std::string& id, std::uint32_t from, std::uint32_t guess) const {
    if (guess >= from && guess < x_components.size() && x_components[guess].id == id)
      return {guess, x_inner[guess]};
    for (auto index = from; index < x_components.size(); ++index)
      if (x_components[index].id == id) return {index, x_inner[index]};
    return {kNo_index, x_parents.contains(id)};
  }

 private:
  const std::vector<ComponentInfo>& x_components;
  std::unordered_set<std::string_view> x_parents;
  std::vector<bool> x_inner;
};

void add_nodes(Canonical& out, const std::vector<ComponentResult>& components,
               const InnerNodes& nodes, std::vector<std::uint32_t>& places) {
  std::uint32_t next = 0;
  places.resize(components.size(), kNo_index);
  for (std::size_t i = 0; i < components.size(); ++i) {
    const auto& component = components[i];
    const auto found = nodes.find(component.id, next, places[i]);
    places[i] = found.index;
    if (found.index != kNo_index) next = found.index + 1;
    // What says nothing may as well be left out.
    if (!found.inner || (!component.points && component.missing.empty())) continue;
    out.number(found.index, 4);
    if (found.index == kNo_index) out.text(component.id);
    out.figure(component.points).figure(component.full).text(component.missing);
  }
  out.number(kNo_index - 1, 4);  // no index: the end
}

void add_unit(Canonical& out, const UnitResult& unit, const InnerNodes& nodes,
              std::vector<std::uint32_t>& places) {
  out.text(unit.unit).text(unit.name).figure(unit.total).figure(unit.published);
  out.number(unit.rank.value_or(0), 4).text(unit.grade);
  add_nodes(out, unit.components, nodes, places);
  out.notes(unit.incomplete).notes(unit.notes);
}

void add_head(Canonical& out, const GroupResult& group, std::size_t units) {
  out.text(group.id).text(group.name).number(group.components.size(), 8);
  for (const auto& component : group.components) {
    out.text(component.id).text(component.name).text(component.parent).figure(component.points);
    out.text(component.weight ? component.weight->str() : "");
  }
  out.pairs(group.grades).pairs(group.awards).number(units, 8);
}

// What going through all results once tells.
struct Told {
  Digest digest{};
  std::uint64_t units = 0;
  std::uint64_t incomplete = 0;
};

Result<Told> go_through(const Run& run, const Results& results) {
  Told told;
  DigestBuilder digest;
  Canonical out;
  out.text(run.scheme).number(run.version, 4).number(run.period.key(), 4);
  out.number(static_cast<std::uint64_t>(run.published_decimals), 4).number(results.groups(), 8);
  out.flush(digest);
  for (std::size_t number = 0; number < results.groups(); ++number) {
    const auto group = results.head(number);
    const InnerNodes nodes(group.components);
    std::vector<std::uint32_t> places;  // of the last unit's components
    add_head(out, group, results.units(number));
    std::size_t row = 0;
    ASSAY_CHECK(results.visit(number, [&](std::span<const UnitResult> part) -> Status {
      for (const auto& unit : part) {
        if (row++ % kUnits_per_piece == 0) out.flush(digest);
        add_unit(out, unit, nodes, places);
        told.incomplete += unit.total ? 0 : 1;
      }
      return {};
    }));
    told.units += row;
    out.flush(digest);
  }
  told.digest = digest.finish();
  return told;
}

}  // namespace

Result<Digest> result_digest(const Run& run, const Results& results) {
  ASSAY_TRY(const auto told, go_through(run, results));
  return told.digest;
}

Digest result_digest(const Run& run) {
  return result_digest(run, WholeResults(run.groups)).value();  // which gives no error
}

Result<RunManifest> manifest_of(const Run& run, const Results& results, std::uint64_t log_size) {
  ASSAY_TRY(const auto told, go_through(run, results));
  RunManifest manifest;
  manifest.result = told.digest;
  manifest.log_size = log_size;
  manifest.groups = results.groups();
  manifest.units = told.units;
  manifest.incomplete = told.incomplete;
  auto& kept = manifest.run;
  kept.id = run.id;
  kept.scheme = run.scheme;
  kept.version = run.version;
  kept.title = run.title;
  kept.period = run.period;
  kept.published_decimals = run.published_decimals;
  kept.steps = run.steps;
  kept.scheme_digest = run.scheme_digest;
  kept.input_digest = run.input_digest;
  kept.assessments = run.assessments;
  kept.host_version = run.host_version;
  kept.actor = run.actor;
  kept.created_s = run.created_s;
  return manifest;
}

}  // namespace assay::model
