#pragma once
// The folder of installed packages, `<home>/<id>/<version>/`, and the list of keys that may sign
// what is installed, `<home>/KEYS`. Installing and removing are one rename each and run no code of
// a package; what is there is checked whenever it is opened. Writers take turns by a lock on the
// folder. Functions touch the file system; thread-safe.

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "package/certificate.hpp"
#include "package/package.hpp"
#include "package/trust.hpp"
#include "package/version.hpp"

namespace assay::package {

struct Installed {
  Reference reference;
  std::filesystem::path path;
  bool allowed = false;  // was installed though no trusted key had signed it
};

struct Install {
  Installed installed;
  SignatureFound signature;
  std::optional<Certificate> certificate;
  bool made = false;  // false: the very same was there
};

class Home {
 public:
  // The folder need not exist.
  explicit Home(std::filesystem::path folder) : x_folder(std::move(folder)) {}
  [[nodiscard]] const std::filesystem::path& folder() const { return x_folder; }

  // All, by id, the newest version first. Nothing is opened.
  [[nodiscard]] std::vector<Installed> list() const;
  // That version, or the newest when none is named.
  [[nodiscard]] std::optional<Installed> find(const Reference& reference) const;
  // What is installed there, checked in full, signed by a key of `list` or allowed when it was
  // installed. Those of Package::open(), and package.unsigned, package.untrusted, package.moved
  // (it is not of this id and version).
  [[nodiscard]] Result<Package> open(const Installed& installed, const TrustList& list) const;

  // Plugin errors package.unsigned and package.untrusted unless `allow_unsigned`,
  // package.signature, package.certificate, package.installed (this version has other content);
  // Store error package.write.
  [[nodiscard]] Result<Install> install(const Package& package, bool allow_unsigned) const;
  // Plugin error package.not_installed; Store error package.write.
  [[nodiscard]] Status remove(const Installed& installed) const;

  [[nodiscard]] Result<TrustList> trusted() const;
  // Reads the list, lets `change` change it and writes it when that returns true.
  [[nodiscard]] Result<bool> change_trust(
      const std::function<Result<bool>(TrustList&)>& change) const;

 private:
  [[nodiscard]] std::filesystem::path place(const Reference& reference) const;
  [[nodiscard]] std::filesystem::path permit(const Reference& reference) const;
  // Whether the package of this manifest was allowed unsigned.
  [[nodiscard]] bool is_allowed(const Reference& reference, const Digest& manifest) const;
  std::filesystem::path x_folder;
};

// What of a signature is not good enough: package.unsigned, package.untrusted.
[[nodiscard]] Status require_trust(const plugin::PluginInfo& info, const SignatureFound& found);

}  // namespace assay::package
