#include "score.hpp"

#include <algorithm>
#include <utility>

namespace investment {

namespace {

using sdk::Decimal;
using sdk::Ratio;
using Points = std::optional<Decimal>;  // nothing: there is no score, and why was said

class Scorer {
 public:
  Scorer(const Declared& declared, const Settings& settings, const Profile& profile, sdk::Row& row)
      : x_d(declared), x_settings(settings), x_profile(profile), x_row(row) {}

  void give() {
    x_row.set(x_d.full, x_profile.points);
    x_row.explain(x_d.full, x_d.full_marks, {x_profile.points});
    const auto score = total();
    if (!score) return x_row.explain(x_d.capped, x_d.figure_missing);
    x_row.set(x_d.score, *score);
    x_row.set(x_d.capped, x_capped);
    x_row.explain(x_d.capped, x_capped ? x_d.cap_applied : x_d.cap_idle);
  }

 private:
  Points total() {
    Decimal sum;
    for (const auto& block : x_profile.blocks) {
      const auto points = block.count ? by_count(block) : by_rates(block);
      if (!points) return std::nullopt;
      sum = sum + *points;
    }
    return sum;
  }

  Points missing() {
    x_row.explain(x_d.score, x_d.figure_missing);
    return std::nullopt;
  }

  Points by_rates(const Block& block) {
    std::vector<std::pair<Block::Part, Rate>> rates;
    Decimal shares;
    for (const auto& part : block.parts) {
      const auto one = rate_of(part.item, x_d, x_settings.zero_target, cap_of(block), x_row);
      if (one.state == Rate::State::Missing) return missing();
      if (one.state == Rate::State::NotApplicable) {
        const bool reshare = x_settings.not_applicable == NotApplicable::Reshare;
        x_row.explain(x_d.score, reshare ? x_d.reshared : x_d.not_applicable);
        if (!reshare) return std::nullopt;
        continue;
      }
      rates.emplace_back(part, one);
      shares = shares + part.share;
    }
    if (rates.empty()) {
      x_row.explain(x_d.score, x_d.not_applicable);
      return std::nullopt;
    }
    if (x_profile.efficacy) return by_efficacy(*x_profile.efficacy, rates.front().second);
    if (x_profile.ladder) return by_ladder(*x_profile.ladder, block, rates.front().second);
    return add_up(block, rates, shares);
  }

  // Σ points · min(rate, item cap), each part rounded once; then the cap of the score.
  Decimal add_up(const Block& block, const std::vector<std::pair<Block::Part, Rate>>& rates,
                 Decimal shares) {
    Decimal score;
    for (const auto& [part, rate] : rates) {
      const auto counted = block.item_cap ? std::min(rate.value, *block.item_cap) : rate.value;
      x_capped = x_capped || counted < rate.value;
      const auto weight = Ratio::of(part.share, shares);
      const auto points = (counted * weight).times(block.points);
      score = score + points;
      x_row.explain(x_d.score, x_d.item_rules[static_cast<std::size_t>(part.item)],
                    {rate.above, rate.below, rate.value.as_percent(), counted.as_percent(),
                     weight.times(block.points), points});
    }
    if (!block.score_cap) return score;
    const auto most = block.score_cap->times(block.points);
    if (score <= most) return score;
    x_capped = true;
    x_row.explain(x_d.score, x_d.score_capped,
                  {score, block.score_cap->as_percent(), block.points, most});
    return most;
  }

  // points · (base + span · (rate − worst)/(best − worst))/100, the way being cut to 0 … 1.
  Decimal by_efficacy(const Efficacy& efficacy, const Rate& rate) {
    const auto points = x_profile.points;
    if (efficacy.best == efficacy.worst) {
      const auto score = Ratio::percent(efficacy.equal.value_or(Decimal())).times(points);
      x_row.explain(x_d.score, x_d.efficacy_equal, {score});
      return score;
    }
    const auto way =
        std::clamp(Ratio::between(rate.value, efficacy.worst, efficacy.best), Ratio(), kOne);
    const auto share = Ratio::percent(efficacy.base) + Ratio::percent(efficacy.span) * way;
    const auto score = share.times(points);
    x_row.explain(x_d.score, x_d.by_efficacy,
                  {rate.value.as_percent(), efficacy.worst.as_percent(), efficacy.best.as_percent(),
                   score, points});
    return score;
  }

  // Points as the norms have them, brought to the full marks.
  Decimal by_ladder(const Ladder& ladder, const Block& block, const Rate& rate) {
    if (rate.value < kOne) {
      x_row.explain(x_d.score, x_d.below_target, {rate.value.as_percent()});
      return {};
    }
    const auto beyond = rate.value + -kOne;
    const auto steps = beyond * Ratio::make(ladder.step.denominator(), ladder.step.numerator());
    const auto whole = Ratio::make(steps.numerator() / steps.denominator(), 1);
    const auto most = block.parts.front().share;
    const auto more =
        std::min(whole * Ratio::of(ladder.each), Ratio::of(most) + -Ratio::of(ladder.base));
    x_capped = x_capped || more < whole * Ratio::of(ladder.each);
    const auto scale = Ratio::of(block.points, most);
    const auto base = (scale * Ratio::of(ladder.base)).times(kOne_point);
    const auto extra = (scale * more).times(kOne_point);
    x_row.explain(x_d.score, x_d.by_ladder, {rate.value.as_percent(), base, extra});
    return base + extra;
  }

  Points by_count(const Block& block) {
    switch (block.count->what) {
      case Counted::Bands:
        return by_bands(block);
      case Counted::Activities:
        return by_activities(block);
      case Counted::Penalties:
        return by_penalties(block);
    }
    return missing();
  }

  Points by_bands(const Block& block) {
    Decimal short_of;
    Decimal deducted;
    for (std::size_t i = 0; i < x_d.bands.size(); ++i) {
      const auto number = x_row[x_d.bands[i]];
      const auto target = x_row[x_d.band_targets[i]];
      if (!number || !target) return missing();
      if (*number >= *target) continue;
      short_of = short_of + (*target - *number);
      deducted = deducted + sdk::multiply(*target - *number, block.count->each[i]);
    }
    const auto left = std::max(block.points - deducted, Decimal());
    x_row.explain(x_d.score, x_d.by_bands, {short_of, left, block.points});
    return left;
  }

  Points by_activities(const Block& block) {
    Decimal worth;
    for (std::size_t i = 0; i < x_d.activities.size(); ++i) {
      const auto number = x_row[x_d.activities[i]];
      if (!number) return missing();
      worth = worth + sdk::multiply(*number, block.count->each[i]);
    }
    const auto points = std::min(worth, block.points);
    x_capped = x_capped || points < worth;
    x_row.explain(x_d.score, x_d.by_activities, {worth, points, block.points});
    return points;
  }

  Points by_penalties(const Block& block) {
    Decimal deducted;
    for (std::size_t i = 0; i < x_d.penalties.size(); ++i) {
      const auto number = x_row[x_d.penalties[i]];
      if (!number) return missing();
      deducted = deducted + sdk::multiply(*number, block.count->each[i]);
    }
    const auto left = std::max(block.points - deducted, Decimal());
    x_row.explain(x_d.score, x_d.by_penalties, {deducted, left, block.points});
    return left;
  }

  static constexpr Decimal kOne_point = Decimal::from_integer(1);

  const Declared& x_d;
  const Settings& x_settings;
  const Profile& x_profile;
  sdk::Row& x_row;
  bool x_capped = false;
};

}  // namespace

void give_score(const Declared& declared, const Settings& settings, const Profile& profile,
                sdk::Row& row) {
  Scorer(declared, settings, profile, row).give();
}

}  // namespace investment
