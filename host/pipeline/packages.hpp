#pragma once
// What a developer and an operator do with plugin packages: start a plugin from the template, pack
// what was built, sign, install, remove, trust. Functions touch the file system; only pack() runs
// code of a plugin, which its developer has just built.

#include <filesystem>
#include <string>
#include <vector>

#include "audit/keys.hpp"
#include "audit/minisign.hpp"
#include "base/result.hpp"
#include "package/home.hpp"
#include "package/package.hpp"

namespace assay::pipeline {

struct NewPlugin {
  std::string name;
  std::filesystem::path from;  // the template's folder
  std::filesystem::path to;    // must not exist
};
// The template's files with @NAME@ filled in, by path. Input errors plugin.name, plugin.exists;
// Internal error plugin.template (this installation lacks it).
[[nodiscard]] Result<std::vector<std::string>> start_plugin(const NewPlugin& plugin);

struct PackOptions {
  std::filesystem::path folder;
  std::filesystem::path library{};  // "" = the one shared object that was built in the folder
  std::filesystem::path out{};      // a *.tar, or a new folder; "" = <id>-<version>.tar in `folder`
};
struct Packed {
  package::Package package;
  std::filesystem::path path;
};
// READMEs, data/, cases/, LICENSE and certificate of the folder, and its shared object. Input
// errors pack.no_library, pack.no_readme; Plugin errors of plugin::load() and package::.
[[nodiscard]] Result<Packed> pack(const PackOptions& options);

// Puts a signature of `key` into a package, an archive or a folder.
[[nodiscard]] Result<package::Package> sign(const std::filesystem::path& path,
                                            const audit::SignerKey& key);

// A key by its text or the file that holds it. Input errors minisign.key, key.unreadable.
[[nodiscard]] Result<audit::MinisignKey> read_public_key(const std::string& key_or_file);

}  // namespace assay::pipeline
