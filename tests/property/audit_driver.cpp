// Runs the audit log on lines of standard input, one operation each, for the independent
// computation in Python beside it (texts and hashes in hexadecimal, "-" for none):
//   checkpoint NAME SEED SIZE  → verifier key, checkpoint of the first SIZE records
//   inclusion INDEX SIZE, consistency SIZE1 SIZE2  → hashes
//   open VERIFIER CHECKPOINT  → size and root; a refusal prints "error <code>"
// Record i is the text of i, written i mod 5 times.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <functional>
#include <iostream>
#include <map>
#include <optional>
#include <span>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "audit/checkpoint.hpp"
#include "audit/keys.hpp"
#include "audit/merkle.hpp"

namespace {

using assay::Digest;
using assay::Result;
using assay::audit::NodeId;
using Args = std::vector<std::string>;
constexpr std::uint64_t kRecords = 2'000;

// The driver itself was called wrongly: a fault of the test.
[[noreturn]] void misuse(std::string_view what) {
  std::cerr << "bad line: " << what << '\n';
  std::exit(2);
}

template <class T>
T must(Result<T> result) {
  if (!result) misuse(describe(result.error()));
  return std::move(*result);
}

std::string unhex(const std::string& hex) {
  std::string bytes;
  for (std::size_t i = 0; i < hex.size(); i += 2)
    bytes += static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16));
  return bytes;
}

std::string hex(std::string_view text) {
  return assay::to_hex({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
}

// The nodes of the tree of kRecords, kept as a store keeps them.
std::map<std::uint64_t, Digest> all_nodes() {
  std::map<std::uint64_t, Digest> nodes;
  assay::audit::Appender tree;
  for (std::uint64_t i = 0; i < kRecords; ++i) {
    std::string record;
    for (std::uint64_t n = 0; n < i % 5; ++n) record += std::to_string(i);
    const auto leaf = assay::audit::leaf_hash(record);
    nodes[NodeId{0, i}.packed()] = leaf;
    for (const auto& node : tree.append(leaf)) nodes[node.id.packed()] = node.hash;
  }
  return nodes;
}

Result<std::optional<Digest>> node(NodeId id) {
  static const auto kNodes = all_nodes();
  const auto found = kNodes.find(id.packed());
  if (found == kNodes.end()) return std::nullopt;
  return found->second;
}

std::string show(const Result<assay::audit::Proof>& proof) {
  if (!proof) return "error " + proof.error().code;
  std::string all;
  for (const auto& hash : *proof) all += (all.empty() ? "" : " ") + assay::to_hex(hash);
  return all.empty() ? "-" : all;
}

std::string checkpoint(const Args& args) {
  const auto seed = unhex(args.at(1));
  if (seed.size() != 32) misuse("a seed has 32 bytes");
  const std::span<const std::uint8_t, 32> bytes(reinterpret_cast<const std::uint8_t*>(seed.data()),
                                                32);
  const auto key =
      must(assay::audit::SignerKey::make(args.at(0), assay::Ed25519KeyPair::from_seed(bytes)));
  const auto size = std::stoull(args.at(2));
  const auto root = must(assay::audit::root(size, node));
  const auto note = assay::audit::sign_checkpoint({size, root}, key);
  return key.verifier().text() + " " + hex(assay::audit::write(note));
}

std::string open(const Args& args) {
  const auto key = must(assay::audit::VerifierKey::parse(args.at(0)));
  const auto head = assay::audit::open_checkpoint(unhex(args.at(1)), key);
  if (!head) return "error " + head.error().code;
  return std::to_string(head->size) + " " + assay::to_hex(head->root);
}

const std::map<std::string, std::function<std::string(const Args&)>, std::less<>> operations = {
    {"checkpoint", checkpoint},
    {"open", open},
    {"inclusion",
     [](const Args& args) {
       return show(
           assay::audit::inclusion_proof(std::stoull(args.at(0)), std::stoull(args.at(1)), node));
     }},
    {"consistency",
     [](const Args& args) {
       return show(
           assay::audit::consistency_proof(std::stoull(args.at(0)), std::stoull(args.at(1)), node));
     }},
};

}  // namespace

int main() {
  for (std::string line; std::getline(std::cin, line);) {
    std::istringstream words(line);
    std::string operation;
    words >> operation;
    Args args;
    for (std::string word; words >> word;) args.push_back(word);
    const auto found = operations.find(operation);
    if (found == operations.end()) misuse(line);
    std::cout << found->second(args) << '\n';
  }
  return 0;
}
