#pragma once
// The keys whose packages somebody takes: a list of public keys, kept as text, and what a package's
// signature is worth by it. Values; thread-safe.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "audit/minisign.hpp"
#include "base/result.hpp"

namespace assay::package {

class TrustList {
 public:
  // Public keys as minisign writes them, one behind the other. Plugin error package.trust_list.
  [[nodiscard]] static Result<TrustList> parse(std::string_view text);
  [[nodiscard]] std::string text() const;

  [[nodiscard]] const std::vector<audit::MinisignKey>& keys() const { return x_keys; }
  [[nodiscard]] bool empty() const { return x_keys.empty(); }
  // False when the key is there already.
  bool add(const audit::MinisignKey& key);
  // By id (16 hexadecimal digits), by name, or by the key itself; nothing when there is none.
  // Input error trust.ambiguous where a name fits several.
  [[nodiscard]] Result<std::optional<audit::MinisignKey>> remove(const std::string& which);
  [[nodiscard]] const audit::MinisignKey* find(const audit::MinisignId& id) const;

 private:
  std::vector<audit::MinisignKey> x_keys;  // by id
};

enum class Trust : std::uint8_t { Unsigned, Untrusted, Trusted };

struct SignatureFound {
  Trust trust = Trust::Unsigned;
  audit::MinisignId id{};  // of the key that claims to have signed
  std::string name;        // of the trusted key
  std::string comment;     // signed too; only of a trusted key
};

// `signature` = nothing: there is none. Plugin error package.signature: not in form, or not of that
// key over these bytes.
[[nodiscard]] Result<SignatureFound> check_signature(const std::optional<std::string>& signature,
                                                     std::string_view file, const TrustList& list);

}  // namespace assay::package
