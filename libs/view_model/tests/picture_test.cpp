#include "phantom_document.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <spondyl/view_model/background_task.h>
#include <spondyl/view_model/overlay.h>
#include <spondyl/view_model/straightened_spine.h>
#include <spondyl/view_model/tools.h>
#include <spondyl/view_model/window_level.h>

namespace spondyl::view_model {
namespace {

using namespace test;

// ---- window and level

TEST(WindowLevel, MapsItsBordersToBlackAndWhite) {
  WindowLevel bone = presets(Modality::ct, {}).front();
  EXPECT_FLOAT_EQ(bone.brightness(static_cast<float>(bone.lower())), 0.0F);
  EXPECT_FLOAT_EQ(bone.brightness(static_cast<float>(bone.upper())), 1.0F);
  EXPECT_FLOAT_EQ(bone.brightness(400), 0.5F);
  EXPECT_FLOAT_EQ(bone.inverted_copy().brightness(-5000), 1.0F);
}

TEST(WindowLevel, FollowsTheStandardsFunctions) {
  WindowLevel window;
  window.centre = 2048; // the example of PS3.3 C.11.2.1.2.1
  window.width = 4096;
  window.function = VoiFunction::linear;
  EXPECT_FLOAT_EQ(window.brightness(0), 0.0F);
  EXPECT_FLOAT_EQ(window.brightness(4095), 1.0F);
  window.function = VoiFunction::sigmoid;
  EXPECT_FLOAT_EQ(window.brightness(2048), 0.5F);
  window.table = VoiTable{10, {0.0F, 0.25F, 1.0F}};
  EXPECT_FLOAT_EQ(window.brightness(11), 0.25F);
  EXPECT_FLOAT_EQ(window.brightness(-100), 0.0F);
  EXPECT_FLOAT_EQ(window.brightness(100), 1.0F);
}

TEST(WindowLevel, DraggingLeavesPresetAndTable) {
  WindowLevel window;
  window.name = "Bone";
  window.table = VoiTable{0, {0.0F, 1.0F}};
  const WindowLevel dragged = window.dragged(10, -5, 2.0);
  EXPECT_DOUBLE_EQ(dragged.width, window.width + 20);
  EXPECT_DOUBLE_EQ(dragged.centre, window.centre - 10);
  EXPECT_TRUE(dragged.name.empty());
  EXPECT_FALSE(dragged.table);
  EXPECT_GT(window.dragged(-1e6, 0, 1.0).width, 0.0);
}

TEST(WindowLevel, AutomaticWindowIgnoresPaddingAndOutliers) {
  std::vector<float> values(10000, -2000.0F);
  for (int i = 0; i < 5000; ++i)
    values[static_cast<std::size_t>(i)] = static_cast<float>(i % 1000);
  values[0] = 1e6F;
  const GreyStatistics statistics = grey_statistics(values, -2000.0F);
  EXPECT_GE(statistics.minimum, 0.0);
  EXPECT_LT(statistics.percentile_99, 1000.0);
  EXPECT_EQ(statistics.maximum, 1e6);
  const WindowLevel window = initial_window(Modality::mr, statistics);
  EXPECT_NEAR(window.centre, 500, 10);
  EXPECT_NEAR(window.width, 980, 20);
}

TEST(WindowLevel, TheFilesOwnWindowComesFirstExceptOnCt) {
  WindowLevel own;
  own.name = "own";
  EXPECT_EQ(initial_window(Modality::radiograph, {}, std::span(&own, 1)).name, "own");
  EXPECT_EQ(initial_window(Modality::ct, {}, std::span(&own, 1)).name, "Bone");
  EXPECT_EQ(presets(Modality::mr, {}, std::span(&own, 1))[4].name, "Full range");
  EXPECT_EQ(presets(Modality::ct, {}, std::span(&own, 1)).back().name, "own");
}

// ---- straightened spine

class Straightened : public testing::Test {
protected:
  std::vector<phantom::PhantomBody> bodies = spine().scoliosis(40).bodies(phantom::Border::outer_bone);
  StraightenedSpine straight = [this] {
    std::vector<BodyFrame> frames;
    std::ranges::transform(bodies, std::back_inserter(frames), &phantom::PhantomBody::frame);
    return StraightenedSpine::through(std::span<const BodyFrame>(frames)).value();
  }();
};

TEST_F(Straightened, EveryVertebraStandsUpright) {
  for (const phantom::PhantomBody& body : bodies) {
    const auto as = straight.project(body.landmarks.anterior_superior, StraightenedKind::sagittal);
    const auto ai = straight.project(body.landmarks.anterior_inferior, StraightenedKind::sagittal);
    const auto ps = straight.project(body.landmarks.posterior_superior, StraightenedKind::sagittal);
    ASSERT_TRUE(as && ai && ps);
    EXPECT_LT(as->x, ps->x);
    EXPECT_LT(as->y, ai->y);
    EXPECT_LT(std::abs(as->x - ai->x), 2.5) << body.level.name(); // the anterior wall is upright on the picture
    const auto middle = straight.to_spine(body.frame.centre);
    ASSERT_TRUE(middle);
    EXPECT_NEAR(middle->anterior, 0.0, 0.05);
    EXPECT_NEAR(middle->left, 0.0, 0.05);
    EXPECT_GT(dot(straight.frame_at(middle->arc).superior, body.frame.superior), 0.999);
  }
}

TEST_F(Straightened, ForwardAndBackAreInverse) {
  for (double arc = straight.first_arc() + 1; arc < straight.last_arc() - 1; arc += 7.3)
    for (const double anterior : {-30.0, 0.0, 25.0})
      for (const double left : {-20.0, 15.0}) {
        const SpinePosition wanted{arc, anterior, left};
        const auto found = straight.to_spine(straight.to_patient(wanted));
        ASSERT_TRUE(found) << arc;
        EXPECT_NEAR(found->arc, arc, 0.05);
        EXPECT_NEAR(found->anterior, anterior, 0.05);
        EXPECT_NEAR(found->left, left, 0.05);
      }
}

TEST_F(Straightened, TheGridHoldsThePointsOfItsPixels) {
  const PointGrid grid = straight.grid(StraightenedKind::coronal, 1.5, 40, 5.0);
  ASSERT_EQ(grid.points.size(), static_cast<std::size_t>(grid.columns) * static_cast<std::size_t>(grid.rows));
  const PlanePoint at{grid.first.x + 10 * 1.5, grid.first.y + 20 * 1.5};
  const PatientPoint expected = straight.to_patient(StraightenedSpine::from_plane(at, StraightenedKind::coronal, 5.0));
  EXPECT_NEAR(distance(grid.points[20 * static_cast<std::size_t>(grid.columns) + 10], expected), 0.0, 1e-9);
}

TEST_F(Straightened, CurveLengthIsTheSpinesOwn) {
  const double chord = distance(bodies.front().frame.centre, bodies.back().frame.centre);
  const auto last = straight.to_spine(bodies.back().frame.centre);
  ASSERT_TRUE(last);
  EXPECT_GT(last->arc, chord);
  EXPECT_LT(last->arc, 1.3 * chord);
}

TEST(StraightenedSpineOfFindings, NeedsTwoBodies) {
  auto vertebrae = measured_vertebrae();
  EXPECT_TRUE(StraightenedSpine::through(std::span<const VertebraFinding>(vertebrae)));
  vertebrae.resize(1);
  const auto refused = StraightenedSpine::through(std::span<const VertebraFinding>(vertebrae));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::not_measurable);
}

// ---- overlay

class Overlay : public testing::Test {
protected:
  ReviewDocument reviewed = document();
  SlicePlane plane = vertebra_plane(*frame_of(std::get<SixPoints>(*reviewed.state().vertebrae[1].landmarks)),
                                    spine().volume_geometry());
  OverlayInput input() {
    OverlayInput result;
    result.state = &reviewed.state();
    result.projection = onto(plane);
    return result;
  }
};

TEST_F(Overlay, EveryLandmarkIsDrawnAndHitWhereItIs) {
  const OverlayScene scene = build_overlay(input());
  ASSERT_EQ(scene.markers.size(), 30U);
  ViewTransform view{{800, 600}};
  view.zoom = 4;
  for (const OverlayMarker& marker : scene.markers) {
    const ScreenPoint s = view.to_screen(marker.at);
    EXPECT_EQ(hit_test(scene, view, {s.x + 3, s.y - 2}), std::optional(marker.target));
  }
  EXPECT_FALSE(hit_test(scene, view, {-5000, -5000}));
}

TEST_F(Overlay, ShapesTellTheReadersPointsFromAutomaticOnes) {
  const VertebraKey l1 = key_of(reviewed, "L1");
  ASSERT_TRUE(reviewed.apply(lower_corner(reviewed, l1, 1.0)));
  for (const OverlayMarker& marker : build_overlay(input()).markers) {
    const bool moved = marker.target == Target(LandmarkTarget{l1, 0});
    EXPECT_EQ(marker.shape, moved ? MarkerShape::square : MarkerShape::circle);
  }
}

TEST_F(Overlay, GradeIsWrittenAndNotOnlyColoured) {
  const OverlayScene scene = build_overlay(input());
  const auto label = std::ranges::find_if(scene.texts, [](const OverlayText& t) { return t.text.starts_with("L1"); });
  ASSERT_NE(label, scene.texts.end());
  EXPECT_NE(label->text.find("wedge"), std::string::npos) << label->text;
  const Colour of_grade = grade_colour(reviewed.state().vertebrae[1].grade);
  EXPECT_GT(label->colour.red, of_grade.red) << "words are lighter than lines";
  EXPECT_GT(label->colour.green, of_grade.green);
  EXPECT_GT(label->colour.blue, of_grade.blue);
}

TEST_F(Overlay, LevelLabelsAreOnEveryPlaneAndSeriesOfTheFrame) {
  for (const PlaneKind kind : {PlaneKind::sagittal, PlaneKind::coronal, PlaneKind::axial}) {
    const auto centre = frame_of(std::get<SixPoints>(*reviewed.state().vertebrae[1].landmarks))->centre;
    OverlayInput other = input();
    other.kind = kind;
    other.editable = false;
    other.projection = onto(mpr_plane(spine().volume_geometry(), kind, centre));
    const OverlayScene scene = build_overlay(other);
    EXPECT_EQ(scene.texts.size(), kind == PlaneKind::axial ? 1U : 5U);
    EXPECT_TRUE(scene.markers.empty());
  }
}

TEST_F(Overlay, FadesAwayFromThePlane) {
  OverlayInput away = input();
  away.projection = onto(plane.moved(8.0));
  const OverlayScene faded = build_overlay(away);
  ASSERT_FALSE(faded.markers.empty());
  EXPECT_LT(faded.markers[7].opacity, 0.7);
  away.projection = onto(plane.moved(40.0));
  EXPECT_TRUE(build_overlay(away).markers.empty());
}

TEST_F(Overlay, ValuesOfTheSelectedBodyCarryUncertainty) {
  OverlayInput selected = input();
  selected.selected = key_of(reviewed, "L1");
  const OverlayScene scene = build_overlay(selected);
  const auto values = std::ranges::count_if(
      scene.texts, [](const OverlayText& t) { return t.text.find("\u00b1") != std::string::npos; });
  EXPECT_EQ(values, 3);
}

TEST_F(Overlay, OutlinesRunAroundTheBodiesCut) {
  const VolumeGeometry geometry = spine().volume_geometry();
  const LabelMap labels = spine().label_map(geometry);
  const auto outlines = label_outlines(labels, plane, 0.5);
  const auto l1 = std::ranges::find(outlines, VertebraLevel::parse("L1")->mask_value(), &LabelOutline::label);
  ASSERT_NE(l1, outlines.end());
  ASSERT_FALSE(l1->contours.empty());
  const auto longest = std::ranges::max_element(l1->contours, {}, [](const auto& c) { return c.size(); });
  double area = 0.0;
  for (std::size_t i = 0; i < longest->size(); ++i) {
    const PlanePoint a = (*longest)[i], b = (*longest)[(i + 1) % longest->size()];
    area += (a.x * b.y - b.x * a.y) / 2;
    EXPECT_LT(std::hypot(a.x - b.x, a.y - b.y), 0.51); // closed, no jumps
  }
  const phantom::PhantomBody body = spine().bodies(phantom::Border::outer_bone)[1];
  const double expected =
      body.depth *
      (body.landmarks.anterior_height() + 2 * body.landmarks.middle_height() + body.landmarks.posterior_height()) / 4;
  EXPECT_NEAR(std::abs(area), expected, 0.15 * expected);
}

TEST_F(Overlay, OutlinesKeepTheirVertebraWhenItIsRenamed) {
  auto labels = std::make_shared<const LabelMap>(spine().label_map(spine().volume_geometry()));
  ReviewDocument edited(ct_series(), measured_findings(), labels, reader());
  const int l1 = VertebraLevel::parse("L1")->mask_value();
  ASSERT_EQ(vertebra_of_label(l1, edited.state()), 1U);
  ASSERT_TRUE(edited.apply(ShiftLevels{1}));
  EXPECT_EQ(vertebra_of_label(l1, edited.state()), 1U);
  EXPECT_FALSE(vertebra_of_label(0, edited.state()));
}

// ---- tools

Volume ramp() {
  VolumeGeometry geometry;
  geometry.size = {20, 20, 20};
  std::vector<float> voxels;
  for (std::size_t i = 0; i < geometry.size.voxels(); ++i)
    voxels.push_back(static_cast<float>(i % 20) * 10.0F); // grows by 10 per mm along x
  return Volume(geometry, voxels, Modality::ct);
}

TEST(Tools, LengthAndAnglesInPatientSpace) {
  const auto value = [](ToolKind kind, std::vector<ImagePoint> points) {
    return evaluate({"t", kind, std::move(points)}, {});
  };
  EXPECT_EQ(value(ToolKind::length, {PatientPoint{0, 0, 0}, PatientPoint{3, 4, 12}}).text, "13.0 mm");
  EXPECT_NEAR(*value(ToolKind::angle, {PatientPoint{1, 0, 0}, PatientPoint{0, 0, 0}, PatientPoint{0, 5, 0}}).value, 90,
              1e-9);
  const ImagePoint a = PatientPoint{0, 0, 0}, b = PatientPoint{10, 0, 0}, c = PatientPoint{0, 20, 0},
                   d = PatientPoint{10, 30, 0};
  EXPECT_NEAR(*value(ToolKind::cobb, {a, b, c, d}).value, 45, 1e-9);
  EXPECT_NEAR(*value(ToolKind::cobb, {a, b, d, c}).value, 45, 1e-9); // whichever end was clicked first
  EXPECT_FALSE(value(ToolKind::length, {a}).value);
}

TEST(Tools, FilmsGivePixelsAndMillimetresOnlyWithTheirOrigin) {
  const ToolMeasurement line{"t", ToolKind::length, {PixelPoint{0, 0}, PixelPoint{30, 40}}};
  const ToolValue bare = evaluate(line, {});
  EXPECT_EQ(bare.text, "50 px");
  EXPECT_FALSE(bare.value_mm);
  ToolContext scaled;
  scaled.film_scale = PixelScale{SpacingProvenance::calibrated, 0.2, 0.1, {}, {}};
  const ToolValue value = evaluate(line, scaled);
  EXPECT_DOUBLE_EQ(*value.value, 50.0);
  EXPECT_NEAR(*value.value_mm, std::hypot(3.0, 8.0), 1e-12);
  EXPECT_NE(value.text.find("calibrated"), std::string::npos);
}

TEST(Tools, RegionStatisticsOfAKnownRamp) {
  const Volume volume = ramp();
  ToolContext context;
  context.volume = &volume;
  const SlicePlane plane = mpr_plane(volume.geometry(), PlaneKind::axial, {0, 0, 7});
  for (const ToolKind kind : {ToolKind::ellipse, ToolKind::rectangle}) {
    const ToolValue value = evaluate({"t", kind, {PatientPoint{4, 5, 7}, PatientPoint{10, 13, 7}}, plane}, context);
    ASSERT_TRUE(value.region);
    EXPECT_NEAR(value.region->mean, 70.0, 2.0);
    EXPECT_EQ(value.grey_unit, "HU");
    EXPECT_NEAR(value.region->area, kind == ToolKind::rectangle ? 48.0 : 37.7, 0.01);
    EXPECT_GE(value.region->minimum, 40.0 - 1e-6);
    EXPECT_LE(value.region->maximum, 100.0 + 1e-6);
  }
}

TEST(Tools, ValuesOutsideTheImageAreAbsent) {
  const Volume volume = ramp();
  EXPECT_NEAR(*value_at(volume, {4.5, 3, 2}), 45.0, 1e-6);
  EXPECT_FALSE(value_at(volume, {-3, 0, 0}));
  const Radiograph film(2, 2, {1, 2, 3, 4}, {});
  EXPECT_EQ(value_at(film, {1, 1}), 4.0);
  EXPECT_FALSE(value_at(film, {2, 0}));
}

// ---- background task

TEST(BackgroundTask, DeliversItsResultOrIsCancelled) {
  int answer = 0;
  BackgroundTask task(std::function<Result<int>(const Progress&)>([](const Progress&) { return Result<int>(42); }),
                      std::function<void(Result<int>)>([&](Result<int> result) { answer = *result; }));
  task.wait();
  EXPECT_EQ(answer, 42);
  bool cancelled = false;
  {
    BackgroundTask endless(std::function<Result<int>(const Progress&)>([](const Progress& progress) -> Result<int> {
                             while (true)
                               SPONDYL_CHECK(progress.check());
                           }),
                           std::function<void(Result<int>)>(
                               [&](Result<int> result) { cancelled = result.error().code == ErrorCode::cancelled; }));
    BackgroundTask moved = std::move(endless);
  }
  EXPECT_TRUE(cancelled);
}

} // namespace
} // namespace spondyl::view_model
