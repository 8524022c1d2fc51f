#include <algorithm>
#include <map>
#include <system_error>

#include "plugin/plugin.hpp"
#include "plugin/text.hpp"

namespace assay::plugin {

namespace {

namespace fs = std::filesystem;

fs::path library_of(const fs::path& folder, const std::string& name) {
  return folder / name / (name + ".so");
}

bool is_file(const fs::path& path) {
  std::error_code ignored;
  return fs::is_regular_file(path, ignored);
}

std::string joined(const std::vector<std::string>& words) {
  std::string list;
  for (const auto& word : words) list += (list.empty() ? "" : ", ") + word;
  return list.empty() ? "-" : list;
}

}  // namespace

std::vector<fs::path> find_all(const std::vector<fs::path>& search_path) {
  std::map<std::string, fs::path> found;
  for (const auto& folder : search_path) {
    std::error_code trouble;
    for (fs::directory_iterator at(folder, trouble), end; !trouble && at != end;
         at.increment(trouble)) {
      const auto name = at->path().filename().string();
      if (const auto library = library_of(folder, name); is_file(library))
        found.emplace(name, library);
    }
  }
  std::vector<fs::path> libraries;
  libraries.reserve(found.size());
  for (auto& [name, library] : found) libraries.push_back(std::move(library));
  return libraries;
}

Result<fs::path> find(const std::string& id, const std::vector<fs::path>& search_path) {
  // Only ids, so that a scheme cannot point out of the plugin folders.
  if (is_id(id))
    for (const auto& folder : search_path)
      if (auto library = library_of(folder, id); is_file(library)) return library;

  std::vector<std::string> folders;
  folders.reserve(search_path.size());
  for (const auto& folder : search_path) folders.push_back(folder.string());
  std::vector<std::string> names;
  for (const auto& library : find_all(search_path)) names.push_back(library.stem().string());
  return fail(Failure::Plugin, "plugin.not_found",
              {ASSAY_TEXT("there is no plugin {plugin} in {folders}; found there: {names}"),
               {{"plugin", excerpt(id)}, {"folders", joined(folders)}, {"names", joined(names)}}});
}

}  // namespace assay::plugin
