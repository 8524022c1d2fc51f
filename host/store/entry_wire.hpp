#pragma once
// Entries of an office as Cap'n Proto structs: what the codecs of records and of the journal share.
// Like wire.hpp for codecs only. Pure functions; thread-safe.

#include "store/entry_codec.hpp"
#include "store/wire.hpp"

namespace assay::store::wire {

void put(Unit::Builder builder, const UnitRecord& record);
UnitRecord get(Unit::Reader reader);
void put(Indicator::Builder builder, const model::Indicator& record);
model::Indicator get(Indicator::Reader reader);
void put(Event::Builder builder, const EventRecord& record);
EventRecord get(Event::Reader reader);
void put(Imported::Builder builder, const ImportedRecord& record);
ImportedRecord get(Imported::Reader reader);
void put(Setting::Builder builder, const SettingRecord& record);
SettingRecord get(Setting::Reader reader);

}  // namespace assay::store::wire
