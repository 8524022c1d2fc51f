#pragma once
// The words for people behind the codes of a run. A code without a word stands for itself.

#include <string_view>

#include "base/message.hpp"
#include "model/run.hpp"

namespace assay::report {

// A step of Run::steps: "leaves", "nodes" …
[[nodiscard]] Message step_word(std::string_view code);

// What a term is that is no leaf: its kind, and the event behind it.
[[nodiscard]] Message term_word(const model::Term& term);

// Why a leaf gave nothing, by the missing-data policy that was applied: "reshare".
[[nodiscard]] Message left_out_word(std::string_view policy);

}  // namespace assay::report
