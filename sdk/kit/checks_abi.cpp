// The rules of the interface beyond rows: structs of other versions, parameters, instances.

#include <malloc.h>

#include <cstddef>

#include "kit/checks.hpp"

namespace assay::kit {

namespace {

constexpr std::uint32_t kTail_bytes = 24;

// Opens with any bytes as parameters, and closes again what was opened.
Answer try_open(Context& context, const std::string& config, bool& no_instance) {
  const Host host(context.declared(), {});
  void* instance = nullptr;
  const auto answer = context.target().open(config, host.table(), &instance);
  no_instance = answer.code == ASSAY_PLUGIN_OK && instance == nullptr;
  if (answer.code == ASSAY_PLUGIN_OK && instance != nullptr)
    static_cast<void>(context.target().close(instance));
  return answer;
}

std::vector<std::string> no_objects() {
  return {"nonsense", "[", "{\"a\":", "{\"a\":\"b\"", "{} {}", "\"text\"", "[\"a\"]"};
}

Check takes_open(Context& context, const std::string& config) {
  context.at("open with " + std::to_string(config.size()) +
             " bytes of parameters: " + excerpt(config));
  bool no_instance = false;
  const auto answer = try_open(context, config, no_instance);
  if (no_instance) return found(ASSAY_TEXT("open says OK, but gives no instance"));
  if (answer.code < ASSAY_PLUGIN_OK || answer.code > ASSAY_PLUGIN_EABI)
    return found(ASSAY_TEXT("open ends with {code}, which is no code of the interface"),
                 {{"code", code_name(answer.code)}});
  return {};
}

}  // namespace

Check ends_well(const Outcome& outcome) {
  const auto& answer = outcome.answer;
  if (answer.code == ASSAY_PLUGIN_OK || answer.code == ASSAY_PLUGIN_EINPUT) return {};
  return found(ASSAY_TEXT("evaluate ends with {code} for figures within what it declares: {words}"),
               {{"code", code_name(answer.code)}, {"words", answer.text}});
}

Check abi_errors(Context& context) {
  bool no_instance = false;
  std::vector<Answer> answers;
  for (const auto& config : no_objects()) {
    context.at("open with the parameters " + config);
    answers.push_back(try_open(context, config, no_instance));
  }
  ASSAY_TRY(const auto session, Session::open(context, context.setup()));
  const auto rows = make_rows(context, context.setup(), {.rows = 4});
  context.at("evaluate with an unknown flag");
  answers.push_back(session->evaluate(rows, {.unknown_flags = 1U << 30U}).answer);
  auto nowhere = rows;
  nowhere.period = "9999";
  context.at("evaluate of the year 9999");
  answers.push_back(session->evaluate(nowhere).answer);
  for (const auto& answer : answers)
    if (answer.fault != nullptr) return found(answer.fault);
  return {};
}

Check abi_callbacks(Context& context) {
  return for_setups(context, [&](const Setup& setup) -> Check {
    ASSAY_TRY(const auto session, Session::open(context, setup));
    auto violation = session->violation();
    const auto rows = make_rows(context, setup, {.rows = 64});
    if (violation.empty()) violation = session->evaluate(rows).heard.violation;
    if (violation.empty()) return {};
    return found(ASSAY_TEXT("it calls the host against the rules: {words}"),
                 {{"words", violation}});
  });
}

Check abi_newer_structs(Context& context) {
  const auto rows = make_rows(context, context.setup(), {.rows = 64});
  ASSAY_TRY(const auto usual, Session::open(context, context.setup()));
  ASSAY_TRY(const auto newer, Session::open(context, context.setup(), {.tail_bytes = kTail_bytes}));
  const auto expected = usual->evaluate(rows);
  context.at("structs with " + std::to_string(kTail_bytes) + " bytes more than this version has");
  return same(context.declared(), expected, newer->evaluate(rows, {.tail_bytes = kTail_bytes}),
              rows.rows);
}

Check abi_older_structs(Context& context) {
  const auto rows = make_rows(context, context.setup(), {.rows = 4});
  for (const std::size_t size :
       {offsetof(assay_plugin_host, scratch), offsetof(assay_plugin_host, refuse)}) {
    context.at("a host table of " + std::to_string(size) + " bytes");
    const auto session =
        Session::open(context, context.setup(), {.size_bytes = static_cast<std::uint32_t>(size)});
    if (session && (*session)->evaluate(rows).ok())
      return found(ASSAY_TEXT("it works with a host table of {size} bytes, which lacks functions: "
                              "refuse it, or compare sizes before each use"),
                   {{"size", std::to_string(size)}});
  }
  ASSAY_TRY(const auto session, Session::open(context, context.setup()));
  Frame frame(context.declared(), rows, {});
  frame.twisted().size = offsetof(assay_plugin_batch, rows);
  context.at("a batch of " + std::to_string(frame.twisted().size) + " bytes");
  if (!session->evaluate(frame, rows).ok()) return {};
  return found(ASSAY_TEXT("it reads a batch of {size} bytes beyond its end"),
               {{"size", std::to_string(offsetof(assay_plugin_batch, rows))}});
}

Check abi_unknown_flags(Context& context) {
  ASSAY_TRY(const auto session, Session::open(context, context.setup()));
  const auto rows = make_rows(context, context.setup(), {.rows = 4});
  for (const auto bit : {1U, 15U, 31U})
    if (session->evaluate(rows, {.unknown_flags = 1U << bit}).ok())
      return found(ASSAY_TEXT("it ignores the unknown flag {bit} of a batch: refuse what is not "
                              "understood"),
                   {{"bit", std::to_string(1U << bit)}});
  return {};
}

Check abi_null_extensions(Context& context) {
  context.at("a host without extensions");
  const auto session = Session::open(context, context.setup(), {.extensions = false});
  if (session)
    static_cast<void>((*session)->evaluate(make_rows(context, context.setup(), {.rows = 16})));
  return {};  // it may refuse, but not crash
}

Check abi_config_invalid(Context& context) {
  if (context.declared().params.empty()) return not_applicable(ASSAY_TEXT("it has no parameters"));
  bool no_instance = false;
  for (const auto& config : no_objects()) {
    const auto answer = try_open(context, config, no_instance);
    if (answer.code == ASSAY_PLUGIN_OK)
      return found(ASSAY_TEXT("open takes the parameters {config}, which are no JSON object"),
                   {{"config", config}});
    if (answer.code != ASSAY_PLUGIN_ECONFIG)
      return found(
          ASSAY_TEXT("open refuses the parameters {config} with {code} instead of ECONFIG"),
          {{"config", config}, {"code", code_name(answer.code)}});
  }
  return {};
}

Check abi_config_hostile(Context& context) {
  static constexpr std::size_t kHuge_bytes = 8U << 20U;
  std::vector<std::string> configs = {"",
                                      std::string(1, '\0'),
                                      std::string(kHuge_bytes, '['),
                                      "{\"a\":\"" + std::string(kHuge_bytes, 'x') + "\"}",
                                      "{\"" + std::string(kHuge_bytes, 'y') + "\":\"1\"}",
                                      "{\"a\":\"\\ud800\"}",
                                      "{\"a\":\"\xFF\xFE\"}",
                                      "{\"a\":1e999999}"};
  std::string deep;
  for (int i = 0; i < 200'000; ++i) deep += "{\"a\":";
  configs.push_back(std::move(deep));
  for (const auto& param : context.declared().params)
    configs.push_back("{\"" + param.id + "\":\"" + std::string(1U << 20U, '9') + "\"}");
  for (int i = 0; i < 200; ++i) {
    std::string noise = context.random.one_in(2) ? "{\"" : "";
    const auto size = context.random.below(64);
    for (std::uint64_t k = 0; k < size; ++k) noise += static_cast<char>(context.random.below(256));
    configs.push_back(std::move(noise));
  }
  for (const auto& config : configs) ASSAY_CHECK(takes_open(context, config));
  return {};
}

Check abi_parameters(Context& context) {
  if (context.declared().params.empty()) return not_applicable(ASSAY_TEXT("it has no parameters"));
  const Setup plain{context.setup().period, "{}"};
  const auto silent = Session::open(context, plain);
  if (!silent) return not_applicable(ASSAY_TEXT("it cannot be opened without parameters"));
  const auto rows = make_rows(context, plain, {.rows = 64});
  const auto expected = (*silent)->evaluate(rows);
  for (const auto& param : context.declared().params) {
    if (param.standard.empty()) continue;
    const Setup stated{plain.period, "{\"" + param.id + "\":\"" + param.standard + "\"}"};
    context.at("parameters " + stated.config + " against none");
    ASSAY_TRY(const auto session, Session::open(context, stated));
    ASSAY_CHECK(same(context.declared(), expected, session->evaluate(rows), rows.rows));
  }
  return {};
}

Check abi_open_close(Context& context) {
  static constexpr int kWarm_up = 100;
  static constexpr int kCycles = 400;
  static constexpr std::size_t kLeak_max_bytes = 64U << 10U;
  const auto rows = make_rows(context, context.setup(), {.rows = 8});
  const auto cycle = [&]() -> Check {
    ASSAY_TRY(const auto session, Session::open(context, context.setup()));
    static_cast<void>(session->evaluate(rows));
    return {};
  };
  const auto in_use = [] {
    const auto info = ::mallinfo2();
    return info.uordblks + info.hblkhd;
  };
  for (int i = 0; i < kWarm_up; ++i) ASSAY_CHECK(cycle());
  const auto before = in_use();
  for (int i = 0; i < kCycles; ++i) ASSAY_CHECK(cycle());
  const auto after = in_use();
  if (after <= before + kLeak_max_bytes) return {};
  return found(ASSAY_TEXT("opening, assessing and closing {cycles} times leaves {bytes} bytes "
                          "behind"),
               {{"cycles", std::to_string(kCycles)}, {"bytes", std::to_string(after - before)}});
}

Check abi_interleaved(Context& context) {
  const auto& declared = context.declared();
  const auto setups = context.setups();
  const auto& other = setups.back();  // another one, where parameters allow it
  const auto a_rows = make_rows(context, context.setup(), {.rows = 32});
  const auto b_rows = make_rows(context, other, {.rows = 17});
  const auto alone = [&](const Setup& setup, const Rows& rows) -> Found<Outcome> {
    ASSAY_TRY(const auto session, Session::open(context, setup));
    return session->evaluate(rows);
  };
  ASSAY_TRY(const auto a_alone, alone(context.setup(), a_rows));
  ASSAY_TRY(const auto b_alone, alone(other, b_rows));
  ASSAY_TRY(const auto a, Session::open(context, context.setup()));
  ASSAY_TRY(auto b, Session::open(context, other));
  for (int turn = 0; turn < 3; ++turn) {
    context.at("two instances open, turn " + std::to_string(turn));
    ASSAY_CHECK(same(declared, a_alone, a->evaluate(a_rows), a_rows.rows));
    ASSAY_CHECK(same(declared, b_alone, b->evaluate(b_rows), b_rows.rows));
  }
  b.reset();
  context.at("the other instance closed");
  return same(declared, a_alone, a->evaluate(a_rows), a_rows.rows);
}

}  // namespace assay::kit
