// Current beside prior: proposed, confirmed, measured, joined, compared, and followed over the years.
#include "panels/timeline_plot.h"
#include "studies.h"
#include "views/slice_view.h"
#include "window_driver.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QTableView>
#include <QTableWidget>
#include <QtTest/QTest>
#include <cstdio>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <spondyl/test_support/temporary_folder.h>
#include <spondyl/view_model/findings_table.h>

namespace spondyl::viewer::test {
namespace {

using testing::HasSubstr;
using view_model::Action;
using view_model::Column;
using view_model::LayoutName;
using view_model::VertebraKey;
using view_model::ViewContent;

class FollowUp : public testing::Test {
protected:
  FollowUpController& follow_up() { return driver.workspace().follow_up(); }
  QListWidget& list() { return *driver.window().findChild<QListWidget*>("priors"); }
  TimelinePlot& plot() { return *driver.window().findChild<TimelinePlot*>("timeline_plot"); }

  void press_button(const QString& name) {
    for (QPushButton* button : driver.window().findChildren<QPushButton*>())
      if (button->accessibleName() == name && button->isEnabled()) {
        button->click();
        return;
      }
    FAIL() << "no button that can be pressed: " << name.toStdString();
  }
  bool open_and_measure(const std::filesystem::path& study) { return driver.open(study) && driver.measure(); }
  bool wait_for_proposals(std::size_t count) {
    return driver.wait_for([&] { return follow_up().candidates().size() == count && !follow_up().looking(); });
  }
  bool wait_for_comparison() {
    return driver.wait_for([&] {
      return follow_up().follow_up().comparison() != nullptr && !follow_up().matching() &&
             driver.workspace().joined_at();
    });
  }
  bool measure_prior() {
    press_button("Measure it");
    return driver.wait_for([&] { return !follow_up().measuring() && follow_up().chosen_candidate()->findings; });
  }
  VertebraKey key_of(const std::string& level) {
    for (std::size_t i = 0; i < driver.state().vertebrae.size(); ++i)
      if (driver.state().vertebrae[i].display_name() == level)
        return driver.state().reviews[i].key;
    return 0;
  }
  QModelIndex cell(VertebraKey vertebra, Column column) {
    const auto* table = driver.window().findChild<QTableView*>("findings");
    const auto row = driver.state().index_of(vertebra);
    return table->model()->index(row ? static_cast<int>(*row) : -1, static_cast<int>(column));
  }
  QString text(VertebraKey vertebra, Column column) { return cell(vertebra, column).data().toString(); }
  const comparison::HeightChange& anterior(VertebraKey vertebra) {
    return follow_up().follow_up().change_of(vertebra)->heights.front();
  }
  void click_row(const std::string& level) {
    auto* table = driver.window().findChild<QTableView*>("findings");
    const QRect place = table->visualRect(cell(key_of(level), Column::level));
    QTest::mouseClick(table->viewport(), Qt::LeftButton, Qt::NoModifier, place.center());
  }

  test_support::TemporaryFolder folder;
  WindowDriver driver{folder.path()};
};

TEST_F(FollowUp, FromTwoOpenedStudiesToTheChangeAndBackThroughTheTimeline) {
  ASSERT_TRUE(open_and_measure(write_loss_series(folder.path())));
  for (const auto& [step, date] :
       {std::pair(Action::next_series, kLossDates[1]), {Action::previous_series, kLossDates[2]}}) {
    driver.press_key(step); // the prior was looked at before it is measured
    ASSERT_TRUE(driver.wait_for([&] {
      return driver.workspace().image()->item.series.study.date == date && driver.workspace().image()->complete &&
             driver.workspace().review().ready();
    }));
  }
  ASSERT_TRUE(wait_for_proposals(2));
  EXPECT_TRUE(list().isVisible());
  EXPECT_THAT(list().item(0)->text().toStdString(), HasSubstr("2024-01-01  CT"));
  EXPECT_THAT(list().item(0)->text().toStdString(),
              HasSubstr("Same patient id, issuer of patient id, name, birth date and sex"));
  list().setCurrentRow(0);
  press_button("Same person");
  ASSERT_TRUE(wait_for_proposals(2));
  EXPECT_THAT(list().item(0)->text().toStdString(), HasSubstr("Confirmed by a reader"));
  ASSERT_TRUE(measure_prior());
  driver.press_key(Action::layout_prior);
  ASSERT_TRUE(wait_for_comparison());

  // Side by side: one vertebra, each study in its own mid-sagittal plane, one zoom.
  click_row("L1");
  const VertebraKey l1 = key_of("L1");
  ASSERT_EQ(driver.workspace().selected(), l1);
  EXPECT_EQ(driver.workspace().joined_at(), l1);
  PictureView &current = driver.view(ViewContent::sagittal), &prior = driver.view(ViewContent::prior);
  ASSERT_TRUE(current.isVisible() && prior.isVisible());
  const auto link = *follow_up().follow_up().link_at(l1);
  EXPECT_NEAR(current.plane()->distance_to(link.from.centre), 0.0, 0.5) << "the posterior wall is in the plane";
  EXPECT_NEAR(prior.plane()->distance_to(link.to.centre), current.plane()->distance_to(link.from.centre), 1e-6);
  EXPECT_NEAR(dot(prior.plane()->normal(), link.to.left), dot(current.plane()->normal(), link.from.left), 1e-6);
  const auto corner_now = current.plane()->project(link.from.centre),
             corner_then = prior.plane()->project(link.to.centre);
  EXPECT_NEAR(corner_now.x, corner_then.x, 1e-6);
  EXPECT_NEAR(corner_now.y, corner_then.y, 1e-6);
  EXPECT_DOUBLE_EQ(prior.transform().zoom, current.transform().zoom);
  EXPECT_FALSE(prior.editable());
  EXPECT_TRUE(prior.words().contains("2024-01-01")) << prior.words().join('\n').toStdString();

  // Outlines of each over the other, taken away by a key.
  const auto dotted = [](PictureView& view) {
    return std::ranges::count(view.scene().lines, true, &view_model::OverlayLine::dotted);
  };
  EXPECT_GE(dotted(current), 4);
  EXPECT_GE(dotted(prior), 4);
  driver.save_screenshot("follow-up-side-by-side");
  driver.press_key(Action::toggle_other_study);
  EXPECT_EQ(dotted(current) + dotted(prior), 0);
  driver.press_key(Action::toggle_other_study);

  // Scrolling leads the other although the patient spaces differ.
  prior.scroll(2);
  EXPECT_NEAR(current.plane()->distance_to(link.from.centre), prior.plane()->distance_to(link.to.centre), 1e-6);
  EXPECT_GT(std::abs(current.plane()->distance_to(link.from.centre)), 1.0);
  current.scroll(-2);
  EXPECT_NEAR(current.plane()->distance_to(link.from.centre), prior.plane()->distance_to(link.to.centre), 1e-6);
  driver.workspace().go_to(l1);

  // The change is right: from 10 % to 35 % of the height.
  const double truth = (1.0 - kLossOfL1[2]) / (1.0 - kLossOfL1[1]) - 1.0;
  EXPECT_NEAR(anterior(l1).change, truth, 0.10); // what measuring costs is tested by the loss series
  EXPECT_EQ(text(l1, Column::verdict), "new");
  EXPECT_THAT(text(l1, Column::change_percent).toStdString(), HasSubstr("*"));
  EXPECT_THAT(text(l1, Column::change_millimetres).toStdString(), HasSubstr("mm"));
  EXPECT_THAT(cell(l1, Column::change_percent).data(Qt::AccessibleTextRole).toString().toStdString(),
              HasSubstr("beyond measurement error"));
  for (const char* level : {"T12", "L2", "L3", "L4"})
    EXPECT_THAT(text(key_of(level), Column::verdict).toStdString(), testing::AnyOf("stable", "not comparable"))
        << level;
  EXPECT_FALSE(driver.window().findChild<QTableView*>("findings")->isColumnHidden(static_cast<int>(Column::verdict)));

  // While a corner is dragged, the change follows.
  click_row("L3");
  const VertebraKey l3 = key_of("L3");
  const QString before = text(l3, Column::change_percent);
  const QPoint corner = driver.place_of(current, l3, 0);
  ASSERT_FALSE(corner.isNull());
  press_at(current, corner, Qt::LeftButton);
  move_to(current, corner + QPoint(0, 60), Qt::LeftButton);
  EXPECT_NE(text(l3, Column::change_percent), before);
  EXPECT_NE(text(l3, Column::verdict), "stable") << "shown before the corner is dropped";
  driver.save_screenshot("follow-up-dragging");
  QElapsedTimer clock;
  clock.start();
  constexpr int kMoves = 30;
  for (int i = 0; i < kMoves; ++i) {
    move_to(current, corner + QPoint(i % 3, 60 + i % 2), Qt::LeftButton);
    QApplication::processEvents();
  }
  std::printf("a move of a corner with table, change, both views and timeline: %.1f ms\n",
              static_cast<double>(clock.elapsed()) / kMoves);
  move_to(current, corner + QPoint(0, 60), Qt::LeftButton);
  release_at(current, corner + QPoint(0, 60), Qt::LeftButton);
  driver.press_key(Action::undo);
  EXPECT_EQ(text(l3, Column::change_percent), before);

  // A point of the timeline is a way into its study.
  click_row("L1");
  ASSERT_EQ(plot().view().rows.size(), 2U) << "the study of 2022 is not measured";
  EXPECT_THAT(plot().accessibleName().toStdString(), HasSubstr("L1"));
  driver.save_screenshot("follow-up-timeline");
  const QPoint at = plot().place_of(0, HeightName::posterior);
  ASSERT_FALSE(at.isNull());
  QTest::mouseClick(&plot(), Qt::LeftButton, Qt::NoModifier, at);
  ASSERT_TRUE(driver.wait_for([&] {
    const OpenedImagePtr image = driver.workspace().image();
    return image && image->complete && image->item.series.study.date == kLossDates[1] &&
           driver.workspace().review().ready() && !driver.state().vertebrae.empty();
  })) << "the study of that point, as it was measured";
  EXPECT_FALSE(driver.state().labels == nullptr) << "with its outlines";

  // From there the first study is the prior, and the keyboard leads back.
  ASSERT_TRUE(driver.wait_for([&] { return follow_up().chosen_candidate() != nullptr; }));
  EXPECT_EQ(follow_up().chosen_candidate()->date, kLossDates[0]);
  ASSERT_TRUE(measure_prior());
  ASSERT_TRUE(wait_for_comparison());
  driver.workspace().go_to(key_of("L1"));
  EXPECT_NE(text(key_of("L1"), Column::verdict), "new") << "10 % is no fracture";
  ASSERT_EQ(plot().view().rows.size(), 3U);
  driver.save_screenshot("follow-up-three-studies");
  plot().setFocus();
  QTest::keyClick(&plot(), Qt::Key_Right);
  QTest::keyClick(&plot(), Qt::Key_Return);
  ASSERT_TRUE(driver.wait_for([&] { return driver.workspace().image()->item.series.study.date == kLossDates[2]; }));
}

TEST_F(FollowUp, AContradictedPriorWaitsForTheReaderWhoseAnswerIsRemembered) {
  const auto study = write_loss_series(folder.path(), NamedPatient::renamed_in_the_last);
  ASSERT_TRUE(open_and_measure(study));
  ASSERT_TRUE(wait_for_proposals(2));
  EXPECT_FALSE(follow_up().chosen()) << "nothing is compared unasked";
  EXPECT_EQ(driver.workspace().prior(), nullptr);
  EXPECT_THAT(list().item(0)->text().toStdString(), HasSubstr("Different name"));
  EXPECT_THAT(follow_up().status().toStdString(), HasSubstr("confirm"));
  driver.save_screenshot("follow-up-contradiction");
  list().setCurrentRow(0);
  press_button("Same person");
  ASSERT_TRUE(wait_for_proposals(2));
  ASSERT_TRUE(measure_prior());
  ASSERT_TRUE(wait_for_comparison());
  EXPECT_EQ(text(key_of("L1"), Column::verdict), "new");

  // Another session of the same reader: both answers are known.
  const std::filesystem::path store = folder / "follow-up.sqlite";
  ASSERT_TRUE(std::filesystem::exists(store));
  WindowDriver later(folder.path());
  ASSERT_TRUE(later.open(study));
  ASSERT_TRUE(later.wait_for([&] { return later.workspace().prior() != nullptr; }));
  EXPECT_EQ(later.workspace().prior()->item.series.study.date, kLossDates[1]);
  ASSERT_TRUE(later.wait_for([&] { return later.workspace().follow_up().follow_up().comparison() != nullptr; }))
      << "both were measured in the session before";
  later.workspace().follow_up().reject(0);
  EXPECT_EQ(later.workspace().follow_up().chosen().value_or(9), 1U) << "both are of the patient as first named";
}

TEST_F(FollowUp, WhatWasSavedIsThePriorOfAStudyOpenedAlone) {
  const auto study = write_loss_series(folder.path());
  ASSERT_TRUE(open_and_measure(study / kLossDates[1]));
  driver.workspace().review().save(folder / "2024.json");
  ASSERT_TRUE(driver.wait_for([&] { return std::filesystem::exists(folder / "follow-up.sqlite"); }));
  std::filesystem::remove_all(folder / "sessions");

  WindowDriver later(folder.path());
  ASSERT_TRUE(later.open(study / kLossDates[2]));
  ASSERT_TRUE(later.measure());
  FollowUpController& follow_up = later.workspace().follow_up();
  ASSERT_TRUE(later.wait_for([&] { return follow_up.candidates().size() == 1; }));
  EXPECT_TRUE(follow_up.candidates()[0].stored);
  EXPECT_FALSE(follow_up.candidates()[0].images) << "its folder was not opened";
  ASSERT_TRUE(later.wait_for([&] { return later.workspace().prior() && !follow_up.matching(); }))
      << "its images are found where they were measured";
  ASSERT_NE(follow_up.follow_up().comparison(), nullptr);
  EXPECT_TRUE(follow_up.follow_up().comparison()->matched_by_image);
  later.press_key(Action::layout_prior);
  later.workspace().go_to(later.state().reviews[1].key);
  later.save_screenshot("follow-up-from-the-store");
  later.workspace().show_study(follow_up.candidates()[0].series_uid);
  ASSERT_TRUE(later.wait_for([&] {
    return later.workspace().image()->complete && later.workspace().image()->item.series.study.date == kLossDates[1];
  })) << "one click into a study whose folder was not opened";
  EXPECT_EQ(later.workspace().browser().studies().size(), 2U) << "and the way back stays";
}

TEST_F(FollowUp, ASlipOfTheNumberingIsSaidAboveTheTableAndComparesByImage) {
  ASSERT_TRUE(open_and_measure(write_loss_series(folder.path())));
  ASSERT_TRUE(wait_for_proposals(2));
  ASSERT_TRUE(measure_prior());
  ASSERT_TRUE(wait_for_comparison());
  const auto* label = driver.window().findChild<QLabel*>("change");
  ASSERT_TRUE(label->isVisible());
  EXPECT_FALSE(label->text().contains("Numbering differs"));
  driver.press_key(Action::shift_down);
  EXPECT_TRUE(label->text().contains("Numbering differs")) << label->text().toStdString();
  EXPECT_EQ(text(key_of("L2"), Column::verdict), "new") << "the wedged body, now called L2";
  driver.press_key(Action::layout_prior);
  driver.save_screenshot("follow-up-numbering-slip");
}

} // namespace
} // namespace spondyl::viewer::test
