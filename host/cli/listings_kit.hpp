#pragma once
// Renders what the conformance kit found, for people, as JSON and as JUnit XML. Pure.

#include <string>

#include "base/message.hpp"
#include "kit/kit.hpp"

namespace assay::cli {

struct KitListing {
  const kit::Report& report;
  std::string named;  // the plugin, as the command line named it
};

[[nodiscard]] std::string kit_text(const KitListing& listing, const Translate& translate);
[[nodiscard]] std::string kit_json(const KitListing& listing);
// In English, as the programs that read it have no language.
[[nodiscard]] std::string kit_junit(const kit::Report& report);
[[nodiscard]] std::string kit_result_text(const kit::CheckResult& result,
                                          const Translate& translate);

// What a certificate states beside the report.
struct CertificateFacts {
  std::string host;  // system and machine
  std::string date;  // YYYY-MM-DD
};
// Which checks this binary passed, as JSON (docs/formats/certificate.md).
[[nodiscard]] std::string kit_certificate(const kit::Report& report, const CertificateFacts& facts);

[[nodiscard]] std::string kit_list_text(const Translate& translate);
[[nodiscard]] std::string kit_list_json();

}  // namespace assay::cli
