// Another process at an office, for transaction_test.cpp: what it did is its exit code.
//   peer add OFFICE CODE      adds a unit
//   peer die OFFICE CODE      adds a unit and is killed before it commits
//   peer count OFFICE         how many units there are
//   peer narrow OFFICE CODE   the same as add, with little address space
//   peer grown OFFICE         opens the office with little address space, writes a byte, waits for
//                             one, and tells how many units there are then

#include <signal.h>
#include <sys/resource.h>

#include <iostream>
#include <string>

#include "store/store.hpp"

namespace {

using assay::store::Mode;
using assay::store::Store;

constexpr int kTrouble = 100;

int add(const std::string& office, const std::string& code, bool die) {
  auto store = Store::open(office, Mode::ReadWrite);
  if (!store) {
    std::cerr << describe(store.error()) << "\n";
    return kTrouble;
  }
  auto writer = store->write(assay::store::Cause{.actor = "peer", .action = "import"});
  if (!writer) return kTrouble + 1;
  assay::model::Unit unit;
  unit.code = code;
  if (!writer->put(unit)) return kTrouble + 2;
  if (die) raise(SIGKILL);
  return writer->commit() ? 0 : kTrouble + 3;
}

int count_with(const Store& store) {
  const auto reader = store.read();
  if (!reader) {
    std::cerr << describe(reader.error()) << "\n";
    return kTrouble + 1;
  }
  const auto snapshot = reader->snapshot();
  return snapshot ? static_cast<int>(snapshot->units.size()) : kTrouble + 2;
}

int count(const std::string& office) {
  const auto store = Store::open(office, Mode::ReadOnly);
  return store ? count_with(*store) : kTrouble;
}

// Leaves room for a map of `bytes` and the program, not for a map four times as large.
bool limit_address_space(rlim_t bytes) {
  const rlimit limit{bytes * 3, bytes * 3};
  return setrlimit(RLIMIT_AS, &limit) == 0;
}

int count_once_grown(const std::string& office) {
  if (!limit_address_space(rlim_t{1} << 26U)) return kTrouble + 11;
  const auto store = Store::open(office, Mode::ReadOnly);
  if (!store) return kTrouble + 12;
  std::cout << '.' << std::flush;
  if (std::cin.get() == std::char_traits<char>::eof()) return kTrouble + 13;
  return count_with(*store);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) return kTrouble + 10;
  const std::string what = argv[1];
  const std::string office = argv[2];
  if (what == "count") return count(office);
  if (what == "grown") return count_once_grown(office);
  if (argc < 4) return kTrouble + 10;
  if (what == "narrow" && !limit_address_space(rlim_t{1} << 28U)) return kTrouble + 11;
  return add(office, argv[3], what == "die");
}
