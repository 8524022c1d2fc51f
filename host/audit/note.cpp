#include "audit/note.hpp"

#include <algorithm>
#include <optional>
#include <span>
#include <utility>

#include "base/base64.hpp"
#include "base/utf8.hpp"

namespace assay::audit {

namespace {

constexpr std::string_view kDash = "\u2014 ";  // opens each signature line
constexpr std::size_t kNumber_bytes = 4;

std::uint64_t line_at(std::string_view bytes, std::size_t offset) {
  return 1 + static_cast<std::uint64_t>(std::ranges::count(bytes.substr(0, offset), '\n'));
}

std::unexpected<Error> refuse(std::string code, Message message, std::uint64_t row = 0) {
  return fail(Failure::Input, std::move(code), std::move(message), {.row = row});
}

// Valid UTF-8 without control characters below U+0020, newlines aside.
Status check_characters(std::string_view bytes) {
  for (std::size_t at = 0; at < bytes.size();) {
    const auto byte = static_cast<unsigned char>(bytes[at]);
    const auto length = utf8_length(bytes.substr(at));
    if (length == 0 || (byte < 0x20 && byte != '\n'))
      return refuse("audit.note_text",
                    {ASSAY_TEXT("a signed text holds no such bytes as {bytes}; take the file as "
                                "it was published"),
                     {{"bytes", excerpt(bytes.substr(at, 1))}}},
                    line_at(bytes, at));
    at += length;
  }
  return {};
}

// A line without its newline.
std::optional<NoteSignature> parse_signature(std::string_view line) {
  if (!line.starts_with(kDash)) return std::nullopt;
  line.remove_prefix(kDash.size());
  const auto space = line.find(' ');
  if (space == std::string_view::npos || !is_key_name(line.substr(0, space))) return std::nullopt;
  auto bytes = from_base64(line.substr(space + 1));
  if (!bytes || bytes->size() <= kNumber_bytes) return std::nullopt;

  NoteSignature signature{.name = std::string(line.substr(0, space)), .signature = {}};
  for (const auto byte : std::span(*bytes).first<kNumber_bytes>())
    signature.number = signature.number << 8U | byte;
  signature.signature.assign(bytes->begin() + kNumber_bytes, bytes->end());
  return signature;
}

}  // namespace

Result<Note> parse_note(std::string_view bytes) {
  if (bytes.size() > kLongestNote_bytes)
    return refuse(
        "audit.note_size",
        {ASSAY_TEXT("a signed text has at most {limit} bytes, this one {size}"),
         {{"limit", std::to_string(kLongestNote_bytes)}, {"size", std::to_string(bytes.size())}}});
  ASSAY_CHECK(check_characters(bytes));
  const auto blank = bytes.rfind("\n\n");
  if (blank == std::string_view::npos || !bytes.ends_with('\n') || blank + 2 == bytes.size())
    return refuse("audit.note_text",
                  {ASSAY_TEXT("this is not a signed text, which ends in a blank line and lines of "
                              "signatures; take the file whole"),
                   {}});

  Note note{.text = std::string(bytes.substr(0, blank + 1)), .signatures = {}};
  for (auto at = blank + 2; at < bytes.size();) {
    const auto end = bytes.find('\n', at);
    auto signature = parse_signature(bytes.substr(at, end - at));
    if (!signature)
      return refuse("audit.note_signature",
                    {ASSAY_TEXT("this is not a signature, which reads “— name Base64”; take the "
                                "file as it was published"),
                     {}},
                    line_at(bytes, at));
    if (note.signatures.size() == kMostSignatures)
      return refuse("audit.note_signatures",
                    {ASSAY_TEXT("more than {limit} signatures; leave out those you do not need"),
                     {{"limit", std::to_string(kMostSignatures)}}},
                    line_at(bytes, at));
    note.signatures.push_back(std::move(*signature));
    at = end + 1;
  }
  return note;
}

std::string write(const Note& note) {
  std::string bytes = note.text + '\n';
  for (const auto& signature : note.signatures) {
    std::vector<std::uint8_t> blob(kNumber_bytes);
    for (std::size_t i = 0; i < kNumber_bytes; ++i)
      blob[i] = static_cast<std::uint8_t>(signature.number >> (24 - 8 * i));
    blob.insert(blob.end(), signature.signature.begin(), signature.signature.end());
    bytes.append(kDash).append(signature.name).append(" ").append(to_base64(blob)).append("\n");
  }
  return bytes;
}

void sign(Note& note, const SignerKey& key) {
  const auto signature = key.sign(note.text);
  note.signatures.push_back({.name = key.verifier().name(),
                             .number = key.verifier().number(),
                             .signature = {signature.begin(), signature.end()}});
}

Status verify(const Note& note, const VerifierKey& key) {
  bool is_signed = false;
  for (const auto& [name, number, signature] : note.signatures) {
    if (name != key.name() || number != key.number()) continue;
    if (!key.verifies(note.text, signature))
      return refuse("audit.bad_signature",
                    {ASSAY_TEXT("the signature of “{key}” does not fit: the text was changed, or "
                                "another key made it"),
                     {{"key", excerpt(name)}}});
    is_signed = true;
  }
  if (is_signed) return {};
  return refuse("audit.not_signed", {ASSAY_TEXT("“{key}” has not signed this: check that the key "
                                                "is the one of this office"),
                                     {{"key", excerpt(key.name())}}});
}

}  // namespace assay::audit
