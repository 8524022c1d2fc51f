#pragma once
// What an office must hold, kept without the store: a script of transactions that follows from a
// seed, and the contents after each of them as plain text by place. Values; no IO.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "model/assessment.hpp"
#include "model/records.hpp"
#include "model/run.hpp"
#include "model/snapshot.hpp"
#include "torture/random.hpp"

namespace assay::torture {

// Place ("unit/u1", "figure/gdp/202400/0/u1") → what is there.
using Contents = std::map<std::string, std::string>;

struct SchemeText {
  std::string id;
  std::uint32_t version = 0;
  std::string text;
};
struct KeyedRun {
  model::Run run;
  Digest key{};
};
// A whole column of actual figures, for the first units of the axis.
struct Loaded {
  std::string indicator;
  model::Period period;
  std::vector<std::int64_t> micro;
};
using Op =
    std::variant<model::Unit, model::Indicator, model::Target, model::Observation, model::Event,
                 model::ImportedField, SchemeText, model::Assessment, KeyedRun, Loaded>;

// One transaction.
struct Batch {
  std::uint64_t number = 0;
  std::vector<Op> ops;
};

inline constexpr std::uint64_t kMax_batches = 64;  // of a script
inline constexpr const char* kMark_indicator = "mark";
inline constexpr const char* kFirst_unit = "u0";
// Figures that the queue writes beside the script: update n sets that of one of three units to n.
inline constexpr const char* kQueue_indicator = "queue";
inline constexpr std::uint64_t kQueue_units = 3;
[[nodiscard]] std::string queue_unit(std::uint64_t update);

// Batch 1 makes units and indicators; every later one is a handful of changes of any kind or an
// import of many figures, and each leaves its number as the figure `mark` of the first unit.
class Script {
 public:
  explicit Script(std::uint64_t seed);
  [[nodiscard]] Batch batch(std::uint64_t number) const;
  // After the batches up to `number`; 0 = an empty office.
  [[nodiscard]] Contents after(std::uint64_t number) const;

 private:
  [[nodiscard]] Batch first() const;
  [[nodiscard]] Op any(Random& random, std::uint64_t number, std::uint64_t kind) const;
  [[nodiscard]] std::string some_unit(Random& random) const;

  std::uint64_t x_seed;
  std::uint64_t x_units;
};

// The places and texts of one entry, as both the model and the reader of an office write them.
void put_text(Contents& contents, const model::Unit& unit, std::size_t ordinal);
void put_text(Contents& contents, const model::Indicator& indicator);
void put_text(Contents& contents, const model::Event& event);
void put_text(Contents& contents, const model::ImportedField& field);
void put_text(Contents& contents, const SchemeText& scheme);
void put_text(Contents& contents, const model::Assessment& assessment);
void put_text(Contents& contents, const model::Run& run);
[[nodiscard]] std::string figure_place(const std::string& indicator, model::Period period,
                                       model::Layer layer, const std::string& unit);

// Takes the queue's figures out: how many updates landed, or nothing when that does not add up.
std::optional<std::uint64_t> take_queue(Contents& contents);

// What a snapshot holds of all that.
[[nodiscard]] Contents figures_of(const Contents& contents);

// "" when equal; else the first place that differs and what stands there.
[[nodiscard]] std::string difference(const Contents& wanted, const Contents& found);

}  // namespace assay::torture
