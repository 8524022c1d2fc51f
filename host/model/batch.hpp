#pragma once
// The rows of one import command, each with the place it came from, before they are checked
// against the office. Plain values.

#include <cstdint>
#include <string>
#include <vector>

#include "model/records.hpp"

namespace assay::model {

struct Origin {
  std::uint32_t file = 0;  // index into Batch::files
  std::uint64_t row = 0;   // line of the file, from 1
};

template <class T>
struct Sourced {
  T value;
  Origin origin;
};

struct Batch {
  std::vector<std::string> files;
  std::vector<Sourced<Unit>> units;
  std::vector<Sourced<Indicator>> indicators;
  std::vector<Sourced<Target>> targets;
  std::vector<Sourced<Observation>> observations;
  std::vector<Sourced<Event>> events;
  std::vector<Sourced<ImportedField>> assessments;
};

}  // namespace assay::model
