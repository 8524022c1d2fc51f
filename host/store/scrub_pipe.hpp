#pragma once
// What the child of a scrub tells its parent, as frames of bytes: a letter, the length of what
// follows (u32), and that. The parent trusts none of it: the child may have gone mad. Values; each
// end belongs to one thread.

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/progress.hpp"
#include "base/result.hpp"
#include "store/store.hpp"

namespace assay::store {

enum class Frame : char { Fault = 'f', DerivedFault = 'd', Progress = 'p', Health = 'h' };

class ScrubSink {
 public:
  explicit ScrubSink(int file) : x_file(file) {}
  void fault(Frame kind, const Error& error);
  void progress(std::uint64_t done, std::uint64_t total);
  void health(const Health& health);  // without faults, which came before; the truth is done

 private:
  void send(Frame kind, std::string_view payload);
  int x_file;
};

struct ScrubNews {
  Health health;
  bool complete = false;  // the child came to the end of the truth
};

// Reads until the child closes its end.
[[nodiscard]] ScrubNews receive(int file, const Progress& progress);

}  // namespace assay::store
