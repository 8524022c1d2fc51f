#pragma once
// How many pages a transaction has changed at most since they were last written out, told from what
// it put: LMDB does not say. A value; belongs to one Transaction.

#include <algorithm>
#include <array>
#include <cstddef>

#include "store/table.hpp"

namespace assay::store {

class ChangedPages {
 public:
  explicit ChangedPages(std::size_t page_bytes) : x_page_bytes(page_bytes) {}

  // A value somewhere in the table: a small one changes a page, a large one has pages of its own.
  void put(Table table, std::size_t bytes) {
    if (bytes < x_page_bytes / 2)
      ++x_small[index_of(table)];
    else
      x_large_bytes += (bytes / x_page_bytes + 1) * x_page_bytes;
    x_rough_bytes += (bytes / x_page_bytes + 1) * x_page_bytes;
  }
  // Behind all others of its table, on the page that was last.
  void append(std::size_t bytes) {
    x_large_bytes += bytes;
    x_rough_bytes += bytes;
  }

  // Whether they may be more than `limit_bytes`. `pages_in` tells how many pages a table has, of
  // which no more can be changed; it is asked now and then only.
  template <class PagesIn>
  [[nodiscard]] bool exceed(std::size_t limit_bytes, const PagesIn& pages_in) {
    if (x_rough_bytes <= limit_bytes + x_spare_bytes) return false;
    std::size_t bytes = x_large_bytes;
    for (std::size_t i = 0; i < x_small.size(); ++i)
      if (x_small[i] > 0)
        bytes += std::min(x_small[i], pages_in(static_cast<Table>(i))) * x_page_bytes;
    x_spare_bytes = x_rough_bytes - std::min(bytes, x_rough_bytes);
    return bytes > limit_bytes;
  }

 private:
  std::size_t x_page_bytes;
  std::array<std::size_t, kTable_names.size()> x_small{};  // values put
  std::size_t x_large_bytes = 0;
  std::size_t x_rough_bytes = 0;  // as if each small value lay on a page of its own
  std::size_t x_spare_bytes = 0;  // as much less it was when the tables were last asked
};

}  // namespace assay::store
