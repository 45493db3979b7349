// What the window asks the reader, and what becomes of the answers; tools drawn and dragged.
#include "dialog_answer.h"
#include "studies.h"
#include "window/level_dialog.h"
#include "window_driver.h"

#include <QAbstractButton>
#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QInputDialog>
#include <QMessageBox>
#include <gtest/gtest.h>
#include <spondyl/test_support/temporary_folder.h>

namespace spondyl::viewer::test {
namespace {

using view_model::Action;
using view_model::ViewContent;

Answer<QInputDialog> answer_with_text(const QString& text) {
  return Answer<QInputDialog>([text](QInputDialog& dialog) {
    dialog.setTextValue(text);
    dialog.accept();
  });
}

Answer<QMessageBox> answer_with_button(const QString& words) {
  return Answer<QMessageBox>([words](QMessageBox& box) {
    for (QAbstractButton* button : box.buttons())
      if (button->text().remove('&') == words)
        return button->click();
    box.reject();
  });
}

class Questions : public testing::Test {
protected:
  Questions() : driver_(folder_.path()) {}
  void SetUp() override { ASSERT_TRUE(driver_.open(write_mr(folder_.path()))); }

  test_support::TemporaryFolder folder_;
  WindowDriver driver_;
};

TEST_F(Questions, ARerunAsksBeforeItReplacesWhatTheReaderSet) {
  ASSERT_TRUE(driver_.measure());
  const auto key = driver_.state().reviews[1].key;
  driver_.workspace().go_to(key);
  PictureView& sagittal = driver_.view(ViewContent::sagittal);
  const double automatic = driver_.state().vertebrae[1].heights.anterior->value;
  const QPoint corner = driver_.place_of(sagittal, key, 0);
  driver_.drag(sagittal, corner, corner - QPoint(0, 40));
  const double edited = driver_.state().vertebrae[1].heights.anterior->value;
  ASSERT_GT(edited, automatic + 1.0);

  const auto keep = answer_with_button("Keep mine");
  ASSERT_TRUE(driver_.measure());
  EXPECT_TRUE(keep.given());
  EXPECT_EQ(driver_.state().vertebrae[1].heights.anterior->value, edited);

  const auto replace = answer_with_button("Replace mine");
  ASSERT_TRUE(driver_.measure());
  EXPECT_TRUE(replace.given());
  EXPECT_NEAR(driver_.state().vertebrae[1].heights.anterior->value, automatic, 1e-6);
  driver_.press_key(Action::undo);
  EXPECT_EQ(driver_.state().vertebrae[1].heights.anterior->value, edited) << "undo brings the reader's value back";
}

TEST_F(Questions, ABodyIsDeclaredNotAssessableWithItsReason) {
  ASSERT_TRUE(driver_.measure());
  driver_.workspace().go_to(driver_.state().reviews[2].key);
  const double height = driver_.state().vertebrae[2].heights.anterior->value;
  const auto reason = answer_with_text("Cement of 2019");
  driver_.press_key(Action::not_assessable);
  ASSERT_TRUE(reason.given());
  const VertebraFinding& vertebra = driver_.state().vertebrae[2];
  EXPECT_EQ(vertebra.status, MeasurementStatus::not_assessable);
  EXPECT_EQ(vertebra.reason, "Cement of 2019");
  EXPECT_FALSE(vertebra.heights.anterior);
  driver_.save_screenshot("not-assessable");

  driver_.press_key(Action::not_assessable); // once more takes it back, and asks nothing
  EXPECT_EQ(driver_.state().vertebrae[2].status, MeasurementStatus::measured);
  EXPECT_EQ(driver_.state().vertebrae[2].reason, "");
  ASSERT_TRUE(driver_.state().vertebrae[2].heights.anterior);
  EXPECT_NEAR(driver_.state().vertebrae[2].heights.anterior->value, height, 1e-6);
}

TEST_F(Questions, OneVertebraIsNamedAndTheOthersStay) {
  ASSERT_TRUE(driver_.measure());
  std::vector<std::string> names;
  for (const VertebraFinding& vertebra : driver_.state().vertebrae)
    names.push_back(vertebra.display_name());
  driver_.workspace().go_to(driver_.state().reviews[1].key);
  const Answer<LevelDialog> level([](LevelDialog& dialog) {
    dialog.findChild<QComboBox*>()->setCurrentText("T10");
    dialog.findChild<QCheckBox*>()->setChecked(true);
    dialog.accept();
  });
  driver_.press_key(Action::relabel);
  ASSERT_TRUE(level.given());
  names[1] = "T10";
  for (std::size_t i = 0; i < names.size(); ++i)
    EXPECT_EQ(driver_.state().vertebrae[i].display_name(), names[i]);
  driver_.press_key(Action::undo);
  EXPECT_NE(driver_.state().vertebrae[1].display_name(), "T10");
}

TEST_F(Questions, AnAnnotationKeepsItsWords) {
  PictureView& sagittal = driver_.view(ViewContent::sagittal);
  driver_.press_key(Action::tool_annotation);
  const auto words = answer_with_text("Schmorl's node");
  driver_.click(sagittal, {150, 150});
  ASSERT_TRUE(words.given());
  ASSERT_EQ(driver_.state().tools.size(), 1U);
  EXPECT_EQ(driver_.state().tools[0].text, "Schmorl's node");
}

TEST_F(Questions, AToolFollowsItsHandleAndEscapeGivesItBack) {
  PictureView& sagittal = driver_.view(ViewContent::sagittal);
  driver_.press_key(Action::tool_length);
  driver_.click(sagittal, {150, 100});
  driver_.click(sagittal, {150, 200});
  const auto drawn = driver_.state().tools;
  ASSERT_EQ(drawn.size(), 1U);
  const auto end_of_line = [&] {
    const auto at = sagittal.transform().to_screen(sagittal.scene().lines.back().points.back());
    return QPoint(static_cast<int>(std::lround(at.x)), static_cast<int>(std::lround(at.y)));
  };
  driver_.workspace().toggle_crosshair(); // its lines would be the last ones

  press_at(sagittal, {150, 200}, Qt::LeftButton);
  move_to(sagittal, {190, 260}, Qt::LeftButton);
  EXPECT_EQ(end_of_line(), QPoint(190, 260)) << "while the button is held";
  EXPECT_EQ(driver_.state().tools, drawn);
  driver_.press_key(Action::cancel);
  move_to(sagittal, {195, 265}, Qt::LeftButton);
  release_at(sagittal, {195, 265}, Qt::LeftButton);
  EXPECT_EQ(driver_.state().tools, drawn);
  EXPECT_EQ(end_of_line(), QPoint(150, 200));

  driver_.drag(sagittal, {150, 200}, {190, 260});
  EXPECT_EQ(end_of_line(), QPoint(190, 260));
  EXPECT_NE(driver_.state().tools, drawn);
  driver_.press_key(Action::undo);
  EXPECT_EQ(driver_.state().tools, drawn) << "the drag is one step";
}

TEST_F(Questions, AMeasurementThatNobodyEditedIsThereAgain) {
  ASSERT_TRUE(driver_.measure());
  const auto measured = driver_.state().vertebrae;
  WindowDriver again(folder_.path());
  ASSERT_TRUE(again.open(folder_ / "study"));
  EXPECT_EQ(again.state().vertebrae, measured);
}

} // namespace
} // namespace spondyl::viewer::test
