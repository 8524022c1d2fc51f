// The smallest whole plugin: half of a figure, the half being a norm. Built outside of the project,
// against the installed SDK.
#include "assay/sdk/data.hpp"
#include "assay/sdk/norms.hpp"
#include "assay/sdk/plugin.hpp"

namespace {

namespace sdk = assay::sdk;

class Halves : public sdk::Plugin {
 public:
  struct Declared : sdk::Declaration {
    Declared()
        : Declaration({.id = "halves", .version = "1.0.0", .vendor = "tests", .doc = "halves"}) {}
    sdk::RequiredInput x = required_input({.id = "x", .unit = "", .doc = "any figure"});
    sdk::DecimalOutput score = decimal_output({.id = "score", .unit = "", .doc = "half of it"});
    sdk::Rule half = rule({.id = "half", .en = "{0} % of {1}", .zh = "{1}的{0}%", .operands = 2});
  };

  Halves(const Declared& declared, const sdk::Config& /*config*/)
      : x_declared(declared), x_norms(sdk::Norms::parse(sdk::data_file("norms.csv"))) {}

  void start(std::string_view period) override {
    x_percent = x_norms.at("share", sdk::last_day(period)).value;
  }

  void assess(sdk::Row& row) override {
    const auto x = row[x_declared.x];
    row.set(x_declared.score, sdk::Ratio::percent(x_percent).times(x));
    row.explain(x_declared.score, x_declared.half, {x_percent, x});
  }

 private:
  const Declared& x_declared;
  sdk::Norms x_norms;
  sdk::Decimal x_percent;
};

}  // namespace

ASSAY_PLUGIN(Halves)
