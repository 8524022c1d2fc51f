#include <system_error>

#include "pipeline/office.hpp"

namespace assay::pipeline {

namespace {

Result<plugin::PluginInfo> info_of(const std::filesystem::path& library) {
  ASSAY_TRY(const auto loaded, plugin::load(library));
  return loaded->info();
}

}  // namespace

std::vector<PluginListing> list_plugins(const Surroundings& surroundings) {
  std::vector<PluginListing> listings;
  for (const auto& path : plugin::find_all(surroundings.plugin_path))
    listings.push_back({path, info_of(path)});
  return listings;
}

Result<plugin::PluginInfo> plugin_info(const std::string& id_or_path,
                                       const Surroundings& surroundings) {
  if (id_or_path.find('/') != std::string::npos) return info_of(id_or_path);
  ASSAY_TRY(const auto path, plugin::find(id_or_path, surroundings.plugin_path));
  return info_of(path);
}

}  // namespace assay::pipeline
