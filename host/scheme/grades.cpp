#include "scheme/grades.hpp"

#include <limits>
#include <string>
#include <utility>

#include "scheme/consequences.hpp"

namespace assay::scheme {

namespace {

constexpr Whole kPlaces{1, std::numeric_limits<std::int32_t>::max()};
constexpr auto kLimit_keys = keys({"top", "bottom", "share"});
constexpr auto kRound_key = keys({"round"});
constexpr auto kPlaces_keys = keys({"ties", "vacated"});

void read_quota(const Scope& scope, Fields& fields, model::Quota& into) {
  const auto chosen = fields.choose(kLimit_keys, true);
  if (chosen == "top") fields.take(chosen, into.top, kPlaces);
  if (chosen == "bottom") fields.take(chosen, into.bottom, kPlaces);
  if (chosen == "share") fields.take(chosen, into.share, as_share);

  fields.take("base", into.base, one_of(kQuota_base_words));
  const bool by_qualified =
      into.base == model::QuotaBase::Qualified || into.base == model::QuotaBase::Unqualified;
  if (by_qualified && !scope.has_qualified)
    fields.refuse_key("base", "scheme.no_qualified",
                      {ASSAY_TEXT("who is qualified is not stated: add “qualified: <points>” to "
                                  "the group"),
                       {}});
  fields.take("round", into.rounding, one_of(kQuota_round_words));
  fields.take("ties", into.ties, one_of(kQuota_ties_words));
  fields.take("vacated", into.vacated, one_of(kVacated_words));

  // Settings of places where none are counted would only seem to do something.
  if (!fields.has("share") && !fields.meant("share")) fields.refuse_without(kRound_key, "share");
  const bool meant = fields.meant("top") || fields.meant("bottom") || fields.meant("share");
  if (chosen.empty() && !meant) fields.refuse_without(kPlaces_keys, "top, bottom or share");
}

model::GradeRule read_grade(Scope& scope, Fields grade) {
  model::GradeRule into;
  grade.allow({kGrade_keys, kQuota_keys});
  if (grade.require("grade", into.id, as_id))
    scope.grades.declare(scope.reading, *grade.find("grade"), into.id);
  else
    scope.grades.lost();
  into.name = into.id;
  grade.take("name", into.name, as_text);
  grade.take("at_least", into.at_least, as_decimal);
  read_quota(scope, grade, into.quota);
  return into;
}

void read_eligible(Scope& scope, const Value& value, model::AwardRule& into) {
  Fields fields(scope.reading, value);
  fields.allow({kEligible_keys});
  fields.require("assessment", into.eligible_assessment, scope.assessments.reference());
  fields.require("field", into.eligible_field, as_text);
}

model::AwardRule read_award(Scope& scope, Fields award) {
  model::AwardRule into;
  award.allow({kAward_keys, kQuota_keys});
  if (award.require("award", into.id, as_id))
    scope.awards.declare(scope.reading, *award.find("award"), into.id);
  else
    scope.awards.lost();
  into.name = into.id;
  award.take("name", into.name, as_text);
  if (const auto* value = award.need("by")) into.by = read_metric(scope, *value);
  award.take("at_least", into.at_least, [&](Reading& reading, const Value& value) {
    return as_threshold(reading, value, into.by);
  });
  if (const auto* value = award.find("eligible")) read_eligible(scope, *value, into);
  read_quota(scope, award, into.quota);
  return into;
}

}  // namespace

void read_rank(Scope& scope, const Value& value, model::Group& into) {
  Fields rank(scope.reading, value);
  rank.allow({kRank_keys});
  rank.take("on", into.rank_on, one_of(kRank_on_words));
  rank.take("ties", into.rank_ties, one_of(kRank_ties_words));
  rank.take("tie_breakers", into.tie_breakers, scope.components.references());
}

std::vector<model::GradeRule> read_grades(Scope& scope, const Value& value) {
  std::vector<model::GradeRule> grades;
  const auto list = as_list(scope.reading, value);
  if (!list) {
    scope.grades.lost();
    return grades;
  }
  std::optional<Decimal> lowest;
  for (const auto& element : *list) {
    const Fields grade(scope.reading, element);
    grades.push_back(read_grade(scope, grade));
    // A grade of the last ones stands above the one it is cut from.
    if (grades.back().quota.bottom) continue;
    const auto& at_least = grades.back().at_least;
    if (at_least && lowest && *lowest < *at_least)
      scope.reading.refuse(
          *grade.find("at_least"), "scheme.grade_order",
          {ASSAY_TEXT("{value} lies above the {before} of a grade before it: put the best grade "
                      "first"),
           {{"value", at_least->str()}, {"before", lowest->str()}}});
    else if (at_least)
      lowest = at_least;
  }
  return grades;
}

std::vector<model::AwardRule> read_awards(Scope& scope, const Value& value) {
  std::vector<model::AwardRule> awards;
  const auto list = as_list(scope.reading, value);
  if (!list) {
    scope.awards.lost();
    return awards;
  }
  for (const auto& element : *list)
    awards.push_back(read_award(scope, Fields(scope.reading, element)));
  return awards;
}

}  // namespace assay::scheme
