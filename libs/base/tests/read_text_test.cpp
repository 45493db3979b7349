#include <spondyl/base/read_text.h>

#include <fstream>
#include <gtest/gtest.h>
#include <spondyl/test_support/temporary_folder.h>

namespace spondyl {
namespace {

TEST(ReadText, GivesEveryByte) {
  const test_support::TemporaryFolder folder;
  const std::string bytes("a\r\n\0b\xFF", 6);
  std::ofstream(folder / "file", std::ios::binary) << bytes;
  std::ofstream(folder / "empty");
  EXPECT_EQ(read_text(folder / "file").value(), bytes);
  EXPECT_EQ(read_text(folder / "empty").value(), "");
}

TEST(ReadText, NamesAFileThatIsNotThere) {
  const auto text = read_text("/nowhere/file.json");
  ASSERT_FALSE(text);
  EXPECT_EQ(text.error().code, ErrorCode::not_found);
  EXPECT_NE(text.error().message.find("/nowhere/file.json"), std::string::npos);
  EXPECT_FALSE(read_text("/")) << "a folder is no file";
}

} // namespace
} // namespace spondyl
