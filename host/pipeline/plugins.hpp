#pragma once
// Which plugin an id means here and now: built-in folders first, then what is installed; and the
// same as data, for listings, without running code of what is installed. Functions touch the file
// system; loading is not thread-safe.

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "package/home.hpp"
#include "package/package.hpp"
#include "package/version.hpp"
#include "pipeline/office.hpp"
#include "plugin/plugin.hpp"

namespace assay::pipeline {

// A plugin that is ready to assess, and the package it came in. A bare shared object stands in a
// package that holds nothing else, which nobody signed.
struct LoadedPlugin {
  std::unique_ptr<plugin::Plugin> plugin;
  package::Package package;
};

// By id, and version where one is named; else the first found, of installed ones the newest.
// `keys` are those whose packages the asker takes; null: those of the folder of installed packages.
// Plugin errors plugin.not_found, plugin.version (there are others), and those of package::Home::
// open() and plugin::load().
[[nodiscard]] Result<LoadedPlugin> load_plugin(const package::Reference& reference,
                                               const Surroundings& surroundings,
                                               const package::TrustList* keys = nullptr);

struct PluginListing {
  std::filesystem::path path;
  Result<plugin::PluginInfo> info;
  bool installed = false;
  bool allowed = false;                 // installed though no trusted key had signed it
  package::SignatureFound signature{};  // of an installed one
};
[[nodiscard]] std::vector<PluginListing> list_plugins(const Surroundings& surroundings);

// What is known of one: its own description, and of a package all the rest.
struct PluginAbout {
  plugin::PluginInfo info;
  std::optional<package::Package> package;  // nothing for a bare shared object
  package::SignatureFound signature{};
  std::optional<package::Certificate> certificate{};
  std::string parameter_schema;
};
// `which` is id, id@version, or the path of a shared object, a package folder or an archive.
[[nodiscard]] Result<PluginAbout> about_plugin(const std::string& which,
                                               const Surroundings& surroundings);

}  // namespace assay::pipeline
