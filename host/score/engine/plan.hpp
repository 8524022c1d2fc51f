#pragma once
// What a scheme, a period and an office come to before any figure is read: which columns each leaf
// reads, its constants ready for the kernels, where units and results lie. Groups of the same
// shape (the same tree, rules and indicators; other constants) share all but their constants, and
// groups with the same constants share those, but for the lines of their leaves. Borrows the
// inputs; after make_plan any thread may read, but for the leaves of extremes (see GroupPlan),
// which are set before units are scored.

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "score/adjust.hpp"
#include "score/engine/source.hpp"
#include "score/inputs.hpp"
#include "score/kernel/kernel.hpp"

namespace assay::score::engine {

// Rows that are scored together at most: whole words of bits and a part of a chunk, so that blocks
// that fill a chunk begin at whole words.
inline constexpr std::size_t kBlock_rows = 1'600;
inline constexpr std::size_t kNone = static_cast<std::size_t>(-1);
inline constexpr std::uint32_t kNo_group = static_cast<std::uint32_t>(-1);

// Numbers of sources a rule reads; kNone: none, or an end that is the same for all rows.
struct Reads {
  std::size_t value = kNone;
  std::size_t target = kNone;
  std::size_t far = kNone;
};

struct LeafShape {
  std::size_t node = 0;    // of the tree
  std::size_t buffer = 0;  // that its points go to
  Reads reads;
  Reads before;  // missing: last-period
  bool last_period = false;
  bool extremes = false;  // an end is the least or greatest figure of the group
  bool by_rule = false;   // no kernel has this rule
  bool own_end = false;   // one end is the group's own number, the other a column
  const model::Indicator* indicator = nullptr;  // null for assessments
};

// A node whose points are gathered apart: inner nodes, and leaves that are capped, added to the
// total or asked for by name. In the order in which they are settled, the root last.
struct BufferShape {
  std::size_t node = 0;
  std::size_t parent = kNone;  // buffer; none for the root and for what is added to the total
  bool added = false;          // to the total
  bool weighted = false;
  bool may_be_left_out = false;
  std::vector<std::size_t> leaves;  // numbers of the leaves that go into it directly
  std::size_t output = kNone;       // column of results
};

struct Shape {
  std::vector<const model::Component*> nodes;  // preorder, of the first group that has it
  std::vector<std::size_t> parents;
  std::vector<bool> apart;  // leaves that have a buffer of their own
  std::vector<LeafShape> leaves;
  std::vector<BufferShape> buffers;
  std::vector<std::size_t> order;  // of the leaves, by buffer
  // Buffers by the indicators that leaves of theirs read, as the snapshot names them.
  std::unordered_multimap<std::string_view, std::size_t> readers;
  std::vector<std::size_t> output_of;  // by node: column of results, or kNone
  std::size_t outputs = 0;
  bool extremes_before = false;  // of the period before, too
};

struct BufferConstants {
  double weight = 1;  // of its points in the node above
  double share = 0;   // of the weights there
  double weight_all = 0;
  std::int64_t factor = 1;  // where points add up and some are left out: all full marks
  std::optional<Decimal> cap;

  bool operator==(const BufferConstants&) const = default;
};

struct Constants {
  std::vector<const kernel::Leaf*> leaves;  // by number
  std::vector<BufferConstants> buffers;
  double total_most = 0;
  double total_least = 0;
  bool by_units = false;  // its numbers are too large for the kernels
  bool spans = false;     // units of several groups can be scored together
};

// A leaf between extremes of the group.
struct ExtremeLeaf {
  std::size_t number = 0;
  std::optional<std::int64_t> least;
  std::optional<std::int64_t> most;
  kernel::Leaf leaf;
};

struct GroupPlan {
  const model::Group* group = nullptr;
  std::size_t shape = 0;
  Members members;
  std::size_t first_slot = 0;                  // of its units among those of all groups
  std::size_t first_output = 0;                // of its columns of results
  std::vector<const model::Component*> nodes;  // preorder
  Constants* constants = nullptr;              // its own where it has extremes
  const kernel::Line* lines = nullptr;         // by leaf; null: the leaves have their own
  std::vector<ExtremeLeaf> extremes;
  std::vector<std::size_t> breakers;  // nodes of the tie-breakers

  [[nodiscard]] const kernel::Line& line(std::size_t leaf) const {
    return lines == nullptr ? constants->leaves[leaf]->line : lines[leaf];
  }
};

// Units that are scored together: of one group, or, where they adjoin and the constants span
// groups, of it and those after it. Their slots adjoin in any case.
struct Block {
  std::uint32_t group = 0;
  std::uint32_t position = 0;  // of the first
  std::uint32_t rows = 0;
  bool adjoining = false;  // on the axis, and within one chunk
};

struct Plan {
  Inputs inputs;
  const kernel::Kernels* kernels = nullptr;
  std::vector<std::unique_ptr<Source>> sources;
  std::vector<Shape> shapes;
  std::vector<GroupPlan> groups;
  std::deque<Constants> constants;
  std::deque<kernel::Leaf> leaves;
  std::deque<std::vector<kernel::Line>> lines;
  std::vector<Block> blocks;  // by group and position
  std::optional<EventIndex> events;
  std::vector<bool> has_events;         // by slot; empty = none has any
  std::vector<std::uint32_t> group_of;  // by ordinal: number in `groups`, or kNo_group
  std::size_t slots = 0;
  std::size_t outputs = 0;  // entries of all columns of results

  // Looks up all columns anew.
  void bind();
  // Has the figures fetched that a leaf scores a unit from, see Source::fetch.
  void fetch(const LeafShape& leaf, std::size_t ordinal) const;
  // The kernels' leaf between extremes, from the figures of the group's members as they are now.
  // True if it changed.
  bool set_extremes(GroupPlan& group) const;
};

// `members` by group of the scheme, of which those without any are left out. What `inputs` names
// must exist.
[[nodiscard]] Plan make_plan(Inputs inputs, std::vector<Members> members,
                             const kernel::Kernels& kernels);

}  // namespace assay::score::engine
