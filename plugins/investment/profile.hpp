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
enum class Item { Completion, Arrival, Performance, Starts, SigningCount, SigningAmount };
inline constexpr std::array<std::string_view, 6> kItems = {
    "completion", "arrival", "performance", "starts", "signing_count", "signing_amount"};

enum class ZeroTarget { Refuse, Met, Cap };
enum class NotApplicable { Absent, Reshare };

// What the parameters say, checked as far as they can be without norms.
struct Settings {
  std::string profile;
  Item metric = Item::Completion;
  Item gate_metric = Item::Completion;
  std::optional<sdk::Ratio> gate, cap, worst, best;
  std::optional<sdk::Decimal> points;
  ZeroTarget zero_target = ZeroTarget::Refuse;
  NotApplicable not_applicable = NotApplicable::Absent;
};

struct Efficacy {
  sdk::Ratio worst, best;
  sdk::Decimal base, span;
};

struct Profile {
  struct Part {
    Item item;
    sdk::Decimal share;  // of the points, in any unit
  };
  std::vector<Part> parts;  // at least one
  sdk::Decimal points;      // full marks
  std::optional<sdk::Ratio> item_cap, score_cap;
  std::optional<Efficacy> efficacy;  // one part, scored by 功效系数法
  std::optional<sdk::Ratio> gate;
  sdk::Ratio award;  // completion that opens single-item awards
};

// Both throw ConfigError.
[[nodiscard]] Settings read_settings(const Declared& declared, const sdk::Config& config,
                                     const sdk::Norms& norms);
[[nodiscard]] Profile profile_on(sdk::Day day, const Settings& settings, const sdk::Norms& norms);

}  // namespace investment
