#pragma once
// A YAML text as a tree in which every value knows its place; what the values mean is not known
// here. yaml-cpp is called only behind this. Values; a Tree never changes once it is read.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace assay::scheme {

inline constexpr std::size_t kText_bytes_max = 4U << 20U;
// Values of a text, an aliased value counted once for every alias that stands for it.
inline constexpr std::uint64_t kNodes_max = 500'000;

// A place as the scanner counts it; character_of() turns bytes into characters.
struct Mark {
  std::uint64_t row = 0;   // line, from 1
  std::uint64_t byte = 0;  // of the line, from 0

  auto operator<=>(const Mark&) const = default;
};

struct Node {
  enum class Kind : std::uint8_t { Null, Scalar, List, Map };
  Kind kind = Kind::Null;
  Mark mark;
  std::string text;                  // Scalar: as written, without quotes
  std::vector<std::uint32_t> items;  // List: the elements; Map: key, value, key, value …
  std::uint64_t size = 1;            // values in it, itself included, aliases counted out
};

class Tree {
 public:
  // One YAML document; Input errors (scheme.yaml, scheme.encoding …) carry row and column.
  [[nodiscard]] static Result<Tree> read(std::string_view text);

  [[nodiscard]] const Node& root() const { return x_nodes.front(); }
  [[nodiscard]] const Node& at(std::uint32_t index) const { return x_nodes[index]; }

 private:
  friend class TreeBuilder;
  std::vector<Node> x_nodes;  // the root first; aliases share the node of their anchor
};

// The character of its line, from 1, on which `mark` of `text` lies.
[[nodiscard]] std::uint64_t character_of(std::string_view text, Mark mark);

}  // namespace assay::scheme
