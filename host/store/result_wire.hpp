#pragma once
// Results of runs as Cap'n Proto: shared by the codecs of runs and of derived results. Pure
// functions; thread-safe.

#include <vector>

#include "model/run.hpp"
#include "store/wire.hpp"

namespace assay::store::wire {

void put(capnp::List<Note>::Builder builder, const std::vector<model::Note>& notes);
void put(UnitResult::Builder builder, const model::UnitResult& result);
void put(capnp::List<ComponentInfo>::Builder builder,
         const std::vector<model::ComponentInfo>& components);
std::vector<model::Note> get(capnp::List<Note>::Reader reader);
model::UnitResult get(UnitResult::Reader reader);
std::vector<model::ComponentInfo> get(capnp::List<ComponentInfo>::Reader reader);

}  // namespace assay::store::wire
