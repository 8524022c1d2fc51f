#include "exchange/csv_reader.hpp"

#include <csv.h>
#include <unistr.h>

#include <algorithm>
#include <string>
#include <utility>

namespace assay::exchange {

namespace {

constexpr std::size_t kField_block_bytes = 4096;  // libcsv's buffer grows by this

// What libcsv has found of the record being read: its fields one after another, each followed by
// a line end, so that one check of UTF-8 covers them all.
struct Record {
  std::string text;
  std::vector<std::size_t> ends;  // where each field ends in `text`
  bool complete = false;

  void clear() {
    text.clear();
    ends.clear();
    complete = false;
  }
  void split(std::vector<std::string_view>& fields) const {
    fields.clear();
    std::size_t begin = 0;
    for (const auto end : ends) {
      fields.push_back(std::string_view(text).substr(begin, end - begin));
      begin = end + 1;
    }
  }
};

// Called by C code, which no exception may cross.
void on_field(void* bytes, std::size_t size, void* data) noexcept {
  auto& record = *static_cast<Record*>(data);
  record.text.append(static_cast<const char*>(bytes), size);
  record.ends.push_back(record.text.size());
  record.text += '\n';
}

void on_record(int /*terminator*/, void* data) noexcept {
  static_cast<Record*>(data)->complete = true;
}

// libcsv in strict mode. It gives no positions, so it is fed line by line: then each call ends at
// most one record, and on a known line.
class Parser {
 public:
  Parser() { start(); }
  ~Parser() { csv_free(&x_parser); }
  Parser(const Parser&) = delete;
  Parser& operator=(const Parser&) = delete;

  void restart() {
    csv_free(&x_parser);
    start();
  }
  // CSV_SUCCESS or libcsv's error.
  int feed(std::string_view line, Record& record) {
    const auto used =
        csv_parse(&x_parser, line.data(), line.size(), &on_field, &on_record, &record);
    return used == line.size() ? CSV_SUCCESS : csv_error(&x_parser);
  }
  int finish(Record& record) {
    return csv_fini(&x_parser, &on_field, &on_record, &record) == 0 ? CSV_SUCCESS
                                                                    : csv_error(&x_parser);
  }

 private:
  void start() {
    csv_init(&x_parser, CSV_STRICT | CSV_STRICT_FINI);
    csv_set_space_func(&x_parser, [](unsigned char) { return 0; });  // keep white space
    csv_set_blk_size(&x_parser, kField_block_bytes);
  }
  csv_parser x_parser{};
};

bool is_line_end(char c) { return c == '\n' || c == '\r'; }

std::unexpected<Error> quote_error(int code) {
  if (code != CSV_EPARSE)
    return fail(Failure::Internal, "import.memory",
                {ASSAY_TEXT("not enough memory to read this row"), {}});
  return fail(Failure::Input, "import.quotes",
              {ASSAY_TEXT("the quote marks of this field do not match: put the whole field in "
                          "quote marks and write each quote mark inside it twice"),
               {}});
}

std::unexpected<Error> nul_error() {
  return fail(Failure::Input, "import.nul",
              {ASSAY_TEXT("a NUL byte stands here, so this is not a text file: export the table "
                          "again as “CSV UTF-8”"),
               {}});
}

std::unexpected<Error> long_row_error(std::uint64_t limit_bytes) {
  return fail(Failure::Input, "import.long_row",
              {ASSAY_TEXT("the row is longer than {limit} bytes: look for a quote mark that is "
                          "not closed, or a file without line ends"),
               {{"limit", std::to_string(limit_bytes)}}});
}

std::unexpected<Error> long_field_error(std::uint64_t limit_bytes) {
  return fail(
      Failure::Input, "import.long_field",
      {ASSAY_TEXT("the field is longer than {limit} bytes: shorten it, or look for a quote mark "
                  "that is not closed"),
       {{"limit", std::to_string(limit_bytes)}}});
}

std::unexpected<Error> utf8_error(std::string_view row) {
  if (is_gb18030(row))
    return fail(Failure::Input, "import.not_utf8",
                {ASSAY_TEXT("the text is not UTF-8 but may be GB18030 (GBK): save the file as "
                            "“CSV UTF-8”, or use --encoding gb18030"),
                 {}});
  return fail(Failure::Input, "import.not_utf8",
              {ASSAY_TEXT("the text is not UTF-8: save the file as “CSV UTF-8”"), {}});
}

}  // namespace

class CsvReader::Reading {
 public:
  Reading(TextSource text, const CsvLimits& limits) : source(std::move(text)), x_limits(limits) {}

  TextSource source;
  CsvRow row;
  bool stopped = false;

  Result<bool> next() {
    x_record.clear();
    x_next_readable = false;
    auto found = read();
    x_record.split(row.fields);
    stopped = !found && !x_next_readable;
    if (!found) found.error().where.row = row.line;
    return found;
  }

 private:
  // Bytes of one line with its end, or the part of one that is at hand.
  struct Line {
    std::string_view bytes;
    bool ended = false;
  };

  Result<bool> read() {
    while (!x_record.complete) {
      if (!x_begun) row.line = x_line;
      if (x_piece.empty()) {
        ASSAY_TRY(x_piece, source.next());
      }
      if (x_piece.empty()) return finish();
      const auto line = take_line();
      if (line.bytes.empty()) return nul_error();
      const auto fed = feed(line);
      x_line += line.ended ? 1 : 0;
      ASSAY_CHECK(fed);
    }
    x_begun = false;
    return check_record();
  }

  // Cuts off a line, up to a NUL byte; nothing when that comes first.
  Line take_line() {
    const auto is_special = [](char c) { return c == '\0' || is_line_end(c); };
    const auto special = std::ranges::find_if(x_piece, is_special);
    auto size = static_cast<std::size_t>(special - x_piece.begin());
    const auto after = x_piece.substr(size);
    bool ended = false;
    if (!after.empty() && after.front() != '\0') {
      // The second half of a CRLF that two pieces share ends no further line.
      ended = size != 0 || after.front() != '\n' || !x_after_cr;
      size += after.starts_with("\r\n") ? 2 : 1;
    }
    const auto bytes = x_piece.substr(0, size);
    x_piece.remove_prefix(size);
    x_after_cr = bytes.ends_with('\r');
    return {bytes, ended};
  }

  Status feed(const Line& line) {
    if (x_skipping) {
      x_skipping = !line.ended;
      return {};
    }
    if (!x_begun && is_line_end(line.bytes.front())) return {};  // a blank line
    if (!std::exchange(x_begun, true)) x_record_bytes = 0;
    x_record_bytes += line.bytes.size();
    if (const auto code = x_parser.feed(line.bytes, x_record); code != CSV_SUCCESS) {
      if (row.line == x_line) skip_rest(line);
      return quote_error(code);
    }
    if (x_record_bytes > x_limits.line_bytes) return long_row_error(x_limits.line_bytes);
    return {};
  }

  // After a fault in a record that began on this line, the next line most likely begins another.
  void skip_rest(const Line& line) {
    x_parser.restart();
    x_begun = false;
    x_skipping = !line.ended;
    x_next_readable = true;
  }

  Result<bool> finish() {
    if (!std::exchange(x_begun, false)) return false;
    if (x_parser.finish(x_record) == CSV_SUCCESS) return check_record();
    return fail(Failure::Input, "import.open_quote",
                {ASSAY_TEXT("the quote mark that opens this field is never closed: close it"), {}});
  }

  Result<bool> check_record() {
    const auto* text = reinterpret_cast<const std::uint8_t*>(x_record.text.data());
    if (const auto* broken = u8_check(text, x_record.text.size()); broken != nullptr) {
      const auto offset = static_cast<std::size_t>(broken - text);
      x_record.ends.erase(std::ranges::lower_bound(x_record.ends, offset), x_record.ends.end());
      return utf8_error(x_record.text);
    }
    std::size_t begin = 0;
    for (std::size_t i = 0; i < x_record.ends.size(); ++i) {
      if (x_record.ends[i] - begin > x_limits.field_bytes) {
        x_record.ends.resize(i);
        x_next_readable = true;
        return long_field_error(x_limits.field_bytes);
      }
      begin = x_record.ends[i] + 1;
    }
    return true;
  }

  CsvLimits x_limits;
  Parser x_parser;
  Record x_record;
  std::string_view x_piece;  // of the text, not yet read
  std::uint64_t x_line = 1;  // that x_piece begins on
  std::uint64_t x_record_bytes = 0;
  bool x_begun = false;          // part of a record has been fed
  bool x_after_cr = false;       // the byte before x_piece was a CR
  bool x_skipping = false;       // to the end of the line
  bool x_next_readable = false;  // in spite of the fault
};

CsvReader::CsvReader(TextSource source, const CsvLimits& limits)
    : x_reading(std::make_unique<Reading>(std::move(source), limits)) {}
CsvReader::CsvReader(CsvReader&&) noexcept = default;
CsvReader& CsvReader::operator=(CsvReader&&) noexcept = default;
CsvReader::~CsvReader() = default;

Result<bool> CsvReader::next() { return x_reading->next(); }
const CsvRow& CsvReader::row() const { return x_reading->row; }
bool CsvReader::stopped() const { return x_reading->stopped; }
std::uint64_t CsvReader::bytes_done() const { return x_reading->source.bytes_done(); }
std::uint64_t CsvReader::bytes_total() const { return x_reading->source.bytes_total(); }

}  // namespace assay::exchange
