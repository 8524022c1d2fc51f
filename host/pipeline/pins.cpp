#include "pipeline/pins.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

namespace assay::pipeline {

namespace {

// Names of settings; ids hold no slash.
constexpr std::string_view kPin = "pin/";
constexpr std::string_view kTrust = "trust/";

std::string pin_name(const std::string& scheme, model::Period period, const std::string& plugin) {
  return std::string(kPin) + scheme + "/" + period.str() + "/" + plugin;
}

std::unexpected<Error> damaged_setting(const std::string& name) {
  return fail(Failure::Store, "pin.damaged",
              {ASSAY_TEXT("the setting {name} of the office cannot be read: restore a backup"),
               {{"name", excerpt(name)}}});
}

std::optional<Digest> digest_from(std::string_view hex) {
  Digest digest{};
  if (hex.size() != 2 * digest.size()) return std::nullopt;
  for (std::size_t i = 0; i < digest.size(); ++i) {
    const auto* digits = hex.data() + 2 * i;
    const auto parsed = std::from_chars(digits, digits + 2, digest[i], 16);
    if (parsed.ec != std::errc() || parsed.ptr != digits + 2) return std::nullopt;
  }
  return digest;
}

// "scheme/period/plugin" → "version digest".
std::optional<Pin> pin_from(std::string_view name, std::string_view value) {
  const auto first = name.find('/');
  const auto second = first == std::string_view::npos ? first : name.find('/', first + 1);
  const auto blank = value.find(' ');
  if (second == std::string_view::npos || blank == std::string_view::npos) return std::nullopt;
  const auto period = model::Period::parse(std::string(name.substr(first + 1, second - first - 1)));
  const auto digest = digest_from(value.substr(blank + 1));
  if (!period || !digest) return std::nullopt;
  return Pin{std::string(name.substr(0, first)),
             *period,
             {std::string(name.substr(second + 1)), std::string(value.substr(0, blank))},
             *digest};
}

Result<std::optional<Pin>> pin_of(const store::Reader& reader, const std::string& scheme,
                                  model::Period period, const std::string& plugin) {
  const auto name = pin_name(scheme, period, plugin);
  ASSAY_TRY(const auto value, reader.setting(name));
  if (value.empty()) return std::nullopt;
  auto pin = pin_from(std::string_view(name).substr(kPin.size()), value);
  if (!pin) return damaged_setting(name);
  return pin;
}

// A package that the office keeps.
Result<LoadedPlugin> load_kept(const store::Reader& reader, const Digest& digest) {
  ASSAY_TRY(const auto kept, reader.package(digest));
  if (!kept) return damaged_setting(to_hex(digest));
  ASSAY_TRY(auto files, package::read_archive(kept->archive));
  ASSAY_TRY(auto package, package::Package::read(std::move(files)));
  if (package.digest() != digest) return damaged_setting(to_hex(digest));
  ASSAY_TRY(auto loaded, package.load(kept->id + "@" + kept->version));
  return LoadedPlugin{std::move(loaded), std::move(package)};
}

// Found here and now, or else kept by the office.
Result<LoadedPlugin> load_found(const package::Reference& reference, const Choice& choice) {
  ASSAY_TRY(const auto keys, office_keys(choice.reader));
  auto found = load_plugin(reference, choice.surroundings, keys.empty() ? nullptr : &keys);
  const bool is_absent = !found && (found.error().code == "plugin.not_found" ||
                                    found.error().code == "plugin.version");
  if (!is_absent || reference.version.empty()) return found;
  ASSAY_TRY(const auto kept, choice.reader.packages());
  for (const auto& package : kept)
    if (package.id == reference.id && package.version == reference.version)
      return load_kept(choice.reader, package.digest);
  return found;
}

}  // namespace

Result<std::vector<Pin>> pins_of(const store::Reader& reader) {
  std::vector<Pin> pins;
  ASSAY_TRY(const auto settings, reader.settings(std::string(kPin)));
  for (const auto& [name, value] : settings) {
    auto pin = pin_from(std::string_view(name).substr(kPin.size()), value);
    if (!pin) return damaged_setting(name);
    pins.push_back(std::move(*pin));
  }
  return pins;
}

Status put_pin(store::Writer& writer, const Pin& pin, const store::StoredPackage& package) {
  ASSAY_CHECK(writer.put_package(package));
  const auto name = pin_name(pin.scheme, pin.period, pin.plugin.id);
  const auto put = writer.put_setting(name, pin.plugin.version + " " + to_hex(pin.package));
  return put ? Status() : std::unexpected(put.error());
}

Result<store::StoredPackage> stored(const package::Package& package) {
  ASSAY_TRY(auto archive, package::write_archive(package.files()));
  const auto& info = package.info();
  return store::StoredPackage{package.digest(), info.id, info.version, std::move(archive)};
}

Result<package::TrustList> office_keys(const store::Reader& reader) {
  package::TrustList list;
  ASSAY_TRY(const auto settings, reader.settings(std::string(kTrust)));
  for (const auto& [name, value] : settings) {
    const auto blank = std::min(value.find(' '), value.size());
    auto key = audit::parse_minisign_key(value.substr(0, blank));
    if (!key) return damaged_setting(name);
    if (blank < value.size()) key->name = value.substr(blank + 1);
    list.add(*key);
  }
  return list;
}

Result<bool> put_key(store::Writer& writer, const audit::MinisignKey& key, bool trusted) {
  auto value = audit::key_line(key);
  if (!key.name.empty()) value += " " + key.name;
  ASSAY_TRY(const auto change, writer.put_setting(std::string(kTrust) + audit::hex_of(key.id),
                                                  trusted ? value : std::string()));
  return change != store::Change::Same;
}

Result<LoadedPlugin> choose_plugin(const model::AssessmentUse& use, const std::string& scheme,
                                   model::Period period, const Choice& choice) {
  const auto asked = std::ranges::find(choice.asked, use.plugin, &package::Reference::id);
  ASSAY_TRY(const auto pin, pin_of(choice.reader, scheme, period, use.plugin));
  if (asked != choice.asked.end()) {
    if (pin && pin->plugin.version == asked->version) return load_kept(choice.reader, pin->package);
    return load_found(*asked, choice);
  }
  if (!pin) return load_found({use.plugin, use.version}, choice);
  if (use.version.empty() || use.version == pin->plugin.version)
    return load_kept(choice.reader, pin->package);
  return fail(Failure::Plugin, "plugin.pinned",
              {ASSAY_TEXT("{scheme} {period} stays with {plugin} {pinned}, but the scheme asks for "
                          "{wanted}: to change that, say --plugin {plugin}@{wanted}"),
               {{"scheme", scheme},
                {"period", period.str()},
                {"plugin", use.plugin},
                {"pinned", pin->plugin.version},
                {"wanted", use.version}}});
}

}  // namespace assay::pipeline
