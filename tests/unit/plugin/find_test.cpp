#include <gtest/gtest.h>

#include <fstream>

#include "planted.hpp"

namespace assay::plugin {
namespace {

namespace fs = std::filesystem;

fs::path folder(const std::string& name) {
  const auto path = fs::path(testing::TempDir()) / "find_plugins" / name;
  fs::create_directories(path);
  return path;
}

fs::path library(const fs::path& parent, const std::string& name) {
  fs::create_directories(parent / name);
  const auto path = parent / name / (name + ".so");
  std::ofstream(path) << "library";
  return path;
}

TEST(Find, TheFirstFolderWins) {
  const auto first = folder("first");
  const auto second = folder("second");
  const auto water = library(second, "water");
  const auto air = library(first, "air");
  library(second, "air");
  fs::create_directories(second / "no-library-in-it");
  const std::vector<fs::path> path{folder("first"), second, "/no/such/folder"};
  EXPECT_EQ(find_all(path), (std::vector<fs::path>{air, water}));
  EXPECT_EQ(find("air", path).value(), air);
  EXPECT_EQ(find("water", path).value(), water);
}

TEST(Find, SaysWhereItLooked) {
  const auto place = folder("third");
  library(place, "soil");
  for (const std::string id : {"water", "../third/soil", "soil/soil", ""}) {
    const auto found = find(id, {place});
    ASSERT_FALSE(found) << id;
    EXPECT_EQ(found.error().code, "plugin.not_found");
    EXPECT_EQ(in_english(found.error().message),
              "there is no plugin " + id + " in " + place.string() + "; found there: soil");
  }
}

}  // namespace
}  // namespace assay::plugin
