#include "package/package.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "base/sha256.hpp"
#include "package/version.hpp"

namespace assay::package {

namespace {

constexpr std::array<std::string_view, 4> kUnlisted = {
    kManifest_file, kSignature_file, kCertificate_file, kCertificate_signature_file};

bool is_listed(std::string_view path) {
  return std::ranges::find(kUnlisted, path) == kUnlisted.end();
}

std::unexpected<Error> wrong_file(std::string code, const char* text, const std::string& path) {
  return fail(Failure::Plugin, std::move(code), {text, {{"path", excerpt(path)}}});
}

Status check_file(const FileEntry& entry, const Files& files) {
  const auto file = files.find(entry.path);
  if (file == files.end())
    return wrong_file("package.missing",
                      ASSAY_TEXT("{path}, which the manifest lists, is not in the package: get the "
                                 "package anew"),
                      entry.path);
  if (file->second.size() == entry.bytes && sha256(file->second) == entry.sha256) return {};
  return wrong_file("package.changed",
                    ASSAY_TEXT("{path} is not what the manifest says, so it was changed after it "
                               "was packed: get the package anew, and do not use this one"),
                    entry.path);
}

Status check_files(const Manifest& manifest, const Files& files) {
  for (const auto& entry : manifest.files) ASSAY_CHECK(check_file(entry, files));
  for (const auto& [path, bytes] : files)
    if (is_listed(path) &&
        std::ranges::find(manifest.files, path, &FileEntry::path) == manifest.files.end())
      return wrong_file("package.extra",
                        ASSAY_TEXT("{path} is not in the manifest, so it was added after packing: "
                                   "remove it, or pack anew"),
                        path);
  return {};
}

}  // namespace

Result<Package> Package::read(Files files) {
  const auto bytes = files.find(kManifest_file);
  if (bytes == files.end())
    return fail(
        Failure::Plugin, "package.no_manifest",
        {ASSAY_TEXT("this is no plugin package, as it has no manifest: make one with 'assay "
                    "plugin pack'"),
         {}});
  ASSAY_TRY(auto manifest, decode(bytes->second));
  ASSAY_CHECK(check_files(manifest, files));
  ASSAY_CHECK(plugin::check_abi(manifest.info.abi_min, manifest.info.abi_current));
  return Package(std::move(manifest), std::move(files));
}

Result<Package> Package::open(const std::filesystem::path& path) {
  auto files = read_files(path);
  auto package = files ? read(std::move(*files)) : std::unexpected(std::move(files).error());
  if (!package && package.error().where.file.empty()) package.error().where.file = path.string();
  return package;
}

Result<Package> Package::make(Manifest manifest, Files files) {
  if (!is_version(manifest.info.version))
    return fail(
        Failure::Plugin, "package.version",
        {ASSAY_TEXT("“{version}” cannot be the version of a package: take up to 64 letters, "
                    "digits and ._+-, such as 1.2.0"),
         {{"version", excerpt(manifest.info.version)}}});
  for (const auto* name : {kManifest_file, kSignature_file}) files.erase(name);
  manifest.files.clear();
  for (const auto& [path, bytes] : files) {
    ASSAY_CHECK(check_path(path));
    if (is_listed(path)) manifest.files.push_back({path, bytes.size(), sha256(bytes)});
  }
  files[kManifest_file] = encode(manifest);
  return read(std::move(files));
}

Digest Package::digest() const { return sha256(x_files.at(kManifest_file)); }

Result<SignatureFound> Package::signature(const TrustList& list) const {
  const auto text = x_files.find(kSignature_file);
  return check_signature(text == x_files.end() ? std::nullopt : std::optional(text->second),
                         x_files.at(kManifest_file), list);
}

Result<std::unique_ptr<plugin::Plugin>> Package::load(const std::filesystem::path& path) const {
  ASSAY_TRY(auto loaded, plugin::load(plugin::Binary{path / x_manifest.library, library()}));
  const auto part = difference(info(), loaded->info());
  if (part.empty()) return loaded;
  return fail(Failure::Plugin, "plugin.manifest",
              {ASSAY_TEXT("plugin {plugin} describes itself otherwise than its manifest does "
                          "({part}): ask its vendor for a corrected package"),
               {{"plugin", info().id}, {"part", part}}},
              {.file = path.string()});
}

}  // namespace assay::package
