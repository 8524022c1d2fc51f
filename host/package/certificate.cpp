#include "package/certificate.hpp"

#include "base/digest.hpp"
#include "plugin/text.hpp"
#include "report/json_reader.hpp"

namespace assay::package {

namespace {

constexpr auto kForm = "assay.kit/1";
constexpr std::size_t kText_max_bytes = 64;

std::unexpected<Error> wrong(const char* text) {
  return fail(Failure::Plugin, "package.certificate", {text, {}});
}

std::string text_of(const report::JsonValue& json, const char* name) {
  const auto* value = json.member(name);
  return value == nullptr ? "" : plugin::cleaned(value->text, kText_max_bytes);
}

std::size_t count_of(const report::JsonValue& json, const char* name) {
  const auto* list = json.member(name);
  return list == nullptr ? 0 : list->items.size();
}

}  // namespace

Result<std::optional<Certificate>> certificate_of(const Package& package, const TrustList& list) {
  const auto& files = package.files();
  const auto text = files.find(kCertificate_file);
  if (text == files.end()) return std::nullopt;
  const auto json = report::parse_json(text->second);
  const auto* form = json ? json->member("certificate") : nullptr;
  if (form == nullptr || form->text != kForm)
    return wrong(
        ASSAY_TEXT("the certificate of the package cannot be read: check the plugin again "
                   "with 'assay plugin check --certificate', or leave it out"));
  if (text_of(*json, "sha256") != to_hex(package.info().binary_digest))
    return wrong(
        ASSAY_TEXT("the certificate is of another build of the plugin: check this one "
                   "with 'assay plugin check --certificate', or leave it out"));
  Certificate found{.kit = text_of(*json, "kit"),
                    .date = text_of(*json, "date"),
                    .passed = count_of(*json, "passed"),
                    .not_applicable = count_of(*json, "not_applicable")};
  const auto signature = files.find(kCertificate_signature_file);
  ASSAY_TRY(
      found.signature,
      check_signature(signature == files.end() ? std::nullopt : std::optional(signature->second),
                      text->second, list));
  return found;
}

}  // namespace assay::package
