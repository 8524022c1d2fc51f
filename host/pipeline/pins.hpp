#pragma once
// What an office keeps to: which version of a plugin each scheme's period stays with, so that an
// old year is scored with the plugin it was scored with, and whose packages it takes. Pins and keys
// are settings of the office, in its journal; the packages lie in it whole. Free functions on a
// Reader or Writer.

#include <optional>
#include <string>
#include <vector>

#include "audit/minisign.hpp"
#include "base/result.hpp"
#include "model/period.hpp"
#include "model/scheme.hpp"
#include "package/trust.hpp"
#include "package/version.hpp"
#include "pipeline/plugins.hpp"
#include "store/store.hpp"

namespace assay::pipeline {

struct Pin {
  std::string scheme;
  model::Period period;
  package::Reference plugin;
  Digest package{};
};

// All, by scheme, period and plugin. Store error pin.damaged.
[[nodiscard]] Result<std::vector<Pin>> pins_of(const store::Reader& reader);
// Keeps the package, too.
[[nodiscard]] Status put_pin(store::Writer& writer, const Pin& pin,
                             const store::StoredPackage& package);
[[nodiscard]] Result<store::StoredPackage> stored(const package::Package& package);

// The keys this office takes packages of; empty: those of the folder of installed packages.
[[nodiscard]] Result<package::TrustList> office_keys(const store::Reader& reader);
// False when it was so already.
[[nodiscard]] Result<bool> put_key(store::Writer& writer, const audit::MinisignKey& key,
                                   bool trusted);

// What a scheme's period is scored with: the version in `asked`, else the one pinned, else the one
// the scheme names, else the first found. Versions the office keeps count as found, last. Plugin
// error plugin.pinned where the scheme names another version than the pin; those of load_plugin().
struct Choice {
  const store::Reader& reader;
  const Surroundings& surroundings;
  const std::vector<package::Reference>& asked;
};
[[nodiscard]] Result<LoadedPlugin> choose_plugin(const model::AssessmentUse& use,
                                                 const std::string& scheme, model::Period period,
                                                 const Choice& choice);

}  // namespace assay::pipeline
