#pragma once
// Two comparisons that Cap'n Proto 0.9 leaves out under C++20, because rewritten operators stood in
// for them. Compilers that follow P2468 (clang 16, GCC 13) do not rewrite them, and then
// <capnp/blob.h> does not compile without these. To be included before it.

#include <kj/string.h>

#if defined(__clang__) || __GNUC__ >= 13
namespace kj {

inline bool operator==(const char* a, const StringPtr& b) { return b == StringPtr(a); }
inline bool operator!=(const char* a, const StringPtr& b) { return !(a == b); }

}  // namespace kj
#endif
