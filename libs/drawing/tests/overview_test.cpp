#include <spondyl/drawing/overview.h>

#include "canvas.h"
#include "labels_text.h"
#include <cmath>
#include <filesystem>
#include <fstream>
#include <gmock/gmock.h>
#include <spondyl/morphometry/assess.h>
#include <spondyl/morphometry/measure.h>
#include <spondyl/phantom/phantom_spine.h>

namespace spondyl::drawing {
namespace {

using phantom::PhantomBody;
using phantom::PhantomSpine;

Findings findings_of(const std::vector<PhantomBody>& bodies) {
  Findings findings;
  findings.modality = "CT";
  for (const PhantomBody& body : bodies) {
    VertebraFinding vertebra;
    vertebra.ordinal = static_cast<int>(findings.vertebrae.size()) + 1;
    vertebra.level = body.level;
    const auto measured = morphometry::measure_landmarks(
        body.landmarks, {.modality = Modality::ct, .spacing_along_height = 1.0, .spacing_across = 1.0, .evidence = {}});
    vertebra.landmarks = measured->landmarks;
    vertebra.heights = measured->heights;
    findings.vertebrae.push_back(vertebra);
  }
  findings.vertebrae = morphometry::assess(findings.vertebrae);
  return findings;
}

PhantomSpine small_spine() {
  return PhantomSpine().levels("T12", "L4").spacing(2.0, 2.0);
}

/// Pixels within 8 of the colour.
int count_of(const Picture& picture, Colour colour) {
  int count = 0;
  for (int y = 0; y < picture.height; ++y)
    for (int x = 0; x < picture.width; ++x) {
      const auto [red, green, blue] = picture.at(x, y);
      const bool same = std::abs(red - 255 * colour.red) < 8 && std::abs(green - 255 * colour.green) < 8 &&
                        std::abs(blue - 255 * colour.blue) < 8;
      count += same ? 1 : 0;
    }
  return count;
}

Colour colour_of_grade(double grade) {
  VertebraFinding sample;
  sample.grade = Grade{};
  sample.grade->value = grade;
  return grade_colour(sample);
}

TEST(Overview, DrawsAFracturedBodyInTheColourOfItsGrade) {
  const auto healthy = small_spine().build(), broken = small_spine().with_wedge("L1", 0.32).build();
  const auto calm = render_overview(healthy.volume, nullptr, findings_of(healthy.bodies));
  const auto alarming = render_overview(broken.volume, nullptr, findings_of(broken.bodies));
  ASSERT_TRUE(calm && alarming);
  const Colour moderate = colour_of_grade(2.0);
  EXPECT_GT(count_of(*alarming, moderate), count_of(*calm, moderate) + 300);
}

TEST(Overview, WithoutValuesIsTheImageAloneWithItsLandmarks) {
  const auto broken = small_spine().with_wedge("L1", 0.32).build();
  const Findings findings = findings_of(broken.bodies);
  OverviewOptions image_only;
  image_only.with_values = false;
  const auto whole = render_overview(broken.volume, nullptr, findings);
  const auto image = render_overview(broken.volume, nullptr, findings, image_only);
  ASSERT_TRUE(whole && image);
  EXPECT_LT(image->width + 400, whole->width) << "the table of values is still there";
  EXPECT_LT(image->height, whole->height);
  EXPECT_GT(count_of(*image, colour_of_grade(2.0)), 100) << "the landmarks are gone";
}

TEST(Overview, OutlinesTheBodiesOfTheLabelMap) {
  const auto spine = small_spine();
  const auto built = spine.build();
  const LabelMap labels = spine.label_map(built.volume.geometry());
  const Findings findings = findings_of(built.bodies);
  const auto without = render_overview(built.volume, nullptr, findings);
  const auto with = render_overview(built.volume, &labels, findings);
  ASSERT_TRUE(without && with);
  const Colour normal = colour_of_grade(0.0);
  EXPECT_GT(count_of(*with, normal), count_of(*without, normal) + 500);
}

TEST(Overview, CrossesOutABodyThatCouldNotBeAssessed) {
  const auto spine = small_spine();
  const auto built = spine.build();
  const LabelMap labels = spine.label_map(built.volume.geometry());
  Findings findings = findings_of(built.bodies);
  VertebraFinding& last = findings.vertebrae.back();
  last.status = MeasurementStatus::not_assessable;
  last.reason = "Cut by the edge.";
  last.landmarks.reset();
  last.heights = {};
  const auto picture = render_overview(built.volume, &labels, findings);
  ASSERT_TRUE(picture);
  EXPECT_GT(count_of(*picture, {0.80, 0.47, 0.65}), 50);
}

/// Bright within 4 mm of the line through the bodies' centres (to the sides), dark elsewhere.
Volume curtain_along(const std::vector<PhantomBody>& bodies, const VolumeGeometry& grid) {
  std::vector<float> voxels;
  for (int slice = 0; slice < grid.size.slices; ++slice)
    for (int row = 0; row < grid.size.rows; ++row)
      for (int column = 0; column < grid.size.columns; ++column) {
        const PatientPoint point =
            grid.to_patient({static_cast<double>(column), static_cast<double>(row), static_cast<double>(slice)});
        double left = bodies.front().frame.centre.x;
        for (std::size_t i = 1; i < bodies.size(); ++i) {
          const PatientPoint above = bodies[i - 1].frame.centre, below = bodies[i].frame.centre;
          if (point.z <= above.z)
            left = above.x + (below.x - above.x) * std::min(1.0, (above.z - point.z) / (above.z - below.z));
        }
        voxels.push_back(std::abs(point.x - left) < 4.0 ? 1000.0F : -1000.0F);
      }
  return {grid, std::move(voxels), Modality::ct};
}

TEST(Overview, FollowsALateralCurveSoThatNoBodyIsLeftOut) {
  const auto spine = PhantomSpine().without_sacrum().scoliosis(40).spacing(1.5, 1.5);
  auto bodies = spine.bodies(phantom::Border::outer_bone);
  const Volume curtain = curtain_along(bodies, spine.volume_geometry());
  for (PhantomBody& body : bodies) // no axial rotation: the curtain has none
    for (const auto& [name, member] : kLandmarkMembers<PatientPoint>)
      (body.landmarks.*member).x = body.frame.centre.x + (body.landmarks.*member - body.frame.centre).z *
                                                             (body.frame.superior.x / body.frame.superior.z);
  const auto picture = render_overview(curtain, nullptr, findings_of(bodies));
  ASSERT_TRUE(picture);
  int bright = 0, seen = 0;
  for (int y = 100; y < picture->height - 160; ++y)
    for (int x = 40; x < 300; ++x, ++seen)
      bright += picture->at(x, y)[0] > 150 ? 1 : 0;
  EXPECT_GT(bright, 0.9 * seen);
}

TEST(Overview, ShowsNothingOfThePatientAndIsRepeatable) {
  const auto built = small_spine().build();
  Findings findings = findings_of(built.bodies);
  const auto anonymous = render_overview(built.volume, nullptr, findings);
  findings.patient = PatientInfo{"id", "issuer", "name", "19500101", "F", "070Y"};
  findings.study = {"1.2.3", "20260101", "A1"};
  findings.images.root = "/archive/name";
  const auto named = render_overview(built.volume, nullptr, findings);
  ASSERT_TRUE(anonymous && named);
  EXPECT_EQ(anonymous->rgb, named->rgb);
}

TEST(Overview, OfNoBodyIsRefused) {
  const auto built = small_spine().build();
  const auto picture = render_overview(built.volume, nullptr, Findings{});
  ASSERT_FALSE(picture);
  EXPECT_EQ(picture.error().code, ErrorCode::not_measurable);
}

Findings film_findings() {
  Findings findings;
  findings.modality = "DX";
  VertebraFinding body;
  body.ordinal = 1;
  const auto measured = morphometry::measure_radiograph_body(
      {{100, 100}, {100, 140}, {130, 102}, {130, 138}, {160, 100}, {160, 142}}, PixelScale{});
  body.landmarks = measured->landmarks;
  body.heights = measured->heights;
  findings.vertebrae = {body};
  return findings;
}

Radiograph film(PixelScale scale) {
  return {300, 250, std::vector<float>(300 * 250, 1.0F), std::move(scale)};
}

TEST(RadiographOverview, HasALengthBarOnlyWhereMillimetresHaveAnOrigin) {
  PixelScale calibrated;
  calibrated.provenance = SpacingProvenance::calibrated;
  calibrated.row_spacing = calibrated.column_spacing = 0.6;
  const auto with = render_overview(film(calibrated), film_findings());
  const auto without = render_overview(film(PixelScale{}), film_findings());
  ASSERT_TRUE(with && without);
  EXPECT_GT(count_of(*with, {1, 1, 1}), count_of(*without, {1, 1, 1}) + 80);
}

TEST(RadiographOverview, RestoresPixelsThatAreNotSquare) {
  PixelScale wide;
  wide.provenance = SpacingProvenance::calibrated;
  wide.row_spacing = 0.5;
  wide.column_spacing = 1.0;
  EXPECT_GT(render_overview(film(wide), film_findings())->width,
            render_overview(film({}), film_findings())->width + 100);
}

TEST(WritePng, MakesAFileForItsOwnerAlone) {
  const auto file = std::filesystem::path(testing::TempDir()) / "spondyl_drawing_test.png";
  Picture picture{3, 2, std::vector<std::uint8_t>(18, 200)};
  ASSERT_TRUE(write_png(picture, file));
  std::string head(24, '\0');
  std::ifstream(file, std::ios::binary).read(head.data(), 24);
  EXPECT_EQ(head.substr(0, 8), "\x89PNG\r\n\x1a\n");
  EXPECT_EQ(head[19], 3) << "width of the IHDR chunk";
  EXPECT_EQ(head[23], 2) << "height of the IHDR chunk";
  EXPECT_EQ(std::filesystem::status(file).permissions() & std::filesystem::perms::group_read,
            std::filesystem::perms::none);
  std::filesystem::remove(file);
  EXPECT_FALSE(write_png(picture, "/nonexistent/folder/picture.png"));
}

TEST(LabelsText, SaysWhatIsKnown) {
  VertebraFinding finding;
  finding.heights.anterior = HeightMeasurement{24.12, LengthUnit::millimetre, 0.6};
  EXPECT_THAT(heights_text(finding),
              testing::AllOf(testing::HasSubstr("24.1"), testing::HasSubstr("0.6"), testing::EndsWith("mm")));
  EXPECT_EQ(grade_text(finding), "not graded");
  finding.grade = Grade{};
  finding.grade->value = 1.0;
  finding.grade->shape = FractureShape::biconcave;
  finding.grade->between = {1, 2};
  EXPECT_EQ(grade_text(finding), "grade 1 biconcave, between 1 and 2");
  finding.status = MeasurementStatus::not_assessable;
  finding.reason = "Cut.";
  EXPECT_EQ(grade_text(finding), "not assessable");
  EXPECT_EQ(detail_text(finding), "Cut.");
}

} // namespace
} // namespace spondyl::drawing
