#pragma once
// Every key a scheme text may have, by the block it stands in. docs/formats/scheme.schema.json
// lists the same keys under the same block names; a test compares them.

#include <array>
#include <span>
#include <string_view>

namespace assay::scheme {

using Keys = std::span<const std::string_view>;

template <std::size_t N>
consteval std::array<std::string_view, N> keys(const char* const (&names)[N]) {
  std::array<std::string_view, N> list{};
  for (std::size_t i = 0; i < N; ++i) list[i] = names[i];
  return list;
}

inline constexpr auto kScheme_keys =
    keys({"scheme", "version", "title", "series", "period", "published_decimals", "rounding",
          "figures", "left_out", "assessments", "groups"});
inline constexpr auto kUse_keys =
    keys({"id", "plugin", "imported", "version", "inputs", "parameters"});
inline constexpr auto kInput_keys = keys({"indicator", "layer"});

inline constexpr auto kGroup_keys =
    keys({"group", "name", "units", "points", "total_cap", "total_floor", "qualified", "rank",
          "components", "events", "gates", "grades", "awards"});
inline constexpr auto kUnits_keys = keys({"type", "tag", "list"});
inline constexpr auto kRank_keys = keys({"on", "ties", "tie_breakers"});

// Components: those of a node are kItem_keys and kNode_keys, those of a leaf kItem_keys, kLeaf_keys
// and the keys of its rule.
inline constexpr auto kItem_keys = keys({"id", "name", "points", "weight", "cap", "uncapped"});
inline constexpr auto kNode_keys = keys({"components"});
inline constexpr auto kLeaf_keys = keys({"rule", "missing"});
// How a rate of attainment is taken; also in steps and metrics.
inline constexpr auto kRate_keys = keys({"lower", "tolerance", "zero_target", "target", "pace"});
inline constexpr auto kAttainment_keys = keys({"indicator", "cap", "floor", "stretch_bonus"});
inline constexpr auto kLinear_keys = keys({"indicator", "from", "to"});
inline constexpr auto kSteps_keys = keys({"indicator", "of", "steps", "otherwise"});
inline constexpr auto kStep_keys = keys({"at_least", "at_most", "points"});
inline constexpr auto kEfficacy_keys =
    keys({"indicator", "worst", "best", "base", "span", "equal"});
inline constexpr auto kDeduct_keys = keys({"indicator", "each", "floor"});
inline constexpr auto kYes_no_keys = keys({"indicator", "evidence"});
inline constexpr auto kDirect_keys = keys({"indicator", "full"});
inline constexpr auto kAssessment_keys = keys({"assessment", "field", "full", "full_field"});
inline constexpr auto kMissing_keys = keys({"floor"});

inline constexpr auto kEvent_keys = keys({"kind", "subject", "component", "points", "each_cap",
                                          "sum_cap", "uncapped", "owner", "consequence"});
inline constexpr auto kGate_keys =
    keys({"id", "name", "metric", "at_least", "missing", "consequence"});
// Metrics also take kRate_keys.
inline constexpr auto kMetric_keys =
    keys({"attainment", "assessment", "field", "component", "total"});
inline constexpr auto kConsequence_keys = keys({"force", "ceiling", "bars", "money", "personnel"});
inline constexpr auto kQuota_keys =
    keys({"top", "bottom", "share", "base", "round", "ties", "vacated"});
inline constexpr auto kGrade_keys = keys({"grade", "name", "at_least"});
inline constexpr auto kAward_keys = keys({"award", "name", "by", "at_least", "eligible"});
inline constexpr auto kEligible_keys = keys({"assessment", "field"});

}  // namespace assay::scheme
