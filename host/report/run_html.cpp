#include "base/digest.hpp"
#include "report/html.hpp"
#include "report/page_style.hpp"
#include "report/report.hpp"
#include "report/text.hpp"
#include "report/view.hpp"

namespace assay::report {

namespace {

// Shades that the style sheet has; grades beyond them stay grey.
constexpr std::size_t kGrade_shades = 4;

class Page {
 public:
  Page(const model::Run& run, const Translate& translate, std::vector<GroupView> views)
      : x_run(run), x_translate(translate), x_views(std::move(views)) {}

  std::string make(const std::string& language) {
    head(language);
    x_html.raw("<main>\n");
    warning();
    for (std::size_t i = 0; i < x_views.size(); ++i) section(x_views[i], i + 1);
    x_html.raw("</main>\n");
    footer();
    x_html.raw("</body>\n</html>\n");
    return x_html.take();
  }

 private:
  [[nodiscard]] std::string word(const char* text) const { return say(x_translate, {text}); }
  [[nodiscard]] const std::string& title() const {
    return x_run.title.empty() ? x_run.scheme : x_run.title;
  }

  void head(const std::string& language);
  void navigation();
  void warning();
  void section(const GroupView& view, std::size_t number);
  void heading_row(const GroupView& view);
  void row(const GroupView& view, const UnitView& unit, std::size_t number);
  void cell(std::string_view open, const std::string& text);
  void marks(const UnitView& unit, std::size_t number);
  void below(const GroupView& view, std::size_t number);
  void footer();
  void fact(const std::string& name, const std::string& value);

  const model::Run& x_run;
  const Translate& x_translate;
  std::vector<GroupView> x_views;
  Html x_html;
};

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
  if (x_views.size() > 1) navigation();
  x_html.raw("</header>\n");
}

void Page::navigation() {
  x_html.raw("<nav aria-label=\"").text(word(ASSAY_TEXT("Groups"))).raw("\">");
  for (std::size_t i = 0; i < x_views.size(); ++i)
    x_html.raw("<a href=\"#g").number(i + 1).raw("\">").text(x_views[i].name).raw("</a>");
  x_html.raw("</nav>\n");
}

void Page::warning() {
  std::size_t incomplete = 0;
  for (const auto& view : x_views) incomplete += view.incomplete;
  if (incomplete == 0) return;
  x_html.raw("<p class=\"warning\">").text(incomplete_line(incomplete, x_translate)).raw("</p>\n");
}

void Page::section(const GroupView& view, std::size_t number) {
  x_html.raw("<section>\n<h2 id=\"g").number(number).raw("\">").text(view.name).raw("</h2>\n");
  // A wide table scrolls in its own box, by keyboard too, so that the page never does.
  x_html.raw("<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-labelledby=\"g")
      .number(number)
      .raw("\">\n<table>\n<caption>");
  x_html.text(
      say(x_translate, {ASSAY_TEXT("Results of {group}, units: {count}"),
                        {{"group", view.name}, {"count", std::to_string(view.units.size())}}}));
  x_html.raw("</caption>\n<thead>\n");
  heading_row(view);
  x_html.raw("</thead>\n<tbody>\n");
  for (const auto& unit : view.units) row(view, unit, number);
  x_html.raw("</tbody>\n</table>\n</div>\n");
  below(view, number);
  x_html.raw("</section>\n");
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
  if (!view.awards.empty()) {
    x_html.raw("<ul class=\"awards\">\n");
    for (const auto& award : view.awards)
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

std::string run_html(const model::Run& run, const std::string& group, const Translate& translate,
                     const std::string& language) {
  return Page(run, translate, views_of(run, group, translate)).make(language);
}

}  // namespace assay::report
