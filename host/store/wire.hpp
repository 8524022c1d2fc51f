#pragma once
// Between model values and Cap'n Proto: shared by the codecs, included by nothing else, since
// Cap'n Proto's headers stay inside them. Its exceptions end here. Pure functions; thread-safe.

#include "store/kj_compare.hpp"  // first: see there

#include <capnp/message.h>
#include <capnp/serialize.h>
#include <store/records.capnp.h>

#include <string>
#include <utility>
#include <vector>

#include "base/digest.hpp"
#include "base/message.hpp"
#include "store/fault.hpp"
#include "store/frame.hpp"

namespace assay::store::wire {

// Thrown by readers below for a value no writer of this format makes; open() turns it, like Cap'n
// Proto's own exceptions, into store.damaged. It never leaves this header's callers.
struct Malformed {};

// With its length, as text may hold NUL.
inline capnp::Text::Reader text(const std::string& value) { return {value.data(), value.size()}; }
inline std::string text(capnp::Text::Reader value) { return {value.begin(), value.size()}; }

inline capnp::Data::Reader data(const Digest& digest) { return {digest.data(), digest.size()}; }
inline capnp::Data::Reader data(BytesView bytes) {
  return {reinterpret_cast<const kj::byte*>(bytes.data()), bytes.size()};
}
Digest digest(capnp::Data::Reader value);

template <class List>
unsigned int count(const List& list) {
  return static_cast<unsigned int>(list.size());
}

// Fills `list` from `values` by `put(builder, value)`.
template <class List, class Values, class Put>
void fill(List list, const Values& values, Put put) {
  unsigned int i = 0;
  for (const auto& value : values) put(list[i++], value);
}

// Reads every element of `list` by `get(reader)`.
template <class List, class Get>
auto collect(const List& list, Get get) {
  std::vector<decltype(get(list[0]))> values;
  values.reserve(list.size());
  for (const auto element : list) values.push_back(get(element));
  return values;
}

// A union of `none` and `micro`.
template <class Builder>
void put_micro(Builder builder, const std::optional<Decimal>& value) {
  if (value)
    builder.setMicro(value->micro());
  else
    builder.setNone();
}

template <class Reader>
std::optional<Decimal> get_micro(Reader reader) {
  if (reader.isNone()) return std::nullopt;
  if (!reader.isMicro()) throw Malformed{};
  return Decimal::from_micro(reader.getMicro());
}

using Pairs = std::vector<std::pair<std::string, std::string>>;
void put(capnp::List<Pair>::Builder builder, const Pairs& pairs);
Pairs get(capnp::List<Pair>::Reader reader);
void put(Message::Builder builder, const assay::Message& message);
assay::Message get(Message::Reader reader);

// Number of a model enumerator that has the same number on disk; checked against `last` when read.
template <class Wire, class Model>
Wire to_wire(Model value) {
  return static_cast<Wire>(static_cast<std::uint16_t>(value));
}
template <class Model, class Wire>
Model from_wire(Wire value, Model last) {
  if (static_cast<std::uint16_t>(value) > static_cast<std::uint16_t>(last)) throw Malformed{};
  return static_cast<Model>(static_cast<std::uint16_t>(value));
}

// Head, then the message in its stream form; store.too_large past kMax_record_bytes.
inline constexpr std::size_t kMax_record_bytes = std::size_t{1} << 30U;
Result<Bytes> seal_message(const Key& key, RecordKind kind, capnp::MessageBuilder& message);
// The same of a message in canonical form: one segment of `words`.
Result<Bytes> seal_words(const Key& key, RecordKind kind, kj::ArrayPtr<const capnp::word> words);
std::unexpected<Error> too_large();

// The bytes to store under `key`, of a root that `fill_in(builder)` fills in.
template <class Root, class FillIn>
Result<Bytes> seal(const Key& key, RecordKind kind, FillIn fill_in) {
  try {
    capnp::MallocMessageBuilder message;
    fill_in(message.initRoot<Root>());
    return seal_message(key, kind, message);
  } catch (const kj::Exception&) {  // a text or list past what a message can address
    return too_large();
  }
}

// Words that a verified record may make its reader walk: each is read a few times at most.
constexpr std::uint64_t walk_limit_words(std::size_t words) { return words * 16 + 1024; }

// Checks the head; the message within, word-aligned (`copy` holds it when the map has it
// misaligned).
Result<kj::ArrayPtr<const capnp::word>> open_frame(const Stored& stored, RecordKind kind,
                                                   kj::Array<capnp::word>& copy);

// Verifies `stored` and reads its root by `read(reader)`.
template <class Root, class Read>
auto open(const Stored& stored, RecordKind kind, Read read)
    -> Result<decltype(read(std::declval<typename Root::Reader>()))> {
  kj::Array<capnp::word> copy;
  ASSAY_TRY(const auto words, open_frame(stored, kind, copy));
  try {
    capnp::ReaderOptions options;
    // The default of 64 MiB is against foreign input; this is our own, and bounded by its size.
    options.traversalLimitInWords = walk_limit_words(words.size());
    capnp::FlatArrayMessageReader message(words, options);
    return read(message.getRoot<Root>());
  } catch (const kj::Exception&) {
    return std::unexpected(damaged(stored, "layout"));
  } catch (const Malformed&) {
    return std::unexpected(damaged(stored, "layout"));
  }
}

}  // namespace assay::store::wire
