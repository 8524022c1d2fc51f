#include "store/results.hpp"

#include <algorithm>
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

// Of one run, read where they lie.
class KeptResults final : public model::Results {
 public:
  KeptResults(std::shared_ptr<const Transaction> transaction, std::uint64_t run, Head head)
      : x_transaction(std::move(transaction)), x_run(run), x_head(std::move(head)) {}

  // That all parts are there and as they were written.
  [[nodiscard]] Status verify() const {
    for (std::size_t group = 0; group < groups(); ++group) {
      ASSAY_CHECK(check_form(group));
      std::size_t rows = 0;
      for (auto place = first_part(group); rows < units(group); ++place.part) {
        ASSAY_TRY(const auto part, find_part(place));
        const auto found = part.head.rows;
        if (found != std::min(units(group) - rows, kRows_per_result))
          return std::unexpected(damaged(part.columns, "units"));
        rows += found;
      }
    }
    return {};
  }

  [[nodiscard]] std::size_t groups() const override { return x_head.groups.size(); }
  [[nodiscard]] std::size_t units(std::size_t group) const override {
    return x_head.groups[group].units;
  }
  [[nodiscard]] model::GroupResult head(std::size_t group) const override {
    const auto& [id, name, form, units] = x_head.groups[group];
    const auto& [components, grades, awards] = x_head.forms[form];
    return {id, name, components, grades, awards, {}};
  }
  [[nodiscard]] Status visit(std::size_t group, const TakePart& take) const override {
    const auto& components = x_head.forms[x_head.groups[group].form].components;
    auto place = first_part(group);
    for (std::size_t rows = 0; rows < units(group); rows += kRows_per_result, ++place.part) {
      ASSAY_TRY(const auto part, find_part(place));
      ASSAY_TRY(const auto found, decode_results(part.columns, part.notes, components));
      ASSAY_CHECK(take(found));
    }
    return {};
  }

 private:
  struct Part {
    Stored columns;
    PartHead head;
    std::optional<Stored> notes;
  };

  [[nodiscard]] ResultKey first_part(std::size_t group) const {
    return {x_run, static_cast<std::uint32_t>(group + 1), 0};
  }

  [[nodiscard]] Status check_form(std::size_t group) const {
    if (x_head.groups[group].form < x_head.forms.size()) return {};
    const auto& file = x_transaction->file();
    const auto place = describe_key(Table::Score, head_place(x_run).view());
    return std::unexpected(damaged(file, Table::Score, place, "form"));
  }

  [[nodiscard]] Result<Part> find_part(const ResultKey& place) const {
    ASSAY_TRY(const auto columns, x_transaction->get(Table::Score, place.key()));
    if (!columns) return missing(*x_transaction, place.key());
    ASSAY_TRY(const auto head, read_part_head(*columns));
    Part part{*columns, head, std::nullopt};
    if (!head.has_notes) return part;
    ASSAY_TRY(part.notes, x_transaction->get(Table::Score, place.notes()));
    if (!part.notes) return missing(*x_transaction, place.notes());
    ASSAY_CHECK(verify_sum(*part.notes, kRecord_head_bytes));
    return part;
  }

  std::shared_ptr<const Transaction> x_transaction;
  std::uint64_t x_run;
  Head x_head;
};

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

// Writes the parts of one run and gathers its head.
class ResultWriter {
 public:
  ResultWriter(Transaction& transaction, std::uint64_t run, const Digest& result)
      : x_transaction(transaction), x_run(run) {
    x_head.result = result;
  }

  Status add(const model::Results& results, std::size_t number) {
    const auto group = results.head(number);
    x_head.groups.push_back({group.id, group.name, form_of(group), results.units(number)});
    ResultKey place{x_run, static_cast<std::uint32_t>(x_head.groups.size()), 0};
    return results.visit(number, [&](std::span<const model::UnitResult> units) -> Status {
      ASSAY_TRY(const auto part, encode_results(place, group.components, units));
      ASSAY_CHECK(put(place.key(), part.columns));
      if (part.notes) ASSAY_CHECK(put(place.notes(), *part.notes));
      ++place.part;
      return {};
    });
  }

  Status finish() {
    const auto key = head_place(x_run);
    ASSAY_TRY(const auto bytes, encode(key, x_head));
    return x_transaction.put(Table::Score, key, bytes);
  }

 private:
  std::uint32_t form_of(const model::GroupResult& group) {
    const auto next = static_cast<std::uint32_t>(x_head.forms.size());
    const auto [found, added] = x_forms.try_emplace(digest_of(group), next);
    if (added) x_head.forms.push_back({group.components, group.grades, group.awards});
    return found->second;
  }

  Status put(const Key& key, const Bytes& bytes) {
    x_head.bytes += bytes.size();
    return x_transaction.put(Table::Score, key, bytes);
  }

  Transaction& x_transaction;
  std::uint64_t x_run;
  Head x_head;
  std::map<Digest, std::uint32_t> x_forms;
};

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

Result<std::unique_ptr<const model::Results>> open_results(
    std::shared_ptr<const Transaction> transaction, std::uint64_t run, const Digest& result) {
  ASSAY_TRY(const auto stored, transaction->get(Table::Score, head_place(run)));
  if (!stored) return nullptr;
  ASSAY_TRY(auto head, decode_head(*stored));
  // Of another history: the office was restored to a time before that run.
  if (head.result != result) return nullptr;
  auto kept = std::make_unique<KeptResults>(std::move(transaction), run, std::move(head));
  ASSAY_CHECK(kept->verify());
  return kept;
}

Status write_results(Transaction& transaction, std::uint64_t run, const model::Results& results,
                     const Digest& result, std::uint64_t limit_bytes) {
  ASSAY_CHECK(erase_run(transaction, run));
  ResultWriter writer(transaction, run, result);
  for (std::size_t group = 0; group < results.groups(); ++group)
    ASSAY_CHECK(writer.add(results, group));
  ASSAY_CHECK(writer.finish());
  return make_room(transaction, run, limit_bytes);
}

Errors check_results(const std::shared_ptr<const Transaction>& transaction,
                     const Progress& progress) {
  Errors faults;
  std::uint64_t parts = 0;
  const auto look_at = [&](const Stored& stored, std::uint64_t run) -> Status {
    ASSAY_TRY(auto head, decode_head(stored));
    const KeptResults kept(transaction, run, std::move(head));
    ASSAY_CHECK(kept.verify());
    for (std::size_t group = 0; group < kept.groups(); ++group)
      ASSAY_CHECK(kept.visit(group, [&](auto) -> Status {
        if (progress) progress(++parts, 0);
        return {};
      }));
    return {};
  };
  const auto note = [&](const Error& error) {
    if (faults.size() < kMax_faults) faults.push_back(error);
  };
  if (const auto version = read_derived_version(*transaction); !version) note(version.error());
  auto cursor = Cursor::open(*transaction, Table::Score);
  if (!cursor) return note(cursor.error()), faults;
  auto stored = cursor->at_or_after(head_place(1));
  while (stored && *stored) {
    const auto run = read_u64((*stored)->key.view(), 0);
    if (const auto sound = look_at(**stored, run); !sound) note(sound.error());
    stored = cursor->at_or_after(head_place(run + 1));
  }
  if (!stored) note(stored.error());
  return faults;
}

}  // namespace assay::store
