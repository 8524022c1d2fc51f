#include "pipeline/audit.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "store/leaf.hpp"
#include "unit/pipeline/sample_office.hpp"

namespace assay::pipeline {
namespace {

using testing::sample_key;
using testing::SampleOffice;

std::string code_of(const auto& result) {
  return result.has_value() ? "none" : result.error().code;
}

// An office whose figure of unit a was set twice, signed between and after.
struct Signed {
  SampleOffice office;
  std::string first;  // checkpoints
  std::string second;

  Signed() {
    office.set("90");
    first = office.open().make_checkpoint(sample_key()).value().text;
    office.set("88");
    second = office.open().make_checkpoint(sample_key()).value().text;
  }
};

TEST(Audit, ACheckpointStatesTheJournal) {
  SampleOffice office;
  office.set("90");
  const auto made = office.open().make_checkpoint(sample_key()).value();
  EXPECT_TRUE(made.made);
  EXPECT_FALSE(made.since.has_value());
  EXPECT_EQ(audit::open_checkpoint(made.text, sample_key().verifier()).value(), made.head);
  const auto health = office.open().verify_log({}).value();
  EXPECT_TRUE(health.faults.empty());
  EXPECT_EQ(health.size, made.head.size);
  EXPECT_EQ(health.root, made.head.root);
  // The same state is the same checkpoint, and the office does not change.
  const auto again = office.open().make_checkpoint(sample_key()).value();
  EXPECT_FALSE(again.made);
  EXPECT_EQ(again.text, made.text);
  office.set("91");
  const auto later = office.open().make_checkpoint(sample_key()).value();
  EXPECT_TRUE(later.made);
  EXPECT_EQ(later.since, made.head.size);
}

TEST(Audit, AKeyOfAnotherNameSignsNothing) {
  Signed made;
  const auto other = sample_key(2, "assay.example/other");
  EXPECT_EQ(code_of(made.office.open().make_checkpoint(other)), "audit.other_name");
  // A new key of the same name signs beside the old one.
  const auto renewed = made.office.open().make_checkpoint(sample_key(2)).value();
  EXPECT_TRUE(renewed.made);
  EXPECT_TRUE(audit::open_checkpoint(renewed.text, sample_key(1).verifier()).has_value());
  EXPECT_TRUE(audit::open_checkpoint(renewed.text, sample_key(2).verifier()).has_value());
}

TEST(Audit, EntriesAreProvedToWhoHoldsTheKey) {
  Signed made;
  const auto report = made.office.open().prove({.unit = "a"}).value();
  EXPECT_EQ(report.newer, 0U);
  const Proof proof(report.proof);
  const auto read = parse_proof(proof_json(proof)).value();
  EXPECT_EQ(std::get<InclusionProof>(read), report.proof);
  const auto checked = check_proof(read, sample_key().verifier(), made.second).value();
  EXPECT_EQ(checked.head, report.head);
  // What was said of unit a, by its code and that of the indicator: all from the records proved.
  std::string figures;
  for (const auto& entry : checked.entries) {
    if (entry.kind != store::EntryKind::Figures || entry.layer != model::Layer::Actual) continue;
    ASSERT_EQ(entry.edits.size(), 1U);
    const auto& edit = entry.edits.front();
    figures += edit.unit + " " + entry.subject + " " + edit.before.value_or("-") + ">" +
               edit.after.value_or("-") + "; ";
  }
  EXPECT_EQ(figures, "a gdp ->90; a gdp 90>88; ");
}

TEST(Audit, AnEarlierCheckpointProvesWhatItCovers) {
  Signed made;
  const auto report = made.office.open().prove({.unit = "a", .checkpoint = made.first}).value();
  EXPECT_EQ(report.newer, 1U);  // 90 → 88
  EXPECT_TRUE(check_proof(report.proof, sample_key().verifier(), made.first).has_value());
  EXPECT_EQ(code_of(check_proof(report.proof, sample_key().verifier(), made.second)),
            "proof.other_checkpoint");
  const auto last = made.office.open().entries({.limit = 1}).value().log_size - 1;
  EXPECT_EQ(code_of(made.office.open().prove({.entry = last, .checkpoint = made.first})),
            "audit.not_covered");
  EXPECT_EQ(code_of(made.office.open().prove({.entry = last + 1})), "store.no_entry");
}

TEST(Audit, NothingIsProvedWithoutACheckpoint) {
  SampleOffice office;
  EXPECT_EQ(code_of(office.open().prove({.entry = 0})), "audit.no_checkpoint");
}

TEST(Audit, AnAlteredProofFails) {
  Signed made;
  const auto good = made.office.open().prove({.unit = "a"}).value().proof;
  const auto key = sample_key().verifier();
  const auto check = [&](auto alter) {
    auto proof = good;
    alter(proof);
    return code_of(check_proof(proof, key, {}));
  };
  EXPECT_EQ(check([](auto&) {}), "none");
  EXPECT_EQ(check([](auto& proof) { proof.entries.clear(); }), "proof.empty");
  EXPECT_EQ(check([](auto& proof) { ++proof.entries[0].seq; }), "proof.path");
  EXPECT_EQ(check([](auto& proof) { proof.entries[0].path.pop_back(); }), "proof.path");
  EXPECT_EQ(check([](auto& proof) { proof.entries[0].path[0][31] ^= 1U; }), "proof.path");
  for (std::size_t i = 0; i < good.entries[0].record.size(); ++i)
    EXPECT_EQ(check([&](auto& proof) { proof.entries[0].record[i] ^= 1; }), "proof.path") << i;
  EXPECT_EQ(check([&](auto& proof) { proof.checkpoint = made.first; }), "proof.path");
  EXPECT_EQ(check([](auto& proof) { proof.checkpoint.replace(21, 1, "9"); }),
            "audit.bad_signature");
  EXPECT_EQ(code_of(check_proof(good, sample_key(2).verifier(), {})), "audit.not_signed");
}

// Who signed a journal may have put anything into it.
TEST(Audit, RecordsOfAnyFormAreReadOrRefused) {
  Signed made;
  const auto proof = made.office.open().prove({.unit = "a"}).value().proof;
  for (const auto& [seq, record, path] : proof.entries) {
    for (std::size_t bit = 0; bit < record.size() * 8; ++bit) {
      auto altered = record;
      altered[bit / 8] = static_cast<char>(altered[bit / 8] ^ (1 << (bit % 8)));
      const store::Leaf leaf{seq, altered};
      const auto read = store::read_leaves({&leaf, 1});
      EXPECT_TRUE(read || read.error().code == "store.leaf");
    }
    for (std::size_t size = 0; size < record.size(); ++size) {
      const store::Leaf leaf{seq, std::string_view(record).substr(0, size)};
      const auto read = store::read_leaves({&leaf, 1});
      EXPECT_TRUE(read || read.error().code == "store.leaf");
    }
  }
  const store::Leaf other{proof.entries[0].seq + 1, proof.entries[0].record};
  EXPECT_EQ(code_of(store::read_leaves({&other, 1})), "store.leaf");
}

TEST(Audit, ConsistencyIsProved) {
  Signed made;
  const auto key = sample_key().verifier();
  const auto report = made.office.open().prove_consistency(made.first, &key).value();
  EXPECT_TRUE(report.is_signed);
  ASSERT_TRUE(report.proof.has_value());
  EXPECT_EQ(report.proof->later, made.second);
  const auto read = parse_proof(proof_json(*report.proof)).value();
  const auto checked = check_proof(read, key, {}).value();
  EXPECT_EQ(checked.earlier, report.earlier.head);
  auto proof = *report.proof;
  proof.path.front()[0] ^= 1U;
  EXPECT_EQ(code_of(check_proof(proof, key, {})), "proof.path");
  std::swap(proof.earlier, proof.later);
  EXPECT_EQ(code_of(check_proof(proof, key, {})), "proof.path");
}

TEST(Audit, TheCheckpointOfAnotherJournalIsNotOurs) {
  Signed made;
  SampleOffice other;
  other.set("90");
  const auto foreign = other.open().make_checkpoint(sample_key()).value().text;
  EXPECT_EQ(code_of(made.office.open().prove_consistency(foreign, nullptr)), "none")
      << "the same entries at the same time make the same journal";
  other.set("17");
  const auto forked = other.open().make_checkpoint(sample_key()).value().text;
  EXPECT_EQ(code_of(made.office.open().prove_consistency(forked, nullptr)), "audit.not_ours");
  EXPECT_EQ(code_of(made.office.open().prove({.unit = "a", .checkpoint = forked})),
            "audit.not_ours");
}

TEST(Audit, EntriesAreListed) {
  Signed made;
  const auto all = made.office.open().entries({.from = 0, .limit = 1'000}).value();
  EXPECT_EQ(all.entries.size(), all.log_size);
  for (std::size_t i = 0; i < all.entries.size(); ++i) EXPECT_EQ(all.entries[i].seq, i);
  const auto last = made.office.open().entries({.limit = 2}).value();
  ASSERT_EQ(last.entries.size(), 2U);
  EXPECT_EQ(last.entries[1].seq, all.log_size - 1);
  const auto middle = made.office.open().entries({.from = 1, .limit = 2}).value();
  ASSERT_EQ(middle.entries.size(), 2U);
  EXPECT_EQ(middle.entries[0].seq, 1U);
  const auto of_b = made.office.open().entries({.unit = "b"}).value();
  ASSERT_EQ(of_b.entries.size(), 1U);
  EXPECT_EQ(of_b.entries[0].kind, store::EntryKind::Unit);
  EXPECT_EQ(code_of(made.office.open().entries({.from = all.log_size})), "store.no_entry");
  EXPECT_EQ(code_of(made.office.open().entries({.unit = "x1"})), "office.no_unit");
}

TEST(ProofFile, RefusesOtherForms) {
  EXPECT_EQ(code_of(parse_proof("")), "json.syntax");
  EXPECT_EQ(code_of(parse_proof("[]")), "proof.syntax");
  EXPECT_EQ(code_of(parse_proof("{}")), "proof.syntax");
  EXPECT_EQ(code_of(parse_proof(R"({"proof": "other"})")), "proof.syntax");
  const std::string head = R"({"proof": "inclusion", "unit": "", "checkpoint": "", "entries": )";
  EXPECT_EQ(code_of(parse_proof(head + "[]}")), "none");
  EXPECT_EQ(code_of(parse_proof(head + "[1]}")), "proof.syntax");
  const auto entry = [&](const std::string& seq, const std::string& record,
                         const std::string& path) {
    return code_of(parse_proof(head + R"([{"entry": )" + seq + R"(, "record": ")" + record +
                               R"(", "path": [)" + path + "]}]}"));
  };
  EXPECT_EQ(entry("1", "AAAA", ""), "none");
  EXPECT_EQ(entry("-1", "AAAA", ""), "proof.syntax");
  EXPECT_EQ(entry("1.0", "AAAA", ""), "proof.syntax");
  EXPECT_EQ(entry("18446744073709551616", "AAAA", ""), "proof.syntax");
  EXPECT_EQ(entry("1", "AAA", ""), "proof.syntax");
  EXPECT_EQ(entry("1", "AAAA", "\"00\""), "proof.syntax");
  EXPECT_EQ(entry("1", "AAAA", "\"" + std::string(64, 'A') + "\""), "proof.syntax");
  EXPECT_EQ(entry("1", "AAAA", "\"" + std::string(64, 'a') + "\""), "none");
}

}  // namespace
}  // namespace assay::pipeline
