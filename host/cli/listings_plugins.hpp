#pragma once
// Renders what is known of plugins, their packages and who signed them, for people and as JSON.
// Pure.

#include <filesystem>
#include <span>
#include <string>

#include "base/message.hpp"
#include "pipeline/pins.hpp"
#include "pipeline/plugins.hpp"

namespace assay::cli {

[[nodiscard]] std::string plugins_text(std::span<const pipeline::PluginListing> plugins,
                                       const Translate& translate);
[[nodiscard]] std::string plugins_json(std::span<const pipeline::PluginListing> plugins);
[[nodiscard]] std::string plugin_text(const pipeline::PluginAbout& about,
                                      const Translate& translate);
[[nodiscard]] std::string plugin_json(const pipeline::PluginAbout& about);
[[nodiscard]] std::string installation_text(std::span<const pipeline::PluginListing> plugins,
                                            const Translate& translate);

[[nodiscard]] std::string packed_json(const package::Package& package,
                                      const std::filesystem::path& path,
                                      const package::SignatureFound& signature);
[[nodiscard]] std::string install_text(const package::Install& install,
                                       const package::Package& package, const Translate& translate);
[[nodiscard]] std::string install_json(const package::Install& install,
                                       const package::Package& package);
[[nodiscard]] std::string trust_text(const package::TrustList& list, const Translate& translate);
[[nodiscard]] std::string trust_json(const package::TrustList& list);
[[nodiscard]] std::string pins_text(std::span<const pipeline::Pin> pins,
                                    const Translate& translate);
[[nodiscard]] std::string pins_json(std::span<const pipeline::Pin> pins);

}  // namespace assay::cli
