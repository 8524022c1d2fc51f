#pragma once
// Files of the keys that sign an office's journal: NAME.key is the secret one, NAME.pub is to be
// given away. Both hold one line (audit/keys.hpp). NAME.minisign.pub is the latter in the form of
// minisign. Functions touch the file system; thread-safe.

#include <filesystem>
#include <string>

#include "audit/keys.hpp"
#include "base/result.hpp"

namespace assay::pipeline {

struct KeyFiles {
  std::filesystem::path secret;
  std::filesystem::path verifier;
  std::filesystem::path minisign;  // the public key for minisign
  std::string verifier_text;       // one line, without its end
};

// Makes a new pair in `folder`, which must exist; slashes of `name` become hyphens in the files'
// names. Replaces nothing: Input error key.exists. Only the owner may read the secret.
// Others: key.name (a path), audit.key_name; Store error key.write.
[[nodiscard]] Result<KeyFiles> make_key(const std::string& name,
                                        const std::filesystem::path& folder);

// Input errors key.unreadable, key.open (others may read it), and those of SignerKey::parse, with
// the file's name.
[[nodiscard]] Result<audit::SignerKey> read_signer_key(const std::filesystem::path& file);

// The key itself or the name of its file.
[[nodiscard]] Result<audit::VerifierKey> read_verifier_key(const std::string& key_or_file);

}  // namespace assay::pipeline
