#pragma once
// Gathers what is wrong with a scheme text, each error with the place it lies at. Used by one
// thread for one text.

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "scheme/tree.hpp"

namespace assay::scheme {

inline constexpr std::size_t kErrors_max = 100;
// More are kept than shown, as they are not found in the order of the text.
inline constexpr std::size_t kErrors_kept = 3 * kErrors_max;

class Problems {
 public:
  // `key` is the one the reader of the message should look at.
  void add(Mark mark, std::string_view key, std::string code, Message message);
  // An error of another layer (a figure, a period), put in its place.
  void add(Mark mark, std::string_view key, Error error);

  [[nodiscard]] bool empty() const { return x_found.empty(); }
  // Further ones are not taken: whoever has to work for a message need not.
  [[nodiscard]] bool full() const { return x_found.size() >= kErrors_kept; }
  // The first kErrors_max of them in the order of the text, each once.
  [[nodiscard]] Errors take(std::string_view text, const std::string& file);

 private:
  struct Found {
    Mark mark;
    std::size_t order;
    Error error;
  };
  std::vector<Found> x_found;
};

}  // namespace assay::scheme
