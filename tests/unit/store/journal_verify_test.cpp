// Whatever is changed past the journal is found, also by someone who mends the checksums: entries,
// tree, checkpoints, requests, figures and records. Edits are made in a transaction that never
// lands.

#include <gtest/gtest.h>

#include <algorithm>

#include "audit/checkpoint.hpp"
#include "store/chunk.hpp"
#include "store/delta.hpp"
#include "store/entry_codec.hpp"
#include "store/frame.hpp"
#include "store/journal_check.hpp"
#include "store/journal_nodes.hpp"
#include "store/names.hpp"
#include "unit/store/office_fixture.hpp"

namespace assay::store {
namespace {

constexpr RequestId kRequest{std::byte{0xab}, std::byte{1}};
constexpr std::size_t kLeaf_at = 24;     // in a journal value
constexpr std::size_t kSeq_at = 24 + 8;  // behind the root pointer

audit::SignerKey signer() {
  return must(audit::SignerKey::make("assay.example/county",
                                     Ed25519KeyPair::from_seed(std::array<std::uint8_t, 32>{1})));
}

class VerifyLog : public testing::Test {
 protected:
  VerifyLog() {
    make_office(x_folder.office());
    fill_office(x_folder.office());
    auto store = open_office(x_folder.office());
    auto cause = cause_of("set");
    cause.request = kRequest;
    {
      auto writer = must(store.write(cause));
      must(writer.put(observation("qindu", "gdp", 2'500'000)));
      auto renamed = unit("qindu");
      renamed.name = "秦都区";
      must(writer.put(renamed));
      must(writer.commit());
    }
    const auto reader = must(store.read());
    x_size = must(reader.log_size());
    const audit::TreeHead head{x_size, must(reader.root(x_size))};
    auto writer = must(store.write(cause_of("checkpoint")));
    must(writer.put_checkpoint(x_size, audit::write(audit::sign_checkpoint(head, signer()))));
    must(writer.commit());
    x_environment = must(Environment::open(x_folder.office() / "truth", Access::Write));
    x_transaction.emplace(must(Transaction::begin(x_environment, Access::Write)));
  }

  [[nodiscard]] Bytes value(Table table, const Key& key) const {
    const auto stored = must(x_transaction->get(table, key));
    EXPECT_TRUE(stored) << name_of(table);
    return stored ? Bytes(stored->value.begin(), stored->value.end()) : Bytes(64);
  }
  void put(Table table, const Key& key, Bytes bytes) {
    seal(key, bytes);  // mends the checksum
    must(x_transaction->put(table, key, bytes));
  }
  [[nodiscard]] std::vector<Error> faults(const LogCheck& options = {}) const {
    return must(check_log(*x_transaction, options)).faults;
  }
  [[nodiscard]] static bool names(const std::vector<Error>& faults, Table table,
                                  const std::string& key) {
    return std::ranges::any_of(faults, [&](const Error& fault) {
      return fault.code == "store.damaged" && fault.where.field == name_of(table) &&
             std::ranges::any_of(fault.message.args, [&](const auto& argument) {
               return argument.first == "key" && argument.second == key;
             });
    });
  }
  // After `edit` a fault names `table` and `key`; then all is put back.
  template <class Edit>
  void expect_found(Table table, const std::string& key, const Edit& edit) {
    edit();
    const auto found = faults();
    EXPECT_TRUE(names(found, table, key)) << name_of(table) << " " << key;
    if (!names(found, table, key))
      for (const auto& fault : found) ADD_FAILURE() << describe(fault);
    start_again();
  }
  void start_again() {
    x_transaction->abort();
    x_transaction.reset();
    x_transaction.emplace(must(Transaction::begin(x_environment, Access::Write)));
  }

  TempFolder x_folder;
  std::uint64_t x_size = 0;
  std::shared_ptr<Environment> x_environment;
  std::optional<Transaction> x_transaction;
};

TEST_F(VerifyLog, ASoundOneHasNoFaults) {
  std::uint64_t last = 0;
  const auto key = signer().verifier();
  const LogCheck options{.key = &key, .progress = [&](std::uint64_t done, std::uint64_t total) {
                           EXPECT_LE(done, total);
                           last = done;
                         }};
  const auto health = must(check_log(*x_transaction, options));
  for (const auto& fault : health.faults) ADD_FAILURE() << describe(fault);
  EXPECT_EQ(health.size, x_size);
  EXPECT_EQ(health.checkpoints, 1U);
  EXPECT_EQ(last, 2 * x_size);
}

// One bit of every byte of every entry, and every bit of the last one, which has no neighbour in
// the tree when the log is odd.
TEST_F(VerifyLog, FindsEveryFlippedBitOfAnEntry) {
  std::string missed;
  std::size_t tried = 0;
  for (std::uint64_t seq = 0; seq < x_size; ++seq) {
    const auto key = id_key(seq);
    const auto sound = value(Table::Journal, key);
    for (std::size_t at = kLeaf_at; at < sound.size(); ++at) {
      for (unsigned bit = 0; bit < 8; ++bit) {
        if (seq + 1 != x_size && bit != (at + seq) % 8) continue;
        auto edited = sound;
        edited[at] ^= static_cast<std::byte>(1U << bit);
        put(Table::Journal, key, edited);
        ++tried;
        if (!names(faults(), Table::Journal, std::to_string(seq)))
          missed += std::to_string(seq) + "+" + std::to_string(at) + " ";
      }
    }
    put(Table::Journal, key, sound);
  }
  EXPECT_EQ(missed, "");
  EXPECT_GT(tried, 3'000U);
  EXPECT_TRUE(faults().empty());
}

TEST_F(VerifyLog, FindsARemovedEntry) {
  for (const auto seq : {std::uint64_t{0}, x_size / 2, x_size - 1})
    expect_found(Table::Journal, std::to_string(seq),
                 [&] { must(x_transaction->erase(Table::Journal, id_key(seq))); });
  // With its leaf.
  const auto last = x_size - 1;
  expect_found(Table::Journal, std::to_string(last), [&] {
    must(x_transaction->erase(Table::Journal, id_key(last)));
    must(x_transaction->erase(Table::Journal, nodes_key(last)));
  });
}

TEST_F(VerifyLog, FindsAnEntryThatWasAdded) {
  auto bytes = value(Table::Journal, id_key(x_size - 1));
  write_le(bytes, kSeq_at, x_size, 8);
  put(Table::Journal, id_key(x_size), bytes);
  const auto found = faults();
  EXPECT_TRUE(names(found, Table::Journal, "0." + std::to_string(x_size)));
}

TEST_F(VerifyLog, FindsASwappedPair) {
  const auto first = value(Table::Journal, id_key(3));
  const auto second = value(Table::Journal, id_key(4));
  const auto swap = [&](bool is_renumbered) {
    auto third = second;
    auto fourth = first;
    if (is_renumbered) {
      write_le(third, kSeq_at, 3, 8);
      write_le(fourth, kSeq_at, 4, 8);
    }
    put(Table::Journal, id_key(3), third);
    put(Table::Journal, id_key(4), fourth);
  };
  for (const bool is_renumbered : {false, true})
    for (const auto* seq : {"3", "4"})
      expect_found(Table::Journal, seq, [&] { swap(is_renumbered); });
}

TEST_F(VerifyLog, FindsAnEditedNode) {
  for (int level = 1; x_size >> level > 0; ++level) {
    const audit::NodeId id{static_cast<std::uint8_t>(level), (x_size >> level) - 1};
    const auto last = ((id.index + 1) << id.level) - 1;
    const auto name = "0." + std::to_string(last) + ".0.1";
    expect_found(Table::Journal, name, [&] {
      auto bytes = value(Table::Journal, nodes_key(last));
      bytes[8 + 32 * static_cast<std::size_t>(level)] ^= std::byte{1};
      put(Table::Journal, nodes_key(last), bytes);
    });
    expect_found(Table::Journal, name,
                 [&] { must(x_transaction->erase(Table::Journal, nodes_key(last))); });
  }
  // A leaf's: then entry and leaf differ.
  expect_found(Table::Journal, "2", [&] {
    auto bytes = value(Table::Journal, nodes_key(2));
    bytes[8] ^= std::byte{1};
    put(Table::Journal, nodes_key(2), bytes);
  });
  // Entry and leaf together: then the node above.
  expect_found(Table::Journal, "0.3.0.1", [&] {
    auto bytes = value(Table::Journal, id_key(2));
    bytes.back() ^= std::byte{1};
    put(Table::Journal, id_key(2), bytes);
    const auto leaf = leaf_bytes(bytes);
    const auto hash =
        audit::leaf_hash({reinterpret_cast<const std::uint8_t*>(leaf.data()), leaf.size()});
    put(Table::Journal, nodes_key(2), encode_nodes(2, hash, {}));
  });
}

TEST_F(VerifyLog, FindsAnEditedHead) {
  const auto key = meta_key("log");
  const auto head = must(get_log_head(*x_transaction));
  expect_found(Table::Head, "log", [&] {
    put(Table::Head, key, must(encode(key, LogHead{head.size - 1, head.root})));
  });
  expect_found(Table::Head, "log",
               [&] { put(Table::Head, key, must(encode(key, LogHead{head.size, Digest{1}}))); });
}

TEST_F(VerifyLog, FindsAnEditedCheckpoint) {
  const auto key = id_key(x_size);
  const auto number = std::to_string(x_size);
  const auto text =
      must(decode_checkpoint(must(x_transaction->get(Table::Checkpoint, key)).value()));
  const auto root_at = text.find('\n', text.find('\n') + 1) + 1;
  const auto edit = [&](std::size_t at) {
    auto edited = text;
    edited[at] = edited[at] == 'A' ? 'B' : 'A';
    put(Table::Checkpoint, key, must(encode_checkpoint(key, edited)));
  };
  expect_found(Table::Checkpoint, number, [&] { edit(root_at); });
  expect_found(Table::Checkpoint, number, [&] { edit(text.find('\n') + 1); });
  // Of a log that was longer.
  expect_found(Table::Checkpoint, std::to_string(x_size + 5), [&] {
    const auto later = id_key(x_size + 5);
    put(Table::Checkpoint, later, must(encode_checkpoint(later, text)));
  });
  // Its signature, by whoever knows the key.
  edit(text.size() - 10);
  EXPECT_TRUE(faults().empty());
  const auto verifier = signer().verifier();
  const auto found = faults({.key = &verifier, .progress = {}});
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].code, "audit.bad_signature");
  EXPECT_EQ(found[0].where.field, "sth");
}

TEST_F(VerifyLog, FindsEditedRequests) {
  const auto key = request_key(kRequest);
  const auto name = "ab010000000000000000000000000000";
  const auto record = must(find_request(*x_transaction, kRequest)).value();
  expect_found(Table::Idem, name, [&] { must(x_transaction->erase(Table::Idem, key)); });
  for (const auto& edited : {RequestRecord{record.seq - 1, record.entries, record.change},
                             RequestRecord{record.seq, record.entries + 1, record.change},
                             RequestRecord{record.seq, 0, record.change}})
    expect_found(Table::Idem, name, [&] { put(Table::Idem, key, encode(key, edited)); });
  const RequestId other{std::byte{0xac}};
  expect_found(Table::Idem, "ac000000000000000000000000000000", [&] {
    put(Table::Idem, request_key(other), encode(request_key(other), RequestRecord{1, 1, {}}));
  });
}

// Figures name their unit and indicator.
TEST_F(VerifyLog, FindsAFigureThatWasEditedInPlace) {
  const ObsKey place{202'400, 1, model::Layer::Actual, 0};
  const auto key = place.key();
  auto chunk = must(decode_chunk(must(x_transaction->get(Table::Obs, key)).value()));
  ASSERT_EQ(chunk.values[0], 2'500'000);
  chunk.set(0, 9'900'000);
  put(Table::Obs, key, encode(key, chunk));
  const auto found = faults();
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].where.unit, "qindu");
  EXPECT_EQ(found[0].where.indicator, "gdp");
  // The newest entry that touched it; one later, the figure's source was cleared.
  EXPECT_TRUE(in_english(found[0].message)
                  .starts_with("stored figures are damaged (journal entry " +
                               std::to_string(x_size - 2) + "): period 2024, layer actual"))
      << in_english(found[0].message);

  start_again();
  chunk.set(0, 2'500'000);
  chunk.set(1, 1);  // one that never was
  put(Table::Obs, key, encode(key, chunk));
  ASSERT_EQ(faults().size(), 1U);
  EXPECT_EQ(faults()[0].where.field, "obs");

  start_again();
  must(x_transaction->erase(Table::Obs, key));  // the whole chunk
  ASSERT_EQ(faults().size(), 1U);
  EXPECT_EQ(faults()[0].where.unit, "qindu");

  start_again();
  const ObsKey other{202'300, 1, model::Layer::Actual, 0};
  put(Table::Obs, other.key(), encode(other.key(), chunk));  // a chunk that never was
  ASSERT_EQ(faults().size(), 1U);
  EXPECT_TRUE(in_english(faults()[0].message).starts_with("stored figures are damaged (journal)"));

  start_again();
  const DeltaKey delta{place, 0};  // beside the chunk
  const auto bytes = encode_delta(delta.key(), Delta{0, 7, 1});
  must(x_transaction->put(Table::ObsDelta, delta.key(), bytes));
  ASSERT_EQ(faults().size(), 1U);
  EXPECT_EQ(faults()[0].where.unit, "qindu");
}

TEST_F(VerifyLog, FindsRecordsThatWereEditedInPlace) {
  const auto get = [&](Table table, const Key& key) {
    return must(x_transaction->get(table, key)).value();
  };
  const auto edit = [&](Table table, const Key& key, const std::string& name, auto decode,
                        auto change) {
    expect_found(table, name, [&] {
      auto record = must(decode(get(table, key)));
      change(record);
      put(table, key, must(encode(key, record)));
    });
    expect_found(table, name, [&] { must(x_transaction->erase(table, key)); });
    // The same under a key that nobody wrote.
    expect_found(table, describe_key(table, id_key(99).view()), [&] {
      const auto other = id_key(99);
      put(table, other, must(encode(other, must(decode(get(table, key))))));
    });
  };
  edit(Table::Unit, id_key(2), "0.2", decode_unit,
       [](UnitRecord& record) { record.unit.type = "city"; });
  edit(Table::Indicator, version_key(1, 1), "1.1", decode_indicator,
       [](model::Indicator& record) { record.owner = "x"; });
  edit(Table::Event, id_key(1), "0.1", decode_event,
       [](EventRecord& record) { record.event.points = Decimal::from_integer(1); });
  edit(Table::Scheme, version_key(1, 1), "1.1", decode_scheme,
       [](SchemeRecord& record) { record.text += " "; });
  const ImportedKey field{202'400, 2, 3, 0};
  expect_found(Table::Imported, "202400.2.3.0", [&] {
    put(Table::Imported, field.key(),
        must(encode(field.key(), ImportedRecord{Decimal::from_integer(92), {}})));
  });
  expect_found(Table::Text, "0.1",
               [&] { put(Table::Text, id_key(1), must(encode_text(id_key(1), "另一年鉴"))); });
  expect_found(Table::RunKey, to_hex(kSample_run), [&] {
    const auto key = digest_key(kSample_run);
    put(Table::RunKey, key, must(encode_run_key(key, 2)));
  });
  const auto flip_last_letter = [&](Table table, const Key& key) {
    auto bytes = value(table, key);
    auto at = bytes.size() - 1;
    while (bytes[at] == std::byte{0}) --at;
    bytes[at] ^= std::byte{1};
    put(table, key, bytes);
  };
  expect_found(Table::Assessment, to_hex(kSample_assessment),
               [&] { flip_last_letter(Table::Assessment, digest_key(kSample_assessment)); });
  for (std::uint64_t part = 0; part < 3; ++part)
    expect_found(Table::Run, "0.1.0.0",
                 [&] { flip_last_letter(Table::Run, run_part_key(1, part)); });
  expect_found(Table::Run, "0.1.0.0",
               [&] { must(x_transaction->erase(Table::Run, run_part_key(1, 2))); });
}

TEST_F(VerifyLog, FindsNamesThatLeadElsewhere) {
  const auto key = name_key(NameKind::Unit, "qindu");
  expect_found(Table::Unit, "0.1",
               [&] { put(Table::Name, key, must(encode(key, NameRecord{2, "qindu"}))); });
  expect_found(Table::Unit, "0.1", [&] { must(x_transaction->erase(Table::Name, key)); });
  const auto other = name_key(NameKind::Unit, "other");
  expect_found(Table::Name, "table",
               [&] { put(Table::Name, other, must(encode(other, NameRecord{1, "other"}))); });
  expect_found(Table::Unit, "0.1", [&] {
    auto axis = must(decode_chunk(must(x_transaction->get(Table::UnitAxis, axis_key(0))).value()));
    std::swap(axis.values[0], axis.values[1]);
    put(Table::UnitAxis, axis_key(0), encode(axis_key(0), axis));
  });
  const auto ids = meta_key("ids");
  expect_found(Table::Meta, "ids", [&] {
    auto numbers = must(get_ids(*x_transaction));
    --numbers.text;
    put(Table::Meta, ids, must(encode(ids, numbers)));
  });
}

}  // namespace
}  // namespace assay::store
