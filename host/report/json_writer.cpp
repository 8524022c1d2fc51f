#include "report/json_writer.hpp"

#include <rapidjson/prettywriter.h>
#include <rapidjson/stringbuffer.h>

#include "report/text.hpp"

namespace assay::report {

namespace {

rapidjson::SizeType size_of(std::string_view text) {
  return static_cast<rapidjson::SizeType>(text.size());
}

}  // namespace

struct JsonWriter::State {
  rapidjson::StringBuffer buffer;
  rapidjson::PrettyWriter<rapidjson::StringBuffer> writer{buffer};
};

JsonWriter::JsonWriter() : x_state(std::make_unique<State>()) { x_state->writer.SetIndent(' ', 2); }

JsonWriter::~JsonWriter() = default;

void JsonWriter::begin_object() { x_state->writer.StartObject(); }
void JsonWriter::end_object() { x_state->writer.EndObject(); }
void JsonWriter::begin_array() { x_state->writer.StartArray(); }
void JsonWriter::end_array() { x_state->writer.EndArray(); }
void JsonWriter::null() { x_state->writer.Null(); }
void JsonWriter::boolean(bool value) { x_state->writer.Bool(value); }

void JsonWriter::key(std::string_view name) {
  const auto valid = valid_utf8(name);
  x_state->writer.Key(valid.data(), size_of(valid), true);
}

void JsonWriter::text(std::string_view value) {
  const auto valid = valid_utf8(value);
  x_state->writer.String(valid.data(), size_of(valid), true);
}

void JsonWriter::figure(std::string_view literal) {
  x_state->writer.RawValue(literal.data(), literal.size(), rapidjson::kNumberType);
}

std::string JsonWriter::take() {
  std::string text(x_state->buffer.GetString(), x_state->buffer.GetSize());
  x_state->buffer.Clear();
  return text;
}

std::string JsonWriter::finish() { return take() + '\n'; }

}  // namespace assay::report
