#pragma once
// Whether reading many figures compares each chunk with its checksum.

#include <cstdint>

namespace assay::store {

enum class Verify : std::uint8_t {
  Always,  // each chunk once, when a snapshot is taken
  Never    // bounds and lengths only: for who has just verified the office, or measures
};

}  // namespace assay::store
