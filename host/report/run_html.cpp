#include <algorithm>
#include <ranges>

#include "base/digest.hpp"
#include "report/html.hpp"
#include "report/page_style.hpp"
#include "report/selected.hpp"
#include "report/text.hpp"
#include "report/view.hpp"

namespace assay::report {

namespace {

// Shades that the style sheet has; grades beyond them stay grey.
constexpr std::size_t kGrade_shades = 4;

class Page {
 public:
  Page(const Reported& reported, const Translate& translate, const Write& write)
      : x_reported(reported),
        x_run(reported.run),
        x_groups(selected(reported)),
        x_translate(translate),
        x_write(write) {}

  Status make(const std::string& language) {
    ASSAY_CHECK(see());
    head(language);
    x_html.raw("<main>\n");
    warning();
    for (std::size_t i = 0; i < x_groups.size(); ++i) ASSAY_CHECK(section(i));
    x_html.raw("</main>\n");
    footer();
    x_html.raw("</body>\n</html>\n");
    return x_write(x_html.take());
  }

 private:
  [[nodiscard]] std::string word(const char* text) const { return say(x_translate, {text}); }
  [[nodiscard]] const std::string& title() const {
    return x_run.title.empty() ? x_run.scheme : x_run.title;
  }

  // Goes through all units for what stands above them.
  Status see();
  void head(const std::string& language);
  void navigation();
  void warning();
  Status section(std::size_t index);
  void heading_row(const GroupView& view);
  void row(const GroupView& view, const UnitView& unit, std::size_t number);
  void cell(std::string_view open, const std::string& text);
  void marks(const UnitView& unit, std::size_t number);
  void below(const GroupView& view, std::size_t number);
  void footer();
  void fact(const std::string& name, const std::string& value);

  const Reported& x_reported;
  const model::Run& x_run;
  std::vector<Selected> x_groups;
  const Translate& x_translate;
  const Write& x_write;
  std::vector<GroupViewer> x_viewers;  // of x_groups
  Html x_html;
};

Status Page::see() {
  x_viewers.reserve(x_groups.size());
  for (const auto& [number, group] : x_groups) {
    auto& viewer = x_viewers.emplace_back(x_run, group, x_translate);
    ASSAY_CHECK(x_reported.results.visit(number, [&](std::span<const model::UnitResult> part) {
      for (const auto& unit : part) viewer.see(unit);
      return Status{};
    }));
  }
  return {};
}

void Page::head(const std::string& language) {
  x_html.raw("<!DOCTYPE html>\n<html lang=\"").text(language);
  // Nothing may be loaded or run: what a name smuggles in stays dead.
  x_html.raw(
      "\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" "
      "content=\"default-src 'none'; style-src 'unsafe-inline'\">\n<title>");
  x_html.text(title()).raw("</title>\n<style>").raw(kPage_style).raw("</style>\n</head>\n<body>\n");
  x_html.raw("<header>\n<h1>").text(title()).raw("</h1>\n<p>");
  x_html.text(origin_line(x_run, x_translate)).raw("</p>\n");
  if (x_viewers.size() > 1) navigation();
  x_html.raw("</header>\n");
}

void Page::navigation() {
  x_html.raw("<nav aria-label=\"").text(word(ASSAY_TEXT("Groups"))).raw("\">");
  for (std::size_t i = 0; i < x_viewers.size(); ++i)
    x_html.raw("<a href=\"#g").number(i + 1).raw("\">").text(x_viewers[i].view().name).raw("</a>");
  x_html.raw("</nav>\n");
}

void Page::warning() {
  std::size_t incomplete = 0;
  for (const auto& viewer : x_viewers) incomplete += viewer.view().incomplete;
  if (incomplete == 0) return;
  x_html.raw("<p class=\"warning\">").text(incomplete_line(incomplete, x_translate)).raw("</p>\n");
}

Status Page::section(std::size_t index) {
  const auto& viewer = x_viewers[index];
  const auto& view = viewer.view();
  const auto number = index + 1;
  x_html.raw("<section>\n<h2 id=\"g").number(number).raw("\">").text(view.name).raw("</h2>\n");
  // A wide table scrolls in its own box, by keyboard too, so that the page never does.
  x_html.raw("<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-labelledby=\"g")
      .number(number)
      .raw("\">\n<table>\n<caption>");
  x_html.text(say(x_translate, {ASSAY_TEXT("Results of {group}, units: {count}"),
                                {{"group", view.name}, {"count", std::to_string(view.units)}}}));
  x_html.raw("</caption>\n<thead>\n");
  heading_row(view);
  x_html.raw("</thead>\n<tbody>\n");
  ASSAY_CHECK(x_reported.results.visit(x_groups[index].number,
                                       [&](std::span<const model::UnitResult> part) {
                                         for (const auto& unit : part)
                                           row(view, viewer.row(unit), number);
                                         return x_write(x_html.take());
                                       }));
  x_html.raw("</tbody>\n</table>\n</div>\n");
  below(view, number);
  x_html.raw("</section>\n");
  return {};
}

void Page::heading_row(const GroupView& view) {
  x_html.raw("<tr>");
  cell("<th scope=\"col\" class=\"num\">", word(ASSAY_TEXT("Rank")));
  cell("<th scope=\"col\" class=\"unit\">", word(ASSAY_TEXT("Unit")));
  cell("<th scope=\"col\" class=\"num\">", word(ASSAY_TEXT("Total")));
  if (view.has_grades) cell("<th scope=\"col\">", word(ASSAY_TEXT("Grade")));
  for (const auto* component : view.columns) {
    x_html.raw("<th scope=\"col\" class=\"num\">");
    x_html.text(component->name.empty() ? component->id : component->name).raw("<small>");
    if (component->weight)
      x_html.text(say(x_translate,
                      {ASSAY_TEXT("weight {weight}"), {{"weight", component->weight->str()}}}));
    else
      x_html.text(
          say(x_translate, {ASSAY_TEXT("of {points}"), {{"points", component->points.str()}}}));
    x_html.raw("</small></th>");
  }
  if (view.has_marks) cell("<th scope=\"col\">", word(ASSAY_TEXT("Notes")));
  x_html.raw("</tr>\n");
}

// Closes with the tag that `open` starts with: "<th …>" or "<td …>".
void Page::cell(std::string_view open, const std::string& text) {
  x_html.raw(open).text(text).raw(open.starts_with("<th") ? "</th>" : "</td>");
}

void Page::row(const GroupView& view, const UnitView& unit, std::size_t number) {
  const auto& name = unit.unit->name.empty() ? unit.unit->unit : unit.unit->name;
  x_html.raw("<tr>");
  cell("<td class=\"num\">", unit.rank);
  x_html.raw("<th scope=\"row\">").text(name);
  if (name != unit.unit->unit) x_html.raw("<small>").text(unit.unit->unit).raw("</small>");
  x_html.raw("</th>");
  cell("<td class=\"num total\">", unit.total);
  if (view.has_grades) {
    x_html.raw("<td>");
    if (!unit.grade.empty()) {
      x_html.raw("<span class=\"grade");
      if (unit.grade_place < kGrade_shades) x_html.raw(" g").number(unit.grade_place);
      x_html.raw("\">").text(unit.grade).raw("</span>");
    }
    x_html.raw("</td>");
  }
  for (const auto& points : unit.points) cell("<td class=\"num\">", points);
  if (view.has_marks) marks(unit, number);
  x_html.raw("</tr>\n");
}

void Page::marks(const UnitView& unit, std::size_t number) {
  x_html.raw("<td class=\"notes\">");
  for (const auto mark : unit.marks)
    x_html.raw("<a href=\"#g")
        .number(number)
        .raw("n")
        .number(mark)
        .raw("\">")
        .number(mark)
        .raw("</a>");
  x_html.raw("</td>");
}

void Page::below(const GroupView& view, std::size_t number) {
  if (std::ranges::any_of(view.awards, &AwardView::is_won)) {
    x_html.raw("<ul class=\"awards\">\n");
    for (const auto& award : view.awards | std::views::filter(&AwardView::is_won))
      x_html.raw("<li><strong>")
          .text(award.name)
          .raw("</strong> ")
          .text(joined(award.winners, x_translate))
          .raw("</li>\n");
    x_html.raw("</ul>\n");
  }
  if (view.footnotes.empty()) return;
  x_html.raw("<ol class=\"footnotes\">\n");
  for (std::size_t i = 0; i < view.footnotes.size(); ++i)
    x_html.raw("<li id=\"g")
        .number(number)
        .raw("n")
        .number(i + 1)
        .raw("\">")
        .text(view.footnotes[i])
        .raw("</li>\n");
  x_html.raw("</ol>\n");
}

void Page::fact(const std::string& name, const std::string& value) {
  x_html.raw("<dt>").text(name).raw("</dt><dd>").text(value).raw("</dd>\n");
}

void Page::footer() {
  x_html.raw("<footer>\n<h2>").text(word(ASSAY_TEXT("How it was made"))).raw("</h2>\n<dl>\n");
  fact(word(ASSAY_TEXT("Order")), steps_line(x_run, x_translate));
  fact(word(ASSAY_TEXT("Rounding")), rounding_line(x_run, x_translate));
  fact(word(ASSAY_TEXT("Scheme digest")), to_hex(x_run.scheme_digest));
  fact(word(ASSAY_TEXT("Figures digest")), to_hex(x_run.input_digest));
  for (const auto& used : x_run.assessments)
    fact(say(x_translate, {ASSAY_TEXT("Assessment {assessment}"), {{"assessment", used.id}}}),
         used.origin + " " + to_hex(used.digest));
  fact(word(ASSAY_TEXT("Program version")), x_run.host_version);
  x_html.raw("</dl>\n</footer>\n");
}

}  // namespace

Status run_html(const Reported& reported, const Translate& translate, const std::string& language,
                const Write& write) {
  return Page(reported, translate, write).make(language);
}

}  // namespace assay::report
