#pragma once
// One scoring of one scheme and period: totals, ranks, grades, and for every unit the ledger of
// terms that adds up to its total. Produced by `score`, kept by `store`, read by `report`.
//
// A *summary* is a run without what only an explanation needs. Its units have no terms; their
// components are the inner nodes, with points, and those leaves to which the missing-data policy
// was applied, with the policy's word and without points (also where it left the unit incomplete);
// both in preorder, none with a trace. All else is as in the full run.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/decimal.hpp"
#include "base/digest.hpp"
#include "base/message.hpp"
#include "base/ratio.hpp"
#include "model/period.hpp"

namespace assay::model {

// A remark with a stable, language-free code and its named values; `message` is for people.
struct Note {
  std::string code;                                       // "gate.failed", "missing.figure"
  std::vector<std::pair<std::string, std::string>> data;  // e.g. {"component","gdp"}
  Message message;
};

// One summand of a total. The points of all terms of a unit add up exactly to its total.
struct Term {
  // leaf: contribution of a leaf (after weights) · bonus · cap (≤ 0) · uncapped · deduction (≤ 0)
  // · floor (≥ 0) · rounding (what the declared roundings of nodes left)
  std::string kind;
  std::string component;  // id, or ""
  std::string event;      // event code, or ""
  Decimal points;
  Decimal full;  // the most a leaf could contribute; 0 otherwise
  Message how;   // rule and figures, filled in: "82.4/100 of 10 points …"
};

struct ComponentResult {
  std::string id;
  std::optional<Decimal> points;  // on the component's own scale, before its parent's weight
  Decimal full;
  std::string missing;      // policy word that was applied, or ""
  std::vector<Note> trace;  // figures read (indicator, period, value, target, source …)
};

struct UnitResult {
  std::string unit;
  std::string name;
  std::optional<Decimal> total;      // 6 decimals
  std::optional<Decimal> published;  // Scheme::published_decimals
  std::optional<std::uint32_t> rank;
  std::string grade;                        // id; "" = none
  std::vector<ComponentResult> components;  // preorder, without the root
  std::vector<Term> terms;                  // empty when incomplete
  std::vector<Note> incomplete;             // why there is no total
  std::vector<Note> notes;                  // gates, vetoes, awards … also what was outdone
};

struct ComponentInfo {
  std::string id;
  std::string name;
  std::string parent;  // "" = the total
  Decimal points;
  std::optional<Ratio> weight;
};

struct GroupResult {
  std::string id;
  std::string name;
  std::vector<ComponentInfo> components;                    // preorder, without the root
  std::vector<std::pair<std::string, std::string>> grades;  // id, name; best first
  std::vector<std::pair<std::string, std::string>> awards;  // id, name
  std::vector<UnitResult> units;  // by rank; incomplete last, in axis order
};

struct UsedPlugin {
  std::string id;
  std::string version;
  Digest binary{};   // SHA-256 of the shared object
  Digest package{};  // the name of its package
};

struct UsedAssessment {
  std::string id;
  std::string origin;
  Digest digest{};
  std::optional<UsedPlugin> by{};  // nothing for an imported one, and in runs of earlier programs
};

struct Run {
  std::uint64_t id = 0;  // given by the store
  std::string scheme;
  std::uint32_t version = 0;
  std::string title;
  Period period;
  int published_decimals = 2;
  std::vector<GroupResult> groups;
  std::vector<std::string> steps;  // order of operations applied, codes

  // what it was made from; scoring again with the same digests is the same run
  Digest scheme_digest{};
  Digest input_digest{};
  std::vector<UsedAssessment> assessments;
  std::string host_version;

  // who and when (not part of the digests)
  std::string actor;
  std::int64_t created_s = 0;  // seconds since 1970-01-01 UTC
};

// What is kept of every run for good: what it was made from, so that its results can be computed
// again, and their digest, which tells that they came out the same.
struct RunManifest {
  Run run;                     // without groups
  std::uint64_t log_size = 0;  // journal entries there were when its figures were read
  Digest result{};             // result_digest() of the whole run
  std::uint64_t groups = 0;
  std::uint64_t units = 0;
  std::uint64_t incomplete = 0;  // units without a total
};

}  // namespace assay::model
