#pragma once
// The outcome of one special assessment for all units of a period: immutable, named by the hash
// of what went in. Made by a plugin or imported; both are used the same way.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/digest.hpp"
#include "base/message.hpp"
#include "base/ratio.hpp"
#include "model/period.hpp"

namespace assay::model {

enum class FieldType : std::uint8_t { Decimal, Ratio, Flag };

// A figure of one field for one unit; nothing (monostate) = the assessment gave none.
using FieldValue = std::variant<std::monostate, Decimal, Ratio, bool>;

struct AssessmentField {
  std::string id;
  FieldType type = FieldType::Decimal;
  std::string measure_unit;
  std::string doc;
  std::vector<FieldValue> values;            // by unit ordinal
  std::vector<std::optional<Decimal>> full;  // full marks by unit ordinal; empty = none stated
  // By unit ordinal; empty = none given. Those of an absent value say why it is absent.
  std::vector<std::vector<Message>> reasons;
};

struct Assessment {
  std::string id;      // the scheme's name for it
  std::string origin;  // "plugin investment 1.0.0" or "import"
  Digest digest{};     // of plugin binary, rules, parameters and inputs
  Period period;
  std::vector<AssessmentField> fields;
  // Unit ordinal → which figure it lacks: its values are missing, and the missing-data policy of
  // whoever uses them applies.
  std::map<std::size_t, Message> missing;
  // Unit ordinal → why it was refused or the plugin failed: no policy stands in for it.
  std::map<std::size_t, Message> failures;

  [[nodiscard]] const AssessmentField* field(std::string_view field_id) const {
    for (const auto& candidate : fields)
      if (candidate.id == field_id) return &candidate;
    return nullptr;
  }
};

}  // namespace assay::model
