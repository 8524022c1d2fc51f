// Runs the benchmarks and prints, for every pair "<name>/exact" and "<name>/double", how many
// times as long the exact computation takes.

#include <benchmark/benchmark.h>
#include <unistd.h>

#include <cstdio>
#include <map>
#include <string>

namespace {

class RatioReporter : public benchmark::ConsoleReporter {
 public:
  RatioReporter() : ConsoleReporter(isatty(STDOUT_FILENO) != 0 ? OO_ColorTabular : OO_Tabular) {}

  void ReportRuns(const std::vector<Run>& runs) override {
    for (const auto& run : runs) x_time_ns[run.benchmark_name()] = run.GetAdjustedCPUTime();
    ConsoleReporter::ReportRuns(runs);
  }

  void print_ratios() const {
    const std::string exact = "/exact";
    std::printf("\n%-28s %s\n", "exact ÷ double", "times as long");
    for (const auto& [name, time_ns] : x_time_ns) {
      if (!name.ends_with(exact)) continue;
      const auto what = name.substr(0, name.size() - exact.size());
      if (const auto plain = x_time_ns.find(what + "/double"); plain != x_time_ns.end())
        std::printf("%-28s %.1f\n", what.c_str(), time_ns / plain->second);
    }
  }

 private:
  std::map<std::string, double> x_time_ns;
};

}  // namespace

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  RatioReporter reporter;
  benchmark::RunSpecifiedBenchmarks(&reporter);
  reporter.print_ratios();
  benchmark::Shutdown();
  return 0;
}
