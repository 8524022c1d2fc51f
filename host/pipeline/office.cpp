#include "pipeline/office.hpp"

#include <utility>

namespace assay::pipeline {

Counts ImportReport::total() const {
  Counts sum;
  for (const Counts* part : {&units, &indicators, &targets, &observations, &events, &assessments}) {
    sum.created += part->created;
    sum.changed += part->changed;
    sum.same += part->same;
  }
  return sum;
}

store::Cause Surroundings::cause(std::string action, std::string detail) const {
  return {actor, std::move(action), std::move(detail), reason, request, now_s()};
}

Status create_office(const std::filesystem::path& folder, const Surroundings& surroundings) {
  return store::Store::create(folder, surroundings.cause("init", folder.filename().string()));
}

Office::Office(store::Store store, const Surroundings& surroundings)
    : x_store(std::move(store)), x_surroundings(surroundings) {
  x_store.log_to(&x_surroundings.log);
}

Result<Office> Office::open(const std::filesystem::path& folder, store::Mode mode,
                            const Surroundings& surroundings) {
  ASSAY_TRY(auto store, store::Store::open(folder, mode, surroundings.cause("upgrade", "")));
  return Office(std::move(store), surroundings);
}

Result<std::vector<store::RunSummary>> Office::runs() const {
  ASSAY_TRY(const auto reader, x_store.read());
  return reader.runs();
}

Result<store::Health> Office::check() const { return x_store.check(); }

}  // namespace assay::pipeline
