#pragma once
// Mean pH through the mean of the hydrogen ions. Powers and logarithms of ten are taken digit by
// digit in integers, so that every machine gives the same sixth decimal. Values; thread-safe.

#include <cstdint>

#include "assay/sdk/decimal.hpp"

namespace environment {

namespace sdk = assay::sdk;

// Hydrogen ions: 10^(14 − pH), in units of 2^-58. A sum of 2^18 of them fits.
using Hydrogen = sdk::Int128;

// pH from 0 to 14.
[[nodiscard]] Hydrogen hydrogen_of(sdk::Decimal ph);
// Rounded at the sixth decimal; between those of pH 14 and 0.
[[nodiscard]] sdk::Decimal ph_of(Hydrogen hydrogen);

}  // namespace environment
