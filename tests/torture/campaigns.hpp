#pragma once
// The campaigns. Each returns its line of the table; what it found is told on stderr.

#include "torture/cases.hpp"

namespace assay::torture {

[[nodiscard]] Figures kill_campaign(const Order& order);      // kill -9 at any moment
[[nodiscard]] Figures power_campaign(const Order& order);     // power cuts, replayed from a trace
[[nodiscard]] Figures io_campaign(const Order& order);        // calls that fail
[[nodiscard]] Figures full_campaign(const Order& order);      // a full disk, a limit on files
[[nodiscard]] Figures flips_campaign(const Order& order);     // flipped bits
[[nodiscard]] Figures readers_campaign(const Order& order);   // stalled and dead readers
[[nodiscard]] Figures backup_campaign(const Order& order);    // backup and restore under load
[[nodiscard]] Figures mutation_campaign(const Order& order);  // the others notice a bad store

}  // namespace assay::torture
