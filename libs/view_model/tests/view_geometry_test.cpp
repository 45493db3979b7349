#include "phantom_document.h"

#include <cmath>
#include <gtest/gtest.h>
#include <numbers>
#include <spondyl/view_model/findings_table.h>
#include <spondyl/view_model/linked_views.h>
#include <spondyl/view_model/view_transform.h>

namespace spondyl::view_model {
namespace {

using namespace test;

VolumeGeometry axial_ct() {
  VolumeGeometry geometry;
  geometry.size = {100, 80, 40};
  geometry.origin = {-50, -40, 10};
  geometry.slice_spacing = 2.5;
  return geometry;
}

/// Columns run to posterior, rows to the feet, slices to the patient's right.
VolumeGeometry sagittal_mr() {
  VolumeGeometry geometry;
  geometry.size = {256, 320, 15};
  geometry.origin = {30, -90, 120};
  geometry.column_axis = {0, 1, 0};
  geometry.row_axis = {0, 0, -1};
  geometry.slice_axis = {-1, 0, 0};
  geometry.column_spacing = geometry.row_spacing = 0.7;
  geometry.slice_spacing = 4.0;
  return geometry;
}

TEST(SlicePlane, MprShowsThePatientRadiologically) {
  for (const VolumeGeometry& geometry : {axial_ct(), sagittal_mr()}) {
    const PatientPoint centre = centre_of(geometry);
    const SlicePlane axial = mpr_plane(geometry, PlaneKind::axial, centre);
    EXPECT_EQ(axial.right, (PatientVector{1, 0, 0}));
    EXPECT_EQ(axial.down, (PatientVector{0, 1, 0}));
    const SlicePlane coronal = mpr_plane(geometry, PlaneKind::coronal, centre);
    EXPECT_EQ(coronal.right, (PatientVector{1, 0, 0}));
    EXPECT_EQ(coronal.down, (PatientVector{0, 0, -1}));
    const SlicePlane sagittal = mpr_plane(geometry, PlaneKind::sagittal, centre);
    EXPECT_EQ(sagittal.right, (PatientVector{0, 1, 0}));
    EXPECT_EQ(sagittal.down, (PatientVector{0, 0, -1}));
  }
  EXPECT_EQ(native_kind(axial_ct()), PlaneKind::axial);
  EXPECT_EQ(native_kind(sagittal_mr()), PlaneKind::sagittal);
}

TEST(SlicePlane, StepsAreTheGridsOwn) {
  const VolumeGeometry mr = sagittal_mr();
  EXPECT_DOUBLE_EQ(mpr_plane(mr, PlaneKind::sagittal, centre_of(mr)).step, 4.0);
  EXPECT_DOUBLE_EQ(mpr_plane(mr, PlaneKind::axial, centre_of(mr)).step, 0.7);
  EXPECT_EQ(slice_position(mr, mpr_plane(mr, PlaneKind::sagittal, centre_of(mr))).count, 15);
  EXPECT_EQ(slice_position(mr, mpr_plane(mr, PlaneKind::axial, centre_of(mr))).count, 320);
}

TEST(SlicePlane, ScrollingMeetsEverySliceAndStopsAtTheEnds) {
  const VolumeGeometry geometry = axial_ct();
  SlicePlane plane = at_slice(geometry, mpr_plane(geometry, PlaneKind::axial, centre_of(geometry)), 0);
  for (int i = 0; i < 40; ++i) {
    EXPECT_EQ(slice_position(geometry, plane), (SlicePosition{i, 40}));
    EXPECT_NEAR(plane.origin.z, 10 + 2.5 * i, 1e-9);
    plane = scrolled(geometry, plane, 1);
  }
  EXPECT_NEAR(plane.origin.z, 10 + 2.5 * 39, 1e-9);
  EXPECT_NEAR(scrolled(geometry, plane, -100).origin.z, 10, 1e-9);
}

TEST(SlicePlane, ResliceGridOfANativeSliceHitsTheVoxelCentres) {
  const VolumeGeometry geometry = axial_ct();
  const SlicePlane plane = at_slice(geometry, mpr_plane(geometry, PlaneKind::axial, centre_of(geometry)), 7);
  const PlaneExtent extent = extent_on(geometry, plane);
  EXPECT_NEAR(extent.width(), 100, 1e-9);
  EXPECT_NEAR(extent.height(), 80, 1e-9);
  const VolumeGeometry grid = reslice_grid(plane, extent, 1.0);
  EXPECT_EQ(grid.size, (GridSize{100, 80, 1}));
  EXPECT_NEAR(distance(grid.to_patient({3, 5, 0}), geometry.to_patient({3, 5, 7})), 0.0, 1e-9);
}

TEST(SlicePlane, APlaneBesideTheVolumeShowsNothing) {
  const VolumeGeometry geometry = axial_ct();
  EXPECT_EQ(extent_on(geometry, mpr_plane(geometry, PlaneKind::axial, {0, 0, 500})), PlaneExtent{});
}

TEST(SlicePlane, AnObliqueGridIsShownAlongItsOwnAxes) {
  const VolumeGeometry geometry = phantom::PhantomSpine().oblique(20).volume_geometry();
  const SlicePlane plane = mpr_plane(geometry, PlaneKind::axial, centre_of(geometry));
  EXPECT_NEAR(std::abs(dot(plane.normal(), geometry.slice_axis)), 1.0, 1e-9);
  EXPECT_GT(plane.right.x, 0.8);
}

TEST(SlicePlane, AVertebrasPlaneHoldsItsSixPointsUpright) {
  for (const phantom::PhantomBody& body : spine().scoliosis(35).bodies(phantom::Border::outer_bone)) {
    const auto frame = frame_of(body.landmarks);
    ASSERT_TRUE(frame);
    EXPECT_GT(dot(frame->left, body.frame.left), 0.99);
    const SlicePlane plane = vertebra_plane(*frame, spine().volume_geometry());
    for (const auto& [name, member] : kLandmarkMembers<PatientPoint>)
      EXPECT_NEAR(plane.distance_to(body.landmarks.*member), 0.0, 0.05) << name;
    const PlanePoint anterior = plane.project(body.landmarks.anterior_superior);
    const PlanePoint posterior = plane.project(body.landmarks.posterior_inferior);
    EXPECT_LT(anterior.x, posterior.x);
    EXPECT_LT(anterior.y, posterior.y);
  }
}

TEST(SlicePlane, SlabsAreSymmetricAndDense) {
  EXPECT_EQ((Slab{SlabMode::single, 10}.offsets(1.0)), std::vector<double>{0.0});
  const auto offsets = Slab{SlabMode::maximum, 10}.offsets(3.0);
  EXPECT_DOUBLE_EQ(offsets.front(), -5.0);
  EXPECT_DOUBLE_EQ(offsets.back(), 5.0);
  for (std::size_t i = 1; i < offsets.size(); ++i)
    EXPECT_LE(offsets[i] - offsets[i - 1], 3.0);
}

ViewTransform turned_view() {
  ViewTransform view;
  view.size = {800, 600};
  view.centre = {12, -7};
  view.zoom = 3.5;
  view.rotation_degrees = 37;
  view.flipped_horizontally = true;
  view.row_aspect = 1.25;
  return view;
}

TEST(ViewTransform, ScreenAndPictureAreInverse) {
  const ViewTransform view = turned_view();
  for (const PlanePoint p : {PlanePoint{0, 0}, PlanePoint{100, -40}}) {
    const PlanePoint back = view.to_plane(view.to_screen(p));
    EXPECT_NEAR(back.x, p.x, 1e-9);
    EXPECT_NEAR(back.y, p.y, 1e-9);
  }
}

TEST(ViewTransform, ZoomKeepsThePointUnderTheCursor) {
  const ViewTransform view = turned_view();
  const ScreenPoint cursor{123, 456};
  const PlanePoint before = view.to_plane(cursor), after = view.zoomed(1.7, cursor).to_plane(cursor);
  EXPECT_NEAR(before.x, after.x, 1e-9);
  EXPECT_NEAR(before.y, after.y, 1e-9);
  EXPECT_DOUBLE_EQ(view.zoomed(1e9, cursor).zoom, kLargestZoom);
}

TEST(ViewTransform, PanMovesThePictureWithTheMouse) {
  const ViewTransform view = turned_view(), moved = view.panned(30, -20);
  const ScreenPoint before = view.to_screen({1, 2}), after = moved.to_screen({1, 2});
  EXPECT_NEAR(after.x - before.x, 30, 1e-9);
  EXPECT_NEAR(after.y - before.y, -20, 1e-9);
}

TEST(ViewTransform, FlipsAndRotationsAreAsSeenOnScreen) {
  ViewTransform view = turned_view();
  const ScreenPoint before = view.to_screen({50, 60});
  const ScreenPoint mirrored = view.flipped_left_right().to_screen({50, 60});
  EXPECT_NEAR(mirrored.x, 800 - before.x, 1e-9);
  EXPECT_NEAR(mirrored.y, before.y, 1e-9);
  EXPECT_NEAR(view.flipped_up_down().to_screen({50, 60}).y, 600 - before.y, 1e-9);
  const ViewTransform plain{{800, 600}};
  const ScreenPoint right = plain.rotated(90).to_screen({10, 0}); // clockwise: right becomes down
  EXPECT_NEAR(right.x, 400, 1e-9);
  EXPECT_NEAR(right.y, 310, 1e-9);
  EXPECT_EQ(plain.rotated(-90).rotated(90), plain);
}

TEST(ViewTransform, FittingShowsEverythingHoweverTurned) {
  const PlaneExtent extent{-50, -40, 70, 200};
  for (const double degrees : {0.0, 30.0, 90.0}) {
    const ViewTransform view = ViewTransform{{800, 600}}.rotated(degrees).fitted(extent);
    for (const PlanePoint corner :
         {PlanePoint{-50, -40}, PlanePoint{70, -40}, PlanePoint{-50, 200}, PlanePoint{70, 200}}) {
      const ScreenPoint s = view.to_screen(corner);
      EXPECT_GE(std::min(s.x, s.y), -1e-6);
      EXPECT_LE(s.x, 800 + 1e-6);
      EXPECT_LE(s.y, 600 + 1e-6);
    }
  }
}

TEST(Orientation, LettersFollowFlipAndRotation) {
  const SlicePlane axial = mpr_plane(axial_ct(), PlaneKind::axial, {});
  const ViewTransform plain{{800, 600}};
  EXPECT_EQ(orientation_letters(axial, plain), (OrientationLetters{"R", "L", "A", "P"}));
  EXPECT_EQ(orientation_letters(axial, plain.flipped_left_right()), (OrientationLetters{"L", "R", "A", "P"}));
  EXPECT_EQ(orientation_letters(axial, plain.rotated(90)), (OrientationLetters{"P", "A", "R", "L"}));
  const SlicePlane sagittal = mpr_plane(axial_ct(), PlaneKind::sagittal, {});
  EXPECT_EQ(orientation_letters(sagittal, plain), (OrientationLetters{"A", "P", "H", "F"}));
}

TEST(Orientation, IsBlankWhereNoneIsKnown) {
  EXPECT_EQ(orientation_letters(std::nullopt, ViewTransform{}), OrientationLetters{});
}

TEST(Orientation, ObliqueDirectionsTakeTwoLetters) {
  EXPECT_EQ(direction_letters({-0.8, 0.6, 0.0}), "RP");
  EXPECT_EQ(direction_letters({0.1, 0.0, -0.99}), "F");
}

TEST(ScaleBar, IsRoundAndFits) {
  for (const double zoom : {0.3, 1.0, 4.7, 33.0}) {
    ViewTransform view{{800, 600}};
    view.zoom = zoom;
    const ScaleBar bar = scale_bar(view, std::nullopt);
    EXPECT_NEAR(bar.screen_length, bar.length * zoom, 1e-9);
    EXPECT_LE(bar.screen_length, 150.0);
    EXPECT_GT(bar.screen_length, 50.0);
  }
}

TEST(ScaleBar, OfAFilmSaysWhereItsMillimetresComeFrom) {
  ViewTransform view{{800, 600}};
  EXPECT_EQ(scale_bar(view, PixelScale{}).text, "100 px");
  PixelScale scale{SpacingProvenance::detector, 0.2, 0.2, {}, {}};
  const ScaleBar bar = scale_bar(view, scale);
  EXPECT_EQ(bar.text, "20 mm (detector)");
  EXPECT_DOUBLE_EQ(bar.screen_length, 100.0);
}

TEST(Magnifier, HoldsThePointUnderTheCursorInItsMiddle) {
  const ViewTransform view = turned_view();
  const ViewTransform lens = magnifier(view, {100, 200}, 160, 3.0);
  EXPECT_EQ(lens.to_plane({80, 80}), view.to_plane({100, 200}));
  EXPECT_DOUBLE_EQ(lens.zoom, view.zoom * 3.0);
}

SliceView view_of(const VolumeGeometry& geometry, PlaneKind kind, const std::string& series, const std::string& frame) {
  const SlicePlane plane = mpr_plane(geometry, kind, centre_of(geometry));
  return {series, frame, geometry, plane, ViewTransform{{400, 400}}.fitted(extent_on(geometry, plane)), {}};
}

class Views : public testing::Test {
protected:
  LinkedViews views;
  ViewId axial = views.add(view_of(axial_ct(), PlaneKind::axial, "ct", "frame"));
  ViewId sagittal = views.add(view_of(axial_ct(), PlaneKind::sagittal, "ct", "frame"));
  ViewId mr = views.add(view_of(sagittal_mr(), PlaneKind::sagittal, "mr", "frame"));
  ViewId stranger = views.add(view_of(axial_ct(), PlaneKind::sagittal, "other", "another frame"));
};

TEST_F(Views, TheCrosshairLeadsEveryViewOfTheFrameAcrossModalities) {
  const PatientPoint point{11, -6, 42};
  const SlicePlane before = views.view(stranger).plane;
  views.set_crosshair(axial, point);
  EXPECT_NEAR(views.view(sagittal).plane.distance_to(point), 0.0, 1e-9);
  EXPECT_NEAR(views.view(mr).plane.distance_to(point), 0.0, 1e-9);
  EXPECT_EQ(views.view(stranger).plane, before);
  EXPECT_EQ(views.crosshair(mr), point);
  EXPECT_FALSE(views.crosshair(stranger));
}

TEST_F(Views, PointingFindsThePatientPointUnderTheCursor) {
  const SliceView& view = views.view(sagittal);
  const PatientPoint point = view.plane.to_patient({12.0, -20.0});
  views.point_at(sagittal, view.transform.to_screen({12.0, -20.0}));
  EXPECT_NEAR(distance(*views.crosshair(axial), point), 0.0, 1e-9);
  EXPECT_NEAR(views.view(axial).plane.distance_to(point), 0.0, 1e-9);
}

TEST_F(Views, ParallelViewsFollowScrolling) {
  const auto moved = views.scroll(sagittal, 9);
  EXPECT_EQ(moved, (std::vector<ViewId>{sagittal, mr}));
  EXPECT_NEAR(views.view(mr).plane.distance_to(views.view(sagittal).plane.origin), 0.0, 1e-9);
  views.set_following(false);
  EXPECT_EQ(views.scroll(sagittal, 1), std::vector<ViewId>{sagittal});
}

TEST_F(Views, SeriesWithoutFrameOfReferenceFollowThemselvesOnly) {
  const ViewId a = views.add(view_of(axial_ct(), PlaneKind::axial, "bare", ""));
  const ViewId b = views.add(view_of(axial_ct(), PlaneKind::sagittal, "bare", ""));
  const ViewId c = views.add(view_of(axial_ct(), PlaneKind::axial, "bare 2", ""));
  EXPECT_TRUE(views.share_space(a, b));
  EXPECT_FALSE(views.share_space(a, c));
}

TEST_F(Views, ATableRowLeadsToTheVertebrasOwnPlane) {
  const ReviewDocument reviewed = document();
  const auto place = place_of(reviewed.state(), key_of(reviewed, "L1"));
  ASSERT_TRUE(place && place->frame);
  const ViewId sag = views.add(view_of(spine().volume_geometry(), PlaneKind::sagittal, "s", "f2"));
  const ViewId ax = views.add(view_of(spine().volume_geometry(), PlaneKind::axial, "s", "f2"));
  views.show_vertebra(ax, *place->frame, place->body_height);
  const SliceView& view = views.view(sag);
  EXPECT_EQ(view.plane.kind, PlaneKind::vertebra);
  const ScreenPoint middle = view.transform.to_screen(view.plane.project(place->frame->centre));
  EXPECT_NEAR(middle.x, 200, 1e-9);
  EXPECT_NEAR(middle.y, 200, 1e-9);
  EXPECT_NEAR(view.transform.zoom * place->body_height, 0.35 * 0.7 * 400, 1e-6) << "heights need room at both sides";
  EXPECT_NEAR(views.view(ax).plane.distance_to(place->frame->centre), 0.0, 1e-9);
  views.reset(sag);
  EXPECT_EQ(views.view(sag).plane.kind, PlaneKind::sagittal);
}

TEST_F(Views, CineTurnsRoundAtTheEnds) {
  views.set_plane(axial, at_slice(axial_ct(), views.view(axial).plane, 38));
  Cine cine;
  cine.playing = true;
  cine.slices_per_second = 10;
  views.set_cine(axial, cine);
  EXPECT_TRUE(views.advance(0.05).empty());
  EXPECT_EQ(views.advance(0.05), std::vector<ViewId>{axial});
  EXPECT_EQ(slice_position(axial_ct(), views.view(axial).plane).index, 39);
  views.advance(0.2);
  EXPECT_EQ(slice_position(axial_ct(), views.view(axial).plane).index, 37);
}

} // namespace
} // namespace spondyl::view_model
