// Pins and trusted keys of an office, asked for by people.

#include <utility>
#include <vector>

#include "pipeline/office.hpp"
#include "pipeline/pins.hpp"

namespace assay::pipeline {

Result<std::vector<Pin>> Office::pins() const {
  ASSAY_TRY(const auto reader, x_store.read());
  return pins_of(reader);
}

Result<Pin> Office::pin(const std::string& scheme, model::Period period,
                        const package::Reference& plugin) {
  ASSAY_TRY(auto writer,
            x_store.write(x_surroundings.cause(
                "pin", scheme + " " + period.str() + " " + plugin.id + "@" + plugin.version)));
  ASSAY_TRY(const auto reader, x_store.read());
  model::AssessmentUse use;
  use.plugin = plugin.id;
  const std::vector<package::Reference> asked{plugin};
  ASSAY_TRY(const auto loaded, choose_plugin(use, scheme, period, {reader, x_surroundings, asked}));
  ASSAY_TRY(const auto package, stored(loaded.package));
  Pin pin{scheme, period, {package.id, package.version}, package.digest};
  ASSAY_CHECK(put_pin(writer, pin, package));
  ASSAY_CHECK(writer.commit());
  return pin;
}

Result<package::TrustList> Office::trusted() const {
  ASSAY_TRY(const auto reader, x_store.read());
  return office_keys(reader);
}

Result<bool> Office::trust(const audit::MinisignKey& key, bool trusted) {
  ASSAY_TRY(auto writer, x_store.write(x_surroundings.cause(trusted ? "trust" : "distrust",
                                                            audit::hex_of(key.id))));
  ASSAY_TRY(const bool changed, put_key(writer, key, trusted));
  if (changed) ASSAY_CHECK(writer.commit());
  return changed;
}

}  // namespace assay::pipeline
