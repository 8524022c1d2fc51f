#include "scheme/tree.hpp"

#include <yaml-cpp/depthguard.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <map>
#include <optional>
#include <sstream>
#include <utility>

#include "base/utf8.hpp"

namespace assay::scheme {

namespace {

constexpr std::string_view kByte_order_mark = "\xEF\xBB\xBF";

std::string_view without_byte_order_mark(std::string_view text) {
  if (text.starts_with(kByte_order_mark)) text.remove_prefix(kByte_order_mark.size());
  return text;
}

Mark mark_of(const YAML::Mark& mark) {
  if (mark.is_null()) return {};
  return {static_cast<std::uint64_t>(mark.line) + 1, static_cast<std::uint64_t>(mark.column)};
}

Error error_at(std::string_view text, Mark mark, std::string code, Message message) {
  Where where;
  where.row = mark.row;
  where.column = mark.row == 0 ? 0 : character_of(text, mark);
  return {Failure::Input, std::move(code), std::move(message), std::move(where)};
}

// Control characters would end up on terminals and in reports, and NUL ends strings early.
std::optional<Error> check_characters(std::string_view text) {
  Mark mark{1, 0};
  for (auto rest = text; !rest.empty();) {
    const auto length = utf8_length(rest);
    if (length == 0)
      return error_at(text, mark, "scheme.encoding",
                      {ASSAY_TEXT("the byte {byte} here is not UTF-8: save the scheme as UTF-8"),
                       {{"byte", excerpt(rest.substr(0, 1))}}});
    const auto character = rest.substr(0, length);
    const bool layout = character == "\t" || character == "\n" || character == "\r";
    if (!layout && is_control(character))
      return error_at(text, mark, "scheme.control_character",
                      {ASSAY_TEXT("the control character {byte} stands here: delete it"),
                       {{"byte", excerpt(character)}}});
    mark = character == "\n" ? Mark{mark.row + 1, 0} : Mark{mark.row, mark.byte + length};
    rest.remove_prefix(length);
  }
  return std::nullopt;
}

}  // namespace

// Takes the events of the first document into a tree. After the first trouble, and for further
// documents, events are let pass: yaml-cpp can only be stopped by an exception.
class TreeBuilder : public YAML::EventHandler {
 public:
  struct Trouble {
    Mark mark;
    std::string code;
    Message message;
  };

  [[nodiscard]] Tree take() { return std::move(x_tree); }
  [[nodiscard]] const std::optional<Trouble>& trouble() const { return x_trouble; }
  // The place of the last plain value or alias.
  [[nodiscard]] Mark last() const { return x_last; }
  [[nodiscard]] bool empty() const {
    return x_tree.x_nodes.empty() || x_tree.root().kind == Node::Kind::Null;
  }

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (++x_documents == 2)
      refuse(mark_of(mark), "scheme.documents",
             {ASSAY_TEXT("a second YAML document starts here: keep one scheme per file"), {}});
  }
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    put(Node::Kind::Null, mark, anchor, {});
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    x_last = mark_of(mark);
    refuse_tag(mark, tag);
    put(Node::Kind::Scalar, mark, anchor, value);
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value /*style*/) override {
    refuse_tag(mark, tag);
    open(Node::Kind::List, mark, anchor);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value /*style*/) override {
    refuse_tag(mark, tag);
    open(Node::Kind::Map, mark, anchor);
  }
  void OnMapEnd() override { close(); }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    x_last = mark_of(mark);
    if (x_trouble) return;
    const auto found = x_anchors.find(anchor);
    if (found == x_anchors.end() || is_open(found->second)) {
      refuse(
          mark_of(mark), "scheme.open_alias",
          {ASSAY_TEXT("this alias stands inside the value it repeats: write the value out"), {}});
      return;
    }
    attach(found->second, mark_of(mark));
  }

 private:
  [[nodiscard]] bool is_open(std::uint32_t index) const {
    return std::ranges::find(x_open, index) != x_open.end();
  }

  void refuse(Mark mark, std::string code, Message message) {
    if (!x_trouble) x_trouble = Trouble{mark, std::move(code), std::move(message)};
  }

  // yaml-cpp gives plain values the tag "?" and quoted ones "!".
  void refuse_tag(const YAML::Mark& mark, const std::string& tag) {
    if (tag.empty() || tag == "?" || tag == "!") return;
    refuse(mark_of(mark), "scheme.tag",
           {ASSAY_TEXT("the YAML tag {tag} has no meaning in a scheme: delete it"),
            {{"tag", excerpt(tag)}}});
  }

  std::optional<std::uint32_t> put(Node::Kind kind, const YAML::Mark& mark, YAML::anchor_t anchor,
                                   std::string text) {
    if (x_trouble) return std::nullopt;
    const auto index = static_cast<std::uint32_t>(x_tree.x_nodes.size());
    x_tree.x_nodes.push_back({kind, mark_of(mark), std::move(text), {}, 1});
    if (anchor != YAML::NullAnchor) x_anchors[anchor] = index;
    if (kind == Node::Kind::Null || kind == Node::Kind::Scalar) attach(index, mark_of(mark));
    return index;
  }

  void open(Node::Kind kind, const YAML::Mark& mark, YAML::anchor_t anchor) {
    if (const auto index = put(kind, mark, anchor, {})) x_open.push_back(*index);
  }

  void close() {
    if (x_trouble) return;
    const auto index = x_open.back();
    x_open.pop_back();
    attach(index, x_tree.x_nodes[index].mark);
  }

  // Sizes of what is inside are known by now, so that aliases of aliases cannot grow unseen.
  void attach(std::uint32_t index, Mark mark) {
    if (x_open.empty()) return;
    auto& parent = x_tree.x_nodes[x_open.back()];
    parent.items.push_back(index);
    parent.size += x_tree.x_nodes[index].size;
    if (parent.size > kNodes_max)
      refuse(mark, "scheme.too_many_values",
             {ASSAY_TEXT("from here on the scheme has more than {limit} values, aliases counted "
                         "out: split it into several schemes"),
              {{"limit", std::to_string(kNodes_max)}}});
  }

  Tree x_tree;
  std::vector<std::uint32_t> x_open;
  std::map<YAML::anchor_t, std::uint32_t> x_anchors;
  std::optional<Trouble> x_trouble;
  Mark x_last;
  int x_documents = 0;
};

namespace {

// yaml-cpp takes a quoted text that is still open after the last line for closed; a document end
// after it shows such a one.
constexpr std::string_view kDocument_end = "\n...\n";

bool is_open_quote(const YAML::Exception& exception) {
  return exception.msg == YAML::ErrorMsg::EOF_IN_SCALAR ||
         exception.msg == YAML::ErrorMsg::DOC_IN_SCALAR;
}

// `last` is the last value that was read: where the text ends too early, it is of more help than
// the end.
Error syntax_error(std::string_view text, const YAML::Exception& exception, Mark last) {
  last = std::max(last, Mark{1, 0});
  if (is_open_quote(exception))
    return error_at(text, last, "scheme.open_quote",
                    {ASSAY_TEXT("a quoted text that starts after this is never closed: add its "
                                "closing quote"),
                     {}});
  if (dynamic_cast<const YAML::DeepRecursion*>(&exception) != nullptr)
    return error_at(text, last, "scheme.too_nested",
                    {ASSAY_TEXT("lists and blocks lie hundreds of levels deep from here on: check "
                                "the brackets and dashes"),
                     {}});
  const bool at_end = std::cmp_greater_equal(exception.mark.pos, text.size());
  return error_at(text, at_end ? last : mark_of(exception.mark), "scheme.yaml",
                  {ASSAY_TEXT("YAML cannot be read here ({detail}): check the indentation, colons, "
                              "brackets and quotes"),
                   {{"detail", exception.msg}}});
}

}  // namespace

Result<Tree> Tree::read(std::string_view text) {
  if (text.size() > kText_bytes_max)
    return fail(
        Failure::Input, "scheme.too_long",
        {ASSAY_TEXT("the scheme has {bytes} bytes, at most {limit} are read: split it into "
                    "several schemes"),
         {{"bytes", std::to_string(text.size())}, {"limit", std::to_string(kText_bytes_max)}}});
  const auto plain = without_byte_order_mark(text);
  if (auto error = check_characters(plain)) return std::unexpected(std::move(*error));

  TreeBuilder builder;
  try {
    std::istringstream stream{std::string(plain) += kDocument_end};
    YAML::Parser parser(stream);
    if (parser.HandleNextDocument(builder) && !builder.trouble())
      parser.HandleNextDocument(builder);
  } catch (const YAML::Exception& exception) {
    return std::unexpected(syntax_error(plain, exception, builder.last()));
  }
  if (const auto& trouble = builder.trouble())
    return std::unexpected(error_at(plain, trouble->mark, trouble->code, trouble->message));
  if (builder.empty())
    return fail(Failure::Input, "scheme.empty",
                {ASSAY_TEXT("the scheme is empty: start it with `scheme: <id>`"), {}});
  return builder.take();
}

std::uint64_t character_of(std::string_view text, Mark mark) {
  auto rest = without_byte_order_mark(text);
  for (std::uint64_t row = 1; row < mark.row; ++row) {
    const auto end = rest.find('\n');
    if (end == std::string_view::npos) return 1;
    rest.remove_prefix(end + 1);
  }
  const auto continues = [](char c) { return (static_cast<std::uint8_t>(c) & 0xC0U) == 0x80U; };
  const auto before = rest.substr(0, mark.byte);
  return before.size() - static_cast<std::uint64_t>(std::ranges::count_if(before, continues)) + 1;
}

}  // namespace assay::scheme
