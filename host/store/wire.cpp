#include "store/wire.hpp"

#include <algorithm>
#include <cstring>

namespace assay::store::wire {

namespace {

constexpr std::uint16_t kRecord_version = 1;
constexpr std::size_t kKind_at = 12;
constexpr std::size_t kVersion_at = 14;

// The head of a record, and room for its body.
Bytes headed(RecordKind kind, std::size_t body_bytes) {
  Bytes bytes(kRecord_head_bytes + body_bytes);
  write_le(bytes, 8, kRecord_magic, 4);
  write_le(bytes, kKind_at, static_cast<std::uint16_t>(kind), 2);
  write_le(bytes, kVersion_at, kRecord_version, 2);
  return bytes;
}

}  // namespace

Digest digest(capnp::Data::Reader value) {
  Digest result{};
  if (value.size() != result.size()) throw Malformed{};
  std::ranges::copy(value, result.begin());
  return result;
}

void put(capnp::List<Pair>::Builder builder, const Pairs& pairs) {
  fill(builder, pairs, [](Pair::Builder target, const auto& pair) {
    target.setFirst(text(pair.first));
    target.setSecond(text(pair.second));
  });
}

Pairs get(capnp::List<Pair>::Reader reader) {
  return collect(reader, [](Pair::Reader pair) {
    return std::pair(text(pair.getFirst()), text(pair.getSecond()));
  });
}

void put(Message::Builder builder, const assay::Message& message) {
  const auto& [template_en, args, template_zh] = message;
  builder.setText(text(template_en));
  put(builder.initArgs(count(args)), args);
  builder.setTextZh(text(template_zh));
}

assay::Message get(Message::Reader reader) {
  return {text(reader.getText()), get(reader.getArgs()), text(reader.getTextZh())};
}

std::unexpected<Error> too_large() {
  return fail(Failure::Input, "store.too_large",
              {ASSAY_TEXT("one record would take more than 1 GiB; shorten its texts"), {}});
}

Result<Bytes> seal_message(const Key& key, RecordKind kind, capnp::MessageBuilder& message) {
  if (capnp::computeSerializedSizeInWords(message) > kMax_record_bytes / sizeof(capnp::word))
    return too_large();
  const auto words = capnp::messageToFlatArray(message);
  const auto body = words.asBytes();
  auto bytes = headed(kind, body.size());
  std::memcpy(&bytes[kRecord_head_bytes], body.begin(), body.size());
  store::seal(key, bytes);
  return bytes;
}

Result<Bytes> seal_words(const Key& key, RecordKind kind, kj::ArrayPtr<const capnp::word> words) {
  constexpr std::size_t segment_table_bytes = 8;
  if (words.size() >= kMax_record_bytes / sizeof(capnp::word)) return too_large();
  const auto body = words.asBytes();
  auto bytes = headed(kind, segment_table_bytes + body.size());
  write_le(bytes, kRecord_head_bytes + 4, words.size(), 4);  // behind it 0: one segment
  std::memcpy(&bytes[kRecord_head_bytes + segment_table_bytes], body.begin(), body.size());
  store::seal(key, bytes);
  return bytes;
}

Result<kj::ArrayPtr<const capnp::word>> open_frame(const Stored& stored, RecordKind kind,
                                                   kj::Array<capnp::word>& copy) {
  ASSAY_CHECK(verify(stored, kRecord_magic, kRecord_head_bytes));
  if (read_le(stored.value, kKind_at, 2) != static_cast<std::uint16_t>(kind) ||
      read_le(stored.value, kVersion_at, 2) != kRecord_version)
    return std::unexpected(damaged(stored, "kind"));
  const auto body = stored.value.subspan(kRecord_head_bytes);
  const auto words = body.size() / sizeof(capnp::word);
  if (reinterpret_cast<std::uintptr_t>(body.data()) % alignof(capnp::word) == 0)
    return kj::arrayPtr(reinterpret_cast<const capnp::word*>(body.data()), words);
  copy = kj::heapArray<capnp::word>(words);
  std::memcpy(copy.begin(), body.data(), body.size());
  return copy.asPtr().asConst();
}

}  // namespace assay::store::wire
