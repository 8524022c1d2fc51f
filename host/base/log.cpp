#include "base/log.hpp"

#include <spdlog/logger.h>
#include <spdlog/sinks/stdout_sinks.h>

namespace assay {

namespace {

spdlog::level::level_enum to_spdlog(LogLevel level) {
  switch (level) {
    case LogLevel::Debug:
      return spdlog::level::debug;
    case LogLevel::Info:
      return spdlog::level::info;
    case LogLevel::Warning:
      return spdlog::level::warn;
    case LogLevel::Error:
      return spdlog::level::err;
    case LogLevel::Off:
      break;
  }
  return spdlog::level::off;
}

}  // namespace

// A logger of our own, not spdlog's global one: nothing outside can change where lines go.
struct Log::Sink {
  spdlog::logger logger{"assay", std::make_shared<spdlog::sinks::stderr_sink_mt>()};
};

Log::Log(LogLevel level) : x_sink(std::make_unique<Sink>()) {
  x_sink->logger.set_level(to_spdlog(level));
  x_sink->logger.set_pattern("%Y-%m-%dT%H:%M:%S.%e %l %v");
}

Log::~Log() = default;

void Log::write(LogLevel level, std::string_view text) {
  x_sink->logger.log(to_spdlog(level), "{}", text);
}

}  // namespace assay
