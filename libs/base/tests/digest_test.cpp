#include <spondyl/base/digest.h>

#include <fstream>
#include <gtest/gtest.h>

namespace spondyl {
namespace {

TEST(Sha256, AgreesWithThePublishedVectors) { // FIPS 180-2 B.1 and B.2
  EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(sha256_hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

TEST(Sha256, OfAFileIsThatOfItsBytes) {
  const std::filesystem::path file = std::filesystem::path(testing::TempDir()) / "spondyl_digest_test.bin";
  const std::string bytes(700000, 'x'); // more than one buffer
  std::ofstream(file, std::ios::binary) << bytes;
  EXPECT_EQ(sha256_of_file(file).value(), sha256_hex(bytes));
  std::ofstream(file, std::ios::binary | std::ios::trunc).close();
  EXPECT_EQ(sha256_of_file(file).value(), sha256_hex(""));
  std::filesystem::remove(file);
}

TEST(Sha256, OfAMissingFileOrAFolderNamesIt) {
  const auto missing = sha256_of_file("/nonexistent/image.dcm");
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, ErrorCode::unreadable);
  EXPECT_NE(missing.error().message.find("/nonexistent/image.dcm"), std::string::npos);
  EXPECT_FALSE(sha256_of_file(testing::TempDir()));
}

} // namespace
} // namespace spondyl
