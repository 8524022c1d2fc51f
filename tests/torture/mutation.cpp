// Campaign 8: stores that do their work badly in one way each. The campaigns must notice every one
// of them, and must not find anything in the store as it is.

#include <chrono>

#include "torture/campaigns.hpp"
#include "torture/faults.hpp"

namespace assay::torture {

namespace {

struct Bad {
  Mutant mutant;
  const char* what;
  Figures (*noticed_by)(const Order&);
  std::uint64_t times;
};
constexpr Bad kBad[] = {
    {Mutant::NoSync, "without fsync", power_campaign, 2'000},
    {Mutant::NoHeadSync, "head page without O_DSYNC", power_campaign, 2'000},
    {Mutant::LostWrite, "one write in 40 not done", power_campaign, 2'000},
    {Mutant::NoCommit, "one commit in 5 not done", kill_campaign, 100},
    {Mutant::DeafToErrors, "failed calls taken for done", io_campaign, 400},
    {Mutant::RetriedSync, "failed fsync repeated", io_campaign, 400},
    {Mutant::SameChecksum, "every checksum fits", flips_campaign, 1'000},
    {Mutant::NoJournal, "one journal entry in 10 not put", kill_campaign, 100},
    {Mutant::NoReaderCheck, "places of dead readers stay", readers_campaign, 4},
};

// Whether the campaign finds anything with this store; a crash is a find.
bool is_noticed(const Order& order, Mutant mutant, Figures (*campaign)(const Order&),
                std::uint64_t times) {
  auto quiet = order;
  quiet.quiet = quiet.first_only = quiet.readers_alone = true;
  quiet.full = false;
  quiet.times = times;
  quiet.only.reset();
  return in_child(
             [&] {
               mutate(mutant);
               return campaign(quiet).sound() ? 0 : 1;
             },
             300) != 0;
}

}  // namespace

Figures mutation_campaign(const Order& order) {
  Figures figures{.campaign = "mutation", .seed = order.seed};
  const auto began = std::chrono::steady_clock::now();
  for (const auto& [mutant, what, campaign, times] : kBad) {
    if (order.only && static_cast<std::uint64_t>(mutant) != *order.only) continue;
    ++figures.tried;
    if (is_noticed(order, Mutant::None, campaign, 20)) {
      ++figures.corrupt;
      figures.remark += std::string(" [finds trouble without a mutant: ") + what + "]";
    }
    if (is_noticed(order, mutant, campaign, times)) continue;
    ++figures.lost;
    figures.remark += std::string(" [not noticed: ") + what + "]";
  }
  figures.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  return figures;
}

}  // namespace assay::torture
