// The sound plugin around which planted.hpp puts bugs, compiled once.
#include "assay/sdk/plugin.hpp"
#include "planted.hpp"

namespace planted {

namespace {

namespace sdk = assay::sdk;

struct Declared : sdk::Declaration {
  Declared()
      : Declaration({.id = "planted", .version = "1.2.3", .vendor = "tests", .doc = "tests"}) {}
  sdk::RequiredInput x = required_input(
      {.id = "x", .unit = "kg", .doc = "a figure", .lo = 0, .hi = 1000, .rising = true});
  sdk::Input y = input({.id = "y", .unit = "kg", .doc = "another figure"});
  sdk::Input z =
      input({.id = "z", .unit = "kg", .doc = "a fault", .lo = 0, .hi = 1000, .falling = true});
  sdk::DecimalOutput score =
      decimal_output({.id = "score", .unit = "points", .doc = "half of x", .lo = 0, .hi = 1000});
  sdk::DecimalOutput full =
      decimal_output({.id = "full", .unit = "points", .doc = "full marks", .lo = 0});
  sdk::RatioOutput rate = ratio_output({.id = "rate", .unit = "", .doc = "x / y"});
  sdk::FlagOutput odd = flag_output({.id = "odd", .unit = "", .doc = "x is odd"});
  sdk::DecimalOutput sum = decimal_output({.id = "sum", .unit = "kg", .doc = "of all events"});
  sdk::Rule rule_score =
      rule({.id = "score", .en = "half of {0}", .zh = "{0}的一半", .operands = 1});
  sdk::Rule rule_plain = rule({.id = "plain", .en = "as computed", .zh = "按计算"});
  sdk::Dataset events = dataset({.id = "planted-events", .doc = "events"});
  sdk::Column<sdk::Decimal> amount = column<sdk::Decimal>(
      events, {.id = "amount", .unit = "kg", .doc = "how much", .lo = 0, .hi = 1000});
  sdk::Column<std::string_view> note = column<std::string_view>(
      events, {.id = "note", .unit = "", .doc = "what", .required = false});
  sdk::Parameter mode =
      parameter({.id = "mode", .standard = "half", .doc = "half or whole: how x counts"});
};

class Sound : public sdk::Plugin {
 public:
  using Declared = ::planted::Declared;

  Sound(const Declared& declared, const sdk::Config& config)
      : x_declared(declared), x_whole(config.choice(declared.mode, {"half", "whole"}) == 1) {}

  void assess(sdk::Row& row) override {
    const auto& d = x_declared;
    const auto x = row[d.x].micro();
    const auto minus = row[d.z].value_or(sdk::Decimal()).micro() / 4;
    const auto plus = x_whole ? x : x / 2;
    row.set(d.score, sdk::Decimal::from_micro(plus > minus ? plus - minus : 0));
    row.explain(d.score, d.rule_score, {row[d.x]});
    row.set(d.full, sdk::Decimal::from_integer(500));
    row.explain(d.full, d.rule_plain);
    row.set(d.odd, x / 1'000'000 % 2 != 0);
    row.explain(d.odd, d.rule_plain);
    if (const auto y = row[d.y]; y && y->micro() > 0) {
      row.set(d.rate, sdk::Ratio::of(row[d.x], *y));
      row.explain(d.rate, d.rule_plain);
    }
    std::int64_t sum = 0;
    for (const auto event : row[d.events]) sum += event[d.amount]->micro();
    row.set(d.sum, sdk::Decimal::from_micro(sum));
    row.explain(d.sum, d.rule_plain);
  }

 private:
  const Declared& x_declared;
  bool x_whole;
};

}  // namespace

const assay_plugin* sound_entry(std::uint32_t host_min, std::uint32_t host_cur,
                                assay_plugin_err* err) {
  return sdk::detail::Boundary<Sound>::entry(host_min, host_cur, err);
}

}  // namespace planted

// What assay_add_plugin() makes of a plugin's data files; there are none.
namespace assay::sdk {

std::span<const DataFile> data_files() noexcept { return {}; }

const std::array<std::uint8_t, 32>& data_sha256() noexcept {
  static constexpr std::array<std::uint8_t, 32> kNone = {};
  return kNone;
}

}  // namespace assay::sdk
