// @NAME@: a share of one figure, the share being a norm with its source in data/norms.csv.
#include "assay/sdk/plugin.hpp"
#include "assay/sdk/data.hpp"
#include "assay/sdk/norms.hpp"

namespace {

namespace sdk = assay::sdk;

class Assessment : public sdk::Plugin {
 public:
  struct Declared : sdk::Declaration {
    Declared()
        : Declaration({.id = "@NAME@",
                       .version = "0.1.0",
                       .vendor = "name your department here",
                       .doc = "scores the share of a figure that the norm counts"}) {}
    sdk::RequiredInput x = required_input({.id = "x", .unit = "", .doc = "the figure", .lo = 0});
    sdk::DecimalOutput score = decimal_output({.id = "score", .unit = "分", .doc = "x · share"});
    sdk::Rule share = rule({.id = "share", .en = "{0} % of {1}", .zh = "{1}的{0}%", .operands = 2});
  };

  Assessment(const Declared& declared, const sdk::Config& /*config*/)
      : x_declared(declared), x_norms(sdk::Norms::parse(sdk::data_file("norms.csv"))) {}

  void start(std::string_view period) override {
    x_percent = x_norms.at("share", sdk::last_day(period)).value;
  }

  void assess(sdk::Row& row) override {
    const auto x = row[x_declared.x];
    row.set(x_declared.score, sdk::Ratio::percent(x_percent).times(x));
    row.explain(x_declared.score, x_declared.share, {x_percent, x});
  }

 private:
  const Declared& x_declared;
  sdk::Norms x_norms;
  sdk::Decimal x_percent;
};

}  // namespace

ASSAY_PLUGIN(Assessment)
