// Encodings, line ends, quoting and line numbers.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <vector>

#include "unit/exchange/csv_text.hpp"

namespace {

using namespace std::string_literals;
using assay::exchange::CsvLimits;
using assay::exchange::Encoding;
using assay::exchange::testing::brief;
using assay::exchange::testing::check_refused;
using assay::exchange::testing::import_text;
using assay::exchange::testing::TempFile;

const std::string kUnits = "unit,name,type\n";
const std::string kEvents = "event,unit,period,kind,reason\n";

TEST(CsvReader, TakesEveryLineEndAndNumbersPhysicalLines) {
  for (const std::string end : {"\n", "\r\n", "\r"}) {
    SCOPED_TRACE(assay::excerpt(end));
    // A blank line, a last line without an end, and two faulty rows: lines 4 and 6.
    check_refused(
        "unit,name,type" + end + "a,A,x" + end + end + "b,,x" + end + "c,C,x" + end + "d,D",
        "4 name import.empty_field; 6 import.field_count");
    // Quoted line ends count as well: the rows begin on lines 2, 5 and 6.
    check_refused("event,unit,period,kind,reason" + end + "e,a,2024,bonus,\"1" + end + "2" + end +
                      "3\"" + end + "f,a,2024,,r" + end + "g,a,2024,,r",
                  "5 kind import.empty_field; 6 kind import.empty_field");
  }
}

// Rows of 16 bytes after one of 16 + shift, so that some shift cuts every byte of a row, also CRLF
// and characters, at the edge of the 64 KiB pieces the file is read in.
TEST(CsvReader, ReadsOverTheEdgesOfPieces) {
  constexpr int kRows = 9'000;
  for (std::size_t shift = 0; shift < 16; ++shift) {
    std::string text = "unit,name,type\r\nu," + std::string(10 + shift, 'x') + ",t\r\n";
    for (int i = 0; i < kRows; ++i)
      text += "u" + std::to_string(10'000 + i) + ",县,\"t\"\r\n";  // 6+1+3+1+3+2 = 16 bytes
    text += "u,,t\r\n";
    const auto imported = import_text(text);
    EXPECT_EQ(brief(imported.errors), std::to_string(kRows + 3) + " name import.empty_field");
    ASSERT_EQ(imported.batch.units.size(), kRows + 1U);
    for (const auto& row : imported.batch.units) {
      if (row.origin.row == 2) continue;
      ASSERT_EQ(row.value.name, "县");
      ASSERT_EQ(row.value.code, "u" + std::to_string(10'000 + row.origin.row - 3));
    }
  }
}

TEST(CsvReader, KeepsWhiteSpaceAndQuotedMarks) {
  const auto imported = import_text(kUnits + "a, \"\"\"A\"\",  B\" ,x\n");
  EXPECT_EQ(brief(imported.errors), "2 name import.quotes");  // a quote mark after a space
  const auto accepted = import_text(kUnits + "a,\" \"\"A\"\",  B \",x\nb,  B  ,x\n");
  EXPECT_EQ(brief(accepted.errors), "");
  ASSERT_EQ(accepted.batch.units.size(), 2U);
  EXPECT_EQ(accepted.batch.units[0].value.name, " \"A\",  B ");
  EXPECT_EQ(accepted.batch.units[1].value.name, "  B  ");
}

TEST(CsvReader, RefusesQuoteMarksThatDoNotMatch) {
  check_refused(kUnits + "a,A\"B,x\nb,B,x\n,C,x\n",
                "2 name import.quotes; 4 unit import.empty_field");
  check_refused(kUnits + "a,\"A\"B,x\n,C,x\n", "2 name import.quotes; 3 unit import.empty_field");
  check_refused(kUnits + "a,\"A\" ,x\n", "2 name import.quotes");
  check_refused(kUnits + "a,\"A,x\nb,B,x\n", "2 name import.open_quote");
  check_refused(kUnits + "a,\"A,x\nb,\"B\",x\nc,C,x\n", "2 name import.quotes");
  check_refused("unit,\"name,type\n", "1 import.open_quote");
  check_refused("unit,na\"me,type\na,A,x\n", "1 import.quotes");
  check_refused(kUnits + "a,A,x\nb,B,\"", "3 type import.open_quote");
}

TEST(CsvReader, RefusesNulBytes) {
  check_refused(kUnits + "a,A,x\nb,\0B,x\n"s, "3 name import.nul");
  check_refused(kUnits + "\0a,A,x\n"s, "2 unit import.nul");
  check_refused("\0"s, "1 import.nul");
  check_refused(kEvents + "e,a,2024,bonus,\"1\n2\0\"\n"s, "2 reason import.nul");
}

TEST(CsvReader, SkipsAByteOrderMark) {
  check_refused("\xEF\xBB\xBF" + kUnits + "a,A,x\n", "");
  check_refused("\xEF\xBB\xBF\"unit\",name,type\r\na,A,x\r\n", "");
  check_refused("\xEF\xBB\xBF\xEF\xBB\xBF" + kUnits, "1 import.header");
}

void check_utf8(const std::string& text, std::string_view expected, bool hint) {
  const auto errors = import_text(text).errors;
  EXPECT_EQ(brief(errors), expected);
  ASSERT_FALSE(errors.empty());
  const auto message = assay::in_english(errors[0].message);
  EXPECT_EQ(message.find("--encoding gb18030") != std::string::npos, hint) << message;
}

TEST(CsvReader, RefusesBrokenUtf8) {
  // Neither UTF-8 nor GB18030: 0xFF begins no character in either.
  check_utf8(kUnits + "a,A,x\nb,B\xFF,x\n", "3 name import.not_utf8", false);
  check_utf8(kUnits + "a,\xE5\xBD,x\n", "2 name import.not_utf8", true);       // cut character
  check_utf8(kUnits + "a,A,\xC0\xAF\n", "2 type import.not_utf8", true);       // overlong /
  check_utf8(kUnits + "a,\xED\xA0\x80,x\n", "2 name import.not_utf8", false);  // surrogate
  check_utf8("unit,name,type\xB1\n", "1 import.not_utf8", false);
}

// Made by Python: "unit,name,type\n彬县,彬县,county\n㐀,龘𠀀€,county\n".encode("gb18030")
const std::string kGb18030 =
    "unit,name,type\n\xb1\xf2\xcf\xd8,\xb1\xf2\xcf\xd8,county\n"
    "\x81\x39\xee\x39,\xfd\x93\x95\x32\x82\x36\xa2\xe3,county\n";

TEST(CsvReader, ReadsGb18030) {
  const auto imported = import_text(kGb18030, Encoding::Gb18030);
  EXPECT_EQ(brief(imported.errors), "");
  ASSERT_EQ(imported.batch.units.size(), 2U);
  EXPECT_EQ(imported.batch.units[0].value.code, "彬县");
  EXPECT_EQ(imported.batch.units[0].value.name, "彬县");
  EXPECT_EQ(imported.batch.units[1].value.code, "㐀");
  EXPECT_EQ(imported.batch.units[1].value.name, "龘𠀀€");
  // One clear message without the flag, however many rows are concerned.
  check_utf8(kGb18030, "2 unit import.not_utf8", true);
}

TEST(CsvReader, ReadsGb18030OverTheEdgesOfPieces) {
  constexpr int kRows = 9'000;
  for (std::size_t shift = 0; shift < 16; ++shift) {
    std::string text = "unit,name,type\nu," + std::string(10 + shift, 'x') + ",t\n";
    for (int i = 0; i < kRows; ++i)  // 6+1+6+1+1+1 = 16 bytes a row
      text += "u" + std::to_string(10'000 + i) + ",\xb1\xf2\x95\x32\x82\x36,t\n";
    text += "u,,t\n";
    const auto imported = import_text(text, Encoding::Gb18030);
    EXPECT_EQ(brief(imported.errors), std::to_string(kRows + 3) + " name import.empty_field");
    ASSERT_EQ(imported.batch.units.size(), kRows + 1U);
    for (const auto& row : imported.batch.units)
      ASSERT_TRUE(row.origin.row == 2 || row.value.name == "彬𠀀") << row.origin.row;
  }
}

TEST(CsvReader, RefusesBrokenGb18030) {
  const auto gb = Encoding::Gb18030;
  check_refused(kUnits + "a,A,x\nb,B\xFF,x\n", "3 name import.not_gb18030", gb);
  check_refused(kUnits + "a,A,x\nb,\xb1", "3 name import.not_gb18030", gb);  // cut at the end
  check_refused("\xFF", "1 import.not_gb18030", gb);
  // 秦都区 in UTF-8 has an odd number of bytes, the last of which GB18030 cannot end with.
  check_refused(kUnits + "a,秦都区,x\n", "2 name import.not_gb18030", gb);
  check_refused("\xEF\xBB\xBF" + kUnits, "1 import.not_text", gb);
  check_refused("\x84\x31\x95\x33" + kUnits + "a,A,x\n", "", gb);  // its own byte order mark
}

TEST(CsvReader, GivesUpSoonOnAnEndlessLine) {
  const TempFile file("unit,name,type\na," + std::string(2U << 20, 'x'));
  std::filesystem::resize_file(file.path(), 200'000'000);  // sparse
  std::uint64_t read = 0;
  assay::model::Batch batch;
  const auto outcome = assay::exchange::testing::read_csv(
      file.path(), Encoding::Utf8, {}, [&](auto done, auto) { read = done; }, batch);
  ASSERT_FALSE(outcome);
  EXPECT_EQ(brief(outcome.error()), "2 name import.long_row");
  EXPECT_LT(read, 2U << 20);  // the limit of 1 MiB and a piece or two

  const TempFile quoted(kEvents + "e,a,2024,bonus,\"" + std::string(1U << 20, '\n') + "\"\n");
  const auto lines =
      assay::exchange::testing::read_csv(quoted.path(), Encoding::Utf8, {}, {}, batch);
  ASSERT_FALSE(lines);
  EXPECT_EQ(brief(lines.error()), "2 reason import.long_row");
}

// Mutates a valid file at random: it is read or refused with errors in the order of rows, and
// never with anything else.
TEST(CsvReader, ReadsOrRefusesWhateverComes) {
  const std::string valid =
      "event,unit,period,kind,subject,points,reason,evidence,decided_by,date,state\r\n"
      "E-1,秦都,2024,sanction,admonish,1.5,\"two\r\nlines, \"\"quoted\"\"\",文件,监察局,"
      "2024-02-29,reported\r\nE-2,渭城,2024Q3,veto,safety,,,,,,\r\n"
      "\"E-3\",兴平,2024-12,bonus,,-2.000001,,\"\",,,confirmed\r\n";
  ASSERT_EQ(brief(import_text(valid).errors), "");
  const std::vector<std::string> inserts = {"\"",   ",",  "\n", "\r",       "\0"s,  "\xFF",
                                            "\xE5", "；", "9",  "\x81\x30", "\"\"", "\r\n"};
  std::mt19937_64 random(20'031'120);
  const auto below = [&](std::size_t limit) { return random() % limit; };
  int refused = 0;
  for (int round = 0; round < 2'000; ++round) {
    auto text = valid;
    for (auto edits = 1 + below(4); edits > 0 && !text.empty(); --edits) {
      const auto at = below(text.size());
      switch (below(4)) {
        case 0:
          text[at] = static_cast<char>(below(256));
          break;
        case 1:
          text.erase(at, 1 + below(8));
          break;
        case 2:
          text.insert(at, inserts[below(inserts.size())]);
          break;
        default:
          text.insert(at, valid.substr(below(valid.size()), below(40)));
      }
    }
    const auto encoding = below(2) == 0 ? Encoding::Utf8 : Encoding::Gb18030;
    const auto imported = import_text(text, encoding);
    refused += imported.errors.empty() ? 0 : 1;
    EXPECT_TRUE(std::ranges::is_sorted(imported.errors, {},
                                       [](const auto& error) { return error.where.row; }));
    EXPECT_LE(imported.errors.size(), CsvLimits{}.errors);
    for (const auto& error : imported.errors)
      EXPECT_FALSE(assay::in_english(error.message).empty());
  }
  EXPECT_GT(refused, 500);
  EXPECT_LT(refused, 2'000);
}

}  // namespace
