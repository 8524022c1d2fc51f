#include "package/manifest.hpp"

#include "store/kj_compare.hpp"  // before Cap'n Proto: see there

#include <capnp/message.h>
#include <capnp/serialize.h>
#include <package/plugin.capnp.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <functional>
#include <utility>

#include "package/files.hpp"
#include "package/version.hpp"
#include "plugin/text.hpp"

namespace assay::package {

namespace {

constexpr std::uint32_t kFormat = 1;
constexpr std::size_t kLongest_bytes = std::size_t{16} << 20U;
constexpr std::size_t kText_max_bytes = 4096;
constexpr std::size_t kSchema_max_bytes = std::size_t{4} << 20U;

// Thrown by the readers below for what no manifest says; never leaves this file.
struct Malformed {};

capnp::Text::Reader put(const std::string& text) { return {text.data(), text.size()}; }
capnp::Data::Reader put(const Digest& digest) { return {digest.data(), digest.size()}; }

std::string text(capnp::Text::Reader reader) {
  std::string copy(reader.begin(), reader.size());
  if (copy.size() > kText_max_bytes || !plugin::is_clean(copy)) throw Malformed{};
  return copy;
}

std::string id(capnp::Text::Reader reader) {
  auto copy = text(reader);
  if (!plugin::is_id(copy)) throw Malformed{};
  return copy;
}

Digest digest(capnp::Data::Reader reader) {
  Digest copy{};
  if (reader.size() != copy.size()) throw Malformed{};
  std::ranges::copy(reader, copy.begin());
  return copy;
}

void put(wire::Bound::Builder builder, const std::optional<Decimal>& bound) {
  if (bound)
    builder.setMicro(bound->micro());
  else
    builder.setOpen();
}

std::optional<Decimal> get(wire::Bound::Reader reader) {
  if (reader.isOpen()) return std::nullopt;
  const auto micro = reader.getMicro();
  if (micro < -Decimal::kLimit_micro || micro > Decimal::kLimit_micro) throw Malformed{};
  return Decimal::from_micro(micro);
}

void put(wire::Field::Builder builder, const plugin::FieldInfo& field);
plugin::FieldInfo get(wire::Field::Reader reader);
void put(wire::Field::Builder builder, const model::DatasetColumn& column);
void put(wire::Dataset::Builder builder, const plugin::DatasetUse& dataset);
plugin::DatasetUse get(wire::Dataset::Reader reader);
void put(wire::Parameter::Builder builder, const plugin::ParameterInfo& parameter);
plugin::ParameterInfo get(wire::Parameter::Reader reader);
void put(wire::Rule::Builder builder, const plugin::RuleInfo& rule);
plugin::RuleInfo get(wire::Rule::Reader reader);
void put(wire::File::Builder builder, const FileEntry& file);
FileEntry get(wire::File::Reader reader);
void put(wire::Norm::Builder builder, const Norm& norm);
Norm get(wire::Norm::Reader reader);

// Fills the list that `init(count)` makes from `values`, and reads one into a vector.
template <class Init, class Values>
void fill(const Init& init, const Values& values) {
  auto list = init(static_cast<unsigned int>(values.size()));
  unsigned int i = 0;
  for (const auto& value : values) put(list[i++], value);
}

template <class List>
auto collect(const List& list) {
  std::vector<decltype(get(list[0]))> values;
  values.reserve(list.size());
  for (const auto element : list) values.push_back(get(element));
  return values;
}

void put(capnp::List<capnp::Text>::Builder builder, const std::vector<std::string>& words) {
  for (unsigned int i = 0; i < builder.size(); ++i) builder.set(i, put(words[i]));
}

std::vector<std::string> words(capnp::List<capnp::Text>::Reader reader) {
  std::vector<std::string> list;
  for (const auto word : reader) list.push_back(text(word));
  return list;
}

void put(wire::Field::Builder builder, const plugin::FieldInfo& field) {
  builder.setId(put(field.id));
  builder.setType(put(field.type));
  builder.setMeasureUnit(put(field.measure_unit));
  builder.setDoc(put(field.doc));
  put(builder.initLo(), field.lo);
  put(builder.initHi(), field.hi);
  builder.setRequired(field.required);
  builder.setRising(field.rising);
  builder.setFalling(field.falling);
  builder.setPeriodsBack(field.periods_back);
  builder.setSource(put(field.source));
}

plugin::FieldInfo get(wire::Field::Reader reader) {
  plugin::FieldInfo field;
  field.id = id(reader.getId());
  field.type = text(reader.getType());
  field.measure_unit = text(reader.getMeasureUnit());
  field.doc = text(reader.getDoc());
  field.lo = get(reader.getLo());
  field.hi = get(reader.getHi());
  field.required = reader.getRequired();
  field.rising = reader.getRising();
  field.falling = reader.getFalling();
  field.periods_back = reader.getPeriodsBack();
  field.source = text(reader.getSource());
  return field;
}

// In the order of model::DatasetType.
constexpr std::array<const char*, 7> kDataset_types = {"dec6", "i64",  "bool", "date",
                                                       "time", "word", "text"};
static_assert(kDataset_types.size() == static_cast<std::size_t>(model::kLast_dataset_type) + 1);

void put(wire::Field::Builder builder, const model::DatasetColumn& column) {
  builder.setId(put(column.id));
  builder.setType(kDataset_types[static_cast<std::size_t>(column.type)]);
  builder.setMeasureUnit(put(column.measure_unit));
  builder.setDoc(put(column.doc));
  put(builder.initLo(), column.lo);
  put(builder.initHi(), column.hi);
  builder.setRequired(column.required);
  put(builder.initWords(static_cast<unsigned int>(column.words.size())), column.words);
}

model::DatasetColumn column(wire::Field::Reader reader) {
  const auto field = get(reader);
  const auto type = std::ranges::find(kDataset_types, std::string_view(field.type));
  if (type == kDataset_types.end()) throw Malformed{};
  return {.id = field.id,
          .type = static_cast<model::DatasetType>(type - kDataset_types.begin()),
          .measure_unit = field.measure_unit,
          .doc = field.doc,
          .required = field.required,
          .lo = field.lo,
          .hi = field.hi,
          .words = words(reader.getWords())};
}

void put(wire::Dataset::Builder builder, const plugin::DatasetUse& dataset) {
  builder.setId(put(dataset.info.id));
  builder.setDoc(put(dataset.info.doc));
  builder.setRequired(dataset.required);
  fill([&](unsigned int n) { return builder.initColumns(n); }, dataset.info.columns);
}

plugin::DatasetUse get(wire::Dataset::Reader reader) {
  plugin::DatasetUse dataset;
  dataset.info.id = id(reader.getId());
  dataset.info.doc = text(reader.getDoc());
  dataset.required = reader.getRequired();
  for (const auto each : reader.getColumns()) dataset.info.columns.push_back(column(each));
  return dataset;
}

void put(wire::Parameter::Builder builder, const plugin::ParameterInfo& parameter) {
  builder.setId(put(parameter.id));
  builder.setStandard(put(parameter.standard));
  builder.setDoc(put(parameter.doc));
  builder.setType(put(parameter.type));
  put(builder.initLo(), parameter.lo);
  put(builder.initHi(), parameter.hi);
  put(builder.initWords(static_cast<unsigned int>(parameter.words.size())), parameter.words);
}

plugin::ParameterInfo get(wire::Parameter::Reader reader) {
  plugin::ParameterInfo parameter;
  parameter.id = id(reader.getId());
  parameter.standard = text(reader.getStandard());
  parameter.doc = text(reader.getDoc());
  parameter.type = text(reader.getType());
  parameter.lo = get(reader.getLo());
  parameter.hi = get(reader.getHi());
  parameter.words = words(reader.getWords());
  return parameter;
}

void put(wire::Rule::Builder builder, const plugin::RuleInfo& rule) {
  builder.setCode(rule.code);
  builder.setId(put(rule.id));
  builder.setOperands(rule.operands);
  builder.setTextEn(put(rule.text_en));
  builder.setTextZh(put(rule.text_zh));
}

plugin::RuleInfo get(wire::Rule::Reader reader) {
  return {reader.getCode(), id(reader.getId()), reader.getOperands(), text(reader.getTextEn()),
          text(reader.getTextZh())};
}

void put(wire::Descriptor::Builder builder, const plugin::PluginInfo& info) {
  builder.setId(put(info.id));
  builder.setVersion(put(info.version));
  builder.setVendor(put(info.vendor));
  builder.setDoc(put(info.doc));
  builder.setToolchain(put(info.toolchain));
  builder.setAbiMin(info.abi_min);
  builder.setAbiCurrent(info.abi_current);
  builder.setRowIndependent(info.row_independent);
  builder.setRuleSha256(put(info.rule_digest));
  fill([&](unsigned int n) { return builder.initInputs(n); }, info.inputs);
  fill([&](unsigned int n) { return builder.initOutputs(n); }, info.outputs);
  fill([&](unsigned int n) { return builder.initDatasets(n); }, info.datasets);
  fill([&](unsigned int n) { return builder.initParameters(n); }, info.parameters);
  fill([&](unsigned int n) { return builder.initRules(n); }, info.rules);
}

plugin::PluginInfo get(wire::Descriptor::Reader reader) {
  plugin::PluginInfo info;
  info.id = id(reader.getId());
  info.version = text(reader.getVersion());
  if (!is_version(info.version)) throw Malformed{};
  info.vendor = text(reader.getVendor());
  info.doc = text(reader.getDoc());
  info.toolchain = text(reader.getToolchain());
  info.abi_min = reader.getAbiMin();
  info.abi_current = reader.getAbiCurrent();
  info.row_independent = reader.getRowIndependent();
  info.rule_digest = digest(reader.getRuleSha256());
  info.inputs = collect(reader.getInputs());
  info.outputs = collect(reader.getOutputs());
  info.datasets = collect(reader.getDatasets());
  info.parameters = collect(reader.getParameters());
  info.rules = collect(reader.getRules());
  return info;
}

void put(wire::File::Builder builder, const FileEntry& file) {
  builder.setPath(put(file.path));
  builder.setBytes(file.bytes);
  builder.setSha256(put(file.sha256));
}

FileEntry get(wire::File::Reader reader) {
  FileEntry file{text(reader.getPath()), reader.getBytes(), digest(reader.getSha256())};
  if (!check_path(file.path)) throw Malformed{};
  return file;
}

void put(wire::Norm::Builder builder, const Norm& norm) {
  builder.setFile(put(norm.file));
  builder.setSource(put(norm.source));
}

Norm get(wire::Norm::Reader reader) { return {text(reader.getFile()), text(reader.getSource())}; }

// In canonical form, as one segment in the stream form.
template <class Root, class FillIn>
std::string canonical(const FillIn& fill_in) {
  capnp::MallocMessageBuilder message;
  auto root = message.initRoot<Root>();
  fill_in(root);
  const auto words = capnp::canonicalize(root.asReader());
  const kj::ArrayPtr<const capnp::word> segment = words;
  const auto stream = capnp::messageToFlatArray(kj::arrayPtr(&segment, 1));
  const auto bytes = stream.asBytes();
  return {reinterpret_cast<const char*>(bytes.begin()), bytes.size()};
}

std::string described(const plugin::PluginInfo& info) {
  return canonical<wire::Descriptor>([&](auto builder) { put(builder, info); });
}

std::unexpected<Error> malformed() {
  return fail(Failure::Plugin, "package.manifest",
              {ASSAY_TEXT("the manifest of the package cannot be read: it was changed, or is none; "
                          "get the package anew"),
               {}});
}

Manifest get(wire::Manifest::Reader reader) {
  Manifest manifest;
  manifest.info = get(reader.getDescriptor());
  const auto schema = reader.getParameterSchema();
  if (schema.size() > kSchema_max_bytes) throw Malformed{};
  manifest.parameter_schema.assign(schema.begin(), schema.size());
  manifest.library = text(reader.getLibrary());
  manifest.files = collect(reader.getFiles());
  manifest.norms = collect(reader.getNorms());
  manifest.packed_by = text(reader.getPackedBy());
  const auto library = std::ranges::find(manifest.files, manifest.library, &FileEntry::path);
  const auto by_path = [](const auto& left, const auto& right) { return left.path < right.path; };
  const bool sorted = std::ranges::adjacent_find(manifest.files, std::not_fn(by_path)) ==
                      manifest.files.end();  // and so no path stands twice
  if (library == manifest.files.end() || !sorted) throw Malformed{};
  manifest.info.binary_digest = library->sha256;
  return manifest;
}

}  // namespace

std::string encode(const Manifest& manifest) {
  return canonical<wire::Manifest>([&](wire::Manifest::Builder builder) {
    builder.setFormat(kFormat);
    put(builder.initDescriptor(), manifest.info);
    builder.setParameterSchema(put(manifest.parameter_schema));
    builder.setLibrary(put(manifest.library));
    fill([&](unsigned int n) { return builder.initFiles(n); }, manifest.files);
    fill([&](unsigned int n) { return builder.initNorms(n); }, manifest.norms);
    builder.setPackedBy(put(manifest.packed_by));
  });
}

Result<Manifest> decode(std::string_view bytes) {
  if (bytes.size() > kLongest_bytes || bytes.size() % sizeof(capnp::word) != 0) return malformed();
  auto words = kj::heapArray<capnp::word>(bytes.size() / sizeof(capnp::word));
  std::memcpy(words.begin(), bytes.data(), bytes.size());
  try {
    capnp::FlatArrayMessageReader message(words.asPtr());
    const auto root = message.getRoot<wire::Manifest>();
    if (root.getFormat() > kFormat)
      return fail(Failure::Plugin, "package.format_newer",
                  {ASSAY_TEXT("the package is of format {format}, newer than this program reads: "
                              "install a newer assay"),
                   {{"format", std::to_string(root.getFormat())}}});
    if (root.getFormat() != kFormat) return malformed();
    return get(root);
  } catch (const kj::Exception&) {
    return malformed();
  } catch (const Malformed&) {
    return malformed();
  }
}

std::string difference(const plugin::PluginInfo& said, const plugin::PluginInfo& found) {
  if (described(said) == described(found)) return "";
  using Info = plugin::PluginInfo;
  const std::vector<std::pair<const char*, void (*)(const Info&, Info&)>> parts = {
      {"id", [](const Info& from, Info& to) { to.id = from.id; }},
      {"version", [](const Info& from, Info& to) { to.version = from.version; }},
      {"inputs", [](const Info& from, Info& to) { to.inputs = from.inputs; }},
      {"outputs", [](const Info& from, Info& to) { to.outputs = from.outputs; }},
      {"datasets", [](const Info& from, Info& to) { to.datasets = from.datasets; }},
      {"parameters", [](const Info& from, Info& to) { to.parameters = from.parameters; }},
      {"rules", [](const Info& from, Info& to) { to.rules = from.rules; }}};
  for (const auto& [name, copy] : parts) {
    Info left;
    Info right;
    copy(said, left);
    copy(found, right);
    if (described(left) != described(right)) return name;
  }
  return "description";
}

}  // namespace assay::package
