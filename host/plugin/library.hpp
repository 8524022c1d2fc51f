#pragma once
// A shared object in this process. The bytes that are hashed are the bytes that are loaded,
// whatever happens to the file they were read from. Owns the mapping: everything got from the
// library dies with it. Loading is not thread-safe.

#include <memory>

#include "assay/plugin.h"
#include "base/digest.hpp"
#include "base/result.hpp"
#include "plugin/plugin.hpp"

namespace assay::plugin {

using Entry = const assay_plugin* (*)(std::uint32_t, std::uint32_t, assay_plugin_err*);

class Library {
 public:
  // Plugin errors plugin.load and plugin.no_entry.
  [[nodiscard]] static Result<Library> open(const Binary& binary);
  ~Library();
  Library(Library&&) noexcept;
  Library& operator=(Library&&) noexcept = delete;

  [[nodiscard]] const Digest& digest() const { return x_digest; }  // SHA-256
  [[nodiscard]] Entry entry() const { return x_entry; }

 private:
  struct Handle;
  Library(std::unique_ptr<Handle> handle, const Digest& digest, Entry entry_point);
  std::unique_ptr<Handle> x_handle;
  Digest x_digest;
  Entry x_entry;
};

}  // namespace assay::plugin
