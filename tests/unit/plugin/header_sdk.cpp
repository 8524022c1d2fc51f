// Compiled by the abi.* tests only: a whole plugin, so that the templates are instantiated.
#include "assay/sdk/norms.hpp"
#include "assay/sdk/plugin.hpp"

namespace {

class Halves : public assay::sdk::Plugin {
 public:
  struct Declared : assay::sdk::Declaration {
    Declared() : Declaration({.id = "halves", .version = "1", .vendor = "", .doc = "halves"}) {}
    assay::sdk::RequiredInput x = required_input({.id = "x", .unit = "", .doc = "x"});
    assay::sdk::DecimalOutput score = decimal_output({.id = "score", .unit = "", .doc = "x/2"});
  };
  Halves(const Declared& declared, const assay::sdk::Config& /*config*/) : x_declared(declared) {}
  void assess(assay::sdk::Row& row) override {
    const auto half = assay::sdk::Ratio::of(assay::sdk::Decimal::from_integer(1),
                                            assay::sdk::Decimal::from_integer(2));
    row.set(x_declared.score, half.times(row[x_declared.x]));
  }

 private:
  const Declared& x_declared;
};

}  // namespace

ASSAY_PLUGIN(Halves)
