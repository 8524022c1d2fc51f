#pragma once
// How a check ends: well, with a finding, or not at all because it does not apply.

#include <expected>
#include <string>
#include <utility>
#include <vector>

#include "kit/kit.hpp"

namespace assay::kit {

struct Finding {
  Verdict verdict = Verdict::Failed;
  Message message;
};

template <class T>
using Found = std::expected<T, Finding>;
using Check = Found<void>;

using Places = std::vector<std::pair<std::string, std::string>>;

[[nodiscard]] inline std::unexpected<Finding> found(const char* text, Places places = {}) {
  return std::unexpected(Finding{Verdict::Failed, {text, std::move(places), ""}});
}
[[nodiscard]] inline std::unexpected<Finding> not_applicable(const char* text, Places places = {}) {
  return std::unexpected(Finding{Verdict::Skipped, {text, std::move(places), ""}});
}

}  // namespace assay::kit
