# The records of an office. docs/formats/store.md says where each lies and what surrounds it.
# Fields are only ever added, at the end: never removed, renumbered or given another type.
# Places for later records: ballots, datasets.

@0xd6e0f3a1c5b72984;

using Cxx = import "/capnp/c++.capnp";
$Cxx.namespace("assay::store::wire");

# meta "format": read by every later version, so it must never change its form.
struct Format {
  version @0 :UInt32;
  createdS @1 :Int64;  # since 1970-01-01 UTC
}

# meta "ids": the next numbers to give. None is ever given twice.
struct Ids {
  unit @0 :UInt64;
  ordinal @1 :UInt64;
  indicator @2 :UInt64;
  text @3 :UInt64;
  event @4 :UInt64;
  scheme @5 :UInt64;
  run @6 :UInt64;
  diary @7 :UInt64;
}

struct Name {
  number @0 :UInt64;
  text @1 :Text;
}

struct Unit {
  code @0 :Text;
  name @1 :Text;
  type @2 :Text;
  parent @3 :Text;      # code, or ""
  from @4 :Int32;       # yyyymmdd, 0 = none
  to @5 :Int32;         # yyyymmdd, 0 = none
  successor @6 :Text;   # code, or ""
  tags @7 :List(Text);
  ordinal @8 :UInt32;   # place on axis 1
}

enum Direction {
  higher @0;
  lower @1;
  target @2;
}

enum Rollup {
  none @0;
  sum @1;
  last @2;
  mean @3;
  max @4;
}

struct Indicator {
  code @0 :Text;
  name @1 :Text;
  measureUnit @2 :Text;
  direction @3 :Direction;
  decimals @4 :Int8 = -1;  # -1 = not limited
  owner @5 :Text;
  rollup @6 :Rollup;
}

struct TextEntry {
  text @0 :Text;
}

enum State {
  reported @0;
  reviewed @1;
  confirmed @2;
}

enum EventKind {
  bonus @0;
  sanction @1;
  veto @2;
  falsification @3;
  award @4;
}

# Figures are counts of 10^-6 throughout.
struct Event {
  code @0 :Text;
  unit @1 :UInt64;    # unit id
  period @2 :UInt32;  # year*100 + code: 0 year, 1-12 month, 21-22 half, 31-34 quarter
  kind @3 :EventKind;
  subject @4 :Text;
  points :union {
    none @5 :Void;
    micro @6 :Int64;
  }
  reason @7 :Text;
  evidence @8 :Text;
  decidedBy @9 :Text;
  date @10 :Int32;    # yyyymmdd, 0 = none
  state @11 :State;
}

struct Imported {
  micro @0 :Int64;
  full :union {
    none @1 :Void;
    micro @2 :Int64;
  }
}

struct Scheme {
  id @0 :Text;
  text @1 :Text;
}

struct Diary {
  actor @0 :Text;
  action @1 :Text;
  detail @2 :Text;
  timeS @3 :Int64;
}

struct RunKey {
  run @0 :UInt64;
}

struct Ratio {
  numerator @0 :Int64;
  denominator @1 :Int64 = 1;
}

struct Pair {
  first @0 :Text;
  second @1 :Text;
}

struct Message {
  text @0 :Text;
  args @1 :List(Pair);
  textZh @2 :Text;
}

enum FieldType {
  decimal @0;
  ratio @1;
  flag @2;
}

struct FieldValue {
  union {
    none @0 :Void;
    micro @1 :Int64;
    ratio :group {
      numerator @2 :Int64;
      denominator @3 :Int64;
    }
    flag @4 :Bool;
  }
}

struct MaybeMicro {
  union {
    none @0 :Void;
    micro @1 :Int64;
  }
}

struct Reasons {
  messages @0 :List(Message);
}

struct AssessmentField {
  id @0 :Text;
  type @1 :FieldType;
  measureUnit @2 :Text;
  doc @3 :Text;
  values @4 :List(FieldValue);  # by ordinal of axis 1
  full @5 :List(MaybeMicro);    # by ordinal, or empty
  reasons @6 :List(Reasons);    # by ordinal, or empty
}

struct UnitMessage {
  ordinal @0 :UInt64;
  message @1 :Message;
}

struct Assessment {
  id @0 :Text;
  origin @1 :Text;
  digest @2 :Data;  # 32 bytes
  period @3 :UInt32;
  fields @4 :List(AssessmentField);
  failures @5 :List(UnitMessage);  # ascending ordinals
  missing @6 :List(UnitMessage);   # ascending ordinals
}

# A plugin package as some run used it, whole, so that it can be used again.
struct Package {
  id @0 :Text;       # of the plugin
  version @1 :Text;
  archive @2 :Data;  # docs/formats/package.md
}

# What the office keeps to: keys it trusts, versions of plugins it stays with.
struct Setting {
  name @0 :Text;
  value @1 :Text;  # "" = not set
}

struct Note {
  code @0 :Text;
  data @1 :List(Pair);
  message @2 :Message;
}

struct Term {
  kind @0 :Text;
  component @1 :Text;
  event @2 :Text;
  points @3 :Int64;
  full @4 :Int64;
  how @5 :Message;
}

struct ComponentResult {
  id @0 :Text;
  points :union {
    none @1 :Void;
    micro @2 :Int64;
  }
  full @3 :Int64;
  missing @4 :Text;
  trace @5 :List(Note);
}

struct UnitResult {
  unit @0 :Text;
  name @1 :Text;
  total :union {
    none @2 :Void;
    micro @3 :Int64;
  }
  published :union {
    none @4 :Void;
    micro @5 :Int64;
  }
  rank @6 :UInt32;  # from 1; 0 = none
  grade @7 :Text;
  components @8 :List(ComponentResult);
  terms @9 :List(Term);
  incomplete @10 :List(Note);
  notes @11 :List(Note);
}

struct ComponentInfo {
  id @0 :Text;
  name @1 :Text;
  parent @2 :Text;
  points @3 :Int64;
  weight @4 :Ratio;  # absent = none
}

struct GroupResult {
  id @0 :Text;
  name @1 :Text;
  components @2 :List(ComponentInfo);
  grades @3 :List(Pair);  # id, name
  awards @4 :List(Pair);  # id, name
  units @5 :UInt64;       # how many follow in the parts
}

struct UsedAssessment {
  id @0 :Text;
  origin @1 :Text;
  digest @2 :Data;
  # Of one that a plugin made; else empty.
  plugin @3 :Text;
  pluginVersion @4 :Text;
  binarySha256 @5 :Data;
  package @6 :Data;  # name of its package
}

# Part 0 of a run; its units follow in parts 1, 2, …
struct Run {
  scheme @0 :Text;
  version @1 :UInt32;
  title @2 :Text;
  period @3 :UInt32;
  publishedDecimals @4 :UInt8;
  groups @5 :List(GroupResult);
  steps @6 :List(Text);
  schemeDigest @7 :Data;
  inputDigest @8 :Data;
  assessments @9 :List(UsedAssessment);
  hostVersion @10 :Text;
  actor @11 :Text;
  createdS @12 :Int64;
  parts @13 :UInt64;       # how many parts follow
  incomplete @14 :UInt64;  # units without a total
  # Of a manifest (32 bytes of resultDigest): no groups and no parts, their number instead.
  logSize @15 :UInt64;     # journal entries there were when its figures were read
  resultDigest @16 :Data;
  groupCount @17 :UInt64;
  units @18 :UInt64;
}

struct RunUnits {
  group @0 :UInt32;  # index in Run.groups
  units @1 :List(UnitResult);
}

# --- Format 2: the journal -----------------------------------------------------------------------

struct TextChange {
  number @0 :UInt64;
  text @1 :Text;
}

# In these, an absent `old` means that there was nothing before.
struct UnitChange {
  id @0 :UInt64;
  old @1 :Unit;
  new @2 :Unit;
}

struct IndicatorChange {
  number @0 :UInt32;
  version @1 :UInt32;  # of `new`
  old @2 :Indicator;
  new @3 :Indicator;
}

struct EventChange {
  number @0 :UInt64;
  old @1 :Event;
  new @2 :Event;
}

struct ImportedChange {
  period @0 :UInt32;
  assessment @1 :UInt32;  # text number
  field @2 :UInt32;       # text number
  ordinal @3 :UInt32;
  old @4 :Imported;
  new @5 :Imported;
}

# Where figures lie: the key of their chunk.
struct Place {
  period @0 :UInt32;
  indicator @1 :UInt32;
  axis @2 :UInt32;
  chunk @3 :UInt32;
  layer @4 :UInt8;
}

# Single figures of one chunk. Cells, by slot, packed and little-endian: u16 slot; u8 flags, 1 had
# an old value, 2 has a new one; then i64 old and i64 new, each only where its flag is set.
struct FiguresChange {
  place @0 :Place;
  cells @1 :Data;
}

# A chunk replaced whole. Payload: what follows the head of a chunk without rows behind its last
# figure.
struct LoadedChange {
  place @0 :Place;
  digest @1 :Data;      # BLAKE2b-256 of the new payload
  oldPayload @2 :Data;  # empty when there was no figure
}

# Digests here are BLAKE2b-256 too. `content` is that of a record from its byte 16 on.
struct SchemeChange {
  number @0 :UInt32;
  version @1 :UInt32;
  id @2 :Text;
  digest @3 :Data;  # of the scheme's text
}

struct AssessmentChange {
  digest @0 :Data;  # its name
  id @1 :Text;
  period @2 :UInt32;
  content @3 :Data;
}

struct RunChange {
  number @0 :UInt64;
  key @1 :Data;      # digest of what it was made from
  scheme @2 :Text;
  version @3 :UInt32;
  period @4 :UInt32;
  content @5 :Data;  # of its parts
  results @6 :Data;  # digest of its results, or empty
}

# A package is never changed.
struct PackageChange {
  digest @0 :Data;  # its name
  id @1 :Text;
  version @2 :Text;
  content @3 :Data;
}

struct SettingChange {
  old @0 :Setting;
  new @1 :Setting;
}

# A run put on record whole.
struct PublishedChange {
  run @0 :UInt64;
  content @1 :Data;  # of its parts
}

struct UpgradeChange {
  fromFormat @0 :UInt32;
  state @1 :Data;  # digest of all that the office held
}

# One entry of the journal. Its canonical bytes are a leaf of the Merkle tree.
struct Change {
  seq @0 :UInt64;
  timeS @1 :Int64;  # since 1970-01-01 UTC
  actor @2 :Text;
  action @3 :Text;
  detail @4 :Text;
  reason @5 :Text;
  request @6 :Data;  # 16 bytes, or empty
  union {
    made @7 :Void;    # the office itself
    legacy @8 :Void;  # from the diary of format 1
    upgrade @9 :UpgradeChange;
    text @10 :TextChange;
    unit @11 :UnitChange;
    indicator @12 :IndicatorChange;
    figures @13 :FiguresChange;
    loaded @14 :LoadedChange;
    event @15 :EventChange;
    imported @16 :ImportedChange;
    scheme @17 :SchemeChange;
    assessment @18 :AssessmentChange;
    run @19 :RunChange;
    published @20 :PublishedChange;
    package @21 :PackageChange;
    setting @22 :SettingChange;
  }
}

# head "log": what the last commit left, so that a journal cut short is noticed.
struct LogHead {
  size @0 :UInt64;
  root @1 :Data;
}

# A signed checkpoint: its text.
struct Checkpoint {
  text @0 :Text;
}

# derived: results of a run. Groups of one form share their components, grades and awards.
struct ResultForm {
  components @0 :List(ComponentInfo);
  grades @1 :List(Pair);
  awards @2 :List(Pair);
}

struct ResultGroup {
  id @0 :Text;
  name @1 :Text;
  form @2 :UInt32;   # index in ResultHead.forms
  units @3 :UInt64;
}

# The first entry of a run; written after all others.
struct ResultHead {
  resultDigest @0 :Data;  # that of the run's manifest
  forms @1 :List(ResultForm);
  groups @2 :List(ResultGroup);
  bytes @3 :UInt64;       # all entries of the run together
}

# What is said of single units of a part, by row.
struct UnitNotes {
  row @0 :UInt32;
  incomplete @1 :List(Note);
  notes @2 :List(Note);
  whole @3 :UnitResult;  # instead of all columns, where it has what they cannot hold
}

struct ResultNotes {
  rows @0 :List(UnitNotes);
}
