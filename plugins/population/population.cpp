// Population and family (人口与家庭发展): what a unit is told. Norms and sources: README.md,
// data/norms.csv.

#include "assay/sdk/data.hpp"
#include "score.hpp"

namespace population {

class Population : public sdk::Plugin {
 public:
  using Declared = population::Declared;

  Population(const Declared& declared, const sdk::Config& config)
      : x_declared(declared),
        x_norms(sdk::Norms::parse(sdk::data_file("norms.csv"))),
        x_settings(read_settings(declared, config)) {}

  void start(std::string_view period) override {
    x_standards = standards_on(sdk::last_day(period), x_settings, x_norms);
  }

  void assess(sdk::Row& row) override {
    const auto rates = give_rates(x_declared, x_settings, x_standards, row);
    give_score(x_declared, x_settings, x_standards, rates, row);
    give_veto(row);
  }

 private:
  // The veto went with the assessment it belonged to.
  void give_veto(sdk::Row& row) const {
    const auto& d = x_declared;
    const auto word = row[d.veto_proposed];
    const auto yes = sdk::Decimal::from_integer(1);
    if (word && !word->is_zero() && *word != yes) row.refuse(d.not_yes_or_no, {*word});
    const bool in_force = x_settings.profile != Profile::Modern;
    if (in_force && !word) {
      row.explain(d.veto, d.veto_open);
      return row.explain(d.award_eligible, d.veto_open);
    }
    const bool vetoed = in_force && *word == yes;
    row.set(d.veto, vetoed);
    row.set(d.award_eligible, !vetoed);
    row.explain(d.award_eligible, vetoed ? d.not_eligible : d.eligible);
    if (!in_force) return row.explain(d.veto, d.veto_abolished);
    row.explain(d.veto, vetoed ? d.veto_on : d.veto_none);
  }

  const Declared& x_declared;
  sdk::Norms x_norms;
  Settings x_settings;
  Standards x_standards;  // of the period being assessed
};

}  // namespace population

ASSAY_PLUGIN(population::Population)
