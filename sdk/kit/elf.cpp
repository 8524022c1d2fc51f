#include "kit/elf.hpp"

#include <fcntl.h>
#include <gelf.h>
#include <libelf.h>
#include <unistd.h>

#include <memory>

namespace assay::kit {

namespace {

struct EndElf {
  void operator()(Elf* elf) const { ::elf_end(elf); }
};

class File {
 public:
  explicit File(const std::filesystem::path& path)
      : x_number(::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {}
  ~File() {
    if (x_number >= 0) ::close(x_number);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  [[nodiscard]] int number() const { return x_number; }

 private:
  int x_number;
};

void add_symbols(Elf* elf, Elf_Scn* section, const GElf_Shdr& header, Symbols& symbols) {
  auto* data = ::elf_getdata(section, nullptr);
  if (data == nullptr || header.sh_entsize == 0) return;
  const auto count = header.sh_size / header.sh_entsize;
  for (std::size_t i = 1; i < count; ++i) {
    GElf_Sym symbol{};
    if (::gelf_getsym(data, static_cast<int>(i), &symbol) == nullptr) return;
    const char* name = ::elf_strptr(elf, header.sh_link, symbol.st_name);
    if (name == nullptr || *name == '\0') continue;
    const auto binding = GELF_ST_BIND(symbol.st_info);
    const auto visibility = GELF_ST_VISIBILITY(symbol.st_other);
    if (symbol.st_shndx == SHN_UNDEF) {
      // One that may stay unbound is asked for by linkers and profilers on their own account.
      if (binding != STB_WEAK) symbols.imports.insert(name);
    } else if (binding != STB_LOCAL && (visibility == STV_DEFAULT || visibility == STV_PROTECTED)) {
      symbols.exports.insert(name);
    }
  }
}

}  // namespace

std::expected<Symbols, std::string> read_symbols(const std::filesystem::path& library) {
  const File file(library);
  if (file.number() < 0) return std::unexpected("it cannot be opened");
  if (::elf_version(EV_CURRENT) == EV_NONE) return std::unexpected("libelf is too old");
  const std::unique_ptr<Elf, EndElf> elf(::elf_begin(file.number(), ELF_C_READ, nullptr));
  if (!elf || ::elf_kind(elf.get()) != ELF_K_ELF) return std::unexpected("it is no ELF file");
  Symbols symbols;
  Elf_Scn* section = nullptr;
  while ((section = ::elf_nextscn(elf.get(), section)) != nullptr) {
    GElf_Shdr header{};
    if (::gelf_getshdr(section, &header) != nullptr && header.sh_type == SHT_DYNSYM)
      add_symbols(elf.get(), section, header, symbols);
  }
  return symbols;
}

}  // namespace assay::kit
