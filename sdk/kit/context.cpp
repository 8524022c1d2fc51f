#include "kit/context.hpp"

#include <array>
#include <cmath>

#include "kit/config.hpp"
#include "kit/host.hpp"
#include "kit/session.hpp"

namespace assay::kit {

namespace {

// Tried in this order: the newest years in use first, then what norms of the past may need.
std::vector<std::string> periods() {
  std::vector<std::string> made;
  for (const int year : {2024, 2025, 2026, 2023, 2027, 2022, 2028, 2021, 2020})
    made.push_back(std::to_string(year));
  for (const char* part : {"H1", "Q1", "-01"}) made.push_back("2024" + std::string(part));
  for (int year = 2019; year >= 2000; --year) made.push_back(std::to_string(year));
  return made;
}

// With at most 6 decimals.
std::string number_text(double value) { return std::to_string(value); }

// A value of the parameter's type, when it has no standard one.
std::string any_value(const Param& param) {
  switch (param.type) {
    case ASSAY_PLUGIN_DICT32:
      return param.words.empty() ? "" : param.words.front();
    case ASSAY_PLUGIN_BOOL8:
      return "true";
    case ASSAY_PLUGIN_DATE32:
      return "2024-01-01";
    case ASSAY_PLUGIN_DEC6:
    case ASSAY_PLUGIN_RATIO:
      return std::isfinite(param.lo)   ? number_text(param.lo)
             : std::isfinite(param.hi) ? number_text(param.hi)
                                       : "1";
    default:
      return "x";
  }
}

}  // namespace

Context::Context(const Subject& subject, const Options& options, const std::string& id, Tell tell)
    : random(options.seed, id), x_subject(subject), x_options(options), x_tell(std::move(tell)) {}
Context::~Context() = default;

Check Context::load() {
  at("loading");
  auto loaded = load_in_process(x_subject.library);
  if (!loaded)
    return found(ASSAY_TEXT("it cannot be loaded: {reason}"), {{"reason", loaded.error()}});
  x_loaded = std::move(*loaded);
  return {};
}

Check Context::describe() {
  ASSAY_CHECK(load());
  at("asking for its description");
  Answer answer;
  const auto* plugin = target().entry(ASSAY_PLUGIN_ABI_MIN, ASSAY_PLUGIN_ABI_CURRENT, answer);
  if (plugin == nullptr)
    return found(ASSAY_TEXT("its entry function refuses ABI {abi} with {code}: {words}"),
                 {{"abi", std::to_string(ASSAY_PLUGIN_ABI_CURRENT)},
                  {"code", code_name(answer.code)},
                  {"words", answer.text}});
  x_declared = read_declared(*plugin->desc);
  return {};
}

bool Context::takes(const Setup& setup, std::string& refusal) {
  auto session = Session::open(*this, setup);
  if (!session) {
    refusal = in_english(session.error().message);
    return false;
  }
  Random first_rows(1, "setup");
  const auto rows = make_rows(x_declared, setup.period, {.rows = 3}, first_rows);
  const auto outcome = (*session)->evaluate(rows);
  if (outcome.ok() || outcome.answer.code == ASSAY_PLUGIN_EINPUT) return true;
  refusal = "evaluate ends with " + code_name(outcome.answer.code) + ": " + outcome.answer.text;
  return false;
}

void Context::tell_setup() { at("period " + x_setup.period + ", parameters " + x_setup.config); }

Check Context::find_setup() {
  ASSAY_CHECK(describe());
  std::map<std::string, std::string> needed;
  for (const auto& param : x_declared.params)
    if (param.standard.empty()) needed.emplace(param.id, any_value(param));
  std::vector<std::string> configs = {"{}"};
  for (const auto& [name, value] : needed) configs.push_back(object_text({{name, value}}));
  if (needed.size() > 1) configs.push_back(object_text(needed));
  std::string first_refusal;
  for (const auto& config : configs)
    for (const auto& period : periods()) {
      std::string refusal;
      x_setup = {period, config};
      tell_setup();
      if (takes(x_setup, refusal)) return {};
      if (first_refusal.empty()) first_refusal = refusal;
    }
  return found(ASSAY_TEXT("it takes no period from 2000 to 2028 with its own parameters; for 2024: "
                          "{words}"),
               {{"words", first_refusal}});
}

std::vector<Setup> Context::setups() {
  static constexpr std::size_t kSetups_max = 12;
  std::vector<Setup> made = {x_setup};
  for (const auto& param : x_declared.params) {
    auto values = param.words;
    if (param.type == ASSAY_PLUGIN_BOOL8) values = {"true", "false"};
    for (const auto& value : values) {
      if (value == param.standard || made.size() == kSetups_max) continue;
      const Setup other{x_setup.period, object_text({{param.id, value}})};
      std::string refusal;
      if (takes(other, refusal)) made.push_back(other);
    }
  }
  return made;
}

Found<std::string> Context::probe(const std::string& variant, const Launch& how) {
  auto command = x_options.command;
  const auto library = std::string(x_subject.library);
  for (const auto& text : {std::string(kOption_library), library, std::string(kOption_seed),
                           std::to_string(x_options.seed), std::string(kOption_run_one),
                           "probe." + variant, std::string(kOption_answer)})
    command.push_back(text);
  const int kept = library.starts_with("/proc/self/fd/") ? std::stoi(library.substr(14)) : -1;
  at("in a process of its own: " + variant);
  const auto ended = run_process(command, how, kept, std::chrono::seconds(x_options.time_limit_s));
  if (const auto* digest = ended.last("digest"); digest != nullptr) return *digest;
  return found(ASSAY_TEXT("in another process ({variant}) it gives no answer: {end} {number}"),
               {{"variant", variant},
                {"end", ended.how == Ended::How::TimedOut    ? "timed out"
                        : ended.how == Ended::How::Signalled ? "signal"
                                                             : "exit code"},
                {"number", std::to_string(ended.number)}});
}

}  // namespace assay::kit
