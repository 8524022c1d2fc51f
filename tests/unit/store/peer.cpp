// Another process at an office, for transaction_test.cpp: what it did is its exit code.
//   peer add OFFICE CODE      adds a unit
//   peer die OFFICE CODE      adds a unit and is killed before it commits
//   peer count OFFICE         how many units there are
//   peer narrow OFFICE CODE   adds a unit with little address space; 0 when that worked

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
  auto writer = store->write();
  if (!writer) return kTrouble + 1;
  assay::model::Unit unit;
  unit.code = code;
  if (!writer->put(unit)) return kTrouble + 2;
  if (die) raise(SIGKILL);
  return writer->commit() ? 0 : kTrouble + 3;
}

int count(const std::string& office) {
  const auto store = Store::open(office, Mode::ReadOnly);
  if (!store) return kTrouble;
  const auto reader = store->read();
  if (!reader) return kTrouble + 1;
  const auto snapshot = reader->snapshot();
  return snapshot ? static_cast<int>(snapshot->units.size()) : kTrouble + 2;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) return kTrouble + 10;
  const std::string what = argv[1];
  const std::string office = argv[2];
  if (what == "count") return count(office);
  if (argc < 4) return kTrouble + 10;
  if (what == "narrow") {
    const rlimit limit{rlim_t{3} << 29U, rlim_t{3} << 29U};  // 1.5 GiB: a map of 1 GiB fits
    if (setrlimit(RLIMIT_AS, &limit) != 0) return kTrouble + 11;
  }
  return add(office, argv[3], what == "die");
}
