#include <spondyl/findings/private_file.h>

#include <fstream>
#include <gtest/gtest.h>
#include <iterator>
#include <spondyl/test_support/temporary_folder.h>

namespace spondyl::findings {
namespace {

class PrivateFile : public testing::Test {
protected:
  [[nodiscard]] static std::string content(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
  }
  const test_support::TemporaryFolder temporary_;
  const std::filesystem::path folder_ = temporary_.path();
};

TEST_F(PrivateFile, CanBeReadByItsOwnerOnly) {
  ASSERT_TRUE(write_private_file(folder_ / "findings.json", "{}"));
  EXPECT_EQ(std::filesystem::status(folder_ / "findings.json").permissions(),
            std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  EXPECT_EQ(content(folder_ / "findings.json"), "{}");
}

TEST_F(PrivateFile, ReplacesAnOlderOneAndLeavesNothingElseBehind) {
  std::ofstream(folder_ / "findings.json") << "an older and longer text";
  ASSERT_TRUE(write_private_file(folder_ / "findings.json", "new"));
  EXPECT_EQ(content(folder_ / "findings.json"), "new");
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder_), {}), 1);
}

TEST_F(PrivateFile, ThatCannotBeWrittenNamesThePathAndTheReason) {
  const auto written = write_private_file(folder_ / "missing" / "findings.json", "{}");
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().code, ErrorCode::io);
  EXPECT_NE(written.error().message.find("missing/findings.json"), std::string::npos);
  EXPECT_NE(written.error().message.find("No such file"), std::string::npos);
}

TEST_F(PrivateFile, LeavesNoTemporaryBehindWhenItsPlaceIsTaken) {
  std::filesystem::create_directories(folder_ / "findings.json" / "occupied");
  EXPECT_FALSE(write_private_file(folder_ / "findings.json", "{}"));
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder_), {}), 1);
}

} // namespace
} // namespace spondyl::findings
