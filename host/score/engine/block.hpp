#pragma once
// Scores blocks of units through the kernels: leaf by leaf into the sums of their nodes, which stay
// in cache, and only the nodes' points and the totals are written out. Rows that some kernel could
// not decide are handed to a SingleScorer. One per thread. Borrows the plan and the results.

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "score/engine/single.hpp"

namespace assay::score::engine {

class BlockScorer {
 public:
  BlockScorer(const Plan& plan, Results& results);

  void score(const Block& block);
  // One unit again, of which these indicators have changed: only nodes that read them, and those
  // above, are summed anew; other points are taken from the results, as far as these have them.
  void rescore(const Block& unit, std::span<const std::string_view> indicators);
  // Figures may have changed since units were scored.
  void forget();

 private:
  // The rows of one group.
  struct Part {
    std::uint32_t group = 0;
    std::size_t position = 0;  // of the first
    std::size_t first = 0;     // row
    std::size_t rows = 0;
  };

  [[nodiscard]] double* points(std::size_t buffer);
  [[nodiscard]] double* weights(std::size_t buffer);
  [[nodiscard]] std::uint8_t* left_out(std::size_t buffer);
  [[nodiscard]] kernel::NodeBlock node(std::size_t buffer);
  [[nodiscard]] std::size_t ordinal(std::size_t row) const;

  void begin(const Block& block);
  void find_parts();
  void score_rows();
  void find_stale(std::span<const std::string_view> indicators);
  [[nodiscard]] bool can_restore() const;
  [[nodiscard]] std::int64_t result(std::size_t buffer) const;
  void restore(std::size_t buffer);
  void fetch_stale() const;
  void finish();
  void clear();
  [[nodiscard]] bool lend();
  void look_at_chunk();
  void accumulate_lent(std::size_t buffer);
  void accumulate(std::size_t buffer);
  void fill(kernel::LeafBlock& block, std::size_t leaf);
  void by_rule(std::size_t buffer, std::size_t leaf);
  void settle(std::size_t buffer);
  void pass_up(std::size_t buffer);
  void spread_left_out();
  void total();
  void write_out();
  void write_out(std::size_t buffer, const Part& part);
  void mark_events();
  void decide_rest();
  [[nodiscard]] kernel::Column column(std::size_t source, const model::Component& component,
                                      bool far);
  [[nodiscard]] kernel::Column gathered(const Source& source);
  [[nodiscard]] kernel::LeafBlock lent(std::size_t leaf);
  [[nodiscard]] const View& view_of(std::size_t source);

  const Plan* x_plan;
  Results* x_results;
  const kernel::Kernels* x_kernels;
  SingleScorer x_single;

  // Of the block being scored.
  Block x_block;
  const GroupPlan* x_group = nullptr;  // the first
  const Constants* x_constants = nullptr;
  const Shape* x_shape = nullptr;
  std::size_t x_slot = 0;  // first
  std::size_t x_chunk = 0;
  std::size_t x_row = 0;  // first, in the chunk
  std::vector<Part> x_parts;
  std::vector<kernel::Segment> x_segments;  // parts with the same lines in one

  struct HeldView {
    View view;
    Scratch scratch;
  };
  std::vector<HeldView> x_views;           // by source
  std::vector<std::size_t> x_view_chunks;  // of which these are, or kNone

  std::vector<kernel::LeafBlock> x_lent;  // of a chunk, in the order of the shape
  std::size_t x_lent_rows = 0;            // that can be lent, from the first of the chunk on
  const Constants* x_lent_constants = nullptr;
  std::size_t x_lent_chunk = kNone;
  std::size_t x_done = 0;  // leaves

  std::vector<double> x_points;  // this and below: by buffer and row
  std::vector<double> x_weights;
  std::vector<std::uint8_t> x_left_out;
  std::vector<std::uint8_t> x_any_left_out;  // by buffer
  std::vector<std::uint8_t> x_stale;         // by buffer: its sums are not those of the results
  std::vector<std::uint8_t> x_undecided;     // by row
  std::vector<double> x_total;

  std::vector<kernel::LeafBlock> x_batch;
  std::vector<std::int64_t> x_gathered;  // rows of columns that cannot be borrowed
  std::vector<std::uint8_t> x_gathered_bits;
  std::size_t x_gathered_columns = 0;
};

}  // namespace assay::score::engine
