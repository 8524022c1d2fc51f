#pragma once
// Errors that reading of folders and of archives share. Pure.

#include <string>

#include "base/result.hpp"

namespace assay::package {

[[nodiscard]] inline std::unexpected<Error> too_large() {
  return fail(Failure::Plugin, "package.limit",
              {ASSAY_TEXT("the package holds more than 256 MiB or 1000 files"), {}});
}

[[nodiscard]] inline std::unexpected<Error> not_plain(const std::string& path) {
  return fail(Failure::Plugin, "package.link",
              {ASSAY_TEXT("{path} is no plain file: a package holds no links, devices or the like"),
               {{"path", excerpt(path)}}});
}

}  // namespace assay::package
