// Nothing is wrong with this one: every check passes.
#include "planted.hpp"
PLUGIN(planted::open, planted::evaluate)
