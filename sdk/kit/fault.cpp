#include "kit/fault.hpp"

#include <elf.h>
#include <link.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <span>
#include <string_view>

namespace assay::kit::fault {

namespace {

thread_local bool armed = false;
std::int64_t fails_at = -1;
bool fails_once = false;
std::int64_t calls = 0;

bool fails() {
  if (!armed) return false;
  const auto call = calls++;
  if (fails_at < 0) return false;
  return fails_once ? call == fails_at : call >= fails_at;
}

void* failing_malloc(std::size_t bytes) {
  if (!fails()) return std::malloc(bytes);
  errno = ENOMEM;
  return nullptr;
}
void* failing_calloc(std::size_t count, std::size_t bytes) {
  if (!fails()) return std::calloc(count, bytes);
  errno = ENOMEM;
  return nullptr;
}
void* failing_realloc(void* old, std::size_t bytes) {
  if (!fails()) return std::realloc(old, bytes);
  errno = ENOMEM;
  return nullptr;
}
void* failing_aligned_alloc(std::size_t align, std::size_t bytes) {
  if (!fails()) return std::aligned_alloc(align, bytes);
  errno = ENOMEM;
  return nullptr;
}
int failing_posix_memalign(void** to, std::size_t align, std::size_t bytes) {
  return fails() ? ENOMEM : ::posix_memalign(to, align, bytes);
}

constexpr std::time_t kFaked_s = 2'147'000'000;  // in January 2038

std::time_t faked_time(std::time_t* to) {
  if (to != nullptr) *to = kFaked_s;
  return kFaked_s;
}
int faked_clock_gettime(clockid_t /*clock*/, std::timespec* to) {
  *to = {kFaked_s, 987'654'321};
  return 0;
}
int faked_timespec_get(std::timespec* to, int base) {
  *to = {kFaked_s, 987'654'321};
  return base;
}
int faked_gettimeofday(timeval* to, void* /*zone*/) {
  *to = {kFaked_s, 987'654};
  return 0;
}
std::clock_t faked_clock() { return 123'456'789; }

struct Exchange {
  std::string_view name;
  void* with;
};

// NOLINTBEGIN(performance-no-int-to-ptr): the linker's tables hold addresses as numbers
// Where a loaded object keeps what the dynamic linker needs.
struct Dynamic {
  const ElfW(Sym) * symbols = nullptr;
  const char* names = nullptr;
  std::span<const ElfW(Rela)> data, calls;

  explicit Dynamic(const ElfW(Dyn) * entry, ElfW(Addr) base) {
    // Some systems keep these as offsets.
    const auto at = [base](ElfW(Addr) address) {
      return address < base ? address + base : address;
    };
    const ElfW(Rela)* data_at = nullptr;
    const ElfW(Rela)* calls_at = nullptr;
    std::size_t data_bytes = 0;
    std::size_t calls_bytes = 0;
    for (; entry->d_tag != DT_NULL; ++entry) {
      const auto address = at(entry->d_un.d_ptr);
      if (entry->d_tag == DT_SYMTAB) symbols = reinterpret_cast<const ElfW(Sym)*>(address);
      if (entry->d_tag == DT_STRTAB) names = reinterpret_cast<const char*>(address);
      if (entry->d_tag == DT_RELA) data_at = reinterpret_cast<const ElfW(Rela)*>(address);
      if (entry->d_tag == DT_RELASZ) data_bytes = entry->d_un.d_val;
      if (entry->d_tag == DT_JMPREL) calls_at = reinterpret_cast<const ElfW(Rela)*>(address);
      if (entry->d_tag == DT_PLTRELSZ) calls_bytes = entry->d_un.d_val;
    }
    data = {data_at, data_bytes / sizeof(ElfW(Rela))};
    calls = {calls_at, calls_bytes / sizeof(ElfW(Rela))};
  }
};

void exchange_at(void** slot, void* with) {
  const auto page = static_cast<std::uintptr_t>(::sysconf(_SC_PAGESIZE));
  auto* start = reinterpret_cast<void*>(reinterpret_cast<std::uintptr_t>(slot) / page * page);
  // Slots never straddle pages: they are aligned.
  if (::mprotect(start, page, PROT_READ | PROT_WRITE) == 0) *slot = with;
}

int exchange_in(dl_phdr_info* object, std::size_t /*size*/, void* data) {
  const auto& wanted = *static_cast<const std::span<const Exchange>*>(data);
  const std::string_view name = object->dlpi_name;
  const auto stays = [&](std::string_view part) { return name.find(part) != name.npos; };
  // The program itself has no name; the C library and the linker need their own memory.
  if (name.empty() || stays("/libc.so") || stays("/ld-linux") || stays("linux-vdso")) return 0;
  for (int i = 0; i < object->dlpi_phnum; ++i) {
    const auto& header = object->dlpi_phdr[i];
    if (header.p_type != PT_DYNAMIC) continue;
    const auto base = object->dlpi_addr;
    const Dynamic dynamic(reinterpret_cast<const ElfW(Dyn)*>(base + header.p_vaddr), base);
    for (const auto relocations : {dynamic.data, dynamic.calls})
      for (const auto& relocation : relocations) {
        const auto symbol = ELF64_R_SYM(relocation.r_info);
        if (symbol == 0) continue;
        const std::string_view called = dynamic.names + dynamic.symbols[symbol].st_name;
        for (const auto& one : wanted)
          if (one.name == called)
            exchange_at(reinterpret_cast<void**>(base + relocation.r_offset), one.with);
      }
  }
  return 0;
}

// NOLINTEND(performance-no-int-to-ptr)

template <class Function>
void* address(Function* function) {
  return reinterpret_cast<void*>(function);
}

void exchange(std::span<const Exchange> wanted) { ::dl_iterate_phdr(exchange_in, &wanted); }

}  // namespace

void watch_memory() {
  const Exchange wanted[] = {{"malloc", address(failing_malloc)},
                             {"calloc", address(failing_calloc)},
                             {"realloc", address(failing_realloc)},
                             {"aligned_alloc", address(failing_aligned_alloc)},
                             {"posix_memalign", address(failing_posix_memalign)}};
  exchange(wanted);
}

void fail_memory(std::int64_t at, bool once) {
  fails_at = at;
  fails_once = once;
  calls = 0;
}
void stop_failing() { fail_memory(-1, false); }
std::int64_t memory_calls() { return calls; }

void fake_clocks() {
  const Exchange wanted[] = {{"time", address(faked_time)},
                             {"clock_gettime", address(faked_clock_gettime)},
                             {"timespec_get", address(faked_timespec_get)},
                             {"gettimeofday", address(faked_gettimeofday)},
                             {"clock", address(faked_clock)}};
  exchange(wanted);
}

Armed::Armed() : x_before(armed) { armed = true; }
Armed::~Armed() { armed = x_before; }
Pause::Pause() : x_before(armed) { armed = false; }
Pause::~Pause() { armed = x_before; }

}  // namespace assay::kit::fault
