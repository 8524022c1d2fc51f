#pragma once
// What a package says of its plugin before any of its code runs, as bytes and as a value
// (plugin.capnp). What is read is checked like a plugin's own description: clean texts, ids that
// are ids. Pure; thread-safe.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/digest.hpp"
#include "base/result.hpp"
#include "plugin/plugin.hpp"

namespace assay::package {

struct FileEntry {
  std::string path;
  std::uint64_t bytes = 0;
  Digest sha256{};
};

struct Norm {
  std::string file;
  std::string source;
};

struct Manifest {
  plugin::PluginInfo info;       // without path; binary_digest is that of the library
  std::string parameter_schema;  // JSON Schema
  std::string library;           // path of the shared object in the package
  std::vector<FileEntry> files;  // by path
  std::vector<Norm> norms;
  std::string packed_by;
};

// The same manifest, the same bytes: a Cap'n Proto message in canonical form. `info.binary_digest`
// is not written, it stands at the library's file.
[[nodiscard]] std::string encode(const Manifest& manifest);
// Plugin errors package.manifest, package.format_newer.
[[nodiscard]] Result<Manifest> decode(std::string_view bytes);

// The first part of its description by which a plugin differs from what its manifest says, such as
// "version" or "inputs"; "" = they are the same.
[[nodiscard]] std::string difference(const plugin::PluginInfo& said,
                                     const plugin::PluginInfo& found);

}  // namespace assay::package
