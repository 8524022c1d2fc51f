// The gate of schema evolution: records.capnp against each released one (frozen under
// tests/golden/store). Cap'n Proto's own loader takes old and new together and refuses what it
// knows to be incompatible; it lets fields be removed or change places, so those are looked for
// here. And the gate itself must notice such changes.

#include <capnp/schema-loader.h>
#include <capnp/schema-parser.h>
#include <gtest/gtest.h>
#include <kj/filesystem.h>

#include <fstream>
#include <iterator>
#include <map>
#include <string>

namespace assay::store {
namespace {

std::string read(const std::string& file) {
  std::ifstream stream(file, std::ios::binary);
  EXPECT_TRUE(stream) << file;
  return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

// The parser keeps what is parsed.
class Schema {
 public:
  explicit Schema(const std::string& text) : x_disk(kj::newDiskFilesystem()) {
    auto folder = kj::newInMemoryDirectory(kj::nullClock());
    folder->openFile(kj::Path("records.capnp"), kj::WriteMode::CREATE)->writeAll(text.c_str());
    x_folder = kj::mv(folder);
    x_include = x_disk->getRoot().openSubdir(kj::Path({"usr", "include"}));
    const kj::ReadableDirectory* imports[] = {x_include.get()};
    x_file = x_parser.parseFromDirectory(*x_folder, kj::Path("records.capnp"), imports);
  }

  // Structs and enums by name.
  [[nodiscard]] std::map<std::string, capnp::ParsedSchema> nodes() const {
    std::map<std::string, capnp::ParsedSchema> found;
    for (const auto node : x_file.getAllNested())
      found.emplace(node.getUnqualifiedName().cStr(), node);
    return found;
  }

 private:
  kj::Own<kj::Filesystem> x_disk;
  kj::Own<const kj::ReadableDirectory> x_folder;
  kj::Own<const kj::ReadableDirectory> x_include;
  capnp::SchemaParser x_parser;
  capnp::ParsedSchema x_file;
};

std::string text_of(capnp::schema::Type::Reader type) { return kj::str(type).cStr(); }

// What the new struct lacks of the old one, in words; "" when nothing.
std::string compare_fields(capnp::StructSchema before, capnp::StructSchema after,
                           const std::string& name) {
  std::string faults;
  std::map<std::string, capnp::schema::Field::Reader> fields;
  for (const auto field : after.getFields())
    fields.emplace(field.getProto().getName().cStr(), field.getProto());
  for (const auto field : before.getFields()) {
    const auto old = field.getProto();
    const auto where = name + "." + old.getName().cStr() + " ";
    const auto found = fields.find(old.getName().cStr());
    if (found == fields.end()) {
      faults += where + "is gone\n";
      continue;
    }
    const auto& now = found->second;
    if (now.which() != old.which() || now.getDiscriminantValue() != old.getDiscriminantValue()) {
      faults += where + "is another member\n";
    } else if (old.isSlot()) {
      const auto was = old.getSlot();
      const auto is = now.getSlot();
      if (is.getOffset() != was.getOffset()) faults += where + "was renumbered\n";
      if (text_of(is.getType()) != text_of(was.getType())) faults += where + "has another type\n";
      if (std::string(kj::str(is.getDefaultValue()).cStr()) !=
          kj::str(was.getDefaultValue()).cStr())
        faults += where + "has another default\n";
    } else {
      faults += compare_fields(field.getType().asStruct(),
                               after.getFieldByName(old.getName()).getType().asStruct(),
                               name + "." + old.getName().cStr());
    }
  }
  return faults;
}

std::string compare_enumerants(capnp::EnumSchema before, capnp::EnumSchema after,
                               const std::string& name) {
  std::string faults;
  for (const auto old : before.getEnumerants()) {
    const auto now = after.findEnumerantByName(old.getProto().getName());
    KJ_IF_MAYBE (found, now) {
      if (found->getOrdinal() != old.getOrdinal())
        faults += name + "." + old.getProto().getName().cStr() + " was renumbered\n";
    } else {
      faults += name + "." + old.getProto().getName().cStr() + " is gone\n";
    }
  }
  return faults;
}

// Cap'n Proto's judgement of both together.
std::string load_both(const capnp::ParsedSchema& before, const capnp::ParsedSchema& after) {
  try {
    capnp::SchemaLoader loader;
    loader.load(before.getProto());
    loader.load(after.getProto());
    return "";
  } catch (const kj::Exception& exception) {
    return std::string("loader: ") + exception.getDescription().cStr() + "\n";
  }
}

std::string compare(const std::string& before, const std::string& after) {
  try {
    const Schema old_schema(before);
    const Schema new_schema(after);
    const auto now = new_schema.nodes();
    std::string faults;
    for (const auto& [name, node] : old_schema.nodes()) {
      const auto found = now.find(name);
      if (found == now.end()) {
        faults += name + " is gone\n";
        continue;
      }
      faults += load_both(node, found->second);
      if (node.getProto().isStruct())
        faults += compare_fields(node.asStruct(), found->second.asStruct(), name);
      if (node.getProto().isEnum())
        faults += compare_enumerants(node.asEnum(), found->second.asEnum(), name);
    }
    return faults;
  } catch (const kj::Exception& exception) {
    return std::string("does not parse: ") + exception.getDescription().cStr() + "\n";
  }
}

std::string records() { return read(ASSAY_SOURCE_DIR "/host/store/records.capnp"); }
std::string released(int format) {
  return read(ASSAY_SOURCE_DIR "/tests/golden/store/records-" + std::to_string(format) + ".capnp");
}

TEST(SchemaEvolution, NothingReleasedIsRemovedRenumberedOrRetyped) {
  for (int format = 1; format <= 2; ++format)
    EXPECT_EQ(compare(released(format), records()), "") << "format " << format;
}

// One edit of the records each, and what the gate must say of it.
TEST(SchemaEvolution, TheGateNoticesEveryKindOfChange) {
  struct Case {
    std::string from;
    std::string to;
    std::string expected;  // a part of what is said
  };
  const std::vector<Case> cases{
      // removed, the next one taking its number
      {"  evidence @8 :Text;\n  decidedBy @9 :Text;\n  date @10 :Int32;    # yyyymmdd, 0 = none\n"
       "  state @11 :State;",
       "  decidedBy @8 :Text;\n  date @9 :Int32;\n  state @10 :State;", "Event.evidence is gone"},
      // renamed is removed for whoever reads by name
      {"  measureUnit @2 :Text;\n  direction", "  unit @2 :Text;\n  direction",
       "Indicator.measureUnit is gone"},
      // swapped
      {"  code @0 :Text;\n  name @1 :Text;\n  type @2 :Text;",
       "  code @1 :Text;\n  name @0 :Text;\n  type @2 :Text;", "Unit.code was renumbered"},
      // retyped, also to one of the same size
      {"  from @4 :Int32;       # yyyymmdd", "  from @4 :UInt32;       # yyyymmdd",
       "Unit.from has another type"},
      {"  text @0 :Text;\n}\n\nenum State", "  text @0 :Data;\n}\n\nenum State",
       "TextEntry.text has another type"},
      {"  tags @7 :List(Text);", "  tags @7 :List(Data);", "Unit.tags has another type"},
      {"  state @11 :State;\n}", "  state @11 :EventKind;\n}", "Event.state has another type"},
      // another default
      {"decimals @4 :Int8 = -1;", "decimals @4 :Int8 = 0;",
       "Indicator.decimals has another default"},
      // enumerators
      {"  bonus @0;\n  sanction @1;", "  sanction @0;\n  bonus @1;",
       "EventKind.bonus was renumbered"},
      {"  award @4;\n", "", "EventKind.award is gone"},
      // members of a union
      {"    none @5 :Void;\n    micro @6 :Int64;", "    micro @5 :Int64;\n    none @6 :Void;",
       "Event.points.none is another member"},
      {"struct RunKey {\n  run @0 :UInt64;\n}", "", "RunKey is gone"},
  };
  for (const auto& [from, to, expected] : cases) {
    auto text = released(1);
    const auto at = text.find(from);
    ASSERT_NE(at, std::string::npos) << from;
    text.replace(at, from.size(), to);
    const auto said = compare(released(1), text);
    EXPECT_NE(said.find(expected), std::string::npos) << from << "\nsaid: " << said;
  }
}

TEST(SchemaEvolution, FieldsMayBeAddedAtTheEnd) {
  auto text = released(1);
  const std::string from = "  ordinal @8 :UInt32;   # place on axis 1\n";
  const auto at = text.find(from);
  ASSERT_NE(at, std::string::npos);
  text.replace(at, from.size(), from + "  more @9 :Text;\n");
  EXPECT_EQ(compare(released(1), text), "");
}

}  // namespace
}  // namespace assay::store
