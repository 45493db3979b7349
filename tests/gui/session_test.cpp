// "Open, measure, correct a corner, relabel, undo, save, reopen": the reader's day, with the reader's hands.
#include "demo.h"
#include "window/level_dialog.h"
#include "window_driver.h"

#include <QApplication>
#include <QComboBox>
#include <QTableView>
#include <QTimer>
#include <fstream>
#include <gtest/gtest.h>
#include <spondyl/base/digest.h>
#include <spondyl/test_support/temporary_folder.h>
#include <spondyl/view_model/findings_table.h>

namespace spondyl::viewer::test {
namespace {

using view_model::Action;
using view_model::ViewContent;

/// Every file below a folder with its digest: proof that nothing was touched.
std::map<std::string, std::string> digests(const std::filesystem::path& folder) {
  std::map<std::string, std::string> result;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
    if (entry.is_regular_file())
      result[entry.path().string()] = *sha256_of_file(entry.path());
  return result;
}

QString cell(WindowDriver& driver, int row, view_model::Column column) {
  const auto* table = driver.window().findChild<QTableView*>("findings");
  return table->model()->index(row, static_cast<int>(column)).data().toString();
}

/// Answers the next dialog that asks for a level.
void answer_with_level(const char* level) {
  QTimer::singleShot(0, [level] {
    auto* dialog = qobject_cast<LevelDialog*>(QApplication::activeModalWidget());
    if (dialog == nullptr)
      return; // the test fails by the names that did not change
    dialog->findChild<QComboBox*>()->setCurrentText(level);
    dialog->accept();
  });
}

TEST(ScriptedSession, SurvivesFromOpeningToReopening) {
  const test_support::TemporaryFolder folder;
  const auto study = write_demo(folder.path());
  const auto before = digests(study);
  view_model::ReviewState left;
  const auto saved = folder / "findings.json";
  {
    WindowDriver driver(folder.path());
    ASSERT_TRUE(driver.open(study));
    driver.save_screenshot("session-1-opened");
    ASSERT_TRUE(driver.measure());
    ASSERT_EQ(driver.state().vertebrae.size(), 7U) << "T11 to L5";
    EXPECT_EQ(cell(driver, 2, view_model::Column::level), "L1");
    driver.save_screenshot("session-2-measured");

    // A click on the row of L1 leads every view there.
    driver.workspace().go_to(driver.state().reviews[2].key);
    PictureView& sagittal = driver.view(ViewContent::sagittal);
    const QPoint corner = driver.place_of(sagittal, driver.state().reviews[2].key, 0);
    ASSERT_TRUE(sagittal.rect().contains(corner));

    // Correct a corner: up by 30 pixels.
    const double height = driver.state().vertebrae[2].heights.anterior->value;
    const QString text = cell(driver, 2, view_model::Column::anterior);
    driver.drag(sagittal, corner, corner - QPoint(0, 30));
    const double moved_by = 30 / sagittal.transform().zoom;
    EXPECT_NEAR(driver.state().vertebrae[2].heights.anterior->value, height + moved_by, 0.35);
    EXPECT_NE(cell(driver, 2, view_model::Column::anterior), text);
    EXPECT_TRUE(driver.state().reviews[2].moved_points[0]);
    driver.save_screenshot("session-3-corrected");

    // Relabel: the body becomes L2, the others are counted from it.
    answer_with_level("L2");
    driver.press_key(Action::relabel);
    EXPECT_EQ(driver.state().vertebrae[2].display_name(), "L2");
    EXPECT_EQ(driver.state().vertebrae[1].display_name(), "L1");

    driver.press_key(Action::undo);
    EXPECT_EQ(driver.state().vertebrae[2].display_name(), "L1");
    EXPECT_TRUE(driver.state().reviews[2].moved_points[0]) << "only the last step was undone";

    driver.workspace().review().save(saved);
    ASSERT_TRUE(driver.wait_for([&] { return !driver.workspace().review().saving(); }));
    EXPECT_TRUE(std::filesystem::exists(saved));
    left = driver.state();
  }
  {
    WindowDriver driver(folder.path());
    ASSERT_TRUE(driver.open(study));
    EXPECT_EQ(driver.state().vertebrae, left.vertebrae);
    EXPECT_EQ(driver.state().reviews, left.reviews);
    driver.press_key(Action::undo);
    EXPECT_FALSE(driver.state().reviews[2].moved_points[0]) << "the history came back, too";
    driver.save_screenshot("session-4-reopened");
  }
  EXPECT_EQ(digests(study), before) << "the input was touched";
}

TEST(ScriptedSession, AddsDeletesAndDeclaresVertebrae) {
  const test_support::TemporaryFolder folder;
  WindowDriver driver(folder.path());
  ASSERT_TRUE(driver.open(write_demo(folder.path())));
  ASSERT_TRUE(driver.measure());

  const auto l3 = driver.state().reviews[4].key;
  driver.workspace().go_to(l3);
  PictureView& sagittal = driver.view(ViewContent::sagittal);
  const QPoint middle =
      (driver.place_of(sagittal, l3, 2) + driver.place_of(sagittal, l3, 3)) / 2; // between the mid-endplate points
  driver.press_key(Action::delete_selected);
  EXPECT_EQ(driver.state().vertebrae.size(), 6U);

  // A click into its middle brings it back, measured from that seed.
  driver.press_key(Action::add_vertebra);
  driver.click(sagittal, middle);
  ASSERT_TRUE(driver.wait_for([&] { return !driver.workspace().review().measuring(); }));
  ASSERT_EQ(driver.state().vertebrae.size(), 7U);
  EXPECT_EQ(driver.state().vertebrae[4].origin, MeasurementOrigin::seeded);

  driver.press_key(Action::shift_down);
  EXPECT_EQ(driver.state().vertebrae[2].display_name(), "L2");
  driver.workspace().go_to(driver.state().reviews[0].key);
  driver.press_key(Action::accept);
  EXPECT_TRUE(driver.state().reviews[0].accepted);
}

TEST(ScriptedSession, MeasuresALengthWithTwoClicks) {
  const test_support::TemporaryFolder folder;
  WindowDriver driver(folder.path());
  ASSERT_TRUE(driver.open(write_demo(folder.path())));
  PictureView& sagittal = driver.view(ViewContent::sagittal);
  driver.press_key(Action::tool_length);
  driver.click(sagittal, {100, 100});
  driver.click(sagittal, {100, 200});
  ASSERT_EQ(driver.state().tools.size(), 1U);
  const view_model::ToolContext context{&*driver.workspace().image()->volume, nullptr, std::nullopt};
  EXPECT_NEAR(*view_model::evaluate(driver.state().tools[0], context).value, 100 / sagittal.transform().zoom, 1e-6);
  EXPECT_EQ(driver.workspace().mode(), Mode::navigate);
  driver.press_key(Action::undo);
  EXPECT_TRUE(driver.state().tools.empty());
}

} // namespace
} // namespace spondyl::viewer::test
