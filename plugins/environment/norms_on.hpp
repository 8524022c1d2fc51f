#pragma once
// Reading norms by name on a day. Values; thread-safe.

#include <string>
#include <vector>

#include "assay/sdk/norms.hpp"
#include "assay/sdk/ratio.hpp"

namespace environment {

namespace sdk = assay::sdk;

// The norms in force on one day. All throw ConfigError for a norm that is not there.
class NormsOn {
 public:
  NormsOn(const sdk::Norms& norms, sdk::Day day) : x_norms(norms), x_day(day) {}

  // Is it in force yet?
  [[nodiscard]] bool has(std::string_view id) const {
    for (const auto& norm : x_norms.all())
      if (norm.id == id && norm.from <= x_day) return true;
    return false;
  }
  [[nodiscard]] sdk::Decimal decimal(const std::string& id) const {
    return x_norms.at(id, x_day).value;
  }
  [[nodiscard]] int integer(const std::string& id) const {
    return static_cast<int>(decimal(id).micro() / sdk::Decimal::kScale);
  }
  [[nodiscard]] sdk::Ratio percent(const std::string& id) const {
    return sdk::Ratio::percent(decimal(id));
  }
  // `id`1, `id`2 … as far as they go.
  [[nodiscard]] std::vector<sdk::Decimal> list(const std::string& id) const {
    std::vector<sdk::Decimal> values;
    for (int i = 1; has(id + std::to_string(i)); ++i)
      values.push_back(decimal(id + std::to_string(i)));
    return values;
  }

 private:
  const sdk::Norms& x_norms;
  sdk::Day x_day;
};

}  // namespace environment
