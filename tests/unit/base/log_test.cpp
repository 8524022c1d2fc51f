#include "base/log.hpp"

#include <gtest/gtest.h>

#include <sstream>
#include <string>
#include <string_view>

namespace assay {
namespace {

// What `level` lets through when one line of each weight is written.
std::string lines_at(LogLevel level) {
  testing::internal::CaptureStderr();
  testing::internal::CaptureStdout();
  {
    Log log(level);
    log.write(LogLevel::Debug, "one");
    log.write(LogLevel::Info, "two {} %v");
    log.write(LogLevel::Warning, "three");
    log.write(LogLevel::Error, "four");
  }
  EXPECT_EQ(testing::internal::GetCapturedStdout(), "");
  std::istringstream written(testing::internal::GetCapturedStderr());
  std::string lines;
  for (std::string line; std::getline(written, line);) {
    static constexpr std::string_view stamp = "2024-09-30T12:00:00.000 ";
    EXPECT_EQ(line.find(' '), stamp.size() - 1) << line;
    if (line.size() > stamp.size()) lines += line.substr(stamp.size()) + "\n";
  }
  return lines;
}

TEST(Log, WritesToStderrByLevel) {
  const std::string error = "error four\n";
  const std::string warning = "warning three\n" + error;
  const std::string info = "info two {} %v\n" + warning;
  EXPECT_EQ(lines_at(LogLevel::Debug), "debug one\n" + info);
  EXPECT_EQ(lines_at(LogLevel::Info), info);
  EXPECT_EQ(lines_at(LogLevel::Warning), warning);
  EXPECT_EQ(lines_at(LogLevel::Error), error);
  EXPECT_EQ(lines_at(LogLevel::Off), "");
}

}  // namespace
}  // namespace assay
