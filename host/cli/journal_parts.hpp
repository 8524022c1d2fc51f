#pragma once
// Pieces of the listings of journal entries, shared by what renders them. Pure.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "audit/checkpoint.hpp"
#include "base/message.hpp"
#include "report/json_writer.hpp"
#include "store/journal.hpp"

namespace assay::cli {

// "stretch"; the code of a layer in JSON.
[[nodiscard]] std::string_view layer_name(model::Layer layer);
// What a layer or another field of an edit is called; itself where it has no name.
[[nodiscard]] Message field_word(std::string_view field);
// Whether the field's values are figures, which are JSON numbers.
[[nodiscard]] bool is_figure(std::string_view field);
// A dash for nothing.
[[nodiscard]] std::string shown(const std::optional<std::string>& value);

[[nodiscard]] std::string entry_table(std::span<const store::JournalEntry> entries,
                                      const Translate& translate);
// The message and a line end.
[[nodiscard]] std::string line(const Translate& translate, const Message& message);

void write_value(report::JsonWriter& json, const char* name,
                 const std::optional<std::string>& value, bool as_figure);
// Time, actor, action, detail, reason and request.
void write_cause(report::JsonWriter& json, const store::Cause& cause);
void write_edits(report::JsonWriter& json, std::string_view name,
                 const std::vector<store::JournalEdit>& edits, bool of_figures);
// The members of an entry.
void write_entry(report::JsonWriter& json, const store::JournalEntry& entry);
void write_head(report::JsonWriter& json, const char* name, const audit::TreeHead& head);

}  // namespace assay::cli
