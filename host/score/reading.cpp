#include "score/reading.hpp"

#include <utility>

namespace assay::score {

std::string figure_text(const LeafContext& context, const Figure& figure) {
  auto text = figure.value.str();
  const auto period = context.earlier() ? context.period.str() : "";
  const auto* between = period.empty() || figure.source.empty() ? "" : ", ";
  if (const auto remark = period + between + figure.source; !remark.empty())
    text += " (" + remark + ")";
  return text;
}

model::Note figure_note(const FigureColumn& column, const Figure& figure, std::size_t room) {
  Data data;
  const bool unconfirmed = figure.state != model::State::Confirmed;
  data.reserve(3 + room + (unconfirmed ? 1 : 0) + (figure.source.empty() ? 0 : 1));
  data.emplace_back("indicator", column.indicator().code);
  data.emplace_back("period", column.period().str());
  data.emplace_back("value", figure.value.str());
  if (unconfirmed) data.emplace_back("state", model::to_word(figure.state));
  if (!figure.source.empty()) data.emplace_back("source", figure.source);
  if (!figure.rolled_up) return {"figure.read", std::move(data), {}};
  return note("figure.rolled_up", std::move(data),
              ASSAY_TEXT("{indicator} for {period} was rolled up from its parts: {value}"));
}

}  // namespace assay::score
