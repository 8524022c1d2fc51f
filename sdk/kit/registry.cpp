#include "kit/registry.hpp"

#include <algorithm>
#include <array>

#include "kit/checks.hpp"

namespace assay::kit {

namespace {

// Ids and order are fixed; tests/kit plants a bug for every line.
constexpr auto kChecks = std::to_array<CheckEntry>({
    {"abi.exports", ASSAY_TEXT("exports assay_plugin_entry and nothing else"), Needs::Nothing,
     abi_exports},
    {"abi.imports", ASSAY_TEXT("uses no network, program, loader, thread or clock"), Needs::Nothing,
     abi_imports},
    {"abi.load", ASSAY_TEXT("loads with all symbols within 100 ms"), Needs::Nothing, abi_load},
    {"abi.descriptor", ASSAY_TEXT("describes itself by the rules, as the host reads them"),
     Needs::Loaded, abi_descriptor},
    {"abi.versions", ASSAY_TEXT("refuses hosts of other ABI versions"), Needs::Described,
     abi_versions},
    {"abi.reentry", ASSAY_TEXT("describes itself the same each time"), Needs::Described,
     abi_reentry},
    {"abi.evaluate", ASSAY_TEXT("assesses rows with its own parameters"), Needs::Described,
     abi_evaluate},
    {"abi.threads", ASSAY_TEXT("leaves no thread behind"), Needs::Fresh, abi_threads},
    {"abi.files", ASSAY_TEXT("leaves no file open"), Needs::Fresh, abi_files},
    {"abi.signals", ASSAY_TEXT("leaves signals and timers alone"), Needs::Fresh, abi_signals},
    {"abi.directory", ASSAY_TEXT("leaves the working directory and umask alone"), Needs::Fresh,
     abi_directory},
    {"abi.locale", ASSAY_TEXT("leaves the locale alone"), Needs::Fresh, abi_locale},
    {"abi.floating", ASSAY_TEXT("leaves the floating-point mode alone"), Needs::Fresh,
     abi_floating},
    {"abi.environment", ASSAY_TEXT("leaves the environment alone"), Needs::Fresh, abi_environment},
    {"abi.interleaved", ASSAY_TEXT("keeps instances apart"), Needs::Working, abi_interleaved},
    {"abi.errors", ASSAY_TEXT("fills errors by the rules: one line of UTF-8 in its room"),
     Needs::Working, abi_errors},
    {"abi.callbacks", ASSAY_TEXT("calls the host by the rules"), Needs::Working, abi_callbacks},
    {"abi.newer_structs", ASSAY_TEXT("works with the longer structs of a newer host"),
     Needs::Working, abi_newer_structs},
    {"abi.older_structs", ASSAY_TEXT("refuses structs that lack what it needs"), Needs::Working,
     abi_older_structs},
    {"abi.unknown_flags", ASSAY_TEXT("refuses flags it does not know"), Needs::Working,
     abi_unknown_flags},
    {"abi.null_extensions", ASSAY_TEXT("survives a host without extensions"), Needs::Working,
     abi_null_extensions},
    {"abi.config_invalid", ASSAY_TEXT("refuses parameters that are no JSON object"), Needs::Working,
     abi_config_invalid},
    {"abi.config_hostile", ASSAY_TEXT("survives empty, huge, deep and random parameters"),
     Needs::Working, abi_config_hostile},
    {"abi.parameters", ASSAY_TEXT("takes a standard value like no value"), Needs::Working,
     abi_parameters},
    {"abi.open_close", ASSAY_TEXT("leaves no memory behind when closed"), Needs::Working,
     abi_open_close},

    {"determinism.repeat", ASSAY_TEXT("gives the same bytes when asked again"), Needs::Working,
     determinism_repeat},
    {"determinism.processes", ASSAY_TEXT("gives the same bytes in every process"), Needs::Working,
     determinism_processes},
    {"determinism.heap", ASSAY_TEXT("does not read memory it has not written"), Needs::Working,
     determinism_heap},
    {"determinism.stack", ASSAY_TEXT("does not read variables it has not set"), Needs::Working,
     determinism_stack},
    {"determinism.locale", ASSAY_TEXT("does not depend on the locale"), Needs::Working,
     determinism_locale},
    {"determinism.timezone", ASSAY_TEXT("does not depend on the time zone"), Needs::Working,
     determinism_timezone},
    {"determinism.environment", ASSAY_TEXT("does not depend on the environment"), Needs::Working,
     determinism_environment},
    {"determinism.clock", ASSAY_TEXT("does not depend on the clock"), Needs::Working,
     determinism_clock},
    {"determinism.thread", ASSAY_TEXT("does not depend on the thread"), Needs::Working,
     determinism_thread},

    {"data.row_counts", ASSAY_TEXT("takes any number of rows"), Needs::Working, data_row_counts},
    {"data.missing", ASSAY_TEXT("takes rows without optional figures"), Needs::Working,
     data_missing},
    {"data.whole_columns", ASSAY_TEXT("takes columns without a bitmap"), Needs::Working,
     data_whole_columns},
    {"data.extremes", ASSAY_TEXT("takes figures at the ends of their ranges"), Needs::Working,
     data_extremes},
    {"data.outside", ASSAY_TEXT("survives figures outside their ranges"), Needs::Working,
     data_outside},
    {"data.required_missing", ASSAY_TEXT("gives no answer without a required figure"),
     Needs::Working, data_required_missing},
    {"data.wrong_types", ASSAY_TEXT("refuses columns it did not declare"), Needs::Working,
     data_wrong_types},
    {"data.guards", ASSAY_TEXT("stays within every column and table"), Needs::Working, data_guards},
    {"data.read_only", ASSAY_TEXT("writes to nothing but outputs"), Needs::Working, data_read_only},
    {"data.prefill", ASSAY_TEXT("leaves outputs it does not give untouched"), Needs::Working,
     data_prefill},
    {"data.first_row", ASSAY_TEXT("takes pieces of a larger job"), Needs::Working, data_first_row},
    {"data.tables_empty", ASSAY_TEXT("takes units without dataset rows"), Needs::Working,
     data_tables_empty},
    {"data.tables_huge", ASSAY_TEXT("takes units with very many dataset rows"), Needs::Working,
     data_tables_huge},
    {"data.tables_gaps", ASSAY_TEXT("takes dataset rows without optional columns"), Needs::Working,
     data_tables_gaps},

    {"meaning.ranges", ASSAY_TEXT("keeps outputs within their declared ranges"), Needs::Working,
     meaning_ranges},
    {"meaning.explained", ASSAY_TEXT("gives a reason for every output"), Needs::Working,
     meaning_explained},
    {"meaning.explain_neutral", ASSAY_TEXT("gives the same outputs without reasons"),
     Needs::Working, meaning_explain_neutral},
    {"meaning.permutation", ASSAY_TEXT("does not depend on the order of rows"), Needs::Working,
     meaning_permutation},
    {"meaning.chunks", ASSAY_TEXT("does not depend on which rows come together"), Needs::Working,
     meaning_chunks},
    {"meaning.threads", ASSAY_TEXT("works in several threads at a time"), Needs::Working,
     meaning_threads},
    {"meaning.rising", ASSAY_TEXT("never lowers the score when a rising input grows"),
     Needs::Working, meaning_rising},
    {"meaning.falling", ASSAY_TEXT("never raises the score when a falling input grows"),
     Needs::Working, meaning_falling},
    {"meaning.measure_units", ASSAY_TEXT("measures what belongs together in the same unit"),
     Needs::Described, meaning_measure_units},

    {"faults.scratch", ASSAY_TEXT("tells when the host has no scratch memory left"), Needs::Working,
     faults_scratch},
    {"faults.memory", ASSAY_TEXT("tells when memory is used up"), Needs::Working, faults_memory},
    {"faults.cancel", ASSAY_TEXT("stops within 100 ms when asked to"), Needs::Working,
     faults_cancel},
    {"faults.ticks", ASSAY_TEXT("gives a sign of life every second"), Needs::Working, faults_ticks},
    {"faults.time", ASSAY_TEXT("comes to an end"), Needs::Working, faults_time},
    {"faults.stack", ASSAY_TEXT("works with a stack of 256 KiB"), Needs::Working, faults_stack},
    {"faults.recovery", ASSAY_TEXT("works as before after a call that failed"), Needs::Working,
     faults_recovery},

    {"package.signature", ASSAY_TEXT("bears a signature that holds"), Needs::Nothing,
     package_signature},
    {"package.manifest", ASSAY_TEXT("is what its manifest says"), Needs::Described,
     package_manifest},
    {"golden.cases", ASSAY_TEXT("comes to what its golden cases say"), Needs::Working,
     golden_cases},
});

}  // namespace

std::span<const CheckEntry> registry() { return kChecks; }

const CheckEntry* find_check(std::string_view id) {
  const auto* at = std::ranges::find(kChecks, id, &CheckEntry::id);
  return at == kChecks.end() ? nullptr : at;
}

std::vector<CheckName> check_names() {
  std::vector<CheckName> names;
  names.reserve(kChecks.size());
  for (const auto& check : kChecks) names.push_back({check.id, {check.title, {}, ""}});
  return names;
}

std::vector<std::pair<std::string_view, Message>> group_names() {
  return {{"abi", {ASSAY_TEXT("rules of the interface"), {}, ""}},
          {"determinism", {ASSAY_TEXT("same input, same bytes"), {}, ""}},
          {"data", {ASSAY_TEXT("data of every shape"), {}, ""}},
          {"meaning", {ASSAY_TEXT("meaning of the answers"), {}, ""}},
          {"faults", {ASSAY_TEXT("when things fail"), {}, ""}},
          {"package", {ASSAY_TEXT("package"), {}, ""}},
          {"golden", {ASSAY_TEXT("worked out by hand"), {}, ""}}};
}

}  // namespace assay::kit
