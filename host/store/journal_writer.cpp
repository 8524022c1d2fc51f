#include "store/journal_writer.hpp"

#include <string>
#include <string_view>

#include "store/fault.hpp"
#include "store/names.hpp"

namespace assay::store {

namespace {

struct Limit {
  std::string_view field;
  const std::string* text;
  std::size_t bytes;
};

}  // namespace

Status check_limits(const Cause& cause) {
  for (const auto& [field, text, bytes] : {Limit{"actor", &cause.actor, 200},
                                           {"action", &cause.action, 32},
                                           {"detail", &cause.detail, 4'000},
                                           {"reason", &cause.reason, 4'000}})
    if (text->size() > bytes)
      return fail(Failure::Input, "store.cause_too_long",
                  {ASSAY_TEXT("this has {bytes} bytes and the journal takes {limit}; shorten it"),
                   {{"bytes", std::to_string(text->size())}, {"limit", std::to_string(bytes)}}},
                  {.field = std::string(field)});
  return {};
}

Journal::Journal(Transaction& transaction, const LogEnd& end)
    : x_transaction(&transaction),
      x_tree(end.tree),
      x_size_before(end.tree.size()),
      x_root(end.root) {}

Result<Journal> Journal::open(Transaction& transaction, const LogEnd* known) {
  ASSAY_TRY(const auto head, get_log_head(transaction));
  ASSAY_TRY(const auto records, transaction.count(Table::Journal));
  const auto disagree = [&] {
    return std::unexpected(damaged(transaction.file(), Table::Journal, "log", "head"));
  };
  if (records != 2 * head.size) return disagree();
  if (known != nullptr && known->tree.size() == head.size && known->root == head.root)
    return Journal(transaction, *known);
  ASSAY_TRY(const auto tree, audit::Appender::open(head.size, nodes_of(transaction)));
  if (tree.root() != head.root) return disagree();
  return Journal(transaction, {tree, head.root});
}

Result<std::optional<RequestRecord>> Journal::begin(const Cause& cause) {
  x_cause = cause;
  x_first = size();
  if (cause.request == RequestId{}) return std::nullopt;
  return find_request(*x_transaction, cause.request);
}

Result<std::uint64_t> Journal::append(const ChangePart& part) {
  return add(encode(size(), x_cause, part));
}

Result<std::uint64_t> Journal::changed(const FigureChange& change) {
  return add(encode(size(), x_cause, change));
}

Result<std::uint64_t> Journal::loaded(const LoadedChunk& chunk) {
  return add(encode(size(), x_cause, chunk));
}

Result<std::uint64_t> Journal::add(const Result<Bytes>& bytes) {
  if (!bytes) return std::unexpected(bytes.error());
  const auto seq = size();
  ASSAY_CHECK(x_transaction->append(Table::Journal, id_key(seq), *bytes));
  const auto leaf = leaf_bytes(*bytes);
  const auto hash =
      audit::leaf_hash({reinterpret_cast<const std::uint8_t*>(leaf.data()), leaf.size()});
  const auto subtrees = x_tree.append(hash);
  ASSAY_CHECK(
      x_transaction->append(Table::Journal, nodes_key(seq), encode_nodes(seq, hash, subtrees)));
  return seq;
}

Status Journal::end(Change change) {
  if (x_cause.request == RequestId{}) return {};
  const auto key = request_key(x_cause.request);
  return x_transaction->put(Table::Idem, key,
                            encode(key, RequestRecord{x_first, size() - x_first, change}));
}

Status Journal::seal() {
  if (size() == x_size_before) return {};
  x_size_before = size();
  x_root = x_tree.root();
  const auto key = meta_key("log");
  ASSAY_CHECK(
      put_encoded(*x_transaction, Table::Head, key, encode(key, LogHead{x_size_before, x_root})));
  return {};
}

}  // namespace assay::store
