#include "scheme/problems.hpp"

#include <algorithm>
#include <utility>

namespace assay::scheme {

void Problems::add(Mark mark, std::string_view key, std::string code, Message message) {
  add(mark, key, Error{Failure::Input, std::move(code), std::move(message), {}});
}

void Problems::add(Mark mark, std::string_view key, Error error) {
  if (full()) return;
  error.where.field = excerpt(key);
  x_found.push_back({mark, x_found.size(), std::move(error)});
}

Errors Problems::take(std::string_view text, const std::string& file) {
  std::ranges::sort(x_found, {},
                    [](const Found& found) { return std::pair(found.mark, found.order); });
  // What an alias repeats is read again at the same place.
  const auto same = [](const Found& a, const Found& b) {
    return a.mark == b.mark && a.error.code == b.error.code && a.error.message == b.error.message &&
           a.error.where == b.error.where;
  };
  const auto repeated = std::ranges::unique(x_found, same);
  x_found.erase(repeated.begin(), repeated.end());

  Errors errors;
  for (auto& [mark, order, error] : x_found) {
    if (errors.size() == kErrors_max) break;
    error.where.file = file;
    error.where.row = mark.row;
    error.where.column = character_of(text, mark);
    errors.push_back(std::move(error));
  }
  return errors;
}

}  // namespace assay::scheme
