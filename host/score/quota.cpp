#include "score/quota.hpp"

#include <algorithm>
#include <limits>

#include "base/decimal.hpp"

namespace assay::score {

namespace {

// share·base as a whole number; both are within 64 bits, so the product fits.
std::size_t share_of(const Ratio& share, std::size_t base, model::QuotaRounding rounding) {
  const auto above = Int128{share.numerator()} * static_cast<Int128>(base);
  if (above <= 0) return 0;
  const Int128 below = share.denominator();
  switch (rounding) {
    case model::QuotaRounding::Up:
      return static_cast<std::size_t>(above / below + (above % below != 0 ? 1 : 0));
    case model::QuotaRounding::Nearest:
      return static_cast<std::size_t>(divide_rounded(above, below, Rounding::HalfAwayFromZero));
    case model::QuotaRounding::Down:
      break;
  }
  return static_cast<std::size_t>(above / below);
}

// How many of `list` get a place, where its tied ones stand together.
std::size_t cut(const std::vector<Candidate>& list, std::size_t count, model::QuotaTies ties) {
  if (count >= list.size()) return list.size();
  if (count == 0 || ties == model::QuotaTies::Cut) return count;
  const auto last = list[count - 1].place;
  if (list[count].place != last) return count;
  while (ties == model::QuotaTies::Include && count < list.size() && list[count].place == last)
    ++count;
  while (ties == model::QuotaTies::Exclude && count > 0 && list[count - 1].place == last) --count;
  return count;
}

}  // namespace

std::size_t places(const model::Quota& quota, std::size_t base) {
  // A number of places is that number; the base is what a share is taken of.
  auto count = quota.share ? share_of(*quota.share, base, quota.rounding)
                           : std::numeric_limits<std::size_t>::max();
  if (quota.top) count = std::min<std::size_t>(count, *quota.top);
  if (quota.bottom) count = std::min<std::size_t>(count, *quota.bottom);
  return count;
}

Winners choose(std::vector<Candidate> candidates, const model::Quota& quota, std::size_t base) {
  auto& list = candidates;
  const bool keeps_empty = quota.limited() && quota.vacated == model::Vacated::Empty;
  if (!keeps_empty) std::erase_if(list, [](const auto& candidate) { return !candidate.eligible; });
  if (quota.bottom) std::ranges::reverse(list);
  if (quota.limited()) list.resize(cut(list, places(quota, base), quota.ties));
  Winners winners;
  winners.won.reserve(list.size());
  for (const auto& candidate : list)
    (candidate.eligible ? winners.won : winners.vacated).push_back(candidate.unit);
  return winners;
}

}  // namespace assay::score
