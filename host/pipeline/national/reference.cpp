#include "pipeline/national/reference.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <numeric>
#include <system_error>
#include <thread>

#include "pipeline/national/files.hpp"
#include "score/kernel/kernel.hpp"

namespace assay::pipeline::national {

namespace {

constexpr std::size_t kBlock_rows = 1'024;
constexpr std::size_t kPage_bytes = 4'096;

// Calls work(first, last) for as many ranges of rows as there are threads.
template <class Work>
void in_ranges(std::size_t rows, unsigned threads, Work work) {
  std::vector<std::jthread> others;
  for (unsigned i = 1; i < threads; ++i)
    others.emplace_back([=] { work(i, rows * i / threads, rows * (i + 1) / threads); });
  work(0U, std::size_t{0}, rows / threads);
}

// A file that is removed again.
class ScratchFile {
 public:
  explicit ScratchFile(std::filesystem::path file)
      : x_file(std::move(file)),
        x_fd(::open(x_file.c_str(), O_CREAT | O_TRUNC | O_RDWR | O_CLOEXEC, 0600)) {}
  ScratchFile(const ScratchFile&) = delete;
  ScratchFile& operator=(const ScratchFile&) = delete;
  ~ScratchFile() {
    if (x_fd >= 0) ::close(x_fd);
    std::error_code ignored;
    std::filesystem::remove(x_file, ignored);
  }

  [[nodiscard]] bool write(const void* bytes, std::size_t size) const {
    const auto* from = static_cast<const char*>(bytes);
    while (size > 0) {
      const auto written = ::write(x_fd, from, size);
      if (written <= 0) return false;
      from += written;
      size -= static_cast<std::size_t>(written);
    }
    return true;
  }
  [[nodiscard]] bool write_in_place(const void* bytes, std::size_t size) const {
    return ::pwrite(x_fd, bytes, size, 0) == static_cast<ssize_t>(size);
  }
  [[nodiscard]] bool sync() const { return ::fdatasync(x_fd) == 0; }
  [[nodiscard]] std::unexpected<Error> fault() const { return io_fault(x_file); }

 private:
  std::filesystem::path x_file;
  int x_fd;
};

}  // namespace

double seconds_of(const std::function<void()>& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

double median_seconds(int runs, const std::function<void()>& work) {
  std::vector<double> seconds;
  seconds.reserve(static_cast<std::size_t>(runs));
  for (int i = 0; i < runs; ++i) seconds.push_back(seconds_of(work));
  std::ranges::sort(seconds);
  return seconds[seconds.size() / 2];
}

std::uint64_t plain_sum(std::span<const PlainColumn> columns, unsigned threads) {
  if (columns.empty()) return 0;
  std::vector<std::uint64_t> sums(threads);
  in_ranges(
      columns.front().size(), threads, [&](unsigned thread, std::size_t first, std::size_t last) {
        for (const auto& column : columns)
          sums[thread] +=
              score::kernel::best().sum({.cells = {.micro = column.data() + first}}, last - first);
      });
  return std::accumulate(sums.begin(), sums.end(), std::uint64_t{0});
}

void plain_scores(std::span<const DoubleColumn> figures, std::span<const DoubleColumn> targets,
                  double points, unsigned threads, std::span<double> totals) {
  in_ranges(totals.size(), threads, [&](unsigned /*thread*/, std::size_t first, std::size_t last) {
    for (auto block = first; block < last; block += kBlock_rows) {
      const auto end = std::min(block + kBlock_rows, last);
      std::fill(totals.begin() + static_cast<std::ptrdiff_t>(block),
                totals.begin() + static_cast<std::ptrdiff_t>(end), 0.0);
      for (std::size_t column = 0; column < figures.size(); ++column) {
        const double* figure = figures[column].data();
        const double* target = targets[column].data();
        for (auto row = block; row < end; ++row)
          totals[row] += points * std::min(figure[row] / target[row], 1.0);
      }
    }
  });
}

Status copy_and_sync(std::span<const PlainColumn> columns, const std::filesystem::path& file) {
  const ScratchFile scratch(file);
  std::vector<std::int64_t> buffer;
  for (const auto& column : columns) {
    buffer.resize(column.size());
    std::memcpy(buffer.data(), column.data(), column.size() * sizeof(std::int64_t));
    if (!scratch.write(buffer.data(), buffer.size() * sizeof(std::int64_t))) return scratch.fault();
  }
  if (!scratch.sync()) return scratch.fault();
  return {};
}

Result<double> sync_seconds(const std::filesystem::path& file, int runs) {
  const ScratchFile scratch(file);
  const std::array<char, kPage_bytes> page{};
  bool fine = scratch.write(page.data(), page.size()) && scratch.sync();
  const double seconds = median_seconds(runs, [&] {
    fine = fine && scratch.write_in_place(page.data(), page.size()) && scratch.sync();
  });
  if (!fine) return scratch.fault();
  return seconds;
}

}  // namespace assay::pipeline::national
