#pragma once
// A run's messages hold ids and code words, which scripts read too; people get the names the
// scheme gave and words of their language instead. Pure.

#include <string>
#include <string_view>

#include "base/message.hpp"
#include "model/run.hpp"

namespace assay::report {

// The name, or the id where the group lists none.
[[nodiscard]] std::string component_name(const model::GroupResult& group, std::string_view id);
[[nodiscard]] std::string grade_name(const model::GroupResult& group, std::string_view id);
[[nodiscard]] std::string award_name(const model::GroupResult& group, std::string_view id);

// The message in the reader's language, with names and words for ids and code words of `group`.
[[nodiscard]] std::string say_named(const Translate& translate, const model::GroupResult& group,
                                    const Message& message);

// The note's text for people on one line; its code and data when it has none.
[[nodiscard]] std::string note_text(const model::Note& note, const model::GroupResult& group,
                                    const Translate& translate);

}  // namespace assay::report
