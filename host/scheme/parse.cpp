#include "scheme/parse.hpp"

#include <limits>
#include <utility>
#include <vector>

#include "base/digest.hpp"
#include "scheme/group.hpp"

namespace assay::scheme {

namespace {

constexpr Whole kVersion{1, std::numeric_limits<std::uint32_t>::max()};
constexpr Whole kDecimals{0, 6};
constexpr auto kOrigin_keys = keys({"plugin", "imported"});
constexpr auto kPlugin_keys = keys({"version", "inputs", "parameters"});

// The entries of a block whose keys the scheme is free to choose.
std::vector<std::pair<std::string, Value>> read_entries(Reading& reading, const Value& value) {
  std::vector<std::pair<std::string, Value>> entries;
  Fields fields(reading, value);
  for (const auto key : fields.names()) {
    if (is_id(key))
      entries.emplace_back(key, *fields.find(key));
    else
      fields.refuse_key(key, "scheme.id", not_an_id(key));
  }
  return entries;
}

// An indicator, or an indicator and its layer.
std::optional<model::InputSource> as_input(Reading& reading, const Value& value) {
  model::InputSource source;
  if (value.node->kind != Node::Kind::Map) {
    auto indicator = as_text(reading, value);
    if (!indicator) return std::nullopt;
    source.indicator = *std::move(indicator);
    return source;
  }
  Fields fields(reading, value);
  fields.allow({kInput_keys});
  const bool named = fields.require("indicator", source.indicator, as_text);
  fields.take("layer", source.layer, one_of(kLayer_words));
  if (!named) return std::nullopt;
  return source;
}

// "id" or "id@version"; a version may also stand under its own key, but not in both places.
void read_reference(Fields& use, model::AssessmentUse& into) {
  auto& reading = use.reading();
  use.take("version", into.version, as_text);
  use.take("plugin", into.plugin, [&](Reading&, const Value& value) -> std::optional<std::string> {
    auto text = as_text(reading, value);
    if (!text) return std::nullopt;
    const auto at = text->find('@');
    if (at == std::string::npos) return as_id(reading, value);
    auto id = text->substr(0, at);
    const auto version = text->substr(at + 1);
    if (!into.version.empty() || version.empty() || !is_id(id)) {
      reading.refuse(value, "scheme.plugin",
                     {ASSAY_TEXT("“{text}” names no plugin: write its id or ID@VERSION, and a "
                                 "version in one place only"),
                      {{"text", excerpt(*text)}}});
      return std::nullopt;
    }
    into.version = version;
    return id;
  });
}

void read_plugin(Fields& use, model::AssessmentUse& into) {
  auto& reading = use.reading();
  read_reference(use, into);
  if (const auto* inputs = use.find("inputs"))
    for (const auto& [field, value] : read_entries(reading, *inputs))
      if (auto source = as_input(reading, value)) into.inputs[field] = *std::move(source);
  if (const auto* parameters = use.find("parameters"))
    for (const auto& [name, value] : read_entries(reading, *parameters))
      if (auto text = as_text(reading, value)) into.parameters[name] = *std::move(text);
}

model::AssessmentUse read_use(Reading& reading, const Value& value, Ids& ids) {
  model::AssessmentUse into;
  Fields use(reading, value);
  use.allow({kUse_keys});
  if (use.require("id", into.id, as_id))
    ids.declare(reading, *use.find("id"), into.id);
  else
    ids.lost();
  const auto origin = use.choose(kOrigin_keys);
  if (origin == "imported") {
    bool flag = true;
    use.take("imported", flag, as_true);
    use.refuse_without(kPlugin_keys, "plugin");
  }
  if (origin == "plugin") read_plugin(use, into);
  return into;
}

void read_head(Fields& fields, model::Scheme& into) {
  fields.require("scheme", into.id, as_id);
  fields.require("version", into.version, kVersion);
  into.title = into.id;
  fields.take("title", into.title, as_text);
  fields.take("series", into.series, as_id);
  fields.take("period", into.period, as_period);
  std::uint32_t decimals = 2;
  fields.take("published_decimals", decimals, kDecimals);
  into.published_decimals = static_cast<int>(decimals);
  fields.take("rounding", into.rounding, one_of(kRounding_words));
  fields.take("figures", into.figures, one_of(kState_words));
}

void read_uses(Fields& fields, Ids& ids, model::Scheme& into) {
  const auto* value = fields.find("assessments");
  if (fields.meant("assessments")) ids.lost();
  if (value == nullptr) return;
  const auto list = as_list(fields.reading(), *value);
  if (!list) {
    ids.lost();
    return;
  }
  for (const auto& element : *list)
    into.assessments.push_back(read_use(fields.reading(), element, ids));
}

void read_groups(Fields& fields, const Ids& assessments, model::Scheme& into) {
  auto& reading = fields.reading();
  Groups groups{assessments};
  const auto* value = fields.need("groups");
  const auto list = value == nullptr ? std::nullopt : as_list(reading, *value, 1);
  if (list)
    for (const auto& element : *list) into.groups.push_back(read_group(reading, element, groups));
  // A unit of a list cannot also be left out.
  fields.take("left_out", into.left_out, [&](Reading&, const Value& units) {
    return as_new_texts(reading, units, groups.placed);
  });
}

}  // namespace

Result<model::Scheme, Errors> parse(std::string_view text, const std::string& file) {
  auto tree = Tree::read(text);
  if (!tree) {
    auto error = std::move(tree).error();
    error.where.file = file;
    return std::unexpected(Errors{std::move(error)});
  }
  model::Scheme scheme;
  Problems problems;
  Reading reading{*tree, problems};
  Fields fields(reading, {&tree->root(), "scheme", tree->root().mark});
  fields.allow({kScheme_keys});
  read_head(fields, scheme);
  Ids assessments(Ids::Kind::Assessment);
  read_uses(fields, assessments, scheme);
  read_groups(fields, assessments, scheme);
  if (!problems.empty()) return std::unexpected(problems.take(text, file));
  scheme.text = text;
  scheme.digest = digest_of(text);
  return scheme;
}

}  // namespace assay::scheme
