#pragma once
// Every word that stands for a choice in a scheme text. docs/formats/scheme.schema.json lists the
// same words; a test compares them.

#include <string_view>

#include "model/scheme.hpp"

namespace assay::scheme {

template <class T>
struct Word {
  std::string_view word;
  T value;
};

inline constexpr Word<Rounding> kRounding_words[] = {{"half-away", Rounding::HalfAwayFromZero},
                                                     {"half-even", Rounding::HalfEven}};
inline constexpr Word<model::State> kState_words[] = {{"confirmed", model::State::Confirmed},
                                                      {"reviewed", model::State::Reviewed},
                                                      {"reported", model::State::Reported}};
inline constexpr Word<model::Layer> kLayer_words[] = {{"actual", model::Layer::Actual},
                                                      {"required", model::Layer::Required},
                                                      {"stretch", model::Layer::Stretch},
                                                      {"upper", model::Layer::Upper},
                                                      {"baseline", model::Layer::Baseline}};
inline constexpr Word<model::RankOn> kRank_on_words[] = {{"published", model::RankOn::Published},
                                                         {"total", model::RankOn::Total}};
inline constexpr Word<model::RankTies> kRank_ties_words[] = {
    {"competition", model::RankTies::Competition}, {"dense", model::RankTies::Dense}};

inline constexpr Word<model::LowerForm> kLower_words[] = {{"inverse", model::LowerForm::Inverse},
                                                          {"mirror", model::LowerForm::Mirror}};
inline constexpr Word<model::ZeroTarget> kZero_target_words[] = {
    {"refuse", model::ZeroTarget::Refuse},
    {"full", model::ZeroTarget::Full},
    {"zero", model::ZeroTarget::Zero},
    {"met-if-zero", model::ZeroTarget::MetIfZero}};
inline constexpr Word<model::TargetChoice> kTarget_words[] = {
    {"required", model::TargetChoice::Required}, {"harder", model::TargetChoice::Harder}};
inline constexpr Word<bool> kPace_words[] = {{"none", false}, {"linear", true}};
inline constexpr Word<bool> kSteps_of_words[] = {{"value", false}, {"attainment", true}};
inline constexpr Word<bool> kEvidence_words[] = {{"none", false}, {"required", true}};
inline constexpr Word<model::Bound::Kind> kBound_words[] = {
    {"required", model::Bound::Kind::Required},
    {"stretch", model::Bound::Kind::Stretch},
    {"upper", model::Bound::Kind::Upper},
    {"baseline", model::Bound::Kind::Baseline}};
inline constexpr Word<model::Bound::Kind> kGroup_bound_words[] = {
    {"required", model::Bound::Kind::Required},  {"stretch", model::Bound::Kind::Stretch},
    {"upper", model::Bound::Kind::Upper},        {"baseline", model::Bound::Kind::Baseline},
    {"group-min", model::Bound::Kind::GroupMin}, {"group-max", model::Bound::Kind::GroupMax}};
inline constexpr Word<model::Missing::Policy> kMissing_words[] = {
    {"fail", model::Missing::Policy::Fail},
    {"zero", model::Missing::Policy::Zero},
    {"reshare", model::Missing::Policy::Reshare},
    {"last-period", model::Missing::Policy::LastPeriod}};

inline constexpr Word<model::EventKind> kEvent_kind_words[] = {
    {"bonus", model::EventKind::Bonus},
    {"sanction", model::EventKind::Sanction},
    {"veto", model::EventKind::Veto},
    {"falsification", model::EventKind::Falsification},
    {"award", model::EventKind::Award}};
inline constexpr Word<model::Gate::IfMissing> kGate_missing_words[] = {
    {"fail", model::Gate::IfMissing::Fail},
    {"pass", model::Gate::IfMissing::Pass},
    {"bar", model::Gate::IfMissing::Bar}};
inline constexpr Word<model::QuotaBase> kQuota_base_words[] = {
    {"all", model::QuotaBase::All},
    {"eligible", model::QuotaBase::Eligible},
    {"qualified", model::QuotaBase::Qualified},
    {"unqualified", model::QuotaBase::Unqualified}};
inline constexpr Word<model::QuotaRounding> kQuota_round_words[] = {
    {"down", model::QuotaRounding::Down},
    {"nearest", model::QuotaRounding::Nearest},
    {"up", model::QuotaRounding::Up}};
inline constexpr Word<model::QuotaTies> kQuota_ties_words[] = {
    {"include", model::QuotaTies::Include},
    {"exclude", model::QuotaTies::Exclude},
    {"cut", model::QuotaTies::Cut}};
inline constexpr Word<model::Vacated> kVacated_words[] = {{"next", model::Vacated::Next},
                                                          {"empty", model::Vacated::Empty}};

}  // namespace assay::scheme
