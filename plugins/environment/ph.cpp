#include "ph.hpp"

#include <array>

namespace environment {

namespace {

constexpr int kBits = 58;
constexpr Hydrogen kOne = Hydrogen{1} << kBits;
// 10^(10^-1), 10^(10^-2) … in units of 2^-58.
constexpr std::array<std::int64_t, 7> kRoots = {362'860'544'988'381'419, 294'944'124'078'492'425,
                                                288'894'815'790'024'015, 288'296'751'289'886'167,
                                                288'237'012'977'795'485, 288'231'039'827'443'304,
                                                288'230'442'519'216'132};
constexpr std::int64_t kNeutral_twice_micro = 14 * sdk::Decimal::kScale;

}  // namespace

Hydrogen hydrogen_of(sdk::Decimal ph) {
  const auto exponent_micro = kNeutral_twice_micro - ph.micro();
  auto hydrogen = kOne;
  auto place = sdk::Decimal::kScale;
  for (std::size_t digit = 0; digit + 1 < kRoots.size(); ++digit) {
    const auto times = exponent_micro % place / (place / 10);
    place /= 10;
    for (auto i = times; i > 0; --i) hydrogen = hydrogen * kRoots[digit] >> kBits;
  }
  for (auto i = exponent_micro / sdk::Decimal::kScale; i > 0; --i) hydrogen *= 10;
  return hydrogen;
}

sdk::Decimal ph_of(Hydrogen hydrogen) {
  std::int64_t exponent = 0;  // in units of 10^-7
  std::int64_t place = 10'000'000;
  for (; hydrogen >= kOne * 10; hydrogen /= 10) exponent += place;
  for (const auto root : kRoots) {
    place /= 10;
    for (; hydrogen >= root; hydrogen = (hydrogen << kBits) / root) exponent += place;
  }
  return sdk::Decimal::from_micro(kNeutral_twice_micro - (exponent + 5) / 10);
}

}  // namespace environment
