#include "report/html.hpp"

#include "report/text.hpp"

namespace assay::report {

Html& Html::text(std::string_view value) {
  for (const auto c : one_line(value)) {
    switch (c) {
      case '&':
        x_page += "&amp;";
        break;
      case '<':
        x_page += "&lt;";
        break;
      case '>':
        x_page += "&gt;";
        break;
      case '"':
        x_page += "&quot;";
        break;
      case '\'':
        x_page += "&#39;";
        break;
      default:
        x_page += c;
    }
  }
  return *this;
}

}  // namespace assay::report
