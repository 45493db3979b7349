#include "phantom_document.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <spondyl/view_model/timeline_view.h>

namespace spondyl::view_model::test {
namespace {

using testing::HasSubstr;

Findings study(const std::string& date, double loss) {
  Findings findings = measured_findings();
  findings.study.date = date;
  findings.series_instance_uid = "1.2." + date;
  findings.vertebrae = measured_vertebrae(phantom::PhantomSpine().levels("T12", "L4").with_wedge("L1", loss));
  return findings;
}

class TimelineOfLoss : public testing::Test {
protected:
  TimelineOfLoss()
      : timeline(
            comparison::timeline_of({study("20220101", 0.0), study("20240101", 0.10), study("20260101", 0.35)}, {})),
        view(timeline_view(timeline, *VertebraLevel::parse("L1"), "1.2.20260101")) {}
  comparison::Timeline timeline;
  TimelineView view;
};

TEST_F(TimelineOfLoss, HasAPointPerStudyWithBarsOfTwoUncertainties) {
  const auto& anterior = view.plot.heights[0];
  ASSERT_EQ(anterior.size(), 3U);
  const double uncertainty = *timeline.vertebrae[1].points[0].heights[0]->uncertainty;
  EXPECT_NEAR(anterior[0].bar, 2.0 * uncertainty, 1e-9);
  EXPECT_DOUBLE_EQ(view.place_of(anterior[0]).x, 0.0);
  EXPECT_DOUBLE_EQ(view.place_of(anterior[2]).x, 1.0);
  EXPECT_GT(view.place_of(anterior[2]).y, view.place_of(anterior[0]).y) << "less height is lower";
  for (const auto& marks : view.plot.heights)
    for (const auto& mark : marks) {
      EXPECT_GE(view.place_of(mark.day, mark.value + mark.bar).y, 0.0);
      EXPECT_LE(view.place_of(mark.day, mark.value - mark.bar).y, 1.0);
    }
  EXPECT_LE(view.grid_values().size(), 6U);
  EXPECT_GE(view.grid_values().size(), 2U);
}

TEST_F(TimelineOfLoss, HasATableThatSaysItInWords) {
  ASSERT_EQ(view.rows.size(), 3U);
  EXPECT_EQ(view.rows[0].cells[0], "2022-01-01  CT");
  EXPECT_THAT(view.rows[2].cells[1], HasSubstr("\u00b1"));
  EXPECT_THAT(view.rows[2].cells[5], HasSubstr("new"));
  EXPECT_THAT(view.rows[2].tooltip, HasSubstr("Since 2024-01-01"));
  EXPECT_TRUE(view.rows[2].is_shown);
  EXPECT_FALSE(view.rows[0].is_shown);
  EXPECT_THAT(view.rows[2].spoken, HasSubstr("Change new"));
}

TEST_F(TimelineOfLoss, FindsTheStudyUnderTheCursor) {
  EXPECT_EQ(view.row_at({0.9, 0.5}), 2U);
  EXPECT_EQ(view.row_at({0.45, 0.1}), 1U);
  EXPECT_EQ(view.row_at({0.0, 0.9}), 0U);
}

TEST_F(TimelineOfLoss, SaysWhereAVertebraIsNotSeen) {
  const auto none = timeline_view(timeline, *VertebraLevel::parse("T5"), "");
  ASSERT_EQ(none.rows.size(), 3U);
  EXPECT_EQ(none.rows[1].cells[5], "not seen");
  EXPECT_FALSE(none.row_at({0.5, 0.5}));
}

} // namespace
} // namespace spondyl::view_model::test
