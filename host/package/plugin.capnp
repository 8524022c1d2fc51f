# The manifest of a plugin package: what a plugin says of itself, as data that can be read before any
# of its code runs, and the hashes of all its files. docs/formats/package.md says what surrounds it.
# Fields are only ever added, at the end: never removed, renumbered or given another type.

@0xb1f4a6d2c97e3058;

using Cxx = import "/capnp/c++.capnp";
$Cxx.namespace("assay::package::wire");

# Counts of 10^-6.
struct Bound {
  union {
    open @0 :Void;
    micro @1 :Int64;
  }
}

# An input, an output or a column of a dataset.
struct Field {
  id @0 :Text;
  type @1 :Text;  # "dec6", "ratio", "bool", …
  measureUnit @2 :Text;
  doc @3 :Text;
  lo @4 :Bound;
  hi @5 :Bound;
  required @6 :Bool;
  rising @7 :Bool;
  falling @8 :Bool;
  periodsBack @9 :UInt32;
  source @10 :Text;
  words @11 :List(Text);
}

struct Dataset {
  id @0 :Text;
  doc @1 :Text;
  required @2 :Bool;
  columns @3 :List(Field);
}

struct Parameter {
  id @0 :Text;
  standard @1 :Text;
  doc @2 :Text;
  type @3 :Text;
  lo @4 :Bound;
  hi @5 :Bound;
  words @6 :List(Text);
}

struct Rule {
  code @0 :UInt32;
  id @1 :Text;
  operands @2 :UInt32;
  textEn @3 :Text;
  textZh @4 :Text;
}

# The plugin's own description, as the program read it from the plugin.
struct Descriptor {
  id @0 :Text;
  version @1 :Text;
  vendor @2 :Text;
  doc @3 :Text;
  toolchain @4 :Text;
  abiMin @5 :UInt32;
  abiCurrent @6 :UInt32;
  rowIndependent @7 :Bool;
  ruleSha256 @8 :Data;
  inputs @9 :List(Field);
  outputs @10 :List(Field);
  datasets @11 :List(Dataset);
  parameters @12 :List(Parameter);
  rules @13 :List(Rule);
}

struct File {
  path @0 :Text;
  bytes @1 :UInt64;
  sha256 @2 :Data;
}

# Where a norm of the plugin comes from, as its data files state it.
struct Norm {
  file @0 :Text;
  source @1 :Text;
}

struct Manifest {
  format @0 :UInt32;  # 1
  descriptor @1 :Descriptor;
  parameterSchema @2 :Text;  # JSON Schema of the parameters
  library @3 :Text;          # the path of the shared object among the files
  files @4 :List(File);      # all of the package but manifest, signature and certificate; by path
  norms @5 :List(Norm);
  packedBy @6 :Text;         # "assay 0.1.0"
}
