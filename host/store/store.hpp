#pragma once
// The office on disk: an LMDB environment in `<office>/truth` (docs/formats/store.md). Readers see
// one snapshot and never block; one Writer at a time, in this process or another; everything a
// Writer did lands with commit() or not at all. A Store may be shared by threads; a Reader or
// Writer stays on the thread that made it and must not outlive its Store. Use after fork is
// refused (store.forked).

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "audit/merkle.hpp"
#include "base/log.hpp"
#include "base/result.hpp"
#include "model/assessment.hpp"
#include "model/catalog.hpp"
#include "model/records.hpp"
#include "model/results.hpp"
#include "model/run.hpp"
#include "model/snapshot.hpp"
#include "store/journal.hpp"
#include "store/verify.hpp"

namespace assay::store {

struct LogEnd;

enum class Mode : std::uint8_t { ReadOnly, ReadWrite };
enum class Change : std::uint8_t { New, Changed, Same };

// One figure of one layer; what else stands for the unit, indicator and period stays.
struct FigureUpdate {
  std::string unit;
  std::string indicator;
  model::Period period;
  model::Layer layer = model::Layer::Actual;
  std::optional<Decimal> value{};  // nothing: no figure from now on; a state is 0, 1 or 2
  std::string text{};              // in place of `value`, of the layers Source, Lead and Person
};

// A transaction that reads the office, here or in another process.
struct ReaderInfo {
  std::int64_t pid = 0;
  std::uint64_t transactions = 0;  // committed since it began
};

// A plugin package as it is kept: named by the digest of its manifest, in its archive.
struct StoredPackage {
  Digest digest{};
  std::string id;
  std::string version;
  std::string archive;
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
  // Figures are borrowed from the office's map where they lie, so the snapshot may outlive the
  // Reader and go to any thread; while it lives, its pages cannot be used again.
  [[nodiscard]] Result<model::Snapshot> snapshot(std::span<const model::Period> periods,
                                                 Verify verify = Verify::Always) const;
  // The whole office.
  [[nodiscard]] Result<model::Snapshot> snapshot() const;
  // Units (axis order) and indicators alone, in little memory.
  [[nodiscard]] Result<model::Catalog> catalog() const;
  // Periods that hold any figure, event or imported assessment.
  [[nodiscard]] Result<std::vector<model::Period>> periods() const;

  [[nodiscard]] Result<std::vector<RunSummary>> runs() const;    // oldest first
  [[nodiscard]] Result<model::Run> run(std::uint64_t id) const;  // Input error store.no_run
  // What is kept of every run. Input error store.no_run.
  [[nodiscard]] Result<model::RunManifest> manifest(std::uint64_t id) const;
  // The results as they were kept by Store::keep_results(), or whole by an earlier format. Null
  // when they are not there: then they can be computed again, and must have the manifest's digest.
  // They may outlive the Reader.
  [[nodiscard]] Result<std::unique_ptr<const model::Results>> results(std::uint64_t id) const;
  // The run as it was published, with all its terms, if it was.
  [[nodiscard]] Result<std::optional<model::Run>> published(std::uint64_t id) const;
  // The run made from exactly these digests, if any.
  [[nodiscard]] Result<std::optional<std::uint64_t>> run_of(const Digest& key) const;
  // The stored text of a scheme version, if any.
  [[nodiscard]] Result<std::optional<std::string>> scheme_text(const std::string& id,
                                                               std::uint32_t version) const;
  [[nodiscard]] Result<std::optional<model::Assessment>> assessment(const Digest& digest) const;
  [[nodiscard]] Result<std::optional<StoredPackage>> package(const Digest& digest) const;
  // All, by digest, without their archives.
  [[nodiscard]] Result<std::vector<StoredPackage>> packages() const;
  // What was put under that name last; "" = nothing, or it was cleared.
  [[nodiscard]] Result<std::string> setting(const std::string& name) const;
  // All that are set, whose names begin with `prefix`: name and value, by name.
  [[nodiscard]] Result<std::vector<std::pair<std::string, std::string>>> settings(
      const std::string& prefix) const;

  // --- The journal; empty in an office of format 1 that was opened for reading ---

  [[nodiscard]] Result<std::uint64_t> log_size() const;  // entries, numbered from 0
  // Input error store.no_entry.
  [[nodiscard]] Result<JournalEntry> entry(std::uint64_t seq) const;
  // Entries [from, to), oldest first, until `each` fails, which is then the result.
  [[nodiscard]] Status visit(std::uint64_t from, std::uint64_t to,
                             const std::function<Status(const JournalEntry&)>& each) const;
  // What happened to one unit's figures of an indicator, oldest first. Input errors
  // store.unknown_unit, store.unknown_indicator. Reads the whole journal, like the next.
  [[nodiscard]] Result<std::vector<FigureHistory>> history(
      const std::string& unit, const std::string& indicator,
      std::optional<model::Period> period = std::nullopt) const;
  // All entries that say anything of a unit, with those edits only, oldest first.
  [[nodiscard]] Result<std::vector<JournalEntry>> entries_of_unit(const std::string& unit) const;
  // The number of the first entry of a request, or the log's size then where it changed nothing;
  // nothing if it has not landed.
  [[nodiscard]] Result<std::optional<std::uint64_t>> request(const RequestId& id) const;

  // snapshot() as it was when the log had `log_size` entries (as many as a transaction left
  // behind; store.no_entry past its end). The newer entries are undone one by one.
  [[nodiscard]] Result<model::Snapshot> snapshot_at(std::uint64_t log_size,
                                                    std::span<const model::Period> periods) const;
  [[nodiscard]] Result<model::Snapshot> snapshot_at(std::uint64_t log_size) const;

  // Of the first `log_size` entries. Errors of audit/merkle.hpp.
  [[nodiscard]] Result<Digest> root(std::uint64_t log_size) const;
  [[nodiscard]] Result<audit::Proof> inclusion_proof(std::uint64_t seq,
                                                     std::uint64_t log_size) const;
  [[nodiscard]] Result<audit::Proof> consistency_proof(std::uint64_t size1,
                                                       std::uint64_t size2) const;
  // The bytes of an entry whose hash is its leaf: a canonical Cap'n Proto message.
  [[nodiscard]] Result<std::string> leaf(std::uint64_t seq) const;
  [[nodiscard]] Result<std::vector<StoredCheckpoint>> checkpoints() const;  // by size

  // Hashes every entry anew, compares the tree and its checkpoints, and walks back from what the
  // office holds to nothing, entry by entry: whatever was changed past the journal shows.
  [[nodiscard]] Result<LogHealth> verify_log(const LogCheck& check = {}) const;

 private:
  friend class Store;
  struct State;
  explicit Reader(std::unique_ptr<State> state);
  std::unique_ptr<State> x_state;
};

// Gathers changes: figures in memory up to 64 MiB, above that in the engine's own pages, which are
// written out ahead of commit() when they are many (limit_changed()). Unit and
// indicator codes in what is put must exist in the office or have been put before (Input errors
// store.unknown_unit, store.unknown_indicator); parents and successors of units only by commit().
// Whatever changes something makes entries of the journal, in the same transaction.
// An Input error leaves the Writer usable; any other spoils it. An optional value that is absent
// clears what was stored for it.
class Writer {
 public:
  Writer(Writer&&) noexcept;
  Writer& operator=(Writer&&) noexcept;
  ~Writer();  // without commit(): nothing happened

  // When the request of the Cause has landed before: the number of its first entry, as by
  // Reader::request(). Then there is nothing to do, and nothing is accepted (store.landed).
  [[nodiscard]] std::optional<std::uint64_t> landed() const;

  [[nodiscard]] Result<Change> put(const model::Unit& unit);
  [[nodiscard]] Result<Change> put(const model::Indicator& indicator);
  [[nodiscard]] Result<Change> put(const model::Target& target);
  [[nodiscard]] Result<Change> put(const model::Observation& observation);
  [[nodiscard]] Result<Change> put(const model::Event& event);
  [[nodiscard]] Result<Change> put(const model::ImportedField& field);

  // The same for the unit with that ordinal, whose code is not looked up: rows by the million need
  // no map of codes, nor the pages it is on. Input error store.unknown_unit.
  [[nodiscard]] Result<Change> put(std::uint32_t ordinal, const model::Target& target);
  [[nodiscard]] Result<Change> put(std::uint32_t ordinal, const model::Observation& observation);

  [[nodiscard]] Result<Change> put(const FigureUpdate& update);
  // Replaces a whole column: row r belongs to the unit with ordinal r, rows behind those given hold
  // nothing. Bit r of `valid`, least significant first, says whether row r has a figure; empty: all
  // have. Rows as they are stored: millionths, numbers of states, numbers of texts. Written at
  // once, to land with commit(); the second core hashes meanwhile. Input errors
  // store.unknown_indicator, store.bad_column, store.bad_figure.
  [[nodiscard]] Result<Change> load(const model::ColumnKey& key,
                                    std::span<const std::int64_t> micro,
                                    std::span<const std::uint8_t> valid = {});

  // Input error store.scheme_changed when (id, version) holds another text.
  [[nodiscard]] Result<Change> put_scheme(const std::string& id, std::uint32_t version,
                                          const std::string& text);
  [[nodiscard]] Status put_assessment(const model::Assessment& assessment);
  [[nodiscard]] Status put_package(const StoredPackage& package);
  // "" clears it.
  [[nodiscard]] Result<Change> put_setting(const std::string& name, const std::string& value);
  // Stores the run under `key` and the next number, which it returns; the number of the run
  // already stored under `key` otherwise.
  [[nodiscard]] Result<std::uint64_t> put_run(const model::Run& run, const Digest& key);
  [[nodiscard]] Result<std::uint64_t> put_run(const model::RunManifest& manifest,
                                              const Digest& key);
  // Keeps the run whole and for good. Its manifest must be there and have the digest of these
  // results. Input errors store.no_run, store.other_results.
  [[nodiscard]] Result<Change> put_published(const model::Run& run);
  // Keeps a signed checkpoint of the log's first `size` entries, in place of an earlier one of that
  // size; makes no entry. Input error store.checkpoint when it does not state this log's root.
  [[nodiscard]] Status put_checkpoint(std::uint64_t size, const std::string& text);

  // After a failed commit nothing is known to have landed; the Writer is spent either way.
  [[nodiscard]] Status commit();

 private:
  friend class Store;
  friend class WriteQueue;
  struct State;
  [[nodiscard]] Result<std::uint32_t> ordinal_of(const std::string& unit);
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
  // By scrub_in_child() only:
  std::uint64_t pages = 0;            // in use
  std::uint64_t log_size = 0;         // entries of the journal
  Digest log_root{};                  // of its tree
  std::vector<Error> derived_faults;  // of what is made anew by itself
};

class Store {
 public:
  Store(Store&&) noexcept;
  Store& operator=(Store&&) noexcept;
  ~Store();

  // Makes a new office, whole or not at all. Input error store.exists when there is one already;
  // a folder that holds other things is refused too (store.not_empty). Parents must exist.
  [[nodiscard]] static Status create(const std::filesystem::path& office, const Cause& cause);
  // Input error store.no_office; Store errors store.format_newer, store.io, …  An office of an
  // older format that is opened for writing is upgraded, whole or not at all, on behalf of `cause`.
  [[nodiscard]] static Result<Store> open(const std::filesystem::path& office, Mode mode,
                                          const Cause& cause = {});

  [[nodiscard]] Result<Reader> read() const;
  // Waits for another Writer; a second one on the same thread is refused (store.busy).
  [[nodiscard]] Result<Writer> write(const Cause& cause);
  // Keeps the results of `run`, whose manifest has the digest `result`, for Reader::results():
  // totals, ranks, grades, points of nodes and notes, not in the truth and with nothing depending
  // on it. False when that was not possible; the log says why. Also when opened for reading.
  bool keep_results(std::uint64_t run, const model::Results& results, const Digest& result);
  // Where it is told that derived results were unusable or made anew; nowhere at first. `log` must
  // outlive the Store and its Readers.
  void log_to(Log* log);
  // Writes single changes that still lie beside their columns into them. Changes no figure; readers
  // are a little faster then. Returns how many pieces of columns it wrote. Progress in changes.
  [[nodiscard]] Result<std::uint64_t> fold(const Progress& progress = {});
  [[nodiscard]] Result<std::vector<ReaderInfo>> readers() const;
  // Writers are refused (store.stalled_reader) while a reader older than this makes the file grow
  // to more than twice what is in it, and 64 MiB; by the times of their Causes. At first 10
  // minutes.
  void limit_readers(std::int64_t seconds);
  // Instead of 32 MiB: a transaction that changed more is written out piece by piece ahead of its
  // commit. Nobody sees a difference.
  void limit_changed(std::size_t bytes);
  // Verifies and decodes every entry. Damage to pages of LMDB itself may crash the process.
  [[nodiscard]] Result<Health> check() const;

 private:
  friend class WriteQueue;
  struct State;
  [[nodiscard]] Status check_writable() const;
  // Refuses stalled readers as of `now_s`. `known`: as for Journal::open.
  [[nodiscard]] Result<std::unique_ptr<Writer::State>> begin_writing(std::int64_t now_s,
                                                                     const LogEnd* known);
  explicit Store(std::unique_ptr<State> state);
  std::unique_ptr<State> x_state;
};

}  // namespace assay::store
