#pragma once
// What plugin code may throw. The SDK catches everything at the C boundary (plugin.hpp); nothing
// reaches the host as an exception. Values.

#include <exception>
#include <stdexcept>
#include <string>

namespace assay::sdk {

// Parameters or norms with which nothing can be assessed. The text is one line that says what to
// do; the host shows it as it is.
class ConfigError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// A figure too large for exact arithmetic. Thrown by Decimal and Ratio; during assess() it refuses
// the row.
class OutOfRange : public std::exception {
 public:
  [[nodiscard]] const char* what() const noexcept override {
    return "a figure is too large to compute exactly";
  }
};

}  // namespace assay::sdk
