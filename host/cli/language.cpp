#include "cli/language.hpp"

#include <libintl.h>

#include <clocale>
#include <cstdlib>

namespace assay::cli {

namespace {

constexpr const char* kDomain = "assay";

std::string locale_of(const Environment& environment) {
  for (const auto* name : {"LC_ALL", "LC_MESSAGES", "LANG"})
    if (auto value = environment(name); !value.empty()) return value;
  return {};
}

// gettext looks up nothing in the locale C; the one locale besides it that every machine has is
// C.UTF-8, and LANGUAGE then chooses the catalogue.
void open_catalogue(const std::filesystem::path& locale_dir) {
  std::setlocale(LC_ALL, "C.UTF-8");
  ::setenv("LANGUAGE", "zh_CN", 1);
  ::bindtextdomain(kDomain, locale_dir.c_str());
  ::bind_textdomain_codeset(kDomain, "UTF-8");
}

std::string in_chinese(const Message& message) {
  if (!message.text_zh.empty()) return message.text_zh;
  if (message.text.empty()) return {};  // the key of the catalogue's header
  return ::dgettext(kDomain, message.text.c_str());
}

}  // namespace

Language choose_language(const std::string& option, const Environment& environment) {
  auto word = option;
  if (word.empty()) {
    word = locale_of(environment);
    const auto preferred = environment("LANGUAGE");
    if (!preferred.empty() && word != "C" && word != "POSIX") word = preferred;
  }
  return word.starts_with("zh") ? Language::Chinese : Language::English;
}

Language choose_language(const std::string& option) {
  return choose_language(option, [](const std::string& name) {
    const auto* value = std::getenv(name.c_str());
    return std::string(value == nullptr ? "" : value);
  });
}

Translate make_translate(Language language, const std::filesystem::path& locale_dir) {
  if (language == Language::English) return [](const Message& message) { return message.text; };
  open_catalogue(locale_dir);
  return in_chinese;
}

std::string html_language(Language language) {
  return language == Language::Chinese ? "zh-Hans" : "en";
}

}  // namespace assay::cli
