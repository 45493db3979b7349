// The window on scans of people, where they are present.
#include "window_driver.h"

#include <QTableView>
#include <gtest/gtest.h>
#include <spondyl/test_support/temporary_folder.h>

namespace spondyl::viewer::test {
namespace {

namespace fs = std::filesystem;
using view_model::ViewContent;

/// The case of a kind ("ct", "mr", "xray") with the fewest files; empty where there is none.
fs::path smallest_case(const char* kind) {
  fs::path smallest;
  std::ptrdiff_t fewest = 0;
  std::error_code absent;
  for (const auto& entry : fs::directory_iterator(fs::path(SPONDYL_DATA_DIR) / kind, absent)) {
    if (!fs::is_directory(entry.path() / "dicom"))
      continue;
    const auto files = std::distance(fs::directory_iterator(entry.path() / "dicom"), fs::directory_iterator());
    if (smallest.empty() || files < fewest || (files == fewest && entry.path() < smallest)) {
      smallest = entry.path();
      fewest = files;
    }
  }
  return smallest.empty() ? smallest : smallest / "dicom";
}

class RealScans : public testing::TestWithParam<const char*> {};

TEST_P(RealScans, AreOpenedMeasuredAndListed) {
  const fs::path scan = smallest_case(GetParam());
  if (scan.empty())
    GTEST_SKIP() << "no real scans below " << SPONDYL_DATA_DIR << '/' << GetParam();
  const test_support::TemporaryFolder folder;
  WindowDriver driver(folder.path());
  ASSERT_TRUE(driver.open(scan));
  ASSERT_TRUE(driver.measure());
  const auto* table = driver.window().findChild<QTableView*>("findings");
  EXPECT_GE(table->model()->rowCount(), 3);
  driver.workspace().go_to(driver.state().reviews[1].key);
  EXPECT_FALSE(driver.view(ViewContent::sagittal).scene().markers.empty());
  driver.save_screenshot(std::string("real-") + GetParam());
}
INSTANTIATE_TEST_SUITE_P(Volumes, RealScans, testing::Values("ct", "mr"));

class RealFilms : public testing::Test {};

TEST_F(RealFilms, AreShownWithTheOriginOfTheirScale) {
  const fs::path scan = smallest_case("xray");
  if (scan.empty())
    GTEST_SKIP() << "no real films below " << SPONDYL_DATA_DIR << "/xray";
  const test_support::TemporaryFolder folder;
  WindowDriver driver(folder.path());
  driver.workspace().open({scan});
  ASSERT_TRUE(driver.wait_for([&] { return driver.workspace().image() && driver.workspace().image()->complete; }));
  PictureView& view = driver.view(ViewContent::radiograph);
  ASSERT_TRUE(view.isVisible());
  EXPECT_TRUE(view.words().join('\n').contains("ixel")) << "a spacing with its origin, or that there is none";
  driver.save_screenshot("real-xray");
}

} // namespace
} // namespace spondyl::viewer::test
