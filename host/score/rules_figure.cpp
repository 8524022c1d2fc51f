// The rules that read one figure and no target rate: linear, efficacy, deduct, yes-no, direct.
#include <algorithm>
#include <memory>
#include <utility>

#include "score/fraction.hpp"
#include "score/reading.hpp"
#include "score/rules.hpp"

namespace assay::score {

namespace {

constexpr std::int64_t kCoefficient_max = 100;

// A leaf's figure with the two figures it is placed between.
struct Between {
  FigureColumn figures;
  BoundColumn low;
  BoundColumn high;

  Between(const LeafContext& context, const std::string& indicator, const model::Bound& from,
          const model::Bound& to)
      : figures(*context.inputs, indicator, context.period),
        low(*context.inputs, from, figures, context.members),
        high(*context.inputs, to, figures, context.members) {}
};

std::unexpected<Fault> equal_bounds(const std::string& indicator, Decimal bound) {
  return refused("equal_bounds", {{"indicator", indicator}, {"bound", bound.str()}},
                 ASSAY_TEXT("both ends of the scale of {indicator} are {bound}, so that nothing "
                            "lies between them: correct them or say what counts then"));
}

std::unexpected<Fault> beyond_full(const std::string& indicator, Decimal value, Decimal full) {
  return refused("out_of_full_marks",
                 {{"indicator", indicator}, {"value", value.str()}, {"full", full.str()}},
                 ASSAY_TEXT("the score {value} of {indicator} lies outside 0 to its full marks "
                            "{full}: correct the figure or the full marks"));
}

LeafPoints scored(Decimal points, Message how, const FigureColumn& figures, const Figure& figure) {
  LeafPoints result{.points = points, .how = std::move(how)};
  result.trace.push_back(figure_note(figures, figure));
  return result;
}

Scored<LeafPoints> linear(const model::LinearRule& rule, const LeafContext& context,
                          const Between& columns, std::size_t ordinal) {
  ASSAY_TRY(const auto figure, columns.figures.at(ordinal));
  ASSAY_TRY(const auto from, columns.low.at(ordinal));
  ASSAY_TRY(const auto to, columns.high.at(ordinal));
  if (from == to) return equal_bounds(rule.indicator, from);
  auto way =
      quotient(Int128{figure.value.micro()} - from.micro(), Int128{to.micro()} - from.micro());
  way.numerator = std::clamp<Int128>(way.numerator, 0, way.denominator);
  const auto points = scaled(context.leaf->points, way, context.inputs->rounding());
  if (!points) return too_large();
  return scored(
      *points,
      formula(ASSAY_TEXT("{full} × clamp(({value} − {from}) / ({to} − {from}), 0, 1){share}"),
              Place{"full", context.leaf->points.str()},
              Place{"value", figure_text(context, figure)}, Place{"from", from.str()},
              Place{"to", to.str()}),
      columns.figures, figure);
}

// base + span·(x − worst)/(best − worst), within 0–100, as a share of 100.
std::optional<Fraction> coefficient(const model::EfficacyRule& rule, Decimal x, Decimal worst,
                                    Decimal best) {
  const auto way =
      quotient(Int128{x.micro()} - worst.micro(), Int128{best.micro()} - worst.micro());
  const auto part = multiply(fraction_of(rule.span), way);
  if (!part) return std::nullopt;
  const auto sum = add(fraction_of(rule.base), *part);
  if (!sum) return std::nullopt;
  if (sum->numerator <= 0) return Fraction{0, 1};
  if (compare(*sum, {kCoefficient_max, 1}) >= 0) return Fraction{1, 1};
  return multiply(*sum, {1, kCoefficient_max});
}

Scored<LeafPoints> efficacy(const model::EfficacyRule& rule, const LeafContext& context,
                            const Between& columns, std::size_t ordinal) {
  ASSAY_TRY(const auto figure, columns.figures.at(ordinal));
  ASSAY_TRY(const auto worst, columns.low.at(ordinal));
  ASSAY_TRY(const auto best, columns.high.at(ordinal));
  if (worst == best && !rule.equal) return equal_bounds(rule.indicator, worst);
  const auto share = worst == best ? multiply(fraction_of(*rule.equal), {1, kCoefficient_max})
                                   : coefficient(rule, figure.value, worst, best);
  if (!share) return too_large();
  const auto points = scaled(context.leaf->points, *share, context.inputs->rounding());
  if (!points) return too_large();
  const auto full = context.leaf->points.str();
  if (worst == best)
    return scored(*points,
                  formula(ASSAY_TEXT("{full} × {equal} / 100, as worst and best are both {worst}"
                                     "{share}"),
                          Place{"full", full}, Place{"equal", rule.equal->str()},
                          Place{"worst", worst.str()}),
                  columns.figures, figure);
  return scored(
      *points,
      formula(ASSAY_TEXT("{full} × clamp({base} + {span} × ({value} − {worst}) / ({best} "
                         "− {worst}), 0, 100) / 100{share}"),
              Place{"full", full}, Place{"base", rule.base.str()}, Place{"span", rule.span.str()},
              Place{"value", figure_text(context, figure)}, Place{"worst", worst.str()},
              Place{"best", best.str()}),
      columns.figures, figure);
}

Scored<LeafPoints> deduct(const model::DeductRule& rule, const LeafContext& context,
                          const FigureColumn& figures, std::size_t ordinal) {
  ASSAY_TRY(const auto figure, figures.at(ordinal));
  const auto full = context.leaf->points;
  if (figure.value.is_negative())
    return refused("out_of_full_marks",
                   {{"indicator", rule.indicator}, {"value", figure.value.str()}},
                   ASSAY_TEXT("{value} occurrences of {indicator} cannot be: correct the figure"));
  // In millionths of a millionth, so that the one rounding comes last.
  const auto loss = Int128{rule.each.micro()} * figure.value.micro();
  const auto left = checked_add(Int128{full.micro()} * Decimal::kScale, -loss);
  const auto points =
      left ? to_decimal(*left, Decimal::kScale, context.inputs->rounding()) : std::nullopt;
  if (!points) return too_large();
  return scored(
      std::max(*points, rule.floor),
      formula(ASSAY_TEXT("max({full} − {each} × {value}, {floor}){share}"),
              Place{"full", full.str()}, Place{"each", rule.each.str()},
              Place{"value", figure_text(context, figure)}, Place{"floor", rule.floor.str()}),
      figures, figure);
}

Scored<LeafPoints> yes_no(const model::YesNoRule& rule, const LeafContext& context,
                          const FigureColumn& figures, std::size_t ordinal) {
  ASSAY_TRY(const auto figure, figures.at(ordinal));
  const bool yes = figure.value == Decimal::from_integer(1);
  if (!yes && !figure.value.is_zero())
    return refused("not_yes_no", {{"indicator", rule.indicator}, {"value", figure.value.str()}},
                   ASSAY_TEXT("{indicator} is {value}, but only 1 (yes) and 0 (no) count here: "
                              "correct the figure"));
  if (rule.evidence_required && !figure.sourced)
    return refused("missing_evidence", {{"indicator", rule.indicator}},
                   ASSAY_TEXT("{indicator} names no source, but the scheme asks for evidence: "
                              "enter the source of the figure"));
  const auto points = yes ? context.leaf->points : Decimal{};
  return scored(points,
                formula(ASSAY_TEXT("{full} × {value} (1 yes, 0 no){share}"),
                        Place{"full", context.leaf->points.str()},
                        Place{"value", figure_text(context, figure)}),
                figures, figure);
}

Scored<LeafPoints> direct(const model::DirectRule& rule, const LeafContext& context,
                          const FigureColumn& figures, std::size_t ordinal) {
  ASSAY_TRY(const auto figure, figures.at(ordinal));
  if (figure.value.is_negative() || figure.value > rule.full || rule.full.is_zero())
    return beyond_full(rule.indicator, figure.value, rule.full);
  const auto points = scaled(context.leaf->points, {figure.value.micro(), rule.full.micro()},
                             context.inputs->rounding());
  if (!points) return too_large();
  return scored(
      *points,
      formula(ASSAY_TEXT("{full} × {value} / {marks}{share}"),
              Place{"full", context.leaf->points.str()},
              Place{"value", figure_text(context, figure)}, Place{"marks", rule.full.str()}),
      figures, figure);
}

template <class RuleOf>
using OfFigure = Scored<LeafPoints> (*)(const RuleOf&, const LeafContext&, const FigureColumn&,
                                        std::size_t);

// The columns are shared only because std::function copies what it holds.
template <class RuleOf>
CellRule of_figure(OfFigure<RuleOf> points, const RuleOf& rule, const LeafContext& context) {
  auto figures =
      std::make_shared<const FigureColumn>(*context.inputs, rule.indicator, context.period);
  return [points, &rule, context, figures](std::size_t ordinal) {
    return points(rule, context, *figures, ordinal);
  };
}

}  // namespace

CellRule prepare_rule(const model::LinearRule& rule, const LeafContext& context) {
  auto columns = std::make_shared<const Between>(context, rule.indicator, rule.from, rule.to);
  return [&rule, context, columns](std::size_t ordinal) {
    return linear(rule, context, *columns, ordinal);
  };
}

CellRule prepare_rule(const model::EfficacyRule& rule, const LeafContext& context) {
  auto columns = std::make_shared<const Between>(context, rule.indicator, rule.worst, rule.best);
  return [&rule, context, columns](std::size_t ordinal) {
    return efficacy(rule, context, *columns, ordinal);
  };
}

CellRule prepare_rule(const model::DeductRule& rule, const LeafContext& context) {
  return of_figure(deduct, rule, context);
}

CellRule prepare_rule(const model::YesNoRule& rule, const LeafContext& context) {
  return of_figure(yes_no, rule, context);
}

CellRule prepare_rule(const model::DirectRule& rule, const LeafContext& context) {
  return of_figure(direct, rule, context);
}

}  // namespace assay::score
