#include <sstream>
#include <variant>

#include "unit/store/office_fixture.hpp"

namespace assay::store {

namespace {

Message message(const std::string& mark) {
  return {"text {a} of " + mark, {{"a", "甲" + mark}, {"b", ""}}, "文本 {a}" + mark};
}

model::Note note(const std::string& mark) {
  return {"code." + mark, {{"component", mark}, {"period", "2024"}}, message(mark)};
}

model::UnitResult full_result(const std::string& code) {
  model::UnitResult result;
  result.unit = code;
  result.name = "单位" + code;
  result.total = Decimal::from_micro(87'123'456);
  result.published = Decimal::from_micro(87'120'000);
  result.rank = 4;
  result.grade = "excellent";
  result.components = {
      {"gdp", Decimal::from_micro(-1), Decimal::from_integer(30), "", {note("t1")}},
      {"tax", std::nullopt, Decimal::from_integer(20), "reshare", {}}};
  result.terms = {{"leaf", "gdp", "", Decimal::from_micro(87'123'455), Decimal::from_integer(30),
                   message("how")},
                  {"deduction", "", "e1", Decimal::from_micro(1), Decimal(), message("event")}};
  result.incomplete = {note("i1"), note("i2")};
  result.notes = {note("gate")};
  return result;
}

void put_text(std::ostream& out, const Message& value) {
  const auto& [text, args, text_zh] = value;
  out << "<" << text << "|" << text_zh;
  for (const auto& [place, filled] : args) out << "|" << place << "=" << filled;
  out << ">";
}

void put_text(std::ostream& out, const std::vector<model::Note>& notes) {
  for (const auto& [code, data, text] : notes) {
    out << " [" << code;
    for (const auto& [name, value] : data) out << " " << name << "=" << value;
    put_text(out, text);
    out << "]";
  }
}

std::string text(const std::optional<Decimal>& value) { return value ? value->str() : "-"; }

void put_text(std::ostream& out, const model::UnitResult& result) {
  const auto& [code, name, total, published, rank, grade, components, terms, incomplete, notes] =
      result;
  out << "  unit " << code << " " << name << " " << text(total) << " " << text(published) << " "
      << (rank ? std::to_string(*rank) : "-") << " " << grade << "\n";
  for (const auto& [id, points, full, missing, trace] : components) {
    out << "    component " << id << " " << text(points) << "/" << full.str() << " " << missing;
    put_text(out, trace);
    out << "\n";
  }
  for (const auto& [kind, component, event, points, full, how] : terms) {
    out << "    term " << kind << " " << component << " " << event << " " << points.str() << "/"
        << full.str();
    put_text(out, how);
    out << "\n";
  }
  out << "    incomplete";
  put_text(out, incomplete);
  out << "\n    notes";
  put_text(out, notes);
  out << "\n";
}

struct FieldText {
  std::string operator()(std::monostate) const { return "-"; }
  std::string operator()(Decimal value) const { return "d" + value.str(); }
  std::string operator()(Ratio value) const { return "r" + value.str(); }
  std::string operator()(bool value) const { return value ? "yes" : "no"; }
};

void put_text(std::ostream& out, const model::AssessmentField& field) {
  const auto& [id, type, measure_unit, doc, values, full, reasons] = field;
  out << "  field " << id << " " << static_cast<int>(type) << " " << measure_unit << " " << doc
      << "\n    values";
  for (const auto& value : values) out << " " << std::visit(FieldText{}, value);
  out << "\n    full";
  for (const auto& marks : full) out << " " << text(marks);
  out << "\n    reasons";
  for (const auto& messages : reasons) {
    out << " (";
    for (const auto& reason : messages) put_text(out, reason);
    out << ")";
  }
  out << "\n";
}

void put_text(std::ostream& out, const std::map<std::size_t, Message>& messages) {
  for (const auto& [ordinal, reason] : messages) {
    out << " " << ordinal;
    put_text(out, reason);
  }
  out << "\n";
}

std::string text(const std::optional<model::Date>& date) { return date ? date->str() : "-"; }

void put_text(std::ostream& out, const model::Unit& value) {
  const auto& [code, name, type, parent, from, to, successor, tags] = value;
  out << "unit " << code << "|" << name << "|" << type << "|" << parent << "|" << text(from) << "|"
      << text(to) << "|" << successor;
  for (const auto& tag : tags) out << "|" << tag;
  out << "\n";
}

void put_text(std::ostream& out, const model::Event& value) {
  const auto& [code, unit_code, period, kind, subject, points, reason, evidence, decided_by, date,
               state] = value;
  out << "event " << code << "|" << unit_code << "|" << period.str() << "|" << to_word(kind) << "|"
      << subject << "|" << text(points) << "|" << reason << "|" << evidence << "|" << decided_by
      << "|" << text(date) << "|" << to_word(state) << "\n";
}

}  // namespace

model::Assessment sample_assessment() {
  model::Assessment value;
  value.id = "investment";
  value.origin = "plugin investment 1.0.0";
  value.digest = kSample_assessment;
  value.period = must(model::Period::parse("2024Q3"));
  model::AssessmentField score{"score", model::FieldType::Decimal, "分", "the score", {}, {}, {}};
  score.values = {Decimal::from_micro(-5), std::monostate()};
  score.full = {Decimal::from_integer(100), std::nullopt};
  score.reasons = {{message("r1"), message("r2")}, {}};
  model::AssessmentField rate{"rate", model::FieldType::Ratio, "", "", {}, {}, {}};
  rate.values = {must(Ratio::make(5'999'999, 10'000'000)), must(Ratio::make(-1, 3))};
  model::AssessmentField eligible{"eligible", model::FieldType::Flag, "", "", {}, {}, {}};
  eligible.values = {true, false};
  value.fields = {score, rate, eligible};
  value.missing = {{1, message("missing")}};
  value.failures = {{0, message("f0")}, {70'000, message("f1")}};
  return value;
}

model::Run sample_run(std::size_t units) {
  model::Run run;
  run.scheme = "xianyang";
  run.version = 3;
  run.title = "咸阳目标责任考核";
  run.period = must(model::Period::parse("2024H1"));
  run.published_decimals = 3;
  run.steps = {"leaves", "nodes", "total"};
  run.scheme_digest = {1, 2, 3};
  run.input_digest = {4, 5, 6};
  run.assessments = {{"investment", "plugin investment 1.0.0", kSample_assessment},
                     {"safety", "import", Digest{9}}};
  run.host_version = "0.1.0";
  run.actor = "考核办/李四";
  run.created_s = 1'700'000'001;
  model::GroupResult counties{"counties", "县区", {}, {}, {}, {}};
  counties.components = {
      {"gdp", "生产总值", "economy", Decimal::from_integer(30), must(Ratio::make(32, 109))},
      {"economy", "经济", "", Decimal::from_integer(60), std::nullopt}};
  counties.grades = {{"excellent", "优秀"}, {"ordinary", "一般"}};
  counties.awards = {{"top", "先进"}};
  model::GroupResult departments{"departments", "部门", {}, {}, {}, {}};
  for (std::size_t i = 0; i < units; ++i) {
    const auto code = "u" + std::to_string(i);
    if (i == 0) {
      counties.units.push_back(full_result(code));
    } else {
      model::UnitResult result;
      result.unit = code;
      (i % 2 == 0 ? counties : departments).units.push_back(std::move(result));
    }
  }
  run.groups = {counties, departments};
  return run;
}

std::string dump(const model::Run& run) {
  const auto& [id, scheme, version, title, period, published_decimals, groups, steps, scheme_digest,
               input_digest, assessments, host_version, actor, created_s] = run;
  std::ostringstream out;
  out << "run " << id << " " << scheme << " " << version << " " << title << " " << period.str()
      << " " << published_decimals << "\n"
      << to_hex(scheme_digest) << " " << to_hex(input_digest) << " " << host_version << " " << actor
      << " " << created_s << "\n";
  for (const auto& step : steps) out << "step " << step << "\n";
  for (const auto& [used, origin, digest, by] : assessments)
    out << "used " << used << " " << origin << " " << to_hex(digest)
        << (by ? " by " + by->id + "@" + by->version : "") << "\n";
  for (const auto& [group, name, components, grades, awards, units] : groups) {
    out << "group " << group << " " << name << "\n";
    for (const auto& [component, title_of, parent, points, weight] : components)
      out << "  node " << component << " " << title_of << " " << parent << " " << points.str()
          << " " << (weight ? weight->str() : "-") << "\n";
    for (const auto& [grade, name_of] : grades) out << "  grade " << grade << name_of << "\n";
    for (const auto& [award, name_of] : awards) out << "  award " << award << name_of << "\n";
    for (const auto& result : units) put_text(out, result);
  }
  return out.str();
}

std::string dump(const model::Assessment& assessment) {
  const auto& [id, origin, digest, period, fields, missing, failures] = assessment;
  std::ostringstream out;
  out << "assessment " << id << " " << origin << " " << to_hex(digest) << " " << period.str()
      << "\n";
  for (const auto& field : fields) put_text(out, field);
  out << "  missing";
  put_text(out, missing);
  out << "  failures";
  put_text(out, failures);
  return out.str();
}

std::string dump(const model::Snapshot& snapshot) {
  const auto& [units, indicators, columns, texts, events, assessments, source] = snapshot;
  std::ostringstream out;
  for (const auto& value : units) put_text(out, value);
  for (const auto& [key, value] : indicators) {
    const auto& [code, name, measure_unit, direction, decimals, owner, rollup] = value;
    out << "indicator " << key << "|" << code << "|" << name << "|" << measure_unit << "|"
        << to_word(direction) << "|" << (decimals ? std::to_string(*decimals) : "-") << "|" << owner
        << "|" << to_word(rollup) << "\n";
  }
  for (const auto& [key, column] : columns) {
    out << "column " << key.indicator << " " << key.period.str() << " "
        << static_cast<int>(key.layer);
    for (std::size_t i = 0; i < units.size(); ++i)
      out << " " << (column.has(i) ? std::to_string(column.micro(i)) : "-");
    out << "\n";
  }
  for (std::size_t i = 1; i < texts.size(); ++i) out << "text " << i << " " << texts[i] << "\n";
  for (const auto& value : events) put_text(out, value);
  for (const auto& [code, period, assessment, field, value, full] : assessments)
    out << "imported " << code << "|" << period.str() << "|" << assessment << "|" << field << "|"
        << value.str() << "|" << text(full) << "\n";
  return out.str();
}

}  // namespace assay::store
