#pragma once
// What the parts of one group need of each other while it is read: the ids they refer to. Ids are
// declared before what refers to them is read, whatever their order in the text.

#include <optional>

#include "scheme/fields.hpp"
#include "scheme/ids.hpp"

namespace assay::scheme {

struct Scope {
  Reading& reading;
  const Ids& assessments;
  bool has_qualified = false;  // the group says who is qualified, or an error was reported
  Ids components{Ids::Kind::Component};
  Ids gates{Ids::Kind::Gate};
  Ids grades{Ids::Kind::Grade};
  Ids awards{Ids::Kind::Award};
};

// Full marks as far as they are known; nothing where an error was reported.
using Marks = std::optional<Decimal>;

}  // namespace assay::scheme
