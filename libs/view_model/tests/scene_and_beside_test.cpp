#include "phantom_document.h"

#include <gtest/gtest.h>
#include <spondyl/view_model/key_map.h>
#include <spondyl/view_model/linked_views.h>
#include <spondyl/view_model/scene_model.h>
#include <spondyl/view_model/study_browser.h>

namespace spondyl::view_model {
namespace {

ReviewState one_body() {
  SixPoints points;
  points.anterior_superior = {0, -30, 25};
  points.anterior_inferior = {0, -30, 0};
  points.middle_superior = {0, -15, 24};
  points.middle_inferior = {0, -15, 1};
  points.posterior_superior = {0, 0, 25};
  points.posterior_inferior = {0, 0, 0};
  ReviewState state;
  VertebraFinding vertebra;
  vertebra.landmarks = points;
  state.vertebrae.push_back(vertebra);
  VertebraReview review;
  review.key = 1;
  review.label = 7;
  review.found = vertebra.landmarks;
  state.reviews.push_back(review);
  return state;
}

TEST(SceneModel, ABodyIsAsFoundUntilALandmarkMoves) {
  ReviewState state = one_body();
  SceneModel model = scene_model(state);
  ASSERT_EQ(model.bodies.size(), 1U);
  EXPECT_EQ(model.bodies[0].label, 7);
  EXPECT_TRUE(model.bodies[0].shifts.empty());
  EXPECT_EQ(model.marks.size(), 6U);

  std::get<SixPoints>(*state.vertebrae[0].landmarks).anterior_superior.z += 4.0;
  state.reviews[0].moved_points[0] = true;
  model = scene_model(state);
  ASSERT_EQ(model.bodies[0].shifts.size(), 1U);
  EXPECT_EQ(model.bodies[0].shifts[0].from, (PatientPoint{0, -30, 25}));
  EXPECT_EQ(model.bodies[0].shifts[0].by, (PatientVector{0, 0, 4}));
  EXPECT_NEAR(std::abs(model.bodies[0].left.x), 1.0, 0.05) << "pulls act alike from side to side";
  EXPECT_TRUE(model.marks[0].placed_by_reader);
  EXPECT_FALSE(model.marks[1].placed_by_reader);
}

Series volume_of(const char* uid, const char* modality, const char* frame) {
  Series series;
  series.kind = SeriesKind::volume;
  series.verdict = Verdict::usable;
  series.study.uid = "1.2.3";
  series.info.uid = uid;
  series.info.modality = modality;
  series.info.frame_of_reference_uid = frame;
  series.frames.resize(10);
  return series;
}

TEST(CompanionsOf, TheSameFrameAndAnotherModalityComeFirst) {
  ScanResult scan;
  scan.series = {volume_of("1", "CT", "F"), volume_of("2", "MR", "G"), volume_of("3", "CT", "F"),
                 volume_of("4", "MR", "F")};
  Series elsewhere = volume_of("5", "MR", "F");
  elsewhere.study.uid = "9.9";
  scan.series.push_back(elsewhere);
  const StudyBrowser browser(std::move(scan));
  std::vector<std::string> uids;
  for (const SeriesItem* item : browser.companions_of("1/1"))
    uids.push_back(item->series.info.uid);
  if (uids.empty())
    for (const SeriesItem* item : browser.companions_of(browser.studies().front().series.front().key))
      uids.push_back(item->series.info.uid);
  EXPECT_EQ(uids, (std::vector<std::string>{"4", "3", "2"}));
}

TEST(LinkedViewsJoin, ALaterViewGoesWhereAParallelOneOfItsSpaceIs) {
  VolumeGeometry geometry;
  geometry.size = {50, 50, 50};
  SliceView view;
  view.series_key = "a";
  view.frame_of_reference_uid = "F";
  view.geometry = geometry;
  view.plane = mpr_plane(geometry, PlaneKind::axial, {0, 0, 12});
  LinkedViews linked;
  const ViewId first = linked.add(view);
  view.series_key = "b";
  view.plane = mpr_plane(geometry, PlaneKind::axial, {0, 0, 40});
  const ViewId second = linked.add(view);
  linked.join(second);
  EXPECT_NEAR(linked.view(second).plane.distance_to(linked.view(first).plane.origin), 0.0, 1e-9);
  view.frame_of_reference_uid = "other";
  const ViewId third = linked.add(view);
  linked.join(third);
  EXPECT_NEAR(linked.view(third).plane.origin.z, 40.0, 1e-9) << "another patient space";
}

TEST(KeysOfViews, ListsKeepTheirArrowsAndReturn) {
  for (const Action action : {Action::next_slice, Action::next_viewport, Action::reset_view, Action::pointer_click})
    EXPECT_TRUE(needs_view(action)) << action_name(action);
  for (const Action action : {Action::next_series, Action::measure, Action::layout_ct})
    EXPECT_FALSE(needs_view(action)) << action_name(action);
}

} // namespace
} // namespace spondyl::view_model
