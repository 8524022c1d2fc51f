// Lets a C++ exception out of evaluate.
#include <stdexcept>

#include "assay/plugin.h"
#define PLANTED_ROW(host, batch, row, x, err) throw_something()
static int32_t throw_something() { throw std::runtime_error("out"); }
#include "planted.h"
extern "C" {
PLANTED_ENTRY
}
