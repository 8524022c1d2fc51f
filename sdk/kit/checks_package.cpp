// The package around a plugin, and what somebody worked out by hand.

#include "base/decimal.hpp"
#include "kit/checks.hpp"
#include "kit/golden.hpp"

namespace assay::kit {

namespace {

std::string rule_id(const Declared& declared, std::uint32_t code) {
  const auto rule = declared.rules.find(code);
  return rule == declared.rules.end() ? std::to_string(code) : rule->second.id;
}

// "12.5", "3/5", "true", as cases have them; the same value in another form is the same.
bool same_value(const Written& written, std::size_t row, const std::string& text) {
  if (written.type == ASSAY_PLUGIN_BOOL8)
    return text == (written.integer(row) == 1 ? "true" : "false");
  if (written.type == ASSAY_PLUGIN_DEC6) {
    const auto value = Decimal::parse(text);
    return value && value->micro() == written.integer(row);
  }
  const auto slash = text.find('/');
  const auto above = Decimal::parse(text.substr(0, slash));
  const auto below =
      slash == std::string::npos ? Decimal::parse("1") : Decimal::parse(text.substr(slash + 1));
  if (!above || !below) return false;
  const auto ratio = written.ratio(row);
  return Int128{ratio.numerator} * below->micro() == Int128{above->micro()} * ratio.denominator;
}

std::string reasons_of(const Declared& declared, const Outcome& outcome, std::size_t output,
                       std::size_t row) {
  std::string ids;
  if (const auto said = outcome.heard.reasons.find(row); said != outcome.heard.reasons.end())
    for (const auto& reason : said->second)
      if (reason.out == output) ids += (ids.empty() ? "" : ", ") + rule_id(declared, reason.rule);
  return ids;
}

std::string joined(const std::vector<std::string>& ids) {
  std::string made;
  for (const auto& id : ids) made += (made.empty() ? "" : ", ") + id;
  return made;
}

std::unexpected<Finding> differs(const std::string& what, const std::string& expected,
                                 const std::string& given) {
  return found(ASSAY_TEXT("{what}: expected is {expected}, given {given}"),
               {{"what", what}, {"expected", expected}, {"given", given}});
}

Check unit_agrees(const Declared& declared, const Outcome& outcome, const Expected& expected,
                  std::size_t row) {
  const auto refusal = outcome.heard.refusals.find(row);
  const auto refused = refusal == outcome.heard.refusals.end()
                           ? std::optional<std::string>()
                           : rule_id(declared, refusal->second.rule);
  if (refused != expected.refused)
    return differs("refused", expected.refused.value_or("nothing"), refused.value_or("nothing"));
  for (const auto& [output, text] : expected.outputs) {
    const bool there = outcome.has(output, row);
    if (text ? !there || !same_value(outcome.written[output], row, *text) : there)
      return differs(declared.out[output].id, text.value_or("absent"),
                     figure_text(outcome, output, row));
  }
  for (const auto& [output, rules] : expected.reasons)
    if (const auto given = reasons_of(declared, outcome, output, row); given != joined(rules))
      return differs(declared.out[output].id + " (reasons)", joined(rules), given);
  return {};
}

}  // namespace

Check package_signature(Context& context) {
  const auto& package = context.subject().package;
  if (!package) return not_applicable(ASSAY_TEXT("a bare .so has no package around it"));
  switch (package->signature) {
    case Package::Signature::None:
      return not_applicable(ASSAY_TEXT("the package is not signed"));
    case Package::Signature::Foreign:
      return not_applicable(
          ASSAY_TEXT("it is signed with a key that is not trusted here: see 'assay "
                     "plugin trust'"));
    case Package::Signature::Known:
      break;
  }
  if (package->signature_fault)
    return std::unexpected(Finding{Verdict::Failed, *package->signature_fault});
  return {};
}

Check package_manifest(Context& context) {
  const auto& package = context.subject().package;
  if (!package) return not_applicable(ASSAY_TEXT("a bare .so has no package around it"));
  if (auto fault = package->manifest_fault())
    return std::unexpected(Finding{Verdict::Failed, std::move(*fault)});
  return {};
}

Check golden_cases(Context& context) {
  const auto& files = context.subject().cases;
  if (files.empty()) return not_applicable(ASSAY_TEXT("no golden cases are given (--cases)"));
  const auto& declared = context.declared();
  ASSAY_TRY(const auto cases, read_golden_cases(files, declared));
  for (const auto& one : cases) {
    context.at(one.file + ", " + one.name);
    ASSAY_TRY(const auto session, Session::open(context, {one.rows.period, one.config}));
    const auto outcome = session->evaluate(one.rows);
    if (!outcome.ok())
      return differs("evaluate", "OK", code_name(outcome.answer.code) + " " + outcome.answer.text);
    for (std::size_t row = 0; row < one.expected.size(); ++row) {
      context.at(one.file + ", " + one.name + ", unit " + one.expected[row].unit);
      ASSAY_CHECK(unit_agrees(declared, outcome, one.expected[row], row));
    }
  }
  context.note("cases", std::to_string(cases.size()));
  return {};
}

}  // namespace assay::kit
