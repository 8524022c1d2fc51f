#include "water_index.hpp"

#include <algorithm>

#include "norms_on.hpp"

namespace environment {

namespace {

// Sums and means of concentrations are counted in 10^-15 mg/L.
constexpr sdk::Int128 kFine_per_micro = 1'000'000'000;
constexpr sdk::Int128 kHundred_percent_micro = sdk::Int128{100} * sdk::Decimal::kScale;

}  // namespace

WaterLimits WaterLimits::on(sdk::Day day, const sdk::Norms& norms) {
  const NormsOn norm(norms, day);
  WaterLimits made;
  for (std::size_t item = kOxygen; item < kWater_items; ++item) {
    const auto id = "water.limit." + std::string(kWater_names[item]);
    const bool by_body = kWater_names[item] == "phosphorus";
    made.limit[0][item] = norm.decimal(by_body ? id + ".river" : id);
    made.limit[1][item] = norm.decimal(by_body ? id + ".lake" : id);
  }
  made.ph_neutral = norm.decimal("water.ph.neutral");
  made.ph_lowest = norm.decimal("water.ph.lowest");
  made.ph_highest = norm.decimal("water.ph.highest");
  made.undetected_share = norm.decimal("water.undetected.share");
  return made;
}

std::optional<WaterSet> parse_items(std::string_view text) {
  constexpr std::string_view kSeparators = " ;";
  WaterSet items = 0;
  for (auto from = text.find_first_not_of(kSeparators); from != std::string_view::npos;
       from = text.find_first_not_of(kSeparators, from)) {
    const auto to = std::min(text.find_first_of(kSeparators, from), text.size());
    const auto* found = std::ranges::find(kWater_names, text.substr(from, to - from));
    if (found == kWater_names.end()) return std::nullopt;
    items |= 1U << (found - kWater_names.begin());
    from = to;
  }
  return items;
}

std::optional<std::size_t> BodyIndex::first_undefined() const {
  for (std::size_t item = 0; item < kWater_items; ++item)
    if (!defined[item]) return item;
  return std::nullopt;
}

bool WaterSamples::add(std::string_view section, Body body, const WaterSample& sample) {
  auto found = x_sections.find(section);
  if (found == x_sections.end()) {
    found = x_sections.emplace(std::string(section), Section()).first;
    found->second.body = body;
  }
  auto& into = found->second;
  if (into.body != body) return false;
  for (std::size_t item = 0; item < kWater_items; ++item) {
    if ((sample.given >> item & 1U) == 0) continue;
    const auto value = sample.value[item];
    ++into.count[item];
    if (item == kPh)
      into.sum[item] += hydrogen_of(value);
    else if ((sample.undetected >> item & 1U) == 0)
      into.sum[item] += value.micro() * kFine_per_micro;
    else
      into.sum[item] += value.micro() * kFine_per_micro * x_limits.undetected_share.micro() /
                        kHundred_percent_micro;
  }
  return true;
}

BodyIndex WaterSamples::index(Body body) const {
  BodyIndex made;
  std::array<sdk::Int128, kWater_items> sum{};
  std::array<std::int64_t, kWater_items> sections{};
  for (const auto& [name, section] : x_sections) {
    if (section.body != body) continue;
    ++made.sections;
    for (std::size_t item = 0; item < kWater_items; ++item) {
      if (section.count[item] == 0) continue;
      ++sections[item];
      sum[item] += sdk::divide_rounded(section.sum[item], section.count[item]);
    }
  }
  for (std::size_t item = 0; item < kWater_items; ++item) {
    if (sections[item] == 0) continue;
    const auto mean = sdk::divide_rounded(sum[item], sections[item]);
    made.mean[item] = item == kPh
                          ? ph_of(mean)
                          : sdk::Decimal::from_micro(sdk::divide_rounded(mean, kFine_per_micro));
    made.defined[item] = item != kOxygen || mean != 0;
    if (!made.defined[item]) continue;
    made.quotient[item] = quotient(body, item, mean);
    made.value = made.value + made.quotient[item];
  }
  return made;
}

sdk::Decimal WaterSamples::quotient(Body body, std::size_t item, sdk::Int128 mean) const {
  const auto& limits = x_limits;
  if (item == kPh) {
    const auto ph = ph_of(mean);
    const auto away = ph > limits.ph_neutral ? ph - limits.ph_neutral : limits.ph_neutral - ph;
    const auto most = ph > limits.ph_neutral ? limits.ph_highest - limits.ph_neutral
                                             : limits.ph_neutral - limits.ph_lowest;
    return sdk::mul_div(away, sdk::Decimal::from_integer(1), most);
  }
  const auto limit = limits.limit[static_cast<std::size_t>(body)][item].micro() * kFine_per_micro;
  // Oxygen is the better the more there is.
  const auto above = item == kOxygen ? limit : mean;
  const auto below = item == kOxygen ? mean : limit;
  return sdk::Decimal::from_micro(
      sdk::divide_rounded(sdk::multiply_wide(above, sdk::Decimal::kScale), below));
}

std::optional<sdk::Decimal> city_index(const BodyIndex& river, const BodyIndex& lake) {
  sdk::Int128 sum_micro = 0;
  std::size_t sections = 0;
  for (const auto* body : {&river, &lake}) {
    if (body->sections == 0) continue;
    if (body->first_undefined()) return std::nullopt;
    sum_micro += sdk::Int128{body->value.micro()} * static_cast<std::int64_t>(body->sections);
    sections += body->sections;
  }
  if (sections == 0) return std::nullopt;
  return sdk::Decimal::from_micro(
      sdk::divide_rounded(sum_micro, static_cast<sdk::Int128>(sections)));
}

}  // namespace environment
