#include "store/results.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <span>
#include <utility>

#include "store/entry_codec.hpp"
#include "store/fault.hpp"
#include "store/result_columns.hpp"
#include "store/result_wire.hpp"

namespace assay::store {

namespace {

using wire::text;

constexpr std::size_t kMax_faults = 100;

struct Form {
  std::vector<model::ComponentInfo> components;
  wire::Pairs grades;
  wire::Pairs awards;
};

struct Group {
  std::string id;
  std::string name;
  std::uint32_t form = 0;
  std::uint64_t units = 0;
};

struct Head {
  Digest result{};
  std::vector<Form> forms;
  std::vector<Group> groups;
  std::uint64_t bytes = 0;
};

Key version_place() { return ResultKey{}.key(); }
Key head_place(std::uint64_t run) { return ResultKey{.run = run, .group = 0, .part = 0}.key(); }

// Equal forms follow each other or come back; comparing with all of them would take as many
// comparisons as there are groups times forms, so they are found by their digest.
Digest digest_of(const model::GroupResult& group) {
  DigestBuilder digest;
  for (const auto& [id, name, parent, points, weight] : group.components)
    digest.add(id).add(name).add(parent).add(points.micro()).add(weight ? weight->str() : "");
  for (const auto* pairs : {&group.grades, &group.awards}) {
    digest.add(static_cast<std::int64_t>(pairs->size()));
    for (const auto& [first, second] : *pairs) digest.add(first).add(second);
  }
  return digest.finish();
}

Head head_of(const model::Run& run, const Digest& result, std::uint64_t bytes) {
  Head head{.result = result, .forms = {}, .groups = {}, .bytes = bytes};
  std::map<Digest, std::uint32_t> forms;
  for (const auto& group : run.groups) {
    const auto [found, added] =
        forms.try_emplace(digest_of(group), static_cast<std::uint32_t>(head.forms.size()));
    if (added) head.forms.push_back({group.components, group.grades, group.awards});
    head.groups.push_back({group.id, group.name, found->second, group.units.size()});
  }
  return head;
}

Result<Bytes> encode(const Key& key, const Head& head) {
  return wire::seal<wire::ResultHead>(
      key, RecordKind::ResultHead, [&](wire::ResultHead::Builder root) {
        root.setResultDigest(wire::data(head.result));
        root.setBytes(head.bytes);
        wire::fill(root.initForms(wire::count(head.forms)), head.forms,
                   [](wire::ResultForm::Builder target, const Form& form) {
                     wire::put(target.initComponents(wire::count(form.components)),
                               form.components);
                     wire::put(target.initGrades(wire::count(form.grades)), form.grades);
                     wire::put(target.initAwards(wire::count(form.awards)), form.awards);
                   });
        wire::fill(root.initGroups(wire::count(head.groups)), head.groups,
                   [](wire::ResultGroup::Builder target, const Group& group) {
                     target.setId(text(group.id));
                     target.setName(text(group.name));
                     target.setForm(group.form);
                     target.setUnits(group.units);
                   });
      });
}

Result<Head> decode_head(const Stored& stored) {
  return wire::open<wire::ResultHead>(
      stored, RecordKind::ResultHead, [](wire::ResultHead::Reader root) {
        Head head;
        head.result = wire::digest(root.getResultDigest());
        head.bytes = root.getBytes();
        head.forms = wire::collect(root.getForms(), [](wire::ResultForm::Reader form) {
          return Form{wire::get(form.getComponents()), wire::get(form.getGrades()),
                      wire::get(form.getAwards())};
        });
        head.groups = wire::collect(root.getGroups(), [](wire::ResultGroup::Reader group) {
          return Group{text(group.getId()), text(group.getName()), group.getForm(),
                       group.getUnits()};
        });
        return head;
      });
}

std::unexpected<Error> missing(const Transaction& transaction, const Key& key) {
  return std::unexpected(
      damaged(transaction.file(), Table::Score, describe_key(Table::Score, key.view()), "missing"));
}

Result<std::vector<model::UnitResult>> read_part(const Transaction& transaction,
                                                 const ResultKey& place, const Form& form) {
  ASSAY_TRY(const auto columns, transaction.get(Table::Score, place.key()));
  if (!columns) return missing(transaction, place.key());
  ASSAY_TRY(const bool noted, has_notes(*columns));
  std::optional<Stored> notes;
  if (noted) {
    ASSAY_TRY(notes, transaction.get(Table::Score, place.notes()));
    if (!notes) return missing(transaction, place.notes());
  }
  return decode_results(*columns, notes, form.components);
}

Result<std::vector<model::GroupResult>> read_groups(const Transaction& transaction,
                                                    std::uint64_t run, const Stored& stored,
                                                    const Head& head,
                                                    const std::function<void()>& step = {}) {
  std::vector<model::GroupResult> groups;
  groups.reserve(head.groups.size());
  for (const auto& group : head.groups) {
    if (group.form >= head.forms.size()) return std::unexpected(damaged(stored, "form"));
    const auto& form = head.forms[group.form];
    groups.push_back({group.id, group.name, form.components, form.grades, form.awards, {}});
    auto& units = groups.back().units;
    ResultKey place{run, static_cast<std::uint32_t>(groups.size()), 0};
    while (units.size() < group.units) {
      ASSAY_TRY(auto part, read_part(transaction, place, form));
      if (part.empty()) return std::unexpected(damaged(stored, "units"));
      units.insert(units.end(), std::make_move_iterator(part.begin()),
                   std::make_move_iterator(part.end()));
      ++place.part;
      if (step) step();
    }
    if (units.size() != group.units) return std::unexpected(damaged(stored, "units"));
  }
  return groups;
}

Status erase_run(Transaction& transaction, std::uint64_t run) {
  std::vector<Key> keys;
  {
    ASSAY_TRY(auto cursor, Cursor::open(transaction, Table::Score));
    ASSAY_TRY(auto stored, cursor.at_or_after(head_place(run)));
    while (stored && read_u64(stored->key.view(), 0) == run) {
      keys.push_back(stored->key);
      ASSAY_TRY(stored, cursor.next());
    }
  }
  for (const auto& key : keys) ASSAY_CHECK(transaction.erase(Table::Score, key));
  return {};
}

// Bytes of the runs that are kept; a head that cannot be read counts as none.
Result<std::map<std::uint64_t, std::uint64_t>> kept_bytes(const Transaction& transaction) {
  std::map<std::uint64_t, std::uint64_t> kept;
  ASSAY_TRY(auto cursor, Cursor::open(transaction, Table::Score));
  ASSAY_TRY(auto stored, cursor.at_or_after(head_place(1)));
  while (stored) {
    const auto run = read_u64(stored->key.view(), 0);
    const auto head = decode_head(*stored);
    kept[run] = head ? head->bytes : 0;
    ASSAY_TRY(stored, cursor.at_or_after(head_place(run + 1)));
  }
  return kept;
}

// The run just kept stays in any case.
Status make_room(Transaction& transaction, std::uint64_t just_kept, std::uint64_t limit_bytes) {
  ASSAY_TRY(const auto kept, kept_bytes(transaction));
  std::uint64_t total = 0;
  for (const auto& [run, bytes] : kept) total += bytes;
  for (const auto& [run, bytes] : kept) {
    if (total <= limit_bytes) break;
    if (run == just_kept) continue;
    ASSAY_CHECK(erase_run(transaction, run));
    total -= bytes;
  }
  return {};
}

Result<std::uint64_t> write_part(Transaction& transaction, const ResultKey& place,
                                 const model::GroupResult& group,
                                 std::span<const model::UnitResult> units) {
  ASSAY_TRY(const auto part, encode_results(place, group.components, units));
  ASSAY_CHECK(transaction.put(Table::Score, place.key(), part.columns));
  if (part.notes) {
    ASSAY_CHECK(transaction.put(Table::Score, place.notes(), *part.notes));
  }
  return part.columns.size() + (part.notes ? part.notes->size() : 0);
}

}  // namespace

Result<std::uint32_t> read_derived_version(const Transaction& transaction) {
  ASSAY_TRY(const auto stored, transaction.get(Table::Score, version_place()));
  if (!stored) return missing(transaction, version_place());
  ASSAY_TRY(const auto format, decode_format(*stored));
  return format.version;
}

Status write_derived_version(Transaction& transaction) {
  const auto key = version_place();
  ASSAY_TRY(const auto bytes, encode(key, FormatRecord{kDerived_version, 0}));
  return transaction.put(Table::Score, key, bytes);
}

Result<std::optional<std::vector<model::GroupResult>>> read_results(const Transaction& transaction,
                                                                    std::uint64_t run,
                                                                    const Digest& result) {
  ASSAY_TRY(const auto stored, transaction.get(Table::Score, head_place(run)));
  if (!stored) return std::nullopt;
  ASSAY_TRY(const auto head, decode_head(*stored));
  // Of another history: the office was restored to a time before that run.
  if (head.result != result) return std::nullopt;
  return read_groups(transaction, run, *stored, head);
}

Status write_results(Transaction& transaction, const model::Run& run, const Digest& result,
                     std::uint64_t limit_bytes) {
  ASSAY_CHECK(erase_run(transaction, run.id));
  std::uint64_t bytes = 0;
  for (std::size_t group = 0; group < run.groups.size(); ++group) {
    ResultKey place{run.id, static_cast<std::uint32_t>(group + 1), 0};
    auto left = std::span<const model::UnitResult>(run.groups[group].units);
    while (!left.empty()) {
      const auto part = left.first(std::min(left.size(), kRows_per_result));
      ASSAY_TRY(const auto written, write_part(transaction, place, run.groups[group], part));
      bytes += written;
      left = left.subspan(part.size());
      ++place.part;
    }
  }
  const auto key = head_place(run.id);
  ASSAY_TRY(const auto head, encode(key, head_of(run, result, bytes)));
  ASSAY_CHECK(transaction.put(Table::Score, key, head));
  return make_room(transaction, run.id, limit_bytes);
}

Errors check_results(const Transaction& transaction, const Progress& progress) {
  Errors faults;
  std::uint64_t parts = 0;
  const auto step = [&] {
    if (progress) progress(++parts, 0);
  };
  const auto note = [&](const Error& error) {
    if (faults.size() < kMax_faults) faults.push_back(error);
  };
  if (const auto version = read_derived_version(transaction); !version) note(version.error());
  auto cursor = Cursor::open(transaction, Table::Score);
  if (!cursor) return note(cursor.error()), faults;
  auto stored = cursor->at_or_after(head_place(1));
  while (stored && *stored) {
    const auto run = read_u64((*stored)->key.view(), 0);
    const auto head = decode_head(**stored);
    if (!head) {
      note(head.error());
    } else if (const auto groups = read_groups(transaction, run, **stored, *head, step); !groups) {
      note(groups.error());
    }
    stored = cursor->at_or_after(head_place(run + 1));
  }
  if (!stored) note(stored.error());
  return faults;
}

}  // namespace assay::store
