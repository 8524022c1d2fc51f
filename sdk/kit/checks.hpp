#pragma once
// The checks themselves, one function each, named after their id; and what several of them use.
// What each proves stands in docs/guides/check-a-plugin.md.

#include "kit/session.hpp"

namespace assay::kit {

Check abi_exports(Context& context);
Check abi_imports(Context& context);
Check abi_load(Context& context);
Check abi_descriptor(Context& context);
Check abi_versions(Context& context);
Check abi_reentry(Context& context);
Check abi_evaluate(Context& context);
Check abi_threads(Context& context);
Check abi_files(Context& context);
Check abi_signals(Context& context);
Check abi_directory(Context& context);
Check abi_locale(Context& context);
Check abi_floating(Context& context);
Check abi_environment(Context& context);
Check abi_errors(Context& context);
Check abi_callbacks(Context& context);
Check abi_newer_structs(Context& context);
Check abi_older_structs(Context& context);
Check abi_unknown_flags(Context& context);
Check abi_null_extensions(Context& context);
Check abi_config_invalid(Context& context);
Check abi_config_hostile(Context& context);
Check abi_parameters(Context& context);
Check abi_open_close(Context& context);
Check abi_interleaved(Context& context);

Check data_row_counts(Context& context);
Check data_missing(Context& context);
Check data_whole_columns(Context& context);
Check data_extremes(Context& context);
Check data_outside(Context& context);
Check data_required_missing(Context& context);
Check data_wrong_types(Context& context);
Check data_guards(Context& context);
Check data_read_only(Context& context);
Check data_prefill(Context& context);
Check data_first_row(Context& context);
Check data_tables_empty(Context& context);
Check data_tables_huge(Context& context);
Check data_tables_gaps(Context& context);

Check meaning_ranges(Context& context);
Check meaning_explained(Context& context);
Check meaning_explain_neutral(Context& context);
Check meaning_permutation(Context& context);
Check meaning_chunks(Context& context);
Check meaning_threads(Context& context);
Check meaning_rising(Context& context);
Check meaning_falling(Context& context);
Check meaning_measure_units(Context& context);

Check determinism_repeat(Context& context);
Check determinism_processes(Context& context);
Check determinism_heap(Context& context);
Check determinism_stack(Context& context);
Check determinism_locale(Context& context);
Check determinism_timezone(Context& context);
Check determinism_environment(Context& context);
Check determinism_clock(Context& context);
Check determinism_thread(Context& context);

Check faults_scratch(Context& context);
Check faults_memory(Context& context);
Check faults_cancel(Context& context);
Check faults_ticks(Context& context);
Check faults_time(Context& context);
Check faults_stack(Context& context);
Check faults_recovery(Context& context);

Check package_signature(Context& context);
Check package_manifest(Context& context);
Check golden_cases(Context& context);

// A call over rows within what the plugin declares must end well, or name a row it stops at.
[[nodiscard]] Check ends_well(const Outcome& outcome);

// `work(setup)` for every setup the plugin takes.
template <class Work>
Check for_setups(Context& context, const Work& work) {
  for (const auto& setup : context.setups()) {
    context.at("period " + setup.period + ", parameters " + setup.config);
    ASSAY_CHECK(work(setup));
  }
  return {};
}

// `work()` on a thread of its own with a stack of so many bytes.
void on_thread(std::size_t stack_bytes, const std::function<void()>& work);

}  // namespace assay::kit
