#include "exchange/text_source.hpp"

#include <iconv.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <span>
#include <system_error>
#include <utility>

namespace assay::exchange {

namespace {

constexpr std::size_t kPiece_bytes = 64U << 10;
// One byte of GB18030 never makes more than two of UTF-8; with room to spare.
constexpr std::size_t kUtf8_bytes = 4 * kPiece_bytes;
constexpr std::string_view kUtf8_mark = "\xEF\xBB\xBF";

struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }
};

// Turns GB18030 into UTF-8 piece by piece; characters may be cut anywhere.
class Gb18030Decoder {
 public:
  Gb18030Decoder() : x_iconv(iconv_open("UTF-8", "GB18030")) {}
  ~Gb18030Decoder() {
    if (usable()) iconv_close(x_iconv);
  }
  Gb18030Decoder(const Gb18030Decoder&) = delete;
  Gb18030Decoder& operator=(const Gb18030Decoder&) = delete;

  // NOLINTNEXTLINE(performance-no-int-to-ptr): iconv's own mark of failure
  [[nodiscard]] bool usable() const { return x_iconv != reinterpret_cast<iconv_t>(-1); }

  struct Outcome {
    std::size_t used = 0;     // bytes of the input; the rest is a cut or a bad character
    std::size_t written = 0;  // bytes of the output
    bool bad = false;         // a character that does not exist; otherwise at most one is cut
  };
  Outcome decode(std::string_view input, std::span<char> output) {
    // iconv takes its input as char* but only reads it.
    auto* in = const_cast<char*>(input.data());  // NOLINT(cppcoreguidelines-pro-type-const-cast)
    auto in_left = input.size();
    auto* out = output.data();
    auto out_left = output.size();
    const auto result = iconv(x_iconv, &in, &in_left, &out, &out_left);
    const bool bad = result == static_cast<std::size_t>(-1) && errno != EINVAL;
    return {input.size() - in_left, output.size() - out_left, bad};
  }

 private:
  iconv_t x_iconv;
};

std::unexpected<Error> unreadable(int error_number) {
  return fail(Failure::Input, "import.unreadable",
              {ASSAY_TEXT("the file cannot be read ({reason}): check its path and permissions"),
               {{"reason", std::generic_category().message(error_number)}}});
}

std::unexpected<Error> not_gb18030() {
  return fail(Failure::Input, "import.not_gb18030",
              {ASSAY_TEXT("these bytes are not GB18030 text: if the file is UTF-8, import it "
                          "without --encoding gb18030"),
               {}});
}

// Files that are surely something else, told by their first bytes.
Status check_start(std::string_view bytes, Encoding encoding) {
  const auto not_text = [](const char* text) {
    return fail(Failure::Input, "import.not_text", {text, {}});
  };
  if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF"))
    return not_text(ASSAY_TEXT("the file is UTF-16 text: save it as “CSV UTF-8”"));
  if (bytes.starts_with("PK\x03\x04") || bytes.starts_with("\xD0\xCF\x11\xE0"))
    return not_text(
        ASSAY_TEXT("the file is a spreadsheet or an archive: save the sheet as “CSV UTF-8”"));
  if (encoding == Encoding::Gb18030 && bytes.starts_with(kUtf8_mark))
    return not_text(
        ASSAY_TEXT("the file is marked as UTF-8: import it without --encoding gb18030"));
  return {};
}

}  // namespace

struct TextSource::State {
  std::unique_ptr<std::FILE, CloseFile> file;
  Encoding encoding = Encoding::Utf8;
  std::uint64_t done = 0;
  std::uint64_t total = 0;
  std::array<char, kPiece_bytes> raw{};
  std::size_t raw_left = 0;                 // bytes at the start of `raw` that are a cut character
  std::unique_ptr<Gb18030Decoder> decoder;  // of Encoding::Gb18030
  std::array<char, kUtf8_bytes> text{};
  bool started = false;
  bool bad = false;  // what follows is not GB18030

  Result<std::string_view> decode(std::string_view bytes, bool at_end) {
    const auto outcome = decoder->decode(bytes, text);
    const auto rest = bytes.substr(outcome.used);
    bad = outcome.bad || (at_end && !rest.empty());
    if (bad && outcome.written == 0) return not_gb18030();
    raw_left = bad ? 0 : rest.size();
    std::memmove(raw.data(), rest.data(), raw_left);
    return std::string_view(text.data(), outcome.written);
  }
};

TextSource::TextSource(std::unique_ptr<State> state) : x_state(std::move(state)) {}
TextSource::TextSource(TextSource&&) noexcept = default;
TextSource& TextSource::operator=(TextSource&&) noexcept = default;
TextSource::~TextSource() = default;

Result<TextSource> TextSource::open(const std::filesystem::path& file, Encoding encoding) {
  auto state = std::make_unique<State>();
  state->file.reset(std::fopen(file.c_str(), "rbe"));
  if (!state->file) return unreadable(errno);
  std::error_code ignored;
  if (std::filesystem::is_regular_file(file, ignored))
    state->total = std::filesystem::file_size(file, ignored);
  state->encoding = encoding;
  if (encoding == Encoding::Gb18030) {
    state->decoder = std::make_unique<Gb18030Decoder>();
    if (!state->decoder->usable())
      return fail(
          Failure::Internal, "import.no_gb18030",
          {ASSAY_TEXT("this system cannot read GB18030: save the file as “CSV UTF-8”"), {}});
  }
  return TextSource(std::move(state));
}

Result<std::string_view> TextSource::next() {
  auto& state = *x_state;
  if (state.bad) return not_gb18030();
  const auto room = std::span(state.raw).subspan(state.raw_left);
  const auto count = std::fread(room.data(), 1, room.size(), state.file.get());
  if (count == 0 && std::ferror(state.file.get()) != 0) return unreadable(errno);
  state.done += count;
  std::string_view piece(state.raw.data(), state.raw_left + count);

  const bool first = !std::exchange(state.started, true);
  if (first) ASSAY_CHECK(check_start(piece, state.encoding));
  if (state.decoder) {
    ASSAY_TRY(piece, state.decode(piece, count < room.size()));
  }
  if (first && piece.starts_with(kUtf8_mark)) piece.remove_prefix(kUtf8_mark.size());
  return piece;
}

std::uint64_t TextSource::bytes_done() const { return x_state->done; }
std::uint64_t TextSource::bytes_total() const { return x_state->total; }

bool is_gb18030(std::string_view bytes) {
  Gb18030Decoder decoder;
  std::array<char, kUtf8_bytes> ignored{};
  while (decoder.usable() && !bytes.empty()) {
    const auto piece = bytes.substr(0, kPiece_bytes);
    const auto outcome = decoder.decode(piece, ignored);
    if (outcome.bad || outcome.used == 0) return false;
    bytes.remove_prefix(outcome.used);
  }
  return decoder.usable();
}

}  // namespace assay::exchange
