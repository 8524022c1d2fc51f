#pragma once
// The ids of one kind that a text declares, and the check of references to them. Used within one
// reading.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "scheme/values.hpp"

namespace assay::scheme {

class Ids {
 public:
  enum class Kind : std::uint8_t { Assessment, Group, Component, Gate, Grade, Award };
  explicit Ids(Kind kind) : x_kind(kind) {}

  // Takes a new id; reports one that is taken.
  void declare(Reading& reading, const Value& value, const std::string& id);
  // An id that could not be read: from now on a reference to an unknown id may be to this one.
  void lost() { x_complete = false; }

  // The id `value` refers to; reports one that is not declared, with the nearest that is.
  [[nodiscard]] std::optional<std::string> refer(Reading& reading, const Value& value) const;

  // The ids a list refers to, each once.
  [[nodiscard]] std::optional<std::vector<std::string>> refer_all(Reading& reading,
                                                                  const Value& value) const;

  // Readers for Fields::take.
  [[nodiscard]] auto reference() const {
    return [this](Reading& reading, const Value& value) { return refer(reading, value); };
  }
  [[nodiscard]] auto references() const {
    return [this](Reading& reading, const Value& value) { return refer_all(reading, value); };
  }

 private:
  Kind x_kind;
  bool x_complete = true;
  std::map<std::string, Mark, std::less<>> x_ids;
};

}  // namespace assay::scheme
