#include <spondyl/plugin_host/write_report.h>

#include "plugin_folder.h"

#include <gmock/gmock.h>
#include <sstream>
#include <sys/stat.h>

namespace spondyl::plugin_host {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

std::string read_text(const fs::path& file) {
  std::ifstream stream(file);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

class ReportSessionTest : public testing::Test {
protected:
  ReportSessionTest() {
    plugins.add("good", "writer", manifest());
    order.findings.software = {"spondyl", "0.1.0"};
    order.output = output.path();
  }
  Result<std::vector<std::string>> write(const std::string& format) {
    PluginHost host = plugins.host();
    return ReportSession(host, order).write(format);
  }
  std::string written(const std::string& name) const { return read_text(output / name); }

  PluginFolder plugins;
  test_support::TemporaryFolder output;
  ReportOrder order;
};

TEST_F(ReportSessionTest, HandsOverTheFindingsAndTheFileName) {
  order.file_name = "name";
  EXPECT_EQ(write("findings").value_or(std::vector<std::string>{}), std::vector<std::string>{"name.txt"});
  EXPECT_THAT(written("name.txt"), HasSubstr("spondyl.findings/1"));
}

TEST_F(ReportSessionTest, WritesFilesForTheirOwnerOnly) {
  ASSERT_TRUE(write("findings"));
  struct stat status {};
  ASSERT_EQ(stat((output / "report.txt").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600U);
}

TEST_F(ReportSessionTest, AThrowInsideAPluginIsAnError) {
  EXPECT_THAT(write("throw-runtime").error().message, HasSubstr("thrown inside the plugin"));
  EXPECT_EQ(write("throw-int").error().code, ErrorCode::internal);
}

TEST_F(ReportSessionTest, ARefusalKeepsItsCodeReasonAndAdvice) {
  const Error error = write("refuse").error();
  EXPECT_EQ(error.code, ErrorCode::not_measurable);
  EXPECT_EQ(error.text(), "Nothing to report. Measure first.");
}

TEST_F(ReportSessionTest, AFormatThatFailsLeavesNothingBehind) {
  EXPECT_FALSE(write("half"));
  EXPECT_FALSE(fs::exists(output / "half.txt"));
}

TEST_F(ReportSessionTest, APluginCannotWriteOrReadOutsideItsFolders) {
  EXPECT_FALSE(write("outside"));
  EXPECT_FALSE(fs::exists(output.path().parent_path() / "outside.txt"));
  std::ofstream(plugins.path().parent_path() / "secret.txt") << "secret";
  EXPECT_FALSE(write("escape"));
  fs::remove(plugins.path().parent_path() / "secret.txt");
}

TEST_F(ReportSessionTest, TheImageArrivesAndIsLoadedOnce) {
  int loads = 0;
  order.sources.image = [&loads]() -> Result<std::variant<Volume, Radiograph>> {
    ++loads;
    VolumeGeometry geometry;
    geometry.size = {3, 2, 1};
    return Volume(geometry, {1, 42, 3, 4, 5, 6}, Modality::ct);
  };
  PluginHost host = plugins.host();
  ReportSession session(host, order);
  ASSERT_TRUE(session.write("image"));
  ASSERT_TRUE(session.write("image"));
  EXPECT_EQ(written("image.txt"), "3x2 42");
  EXPECT_EQ(loads, 1);
}

TEST_F(ReportSessionTest, WhyPixelsAreGoneIsTheReportsReason) {
  order.sources.image = []() -> Result<std::variant<Volume, Radiograph>> {
    return failure(ErrorCode::not_found, "The images are not at /gone.");
  };
  EXPECT_EQ(write("image").error().message, "The images are not at /gone.");
  EXPECT_TRUE(write("findings")) << "other formats still work";
}

TEST_F(ReportSessionTest, ASitesOwnFilesComeBeforeThoseOfThePlugin) {
  plugins.write("texts/word.txt", "shipped");
  ASSERT_TRUE(write("resource"));
  EXPECT_EQ(written("resource.txt"), "shipped");
  PluginFolder site;
  site.write("texts/word.txt", "own");
  order.template_folder = site.path();
  ASSERT_TRUE(write("resource"));
  EXPECT_EQ(written("resource.txt"), "own");
}

} // namespace
} // namespace spondyl::plugin_host
