# Writes OUTPUT, a C++ source that holds the bytes of FILES and their SHA-256 for assay/sdk/data.hpp.
set(arrays "")
set(entries "")
set(digested "")
set(count 0)
foreach(file IN LISTS FILES)
  cmake_path(GET file FILENAME name)
  file(READ ${file} bytes HEX)
  string(REGEX REPLACE "(..)" "'\\\\x\\1'," bytes "${bytes}")
  string(REGEX REPLACE "(('....',){12})" "\\1\n    " bytes "${bytes}")
  string(APPEND arrays "constexpr char kFile_${count}[] = {\n    ${bytes} '\\0'};\n")
  string(APPEND entries "    {\"${name}\", {kFile_${count}, sizeof kFile_${count} - 1}},\n")
  file(SHA256 ${file} digest)
  string(APPEND digested "${name} ${digest}\n")
  math(EXPR count "${count} + 1")
endforeach()
string(SHA256 digest "${digested}")
string(REGEX REPLACE "(..)" "0x\\1, " digest "${digest}")

file(
  WRITE ${OUTPUT}
  "// Generated from the DATA files of assay_add_plugin().
#include \"assay/sdk/data.hpp\"

namespace assay::sdk {

namespace {

${arrays}
// One more than needed, as there may be none.
constexpr DataFile kFiles[] = {
${entries}    {},
};

constexpr std::array<std::uint8_t, 32> kDigest = {${digest}};

}  // namespace

std::span<const DataFile> data_files() noexcept { return {kFiles, ${count}}; }

const std::array<std::uint8_t, 32>& data_sha256() noexcept { return kDigest; }

}  // namespace assay::sdk
")
