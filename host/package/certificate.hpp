#pragma once
// What the conformance kit found, as a package carries it: which checks its shared object passed.
// It is worth what its signer is worth, but it cannot be of another binary. Pure; thread-safe.

#include <cstddef>
#include <optional>
#include <string>

#include "base/result.hpp"
#include "package/package.hpp"

namespace assay::package {

struct Certificate {
  std::string kit;   // its version
  std::string date;  // YYYY-MM-DD
  std::size_t passed = 0;
  std::size_t not_applicable = 0;
  SignatureFound signature{};  // by keys that are trusted here
};

// Nothing when the package carries none. Plugin errors package.certificate (cannot be read, or is
// of another shared object), package.signature.
[[nodiscard]] Result<std::optional<Certificate>> certificate_of(const Package& package,
                                                                const TrustList& list);

}  // namespace assay::package
