#pragma once
// A plugin package (docs/formats/package.md): manifest, files and signature, checked against each
// other before anything is believed, and never by running what is in it. Values; thread-safe.

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "base/digest.hpp"
#include "base/result.hpp"
#include "package/files.hpp"
#include "package/manifest.hpp"
#include "package/trust.hpp"
#include "plugin/plugin.hpp"

namespace assay::package {

inline constexpr auto kManifest_file = "manifest";
inline constexpr auto kSignature_file = "manifest.minisig";
inline constexpr auto kCertificate_file = "certificate.json";
inline constexpr auto kCertificate_signature_file = "certificate.json.minisig";

class Package {
 public:
  // Every file is there, with its bytes, and no other; the interface is one this program speaks.
  // Plugin errors package.no_manifest, .manifest, .format_newer, .missing, .changed, .extra,
  // plugin.abi_version.
  [[nodiscard]] static Result<Package> read(Files files);
  // From a folder or an archive; those of read_files(), too. Names the path in errors.
  [[nodiscard]] static Result<Package> open(const std::filesystem::path& path);
  // Of a plugin as it was loaded, and all other files; `library` is the path of its shared object
  // among them. Manifest and signature among `files` are replaced.
  [[nodiscard]] static Result<Package> make(Manifest manifest, Files files);

  [[nodiscard]] const Manifest& manifest() const { return x_manifest; }
  [[nodiscard]] const plugin::PluginInfo& info() const { return x_manifest.info; }
  [[nodiscard]] const Files& files() const { return x_files; }
  [[nodiscard]] const std::string& library() const { return x_files.at(x_manifest.library); }
  // SHA-256 of the manifest, which names all else.
  [[nodiscard]] Digest digest() const;

  // Plugin error package.signature.
  [[nodiscard]] Result<SignatureFound> signature(const TrustList& list) const;
  // Puts it in; whose it is does not matter here.
  void set_signature(std::string text) { x_files[kSignature_file] = std::move(text); }

  // The plugin, of these very bytes, if it describes itself as the manifest does: else Plugin error
  // plugin.manifest. `path` is for people. Others: those of plugin::load().
  [[nodiscard]] Result<std::unique_ptr<plugin::Plugin>> load(
      const std::filesystem::path& path) const;

 private:
  Package(Manifest manifest, Files files)
      : x_manifest(std::move(manifest)), x_files(std::move(files)) {}
  Manifest x_manifest;
  Files x_files;
};

}  // namespace assay::package
