#include "property/kernel_cells.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace kernel_proof {

namespace kernel = assay::score::kernel;
using assay::model::ZeroTarget;
using kernel::Form;

namespace {

constexpr std::int64_t kScale = 1'000'000;
constexpr unsigned kPoint_bits = 39;
constexpr unsigned kFigure_bits = 50;

// 1/a modulo t, or 0 where there is none; 0 < a, 1 < t < 2⁶²
std::int64_t inverse(std::int64_t a, std::int64_t t) {
  std::int64_t old_rest = a % t;
  std::int64_t rest = t;
  std::int64_t old_factor = 1;
  std::int64_t factor = 0;
  while (rest != 0) {
    const auto quotient = old_rest / rest;
    old_rest = std::exchange(rest, old_rest - quotient * rest);
    old_factor = std::exchange(factor, old_factor - quotient * factor);
  }
  if (old_rest != 1) return 0;
  return old_factor < 0 ? old_factor + t : old_factor;
}

std::int64_t extreme(Random& random) {
  constexpr auto k50 = std::int64_t{1} << 50U;
  constexpr auto k51 = std::int64_t{1} << 51U;
  constexpr auto k53 = std::int64_t{1} << 53U;
  using Limits = std::numeric_limits<std::int64_t>;
  constexpr std::array kValues = {
      std::int64_t{0}, std::int64_t{1},       k50, k51, k53, Limits::max(),
      Limits::min(),   std::int64_t{1} << 62U};
  const auto value = kValues[random.below(kValues.size())];
  const auto shift = static_cast<std::uint64_t>(random.below(7)) - 3;
  const auto shifted = static_cast<std::int64_t>(static_cast<std::uint64_t>(value) + shift);
  return random.one_in(4) ? static_cast<std::int64_t>(0 - static_cast<std::uint64_t>(shifted))
                          : shifted;
}

// v and t of which factor·v/t is a half, or lies as near to one as t allows.
class HardRows {
 public:
  HardRows(std::int64_t factor, Random& random) : x_factor(factor), x_random(&random) {}

  // For a t of its own, used for some rows.
  Figures next() {
    if (x_left-- == 0) choose();
    return near_half();
  }
  void at(std::int64_t t) {
    x_t = t;
    x_inverse = x_t > 1 && x_factor > 0 ? inverse(x_factor, x_t) : 0;
    x_left = std::numeric_limits<int>::max();
  }

 private:
  void choose() {
    auto t = x_random->magnitude(kFigure_bits);
    if (x_random->one_in(2))
      t = (std::int64_t{1} << 51U) - static_cast<std::int64_t>(x_random->below(1U << 20U));
    at(std::max<std::int64_t>(t, 2));
    x_left = 15;
  }

  Figures near_half() {
    if (x_random->one_in(4)) return exact_half();
    const auto delta = static_cast<std::int64_t>(x_random->below(5)) - 2;
    const auto wanted = x_t / 2 + delta;
    auto v = x_inverse != 0
                 ? static_cast<std::int64_t>(static_cast<Wide>(x_inverse) *
                                             ((wanted % x_t + x_t) % x_t) % x_t)
                 : static_cast<std::int64_t>(x_random->below(static_cast<std::uint64_t>(x_t)));
    const auto room = (std::int64_t{1} << kFigure_bits) / x_t;
    if (room > 0 && x_random->one_in(4))
      v += x_t * static_cast<std::int64_t>(x_random->below(static_cast<std::uint64_t>(room)));
    return {v, x_t, 0};
  }

  // factor·v/t = (2k + 1)/2, or just not.
  Figures exact_half() {
    const auto limit = (std::int64_t{1} << kFigure_bits) / std::max<std::int64_t>(2 * x_factor, 1);
    const auto m =
        limit > 1
            ? 1 + static_cast<std::int64_t>(x_random->below(static_cast<std::uint64_t>(limit)))
            : 1;
    const auto halves = (std::int64_t{1} << kFigure_bits) / m;
    const auto odd = static_cast<std::int64_t>(x_random->below(
                         static_cast<std::uint64_t>(std::min(halves, 2 * x_factor + 1)))) |
                     1;
    const auto off = static_cast<std::int64_t>(x_random->below(3)) - 1;
    return {
        m * odd,
        static_cast<std::int64_t>(std::min<Wide>(Wide{2} * m * x_factor, std::int64_t{1} << 50U)) +
            (x_random->one_in(2) ? off : 0),
        0};
  }

  std::int64_t x_factor;
  Random* x_random;
  std::int64_t x_t = 2;
  std::int64_t x_inverse = 0;  // of the factor
  int x_left = 0;
};

// Where points of the rate cross the cap, or near it.
std::int64_t near_cap(const Rule& rule, std::int64_t t, Random& random) {
  const auto edge = Wide{rule.cap.numerator} * t / rule.cap.denominator;
  const auto step = static_cast<std::int64_t>(random.below(9)) - 4;
  return static_cast<std::int64_t>(std::clamp<Wide>(edge, 0, std::int64_t{1} << 52U)) + step;
}

bool reads_far(Family family) {
  return family == Family::Between || family == Family::Stretch || family == Family::StretchLower;
}

bool of_group(Family family) {
  return family == Family::HigherOfGroup || family == Family::MirrorOfGroup;
}

bool stretches(Family family) {
  return family == Family::Stretch || family == Family::StretchLower;
}

// What is multiplied with the figure (above the line) by the rule.
std::int64_t divisor_of_line(const Rule& rule) {
  switch (rule.family) {
    case Family::Linear:
    case Family::Efficacy:
      return std::max(rule.from, rule.to) - std::min(rule.from, rule.to);
    case Family::Direct:
      return rule.to;
    case Family::Deduct:
      return kScale;
    case Family::Near:
      return rule.tolerance;
    default:
      return 0;
  }
}

Figures hard_line_row(const Rule& rule, HardRows& rows) {
  auto row = rows.next();
  switch (rule.family) {
    case Family::Linear:
    case Family::Efficacy:
      row.v = rule.from < rule.to ? rule.from + row.v % (std::int64_t{1} << kFigure_bits)
                                  : rule.from - row.v % (std::int64_t{1} << kFigure_bits);
      break;
    case Family::Near:
      row.t = rule.from;
      row.v = rule.from + rule.tolerance - row.v % (std::int64_t{1} << kFigure_bits);
      break;
    default:
      break;
  }
  return row;
}

void swap_for_form(const Rule& rule, Figures& row) {
  if (rule.form == Form::Inverse) std::swap(row.v, row.t);
  if (rule.form == Form::Mirror) row.v = 2 * row.t - row.v;
  if (rule.family == Family::Between) {
    row.far = row.t;  // the divisor as a way from 0, moved
    row.t = 0;
    const auto by = row.v % 1'000'003;
    row.v += by;
    row.t += by;
    row.far += by;
  }
}

void plain_row(const Rule& rule, Random& random, Figures& row) {
  row = {random.magnitude(kFigure_bits), random.magnitude(kFigure_bits),
         random.magnitude(kFigure_bits)};
  if (random.one_in(3)) row.v = static_cast<std::int64_t>(random.below(200'000'000));
  if (random.one_in(3)) row.t = static_cast<std::int64_t>(random.below(200'000'000));
  if (random.one_in(8)) row.v = -row.v;
  if (random.one_in(16)) row.t = 0;
  if (rule.family == Family::YesNo) row.v = random.one_in(2) ? kScale : 0;
  if (!rule.bounds.empty() && random.one_in(2)) {
    const auto& at = rule.bounds[random.below(rule.bounds.size())].at;
    const auto scale = rule.family == Family::Steps ? kScale : std::max<std::int64_t>(row.t, 1);
    const auto edge = static_cast<Wide>(at.numerator) * scale / at.denominator;
    row.v = static_cast<std::int64_t>(
                std::clamp<Wide>(edge, -(std::int64_t{1} << 51U), std::int64_t{1} << 51U)) +
            static_cast<std::int64_t>(random.below(3)) - 1;
    if (rule.family == Family::RateSteps) swap_for_form(rule, row);
  }
}

// Restricts figures so that the spec of stretch targets fits 128 bits.
void shorten(Figures& row) {
  constexpr auto kMost = std::int64_t{1} << kFigure_bits;
  for (auto* value : {&row.v, &row.t, &row.far}) *value %= kMost;
}

struct RateOf {
  Wide n = 0;
  Wide d = 1;
  bool unbounded = false;
};

std::optional<RateOf> rate_of(const Rule& rule, const Figures& row) {
  const Wide v = row.v;
  const Wide t = row.t;
  switch (rule.form) {
    case Form::Higher:
      return RateOf{v, t};
    case Form::Inverse:
      return v <= 0 ? RateOf{1, 1, true} : RateOf{t, v};
    case Form::Mirror:
      return RateOf{2 * t - v, t};
    case Form::Near:
      return RateOf{rule.tolerance - (v < t ? t - v : v - t), rule.tolerance};
    case Form::Between:
      break;
  }
  if (row.far == row.t) return std::nullopt;
  return row.far > row.t ? RateOf{v - t, row.far - t} : RateOf{t - v, t - row.far};
}

bool at_least(const RateOf& rate, const Ratio64& bound) {
  return rate.unbounded || rate.n * bound.denominator >= bound.numerator * rate.d;
}

bool at_most(const RateOf& rate, const Ratio64& bound) {
  return !rate.unbounded && rate.n * bound.denominator <= bound.numerator * rate.d;
}

bool has_zero_policy(const Rule& rule) {
  return rule.form == Form::Higher || rule.form == Form::Inverse || rule.form == Form::Mirror;
}

// The rate of a zero target: 1, 0 or nothing.
std::optional<RateOf> zero_rate(const Rule& rule, const Figures& row) {
  const bool met = rule.form == Form::Higher ? row.v >= 0 : row.v <= 0;
  switch (rule.zero) {
    case ZeroTarget::Full:
      return RateOf{1, 1};
    case ZeroTarget::Zero:
      return RateOf{0, 1};
    case ZeroTarget::MetIfZero:
      return RateOf{met ? 1 : 0, 1};
    case ZeroTarget::Refuse:
      break;
  }
  return std::nullopt;
}

std::optional<std::int64_t> of_rate(const Rule& rule, const Figures& row, bool has_far) {
  if (has_zero_policy(rule) && row.t < 0) return std::nullopt;
  if (has_zero_policy(rule) && row.t == 0) {
    const auto rate = zero_rate(rule, row);
    if (!rate) return std::nullopt;
    return rate->n == 0 ? 0 : rule.full;
  }
  auto rate = rate_of(rule, row);
  if (!rate) return std::nullopt;
  if (at_least(*rate, rule.cap))
    rate = RateOf{rule.cap.numerator, rule.cap.denominator};
  else if (!at_least(*rate, rule.floor))
    rate = RateOf{rule.floor.numerator, rule.floor.denominator};
  Wide above = rule.full * rate->n;
  Wide below = rate->d;
  if (stretches(rule.family) && has_far) {
    const Wide sign = rule.form == Form::Higher ? 1 : -1;
    const auto room = sign * (Wide{row.far} - row.t);
    if (room <= 0) return std::nullopt;
    const auto gone = std::clamp<Wide>(sign * (Wide{row.v} - row.t), 0, room);
    above = above * room + rule.bonus * gone * below;
    below *= room;
  }
  return static_cast<std::int64_t>(rounded(above, below, rule.half_even));
}

std::optional<std::int64_t> of_line(const Rule& rule, const Figures& row) {
  const Wide x = row.v;
  const Wide full = rule.full;
  const auto round = [&](Wide n, Wide d) {
    return static_cast<std::int64_t>(d < 0 ? rounded(-n, -d, rule.half_even)
                                           : rounded(n, d, rule.half_even));
  };
  if (rule.family == Family::Deduct) {
    if (row.v < 0) return std::nullopt;
    const auto points = rounded(full * kScale - rule.each * x, kScale, rule.half_even);
    return static_cast<std::int64_t>(std::max<Wide>(points, rule.least));
  }
  if (rule.family == Family::Direct) {
    if (row.v < 0 || row.v > rule.to) return std::nullopt;
    return round(full * x, rule.to);
  }
  Wide way = x - rule.from;
  Wide all = Wide{rule.to} - rule.from;
  if (all < 0) {
    way = -way;
    all = -all;
  }
  if (rule.family == Family::Linear) return round(full * std::clamp<Wide>(way, 0, all), all);
  const auto marks = std::clamp<Wide>(rule.base * all + rule.span * way, 0, 100 * kScale * all);
  return round(full * marks, 100 * kScale * all);
}

std::optional<std::int64_t> of_steps(const Rule& rule, const Figures& row) {
  std::optional<RateOf> rate = RateOf{row.v, kScale};
  if (rule.family == Family::RateSteps) {
    if (has_zero_policy(rule) && row.t < 0) return std::nullopt;
    rate = has_zero_policy(rule) && row.t == 0 ? zero_rate(rule, row) : rate_of(rule, row);
    if (!rate) return std::nullopt;
  }
  for (const auto& bound : rule.bounds)
    if (rule.at_most ? at_most(*rate, bound.at) : at_least(*rate, bound.at)) return bound.points;
  return rule.otherwise;
}

}  // namespace

std::string name_of(Family family) {
  constexpr std::array kNames = {"rate higher",   "rate inverse", "rate mirror",  "rate near",
                                 "between",       "group higher", "group mirror", "stretch",
                                 "stretch lower", "linear",       "efficacy",     "deduct",
                                 "direct",        "steps",        "rate steps",   "yes-no"};
  return kNames[static_cast<std::size_t>(family)];
}

Wide rounded(Wide numerator, Wide denominator, bool half_even) {
  // floor(x + 1/2) and back where that is not meant.
  auto whole = numerator / denominator;
  auto rest = numerator % denominator;
  if (rest < 0) {
    rest += denominator;
    --whole;
  }
  if (2 * rest < denominator) return whole;
  if (2 * rest > denominator) return whole + 1;
  if (half_even) return whole % 2 == 0 ? whole : whole + 1;
  return whole >= 0 ? whole + 1 : whole;
}

Rule random_rule(Family family, Random& random) {
  Rule rule{.family = family, .half_even = random.one_in(3)};
  const unsigned bits = stretches(family) || family == Family::Efficacy ? 24 : kPoint_bits - 1;
  rule.full = random.one_in(4) ? static_cast<std::int64_t>(1 + random.below(16)) * kScale
                               : random.magnitude(bits);
  if (bits > 24 && random.one_in(3))
    rule.full = (std::int64_t{1} << 38U) - static_cast<std::int64_t>(random.below(1000));
  if (random.one_in(50)) rule.full = 0;
  switch (family) {
    case Family::Inverse:
    case Family::StretchLower:
      rule.form = Form::Inverse;
      if (family == Family::StretchLower && random.one_in(2)) rule.form = Form::Mirror;
      break;
    case Family::Mirror:
    case Family::MirrorOfGroup:
      rule.form = Form::Mirror;
      break;
    case Family::Near:
      rule.form = Form::Near;
      break;
    case Family::Between:
      rule.form = Form::Between;
      break;
    case Family::RateSteps:
      rule.form = static_cast<Form>(random.below(4));
      break;
    default:
      break;
  }
  const bool cuts = family != Family::Between && !stretches(family);
  if (cuts && random.one_in(2)) rule.cap = {static_cast<std::int64_t>(1 + random.below(200)), 100};
  if (stretches(family) && random.one_in(3))
    rule.cap = {static_cast<std::int64_t>(80 + random.below(50)), 100};
  if (cuts && random.one_in(4))
    rule.floor = {static_cast<std::int64_t>(random.below(60)) - 30, 100};
  if (at_least({rule.floor.numerator, rule.floor.denominator}, rule.cap)) rule.floor = {0, 1};
  rule.tolerance = random.magnitude(kFigure_bits);
  rule.bonus = random.magnitude(23);
  rule.zero = static_cast<ZeroTarget>(random.below(4));
  rule.target = random.one_in(2)
                    ? random.magnitude(kFigure_bits)
                    : (std::int64_t{1} << 50U) - static_cast<std::int64_t>(random.below(1000));
  rule.from = random.magnitude(48);
  rule.to = random.magnitude(48);
  if (random.one_in(4)) rule.from = -rule.from;
  if (family == Family::Efficacy && random.one_in(2)) rule.to = rule.from + random.magnitude(30);
  if (rule.from == rule.to) ++rule.to;
  rule.base = static_cast<std::int64_t>(random.below(101)) * kScale;
  rule.span = static_cast<std::int64_t>(random.below(101)) * kScale;
  rule.each = random.magnitude(30);
  rule.least = random.one_in(3) ? -random.magnitude(30) : 0;
  rule.at_most = random.one_in(2);
  const auto steps = random.below(6);
  std::int64_t at = 150;
  for (std::uint64_t i = 0; i < steps; ++i, at -= 1 + static_cast<std::int64_t>(random.below(30)))
    rule.bounds.push_back({{at, random.one_in(3) ? 97 : 100}, random.magnitude(30)});
  rule.otherwise = random.one_in(2) ? 0 : random.magnitude(30);
  if (family != Family::Steps && family != Family::RateSteps) rule.bounds.clear();
  if (family == Family::RateSteps && random.one_in(2))
    for (auto& bound : rule.bounds) {
      bound.at.numerator *= std::int64_t{1} << 36U;
      bound.at.denominator = bound.at.denominator * (std::int64_t{1} << 36U) + 1;
    }
  return rule;
}

kernel::Leaf leaf_of(const Rule& rule) {
  const auto rounding =
      rule.half_even ? assay::Rounding::HalfEven : assay::Rounding::HalfAwayFromZero;
  const auto ratio = [](const Ratio64& value) {
    return assay::Ratio::make(value.numerator, value.denominator).value();
  };
  const kernel::Attainment attainment{.full = rule.full,
                                      .form = rule.form,
                                      .floor = ratio(rule.floor),
                                      .cap = ratio(rule.cap),
                                      .tolerance = rule.tolerance,
                                      .bonus = stretches(rule.family) ? rule.bonus : 0,
                                      .zero_target = rule.zero};
  std::vector<kernel::Step> steps;
  for (const auto& bound : rule.bounds)
    steps.push_back({.rate = ratio(bound.at), .points = bound.points});
  switch (rule.family) {
    case Family::Between:
      return kernel::linear_between(rule.full, rounding);
    case Family::Linear:
      return kernel::linear(rule.full, rule.from, rule.to, rounding);
    case Family::Efficacy:
      return kernel::efficacy({.full = rule.full,
                               .base = rule.base,
                               .span = rule.span,
                               .worst = rule.from,
                               .best = rule.to},
                              rounding);
    case Family::Deduct:
      return kernel::deduct(rule.full, rule.each, rule.least, rounding);
    case Family::Direct:
      return kernel::direct(rule.full, rule.to, rounding);
    case Family::Steps:
      return kernel::value_steps(steps, rule.at_most, rule.otherwise);
    case Family::RateSteps:
      return kernel::rate_steps(steps, rule.at_most, rule.otherwise, attainment);
    case Family::YesNo:
      return kernel::yes_no(rule.full);
    default:
      return kernel::attainment(attainment, rounding);
  }
}

void fill(const Rule& rule, Random& random, std::span<Figures> rows) {
  auto factor = rule.family == Family::Deduct ? rule.each : rule.full;
  if (stretches(rule.family)) factor = rule.bonus;
  HardRows hard(factor, random);
  const auto line = divisor_of_line(rule);
  if (line > 0) hard.at(line);
  if (of_group(rule.family)) hard.at(rule.target);
  for (auto& row : rows) {
    const auto kind = random.below(16);
    if (kind < 10 && rule.bounds.empty()) {
      row = line > 0 ? hard_line_row(rule, hard) : hard.next();
      if (kind == 0) row.v = near_cap(rule, row.t, random);
      if (line == 0) swap_for_form(rule, row);
      if (stretches(rule.family)) {
        // gone/room is what is hard here.
        const auto start = random.magnitude(40);
        row = rule.form == Form::Higher ? Figures{start + row.v % (std::int64_t{1} << 49U), start,
                                                  start + row.t % (std::int64_t{1} << 49U)}
                                        : Figures{start - row.v % (std::int64_t{1} << 49U), start,
                                                  start - row.t % (std::int64_t{1} << 49U)};
      }
    } else {
      plain_row(rule, random, row);
      if (kind == 15) row.v = extreme(random);
      if (kind == 14) row.t = extreme(random);
      if (kind == 13 && reads_far(rule.family)) row.far = extreme(random);
    }
    if (stretches(rule.family)) shorten(row);
    if (of_group(rule.family)) row.t = rule.target;
  }
}

std::optional<std::int64_t> points_of(const Rule& rule, const Figures& row, bool has_far) {
  switch (rule.family) {
    case Family::Linear:
    case Family::Efficacy:
    case Family::Deduct:
    case Family::Direct:
      return of_line(rule, row);
    case Family::Steps:
    case Family::RateSteps:
      return of_steps(rule, row);
    case Family::YesNo:
      if (row.v == kScale) return rule.full;
      return row.v == 0 ? std::optional<std::int64_t>(0) : std::nullopt;
    default:
      return of_rate(rule, row, has_far);
  }
}

}  // namespace kernel_proof
