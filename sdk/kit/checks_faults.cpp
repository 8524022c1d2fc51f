// Same bytes whatever surrounds a plugin, and what it does when things fail.

#include <pthread.h>

#include <algorithm>
#include <array>
#include <cstring>

#include "kit/checks.hpp"
#include "kit/fault.hpp"

namespace assay::kit {

namespace {

using std::chrono::milliseconds;

// Answers of processes that differ in `ways` only.
Check alike(Context& context, const std::string& variant, const std::vector<Launch>& ways) {
  ASSAY_TRY(const auto expected, context.probe("work", {}));
  for (const auto& way : ways) {
    ASSAY_TRY(const auto digest, context.probe(variant, way));
    std::string what;
    for (const auto& [name, value] : way.environment) what += name + "=" + excerpt(value) + " ";
    if (digest != expected)
      return found(ASSAY_TEXT("another process gives other answers ({what}): {first} against "
                              "{second}"),
                   {{"what", what.empty() ? "other addresses" : what},
                    {"first", expected.substr(0, 8)},
                    {"second", digest.substr(0, 8)}});
  }
  return {};
}

// Overwrites what earlier calls left on the stack.
[[gnu::noinline]] void paint_stack(int byte) {
  std::array<volatile unsigned char, 96U << 10U> room;
  for (auto& one : room) one = static_cast<unsigned char>(byte);
}

// ENOMEM, or the answer it always gives.
Check lack_is_told(Context& context, const Outcome& expected, const Outcome& outcome,
                   std::uint64_t rows) {
  if (outcome.answer.code == ASSAY_PLUGIN_ENOMEM) return {};
  if (outcome.ok()) return same(context.declared(), expected, outcome, rows);
  return found(ASSAY_TEXT("it ends with {code} when memory is used up, instead of ENOMEM: {words}"),
               {{"code", code_name(outcome.answer.code)}, {"words", outcome.answer.text}});
}

// Calls to let fail, at most `most` of them, the first ones and then ever wider apart.
std::vector<std::int64_t> places(std::int64_t calls, std::size_t most) {
  std::vector<std::int64_t> made;
  for (std::int64_t at = 0; at < calls && made.size() < most; at += 1 + at / 8) made.push_back(at);
  if (calls > 0) made.push_back(calls - 1);
  return made;
}

Check memory_fails(Context& context, const Rows& rows, std::int64_t at, bool once) {
  const auto& setup = context.setup();
  ASSAY_TRY(const auto usual, Session::open(context, setup));
  const auto expected = usual->evaluate(rows);
  Frame frame(context.declared(), rows, {});
  const Host host(context.declared(), {});
  void* instance = nullptr;
  context.at("allocation " + std::to_string(at) + " of open fails");
  fault::fail_memory(at, once);
  const auto answer = context.target().open(setup.config, host.table(), &instance);
  fault::stop_failing();
  if (answer.code == ASSAY_PLUGIN_OK && instance != nullptr)
    static_cast<void>(context.target().close(instance));
  else if (answer.code != ASSAY_PLUGIN_ENOMEM)
    return found(
        ASSAY_TEXT("it ends with {code} when memory is used up, instead of ENOMEM: {words}"),
        {{"code", code_name(answer.code)}, {"words", answer.text}});

  ASSAY_TRY(const auto session, Session::open(context, setup));
  context.at("allocation " + std::to_string(at) + " of evaluate fails");
  fault::fail_memory(at, once);
  const auto outcome = session->evaluate(frame, rows);
  fault::stop_failing();
  return lack_is_told(context, expected, outcome, rows.rows);
}

struct Work {
  const std::function<void()>* work;
};
void* work_on_thread(void* data) {
  (*static_cast<Work*>(data)->work)();
  return nullptr;
}

Found<Outcome> on_small_stack(Context& context, Session& session, const Rows& rows,
                              std::size_t stack_bytes) {
  Frame frame(context.declared(), rows, {});
  Outcome outcome;
  on_thread(stack_bytes, [&] { outcome = session.evaluate(frame, rows); });
  return outcome;
}

}  // namespace

void on_thread(std::size_t stack_bytes, const std::function<void()>& work) {
  pthread_attr_t attributes;
  ::pthread_attr_init(&attributes);
  ::pthread_attr_setstacksize(&attributes, stack_bytes);
  pthread_t thread{};
  Work data{&work};
  if (::pthread_create(&thread, &attributes, work_on_thread, &data) == 0)
    ::pthread_join(thread, nullptr);
  ::pthread_attr_destroy(&attributes);
}

Check determinism_repeat(Context& context) {
  return for_setups(context, [&](const Setup& setup) -> Check {
    ASSAY_TRY(const auto session, Session::open(context, setup));
    const auto rows = make_rows(context, setup, {.rows = 130});
    const auto first = session->evaluate(rows);
    for (int again = 0; again < 7; ++again)
      ASSAY_CHECK(same(context.declared(), first, session->evaluate(rows), rows.rows));
    ASSAY_TRY(const auto other, Session::open(context, setup));
    return same(context.declared(), first, other->evaluate(rows), rows.rows);
  });
}

Check determinism_processes(Context& context) {
  return alike(context, "work", {{}, {}, {.fixed_addresses = true}});
}

Check determinism_heap(Context& context) {
  return alike(context, "work",
               {{.environment = {{"MALLOC_PERTURB_", "85"}}},
                {.environment = {{"MALLOC_PERTURB_", "170"}}},
                {.environment = {{"MALLOC_ARENA_MAX", "1"}, {"MALLOC_TOP_PAD_", "65536"}}}});
}

Check determinism_stack(Context& context) {
  ASSAY_TRY(const auto session, Session::open(context, context.setup()));
  const auto rows = make_rows(context, context.setup(), {.rows = 65});
  Frame first_frame(context.declared(), rows, {});
  Frame second_frame(context.declared(), rows, {});
  paint_stack(0x00);
  const auto first = session->evaluate(first_frame, rows);
  paint_stack(0xD7);
  const auto second = session->evaluate(second_frame, rows);
  context.at("after the stack was overwritten");
  return same(context.declared(), first, second, rows.rows);
}

Check determinism_locale(Context& context) {
  std::vector<Launch> ways;
  for (const char* locale : {"C", "C.UTF-8", "de_DE.UTF-8", "zh_CN.UTF-8", "tr_TR.UTF-8"})
    ways.push_back({.environment = {{"LC_ALL", locale}, {"LANG", locale}}});
  return alike(context, "locale", ways);
}

Check determinism_timezone(Context& context) {
  return alike(
      context, "work",
      {{.environment = {{"TZ", "CST-8"}}}, {.environment = {{"TZ", "HST10HDT,M3.2.0,M11.1.0"}}}});
}

Check determinism_environment(Context& context) {
  return alike(context, "work",
               {{.environment = {{"HOME", "/nowhere"},
                                 {"USER", "somebody"},
                                 {"LANGUAGE", "zh_CN"},
                                 {"TMPDIR", "/nowhere/tmp"},
                                 {"PATH", "/nowhere/bin"},
                                 {"DEBUG", "1"},
                                 {"OMP_NUM_THREADS", "7"}}}});
}

Check determinism_clock(Context& context) { return alike(context, "clock", {{}}); }

Check determinism_thread(Context& context) {
  static constexpr std::size_t kStack_bytes = 1U << 20U;
  ASSAY_TRY(const auto session, Session::open(context, context.setup()));
  const auto rows = make_rows(context, context.setup(), {.rows = 65});
  const auto expected = session->evaluate(rows);
  for (int i = 0; i < 3; ++i) {
    context.at("an instance that goes from thread to thread");
    ASSAY_TRY(const auto outcome, on_small_stack(context, *session, rows, kStack_bytes));
    ASSAY_CHECK(same(context.declared(), expected, outcome, rows.rows));
  }
  return {};
}

Check faults_scratch(Context& context) {
  const auto rows = make_rows(context, context.setup(), {.rows = 65});
  ASSAY_TRY(const auto usual, Session::open(context, context.setup()));
  const auto expected = usual->evaluate(rows);
  for (const auto at : places(expected.heard.scratches, 32)) {
    context.at("call " + std::to_string(at) + " of scratch gives NULL");
    ASSAY_TRY(const auto session,
              Session::open(context, context.setup(), {.scratch_fails_at = at}));
    ASSAY_CHECK(lack_is_told(context, expected, session->evaluate(rows), rows.rows));
  }
  return {};
}

Check faults_memory(Context& context) {
  const auto rows = make_rows(context, context.setup(), {.rows = 16});
  fault::watch_memory();
  std::int64_t calls = 0;
  {
    fault::stop_failing();
    ASSAY_TRY(const auto counted, Session::open(context, context.setup()));
    const auto of_open = fault::memory_calls();
    fault::stop_failing();
    static_cast<void>(counted->evaluate(rows));
    calls = std::max(of_open, fault::memory_calls());
  }
  for (const auto at : places(calls, 60))
    for (const bool once : {true, false}) ASSAY_CHECK(memory_fails(context, rows, at, once));
  return {};
}

Check faults_cancel(Context& context) {
  static constexpr auto kLimit = milliseconds(100);
  const auto rows = make_rows(context, context.setup(), {.rows = 20'000, .table_rows_max = 3});
  ASSAY_TRY(const auto usual, Session::open(context, context.setup()));
  const auto ticks = usual->evaluate(rows).heard.ticks;
  for (const auto at : places(ticks, 6)) {
    context.at("tick " + std::to_string(at) + " asks to stop");
    ASSAY_TRY(const auto session, Session::open(context, context.setup(), {.tick_stops_at = at}));
    const auto outcome = session->evaluate(rows);
    const auto took = std::chrono::steady_clock::now() - outcome.heard.stop_asked;
    if (outcome.answer.code != ASSAY_PLUGIN_ECANCEL)
      return found(ASSAY_TEXT("it ends with {code} when tick asks to stop, instead of ECANCEL"),
                   {{"code", code_name(outcome.answer.code)}});
    if (took > kLimit)
      return found(
          ASSAY_TEXT("it goes on for {ms} ms after tick asked to stop; allowed are {limit}"),
          {{"ms", std::to_string(took / milliseconds(1))},
           {"limit", std::to_string(kLimit.count())}});
  }
  return {};
}

Check faults_ticks(Context& context) {
  static constexpr auto kLimit = milliseconds(1000);
  ASSAY_TRY(const auto session, Session::open(context, context.setup()));
  const auto rows = make_rows(context, context.setup(), {.rows = 30'000, .table_rows_max = 3});
  context.at("30,000 rows");
  const auto silence = session->evaluate(rows).heard.longest_silence;
  if (silence <= kLimit) return {};
  return found(ASSAY_TEXT("it works for {ms} ms without calling tick; allowed are {limit}"),
               {{"ms", std::to_string(silence / milliseconds(1))},
                {"limit", std::to_string(kLimit.count())}});
}

Check faults_time(Context& context) {
  static constexpr std::uint64_t kRows = 100'003;
  ASSAY_TRY(const auto session, Session::open(context, context.setup()));
  context.at(std::to_string(kRows) + " rows");
  return ends_well(
      session->evaluate(make_rows(context, context.setup(), {.rows = kRows, .table_rows_max = 3})));
}

Check faults_stack(Context& context) {
  static constexpr std::size_t kStack_bytes = 256U << 10U;
  ASSAY_TRY(const auto session, Session::open(context, context.setup()));
  const auto rows = make_rows(context, context.setup(), {.rows = 65});
  const auto expected = session->evaluate(rows);
  context.at("a thread with a stack of 256 KiB");
  ASSAY_TRY(const auto outcome, on_small_stack(context, *session, rows, kStack_bytes));
  return same(context.declared(), expected, outcome, rows.rows);
}

Check faults_recovery(Context& context) {
  ASSAY_TRY(const auto session, Session::open(context, context.setup()));
  const auto rows = make_rows(context, context.setup(), {.rows = 65});
  const auto expected = session->evaluate(rows);
  context.at("an unknown flag, a wrong type and an unknown period, then rows as before");
  static_cast<void>(session->evaluate(rows, {.unknown_flags = 1U << 30U}));
  Frame wrong(context.declared(), rows, {});
  wrong.out(0).type = ASSAY_PLUGIN_I64;
  static_cast<void>(session->evaluate(wrong, rows));
  auto nowhere = rows;
  nowhere.period = "9999";
  static_cast<void>(session->evaluate(nowhere));
  return same(context.declared(), expected, session->evaluate(rows), rows.rows);
}

}  // namespace assay::kit
