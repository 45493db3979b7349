#include "input_list.h"
#include "walk.h"

#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <spondyl/batch/batch.h>
#include <spondyl/test_support/temporary_folder.h>

namespace spondyl::batch {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;

void write(const fs::path& file, const std::string& text) {
  fs::create_directories(file.parent_path());
  std::ofstream(file) << text;
}

std::vector<std::string> walked(const std::vector<fs::path>& inputs) {
  std::vector<std::string> files;
  const auto done = walk(inputs, {}, [&](const FolderContent& content) -> Result<void> {
    for (const std::string& name : content.files)
      files.push_back((content.folder.filename() / name).string());
    for (const SkippedFile& skipped : content.skipped)
      files.push_back("skipped " + skipped.file.filename().string());
    return {};
  });
  EXPECT_TRUE(done);
  return files;
}

TEST(InputLists, StandForWhatTheyName) {
  const test_support::TemporaryFolder folder;
  write(folder / "one" / "a.dcm", "x");
  write(folder / "studies.txt", "# the first year\none\n\n" + (folder / "one" / "a.dcm").string() + "\r\none\n");
  const auto expanded = expand_lists({folder / "studies.txt"});
  ASSERT_TRUE(expanded) << expanded.error().text();
  EXPECT_THAT(*expanded, ElementsAre(folder / "one", folder / "one" / "a.dcm"));
}

TEST(InputLists, NameTheLineThatLeadsNowhere) {
  const test_support::TemporaryFolder folder;
  write(folder / "studies.list", "\nno-such-folder\n");
  const auto expanded = expand_lists({folder / "studies.list"});
  ASSERT_FALSE(expanded);
  EXPECT_THAT(expanded.error().message, HasSubstr("Line 2"));
  EXPECT_THAT(expanded.error().message, HasSubstr("studies.list"));
  EXPECT_FALSE(expand_lists({folder / "missing"}));
}

TEST(Walking, MeetsEveryFileOnceInAFixedOrder) {
  const test_support::TemporaryFolder folder;
  write(folder / "b" / "2", "x");
  write(folder / "b" / "1", "x");
  write(folder / "a" / "deep" / "3", "x");
  EXPECT_THAT(walked({folder.path()}), ElementsAre("deep/3", "b/1", "b/2"));
  EXPECT_THAT(walked({folder / "b" / "2"}), ElementsAre("b/2"));
}

TEST(Walking, DoesNotFollowALinkBackUp) {
  const test_support::TemporaryFolder folder;
  write(folder / "a" / "1", "x");
  fs::create_directory_symlink(folder.path(), folder / "a" / "up");
  fs::create_symlink(folder / "gone", folder / "a" / "broken");
  EXPECT_THAT(walked({folder.path()}), ElementsAre("a/1", "skipped broken"));
}

TEST(Walking, StopsWhenAsked) {
  const test_support::TemporaryFolder folder;
  const CancelToken cancel;
  cancel.cancel();
  const auto done = walk({folder.path()}, cancel, [](const FolderContent&) -> Result<void> { return {}; });
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, ErrorCode::cancelled);
}

TEST(Shards, AreReadAndChecked) {
  const auto shard = parse_shard("3/8");
  ASSERT_TRUE(shard);
  EXPECT_EQ(shard->index, 3);
  EXPECT_EQ(shard->count, 8);
  for (const char* wrong : {"", "3", "0/8", "9/8", "3/", "/8", "3/8x", "-1/8", "3/-8"})
    EXPECT_FALSE(parse_shard(wrong)) << wrong;
}

} // namespace
} // namespace spondyl::batch
