// What an office keeps of plugins, and its settings: packages are never changed, settings are.

#include <algorithm>
#include <span>
#include <utility>

#include "store/names.hpp"
#include "store/state.hpp"
#include "store/writer_state.hpp"

namespace assay::store {

Result<std::optional<StoredPackage>> Reader::package(const Digest& digest) const {
  ASSAY_CHECK(x_state->transaction.usable());
  ASSAY_TRY(const auto stored, x_state->transaction.get(Table::Package, digest_key(digest)));
  if (!stored) return std::nullopt;
  return decode_package(*stored);
}

Result<std::vector<StoredPackage>> Reader::packages() const {
  ASSAY_CHECK(x_state->transaction.usable());
  std::vector<StoredPackage> list;
  ASSAY_TRY(auto cursor, Cursor::open(x_state->transaction, Table::Package));
  ASSAY_TRY(auto stored, cursor.first());
  while (stored) {
    ASSAY_TRY(auto package, decode_package(*stored));
    package.archive = {};
    list.push_back(std::move(package));
    ASSAY_TRY(stored, cursor.next());
  }
  return list;
}

Result<std::string> Reader::setting(const std::string& name) const {
  ASSAY_CHECK(x_state->transaction.usable());
  ASSAY_TRY(const auto stored, x_state->transaction.get(Table::Setting, setting_key(name)));
  if (!stored) return std::string();
  ASSAY_TRY(auto record, decode_setting(*stored));
  return std::move(record.value);
}

Result<std::vector<std::pair<std::string, std::string>>> Reader::settings(
    const std::string& prefix) const {
  ASSAY_CHECK(x_state->transaction.usable());
  std::vector<std::pair<std::string, std::string>> list;
  ASSAY_TRY(auto cursor, Cursor::open(x_state->transaction, Table::Setting));
  ASSAY_TRY(auto stored, cursor.first());
  while (stored) {
    ASSAY_TRY(auto record, decode_setting(*stored));
    if (record.name.starts_with(prefix) && !record.value.empty())
      list.emplace_back(std::move(record.name), std::move(record.value));
    ASSAY_TRY(stored, cursor.next());
  }
  std::ranges::sort(list);
  return list;
}

Status Writer::put_package(const StoredPackage& package) {
  return x_state->guarded([&] { return x_state->put_package(package); });
}

Result<Change> Writer::put_setting(const std::string& name, const std::string& value) {
  return x_state->guarded([&] { return x_state->noted(x_state->put_setting(name, value)); });
}

Status Writer::State::put_package(const StoredPackage& package) {
  const auto key = digest_key(package.digest);
  ASSAY_TRY(const auto stored, transaction.get(Table::Package, key));
  if (stored) return {};  // immutable, named by its content
  ASSAY_TRY(const auto bytes, encode(key, package));
  ASSAY_CHECK(transaction.put(Table::Package, key, bytes));
  ASSAY_CHECK(journal->append(
      PackagePart{package.digest, package.id, package.version, content_digest(bytes)}));
  return {};
}

Result<Change> Writer::State::put_setting(const std::string& name, const std::string& value) {
  const auto key = setting_key(name);
  SettingPart part{{}, {name, value}};
  ASSAY_TRY(const auto stored, transaction.get(Table::Setting, key));
  if (stored) {
    ASSAY_TRY(part.before, decode_setting(*stored));
    if (*part.before == part.after) return Change::Same;
  } else if (value.empty()) {
    return Change::Same;
  }
  ASSAY_CHECK(put_encoded(transaction, Table::Setting, key, encode(key, part.after)));
  return journaled(std::move(part));
}

}  // namespace assay::store
