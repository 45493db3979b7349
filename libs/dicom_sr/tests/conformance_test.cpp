#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <regex>
#include <set>
#include <spondyl/base/read_text.h>
#include <string>

namespace spondyl::dicom_sr {
namespace {

std::string text_of(const std::string& file) {
  return read_text(std::string(SPONDYL_SOURCE_DIR) + "/" + file).value_or("");
}

TEST(Conformance, StatementListsEveryPrivateCodeOfTheReport) {
  const std::string statement = text_of("docs/conformance.md");
  const std::string header = text_of("libs/dicom_sr/include/spondyl/dicom_sr/private_codes.h");
  const std::regex code(R"re(own\(\s*"([^"]+)",\s*"([^"]+)"\s*\))re");
  std::set<std::string> values;
  for (std::sregex_iterator found(header.begin(), header.end(), code), end; found != end; ++found) {
    const std::string value = (*found)[1], meaning = (*found)[2];
    EXPECT_THAT(statement, testing::HasSubstr("| `" + value + "` | " + meaning + " |"));
    EXPECT_LE(value.size(), 16U) << value;     // SH
    EXPECT_LE(meaning.size(), 64U) << meaning; // LO
    EXPECT_TRUE(values.insert(value).second) << value << " has two meanings";
  }
  EXPECT_GT(values.size(), 100U);
}

} // namespace
} // namespace spondyl::dicom_sr
