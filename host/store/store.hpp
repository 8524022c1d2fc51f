#pragma once
// The office on disk: an LMDB environment in `<office>/truth` (docs/formats/store.md). Readers see
// one snapshot and never block; one Writer at a time, in this process or another; everything a
// Writer did lands with commit() or not at all. A Store may be shared by threads; a Reader or
// Writer stays on the thread that made it and must not outlive its Store. Use after fork is
// refused (store.forked).

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "model/assessment.hpp"
#include "model/records.hpp"
#include "model/run.hpp"
#include "model/snapshot.hpp"

namespace assay::store {

enum class Mode : std::uint8_t { ReadOnly, ReadWrite };
enum class Change : std::uint8_t { New, Changed, Same };

// One line of the office's diary, written in the transaction it tells of. The journal of single
// changes takes this place later.
struct DiaryEntry {
  std::string actor;   // "department[/person]"
  std::string action;  // "init", "import", "score"
  std::string detail;
  std::int64_t time_s = 0;  // since 1970-01-01 UTC
};

struct RunSummary {
  std::uint64_t id = 0;
  std::string scheme;
  std::uint32_t version = 0;
  std::string title;
  model::Period period;
  std::uint32_t units = 0;
  std::uint32_t incomplete = 0;
  std::string actor;
  std::int64_t created_s = 0;
};

class Reader {
 public:
  Reader(Reader&&) noexcept;
  Reader& operator=(Reader&&) noexcept;
  ~Reader();

  // Units (axis order), indicators, texts, and the columns, events and imported assessments of
  // every period that lies within one of `periods`.
  [[nodiscard]] Result<model::Snapshot> snapshot(std::span<const model::Period> periods) const;
  // The whole office.
  [[nodiscard]] Result<model::Snapshot> snapshot() const;
  // Periods that hold any figure, event or imported assessment.
  [[nodiscard]] Result<std::vector<model::Period>> periods() const;

  [[nodiscard]] Result<std::vector<RunSummary>> runs() const;    // oldest first
  [[nodiscard]] Result<model::Run> run(std::uint64_t id) const;  // Input error store.no_run
  // The run made from exactly these digests, if any.
  [[nodiscard]] Result<std::optional<std::uint64_t>> run_of(const Digest& key) const;
  // The stored text of a scheme version, if any.
  [[nodiscard]] Result<std::optional<std::string>> scheme_text(const std::string& id,
                                                               std::uint32_t version) const;
  [[nodiscard]] Result<std::optional<model::Assessment>> assessment(const Digest& digest) const;
  [[nodiscard]] Result<std::vector<DiaryEntry>> diary() const;

 private:
  friend class Store;
  struct State;
  explicit Reader(std::unique_ptr<State> state);
  std::unique_ptr<State> x_state;
};

// Gathers changes in memory; figures take about 8 bytes each and layer until commit(). Unit and
// indicator codes in what is put must exist in the office or have been put before (Input errors
// store.unknown_unit, store.unknown_indicator); parents and successors of units only by commit().
// An Input error leaves the Writer usable; any other spoils it. An optional value that is absent
// clears what was stored for it.
class Writer {
 public:
  Writer(Writer&&) noexcept;
  Writer& operator=(Writer&&) noexcept;
  ~Writer();  // without commit(): nothing happened

  [[nodiscard]] Result<Change> put(const model::Unit& unit);
  [[nodiscard]] Result<Change> put(const model::Indicator& indicator);
  [[nodiscard]] Result<Change> put(const model::Target& target);
  [[nodiscard]] Result<Change> put(const model::Observation& observation);
  [[nodiscard]] Result<Change> put(const model::Event& event);
  [[nodiscard]] Result<Change> put(const model::ImportedField& field);

  // Input error store.scheme_changed when (id, version) holds another text.
  [[nodiscard]] Result<Change> put_scheme(const std::string& id, std::uint32_t version,
                                          const std::string& text);
  [[nodiscard]] Status put_assessment(const model::Assessment& assessment);
  // Stores the run under `key` and the next number, which it returns; the number of the run
  // already stored under `key` otherwise.
  [[nodiscard]] Result<std::uint64_t> put_run(const model::Run& run, const Digest& key);
  [[nodiscard]] Status put_diary(const DiaryEntry& entry);

  // After a failed commit nothing is known to have landed; the Writer is spent either way.
  [[nodiscard]] Status commit();

 private:
  friend class Store;
  struct State;
  explicit Writer(std::unique_ptr<State> state);
  std::unique_ptr<State> x_state;
};

// What `assay doctor` found.
struct Health {
  std::uint32_t format_version = 0;
  std::uint64_t units = 0;
  std::uint64_t indicators = 0;
  std::uint64_t chunks = 0;  // all of them checked against their hash
  std::uint64_t records = 0;
  std::uint64_t runs = 0;
  std::uint64_t file_bytes = 0;
  std::vector<Error> faults;  // damaged chunks or records, by place
};

class Store {
 public:
  Store(Store&&) noexcept;
  Store& operator=(Store&&) noexcept;
  ~Store();

  // Makes a new office, whole or not at all. Input error store.exists when there is one already;
  // a folder that holds other things is refused too (store.not_empty). Parents must exist.
  [[nodiscard]] static Status create(const std::filesystem::path& office, const DiaryEntry& entry);
  // Input error store.no_office; Store errors store.format_newer, store.io, …
  [[nodiscard]] static Result<Store> open(const std::filesystem::path& office, Mode mode);

  [[nodiscard]] Result<Reader> read() const;
  // Waits for another Writer; a second one on the same thread is refused (store.busy).
  [[nodiscard]] Result<Writer> write();
  // Verifies and decodes every entry. Damage to pages of LMDB itself may crash the process.
  [[nodiscard]] Result<Health> check() const;

 private:
  struct State;
  explicit Store(std::unique_ptr<State> state);
  std::unique_ptr<State> x_state;
};

}  // namespace assay::store
