#include "cli/listings_plugins.hpp"

#include <array>
#include <utility>
#include <vector>

#include "pipeline/version.hpp"
#include "report/json_writer.hpp"
#include "report/report.hpp"
#include "report/text.hpp"

namespace assay::cli {

namespace {

using report::Align;
using report::JsonWriter;
using report::say;
using report::TableColumn;
using Rows = std::vector<std::vector<std::string>>;

void write_field(JsonWriter& json, const plugin::FieldInfo& field) {
  json.object([&] {
    json.text("id", field.id);
    json.text("type", field.type);
    json.text("measure_unit", field.measure_unit);
    json.text("doc", field.doc);
    json.key("required");
    json.boolean(field.required);
  });
}

void write_plugin(JsonWriter& json, const plugin::PluginInfo& info) {
  json.text("plugin", info.id);
  json.text("version", info.version);
  json.text("vendor", info.vendor);
  json.text("doc", info.doc);
  json.text("toolchain", info.toolchain);
  json.figure("abi_min", info.abi_min);
  json.figure("abi_current", info.abi_current);
  json.text("rule_digest", to_hex(info.rule_digest));
  json.text("binary_digest", to_hex(info.binary_digest));
  json.text("path", info.path.string());
  json.array("inputs", [&] {
    for (const auto& field : info.inputs) write_field(json, field);
  });
  json.array("outputs", [&] {
    for (const auto& field : info.outputs) write_field(json, field);
  });
  json.array("parameters", [&] {
    for (const auto& parameter : info.parameters)
      json.object([&] {
        json.text("id", parameter.id);
        json.text("standard", parameter.standard);
        json.text("doc", parameter.doc);
      });
  });
}

std::string fields_text(const std::vector<plugin::FieldInfo>& fields, const Translate& translate) {
  const std::array columns{
      TableColumn{say(translate, {ASSAY_TEXT("field"), {}, ""}), Align::Left},
      TableColumn{say(translate, {ASSAY_TEXT("type"), {}, ""}), Align::Left},
      TableColumn{say(translate, {ASSAY_TEXT("unit of measure"), {}, ""}), Align::Left},
      TableColumn{say(translate, {ASSAY_TEXT("needed"), {}, ""}), Align::Left},
      TableColumn{say(translate, {ASSAY_TEXT("meaning"), {}, ""}), Align::Left}};
  const auto yes = say(translate, {ASSAY_TEXT("yes"), {}, ""});
  Rows rows;
  for (const auto& field : fields)
    rows.push_back(
        {field.id, field.type, field.measure_unit, field.required ? yes : "", field.doc});
  return report::table(columns, rows);
}

std::string parameters_text(const std::vector<plugin::ParameterInfo>& parameters,
                            const Translate& translate) {
  const std::array columns{
      TableColumn{say(translate, {ASSAY_TEXT("parameter"), {}, ""}), Align::Left},
      TableColumn{say(translate, {ASSAY_TEXT("without it"), {}, ""}), Align::Left},
      TableColumn{say(translate, {ASSAY_TEXT("meaning"), {}, ""}), Align::Left}};
  Rows rows;
  for (const auto& parameter : parameters)
    rows.push_back({parameter.id, parameter.standard, parameter.doc});
  return report::table(columns, rows);
}

// Who vouches for an installed plugin.
Message vouched(const package::SignatureFound& signature, bool installed, bool allowed) {
  if (!installed) return {ASSAY_TEXT("built in"), {}};
  if (signature.trust == package::Trust::Trusted)
    return {ASSAY_TEXT("signed by {name}"),
            {{"name", signature.name.empty() ? audit::hex_of(signature.id) : signature.name}}};
  return allowed ? Message{ASSAY_TEXT("allowed unsigned"), {}}
                 : Message{ASSAY_TEXT("not trusted"), {}};
}

void write_signature(JsonWriter& json, const package::SignatureFound& signature) {
  constexpr std::array words = {"unsigned", "untrusted", "trusted"};
  json.object("signature", [&] {
    json.text("trust", words[static_cast<std::size_t>(signature.trust)]);
    if (signature.trust == package::Trust::Unsigned) return;
    json.text("key", audit::hex_of(signature.id));
    json.text("name", signature.name);
    json.text("comment", signature.comment);
  });
}

void write_package(JsonWriter& json, const package::Package& package) {
  const auto& manifest = package.manifest();
  json.text("package", to_hex(package.digest()));
  json.text("library", manifest.library);
  json.text("packed_by", manifest.packed_by);
  json.array("files", [&] {
    for (const auto& file : manifest.files)
      json.object([&] {
        json.text("path", file.path);
        json.figure("bytes", file.bytes);
        json.text("sha256", to_hex(file.sha256));
      });
  });
  json.array("norms", [&] {
    for (const auto& norm : manifest.norms)
      json.object([&] {
        json.text("file", norm.file);
        json.text("source", norm.source);
      });
  });
}

// Of a package that nobody may have checked yet.
std::string signature_text(const package::SignatureFound& signature, const Translate& translate) {
  if (signature.trust == package::Trust::Unsigned)
    return say(translate, {ASSAY_TEXT("nobody signed it"), {}});
  const auto key = audit::hex_of(signature.id);
  if (signature.trust == package::Trust::Untrusted)
    return say(translate, {ASSAY_TEXT("signed with the key {key}, which is not trusted here"),
                           {{"key", key}}});
  return say(translate, {ASSAY_TEXT("signed by {name} (key {key}): {comment}"),
                         {{"name", signature.name}, {"key", key}, {"comment", signature.comment}}});
}

std::string certificate_text(const std::optional<package::Certificate>& certificate,
                             const Translate& translate) {
  if (!certificate) return say(translate, {ASSAY_TEXT("none"), {}});
  return say(translate,
             {ASSAY_TEXT("{passed} checks passed, {others} do not apply; kit {kit}, {date}"),
              {{"passed", std::to_string(certificate->passed)},
               {"others", std::to_string(certificate->not_applicable)},
               {"kit", certificate->kit},
               {"date", certificate->date}}}) +
         "; " + signature_text(certificate->signature, translate);
}

void write_certificate(JsonWriter& json, const std::optional<package::Certificate>& certificate) {
  if (!certificate) return json.null("certificate");
  json.object("certificate", [&] {
    json.text("kit", certificate->kit);
    json.text("date", certificate->date);
    json.figure("passed", certificate->passed);
    json.figure("not_applicable", certificate->not_applicable);
    write_signature(json, certificate->signature);
  });
}

}  // namespace

std::string plugins_text(std::span<const pipeline::PluginListing> plugins,
                         const Translate& translate) {
  const std::array columns{
      TableColumn{say(translate, {ASSAY_TEXT("plugin"), {}, ""}), Align::Left},
      TableColumn{say(translate, {ASSAY_TEXT("version"), {}, ""}), Align::Left},
      TableColumn{say(translate, {ASSAY_TEXT("from"), {}, ""}), Align::Left},
      TableColumn{say(translate, {ASSAY_TEXT("file"), {}, ""}), Align::Left},
      TableColumn{say(translate, {ASSAY_TEXT("what it assesses"), {}, ""}), Align::Left}};
  Rows rows;
  for (const auto& listing : plugins) {
    const auto from =
        say(translate, vouched(listing.signature, listing.installed, listing.allowed));
    if (listing.info)
      rows.push_back({listing.info->id, listing.info->version, from, listing.path.string(),
                      listing.info->doc});
    else
      rows.push_back({listing.path.stem().string(), "-", from, listing.path.string(),
                      report::error_text(listing.info.error(), translate)});
  }
  return report::table(columns, rows);
}

std::string plugins_json(std::span<const pipeline::PluginListing> plugins) {
  JsonWriter json;
  json.array([&] {
    for (const auto& listing : plugins)
      json.object([&] {
        if (listing.info) {
          write_plugin(json, *listing.info);
          json.key("installed");
          json.boolean(listing.installed);
          if (listing.installed) write_signature(json, listing.signature);
        } else {
          json.text("path", listing.path.string());
          json.text("error", describe(listing.info.error()));
        }
      });
  });
  return json.finish();
}

std::string plugin_text(const pipeline::PluginAbout& about, const Translate& translate) {
  const auto& info = about.info;
  std::string text = info.id + " " + info.version + "\n" + info.doc + "\n";
  const auto line = [&](const Message& label, const std::string& value) {
    text += say(translate, label) + ": " + value + "\n";
  };
  line({ASSAY_TEXT("vendor"), {}, ""}, info.vendor);
  line({ASSAY_TEXT("file"), {}, ""}, info.path.string());
  line({ASSAY_TEXT("toolchain"), {}, ""}, info.toolchain);
  line({ASSAY_TEXT("ABI"), {}, ""},
       std::to_string(info.abi_min) + "-" + std::to_string(info.abi_current));
  line({ASSAY_TEXT("digest of the file"), {}, ""}, to_hex(info.binary_digest));
  if (about.package) {
    line({ASSAY_TEXT("digest of the package"), {}}, to_hex(about.package->digest()));
    line({ASSAY_TEXT("signature"), {}}, signature_text(about.signature, translate));
    line({ASSAY_TEXT("certificate"), {}}, certificate_text(about.certificate, translate));
  }
  text += "\n" + say(translate, {ASSAY_TEXT("It reads, per unit:"), {}, ""}) + "\n" +
          fields_text(info.inputs, translate);
  text += "\n" + say(translate, {ASSAY_TEXT("It gives, per unit:"), {}, ""}) + "\n" +
          fields_text(info.outputs, translate);
  if (!info.parameters.empty())
    text += "\n" + say(translate, {ASSAY_TEXT("A scheme may set:"), {}, ""}) + "\n" +
            parameters_text(info.parameters, translate);
  return text;
}

std::string plugin_json(const pipeline::PluginAbout& about) {
  JsonWriter json;
  json.object([&] {
    write_plugin(json, about.info);
    if (!about.package) return;
    write_signature(json, about.signature);
    write_certificate(json, about.certificate);
    write_package(json, *about.package);
  });
  return json.finish();
}

std::string installation_text(std::span<const pipeline::PluginListing> plugins,
                              const Translate& translate) {
  return "assay " + std::string(pipeline::kVersion) + "\n" +
         say(translate, {ASSAY_TEXT("language of texts: English"), {}, ""}) + "\n" +
         plugins_text(plugins, translate);
}

std::string packed_json(const package::Package& package, const std::filesystem::path& path,
                        const package::SignatureFound& signature) {
  JsonWriter json;
  json.object([&] {
    json.text("plugin", package.info().id);
    json.text("version", package.info().version);
    json.text("path", path.string());
    write_signature(json, signature);
    write_package(json, package);
  });
  return json.finish();
}

std::string install_text(const package::Install& install, const package::Package& package,
                         const Translate& translate) {
  const auto& info = package.info();
  const Message head =
      install.made ? Message{ASSAY_TEXT("{plugin} {version} is installed in {path}"),
                             {{"plugin", info.id},
                              {"version", info.version},
                              {"path", install.installed.path.string()}}}
                   : Message{ASSAY_TEXT("{plugin} {version} was installed already, in {path}"),
                             {{"plugin", info.id},
                              {"version", info.version},
                              {"path", install.installed.path.string()}}};
  return say(translate, head) + "\n" + say(translate, {ASSAY_TEXT("vendor"), {}, ""}) + ": " +
         info.vendor + "\n" + say(translate, {ASSAY_TEXT("signature"), {}}) + ": " +
         signature_text(install.signature, translate) + "\n" +
         say(translate, {ASSAY_TEXT("certificate"), {}}) + ": " +
         certificate_text(install.certificate, translate) + "\n";
}

std::string install_json(const package::Install& install, const package::Package& package) {
  JsonWriter json;
  json.object([&] {
    json.text("plugin", package.info().id);
    json.text("version", package.info().version);
    json.text("vendor", package.info().vendor);
    json.text("path", install.installed.path.string());
    json.key("made");
    json.boolean(install.made);
    json.key("allowed_unsigned");
    json.boolean(install.installed.allowed);
    write_signature(json, install.signature);
    write_certificate(json, install.certificate);
    json.text("package", to_hex(package.digest()));
  });
  return json.finish();
}

std::string trust_text(const package::TrustList& list, const Translate& translate) {
  if (list.empty()) return say(translate, {ASSAY_TEXT("no key is trusted yet"), {}}) + "\n";
  const std::array columns{TableColumn{say(translate, {ASSAY_TEXT("id"), {}}), Align::Left},
                           TableColumn{say(translate, {ASSAY_TEXT("name"), {}}), Align::Left},
                           TableColumn{say(translate, {ASSAY_TEXT("key"), {}}), Align::Left}};
  Rows rows;
  for (const auto& key : list.keys())
    rows.push_back({audit::hex_of(key.id), key.name, audit::key_line(key)});
  return report::table(columns, rows);
}

std::string trust_json(const package::TrustList& list) {
  JsonWriter json;
  json.array([&] {
    for (const auto& key : list.keys())
      json.object([&] {
        json.text("id", audit::hex_of(key.id));
        json.text("name", key.name);
        json.text("key", audit::key_line(key));
      });
  });
  return json.finish();
}

std::string pins_text(std::span<const pipeline::Pin> pins, const Translate& translate) {
  if (pins.empty())
    return say(translate, {ASSAY_TEXT("nothing was scored with a plugin yet"), {}}) + "\n";
  const std::array columns{
      TableColumn{say(translate, {ASSAY_TEXT("scheme"), {}, ""}), Align::Left},
      TableColumn{say(translate, {ASSAY_TEXT("period"), {}, ""}), Align::Left},
      TableColumn{say(translate, {ASSAY_TEXT("plugin"), {}, ""}), Align::Left},
      TableColumn{say(translate, {ASSAY_TEXT("version"), {}, ""}), Align::Left}};
  Rows rows;
  for (const auto& pin : pins)
    rows.push_back({pin.scheme, pin.period.str(), pin.plugin.id, pin.plugin.version});
  return report::table(columns, rows);
}

std::string pins_json(std::span<const pipeline::Pin> pins) {
  JsonWriter json;
  json.array([&] {
    for (const auto& pin : pins)
      json.object([&] {
        json.text("scheme", pin.scheme);
        json.text("period", pin.period.str());
        json.text("plugin", pin.plugin.id);
        json.text("version", pin.plugin.version);
        json.text("package", to_hex(pin.package));
      });
  });
  return json.finish();
}

}  // namespace assay::cli
