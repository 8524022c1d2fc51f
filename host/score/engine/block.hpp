#pragma once
// Scores blocks of units through the kernels: leaf by leaf into the sums of their nodes, which stay
// in cache, and only the nodes' points and the totals are written out. Rows that some kernel could
// not decide are handed to a SingleScorer. One per thread. Borrows the plan and the results.

#include <vector>

#include "score/engine/single.hpp"

namespace assay::score::engine {

class BlockScorer {
 public:
  BlockScorer(const Plan& plan, Results& results);

  void score(const Block& block);

 private:
  // A leaf's columns from the first row of the chunk on, and how many rows can be lent.
  struct LentLeaf {
    kernel::LeafBlock block;
    std::size_t rows = 0;
  };

  [[nodiscard]] double* points(std::size_t buffer);
  [[nodiscard]] double* weights(std::size_t buffer);
  [[nodiscard]] std::uint8_t* left_out(std::size_t buffer);
  [[nodiscard]] kernel::NodeBlock node(std::size_t buffer);
  [[nodiscard]] std::size_t ordinal(std::size_t row) const;

  void score_rows();
  void clear();
  [[nodiscard]] bool lend();
  void look_at_chunk();
  void look_ahead();
  void accumulate_lent(std::size_t buffer);
  void accumulate(std::size_t buffer);
  void fill(kernel::LeafBlock& block, std::size_t leaf);
  void by_rule(std::size_t buffer, std::size_t leaf);
  void settle(std::size_t buffer);
  void spread_left_out();
  void total();
  void write_out();
  void mark_events();
  void decide_rest();
  [[nodiscard]] kernel::Column column(std::size_t source, const model::Component& component,
                                      bool far);
  [[nodiscard]] kernel::Column gathered(const Source& source);
  [[nodiscard]] LentLeaf lent(std::size_t leaf);
  [[nodiscard]] const View& view_of(std::size_t source);

  const Plan* x_plan;
  Results* x_results;
  const kernel::Kernels* x_kernels;
  SingleScorer x_single;

  // Of the block being scored.
  Block x_block;
  const GroupPlan* x_group = nullptr;
  const Shape* x_shape = nullptr;
  std::size_t x_chunk = 0;
  std::size_t x_row = 0;  // first, in the chunk

  struct HeldView {
    View view;
    std::size_t chunk = kNone;
    Scratch scratch;
  };
  std::vector<HeldView> x_views;  // by source

  std::vector<LentLeaf> x_lent;  // in the order of the shape
  const Shape* x_lent_shape = nullptr;
  std::size_t x_lent_chunk = kNone;
  std::vector<kernel::LeafBlock> x_blocks;  // of all leaves, in the order of the shape
  std::size_t x_done = 0;                   // of them
  std::vector<kernel::LeafBlock> x_ahead;   // the first of the next block

  std::vector<double> x_points;  // this and below: by buffer and row
  std::vector<double> x_weights;
  std::vector<std::uint8_t> x_left_out;
  std::vector<std::uint8_t> x_any_left_out;  // by buffer
  std::vector<std::uint8_t> x_undecided;     // by row
  std::vector<double> x_total;

  std::vector<kernel::LeafBlock> x_batch;
  std::vector<std::int64_t> x_gathered;  // rows of columns that cannot be borrowed
  std::vector<std::uint8_t> x_gathered_bits;
  std::size_t x_gathered_columns = 0;
};

}  // namespace assay::score::engine
