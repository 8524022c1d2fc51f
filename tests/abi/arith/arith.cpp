// The plugin of tests/abi with the C++ SDK; built by g++, and by clang++ with libc++.
#include "assay/sdk/plugin.hpp"

namespace {

namespace sdk = assay::sdk;

class Arith : public sdk::Plugin {
 public:
  struct Declared : sdk::Declaration {
    Declared()
        : Declaration({.id = "arith",
                       .version = "1.0.0",
                       .vendor = "tests",
                       .doc = "one plugin in four languages"}) {}
    sdk::RequiredInput reached =
        required_input({.id = "reached", .unit = "万元", .doc = "funds that arrived", .lo = 0});
    sdk::RequiredInput target =
        required_input({.id = "target", .unit = "万元", .doc = "their target", .lo = 0});
    sdk::DecimalOutput score =
        decimal_output({.id = "score", .unit = "万元", .doc = "sum of the projects"});
    sdk::RatioOutput completion =
        ratio_output({.id = "completion", .unit = "", .doc = "reached/target", .lo = 0});
    sdk::FlagOutput gated =
        flag_output({.id = "gated", .unit = "", .doc = "below the gate of 60 %"});
    sdk::Dataset projects = dataset({.id = "arith-projects", .doc = "projects"});
    sdk::Column<sdk::Decimal> amount = column<sdk::Decimal>(
        projects, {.id = "amount", .unit = "万元", .doc = "funds of a project", .required = false});
    sdk::Rule by_rows = rule({.id = "score",
                              .en = "the projects sum up to {0}",
                              .zh = "各项目合计{0}万元",
                              .operands = 1});
    sdk::Rule by_gate = rule(
        {.id = "gated", .en = "{0} of {1} against 60 %", .zh = "{0}÷{1}，门槛60%", .operands = 2});
    sdk::Rule no_target = rule({.id = "no_target",
                                .en = "{0} without a target",
                                .zh = "没有目标，实际为{0}",
                                .operands = 1});
  };

  Arith(const Declared& declared, const sdk::Config& /*config*/) : x_declared(declared) {}

  void assess(sdk::Row& row) override {
    const auto& d = x_declared;
    const auto reached = row[d.reached];
    const auto target = row[d.target];
    if (target.is_zero()) row.refuse(d.no_target, {reached});
    sdk::Decimal sum;
    for (const auto project : row[d.projects])
      if (const auto amount = project[d.amount]) sum = sum + *amount;
    const auto completion = sdk::Ratio::of(reached, target);
    row.set(d.score, sum);
    row.set(d.completion, completion);
    row.set(d.gated, completion < sdk::Ratio::make(3, 5));
    row.explain(d.score, d.by_rows, {sum});
    row.explain(d.completion, d.by_gate, {reached, target});
    row.explain(d.gated, d.by_gate, {reached, target});
  }

 private:
  const Declared& x_declared;
};

}  // namespace

ASSAY_PLUGIN(Arith)
