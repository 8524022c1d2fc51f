#pragma once
// The same work in processes that differ in one thing: what they answer must not differ. Also
// measures what a row, a call and an instance cost.

#include <string>

#include "kit/context.hpp"

namespace assay::kit {

// `variant`: "work", "locale" (that of the environment is set), "clock" (all clocks are faked),
// "load" (nanoseconds to load), "cost". Notes "digest", or "row_ns", "call_ns" and "fixed_ns".
void run_probe(Context& context, const std::string& variant);

}  // namespace assay::kit
