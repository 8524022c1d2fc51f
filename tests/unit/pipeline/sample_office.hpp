#pragma once
// An office in a folder of its own with two units and an indicator, for tests of what is done with
// its journal. Time stands still at a moment that the test sets.

#include <cstdint>
#include <filesystem>
#include <string>

#include "pipeline/office.hpp"

namespace assay::pipeline::testing {

class SampleOffice {
 public:
  SampleOffice();
  ~SampleOffice();
  SampleOffice(const SampleOffice&) = delete;
  SampleOffice& operator=(const SampleOffice&) = delete;

  // Imports a file of this text; it must be taken.
  void load(const std::string& text);
  // Sets the actual figure of (a, gdp, 2024).
  FigureReport set(const std::string& value);

  [[nodiscard]] Surroundings surroundings();
  [[nodiscard]] Office open(store::Mode mode = store::Mode::ReadWrite);
  [[nodiscard]] const std::filesystem::path& folder() const { return x_folder; }

  std::int64_t now_s = 1'700'000'000;
  std::string reason;
  store::RequestId request{};

 private:
  std::filesystem::path x_folder;
  Log x_log{LogLevel::Off};
};

[[nodiscard]] FigureEdit edit_of(const std::string& unit, const std::string& indicator,
                                 const char* value);
// A key of the log "assay.example/county", made of one byte.
[[nodiscard]] audit::SignerKey sample_key(std::uint8_t seed_byte = 1,
                                          const std::string& name = "assay.example/county");

}  // namespace assay::pipeline::testing
