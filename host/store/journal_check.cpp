// Checking a log: entries, tree, checkpoints and requests; journal_names.cpp and
// journal_replay.cpp do the rest.

#include "store/journal_check.hpp"

#include <algorithm>

#include "audit/checkpoint.hpp"
#include "store/fault.hpp"
#include "store/journal_nodes.hpp"
#include "store/names.hpp"
#include "store/state.hpp"

namespace assay::store {

namespace {

constexpr std::size_t kMax_faults = 1'000;
constexpr std::uint64_t kProgress_step = 4'096;
constexpr std::uint64_t kMax_gap = 1'000'000;  // missing entries told of one by one

std::string name_of_node(audit::NodeId id) {
  return describe_key(Table::Journal, nodes_key(last_leaf(id)).view());
}

}  // namespace

void Faults::add(Error error) {
  const auto is_known = std::ranges::any_of(x_errors, [&](const Error& fault) {
    return fault.message == error.message && fault.where == error.where;
  });
  if (!is_known && x_errors.size() < kMax_faults) x_errors.push_back(std::move(error));
}

// --- The tree -----------------------------------------------------------------------------------

Status TreeCheck::start() {
  ASSAY_TRY(auto cursor, Cursor::open(x_transaction, Table::Checkpoint));
  ASSAY_TRY(auto stored, cursor.first());
  while (stored) {
    auto text = decode_checkpoint(*stored);
    if (text && x_options.key != nullptr) {
      if (auto opened = audit::open_checkpoint(*text, *x_options.key); !opened) {
        opened.error().where.field = name_of(Table::Checkpoint);
        x_faults.add(opened.error());
      }
    }
    if (text)
      x_checkpoints.emplace(read_u64(stored->key.view(), 0), std::move(*text));
    else
      x_faults.add(text.error());
    ASSAY_TRY(stored, cursor.next());
  }
  compare_checkpoint();
  return {};
}

void TreeCheck::compare_checkpoint() {
  const auto found = x_checkpoints.find(x_tree.size());
  if (found != x_checkpoints.end() && !states(found->second, x_tree.size(), x_tree.root()))
    x_faults.add(
        damaged(x_transaction.file(), Table::Checkpoint, std::to_string(x_tree.size()), "root"));
}

std::optional<Digest> TreeCheck::node(audit::NodeId id) {
  const auto hash = nodes_of(x_transaction)(id);
  if (!hash) {
    x_faults.add(hash.error());
    return std::nullopt;
  }
  if (!*hash)
    x_faults.add(damaged(x_transaction.file(), Table::Journal, name_of_node(id), "missing"));
  return *hash;
}

void TreeCheck::add(std::uint64_t seq, BytesView leaf) {
  const auto hash =
      audit::leaf_hash({reinterpret_cast<const std::uint8_t*>(leaf.data()), leaf.size()});
  const auto kept = node({0, seq});
  if (kept && *kept != hash)
    x_faults.add(damaged(x_transaction.file(), Table::Journal, std::to_string(seq), "hash"));
  append(kept.value_or(hash));
}

void TreeCheck::missing(std::uint64_t seq) {
  x_faults.add(damaged(x_transaction.file(), Table::Journal, std::to_string(seq), "missing"));
  append(node({0, seq}).value_or(Digest{}));
}

// With the hash that is kept where there is one: an entry that was changed is told once, and the
// nodes above are looked at for themselves.
void TreeCheck::append(const Digest& hash) {
  for (const auto& made : x_tree.append(hash)) {
    const auto kept = node(made.id);
    if (kept && *kept != made.hash)
      x_faults.add(damaged(x_transaction.file(), Table::Journal, name_of_node(made.id), "hash"));
  }
  compare_checkpoint();
}

Status TreeCheck::finish(const LogHead& head) {
  const auto& file = x_transaction.file();
  if (x_tree.size() != head.size) x_faults.add(damaged(file, Table::Head, "log", "size"));
  if (x_tree.root() != head.root) x_faults.add(damaged(file, Table::Head, "log", "root"));
  for (const auto& [size, text] : x_checkpoints)
    if (size > x_tree.size())
      x_faults.add(damaged(file, Table::Checkpoint, std::to_string(size), "size"));
  ASSAY_TRY(const auto records, x_transaction.count(Table::Journal));
  if (records != 2 * x_tree.size()) x_faults.add(damaged(file, Table::Journal, "table", "count"));
  return {};
}

// --- Requests -----------------------------------------------------------------------------------

void RequestCheck::add(std::uint64_t seq, const RequestId& request) {
  if (request != RequestId{}) x_entries.emplace_back(request, seq);
}

Status RequestCheck::finish(std::uint64_t log_size) {
  std::ranges::sort(x_entries);
  auto entry = x_entries.begin();
  const auto lost = [&] {
    x_faults.add(damaged(x_transaction.file(), Table::Idem, hex_of(entry->first), "missing"));
    const auto request = entry->first;
    while (entry != x_entries.end() && entry->first == request) ++entry;
  };
  ASSAY_TRY(auto cursor, Cursor::open(x_transaction, Table::Idem));
  ASSAY_TRY(auto stored, cursor.first());
  for (; stored;) {
    const auto key = stored->key.view();
    while (entry != x_entries.end() && std::ranges::lexicographical_compare(entry->first, key))
      lost();
    auto after = entry;
    while (after != x_entries.end() && std::ranges::equal(after->first, key)) ++after;
    const auto count = static_cast<std::uint64_t>(after - entry);
    const auto record = decode_request(*stored);
    if (!record)
      x_faults.add(record.error());
    else if (record->entries != count || record->seq > log_size ||
             (count > 0 && record->seq != entry->second))
      x_faults.add(damaged(*stored, "journal"));
    entry = after;
    ASSAY_TRY(stored, cursor.next());
  }
  while (entry != x_entries.end()) lost();
  return {};
}

// --- All of it ----------------------------------------------------------------------------------

namespace {

class LogChecker {
 public:
  LogChecker(const Transaction& transaction, const LogCheck& options)
      : x_transaction(transaction),
        x_options(options),
        x_tree(transaction, options, x_faults),
        x_requests(transaction, x_faults),
        x_replay(transaction, x_faults) {}

  Result<LogHealth> run() {
    ASSAY_TRY(x_head, get_log_head(x_transaction));
    note(x_tree.start());
    note(walk_entries());
    note(x_tree.finish(x_head));
    note(x_requests.finish(x_head.size));
    note(check_names(x_transaction, x_faults));
    note(x_replay.finish([this](std::uint64_t entries) { advance(entries); }));
    if (x_options.progress) x_options.progress(2 * x_head.size, 2 * x_head.size);
    return LogHealth{x_head.size, x_head.root, x_tree.checkpoints(), x_faults.take()};
  }

 private:
  // What stops one part is a fault of its own; the others go on.
  void note(const Status& status) {
    if (!status) x_faults.add(status.error());
  }

  // Each entry is followed by the nodes it completed.
  Status walk_entries() {
    std::uint64_t next = 0;
    ASSAY_TRY(auto cursor, Cursor::open(x_transaction, Table::Journal));
    ASSAY_TRY(auto stored, cursor.first());
    while (stored) {
      const auto seq = read_u64(stored->key.view(), 0);
      if (seq >= x_head.size || (seq > next && seq - next > kMax_gap)) {
        x_faults.add(damaged(*stored, "head"));
        break;
      }
      const bool is_entry = !is_nodes_key(stored->key);
      for (; next < (is_entry ? seq : seq + 1); ++next) x_tree.missing(next);
      if (is_entry) {
        look_at(seq, *stored);
        next = seq + 1;
      }
      ASSAY_TRY(stored, cursor.next());
    }
    if (next < x_head.size)  // these and perhaps more
      x_faults.add(damaged(x_transaction.file(), Table::Journal, std::to_string(next), "missing"));
    return {};
  }

  void look_at(std::uint64_t seq, const Stored& stored) {
    x_tree.add(seq, leaf_bytes(stored.value));
    if (const auto record = decode_journal(stored)) {
      x_requests.add(seq, record->cause.request);
      x_replay.add(*record);
    } else {
      x_faults.add(record.error());
    }
    advance(1);
  }

  void advance(std::uint64_t entries) {
    const auto before = x_done / kProgress_step;
    x_done += entries;
    if (x_options.progress && x_done / kProgress_step != before)
      x_options.progress(x_done, 2 * x_head.size);
  }

  const Transaction& x_transaction;
  const LogCheck& x_options;
  Faults x_faults;
  LogHead x_head;
  TreeCheck x_tree;
  RequestCheck x_requests;
  ReplayCheck x_replay;
  std::uint64_t x_done = 0;
};

}  // namespace

Result<LogHealth> check_log(const Transaction& transaction, const LogCheck& options) {
  ASSAY_CHECK(transaction.usable());
  // An office of format 1 has no log, and nothing to compare its figures with.
  if (!transaction.has(Table::Journal)) return LogHealth{0, audit::empty_root(), 0, {}};
  return LogChecker(transaction, options).run();
}

Result<LogHealth> Reader::verify_log(const LogCheck& check) const {
  return check_log(x_state->transaction, check);
}

}  // namespace assay::store
