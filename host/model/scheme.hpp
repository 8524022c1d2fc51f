#pragma once
// The dated rules of one composite, as read from a scheme text: assessments used, and per group a
// tree of components, events, gates, grades and awards. Plain values; docs/formats/scheme.md is
// the text form. A Scheme that `scheme::parse` returned is consistent (ids unique and resolved,
// weights positive in sum, points add up), so `score` need not check it again.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/digest.hpp"
#include "base/ratio.hpp"
#include "model/records.hpp"
#include "model/snapshot.hpp"

namespace assay::model {

// A figure that a rule interpolates between or divides by.
struct Bound {
  enum class Kind : std::uint8_t { Fixed, Required, Stretch, Upper, Baseline, GroupMin, GroupMax };
  Kind kind = Kind::Fixed;
  Decimal fixed;  // Kind::Fixed only

  bool operator==(const Bound&) const = default;
};

// What happens where a rule divides by a target of zero.
enum class ZeroTarget : std::uint8_t { Refuse, Full, Zero, MetIfZero };
// Attainment of lower-is-better indicators: Inverse t/a, Mirror 2 − a/t.
enum class LowerForm : std::uint8_t { Unset, Inverse, Mirror };
// The target in force: the unit's required one, or the harder of it and the upper level's
// (就高不就低).
enum class TargetChoice : std::uint8_t { Required, Harder };

// 完成率: points · clamp(rate, floor, cap); past the required target, up to `stretch_bonus` more
// points, linear up to the stretch target.
struct AttainmentRule {
  std::string indicator;
  Ratio cap = Ratio::from_integer(1);
  Ratio floor;  // rates below count as this
  std::optional<Decimal> stretch_bonus;
  LowerForm lower = LowerForm::Unset;
  std::optional<Decimal> tolerance;  // direction target: 1 − |a−t|/tolerance
  ZeroTarget zero_target = ZeroTarget::Refuse;
  TargetChoice target = TargetChoice::Required;
  bool pace_linear = false;  // the year's target pro rata for a part of it, by months

  bool operator==(const AttainmentRule&) const = default;
};

// points · (x − from)/(to − from), clamped to 0…points; from may be above to (lower is better).
struct LinearRule {
  std::string indicator;
  Bound from;
  Bound to;

  bool operator==(const LinearRule&) const = default;
};

// 分段: the points of the first step (best first) whose bound the value or its rate reaches.
struct StepsRule {
  struct Step {
    Ratio bound;  // a figure, or a rate when of_attainment
    Decimal points;

    bool operator==(const Step&) const = default;
  };
  std::string indicator;
  bool of_attainment = false;
  bool at_most = false;     // bounds are upper ones (≤, ascending) instead of lower (≥, descending)
  std::vector<Step> steps;  // in the order of the text, which parse requires to be monotone
  Decimal otherwise;        // no step reached
  AttainmentRule attainment;  // how the rate is taken when of_attainment

  bool operator==(const StepsRule&) const = default;
};

// 功效系数法: points · clamp(base + span·(x−worst)/(best−worst), 0, 100)/100.
struct EfficacyRule {
  std::string indicator;
  Bound worst;
  Bound best;
  Decimal base = Decimal::from_integer(60);
  Decimal span = Decimal::from_integer(40);
  std::optional<Decimal> equal;  // coefficient (0–100) when best = worst; absent = incomplete

  bool operator==(const EfficacyRule&) const = default;
};

// points − each · occurrences, not below `floor`.
struct DeductRule {
  std::string indicator;
  Decimal each;
  Decimal floor;

  bool operator==(const DeductRule&) const = default;
};

// Full points for 1, none for 0; any other figure is incomplete.
struct YesNoRule {
  std::string indicator;
  bool evidence_required = false;  // the observation must name its source

  bool operator==(const YesNoRule&) const = default;
};

// An already assessed score, converted 折算 from its full marks: points · v / full.
struct DirectRule {
  std::string indicator;
  Decimal full;

  bool operator==(const DirectRule&) const = default;
};

// A field of a special assessment, converted from its full marks.
struct AssessmentRule {
  std::string assessment;  // id in Scheme::assessments
  std::string field = "score";
  std::optional<Decimal> full;  // fixed full marks
  std::string full_field;       // or the field that holds them; neither = the row's own `full`

  bool operator==(const AssessmentRule&) const = default;
};

using Rule = std::variant<AttainmentRule, LinearRule, StepsRule, EfficacyRule, DeductRule,
                          YesNoRule, DirectRule, AssessmentRule>;

struct Missing {
  enum class Policy : std::uint8_t { Fail, Zero, Floor, Reshare, LastPeriod };
  Policy policy = Policy::Fail;
  Decimal floor;  // points, Policy::Floor only
};

struct Component {
  std::string id;    // unique within its group
  std::string name;  // for people; defaults to id
  Decimal points;    // full marks 分值. Children of a weighted node carry the node's points
  std::optional<Ratio> weight;  // set on every child of a weighted node, on none otherwise
  std::optional<Decimal> cap;   // node cap, after bonuses
  bool uncapped = false;        // an X item: added after the total cap (first level only)
  std::optional<Rule> rule;     // leaf, or
  std::vector<Component> children;
  Missing missing;  // leaf
};

// Five independent tracks; what a gate, veto or other event brings about.
struct Consequence {
  std::optional<std::string> force;    // forced grade id
  std::optional<std::string> ceiling;  // best grade id still open
  std::vector<std::string> bars;       // award ids
  std::optional<Ratio> money;          // share of the bonus withheld, 0–1
  std::vector<std::string> personnel;  // measures, free text

  [[nodiscard]] bool empty() const {
    return !force && !ceiling && bars.empty() && !money && personnel.empty();
  }
};

// What an event of a kind (and subject) does here. An event takes the first rule that fits it.
struct EventRule {
  EventKind kind = EventKind::Bonus;
  std::string subject;              // "" = any
  std::string component;            // where its points go; "" = the total
  std::optional<Decimal> points;    // fixed; absent = the event's own (if any)
  std::optional<Decimal> each_cap;  // most points one event may give (absolute value)
  std::optional<Decimal> sum_cap;   // most points this rule may give a unit (absolute value)
  bool uncapped = false;            // bonus added after the total cap (X item)
  std::string owner;                // "" or the only decided_by that counts (X44)
  Consequence consequence;
};

// A metric compared unrounded.
struct Metric {
  enum class Kind : std::uint8_t { Attainment, Assessment, Component, Total };
  Kind kind = Kind::Attainment;
  AttainmentRule attainment;  // rate without cap or floor
  std::string assessment;     // Kind::Assessment
  std::string field;          // Kind::Assessment
  std::string component;      // Kind::Component: points ÷ full marks
};

struct Gate {
  enum class IfMissing : std::uint8_t { Fail, Pass, Bar };
  std::string id;
  std::string name;
  Metric metric;
  Ratio at_least;
  IfMissing missing = IfMissing::Fail;
  Consequence consequence;  // where the metric lies below at_least
};

enum class RankOn : std::uint8_t { Published, Total };
enum class RankTies : std::uint8_t { Competition, Dense };  // 1 1 3 or 1 1 2
enum class QuotaBase : std::uint8_t { All, Eligible, Qualified, Unqualified };
enum class QuotaRounding : std::uint8_t { Down, Nearest, Up };
enum class QuotaTies : std::uint8_t {
  Include,
  Exclude,
  Cut
};  // all tied, none tied, tie-breakers then unit code
enum class Vacated : std::uint8_t { Next, Empty };

// How many places: the first or last N, or a share of the base; nothing = no limit.
struct Quota {
  std::optional<std::uint32_t> top;
  std::optional<std::uint32_t> bottom;
  std::optional<Ratio> share;  // of the base, from the top
  QuotaBase base = QuotaBase::All;
  QuotaRounding rounding = QuotaRounding::Down;  // of share × base
  QuotaTies ties = QuotaTies::Include;
  Vacated vacated = Vacated::Next;

  [[nodiscard]] bool limited() const { return top || bottom || share; }
};

// Grades stand best first; a unit takes the first it reaches. The last needs no condition.
struct GradeRule {
  std::string id;
  std::string name;
  std::optional<Decimal> at_least;  // of the figure ranks are taken on
  Quota quota;
};

struct AwardRule {
  std::string id;
  std::string name;
  Metric by;                        // ordered by it, highest first
  std::optional<Ratio> at_least;    // completed: the metric reaches this
  std::string eligible_assessment;  // flag field that must be true; "" = none
  std::string eligible_field;
  Quota quota;
};

// Which units belong to a group: exactly one way is set.
struct Selection {
  std::string type;
  std::string tag;
  std::vector<std::string> units;
};

struct Group {
  std::string id;
  std::string name;
  Selection selection;
  Component root;  // id "total"; points = full marks of the total
  std::optional<Decimal> total_cap;
  Decimal total_floor;    // after deductions, default 0
  bool has_floor = true;  // `floor: none` lets totals fall below zero
  std::vector<EventRule> events;
  std::vector<Gate> gates;
  RankOn rank_on = RankOn::Published;
  RankTies rank_ties = RankTies::Competition;
  std::vector<std::string> tie_breakers;  // component ids, more points first
  std::optional<Decimal> qualified;       // 达标 from this figure on
  std::vector<GradeRule> grades;
  std::vector<AwardRule> awards;
};

// Where a plugin's input column comes from.
struct InputSource {
  std::string indicator;
  Layer layer = Layer::Actual;
};

// A special assessment a scheme uses.
struct AssessmentUse {
  std::string id;
  std::string plugin;   // plugin id; "" = imported by assessments.csv
  std::string version;  // "" = the one found
  std::map<std::string, InputSource>
      inputs;  // plugin field → source; absent = indicator of that code
  std::map<std::string, std::string> parameters;  // given to the plugin as a JSON object
};

struct Scheme {
  std::string id;
  std::uint32_t version = 0;
  std::string title;
  std::string series;
  std::optional<Period> period;
  int published_decimals = 2;
  Rounding rounding = Rounding::HalfAwayFromZero;
  State figures = State::Confirmed;  // least state of an observation or event that counts
  std::vector<AssessmentUse> assessments;
  std::vector<Group> groups;
  std::vector<std::string> left_out;  // units that are in no group on purpose
  std::string text;                   // as read
  Digest digest{};                    // of `text`
};

}  // namespace assay::model
