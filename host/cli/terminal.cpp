#include "cli/terminal.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <fstream>
#include <system_error>
#include <utility>

namespace assay::cli {

namespace {

constexpr auto kSilent_time = std::chrono::seconds(1);
constexpr auto kRedraw_time = std::chrono::milliseconds(100);
constexpr std::uint64_t kBar_cells = 30;

bool write_all(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const auto written = ::write(descriptor, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

std::string last_reason() { return std::system_category().message(errno); }

std::unexpected<Error> write_failure(const std::filesystem::path& file) {
  return fail(Failure::Store, "output.failed",
              {ASSAY_TEXT("cannot write: {reason}; free some space or choose another place"),
               {{"reason", last_reason()}},
               ""},
              {.file = file.string()});
}

}  // namespace

Status print(std::string_view text) {
  if (!write_all(STDOUT_FILENO, text)) return write_failure("stdout");
  return {};
}

void print_error(std::string_view text) { static_cast<void>(write_all(STDERR_FILENO, text)); }

OutputFile::OutputFile(std::filesystem::path file, bool replaces)
    : x_file(std::move(file)),
      x_target(replaces ? x_file.string() + ".part" + std::to_string(::getpid()) : x_file.string()),
      x_replaces(replaces),
      x_descriptor(::open(x_target.c_str(),
                          O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC,  // NOLINT: POSIX
                          0666)) {}

Result<OutputFile> OutputFile::open(const std::filesystem::path& file) {
  // Devices and pipes cannot be replaced by a rename.
  std::error_code ignored;
  OutputFile opened(file, !std::filesystem::exists(file, ignored) ||
                              std::filesystem::is_regular_file(file, ignored));
  if (opened.x_descriptor < 0) return write_failure(file);
  return opened;
}

OutputFile::OutputFile(OutputFile&& other) noexcept
    : x_file(std::move(other.x_file)),
      x_target(std::move(other.x_target)),
      x_replaces(other.x_replaces),
      x_descriptor(std::exchange(other.x_descriptor, -1)) {}

OutputFile::~OutputFile() {
  if (x_descriptor < 0) return;
  ::close(x_descriptor);
  if (x_replaces) static_cast<void>(::unlink(x_target.c_str()));
}

Status OutputFile::write(std::string_view text) {
  if (!write_all(x_descriptor, text)) return write_failure(x_file);
  return {};
}

Status OutputFile::finish() {
  const bool closed = ::close(std::exchange(x_descriptor, -1)) == 0;
  if (closed && (!x_replaces || std::rename(x_target.c_str(), x_file.c_str()) == 0)) return {};
  auto failure = write_failure(x_file);
  if (x_replaces) static_cast<void>(::unlink(x_target.c_str()));
  return failure;
}

Status write_file(const std::filesystem::path& file, std::string_view text) {
  ASSAY_TRY(auto output, OutputFile::open(file));
  ASSAY_CHECK(output.write(text));
  return output.finish();
}

Result<std::string> read_file(const std::filesystem::path& file, std::size_t limit_bytes) {
  const Where where{.file = file.string()};
  std::ifstream stream(file, std::ios::binary);
  std::string text;
  std::array<char, 1U << 16U> piece{};
  errno = 0;
  while (stream && text.size() <= limit_bytes) {
    stream.read(piece.data(), piece.size());
    text.append(piece.data(), static_cast<std::size_t>(stream.gcount()));
  }
  if (text.size() > limit_bytes)
    return fail(Failure::Input, "input.too_large",
                {ASSAY_TEXT("the file is larger than {limit} bytes: is this the right one?"),
                 {{"limit", std::to_string(limit_bytes)}}},
                where);
  if (!stream.eof())
    return fail(Failure::Input, "input.unreadable",
                {ASSAY_TEXT("cannot read the file: {reason}"), {{"reason", last_reason()}}}, where);
  return text;
}

ProgressBar::ProgressBar(std::string label)
    : x_label(std::move(label)),
      x_started(std::chrono::steady_clock::now()),
      x_drawn(x_started),
      x_terminal(::isatty(STDERR_FILENO) == 1) {}

ProgressBar::~ProgressBar() {
  if (x_visible) print_error("\r\033[K");
}

Progress ProgressBar::progress() {
  if (!x_terminal) return {};
  return [this](std::uint64_t done, std::uint64_t total) { show(done, total); };
}

void ProgressBar::show(std::uint64_t done, std::uint64_t total) {
  const auto now = std::chrono::steady_clock::now();
  if (now - x_started < kSilent_time || now - x_drawn < kRedraw_time || total == 0) return;
  x_drawn = now;
  x_visible = true;
  const auto share = std::min(1.0, static_cast<double>(done) / static_cast<double>(total));
  const auto filled = static_cast<std::size_t>(share * static_cast<double>(kBar_cells));
  const auto elapsed_s = std::chrono::duration<double>(now - x_started).count();
  const auto left_s = share > 0 ? elapsed_s * (1 - share) / share : 0;
  std::array<char, 64> tail{};
  std::snprintf(tail.data(), tail.size(), " %3.0f %% %4.0f s", share * 100, left_s);
  print_error("\r\033[K" + x_label + " [" + std::string(filled, '#') +
              std::string(kBar_cells - filled, '.') + "]" + tail.data());
}

}  // namespace assay::cli
