#pragma once
// Why a unit has no points at one place. A fault that is `missing` is subject to the leaf's
// missing-data policy; every other one makes the unit incomplete at once. Values.

#include <expected>
#include <string>
#include <utility>
#include <vector>

#include "model/run.hpp"

namespace assay::score {

struct Fault {
  model::Note note;
  bool missing = false;
};

template <class T>
using Scored = std::expected<T, Fault>;

using Data = std::vector<std::pair<std::string, std::string>>;

// A note whose message is filled from its data.
[[nodiscard]] inline model::Note note(std::string code, Data data, const char* text) {
  Message message{text, data};
  return {std::move(code), std::move(data), std::move(message)};
}

[[nodiscard]] inline std::unexpected<Fault> missing(std::string code, Data data, const char* text) {
  return std::unexpected(Fault{note(std::move(code), std::move(data), text), true});
}

[[nodiscard]] inline std::unexpected<Fault> refused(std::string code, Data data, const char* text) {
  return std::unexpected(Fault{note(std::move(code), std::move(data), text), false});
}

// The result of a computation that 128 bits, or ±9.2·10¹², do not hold.
[[nodiscard]] inline std::unexpected<Fault> too_large() {
  return refused("out_of_range", {},
                 ASSAY_TEXT("the result lies beyond ±9200000000000: check the figures for a wrong "
                            "measure unit"));
}

}  // namespace assay::score
