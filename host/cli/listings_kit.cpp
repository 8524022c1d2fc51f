#include "cli/listings_kit.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <vector>

#include "report/json_writer.hpp"
#include "report/report.hpp"
#include "report/text.hpp"

namespace assay::cli {

using kit::Verdict;
using report::Align;
using report::say;

namespace {

std::string fixed(double value, int places) {
  std::array<char, 64> text{};
  const auto size = std::snprintf(text.data(), text.size(), "%.*f", places, value);
  return {text.data(), static_cast<std::size_t>(size)};
}

Message verdict_word(Verdict verdict) {
  switch (verdict) {
    case Verdict::Failed:
      return {ASSAY_TEXT("FAILED"), {}, ""};
    case Verdict::Skipped:
      return {ASSAY_TEXT("skipped"), {}, ""};
    case Verdict::Passed:
      break;
  }
  return {ASSAY_TEXT("passed"), {}, ""};
}

Message title_of(const std::string& id) {
  for (const auto& name : kit::check_names())
    if (name.id == id) return name.title;
  return {};
}

std::string command_for(const KitListing& listing, const std::string& id) {
  return "assay plugin check " + listing.named + " --seed " + std::to_string(listing.report.seed) +
         " --reproduce " + id;
}

std::string finding_text(const kit::CheckResult& result, const Translate& translate) {
  auto text = "  " + report::one_line(say(translate, result.detail)) + "\n";
  if (!result.at.empty())
    text +=
        "  " +
        say(translate, {ASSAY_TEXT("at: {place}"), {{"place", report::one_line(result.at)}}, ""}) +
        "\n";
  return text;
}

std::string heading_text(const KitListing& listing, const Translate& translate) {
  const auto& report = listing.report;
  auto text = say(translate, {ASSAY_TEXT("Plugin {plugin} {version}, built by {toolchain}"),
                              {{"plugin", report.plugin.empty() ? listing.named : report.plugin},
                               {"version", report.version},
                               {"toolchain", report.toolchain}},
                              ""}) +
              "\nSHA-256 " + to_hex(report.binary_sha256) + "\n" +
              say(translate, {ASSAY_TEXT("kit {kit}, seed {seed}, period {period}, parameters "
                                         "{parameters}"),
                              {{"kit", std::string(kit::kVersion)},
                               {"seed", std::to_string(report.seed)},
                               {"period", report.period.empty() ? "–" : report.period},
                               {"parameters", report.config.empty() ? "–" : report.config}},
                              ""}) +
              "\n";
  return text;
}

std::string group_text(const KitListing& listing, std::string_view group, const Message& title,
                       const Translate& translate) {
  const std::array<report::TableColumn, 4> columns = {
      {{say(translate, {ASSAY_TEXT("check"), {}, ""}), Align::Left},
       {say(translate, {ASSAY_TEXT("what it demands"), {}, ""}), Align::Left},
       {say(translate, {ASSAY_TEXT("Result"), {}}), Align::Left},
       {say(translate, {ASSAY_TEXT("seconds"), {}, ""}), Align::Right}}};
  std::vector<std::vector<std::string>> rows;
  for (const auto& result : listing.report.results)
    if (result.id.starts_with(std::string(group) + "."))
      rows.push_back({result.id, say(translate, title_of(result.id)),
                      say(translate, verdict_word(result.verdict)), fixed(result.seconds, 2)});
  if (rows.empty()) return "";
  return "\n" + say(translate, title) + "\n" + report::table(columns, rows);
}

std::string findings_text(const KitListing& listing, const Translate& translate) {
  std::string text;
  for (const auto& result : listing.report.results) {
    if (result.verdict != Verdict::Failed) continue;
    text += "\n" + result.id + ": " + say(translate, title_of(result.id)) + "\n" +
            finding_text(result, translate) + "  " + command_for(listing, result.id) + "\n";
  }
  return text;
}

std::string skipped_text(const KitListing& listing, const Translate& translate) {
  std::vector<std::pair<std::string, std::string>> reasons;  // and the checks they hold for
  for (const auto& result : listing.report.results) {
    if (result.verdict != Verdict::Skipped) continue;
    const auto reason = report::one_line(say(translate, result.detail));
    auto known = std::ranges::find(reasons, reason, &std::pair<std::string, std::string>::first);
    if (known == reasons.end()) known = reasons.insert(reasons.end(), {reason, ""});
    known->second += (known->second.empty() ? "" : ", ") + result.id;
  }
  if (reasons.empty()) return "";
  auto text = "\n" + say(translate, {ASSAY_TEXT("Skipped"), {}, ""}) + "\n";
  for (const auto& [reason, checks] : reasons)
    text.append("  ").append(reason).append(": ").append(checks).append("\n");
  return text;
}

std::string cost_text(const kit::Cost& cost, const Translate& translate) {
  return "\n" +
         say(translate,
             {ASSAY_TEXT("Costs {row} ns a row, {call} µs a call, {fixed} µs an instance "
                         "(measured, not judged)"),
              {{"row", fixed(cost.row_ns, 1)},
               {"call", fixed(cost.call_ns / 1e3, 2)},
               {"fixed", fixed(cost.fixed_ns / 1e3, 1)}},
              ""}) +
         "\n";
}

std::string escaped(const std::string& text) {
  std::string made;
  for (const char letter : report::one_line(text)) switch (letter) {
      case '&':
        made += "&amp;";
        break;
      case '<':
        made += "&lt;";
        break;
      case '>':
        made += "&gt;";
        break;
      case '"':
        made += "&quot;";
        break;
      default:
        made += letter;
    }
  return made;
}

}  // namespace

std::string kit_text(const KitListing& listing, const Translate& translate) {
  const auto& report = listing.report;
  auto text = heading_text(listing, translate);
  for (const auto& [group, title] : kit::group_names())
    text += group_text(listing, group, title, translate);
  text += skipped_text(listing, translate) + findings_text(listing, translate);
  if (report.cost) text += cost_text(*report.cost, translate);
  const auto count = [&](Verdict verdict) { return std::to_string(report.count(verdict)); };
  return text + "\n" +
         say(translate, {ASSAY_TEXT("{passed} checks passed, {failed} failed, {skipped} skipped"),
                         {{"passed", count(Verdict::Passed)},
                          {"failed", count(Verdict::Failed)},
                          {"skipped", count(Verdict::Skipped)}},
                         ""}) +
         "\n";
}

std::string kit_json(const KitListing& listing) {
  const auto& report = listing.report;
  report::JsonWriter json;
  json.object([&] {
    json.text("plugin", report.plugin);
    json.text("version", report.version);
    json.text("toolchain", report.toolchain);
    json.text("sha256", to_hex(report.binary_sha256));
    json.text("kit", kit::kVersion);
    json.figure("seed", report.seed);
    json.text("period", report.period);
    json.text("parameters", report.config);
    json.key("bare");
    json.boolean(report.bare);
    json.figure("passed", report.count(Verdict::Passed));
    json.figure("failed", report.count(Verdict::Failed));
    json.figure("skipped", report.count(Verdict::Skipped));
    if (report.cost)
      json.object("cost", [&] {
        json.figure("row_ns", fixed(report.cost->row_ns, 3));
        json.figure("call_ns", fixed(report.cost->call_ns, 1));
        json.figure("fixed_ns", fixed(report.cost->fixed_ns, 1));
      });
    json.array("checks", [&] {
      for (const auto& result : report.results)
        json.object([&] {
          json.text("check", result.id);
          json.text("verdict", kit::word(result.verdict));
          json.figure("seconds", fixed(result.seconds, 3));
          if (result.verdict == Verdict::Passed) return;
          json.text("message", in_english(result.detail));
          if (result.verdict == Verdict::Skipped) return;
          json.text("at", result.at);
          json.text("reproduce", command_for(listing, result.id));
        });
    });
  });
  return json.finish();
}

std::string kit_certificate(const kit::Report& report, const CertificateFacts& facts) {
  report::JsonWriter json;
  const auto list = [&](const char* name, Verdict verdict) {
    json.array(name, [&] {
      for (const auto& result : report.results)
        if (result.verdict == verdict) json.text(result.id);
    });
  };
  json.object([&] {
    json.text("certificate", "assay.kit/1");
    json.text("sha256", to_hex(report.binary_sha256));
    json.text("plugin", report.plugin);
    json.text("version", report.version);
    json.text("toolchain", report.toolchain);
    json.text("kit", kit::kVersion);
    json.figure("seed", report.seed);
    json.text("host", facts.host);
    json.text("date", facts.date);
    list("passed", Verdict::Passed);
    list("not_applicable", Verdict::Skipped);
  });
  return json.finish();
}

std::string kit_junit(const kit::Report& report) {
  auto text =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuite name=\"assay plugin check\" "
      "tests=\"" +
      std::to_string(report.results.size()) + "\" failures=\"" +
      std::to_string(report.count(Verdict::Failed)) + "\" skipped=\"" +
      std::to_string(report.count(Verdict::Skipped)) + "\">\n";
  for (const auto& result : report.results) {
    const auto dot = result.id.find('.');
    text += "  <testcase classname=\"" + escaped(report.plugin + "." + result.id.substr(0, dot)) +
            "\" name=\"" + result.id.substr(dot + 1) + "\" time=\"" + fixed(result.seconds, 3) +
            "\"";
    const auto message = escaped(in_english(result.detail));
    switch (result.verdict) {
      case Verdict::Passed:
        text += "/>\n";
        break;
      case Verdict::Skipped:
        text += "><skipped message=\"" + message + "\"/></testcase>\n";
        break;
      case Verdict::Failed:
        text += "><failure message=\"" + message + "\">" + escaped(result.at) +
                "</failure></testcase>\n";
    }
  }
  return text + "</testsuite>\n";
}

std::string kit_result_text(const kit::CheckResult& result, const Translate& translate) {
  auto text = result.id + ": " + say(translate, verdict_word(result.verdict)) + "\n";
  return result.verdict == Verdict::Passed ? text : text + finding_text(result, translate);
}

std::string kit_list_text(const Translate& translate) {
  const std::array<report::TableColumn, 2> columns = {
      {{say(translate, {ASSAY_TEXT("check"), {}, ""}), Align::Left},
       {say(translate, {ASSAY_TEXT("what it demands"), {}, ""}), Align::Left}}};
  std::vector<std::vector<std::string>> rows;
  for (const auto& name : kit::check_names())
    rows.push_back({std::string(name.id), say(translate, name.title)});
  return report::table(columns, rows);
}

std::string kit_list_json() {
  report::JsonWriter json;
  json.array([&] {
    for (const auto& name : kit::check_names())
      json.object([&] {
        json.text("check", name.id);
        json.text("demands", in_english(name.title));
      });
  });
  return json.finish();
}

}  // namespace assay::cli
