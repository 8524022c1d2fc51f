#pragma once
// A disk as a power cut may leave it: what was synced is there; of what was not, any part may be.
// Writes land by sectors of 512 bytes, in any order; names land in the order in which they were
// made, and are certain once their folder was synced. Fed with a trace. A value; no IO but save().

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "torture/faults.hpp"
#include "torture/random.hpp"

namespace assay::torture {

class Disk {
 public:
  // `root` is the watched folder of the trace; it is there.
  explicit Disk(std::string root);
  // The call is over.
  void apply(const Event& event);
  // The call has begun: a write through O_DSYNC may have landed, or a part of it.
  void begin(const Event& event);

  // Writes what a cut right now may leave into `folder`, by chance.
  void save(const std::filesystem::path& folder, Random& random) const;

 private:
  struct Pending {
    std::uint64_t offset = 0;
    std::string bytes;
    bool cut = false;  // to `offset` bytes
  };
  struct File {
    std::string durable;
    std::vector<Pending> pending;
  };
  // `from` or `to` may be empty: a name that came or went.
  struct Naming {
    std::string from;
    std::string to;
    std::uint32_t file = 0;  // 0 = a folder
  };
  using Names = std::map<std::string, std::uint32_t>;

  static void name(Names& names, const Naming& naming);
  static void land(std::string& bytes, const Pending& write);
  [[nodiscard]] static std::string after_cut(const File& file, Random& random);
  [[nodiscard]] std::string below_root(const std::string& path) const;
  void sync_folder(const std::string& path);

  std::string x_root;
  std::map<std::uint32_t, File> x_files;
  Names x_durable;
  std::vector<Naming> x_namings;  // not certain yet
};

}  // namespace assay::torture
