#include "other_parts.hpp"

namespace environment {

namespace {

using sdk::Decimal;
using sdk::Row;

Decimal number(std::size_t value) {
  return Decimal::from_integer(static_cast<std::int64_t>(value));
}

}  // namespace

std::optional<Decimal> WaterPart::assess(Row& row) const {
  const auto& d = x_declared;
  WaterSamples samples(x_limits);
  read(row, samples);
  const auto river = samples.index(Body::River);
  const auto lake = samples.index(Body::Lake);
  give_body(Body::River, river, row);
  give_body(Body::Lake, lake, row);
  if (river.sections + lake.sections == 0) {
    row.explain(d.cwqi, d.water_none);
    return std::nullopt;
  }
  const auto city = city_index(river, lake);
  if (!city) {
    const auto& body = river.sections != 0 && river.first_undefined() ? river : lake;
    row.explain(d.cwqi, d.water_undefined,
                {Decimal::from_integer(water_number(body.first_undefined().value_or(0)))});
    return std::nullopt;
  }
  row.set(d.cwqi, *city);
  row.explain(d.cwqi, d.water_city,
              {river.value, number(river.sections), lake.value, number(lake.sections), *city});
  return city;
}

void WaterPart::read(const Row& row, WaterSamples& samples) const {
  const auto& d = x_declared;
  const auto records = row[d.samples];
  for (std::uint64_t i = 0; i < records.size(); ++i) {
    const auto record = records[i];
    WaterSample sample;
    for (std::size_t item = 0; item < kWater_items; ++item)
      if (const auto value = record[d.water_columns[item]]) {
        sample.value[item] = *value;
        sample.given |= 1U << item;
      }
    const auto undetected = parse_items(record[d.undetected].value_or(""));
    if (!undetected || (*undetected & ~sample.given) != 0 || (*undetected & 1U << kPh) != 0)
      row.refuse(d.refused_undetected, {number(i + 1)});
    sample.undetected = *undetected;
    const auto body = record[d.body].value_or(sdk::Word{0}).index == 0 ? Body::River : Body::Lake;
    if (!samples.add(record[d.section].value_or(""), body, sample))
      row.refuse(d.refused_body, {number(i + 1)});
  }
}

void WaterPart::give_body(Body body, const BodyIndex& index, Row& row) const {
  const auto& d = x_declared;
  const auto output = d.body_cwqi[static_cast<std::size_t>(body)];
  if (index.sections == 0) return row.explain(output, d.water_none);
  if (const auto undefined = index.first_undefined())
    return row.explain(output, d.water_undefined,
                       {Decimal::from_integer(water_number(*undefined))});
  row.set(output, index.value);
  explain_items(body, index, output, row);
}

void WaterPart::explain_items(Body body, const BodyIndex& index, sdk::DecimalOutput output,
                              Row& row) const {
  const auto rule = x_declared.water_item[static_cast<std::size_t>(body)];
  for (std::size_t item = 0; item < kWater_items; ++item)
    row.explain(
        output, rule,
        {Decimal::from_integer(water_number(item)), index.mean[item], index.quotient[item]});
}

}  // namespace environment
