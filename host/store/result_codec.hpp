#pragma once
// Bytes of assessments and runs. Of a run its manifest is kept. One kept whole (published, or made
// before there were manifests) is stored in parts: part 0 says what it is and how many parts
// follow, each with up to kUnits_per_part units of one group, so that no value grows without limit
// and a list of runs reads no units. Pure functions; thread-safe.

#include <cstdint>
#include <optional>
#include <span>

#include "base/result.hpp"
#include "model/assessment.hpp"
#include "model/run.hpp"
#include "store/store.hpp"
#include "store/table.hpp"

namespace assay::store {

inline constexpr std::size_t kUnits_per_part = 256;

// Part 0 of a run as read back. Of a run kept whole, `run` has its groups without their units; of a
// manifest, it has none.
struct RunHead {
  model::Run run;
  std::vector<std::uint64_t> units;  // by group
  std::uint64_t parts = 0;
  std::uint64_t incomplete = 0;
  std::uint64_t group_count = 0;
  std::uint64_t unit_count = 0;
  std::uint64_t log_size = 0;
  std::optional<Digest> result;  // of a manifest only
};

struct RunPart {
  std::uint32_t group = 0;
  std::vector<model::UnitResult> units;
};

[[nodiscard]] Result<Bytes> encode(const Key& key, const model::Assessment& assessment);
[[nodiscard]] Result<model::Assessment> decode_assessment(const Stored& stored);

[[nodiscard]] std::uint64_t count_parts(const model::Run& run);
[[nodiscard]] Result<Bytes> encode_run_head(const Key& key, const model::Run& run);
[[nodiscard]] Result<Bytes> encode_manifest(const Key& key, const model::RunManifest& manifest);
[[nodiscard]] Result<Bytes> encode_run_part(const Key& key, std::uint32_t group,
                                            std::span<const model::UnitResult> units);
[[nodiscard]] Result<RunHead> decode_run_head(const Stored& stored);
[[nodiscard]] Result<RunPart> decode_run_part(const Stored& stored);

[[nodiscard]] RunSummary summary_of(std::uint64_t id, const RunHead& head);
// The digest of the results of a run kept whole is all zero.
[[nodiscard]] model::RunManifest manifest_of(std::uint64_t id, RunHead head);

}  // namespace assay::store
