# The records of an office. docs/formats/store.md says where each lies and what surrounds it.
# Fields are only ever added, at the end: never removed, renumbered or given another type.
# Places for later records: a figure's delta, journal entries, ballots, datasets, packages.

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
}

struct RunUnits {
  group @0 :UInt32;  # index in Run.groups
  units @1 :List(UnitResult);
}
