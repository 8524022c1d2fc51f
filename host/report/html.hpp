#pragma once
// Writes HTML by appending: text() escapes, raw() does not and takes literals only. No thread
// rule beyond that of a value.

#include <string>
#include <string_view>
#include <utility>

namespace assay::report {

class Html {
 public:
  // Markup of our own, never anything that came from data.
  Html& raw(std::string_view markup) {
    x_page += markup;
    return *this;
  }
  // Text or an attribute's value: & < > " ' are escaped, control characters replaced.
  Html& text(std::string_view value);
  Html& number(std::size_t value) {
    x_page += std::to_string(value);
    return *this;
  }

  // What was written since the last call.
  [[nodiscard]] std::string take() { return std::exchange(x_page, {}); }

 private:
  std::string x_page;
};

}  // namespace assay::report
