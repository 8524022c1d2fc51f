#pragma once
// What an office enters: units, indicators, targets, observations, events and finished special
// assessments. Plain values named by codes; no IO. See docs/GLOSSARY.md for the words.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/decimal.hpp"
#include "model/period.hpp"

namespace assay::model {

struct Unit {
  std::string code;
  std::string name;
  std::string type;
  std::string parent;        // unit code, or ""
  std::optional<Date> from;  // first day of its life
  std::optional<Date> to;    // last day of its life, inclusive
  std::string successor;     // unit code, or ""
  std::vector<std::string> tags;

  [[nodiscard]] bool alive_on(Date day) const {
    return (!from || *from <= day) && (!to || day <= *to);
  }
  bool operator==(const Unit&) const = default;
};

enum class Direction : std::uint8_t { Higher, Lower, Target };
// How a longer period is made from its months.
enum class Rollup : std::uint8_t { None, Sum, Last, Mean, Max };

struct Indicator {
  std::string code;
  std::string name;
  std::string measure_unit;
  Direction direction = Direction::Higher;
  std::optional<int> decimals;  // 0–6: figures with more are refused
  std::string owner;            // department that answers for it
  Rollup rollup = Rollup::None;

  bool operator==(const Indicator&) const = default;
};

struct Target {
  std::string unit;
  std::string indicator;
  Period period;
  Decimal required;
  std::optional<Decimal> stretch;   // 争取目标
  std::optional<Decimal> upper;     // set by the level above
  std::optional<Decimal> baseline;  // where it starts from
  std::string lead;                 // unit in charge
  std::string person;               // person in charge

  bool operator==(const Target&) const = default;
};

// Ordered: a later state is better founded.
enum class State : std::uint8_t { Reported, Reviewed, Confirmed };

struct Observation {
  std::string unit;
  std::string indicator;
  Period period;
  Decimal value;
  State state = State::Confirmed;
  std::string source;

  bool operator==(const Observation&) const = default;
};

enum class EventKind : std::uint8_t { Bonus, Sanction, Veto, Falsification, Award };

struct Event {
  std::string code;  // unique in the office
  std::string unit;
  Period period;
  EventKind kind = EventKind::Bonus;
  std::string subject;
  std::optional<Decimal> points;
  std::string reason;
  std::string evidence;
  std::string decided_by;
  std::optional<Date> date;
  State state = State::Confirmed;

  bool operator==(const Event&) const = default;
};

// One field of a special assessment that a department made itself (assessments.csv).
struct ImportedField {
  std::string unit;
  Period period;
  std::string assessment;
  std::string field;
  Decimal value;
  std::optional<Decimal> full;  // full marks of `value`

  bool operator==(const ImportedField&) const = default;
};

// Words of the CSV files and of JSON, e.g. "higher", "confirmed", "veto"; parse gives nothing for
// an unknown word.
[[nodiscard]] std::string_view to_word(Direction value);
[[nodiscard]] std::string_view to_word(Rollup value);
[[nodiscard]] std::string_view to_word(State value);
[[nodiscard]] std::string_view to_word(EventKind value);
[[nodiscard]] std::optional<Direction> direction_from(std::string_view word);
[[nodiscard]] std::optional<Rollup> rollup_from(std::string_view word);
[[nodiscard]] std::optional<State> state_from(std::string_view word);
[[nodiscard]] std::optional<EventKind> event_kind_from(std::string_view word);

}  // namespace assay::model
