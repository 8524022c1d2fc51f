#include "kit/probe.hpp"

#include <algorithm>
#include <clocale>
#include <ctime>
#include <limits>

#include "base/sha256.hpp"
#include "kit/checks.hpp"
#include "kit/fault.hpp"

namespace assay::kit {

namespace {

using Clock = std::chrono::steady_clock;

double nanoseconds(Clock::duration time) {
  return std::chrono::duration<double, std::nano>(time).count();
}

// The least of several tries: whatever else the machine does only adds.
template <class Work>
double least_ns(const Work& work) {
  static constexpr int kTries = 7;
  auto least = std::numeric_limits<double>::infinity();
  for (int i = 0; i < kTries; ++i) {
    const auto start = Clock::now();
    work();
    least = std::min(least, nanoseconds(Clock::now() - start));
  }
  return least;
}

// Of calls without reasons, as in bulk work.
void measure(Context& context, Session& session) {
  static constexpr std::uint64_t kRows = 8192;
  const FrameOptions quiet{.explain = false};
  const auto made = session.settled(make_rows(context, context.setup(), {.rows = kRows}));
  if (!made || made->rows == 0) return;
  const auto& many = *made;
  const auto none = piece(many, 0, 0);
  Frame many_frame(context.declared(), many, quiet);
  Frame no_frame(context.declared(), none, quiet);
  const auto many_ns = least_ns([&] { static_cast<void>(session.evaluate(many_frame, many)); });
  const auto call_ns = least_ns([&] { static_cast<void>(session.evaluate(no_frame, none)); });
  const auto fixed_ns =
      least_ns([&] { const auto opened = Session::open(context, context.setup()); });
  context.note("row_ns",
               std::to_string(std::max(0.0, many_ns - call_ns) / static_cast<double>(many.rows)));
  context.note("call_ns", std::to_string(call_ns));
  context.note("fixed_ns", std::to_string(fixed_ns));
}

std::string digest_of_work(Context& context) {
  Sha256 digest;
  // The same rows in every variant.
  context.random = Random(context.options().seed, "probe");
  for (const auto& setup : context.setups()) {
    const auto session = Session::open(context, setup);
    if (!session) {
      digest.add(in_english(session.error().message));
      continue;
    }
    for (const auto style : {Style::Mixed, Style::Extreme}) {
      const auto rows = make_rows(context, setup, {.rows = 65, .style = style});
      const auto bytes = bytes_of(context.declared(), (*session)->evaluate(rows), rows.rows);
      digest.add(bytes);
    }
  }
  return to_hex(digest.finish());
}

}  // namespace

void run_probe(Context& context, const std::string& variant) {
  if (variant == "load") {
    if (context.load())
      context.note("digest", std::to_string(context.loaded().took / std::chrono::nanoseconds(1)));
    return;
  }
  if (variant == "locale") std::setlocale(LC_ALL, "");
  ::tzset();
  if (!context.load()) return;
  if (variant == "clock") fault::fake_clocks();
  if (!context.find_setup()) return;
  if (variant != "cost") return context.note("digest", digest_of_work(context));
  const auto session = Session::open(context, context.setup());
  if (session) measure(context, **session);
}

}  // namespace assay::kit
