#include "report/words.hpp"

#include <array>
#include <span>
#include <utility>

namespace assay::report {

namespace {

using Word = std::pair<std::string_view, const char*>;  // code, catalogue text

constexpr std::array<Word, 14> kSteps = {{
    {"leaves", ASSAY_TEXT("items scored")},
    {"nodes", ASSAY_TEXT("items summed up")},
    {"node_bonuses", ASSAY_TEXT("bonuses of items")},
    {"node_caps", ASSAY_TEXT("caps of items")},
    {"total_cap", ASSAY_TEXT("cap of the total")},
    {"uncapped", ASSAY_TEXT("uncapped items added")},
    {"deductions", ASSAY_TEXT("deductions")},
    {"floor", ASSAY_TEXT("floor of the total")},
    {"rounding", ASSAY_TEXT("rounding")},
    {"eligibility", ASSAY_TEXT("gates and vetoes")},
    {"rank", ASSAY_TEXT("ranks")},
    {"grade", ASSAY_TEXT("grades")},
    {"consequences", ASSAY_TEXT("consequences")},
    {"awards", ASSAY_TEXT("awards")},
}};

constexpr std::array<Word, 7> kTerms = {{
    {"leaf", ASSAY_TEXT("Item")},
    {"bonus", ASSAY_TEXT("Bonus")},
    {"cap", ASSAY_TEXT("Above the cap")},
    {"uncapped", ASSAY_TEXT("Uncapped bonus")},
    {"deduction", ASSAY_TEXT("Deduction")},
    {"floor", ASSAY_TEXT("Raised to the floor")},
    {"rounding", ASSAY_TEXT("Rounding")},
}};

std::string word(std::span<const Word> words, std::string_view code) {
  for (const auto& [known, text] : words)
    if (known == code) return text;
  return std::string(code);
}

}  // namespace

Message step_word(std::string_view code) { return {word(kSteps, code), {}, ""}; }

Message term_word(const model::Term& term) { return {word(kTerms, term.kind), {}, ""}; }

Message left_out_word(std::string_view policy) {
  if (policy == "reshare")
    return {ASSAY_TEXT("no figure: left out, its points shared among the others"), {}, ""};
  return {std::string(policy), {}, ""};
}

}  // namespace assay::report
