#include "store/scrub_pipe.hpp"

#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

namespace assay::store {

namespace {

constexpr std::size_t kMax_faults = 1'000;
constexpr std::size_t kMax_payload_bytes = std::size_t{1} << 20U;
constexpr std::size_t kFrame_head_bytes = 5;

void put(std::string& out, std::uint64_t value) {
  std::array<char, 8> bytes{};
  std::memcpy(bytes.data(), &value, 8);
  out.append(bytes.data(), 8);
}

void put(std::string& out, std::string_view text) {
  put(out, text.size());
  out += text;
}

// Takes values off the front; after the first that is not there, all are empty and ok() is false.
class Parser {
 public:
  explicit Parser(std::string_view bytes) : x_rest(bytes) {}

  std::uint64_t number() {
    std::uint64_t value = 0;
    const auto bytes = take(8);
    if (bytes.size() == 8) std::memcpy(&value, bytes.data(), 8);
    return value;
  }
  std::string text() { return std::string(take(number())); }
  [[nodiscard]] bool ok() const { return x_ok; }

 private:
  std::string_view take(std::uint64_t bytes) {
    if (bytes > x_rest.size()) {
      x_ok = false;
      x_rest = {};
      return {};
    }
    const auto taken = x_rest.substr(0, static_cast<std::size_t>(bytes));
    x_rest.remove_prefix(static_cast<std::size_t>(bytes));
    return taken;
  }
  std::string_view x_rest;
  bool x_ok = true;
};

std::string to_bytes(const Error& error) {
  std::string out;
  put(out, static_cast<std::uint64_t>(error.failure));
  put(out, error.code);
  put(out, error.message.text);
  put(out, error.message.text_zh);
  put(out, error.message.args.size());
  for (const auto& [name, value] : error.message.args) {
    put(out, name);
    put(out, value);
  }
  const auto& [file, row, column, field, unit, indicator] = error.where;
  put(out, file);
  put(out, row);
  put(out, column);
  for (const auto& text : {field, unit, indicator}) put(out, text);
  return out;
}

std::optional<Error> to_error(std::string_view bytes) {
  Parser in(bytes);
  Error error;
  const auto failure = in.number();
  if (failure < 1 || failure > static_cast<std::uint64_t>(Failure::Internal)) return std::nullopt;
  error.failure = static_cast<Failure>(failure);
  error.code = in.text();
  error.message.text = in.text();
  error.message.text_zh = in.text();
  for (auto count = in.number(); count > 0 && in.ok(); --count) {
    auto name = in.text();
    error.message.args.emplace_back(std::move(name), in.text());
  }
  error.where.file = in.text();
  error.where.row = in.number();
  error.where.column = in.number();
  error.where.field = in.text();
  error.where.unit = in.text();
  error.where.indicator = in.text();
  if (!in.ok()) return std::nullopt;
  return error;
}

bool to_health(std::string_view bytes, Health& health) {
  Parser in(bytes);
  health.format_version = static_cast<std::uint32_t>(in.number());
  for (auto* number : {&health.units, &health.indicators, &health.chunks, &health.records,
                       &health.runs, &health.file_bytes, &health.pages, &health.log_size})
    *number = in.number();
  const auto root = in.text();
  if (!in.ok() || root.size() != health.log_root.size()) return false;
  std::memcpy(health.log_root.data(), root.data(), root.size());
  return true;
}

bool read_all(int file, char* into, std::size_t bytes) {
  while (bytes > 0) {
    const auto got = read(file, into, bytes);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return false;
    into += got;
    bytes -= static_cast<std::size_t>(got);
  }
  return true;
}

void take(Frame kind, std::string_view payload, const Progress& progress, ScrubNews& news) {
  if (kind == Frame::Health) {
    news.complete = to_health(payload, news.health);
  } else if (kind == Frame::Progress) {
    Parser in(payload);
    const auto done = in.number();
    if (progress) progress(done, in.number());
  } else if (auto error = to_error(payload)) {
    auto& faults = kind == Frame::Fault ? news.health.faults : news.health.derived_faults;
    if (faults.size() < kMax_faults) faults.push_back(std::move(*error));
  }
}

}  // namespace

void ScrubSink::send(Frame kind, std::string_view payload) {
  if (payload.size() > kMax_payload_bytes) return;
  std::string frame(1, static_cast<char>(kind));
  std::array<char, 4> size{};
  const auto bytes = static_cast<std::uint32_t>(payload.size());
  std::memcpy(size.data(), &bytes, 4);
  frame.append(size.data(), 4).append(payload);
  std::string_view left = frame;
  while (!left.empty()) {
    const auto sent = write(x_file, left.data(), left.size());
    if (sent < 0 && errno == EINTR) continue;
    if (sent <= 0) _exit(1);  // nobody listens any more
    left.remove_prefix(static_cast<std::size_t>(sent));
  }
}

void ScrubSink::fault(Frame kind, const Error& error) { send(kind, to_bytes(error)); }

void ScrubSink::progress(std::uint64_t done, std::uint64_t total) {
  std::string out;
  put(out, done);
  put(out, total);
  send(Frame::Progress, out);
}

void ScrubSink::health(const Health& health) {
  std::string out;
  put(out, health.format_version);
  for (const auto number : {health.units, health.indicators, health.chunks, health.records,
                            health.runs, health.file_bytes, health.pages, health.log_size})
    put(out, number);
  put(out, std::string_view(reinterpret_cast<const char*>(health.log_root.data()),
                            health.log_root.size()));
  send(Frame::Health, out);
}

ScrubNews receive(int file, const Progress& progress) {
  ScrubNews news;
  std::array<char, kFrame_head_bytes> head{};
  std::string payload;
  while (read_all(file, head.data(), head.size())) {
    std::uint32_t bytes = 0;
    std::memcpy(&bytes, &head[1], 4);
    if (bytes > kMax_payload_bytes) break;
    payload.resize(bytes);
    if (!read_all(file, payload.data(), bytes)) break;
    take(static_cast<Frame>(head[0]), payload, progress, news);
  }
  return news;
}

}  // namespace assay::store
