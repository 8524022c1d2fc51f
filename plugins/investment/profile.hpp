#pragma once
// The norms of one profile in force on a day, joined with the parameters of a scheme. Values.

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "assay/sdk/norms.hpp"
#include "fields.hpp"

namespace investment {

// The rates a score can be made of; the names stand in data/norms.csv as <profile>.points.<name>.
enum class Item { Completion, Arrival, Performance, Starts, SigningCount, SigningAmount, Fdi };
inline constexpr std::array<std::string_view, 7> kItems = {
    "completion", "arrival", "performance", "starts", "signing_count", "signing_amount", "fdi"};

// What is counted instead of a rate: projects short of their targets, activities, what deducts.
enum class Counted { Bands, Activities, Penalties };
inline constexpr std::array<std::string_view, 3> kCounted = {"bands", "activities", "penalties"};

enum class ZeroTarget { Refuse, Met, Cap };
enum class NotApplicable { Absent, Reshare };

// What the parameters say, checked as far as they can be without norms.
struct Settings {
  std::string profile;
  Item metric = Item::Completion;
  Item gate_metric = Item::Completion;
  std::optional<sdk::Ratio> gate, cap, worst, best;
  std::optional<sdk::Decimal> points, equal;
  ZeroTarget zero_target = ZeroTarget::Refuse;
  NotApplicable not_applicable = NotApplicable::Absent;
};

// 功效系数法: base at the worst rate, base + span at the best, in per cent of the points.
struct Efficacy {
  sdk::Ratio worst, best;
  sdk::Decimal base, span;
  std::optional<sdk::Decimal> equal;  // where worst is best
};

// Nothing below the target, `base` at it, and `each` for every whole step beyond, up to the points.
struct Ladder {
  sdk::Decimal base, each;
  sdk::Ratio step;
};

struct Count {
  Counted what;
  std::array<sdk::Decimal, 3> each;  // points
};

// What is scored and capped together.
struct Block {
  struct Part {
    Item item;
    sdk::Decimal share;  // of the points, in any unit
  };
  std::vector<Part> parts;  // empty with `count`
  std::optional<Count> count;
  sdk::Decimal points;  // full marks
  std::optional<sdk::Ratio> item_cap, score_cap;
};

struct Profile {
  std::vector<Block> blocks;  // at least one; one only with efficacy and ladder
  sdk::Decimal points;        // full marks
  std::optional<Efficacy> efficacy;
  std::optional<Ladder> ladder;
  std::optional<sdk::Ratio> gate;
  sdk::Ratio award;  // completion that opens single-item awards
};

// Both throw ConfigError.
[[nodiscard]] Settings read_settings(const Declared& declared, const sdk::Config& config);
[[nodiscard]] Profile profile_on(sdk::Day day, const Settings& settings, const sdk::Norms& norms);

}  // namespace investment
