#include "store/journal_codec.hpp"

#include <algorithm>
#include <cstring>

#include "store/entry_wire.hpp"

namespace assay::store {

namespace {

using wire::data;
using wire::text;

constexpr std::size_t kLeaf_at = kRecord_head_bytes + 8;  // behind the segment table
constexpr std::uint8_t kHad_old = 1;
constexpr std::uint8_t kHas_new = 2;

// --- cells --------------------------------------------------------------------------------------

template <class Number>
void push(std::uint8_t*& at, Number value) {
  for (std::size_t i = 0; i < sizeof(Number); ++i)
    *at++ = static_cast<std::uint8_t>(static_cast<std::uint64_t>(value) >> (8 * i));
}

std::size_t cell_bytes(const CellChange& cell) {
  return 3 + (cell.before ? std::size_t{8} : 0) + (cell.after ? std::size_t{8} : 0);
}

void put_cells(wire::FiguresChange::Builder builder, std::span<const CellChange> cells) {
  std::size_t bytes = 0;
  for (const auto& cell : cells) bytes += cell_bytes(cell);
  auto* at = builder.initCells(static_cast<unsigned int>(bytes)).begin();
  for (const auto& [slot, before, after] : cells) {
    push(at, static_cast<std::uint16_t>(slot));
    push(at, static_cast<std::uint8_t>((before ? kHad_old : 0) | (after ? kHas_new : 0)));
    if (before) push(at, *before);
    if (after) push(at, *after);
  }
}

std::uint64_t pull(capnp::Data::Reader bytes, std::size_t& at, std::size_t size) {
  if (bytes.size() - at < size) throw wire::Malformed{};
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < size; ++i) value |= std::uint64_t{bytes[at + i]} << (8 * i);
  at += size;
  return value;
}

std::vector<CellChange> get_cells(capnp::Data::Reader bytes) {
  std::vector<CellChange> cells;
  for (std::size_t at = 0; at < bytes.size();) {
    CellChange cell;
    cell.slot = static_cast<std::uint32_t>(pull(bytes, at, 2));
    const auto flags = pull(bytes, at, 1);
    if (cell.slot >= kRows_per_chunk || flags == 0 || flags > (kHad_old | kHas_new) ||
        (!cells.empty() && cell.slot <= cells.back().slot))
      throw wire::Malformed{};
    if ((flags & kHad_old) != 0) cell.before = static_cast<std::int64_t>(pull(bytes, at, 8));
    if ((flags & kHas_new) != 0) cell.after = static_cast<std::int64_t>(pull(bytes, at, 8));
    cells.push_back(cell);
  }
  return cells;
}

// --- places -------------------------------------------------------------------------------------

void put(wire::Place::Builder builder, const ObsKey& place) {
  builder.setPeriod(place.period);
  builder.setIndicator(place.indicator);
  builder.setAxis(kAxis);
  builder.setChunk(place.chunk);
  builder.setLayer(layer_code(place.layer));
}

ObsKey get(wire::Place::Reader reader) {
  const auto layer = layer_from(reader.getLayer());
  if (!layer || reader.getAxis() != kAxis || reader.getIndicator() > kMax_indicators)
    throw wire::Malformed{};
  return {reader.getPeriod(), reader.getIndicator(), *layer, reader.getChunk()};
}

// --- records with a before and an after ---------------------------------------------------------

template <class Builder, class Part>
void put_both(Builder builder, const Part& part) {
  if (part.before) wire::put(builder.initOld(), *part.before);
  wire::put(builder.initNew(), part.after);
}

template <class Reader, class Part>
void get_both(Reader reader, Part& part) {
  if (reader.hasOld()) part.before = wire::get(reader.getOld());
  part.after = wire::get(reader.getNew());
}

// --- parts --------------------------------------------------------------------------------------

void put(wire::Change::Builder root, const MadePart& /*part*/) { root.setMade(); }

void put(wire::Change::Builder root, const LegacyPart& /*part*/) { root.setLegacy(); }

void put(wire::Change::Builder root, const UpgradePart& part) {
  auto builder = root.initUpgrade();
  builder.setFromFormat(part.from_format);
  builder.setState(data(part.state));
}

void put(wire::Change::Builder root, const TextPart& part) {
  auto builder = root.initText();
  builder.setNumber(part.number);
  builder.setText(text(part.text));
}

void put(wire::Change::Builder root, const UnitPart& part) {
  auto builder = root.initUnit();
  builder.setId(part.id);
  put_both(builder, part);
}

void put(wire::Change::Builder root, const IndicatorPart& part) {
  auto builder = root.initIndicator();
  builder.setNumber(part.number);
  builder.setVersion(part.version);
  put_both(builder, part);
}

void put(wire::Change::Builder root, const FigureChange& part) {
  auto builder = root.initFigures();
  put(builder.initPlace(), part.place);
  put_cells(builder, part.cells);
}

void put(wire::Change::Builder root, const FiguresPart& part) {
  put(root, FigureChange{part.place, part.cells});
}

void put(wire::Change::Builder root, const LoadedChunk& part) {
  auto builder = root.initLoaded();
  put(builder.initPlace(), part.place);
  builder.setDigest(data(part.digest));
  builder.setOldPayload(data(part.old_payload));
}

void put(wire::Change::Builder root, const LoadedPart& part) {
  put(root, LoadedChunk{part.place, part.digest, part.old_payload});
}

void put(wire::Change::Builder root, const EventPart& part) {
  auto builder = root.initEvent();
  builder.setNumber(part.number);
  put_both(builder, part);
}

void put(wire::Change::Builder root, const ImportedPart& part) {
  auto builder = root.initImported();
  builder.setPeriod(part.place.period);
  builder.setAssessment(part.place.assessment);
  builder.setField(part.place.field);
  builder.setOrdinal(part.place.ordinal);
  put_both(builder, part);
}

void put(wire::Change::Builder root, const SchemePart& part) {
  auto builder = root.initScheme();
  builder.setNumber(part.number);
  builder.setVersion(part.version);
  builder.setId(text(part.id));
  builder.setDigest(data(part.digest));
}

void put(wire::Change::Builder root, const AssessmentPart& part) {
  auto builder = root.initAssessment();
  builder.setDigest(data(part.digest));
  builder.setId(text(part.id));
  builder.setPeriod(part.period.key());
  builder.setContent(data(part.content));
}

void put(wire::Change::Builder root, const RunEntryPart& part) {
  auto builder = root.initRun();
  builder.setNumber(part.number);
  builder.setKey(data(part.key));
  builder.setScheme(text(part.scheme));
  builder.setVersion(part.version);
  builder.setPeriod(part.period.key());
  builder.setContent(data(part.content));
  if (part.results) builder.setResults(data(*part.results));
}

void put(wire::Change::Builder root, const PublishedPart& part) {
  auto builder = root.initPublished();
  builder.setRun(part.run);
  builder.setContent(data(part.content));
}

void put(wire::Change::Builder root, const PackagePart& part) {
  auto builder = root.initPackage();
  builder.setDigest(data(part.digest));
  builder.setId(text(part.id));
  builder.setVersion(text(part.version));
  builder.setContent(data(part.content));
}

void put(wire::Change::Builder root, const SettingPart& part) {
  put_both(root.initSetting(), part);
}

// In the order of the union and of ChangePart.
ChangePart get_part(wire::Change::Reader root) {  // NOLINT(readability-function-size): one list
  switch (root.which()) {
    case wire::Change::MADE:
      return MadePart{};
    case wire::Change::LEGACY:
      return LegacyPart{};
    case wire::Change::UPGRADE:
      return UpgradePart{root.getUpgrade().getFromFormat(),
                         wire::digest(root.getUpgrade().getState())};
    case wire::Change::TEXT:
      return TextPart{root.getText().getNumber(), text(root.getText().getText())};
    case wire::Change::UNIT: {
      UnitPart part{.id = root.getUnit().getId(), .before = {}, .after = {}};
      get_both(root.getUnit(), part);
      return part;
    }
    case wire::Change::INDICATOR: {
      const auto reader = root.getIndicator();
      IndicatorPart part{reader.getNumber(), reader.getVersion(), {}, {}};
      get_both(reader, part);
      return part;
    }
    case wire::Change::FIGURES:
      return FiguresPart{get(root.getFigures().getPlace()),
                         get_cells(root.getFigures().getCells())};
    case wire::Change::LOADED: {
      const auto payload = root.getLoaded().getOldPayload();
      const auto* bytes = reinterpret_cast<const std::byte*>(payload.begin());
      return LoadedPart{get(root.getLoaded().getPlace()),
                        wire::digest(root.getLoaded().getDigest()),
                        Bytes(bytes, bytes + payload.size())};
    }
    case wire::Change::EVENT: {
      EventPart part{.number = root.getEvent().getNumber(), .before = {}, .after = {}};
      get_both(root.getEvent(), part);
      return part;
    }
    case wire::Change::IMPORTED: {
      const auto reader = root.getImported();
      ImportedPart part{
          {reader.getPeriod(), reader.getAssessment(), reader.getField(), reader.getOrdinal()},
          {},
          {}};
      get_both(reader, part);
      return part;
    }
    case wire::Change::SCHEME: {
      const auto reader = root.getScheme();
      return SchemePart{reader.getNumber(), reader.getVersion(), text(reader.getId()),
                        wire::digest(reader.getDigest())};
    }
    case wire::Change::ASSESSMENT: {
      const auto reader = root.getAssessment();
      return AssessmentPart{wire::digest(reader.getDigest()), text(reader.getId()),
                            model::Period::from_key(reader.getPeriod()),
                            wire::digest(reader.getContent())};
    }
    case wire::Change::RUN: {
      const auto reader = root.getRun();
      RunEntryPart part{reader.getNumber(),
                        wire::digest(reader.getKey()),
                        text(reader.getScheme()),
                        reader.getVersion(),
                        model::Period::from_key(reader.getPeriod()),
                        wire::digest(reader.getContent()),
                        {}};
      if (reader.hasResults()) part.results = wire::digest(reader.getResults());
      return part;
    }
    case wire::Change::PUBLISHED:
      return PublishedPart{root.getPublished().getRun(),
                           wire::digest(root.getPublished().getContent())};
    case wire::Change::PACKAGE: {
      const auto reader = root.getPackage();
      return PackagePart{wire::digest(reader.getDigest()), text(reader.getId()),
                         text(reader.getVersion()), wire::digest(reader.getContent())};
    }
    case wire::Change::SETTING: {
      SettingPart part;
      get_both(root.getSetting(), part);
      return part;
    }
  }
  throw wire::Malformed{};
}

// --- whole entries ------------------------------------------------------------------------------

void put(wire::Change::Builder root, std::uint64_t seq, const Cause& cause) {
  const auto& [actor, action, detail, reason, request, time_s] = cause;
  root.setSeq(seq);
  root.setTimeS(time_s);
  if (!actor.empty()) root.setActor(text(actor));
  if (!action.empty()) root.setAction(text(action));
  if (!detail.empty()) root.setDetail(text(detail));
  if (!reason.empty()) root.setReason(text(reason));
  if (request != RequestId{}) root.setRequest(data(BytesView(request)));
}

Cause get_cause(wire::Change::Reader root) {
  Cause cause{text(root.getActor()),
              text(root.getAction()),
              text(root.getDetail()),
              text(root.getReason()),
              {},
              root.getTimeS()};
  const auto request = root.getRequest();
  if (request.size() != 0 && request.size() != cause.request.size()) throw wire::Malformed{};
  if (request.size() != 0) std::memcpy(cause.request.data(), request.begin(), request.size());
  return cause;
}

// Small messages are built on the stack.
constexpr std::size_t kScratch_words = 128;

template <class Part>
Result<Bytes> encode_entry(std::uint64_t seq, const Cause& cause, const Part& part) {
  try {
    capnp::word scratch[kScratch_words] = {};
    capnp::MallocMessageBuilder message(kj::arrayPtr(scratch, kScratch_words));
    auto root = message.initRoot<wire::Change>();
    put(root, seq, cause);
    put(root, part);
    const auto words = capnp::canonicalize(root.asReader());
    return wire::seal_words(id_key(seq), RecordKind::Journal, words);
  } catch (const kj::Exception&) {  // a text or list past what a message can address
    return wire::too_large();
  }
}

template <class Root, class Record>
Bytes canonical(const Record& record) {
  capnp::MallocMessageBuilder message;
  auto root = message.initRoot<Root>();
  wire::put(root, record);
  const auto words = capnp::canonicalize(root.asReader());
  const auto bytes = words.asBytes();
  const auto* begin = reinterpret_cast<const std::byte*>(bytes.begin());
  return {begin, begin + bytes.size()};
}

}  // namespace

Result<Bytes> encode(std::uint64_t seq, const Cause& cause, const ChangePart& part) {
  return std::visit([&](const auto& change) { return encode_entry(seq, cause, change); }, part);
}

Result<Bytes> encode(std::uint64_t seq, const Cause& cause, const FigureChange& change) {
  return encode_entry(seq, cause, change);
}

Result<Bytes> encode(std::uint64_t seq, const Cause& cause, const LoadedChunk& chunk) {
  return encode_entry(seq, cause, chunk);
}

Result<JournalRecord> decode_journal(const Stored& stored) {
  ASSAY_TRY(auto record,
            wire::open<wire::Change>(stored, RecordKind::Journal, [](wire::Change::Reader root) {
              return JournalRecord{root.getSeq(), get_cause(root), get_part(root)};
            }));
  if (record.seq != read_u64(stored.key.view(), 0)) return std::unexpected(damaged(stored, "key"));
  return record;
}

BytesView leaf_bytes(BytesView value) {
  return value.size() < kLeaf_at ? BytesView() : value.subspan(kLeaf_at);
}

Digest content_digest(BytesView value) {
  const auto content =
      value.size() < kRecord_head_bytes ? BytesView() : value.subspan(kRecord_head_bytes);
  return digest_of({reinterpret_cast<const char*>(content.data()), content.size()});
}

Bytes canonical_bytes(const UnitRecord& record) { return canonical<wire::Unit>(record); }

Bytes canonical_bytes(const model::Indicator& record) { return canonical<wire::Indicator>(record); }

Bytes canonical_bytes(const EventRecord& record) { return canonical<wire::Event>(record); }

Bytes canonical_bytes(const ImportedRecord& record) { return canonical<wire::Imported>(record); }

Bytes canonical_bytes(const SettingRecord& record) { return canonical<wire::Setting>(record); }

Result<Bytes> encode(const Key& key, const LogHead& head) {
  return wire::seal<wire::LogHead>(key, RecordKind::LogHead, [&](wire::LogHead::Builder root) {
    root.setSize(head.size);
    root.setRoot(data(head.root));
  });
}

Result<LogHead> decode_log_head(const Stored& stored) {
  return wire::open<wire::LogHead>(stored, RecordKind::LogHead, [](wire::LogHead::Reader root) {
    return LogHead{root.getSize(), wire::digest(root.getRoot())};
  });
}

Result<Bytes> encode_checkpoint(const Key& key, const std::string& note) {
  return wire::seal<wire::Checkpoint>(
      key, RecordKind::Checkpoint,
      [&](wire::Checkpoint::Builder root) { root.setText(text(note)); });
}

Result<std::string> decode_checkpoint(const Stored& stored) {
  return wire::open<wire::Checkpoint>(
      stored, RecordKind::Checkpoint,
      [](wire::Checkpoint::Reader root) { return text(root.getText()); });
}

}  // namespace assay::store
