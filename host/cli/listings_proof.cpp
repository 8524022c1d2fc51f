#include "cli/listings_proof.hpp"

#include <utility>
#include <vector>

#include "cli/journal_parts.hpp"

namespace assay::cli {

using report::JsonWriter;

std::string consistency_text(const pipeline::ConsistencyReport& report,
                             const Translate& translate) {
  auto text =
      line(translate,
           {ASSAY_TEXT("the journal of {now} entries begins with the {earlier} entries of the "
                       "checkpoint, unchanged"),
            {{"now", std::to_string(report.now.size)},
             {"earlier", std::to_string(report.earlier.head.size)}}});
  if (!report.is_signed)
    text += line(translate, {ASSAY_TEXT("the signature was not checked: give --key for that"), {}});
  return text;
}

std::string consistency_json(const pipeline::ConsistencyReport& report) {
  JsonWriter json;
  json.object([&] {
    json.text("log", report.earlier.origin);
    write_head(json, "earlier", report.earlier.head);
    write_head(json, "now", report.now);
    json.key("signature_checked");
    json.boolean(report.is_signed);
  });
  return json.finish();
}

std::string checked_text(const pipeline::CheckedProof& checked, const std::string& key_name,
                         const Translate& translate) {
  const std::vector<std::pair<std::string, std::string>> places{
      {"log", key_name},
      {"size", std::to_string(checked.head.size)},
      {"earlier", std::to_string(checked.earlier ? checked.earlier->size : 0)}};
  if (checked.earlier)
    return line(translate, {ASSAY_TEXT("proved: the journal {log} of {size} entries begins with "
                                       "the {earlier} entries signed before, unchanged"),
                            places});
  auto entries = checked.entries;
  for (auto& entry : entries)
    std::erase_if(entry.edits, [&](const store::JournalEdit& edit) {
      return !checked.unit.empty() && !edit.unit.empty() && edit.unit != checked.unit;
    });
  return entry_table(entries, translate) +
         line(translate, {ASSAY_TEXT("proved: these entries stand in the journal {log}, as it was "
                                     "signed with {size} entries"),
                          places});
}

std::string checked_json(const pipeline::CheckedProof& checked, const std::string& key_name) {
  JsonWriter json;
  json.object([&] {
    json.text("log", key_name);
    write_head(json, "head", checked.head);
    if (checked.earlier)
      write_head(json, "earlier", *checked.earlier);
    else
      json.null("earlier");
    json.array("entries", [&] {
      for (const auto& entry : checked.entries) json.object([&] { write_entry(json, entry); });
    });
  });
  return json.finish();
}

}  // namespace assay::cli
