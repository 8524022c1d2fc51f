#include "pipeline/plugins.hpp"

#include <algorithm>
#include <system_error>
#include <utility>

#include "plugin/parameters.hpp"

namespace assay::pipeline {

namespace {

namespace fs = std::filesystem;

Result<plugin::PluginInfo> info_of(const fs::path& library) {
  ASSAY_TRY(const auto loaded, plugin::load(library));
  return loaded->info();
}

// A shared object that lies in a plugin folder, or anywhere.
Result<LoadedPlugin> load_bare(const fs::path& library) {
  ASSAY_TRY(auto binary, plugin::read_binary(library));
  ASSAY_TRY(auto loaded, plugin::load(binary));
  package::Manifest manifest;
  manifest.info = loaded->info();
  manifest.library = library.filename().string();
  package::Files files;
  files.emplace(manifest.library, std::move(binary.bytes));
  ASSAY_TRY(auto package, package::Package::make(std::move(manifest), std::move(files)));
  return LoadedPlugin{std::move(loaded), std::move(package)};
}

Result<LoadedPlugin> load_installed(const package::Installed& installed, const package::Home& home,
                                    const package::TrustList* keys) {
  ASSAY_TRY(const auto trusted, home.trusted());
  ASSAY_TRY(auto package, home.open(installed, keys == nullptr ? trusted : *keys));
  ASSAY_TRY(auto loaded, package.load(installed.path));
  return LoadedPlugin{std::move(loaded), std::move(package)};
}

// With what there is: `versions` of built-in folders and those installed; without any, `not_found`.
std::unexpected<Error> no_such_version(const package::Reference& wanted, const package::Home& home,
                                       std::vector<std::string> versions, const Error& not_found) {
  for (const auto& other : home.list())
    if (other.reference.id == wanted.id) versions.push_back(other.reference.version);
  if (versions.empty()) return std::unexpected(not_found);
  std::string list;
  for (const auto& version : versions) list += (list.empty() ? "" : ", ") + version;
  return fail(Failure::Plugin, "plugin.version",
              {ASSAY_TEXT("version {wanted} of plugin {plugin} is asked for, but found are only "
                          "{found}: install the one asked for"),
               {{"plugin", wanted.id}, {"wanted", wanted.version}, {"found", list}}});
}

}  // namespace

Result<LoadedPlugin> load_plugin(const package::Reference& reference,
                                 const Surroundings& surroundings, const package::TrustList* keys) {
  const package::Home home(surroundings.plugin_home);
  std::vector<std::string> versions;
  const auto library = plugin::find(reference.id, surroundings.plugin_path);
  if (library) {
    ASSAY_TRY(auto loaded, load_bare(*library));
    const auto& version = loaded.plugin->info().version;
    if (reference.version.empty() || reference.version == version) return loaded;
    versions.push_back(version);
  }
  if (const auto installed = home.find(reference)) return load_installed(*installed, home, keys);
  return no_such_version(reference, home, std::move(versions), library ? Error{} : library.error());
}

std::vector<PluginListing> list_plugins(const Surroundings& surroundings) {
  std::vector<PluginListing> listings;
  for (const auto& path : plugin::find_all(surroundings.plugin_path))
    listings.push_back({.path = path, .info = info_of(path)});
  const package::Home home(surroundings.plugin_home);
  const auto keys = home.trusted();
  for (const auto& installed : home.list()) {
    auto& listing =
        listings.emplace_back(PluginListing{.path = installed.path, .info = {}, .installed = true});
    listing.allowed = installed.allowed;
    auto package = keys ? home.open(installed, *keys)
                        : Result<package::Package>(std::unexpected(keys.error()));
    if (!package) {
      listing.info = std::unexpected(std::move(package).error());
      continue;
    }
    listing.info = package->info();
    listing.info->path = installed.path;
    if (auto signature = package->signature(*keys)) listing.signature = std::move(*signature);
  }
  return listings;
}

namespace {

Result<PluginAbout> about_package(package::Package package, const fs::path& path,
                                  const Surroundings& surroundings) {
  ASSAY_TRY(const auto keys, package::Home(surroundings.plugin_home).trusted());
  PluginAbout about{.info = package.info(), .package = {}};
  about.info.path = path;
  about.parameter_schema = package.manifest().parameter_schema;
  ASSAY_TRY(about.signature, package.signature(keys));
  ASSAY_TRY(about.certificate, package::certificate_of(package, keys));
  about.package = std::move(package);
  return about;
}

Result<PluginAbout> about_library(const fs::path& library) {
  ASSAY_TRY(auto info, info_of(library));
  PluginAbout about{.info = std::move(info), .package = {}};
  about.parameter_schema = plugin::schema_of(about.info);
  return about;
}

}  // namespace

Result<PluginAbout> about_plugin(const std::string& which, const Surroundings& surroundings) {
  std::error_code ignored;
  if (which.ends_with(".so")) return about_library(which);
  const auto reference = package::parse_reference(which);
  if (!reference || which.find('/') != std::string::npos || fs::is_directory(which, ignored) ||
      which.ends_with(".tar")) {
    ASSAY_TRY(auto package, package::Package::open(which));
    return about_package(std::move(package), which, surroundings);
  }
  const auto library = plugin::find(reference->id, surroundings.plugin_path);
  std::vector<std::string> versions;
  if (library) {
    ASSAY_TRY(auto about, about_library(*library));
    if (reference->version.empty() || reference->version == about.info.version) return about;
    versions.push_back(about.info.version);
  }
  const package::Home home(surroundings.plugin_home);
  const auto installed = home.find(*reference);
  if (!installed)
    return no_such_version(*reference, home, std::move(versions),
                           library ? Error{} : library.error());
  ASSAY_TRY(auto package, package::Package::open(installed->path));
  return about_package(std::move(package), installed->path, surroundings);
}

}  // namespace assay::pipeline
