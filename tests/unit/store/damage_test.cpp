// Flipped bits in stored values: found by check() and by whoever reads them, never taken for data.

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <set>

#include "store/transaction.hpp"
#include "unit/store/office_fixture.hpp"

namespace assay::store {
namespace {

namespace fs = std::filesystem;

struct Entry {
  Table table;
  std::string key;
  std::string value;
};

std::string text(BytesView bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::vector<Entry> entries_of(const fs::path& office) {
  std::vector<Entry> entries;
  const auto environment = must(Environment::open(office / "truth", Access::Read));
  const auto transaction = must(Transaction::begin(environment, Access::Read));
  for (std::size_t i = 0; i < kTable_count; ++i) {
    auto cursor = must(Cursor::open(transaction, static_cast<Table>(i)));
    for (auto stored = must(cursor.first()); stored; stored = must(cursor.next()))
      entries.push_back({stored->table, text(stored->key.view()), text(stored->value)});
  }
  for (const auto* name : {"commits", "log"}) {
    const auto stored = must(transaction.get(Table::Head, meta_key(name)));
    if (stored) entries.push_back({stored->table, text(stored->key.view()), text(stored->value)});
  }
  return entries;
}

// Flips bit `bit` of byte `offset` of every copy of `value` in the file, also those that older
// transactions left; the same again undoes it.
void flip(const fs::path& file, const std::string& bytes, const std::string& value,
          std::size_t offset, unsigned bit) {
  std::fstream stream(file, std::ios::in | std::ios::out | std::ios::binary);
  std::size_t count = 0;
  for (auto at = bytes.find(value); at != std::string::npos; at = bytes.find(value, at + 1)) {
    stream.seekp(static_cast<std::streamoff>(at + offset));
    stream.put(static_cast<char>(static_cast<unsigned char>(bytes[at + offset]) ^ (1U << bit)));
    ++count;
  }
  ASSERT_GT(count, 0U);
}

// In place, as a file cut and written anew is slow.
void restore(const fs::path& file, const std::string& bytes) {
  std::fstream(file, std::ios::in | std::ios::out | std::ios::binary) << bytes;
}

class Damage : public testing::Test {
 protected:
  Damage() {
    make_office(x_folder.office());
    fill_office(x_folder.office());
    x_bytes = file_bytes(x_folder.data());
    x_entries = entries_of(x_folder.office());
  }

  // Damages the `nth` entry of `table` in its last byte but `from_end`.
  void damage(Table table, std::size_t nth = 0, std::size_t from_end = 3) {
    auto entry = std::ranges::find(x_entries, table, &Entry::table);
    ASSERT_NE(entry, x_entries.end());
    const auto& value = (entry + static_cast<std::ptrdiff_t>(nth))->value;
    flip(x_folder.data(), x_bytes, value, value.size() - from_end, 4);
  }

  TempFolder x_folder;
  std::string x_bytes;
  std::vector<Entry> x_entries;
};

TEST_F(Damage, TheSampleHasEveryKindOfEntry) {
  std::set<Table> tables;
  for (const auto& entry : x_entries) tables.insert(entry.table);
  // The head, too, but neither the diary of format 1, deltas, requests, checkpoints, published
  // runs, packages nor settings.
  EXPECT_EQ(tables.size(), kTable_count - 6);
  const auto health = must(open_office(x_folder.office()).check());
  EXPECT_TRUE(health.faults.empty());
  EXPECT_EQ(health.records + health.chunks, x_entries.size());
}

// One bit of every byte of every entry.
TEST_F(Damage, CheckFindsEveryFlippedBit) {
  std::size_t tried = 0;
  std::string missed;
  for (const auto& [table, key, value] : x_entries) {
    for (std::size_t offset = 0; offset < value.size(); ++offset) {
      const auto bit = static_cast<unsigned>((offset * 5 + tried) % 8);
      flip(x_folder.data(), x_bytes, value, offset, bit);
      const auto opened = Store::open(x_folder.office(), Mode::ReadOnly);
      if (!opened) {  // the format record itself
        if (table != Table::Meta || code_of(opened) != "store.damaged") missed += "open ";
      } else {
        const auto health = must(opened->check());
        const bool named = std::ranges::any_of(health.faults, [&](const auto& fault) {
          return fault.code == "store.damaged" && fault.where.field == name_of(table);
        });
        if (!named) missed += std::string(name_of(table)) + "+" + std::to_string(offset) + " ";
      }
      restore(x_folder.data(), x_bytes);
      ++tried;
    }
  }
  EXPECT_EQ(missed, "");
  EXPECT_GT(tried, 3'000U);
}

TEST_F(Damage, FiguresAreNamedByCheckAndByTheirReader) {
  // In the order of keys: actual, required, state, source of gdp
  damage(Table::Obs, 1, 10);
  const auto store = open_office(x_folder.office());
  const auto health = must(store.check());
  ASSERT_EQ(health.faults.size(), 1U);
  const auto read = must(store.read()).snapshot();
  ASSERT_FALSE(read);
  for (const auto& error : {health.faults[0], read.error()}) {
    EXPECT_EQ(error.code, "store.damaged");
    EXPECT_EQ(error.failure, Failure::Store);
    EXPECT_EQ(error.where.indicator, "gdp");
    EXPECT_EQ(error.where.file, x_folder.data().string());
    EXPECT_EQ(in_english(error.message),
              "stored figures are damaged (checksum): period 2024, layer required, units 1 to 8000 "
              "in order of entry; restore the office from a backup");
  }
  // A snapshot of another year does not touch them.
  const std::vector other{model::Period::year(2023)};
  EXPECT_TRUE(must(store.read()).snapshot(other));
}

// Writing a damaged chunk anew would make it look sound.
TEST_F(Damage, IsNotWrittenOver) {
  damage(Table::Obs);
  auto store = open_office(x_folder.office());
  auto writer = must(store.write(cause_of("import")));
  EXPECT_EQ(code_of(writer.put(observation("weicheng", "gdp", 5))), "store.damaged");
  EXPECT_EQ(code_of(writer.put(unit("new"))), "store.damaged");  // the Writer is spoilt
  EXPECT_EQ(code_of(writer.commit()), "store.damaged");
  EXPECT_EQ(must(store.check()).faults.size(), 1U);
}

TEST_F(Damage, EveryReaderNoticesIt) {
  struct Case {
    Table table;
    std::size_t nth;
    std::function<std::string(const Reader&)> read;
  };
  const std::vector<Case> cases{
      {Table::Unit, 1, [](const Reader& reader) { return code_of(reader.snapshot()); }},
      {Table::UnitAxis, 0, [](const Reader& reader) { return code_of(reader.snapshot()); }},
      {Table::Indicator, 0, [](const Reader& reader) { return code_of(reader.snapshot()); }},
      {Table::Text, 0, [](const Reader& reader) { return code_of(reader.snapshot()); }},
      {Table::Event, 0, [](const Reader& reader) { return code_of(reader.snapshot()); }},
      {Table::Event, 0, [](const Reader& reader) { return code_of(reader.periods()); }},
      {Table::Imported, 0, [](const Reader& reader) { return code_of(reader.snapshot()); }},
      {Table::Scheme, 0,
       [](const Reader& reader) { return code_of(reader.scheme_text("xianyang", 1)); }},
      {Table::Assessment, 0,
       [](const Reader& reader) { return code_of(reader.assessment(kSample_assessment)); }},
      {Table::Run, 0, [](const Reader& reader) { return code_of(reader.runs()); }},
      {Table::Run, 1, [](const Reader& reader) { return code_of(reader.run(1)); }},
      {Table::Run, 2, [](const Reader& reader) { return code_of(reader.run(1)); }},
      {Table::RunKey, 0, [](const Reader& reader) { return code_of(reader.run_of(kSample_run)); }},
      {Table::Journal, 2, [](const Reader& reader) { return code_of(reader.entry(1)); }},
      {Table::Journal, 1, [](const Reader& reader) { return code_of(reader.root(1)); }},
  };
  for (const auto& [table, nth, read] : cases) {
    damage(table, nth);
    EXPECT_EQ(read(must(open_office(x_folder.office()).read())), "store.damaged")
        << name_of(table) << nth;
    restore(x_folder.data(), x_bytes);
    EXPECT_EQ(read(must(open_office(x_folder.office()).read())), "") << name_of(table) << nth;
  }
}

// One bad entry does not hide the next.
TEST_F(Damage, CheckGoesOnBehindAFault) {
  damage(Table::Text);
  damage(Table::Journal);
  damage(Table::Run, 2);
  std::set<std::string> tables;
  for (const auto& fault : must(open_office(x_folder.office()).check()).faults)
    tables.insert(fault.where.field);
  EXPECT_EQ(tables, (std::set<std::string>{"text", "journal", "run"}));
}

// Sealed well, yet gone or pointing nowhere.
TEST_F(Damage, WhatIsMissingIsFoundToo) {
  {
    auto environment = must(Environment::open(x_folder.office() / "truth", Access::Write));
    auto transaction = must(Transaction::begin(environment, Access::Write));
    const auto run = must(transaction.get(Table::Run, run_part_key(1, 0)));
    ASSERT_TRUE(run);
    // The same record under a number of its own does not fit its checksum.
    const Bytes copy(run->value.begin(), run->value.end());
    must(transaction.put(Table::Run, run_part_key(2, 0), copy));
    must(transaction.commit());
  }
  const auto store = open_office(x_folder.office());
  EXPECT_EQ(must(store.check()).faults.size(), 1U);
  EXPECT_EQ(code_of(must(store.read()).run(2)), "store.damaged");
}

}  // namespace
}  // namespace assay::store
