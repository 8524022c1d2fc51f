#include "pipeline/national/national.hpp"

#include <algorithm>
#include <cstdlib>
#include <system_error>
#include <thread>
#include <utility>

#include "pipeline/national/files.hpp"
#include "pipeline/national/measures.hpp"
#include "score/kernel/kernel.hpp"

namespace assay::pipeline::national {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMost_units = 10'000'000;
constexpr std::size_t kMost_indicators = 1'000;

Status check_size(const Size& size) {
  const bool fits = size.units >= 1 && size.units <= kMost_units && size.indicators >= 1 &&
                    size.indicators <= kMost_indicators && size.groups >= 1 &&
                    size.groups <= size.units;
  if (fits) return {};
  return fail(
      Failure::Usage, "national.size",
      {ASSAY_TEXT("a nation has 1–{units} units, 1–{indicators} indicators and no more "
                  "groups than units"),
       {{"units", std::to_string(kMost_units)}, {"indicators", std::to_string(kMost_indicators)}},
       ""});
}

// Where the office is made: a folder of its own that is removed again unless it was asked for.
class Site {
 public:
  explicit Site(const fs::path& wanted)
      : x_kept(!wanted.empty()), x_office(x_kept ? wanted : fs::path()) {}
  Site(const Site&) = delete;
  Site& operator=(const Site&) = delete;
  ~Site() {
    std::error_code ignored;
    if (!x_scratch.empty()) fs::remove_all(x_scratch, ignored);
  }

  // A folder for passing files lies beside the office, on the same disk.
  [[nodiscard]] Status prepare() {
    const auto beside = x_kept ? fs::absolute(x_office).parent_path() : fs::temp_directory_path();
    auto pattern = (beside / "assay-bench-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) return io_fault(beside);
    x_scratch = pattern;
    if (!x_kept) x_office = x_scratch / "office";
    return {};
  }
  [[nodiscard]] const fs::path& office() const { return x_office; }
  [[nodiscard]] const fs::path& scratch() const { return x_scratch; }

 private:
  bool x_kept;
  fs::path x_office;
  fs::path x_scratch;
};

}  // namespace

std::optional<bool> Row::met() const {
  if (!bar) return std::nullopt;
  const double measured = ratio.value_or(value);
  return small_is_good ? measured <= *bar : measured >= *bar;
}

Result<Report, Errors> run(const Options& wanted) {
  auto options = wanted;
  if (options.threads == 0) options.threads = std::max(std::thread::hardware_concurrency(), 1U);
  const auto one = [](Error error) { return std::unexpected(Errors{std::move(error)}); };
  if (auto fits = check_size(options.size); !fits) return one(fits.error());
  Site site(options.office);
  if (auto ready = site.prepare(); !ready) return one(ready.error());
  if (!options.csv.empty())
    if (auto written = write_files(options.size, options.csv, options.progress); !written)
      return one(written.error());
  Measures measures(options, site.office(), site.scratch());
  for (const auto& measure : {&Measures::load, &Measures::scan, &Measures::score_unit_targets,
                              &Measures::score_group_targets, &Measures::update, &Measures::files})
    if (auto done = (measures.*measure)(); !done) return one(done.error());
  return Report{std::string(score::kernel::best().target), std::move(measures).rows()};
}

}  // namespace assay::pipeline::national
