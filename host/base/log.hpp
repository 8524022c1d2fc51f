#pragma once
// Log lines for operators, to stderr through spdlog; never mixed with results. Constructed by
// cli (or an embedding program) and passed down by reference. Thread-safe.

#include <cstdint>
#include <memory>
#include <string_view>

namespace assay {

enum class LogLevel : std::uint8_t { Debug, Info, Warning, Error, Off };

class Log {
 public:
  explicit Log(LogLevel level);
  ~Log();
  Log(const Log&) = delete;
  Log& operator=(const Log&) = delete;

  void write(LogLevel level, std::string_view text);

 private:
  struct Sink;
  std::unique_ptr<Sink> x_sink;
};

}  // namespace assay
