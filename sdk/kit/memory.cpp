#include "kit/memory.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include <new>

namespace assay::kit {

Memory::~Memory() {
  for (const auto& mapping : x_mappings) ::munmap(mapping.at, mapping.bytes);
}

void* Memory::take(std::size_t bytes) {
  if (x_guard == Guard::None) {
    if (bytes == 0) return nullptr;
    return x_plain.emplace_back(std::make_unique<std::byte[]>(bytes)).get();
  }
  const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
  const auto data_bytes = (bytes + page - 1) / page * page;
  const auto whole = data_bytes + page;
  void* at = ::mmap(nullptr, whole, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (at == MAP_FAILED) throw std::bad_alloc();
  const auto data_offset = x_guard == Guard::Before ? page : 0;
  x_mappings.push_back({at, whole, data_bytes, data_offset});
  auto* data = static_cast<std::byte*>(at) + data_offset;
  if (data_bytes != 0 && ::mprotect(data, data_bytes, PROT_READ | PROT_WRITE) != 0)
    throw std::bad_alloc();
  return x_guard == Guard::Before ? data : data + (data_bytes - bytes);
}

void Memory::seal() {
  for (const auto& mapping : x_mappings)
    if (mapping.data_bytes != 0)
      ::mprotect(static_cast<std::byte*>(mapping.at) + mapping.data_offset, mapping.data_bytes,
                 PROT_READ);
}

}  // namespace assay::kit
