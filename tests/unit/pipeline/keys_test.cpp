#include "pipeline/keys.hpp"

#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/stat.h>

#include <fstream>
#include <iterator>

namespace assay::pipeline {
namespace {

namespace fs = std::filesystem;

std::string code_of(const auto& result) {
  return result.has_value() ? "none" : result.error().code;
}

struct Folder {
  fs::path path;
  Folder() {
    auto pattern = (fs::temp_directory_path() / "assay-keys-XXXXXX").string();
    path = ::mkdtemp(pattern.data());
  }
  ~Folder() { fs::remove_all(path); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
};

std::string read(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

TEST(KeyFiles, AreAPairThatOnlyTheOwnerCanSignWith) {
  const Folder folder;
  const auto files = make_key("assay.example/county", folder.path).value();
  EXPECT_EQ(files.secret, folder.path / "assay.example-county.key");
  EXPECT_EQ(files.verifier, folder.path / "assay.example-county.pub");
  struct stat facts{};
  ASSERT_EQ(::stat(files.secret.c_str(), &facts), 0);
  EXPECT_EQ(facts.st_mode & 0777U, 0600U);
  EXPECT_EQ(read(files.verifier), files.verifier_text + "\n");

  const auto signer = read_signer_key(files.secret).value();
  const auto verifier = read_verifier_key(files.verifier.string()).value();
  EXPECT_EQ(verifier.text(), files.verifier_text);
  EXPECT_EQ(read_verifier_key(files.verifier_text).value().text(), files.verifier_text);
  EXPECT_TRUE(verifier.verifies("text", signer.sign("text")));
}

TEST(KeyFiles, AreNeverReplaced) {
  const Folder folder;
  const auto files = make_key("name", folder.path).value();
  const auto secret = read(files.secret);
  EXPECT_EQ(code_of(make_key("name", folder.path)), "key.exists");
  fs::remove(files.verifier);
  EXPECT_EQ(code_of(make_key("name", folder.path)), "key.exists");
  EXPECT_FALSE(fs::exists(files.verifier));  // no half of a pair is left
  EXPECT_EQ(read(files.secret), secret);
  EXPECT_EQ(code_of(make_key("with blank", folder.path)), "audit.key_name");
  EXPECT_EQ(code_of(make_key("name", folder.path / "none")), "key.write");
}

TEST(KeyFiles, ThatOthersMayReadAreRefused) {
  const Folder folder;
  const auto files = make_key("name", folder.path).value();
  fs::permissions(files.secret, fs::perms::group_read, fs::perm_options::add);
  EXPECT_EQ(code_of(read_signer_key(files.secret)), "key.open");
}

TEST(KeyFiles, OfTheOtherKindOrNoneAreRefused) {
  const Folder folder;
  const auto files = make_key("name", folder.path).value();
  const auto mistaken = read_verifier_key(files.secret.string());
  EXPECT_EQ(code_of(mistaken), "audit.key_text");
  EXPECT_EQ(describe(mistaken.error()).find(read(files.secret).substr(12, 40)), std::string::npos);
  fs::permissions(files.verifier, fs::perms::owner_all, fs::perm_options::replace);
  EXPECT_EQ(code_of(read_signer_key(files.verifier)), "audit.key_text");
  EXPECT_EQ(code_of(read_signer_key(folder.path / "none")), "key.unreadable");
  EXPECT_EQ(code_of(read_signer_key(folder.path)), "key.unreadable");
  EXPECT_EQ(code_of(read_verifier_key("none")), "audit.key_text");
  EXPECT_EQ(code_of(read_verifier_key(folder.path.string())), "key.unreadable");
}

}  // namespace
}  // namespace assay::pipeline
