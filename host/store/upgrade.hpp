#pragma once
// Brings an office of an older format to this one, in place and in one transaction: afterwards all
// of it is done or nothing is. Thread-safe.

#include <memory>

#include "store/environment.hpp"
#include "store/journal.hpp"

namespace assay::store {

// Does nothing when another process was first. `cause` says who asked for it.
[[nodiscard]] Status upgrade(const std::shared_ptr<Environment>& environment, const Cause& cause);

}  // namespace assay::store
