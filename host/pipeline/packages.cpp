#include "pipeline/packages.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>
#include <system_error>
#include <utility>

#include "exchange/csv_reader.hpp"
#include "pipeline/version.hpp"
#include "plugin/parameters.hpp"
#include "plugin/text.hpp"

namespace assay::pipeline {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view kName_place = "@NAME@";
constexpr std::array<const char*, 2> kReadmes = {"README.md", "README.zh.md"};
constexpr std::size_t kNorms_max = 10'000;

bool is_there(const fs::path& path) {
  std::error_code ignored;
  return fs::exists(fs::symlink_status(path, ignored));
}

void replace_all(std::string& text, std::string_view what, const std::string& by) {
  for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += by.size())
    text.replace(at, what.size(), by);
}

// --- pack ---

// The shared objects that a build leaves: build/plugins/<name>/<name>.so, or <name>.so in place.
std::vector<fs::path> libraries_in(const fs::path& folder) {
  std::vector<fs::path> found;
  std::error_code trouble;
  for (fs::directory_iterator at(folder / "build" / "plugins", trouble), end; !trouble && at != end;
       at.increment(trouble)) {
    const auto library = at->path() / (at->path().filename().string() + ".so");
    if (is_there(library)) found.push_back(library);
  }
  if (!found.empty()) return found;
  for (fs::directory_iterator at(folder, trouble), end; !trouble && at != end;
       at.increment(trouble))
    if (at->path().extension() == ".so") found.push_back(at->path());
  return found;
}

Result<fs::path> library_of(const PackOptions& options) {
  if (!options.library.empty()) return options.library;
  auto found = libraries_in(options.folder);
  if (found.size() == 1) return std::move(found.front());
  if (found.empty())
    return fail(
        Failure::Input, "pack.no_library",
        {ASSAY_TEXT("nothing is built here yet: run 'assay plugin build' first, or name the "
                    "shared object with --library"),
         {}},
        {.file = options.folder.string()});
  return fail(Failure::Input, "pack.many_libraries",
              {ASSAY_TEXT("there are {count} shared objects, and a package holds one: name it with "
                          "--library"),
               {{"count", std::to_string(found.size())}}},
              {.file = options.folder.string()});
}

// Of the folder, what belongs into a package besides the shared object.
Result<package::Files> shipped_files(const fs::path& folder) {
  package::Files files;
  for (const auto* name : {"data", "cases"}) {
    if (!is_there(folder / name)) continue;
    ASSAY_TRY(auto below, package::read_folder(folder / name));
    for (auto& [path, bytes] : below)
      files.emplace(std::string(name) + "/" + path, std::move(bytes));
  }
  for (const auto* name : {kReadmes[0], kReadmes[1], "LICENSE", package::kCertificate_file,
                           package::kCertificate_signature_file}) {
    if (!is_there(folder / name)) continue;
    ASSAY_TRY(auto bytes, package::read_file(folder / name));
    files.emplace(name, std::move(bytes));
  }
  for (const auto* readme : kReadmes)
    if (!files.contains(readme))
      return fail(Failure::Input, "pack.no_readme",
                  {ASSAY_TEXT("{file} is missing: say what the plugin assesses and by which rules, "
                              "in English in README.md and in Chinese in README.zh.md"),
                   {{"file", readme}}},
                  {.file = folder.string()});
  return files;
}

// The distinct texts of the column "source" of a CSV file; none when it has no such column.
Status add_sources(const fs::path& file, const std::string& name,
                   std::vector<package::Norm>& norms) {
  ASSAY_TRY(auto source, exchange::TextSource::open(file, exchange::Encoding::Utf8));
  exchange::CsvReader reader(std::move(source), {});
  ASSAY_TRY(const bool has_header, reader.next());
  if (!has_header) return {};
  const auto& header = reader.row().fields;
  const auto column = static_cast<std::size_t>(
      std::ranges::find(header, std::string_view("source")) - header.begin());
  if (column == header.size()) return {};
  std::set<std::string> seen;
  while (true) {
    ASSAY_TRY(const bool more, reader.next());
    if (!more || norms.size() == kNorms_max) return {};
    const auto& fields = reader.row().fields;
    if (column >= fields.size() || fields[column].empty()) continue;
    std::string text = plugin::cleaned(fields[column], 1'000);
    if (seen.insert(text).second) norms.push_back({name, std::move(text)});
  }
}

Result<std::vector<package::Norm>> norms_of(const fs::path& folder, const package::Files& files) {
  std::vector<package::Norm> norms;
  for (const auto& [path, bytes] : files)
    if (path.starts_with("data/") && path.ends_with(".csv"))
      ASSAY_CHECK(add_sources(folder / path, path, norms));
  return norms;
}

Status write(const package::Package& package, const fs::path& path) {
  if (path.extension() != ".tar") return package::write_folder(package.files(), path);
  ASSAY_TRY(const auto archive, package::write_archive(package.files()));
  return package::write_whole(path, archive);
}

}  // namespace

Result<std::vector<std::string>> start_plugin(const NewPlugin& plugin) {
  if (!plugin::is_id(plugin.name))
    return fail(Failure::Input, "plugin.name",
                {ASSAY_TEXT("“{name}” cannot be the id of a plugin: take small letters, digits and "
                            "._-, beginning with a letter, such as water-quality"),
                 {{"name", excerpt(plugin.name)}}});
  if (is_there(plugin.to))
    return fail(Failure::Input, "plugin.exists",
                {ASSAY_TEXT("there is something of this name already: choose another folder with "
                            "--out"),
                 {}},
                {.file = plugin.to.string()});
  if (!is_there(plugin.from))
    return fail(Failure::Internal, "plugin.template",
                {ASSAY_TEXT("this installation lacks the template: install its SDK, too"), {}},
                {.file = plugin.from.string()});
  ASSAY_TRY(auto files, package::read_folder(plugin.from));
  std::vector<std::string> paths;
  for (auto& [path, text] : files) {
    replace_all(text, kName_place, plugin.name);
    paths.push_back(path);
  }
  ASSAY_CHECK(package::write_folder(files, plugin.to));
  return paths;
}

Result<Packed> pack(const PackOptions& options) {
  ASSAY_TRY(const auto library, library_of(options));
  ASSAY_TRY(auto binary, plugin::read_binary(library));
  ASSAY_TRY(const auto loaded, plugin::load(binary));
  ASSAY_TRY(auto files, shipped_files(options.folder));
  package::Manifest manifest;
  manifest.info = loaded->info();
  manifest.library = library.filename().string();
  manifest.parameter_schema = plugin::schema_of(manifest.info);
  manifest.packed_by = "assay " + std::string(kVersion);
  ASSAY_TRY(manifest.norms, norms_of(options.folder, files));
  files[manifest.library] = std::move(binary.bytes);
  ASSAY_TRY(auto package, package::Package::make(std::move(manifest), std::move(files)));
  const auto& info = package.info();
  auto out = options.out;
  if (out.empty()) out = options.folder / (info.id + "-" + info.version + ".tar");
  ASSAY_CHECK(write(package, out));
  return Packed{std::move(package), std::move(out)};
}

Result<package::Package> sign(const fs::path& path, const audit::SignerKey& key) {
  ASSAY_TRY(auto package, package::Package::open(path));
  const auto& info = package.info();
  package.set_signature(audit::minisign(package.files().at(package::kManifest_file),
                                        "assay plugin " + info.id + " " + info.version, key));
  std::error_code ignored;
  const auto& signature = package.files().at(package::kSignature_file);
  auto written = fs::is_directory(path, ignored)
                     ? package::write_whole(path / package::kSignature_file, signature)
                     : write(package, path);
  if (!written) return std::unexpected(std::move(written).error());
  return package;
}

Result<audit::MinisignKey> read_public_key(const std::string& key_or_file) {
  auto key = audit::parse_minisign_key(key_or_file);
  if (key || !is_there(key_or_file)) return key;
  ASSAY_TRY(const auto text, package::read_file(key_or_file));
  key = audit::parse_minisign_key(text);
  if (!key) key.error().where.file = key_or_file;
  return key;
}

}  // namespace assay::pipeline
