// Offices made by released programs, from docs/examples/xianyang-2003, under tests/golden/store:
// each is read as it is, and upgraded when it is opened for writing.

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "audit/checkpoint.hpp"
#include "store/chunk.hpp"
#include "store/frame.hpp"
#include "store/transaction.hpp"
#include "unit/store/office_fixture.hpp"

namespace assay::store {
namespace {

namespace fs = std::filesystem;

// A fresh copy of the office of `format`.
void unpack(const TempFolder& folder, int format) {
  fs::create_directories(folder.office() / "truth");
  const auto packed = std::string(ASSAY_SOURCE_DIR) + "/tests/golden/store/format-" +
                      std::to_string(format) + ".mdb.gz";
  const auto command = "gzip -dc '" + packed + "' > '" + folder.data().string() + "'";
  ASSERT_EQ(std::system(command.c_str()), 0) << packed;  // NOLINT: our own paths
}

using Rows = std::vector<std::vector<std::string>>;

// The example's files have no quotes. Without the header.
Rows read_csv(const std::string& name) {
  std::ifstream stream(std::string(ASSAY_SOURCE_DIR) + "/docs/examples/xianyang-2003/" + name);
  EXPECT_TRUE(stream) << name;
  Rows rows;
  std::string line;
  std::getline(stream, line);
  while (std::getline(stream, line)) {
    std::vector<std::string> row;
    std::istringstream fields(line + ",");
    for (std::string field; std::getline(fields, field, ',');) row.push_back(field);
    rows.push_back(row);
  }
  EXPECT_FALSE(rows.empty()) << name;
  return rows;
}

std::optional<std::size_t> ordinal_of(const model::Snapshot& snapshot, const std::string& code) {
  for (std::size_t i = 0; i < snapshot.units.size(); ++i)
    if (snapshot.units[i].code == code) return i;
  return std::nullopt;
}

// The figure as in the file, or "" where there is none.
void expect_figure(const model::Snapshot& snapshot, const std::vector<std::string>& row,
                   model::Layer layer, const std::string& expected) {
  const auto ordinal = ordinal_of(snapshot, row[0]);
  ASSERT_TRUE(ordinal) << row[0];
  const auto* column = snapshot.column(row[1], must(model::Period::parse(row[2])), layer);
  const auto value = column == nullptr ? std::nullopt : column->at(*ordinal);
  if (expected.empty())
    EXPECT_FALSE(value) << row[0] << " " << row[1];
  else
    EXPECT_EQ(value, must(Decimal::parse(expected))) << row[0] << " " << row[1];
}

void expect_example(const model::Snapshot& snapshot) {
  const auto units = read_csv("units.csv");
  ASSERT_EQ(snapshot.units.size(), units.size());
  for (std::size_t i = 0; i < units.size(); ++i) {
    EXPECT_EQ(snapshot.units[i].code, units[i][0]);
    EXPECT_EQ(snapshot.units[i].name, units[i][1]);
    EXPECT_EQ(snapshot.units[i].parent, units[i][3]);
  }
  EXPECT_EQ(snapshot.indicators.size(), read_csv("indicators.csv").size());
  std::size_t figures = 0;
  for (const auto* file : {"observations.csv", "tax-monthly.csv"})
    for (const auto& row : read_csv(file)) {
      expect_figure(snapshot, row, model::Layer::Actual, row[3]);
      ++figures;
    }
  for (const auto& row : read_csv("targets.csv")) {
    expect_figure(snapshot, row, model::Layer::Required, row[3]);
    expect_figure(snapshot, row, model::Layer::Stretch, row[4]);
    expect_figure(snapshot, row, model::Layer::Upper, row[5]);
  }
  for (const auto& [key, column] : snapshot.columns)
    if (key.layer == model::Layer::Actual)
      for (std::size_t i = 0; i < column.size(); ++i) figures -= column.has(i) ? 1 : 0;
  EXPECT_EQ(figures, 0U);  // no other ones
  const auto events = read_csv("events.csv");
  ASSERT_EQ(snapshot.events.size(), events.size());
  for (const auto& row : events) {
    const auto found = std::ranges::find(snapshot.events, row[0], &model::Event::code);
    ASSERT_NE(found, snapshot.events.end()) << row[0];
    EXPECT_EQ(found->unit, row[1]);
    EXPECT_EQ(found->period.str(), row[2]);
    EXPECT_EQ(to_word(found->kind), row[3]);
    EXPECT_EQ(found->reason, row[6]);
  }
  const auto fields = read_csv("assessments.csv");
  ASSERT_EQ(snapshot.assessments.size(), fields.size());
  for (const auto& row : fields) {
    const auto found = std::ranges::find(snapshot.assessments, row[0], &model::ImportedField::unit);
    ASSERT_NE(found, snapshot.assessments.end()) << row[0];
    EXPECT_EQ(found->value, must(Decimal::parse(row[4])));
    EXPECT_EQ(found->full, must(Decimal::parse(row[5])));
  }
}

// As an oracle of its own worked them out; see the example's README.
void expect_totals(const model::Run& run) {
  std::size_t found = 0;
  for (const auto& row : read_csv("expected/results.csv"))
    for (const auto& group : run.groups)
      for (const auto& unit : group.units) {
        if (group.id != row[0] || unit.unit != row[1]) continue;
        ++found;
        EXPECT_EQ(unit.total ? unit.total->fixed(6) : "", row[2]) << row[1];
        EXPECT_EQ(unit.grade, row[5]) << row[1];
      }
  EXPECT_EQ(found, read_csv("expected/results.csv").size());
}

TEST(Golden, Format1IsReadAsItIs) {
  const TempFolder folder;
  unpack(folder, 1);
  const auto bytes = file_bytes(folder.data());
  const auto store = open_office(folder.office(), Mode::ReadOnly);
  const auto reader = must(store.read());
  expect_example(must(reader.snapshot()));
  expect_totals(must(reader.run(1)));
  const auto health = must(store.check());
  EXPECT_EQ(health.format_version, 1U);
  for (const auto& fault : health.faults) ADD_FAILURE() << describe(fault);
  EXPECT_EQ(must(reader.log_size()), 0U);
  EXPECT_EQ(code_of(reader.entry(0)), "store.no_entry");
  EXPECT_EQ(dump(must(reader.snapshot_at(0))), dump(must(reader.snapshot())));
  EXPECT_TRUE(must(reader.verify_log()).faults.empty());
  EXPECT_TRUE(file_bytes(folder.data()) == bytes);
}

constexpr std::int64_t kNow_s = 1'800'000'000;

// --- Making the office of this format ------------------------------------------------------------

std::string cell(const std::vector<std::string>& row, std::size_t column) {
  return column < row.size() ? row[column] : "";
}
std::optional<Decimal> figure(const std::vector<std::string>& row, std::size_t column) {
  if (cell(row, column).empty()) return std::nullopt;
  return must(Decimal::parse(row[column]));
}
model::Period period(const std::vector<std::string>& row, std::size_t column) {
  return must(model::Period::parse(row[column]));
}

void put_units(Writer& writer) {
  for (const auto& row : read_csv("units.csv"))
    must(writer.put(model::Unit{row[0], row[1], row[2], cell(row, 3), {}, {}, "", {}}));
  for (const auto& row : read_csv("indicators.csv"))
    must(writer.put(model::Indicator{row[0], row[1], row[2], *model::direction_from(row[3]),
                                     std::stoi(row[4]), row[5], *model::rollup_from(row[6])}));
}

void put_figures(Writer& writer) {
  for (const auto* file : {"observations.csv", "tax-monthly.csv"})
    for (const auto& row : read_csv(file))
      must(writer.put(model::Observation{row[0], row[1], period(row, 2), *figure(row, 3),
                                         *model::state_from(row[4]), row[5]}));
  for (const auto& row : read_csv("targets.csv"))
    must(writer.put(model::Target{row[0],
                                  row[1],
                                  period(row, 2),
                                  *figure(row, 3),
                                  figure(row, 4),
                                  figure(row, 5),
                                  {},
                                  "",
                                  ""}));
  for (const auto& row : read_csv("events.csv"))
    must(writer.put(model::Event{row[0], row[1], period(row, 2), *model::event_kind_from(row[3]),
                                 row[4], figure(row, 5), row[6], row[7], row[8],
                                 must(model::Date::parse(row[9])), *model::state_from(row[10])}));
  for (const auto& row : read_csv("assessments.csv"))
    must(writer.put(model::ImportedField{row[0], period(row, 1), row[2], row[3], *figure(row, 4),
                                         figure(row, 5)}));
}

audit::SignerKey signer() {
  return must(audit::SignerKey::make("assay.example/xianyang",
                                     Ed25519KeyPair::from_seed(std::array<std::uint8_t, 32>{1})));
}

// A cause each for what an office does: import, correct, score, sign.
void make_example(const fs::path& office) {
  must(Store::create(office, {"office/founder", "init", "office", "", {}, kNow_s}));
  auto store = open_office(office);
  const auto write = [&](const Cause& cause, const auto& work) {
    auto writer = must(store.write(cause));
    work(writer);
    must(writer.commit());
  };
  write({"office/founder", "import", "units.csv", "", {}, kNow_s}, put_units);
  write({"office/founder", "import", "figures", "", {std::byte{7}}, kNow_s}, put_figures);
  auto wrong = model::Observation{"秦都", "GDP", model::Period::year(2003), Decimal(), {}, ""};
  write({"office/li", "set", "", "误报", {}, kNow_s},
        [&](Writer& writer) { must(writer.put(wrong)); });
  write({"office/li", "set", "", "更正", {std::byte{8}}, kNow_s}, put_figures);
  write({"office/founder", "score", "xianyang", "", {}, kNow_s}, [&](Writer& writer) {
    must(writer.put_scheme("xianyang", 3, "id: xianyang\nversion: 3\n"));
    must(writer.put_assessment(sample_assessment()));
    auto run = sample_run();
    run.id = must(writer.put_run(must(model::manifest_of(run, model::WholeResults(run.groups), 1)),
                                 kSample_run));
    must(writer.put_published(run));
  });
  const auto reader = must(store.read());
  const auto size = must(reader.log_size());
  const audit::TreeHead head{size, must(reader.root(size))};
  write({"office/founder", "checkpoint", "", "", {}, kNow_s}, [&](Writer& writer) {
    must(writer.put_checkpoint(size, audit::write(audit::sign_checkpoint(head, signer()))));
  });
}

// What this program makes of the same rows has the same content.
// UPDATE_GOLDEN=1 writes the file anew: only before the format is released.
TEST(Golden, Format2IsReadAsItIs) {
  const TempFolder made;
  make_example(made.office());
  if (std::getenv("UPDATE_GOLDEN") != nullptr) {
    const auto command = "gzip -9nc '" + made.data().string() +
                         "' > '" ASSAY_SOURCE_DIR "/tests/golden/store/format-2.mdb.gz'";
    ASSERT_EQ(std::system(command.c_str()), 0);  // NOLINT: our own paths
  }
  const TempFolder folder;
  unpack(folder, 2);
  const auto bytes = file_bytes(folder.data());
  const auto store = open_office(folder.office());
  const auto fresh = open_office(made.office());
  const auto reader = must(store.read());
  const auto now = must(fresh.read());
  expect_example(must(reader.snapshot()));
  EXPECT_EQ(dump(must(reader.snapshot())), dump(must(now.snapshot())));
  EXPECT_EQ(must(reader.log_size()), must(now.log_size()));
  EXPECT_EQ(must(reader.published(1)).has_value(), true);
  EXPECT_EQ(dump(*must(reader.published(1))), dump(*must(now.published(1))));
  EXPECT_EQ(must(reader.manifest(1)).result, model::result_digest(sample_run()));
  EXPECT_EQ(must(reader.request({std::byte{7}})), must(now.request({std::byte{7}})));
  for (const auto& fault : must(store.check()).faults) ADD_FAILURE() << describe(fault);
  const auto key = signer().verifier();
  const auto health = must(reader.verify_log({.key = &key, .progress = {}}));
  for (const auto& fault : health.faults) ADD_FAILURE() << describe(fault);
  EXPECT_EQ(health.checkpoints, 1U);
  EXPECT_EQ(must(reader.snapshot_at(1)).units.size(), 0U);
  EXPECT_TRUE(file_bytes(folder.data()) == bytes);
}

// --- Upgrades ------------------------------------------------------------------------------------

Store upgraded(const TempFolder& folder) {
  return must(
      Store::open(folder.office(), Mode::ReadWrite, {"office/li", "upgrade", "", "", {}, kNow_s}));
}

TEST(Golden, Format1IsUpgradedWhenItIsOpenedForWriting) {
  const TempFolder folder;
  unpack(folder, 1);
  auto store = upgraded(folder);
  const auto reader = must(store.read());
  expect_example(must(reader.snapshot()));
  expect_totals(must(reader.run(1)));
  const auto health = must(store.check());
  EXPECT_EQ(health.format_version, 2U);
  for (const auto& fault : health.faults) ADD_FAILURE() << describe(fault);
  // Its diary, then the upgrade.
  ASSERT_EQ(must(reader.log_size()), 4U);
  const std::array<std::string, 3> actions{"init", "import", "score"};
  for (std::uint64_t seq = 0; seq < 3; ++seq) {
    const auto entry = must(reader.entry(seq));
    EXPECT_EQ(entry.kind, EntryKind::Legacy);
    EXPECT_EQ(entry.cause.actor, "office/founder");
    EXPECT_EQ(entry.cause.action, actions[seq]);
    EXPECT_GT(entry.cause.time_s, 0);
  }
  const auto entry = must(reader.entry(3));
  EXPECT_EQ(entry.kind, EntryKind::Upgrade);
  EXPECT_EQ(entry.cause.actor, "office/li");
  EXPECT_EQ(entry.cause.time_s, kNow_s);
  for (const auto& fault : must(reader.verify_log()).faults) ADD_FAILURE() << describe(fault);
  // Opening it again does nothing more.
  EXPECT_EQ(must(must(upgraded(folder).read()).log_size()), 4U);
}

TEST(Golden, AnUpgradedOfficeGoesOn) {
  const TempFolder folder;
  unpack(folder, 1);
  auto store = upgraded(folder);
  const auto before = dump(must(must(store.read()).snapshot()));
  {
    auto writer = must(store.write(cause_of("set")));
    auto figure = observation("秦都", "GDP", 45'000'000);
    figure.period = model::Period::year(2003);
    EXPECT_EQ(must(writer.put(figure)), Change::Changed);
    must(writer.put(unit("新区")));
    must(writer.commit());
  }
  const auto reader = must(store.read());
  EXPECT_EQ(must(reader.history("秦都", "GDP")).front().before, "44.72");
  EXPECT_EQ(dump(must(reader.snapshot_at(4))), before);
  for (const auto& fault : must(reader.verify_log()).faults) ADD_FAILURE() << describe(fault);
}

// What was there before the journal is covered by the entry of the upgrade.
TEST(Golden, AFigureOfBeforeTheUpgradeCannotBeEditedUnseen) {
  const TempFolder folder;
  unpack(folder, 1);
  auto store = upgraded(folder);
  {
    auto environment = must(Environment::open(folder.office() / "truth", Access::Write));
    auto transaction = must(Transaction::begin(environment, Access::Write));
    const auto key = ObsKey{200'300, 1, model::Layer::Actual, 0}.key();
    auto chunk = must(decode_chunk(must(transaction.get(Table::Obs, key)).value()));
    const auto row = chunk.has(1) ? 1U : 2U;
    chunk.set(row, chunk.values[row] + 1);
    must(transaction.put(Table::Obs, key, encode(key, chunk)));
    must(transaction.commit());
  }
  const auto faults = must(must(store.read()).verify_log()).faults;
  ASSERT_EQ(faults.size(), 1U);
  EXPECT_EQ(in_english(faults[0].message),
            "record 3 is damaged (state); restore the office from a backup");
  EXPECT_EQ(faults[0].where.field, "journal");
}

TEST(Golden, ADamagedOfficeIsNotUpgraded) {
  const TempFolder folder;
  unpack(folder, 1);
  auto bytes = file_bytes(folder.data());
  const auto at = bytes.find("市统计局");
  ASSERT_NE(at, std::string::npos);
  for (auto i = at; i != std::string::npos; i = bytes.find("市统计局", i + 1))
    bytes[i] = static_cast<char>(bytes[i] ^ 1);
  std::ofstream(folder.data(), std::ios::binary) << bytes;
  EXPECT_EQ(code_of(Store::open(folder.office(), Mode::ReadWrite)), "store.damaged");
  EXPECT_TRUE(file_bytes(folder.data()) == bytes);
}

// Stores and readers that were open before see the journal when they look anew, whoever made it.
TEST(Golden, AnUpgradeIsSeenByThoseWhoReadAlready) {
  for (const bool by_another_process : {false, true}) {
    const TempFolder folder;
    unpack(folder, 1);
    const auto reading = open_office(folder.office(), Mode::ReadOnly);
    const auto before = must(reading.read());
    if (by_another_process)
      ASSERT_EQ(in_child([&] { return Store::open(folder.office(), Mode::ReadWrite) ? 0 : 1; }), 0);
    else
      must(Store::open(folder.office(), Mode::ReadWrite));
    EXPECT_EQ(must(before.log_size()), 0U);
    EXPECT_TRUE(before.snapshot());
    EXPECT_EQ(must(must(reading.read()).log_size()), 4U);
    EXPECT_EQ(must(reading.check()).format_version, 2U);
  }
}

}  // namespace
}  // namespace assay::store
