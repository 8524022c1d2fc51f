#pragma once
// The reader's language, and the catalogue that gives texts in it. The catalogue is GNU gettext's,
// which keeps its state in the process: call make_translate once, before any thread starts.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

#include "base/message.hpp"

namespace assay::cli {

enum class Language : std::uint8_t { English, Chinese };

// Gives an environment variable's value, "" when it is not set.
using Environment = std::function<std::string(const std::string& name)>;

// `option` ("zh", "en") when given. Otherwise the environment as gettext reads it: the first of
// LC_ALL, LC_MESSAGES and LANG that is set, but before it the list in LANGUAGE unless that locale
// is C or POSIX. Any zh… is Chinese; all else is English.
[[nodiscard]] Language choose_language(const std::string& option, const Environment& environment);
// With the environment of this process.
[[nodiscard]] Language choose_language(const std::string& option);

// Templates in `language`. `locale_dir` holds zh_CN/LC_MESSAGES/assay.mo; without that file, and
// for texts that it lacks, the English template stands. Texts from outside the catalogue bring
// their own Chinese.
[[nodiscard]] Translate make_translate(Language language, const std::filesystem::path& locale_dir);

// The language as HTML names it: "en", "zh-Hans".
[[nodiscard]] std::string html_language(Language language);

}  // namespace assay::cli
