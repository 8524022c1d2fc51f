#include "pipeline/office.hpp"

#include <charconv>
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

Status create_office(const std::filesystem::path& folder, const Surroundings& surroundings) {
  return store::Store::create(
      folder, {surroundings.actor, "init", folder.filename().string(), surroundings.now_s()});
}

Office::Office(store::Store store, const Surroundings& surroundings)
    : x_store(std::move(store)), x_surroundings(surroundings) {}

Result<Office> Office::open(const std::filesystem::path& folder, store::Mode mode,
                            const Surroundings& surroundings) {
  ASSAY_TRY(auto store, store::Store::open(folder, mode));
  return Office(std::move(store), surroundings);
}

Result<std::vector<store::RunSummary>> Office::runs() const {
  ASSAY_TRY(const auto reader, x_store.read());
  return reader.runs();
}

Result<model::Run> Office::run(const std::string& run) const {
  ASSAY_TRY(const auto reader, x_store.read());
  std::uint64_t id = 0;
  if (run == "latest") {
    ASSAY_TRY(const auto runs, reader.runs());
    if (runs.empty())
      return fail(Failure::Input, "run.none",
                  {ASSAY_TEXT("this office has no run yet: make one with 'assay score'"), {}, ""});
    id = runs.back().id;
  } else {
    const auto* end = run.data() + run.size();
    if (const auto parsed = std::from_chars(run.data(), end, id);
        parsed.ec != std::errc{} || parsed.ptr != end || id == 0)
      return fail(
          Failure::Usage, "run.syntax",
          {ASSAY_TEXT("'{run}' is not a run: write its number, or 'latest'"), {{"run", run}}, ""});
  }
  return reader.run(id);
}

Result<store::Health> Office::check() const { return x_store.check(); }

}  // namespace assay::pipeline
