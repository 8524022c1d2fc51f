#include "audit/checkpoint.hpp"

#include <charconv>
#include <system_error>
#include <utility>

#include "audit/merkle.hpp"
#include "base/base64.hpp"

namespace assay::audit {

namespace {

// Cuts the first line off; false when there is none.
bool take_line(std::string_view& text, std::string_view& line) {
  const auto end = text.find('\n');
  if (end == std::string_view::npos) return false;
  line = text.substr(0, end);
  text.remove_prefix(end + 1);
  return true;
}

// Decimal digits without sign or leading zeros, up to kLargestTree.
bool parse_size(std::string_view line, std::uint64_t& size) {
  if (line.empty() || (line.size() > 1 && line.front() == '0')) return false;
  const auto [stop, error] = std::from_chars(line.data(), line.data() + line.size(), size);
  return error == std::errc() && stop == line.data() + line.size() && size <= kLargestTree;
}

}  // namespace

Note sign_checkpoint(const TreeHead& head, const SignerKey& key) {
  Note note{.text = key.verifier().name() + '\n' + std::to_string(head.size) + '\n' +
                    to_base64(head.root) + '\n',
            .signatures = {}};
  sign(note, key);
  return note;
}

Result<Claim> claim_of(const Note& note) {
  std::string_view rest = note.text;
  std::string_view origin;
  std::string_view size;
  std::string_view root;
  Claim claim;
  if (!take_line(rest, origin) || !take_line(rest, size) || !take_line(rest, root) ||
      !rest.empty() || !parse_size(size, claim.head.size) || !from_base64(root, claim.head.root))
    return fail(Failure::Input, "audit.checkpoint_text",
                {ASSAY_TEXT("the signed text is not a checkpoint, which has three lines: log, "
                            "number of records, root"),
                 {}});
  claim.origin = origin;
  return claim;
}

Result<TreeHead> open_checkpoint(std::string_view bytes, const VerifierKey& key) {
  ASSAY_TRY(const auto note, parse_note(bytes));
  return open_checkpoint(note, key);
}

Result<TreeHead> open_checkpoint(const Note& note, const VerifierKey& key) {
  ASSAY_CHECK(verify(note, key));
  ASSAY_TRY(const auto claim, claim_of(note));
  if (claim.origin != key.name())
    return fail(Failure::Input, "audit.checkpoint_origin",
                {ASSAY_TEXT("this is a checkpoint of “{other}”, not of “{log}”"),
                 {{"other", excerpt(claim.origin)}, {"log", excerpt(key.name())}}});
  return claim.head;
}

}  // namespace assay::audit
