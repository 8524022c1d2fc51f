// Plugins whose packages kit_test.py makes.
#include "planted.hpp"

#if defined(PLANTED_package_signature)  // the test changes a byte of its signature
PLUGIN(planted::open, planted::evaluate)

#elif defined(PLANTED_package_manifest)  // says another version when it is packed
ENTRY {
  static assay_plugin_desc desc;
  static const assay_plugin made = {sizeof made,    0,      &desc, planted::open, planted::evaluate,
                                    planted::close, nullptr};
  desc = *planted::sound().desc;
  if (std::getenv("PLANTED_PACKED") != nullptr) desc.version = {"9.9.9", 5};
  return planted::sound_entry(host_min, host_cur, err) == nullptr ? nullptr : &made;
}
#endif
