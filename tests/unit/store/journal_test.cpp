// What the journal tells of each change, requests that come twice, and the tree over the entries.

#include "store/journal.hpp"

#include <gtest/gtest.h>

#include <sstream>

#include "audit/checkpoint.hpp"
#include "base/sha256.hpp"
#include "unit/store/office_fixture.hpp"

namespace assay::store {
namespace {

constexpr RequestId kRequest{std::byte{0xab}, std::byte{1}};

// "7 figures gdp 2024 required: a.required 80 → -"
std::string line(const JournalEntry& entry) {
  std::ostringstream out;
  out << entry.seq << " " << to_word(entry.kind);
  if (!entry.subject.empty()) out << " " << entry.subject;
  if (entry.period) out << " " << entry.period->str();
  for (const auto& [unit, field, before, after] : entry.edits)
    out << "; " << unit << "." << field << " " << before.value_or("-") << " → "
        << after.value_or("-");
  return out.str() + "\n";
}

class Journals : public testing::Test {
 protected:
  Journals() { make_office(x_folder.office()); }

  void write(const std::function<void(Writer&)>& work) { write_office(x_folder.office(), work); }
  [[nodiscard]] Reader read() const { return must(open_office(x_folder.office()).read()); }
  [[nodiscard]] std::string log(std::uint64_t from) const {
    std::string text;
    must(read().visit(from, ~std::uint64_t{0}, [&](const JournalEntry& entry) -> Status {
      text += line(entry);
      return {};
    }));
    return text;
  }

  TempFolder x_folder;
};

TEST_F(Journals, BeginsWithTheOffice) {
  const auto reader = read();
  EXPECT_EQ(must(reader.log_size()), 1U);
  const auto entry = must(reader.entry(0));
  EXPECT_EQ(entry.kind, EntryKind::Made);
  EXPECT_EQ(entry.cause, cause_of("init"));
  EXPECT_EQ(code_of(reader.entry(1)), "store.no_entry");
}

TEST_F(Journals, TellsOfEveryKindOfChange) {
  write([](Writer& writer) {
    must(writer.put(unit("a")));
    must(writer.put(unit("b")));
    must(writer.put(indicator("gdp")));
  });
  EXPECT_EQ(log(1),
            "1 unit a; .name - → 名a; .type - → county\n"
            "2 unit b; .name - → 名b; .type - → county\n"
            "3 indicator gdp; .name - → 指标gdp; .direction - → higher; .rollup - → none\n");
  write([](Writer& writer) {
    auto renamed = unit("a");
    renamed.name = "新名";
    renamed.tags = {"x", "y"};
    must(writer.put(renamed));
    auto changed = indicator("gdp");
    changed.decimals = 2;
    must(writer.put(changed));
    auto figure = observation("b", "gdp", 1'500'000);
    figure.source = "年鉴";
    must(writer.put(figure));
  });
  // A text before what refers to it; figures at the commit, by layer.
  EXPECT_EQ(log(4),
            "4 unit a; .name 名a → 新名; .tags - → x|y\n"
            "5 indicator gdp; .decimals - → 2\n"
            "6 text 年鉴\n"
            "7 figures gdp 2024; b.actual - → 1.5\n"
            "8 figures gdp 2024; b.state - → confirmed\n"
            "9 figures gdp 2024; b.source - → 年鉴\n");
  write([](Writer& writer) {
    must(writer.put(observation("a", "gdp", -1)));
    must(writer.put(observation("b", "gdp", 2'000'000)));
    model::Event event;
    event.code = "e1";
    event.unit = "a";
    event.period = model::Period::year(2024);
    event.points = Decimal::from_integer(-3);
    must(writer.put(event));
    event.unit = "b";
    event.points.reset();
    must(writer.put(event));
    must(writer.put(model::ImportedField{"b", model::Period::year(2024), "safety", "score",
                                         Decimal::from_integer(91), Decimal::from_integer(100)}));
    must(writer.put_scheme("s", 2, "id: s\n"));
  });
  // The digest is BLAKE2b-256 over the text's length (8 bytes, little-endian) and the text, by
  // Python's hashlib.
  EXPECT_EQ(log(10),
            "10 event e1 2024; a.period - → 2024; a.kind - → bonus; a.points - → -3; "
            "a.state - → confirmed\n"
            "11 event e1 2024; b.points -3 → -; b.unit a → b\n"
            "12 text safety\n"
            "13 text score\n"
            "14 imported safety.score 2024; b.value - → 91; b.full - → 100\n"
            "15 scheme s; .version - → 2; .digest - → "
            "aedf0313e3efbce4268fe5270473c8e8ca75366a2a153436319979219428edf1\n"
            "16 figures gdp 2024; a.actual - → -0.000001; b.actual 1.5 → 2\n"
            "17 figures gdp 2024; a.state - → confirmed\n"
            "18 figures gdp 2024; b.source 年鉴 → -\n");
}

TEST_F(Journals, WhatStaysTheSameIsNotTold) {
  fill_office(x_folder.office());
  const auto size = must(read().log_size());
  fill_office(x_folder.office());
  EXPECT_EQ(must(read().log_size()), size);
}

TEST_F(Journals, WhatWasAbandonedIsNotTold) {
  {
    auto store = open_office(x_folder.office());
    auto writer = must(store.write(cause_of("import")));
    must(writer.put(unit("a")));
  }
  EXPECT_EQ(must(read().log_size()), 1U);
}

TEST_F(Journals, EveryEntryNamesItsCause) {
  auto store = open_office(x_folder.office());
  const Cause cause{"统计局/张三", "set", "d", "更正", kRequest, 1'700'000'123};
  auto writer = must(store.write(cause));
  must(writer.put(unit("a")));
  must(writer.put(indicator("gdp")));
  must(writer.put(observation("a", "gdp", 1)));
  must(writer.commit());
  const auto reader = must(store.read());
  for (std::uint64_t seq = 1; seq < must(reader.log_size()); ++seq)
    EXPECT_EQ(must(reader.entry(seq)).cause, cause) << seq;
}

TEST_F(Journals, ACauseHasLimits) {
  auto store = open_office(x_folder.office());
  struct Case {
    std::string Cause::* field;
    std::size_t limit;
    const char* name;
  };
  for (const auto& [field, limit, name] :
       {Case{&Cause::actor, 200, "actor"}, Case{&Cause::action, 32, "action"},
        Case{&Cause::detail, 4'000, "detail"}, Case{&Cause::reason, 4'000, "reason"}}) {
    Cause cause;
    cause.*field = std::string(limit, 'x');
    EXPECT_TRUE(store.write(cause)) << name;
    cause.*field += 'x';
    const auto refused = store.write(cause);
    ASSERT_EQ(code_of(refused), "store.cause_too_long");
    EXPECT_EQ(refused.error().where.field, name);
    EXPECT_EQ(refused.error().failure, Failure::Input);
    EXPECT_EQ(code_of(Store::create(x_folder.path() / "other", cause)), "store.cause_too_long");
  }
}

TEST(Request, IsWrittenInHexadecimal) {
  const auto text = "ab010000000000000000000000000000";
  EXPECT_EQ(hex_of(kRequest), text);
  EXPECT_EQ(request_from_hex(text), kRequest);
  EXPECT_EQ(hex_of(RequestId{}), "");
  for (const auto* wrong :
       {"", "ab", "ab01000000000000000000000000000", "ab0100000000000000000000000000000",
        "00000000000000000000000000000000", "xb010000000000000000000000000000",
        "a 010000000000000000000000000000", "-1010000000000000000000000000000"})
    EXPECT_EQ(request_from_hex(wrong), std::nullopt) << wrong;
}

TEST_F(Journals, ARequestLandsOnce) {
  auto store = open_office(x_folder.office());
  auto cause = cause_of("set");
  cause.request = kRequest;
  {
    auto writer = must(store.write(cause));
    EXPECT_EQ(writer.landed(), std::nullopt);
    must(writer.put(unit("a")));
    must(writer.put(indicator("gdp")));
    must(writer.put(observation("a", "gdp", 5)));
    must(writer.commit());
  }
  write([](Writer& writer) { must(writer.put(observation("a", "gdp", 6))); });
  const auto before = file_bytes(x_folder.data());
  auto writer = must(store.write(cause));
  EXPECT_EQ(writer.landed(), 1U);
  const auto refused = writer.put(observation("a", "gdp", 5));
  ASSERT_EQ(code_of(refused), "store.landed");
  EXPECT_EQ(in_english(refused.error().message),
            "this request has landed before, as entry 1 of the journal; there is nothing left to "
            "do");
  EXPECT_EQ(code_of(writer.commit()), "store.landed");
  EXPECT_TRUE(file_bytes(x_folder.data()) == before);
  EXPECT_EQ(must(must(store.read()).request(kRequest)), 1U);
  EXPECT_EQ(must(must(store.read()).request(RequestId{std::byte{1}})), std::nullopt);
}

// Or a later change in between would make the same request change something after all.
TEST_F(Journals, ARequestThatChangedNothingIsRememberedToo) {
  auto store = open_office(x_folder.office());
  write([](Writer& writer) { must(writer.put(unit("a"))); });
  auto cause = cause_of("set");
  cause.request = kRequest;
  {
    auto writer = must(store.write(cause));
    EXPECT_EQ(must(writer.put(unit("a"))), Change::Same);
    must(writer.commit());
  }
  EXPECT_EQ(must(must(store.read()).log_size()), 2U);
  EXPECT_EQ(must(must(store.read()).request(kRequest)), 2U);
  EXPECT_EQ(must(store.write(cause)).landed(), 2U);
}

TEST_F(Journals, AnAbandonedRequestHasNotLanded) {
  auto store = open_office(x_folder.office());
  auto cause = cause_of("set");
  cause.request = kRequest;
  {
    auto writer = must(store.write(cause));
    must(writer.put(unit("a")));
  }
  EXPECT_EQ(must(store.write(cause)).landed(), std::nullopt);
}

TEST_F(Journals, HistoryTellsOfCorrections) {
  write([](Writer& writer) {
    must(writer.put(unit("a")));
    must(writer.put(unit("b")));
    must(writer.put(indicator("gdp")));
    must(writer.put(indicator("tax")));
    must(writer.put(observation("a", "gdp", 1'000'000)));
    must(writer.put(observation("b", "gdp", 9'000'000)));
    must(writer.put(observation("a", "tax", 7'000'000)));
  });
  write([](Writer& writer) {
    must(writer.put(observation("a", "gdp", 2'000'000)));
    auto other = observation("a", "gdp", 3'000'000);
    other.period = model::Period::year(2023);
    must(writer.put(other));
  });
  write([](Writer& writer) {
    auto figure = observation("a", "gdp", 2'000'000);
    figure.state = model::State::Reported;
    figure.source = "表三";
    must(writer.put(figure));
  });
  const auto rows = [](const std::vector<FigureHistory>& history) {
    std::string text;
    for (const auto& row : history)
      text += std::to_string(row.seq) + " " + row.period.str() + " " +
              std::to_string(static_cast<int>(row.layer)) + " " + row.before.value_or("-") + " → " +
              row.after.value_or("-") + "\n";
    return text;
  };
  const auto reader = read();
  // Layers: 0 actual, 5 state, 6 source. Entries 1–4 are units and indicators; figures follow by
  // period, indicator and layer: gdp actual and state, tax actual and state are 5–8.
  EXPECT_EQ(rows(must(reader.history("a", "gdp"))),
            "5 2024 0 - → 1\n"
            "6 2024 5 - → confirmed\n"
            "9 2023 0 - → 3\n"
            "10 2023 5 - → confirmed\n"
            "11 2024 0 1 → 2\n"
            "13 2024 5 confirmed → reported\n"
            "14 2024 6 - → 表三\n");
  EXPECT_EQ(rows(must(reader.history("a", "gdp", model::Period::year(2023)))),
            "9 2023 0 - → 3\n10 2023 5 - → confirmed\n");
  EXPECT_EQ(rows(must(reader.history("b", "gdp"))), "5 2024 0 - → 9\n6 2024 5 - → confirmed\n");
  EXPECT_EQ(rows(must(reader.history("b", "tax"))), "");
  EXPECT_EQ(code_of(reader.history("c", "gdp")), "store.unknown_unit");
  EXPECT_EQ(code_of(reader.history("a", "c")), "store.unknown_indicator");
}

TEST_F(Journals, EntriesOfAUnitHoldItsEditsOnly) {
  write([](Writer& writer) {
    must(writer.put(unit("a")));
    must(writer.put(unit("b")));
    must(writer.put(indicator("gdp")));
    must(writer.put(observation("a", "gdp", 1'000'000)));
    must(writer.put(observation("b", "gdp", 9'000'000)));
    model::Event event;
    event.code = "e1";
    event.unit = "a";
    event.period = model::Period::year(2024);
    must(writer.put(event));
  });
  std::string text;
  for (const auto& entry : must(read().entries_of_unit("b"))) text += line(entry);
  // 4 is the event of a
  EXPECT_EQ(text,
            "2 unit b; .name - → 名b; .type - → county\n"
            "5 figures gdp 2024; b.actual - → 9\n"
            "6 figures gdp 2024; b.state - → confirmed\n");
  EXPECT_EQ(code_of(read().entries_of_unit("c")), "store.unknown_unit");
}

// --- The tree -----------------------------------------------------------------------------------

// RFC 6962 §2.1, word for word.
Digest naive_root(std::span<const std::string> leaves) {
  if (leaves.empty()) return sha256(std::string_view());
  if (leaves.size() == 1) return sha256(std::string(1, '\0') + leaves[0]);
  std::size_t half = 1;
  while (half * 2 < leaves.size()) half *= 2;
  const auto left = naive_root(leaves.first(half));
  const auto right = naive_root(leaves.subspan(half));
  return Sha256().add("\1").add(left).add(right).finish();
}

TEST_F(Journals, TheTreeIsThatOfItsEntries) {
  fill_office(x_folder.office());
  write([](Writer& writer) {
    for (int i = 0; i < 20; ++i) must(writer.put(unit("u" + std::to_string(i))));
  });
  const auto reader = read();
  const auto size = must(reader.log_size());
  ASSERT_GT(size, 30U);
  std::vector<std::string> leaves;
  for (std::uint64_t seq = 0; seq < size; ++seq) leaves.push_back(must(reader.leaf(seq)));
  for (std::uint64_t part = 0; part <= size; ++part) {
    const auto root = must(reader.root(part));
    EXPECT_EQ(root, naive_root(std::span(leaves).first(part))) << part;
    for (std::uint64_t seq = 0; seq < part; seq += 7)
      EXPECT_TRUE(audit::verify_inclusion(audit::leaf_hash(leaves[seq]), seq, part,
                                          must(reader.inclusion_proof(seq, part)), root));
    EXPECT_TRUE(audit::verify_consistency(part, size, must(reader.consistency_proof(part, size)),
                                          root, must(reader.root(size))));
  }
  EXPECT_EQ(code_of(reader.root(size + 1)), "store.no_entry");
  EXPECT_EQ(code_of(reader.inclusion_proof(0, size + 1)), "store.no_entry");
  EXPECT_EQ(code_of(reader.inclusion_proof(size, size)), "audit.leaf_index");
  EXPECT_EQ(code_of(reader.leaf(size)), "store.no_entry");
}

// The bytes of an entry as Cap'n Proto's own tool makes them (0.9.2), from host/store:
//   echo '(seq = 1, timeS = 1700000000, actor = "统计局/张三", action = "import",
//     detail = "第一次", unit = (id = 1, new = (code = "a", name = "名a", type = "county",
//     parent = "", successor = "", tags = [], ordinal = 0)))' |
//   capnp convert text:canonical records.capnp Change | xxd -p
TEST_F(Journals, AnEntryIsCanonical) {
  write([](Writer& writer) { must(writer.put(unit("a"))); });
  const auto leaf = must(read().leaf(1));
  EXPECT_EQ(to_hex({reinterpret_cast<const std::uint8_t*>(leaf.data()), leaf.size()}),
            "0000000003000600010000000000000000f15365000000000400000000000000150000008a000000"
            "1d0000003a0000001d00000052000000000000000000000000000000000000001800000001000200"
            "e7bb9fe8aea1e5b1802fe5bca0e4b8890000000000000000696d706f72740000e7acace4b880e6ac"
            "a1000000000000000100000000000000000000000000000000000000000006001500000012000000"
            "150000002a000000150000003a000000150000000a000000150000000a0000001500000006000000"
            "6100000000000000e5908d6100000000636f756e7479000000000000000000000000000000000000");
}

//   … figures = (place = (period = 202400, indicator = 1, axis = 1, chunk = 0, layer = 1),
//     cells = 0x"00 00 02 60 e3 16 00 00 00 00 00  01 00 02 fe ff ff ff ff ff ff ff")
// Slot 0 has a new value, 1500000 = 0x16e360; slot 1 too, −2. Then slot 1 from −2 to 3:
//     cells = 0x"01 00 03 fe ff ff ff ff ff ff ff 03 00 00 00 00 00 00 00"
TEST_F(Journals, CellsArePacked) {
  write([](Writer& writer) {
    must(writer.put(unit("a")));
    must(writer.put(unit("b")));
    must(writer.put(indicator("gdp")));
  });
  write([](Writer& writer) {
    must(writer.put(observation("a", "gdp", 1'500'000)));
    must(writer.put(observation("b", "gdp", -2)));
  });
  write([](Writer& writer) { must(writer.put(observation("b", "gdp", 3))); });
  const auto leaf = must(read().leaf(4));
  EXPECT_EQ(to_hex({reinterpret_cast<const std::uint8_t*>(leaf.data()), leaf.size()}),
            "0000000003000600040000000000000000f15365000000000600000000000000150000008a000000"
            "1d0000003a0000001d00000052000000000000000000000000000000000000001800000000000200"
            "e7bb9fe8aea1e5b1802fe5bca0e4b8890000000000000000696d706f72740000e7acace4b880e6ac"
            "a10000000000000004000000030000000d000000b2000000a0160300010000000100000000000000"
            "010000000000000000000260e3160000000000010002feffffffffffffff0000");
  const auto changed = must(read().leaf(6));
  EXPECT_EQ(to_hex({reinterpret_cast<const std::uint8_t*>(changed.data()), changed.size()}),
            "0000000003000600060000000000000000f15365000000000600000000000000150000008a000000"
            "1d0000003a0000001d00000052000000000000000000000000000000000000001800000000000200"
            "e7bb9fe8aea1e5b1802fe5bca0e4b8890000000000000000696d706f72740000e7acace4b880e6ac"
            "a10000000000000004000000030000000d0000009a000000a0160300010000000100000000000000"
            "0100000000000000010003feffffffffffffff03000000000000000000000000");
}

TEST_F(Journals, KeepsCheckpointsOfItself) {
  auto store = open_office(x_folder.office());
  const auto head = must(must(store.read()).root(1));
  std::array<std::uint8_t, 32> seed{};
  const auto key =
      must(audit::SignerKey::make("assay.example/county", Ed25519KeyPair::from_seed(seed)));
  const auto text = audit::write(audit::sign_checkpoint({1, head}, key));
  auto writer = must(store.write(cause_of("checkpoint")));
  must(writer.put_checkpoint(1, text));
  EXPECT_EQ(code_of(writer.put_checkpoint(0, text)), "store.checkpoint");
  EXPECT_EQ(code_of(writer.put_checkpoint(2, text)), "store.checkpoint");
  const auto other = audit::write(audit::sign_checkpoint({1, Digest{7}}, key));
  EXPECT_EQ(code_of(writer.put_checkpoint(1, other)), "store.checkpoint");
  must(writer.commit());
  const auto reader = must(store.read());
  const auto checkpoints = must(reader.checkpoints());
  ASSERT_EQ(checkpoints.size(), 1U);
  EXPECT_EQ(checkpoints[0].size, 1U);
  EXPECT_EQ(checkpoints[0].text, text);
  EXPECT_EQ(must(reader.log_size()), 1U);  // no entry of its own
}

}  // namespace
}  // namespace assay::store
