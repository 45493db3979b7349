#include <spondyl/phantom/phantom_spine.h>

#include <algorithm>
#include <gtest/gtest.h>
#include <numbers>

namespace spondyl::phantom {
namespace {

double interpolated(const Volume& volume, PatientPoint point) {
  const VolumeGeometry& grid = volume.geometry();
  const IndexPoint p = grid.to_index(point);
  const int c = static_cast<int>(std::floor(p.column)), r = static_cast<int>(std::floor(p.row)),
            s = static_cast<int>(std::floor(p.slice));
  double sum = 0.0;
  for (int k = 0; k < 2; ++k)
    for (int j = 0; j < 2; ++j)
      for (int i = 0; i < 2; ++i) {
        const double weight = (i ? p.column - c : 1 - p.column + c) * (j ? p.row - r : 1 - p.row + r) *
                              (k ? p.slice - s : 1 - p.slice + s);
        sum += weight * volume.at(std::clamp(c + i, 0, grid.size.columns - 1), std::clamp(r + j, 0, grid.size.rows - 1),
                                  std::clamp(s + k, 0, grid.size.slices - 1));
      }
  return sum;
}

/// Where the grey value crosses half of the way between the tissue outside and the bright cortex, going outwards from
/// `inside` along `direction` (mm from `inside`).
double outer_half_maximum(const Volume& volume, PatientPoint inside, PatientVector direction) {
  constexpr double step = 0.02, reach = 5.0, depth = 4.0;
  double brightest = -1e9, at = 0.0;
  for (double d = -depth; d < reach; d += step)
    if (const double value = interpolated(volume, inside + direction * d); value > brightest) {
      brightest = value;
      at = d;
    }
  const double outside = interpolated(volume, inside + direction * (at + 3.0));
  double d = at;
  while (interpolated(volume, inside + direction * d) > 0.5 * (brightest + outside))
    d += step;
  return d;
}

/// Height between the half maxima at `fraction` of the way from the middle to the anterior (+1) landmarks.
double rendered_height(const Volume& volume, const PhantomBody& body, PatientPoint superior, PatientPoint inferior) {
  const double above = outer_half_maximum(volume, superior, body.frame.superior);
  const double below = outer_half_maximum(volume, inferior, -body.frame.superior);
  return distance(superior, inferior) + above + below;
}

void expect_truth_in_voxels(const Phantom& phantom) {
  constexpr double tolerance = 0.3; // mm
  for (const PhantomBody& body : phantom.bodies) {
    const SixPoints& points = body.landmarks;
    const double middle = rendered_height(phantom.volume, body, points.middle_superior, points.middle_inferior);
    EXPECT_NEAR(middle, points.middle_height(), tolerance) << body.level.name();
    // Half-way to the corners the endplates run straight enough; the rims themselves are rounded.
    const PatientPoint superior = midpoint(points.anterior_superior, points.middle_superior);
    const PatientPoint inferior = midpoint(points.anterior_inferior, points.middle_inferior);
    const double between = rendered_height(phantom.volume, body, superior, inferior);
    const double hollow = 0.5 * (points.anterior_height() + points.posterior_height()) - points.middle_height();
    EXPECT_NEAR(between, distance(superior, inferior) - 0.25 * hollow, tolerance + 0.1) << body.level.name();
  }
}

TEST(PhantomSpine, EndplatesInTheVoxelsAreWhereTheTruthSays) {
  expect_truth_in_voxels(PhantomSpine().spacing(0.6, 0.6).field_of_view(70).build());
}

TEST(PhantomSpine, FracturesTiltAndObliqueGridsKeepTheTruth) {
  expect_truth_in_voxels(PhantomSpine()
                             .levels("T12", "L4")
                             .with_wedge("L1", 0.3)
                             .with_biconcave("L3", 0.25)
                             .tilted(8)
                             .oblique(12)
                             .spacing(0.6, 0.7)
                             .field_of_view(90)
                             .build());
}

const PhantomBody& body_of(const std::vector<PhantomBody>& bodies, const char* level) {
  return *std::ranges::find(bodies, VertebraLevel::parse(level).value(), &PhantomBody::level);
}

TEST(PhantomSpine, FracturesTakeTheStatedPartOfTheHeight) {
  const auto healthy = PhantomSpine().bodies(Border::outer_bone);
  const auto broken =
      PhantomSpine().with_wedge("L1", 0.3).with_biconcave("L3", 0.25).with_crush("T12", 0.4).bodies(Border::outer_bone);
  const auto ratio = [&](const char* level, double (SixPoints::*height)() const) {
    return (body_of(broken, level).landmarks.*height)() / (body_of(healthy, level).landmarks.*height)();
  };
  EXPECT_NEAR(ratio("L1", &SixPoints::anterior_height), 0.70, 1e-9);
  EXPECT_NEAR(ratio("L1", &SixPoints::posterior_height), 1.00, 1e-9);
  EXPECT_NEAR(ratio("L3", &SixPoints::middle_height), 0.75, 1e-9);
  EXPECT_NEAR(ratio("T12", &SixPoints::posterior_height), 0.60, 1e-9);
  EXPECT_NEAR(ratio("T12", &SixPoints::anterior_height), 0.60, 1e-9);
  EXPECT_NEAR(ratio("L5", &SixPoints::anterior_height), 1.00, 1e-9);
}

TEST(PhantomSpine, TheMarrowLiesOneShellInsideTheBone) {
  const auto outer = PhantomSpine().bodies(Border::outer_bone), marrow = PhantomSpine().bodies(Border::marrow);
  for (std::size_t i = 0; i < outer.size(); ++i)
    EXPECT_NEAR(outer[i].landmarks.middle_height() - marrow[i].landmarks.middle_height(), 2.0, 1e-9);
}

TEST(PhantomSpine, ALumbarSpineIsLordoticAndStandsOnItsSacrum) {
  const auto bodies = PhantomSpine().bodies(Border::outer_bone);
  ASSERT_EQ(bodies.size(), 7U);
  EXPECT_EQ(bodies.front().level.name(), "T11");
  const auto lean = [](const PhantomBody& body) { return std::asin(-body.frame.superior.y) * 180 / std::numbers::pi; };
  EXPECT_GT(lean(body_of(bodies, "L5")) - lean(body_of(bodies, "L1")), 20.0);
  for (std::size_t i = 1; i < bodies.size(); ++i)
    EXPECT_GT(distance(bodies[i - 1].landmarks.middle_inferior, bodies[i].landmarks.middle_superior), 4.0)
        << "a disc above " << bodies[i].level.name();
}

TEST(PhantomSpine, ScoliosisBendsTheColumnByItsCobbAngle) {
  const auto bodies = PhantomSpine().without_sacrum().scoliosis(20).bodies(Border::outer_bone);
  const auto lean = [](const PhantomBody& body) { return std::atan2(body.frame.superior.x, body.frame.superior.z); };
  EXPECT_NEAR((lean(bodies.front()) - lean(bodies.back())) * 180 / std::numbers::pi, 20.0, 1.5);
  EXPECT_GT(std::abs(bodies[3].frame.centre.x - bodies.front().frame.centre.x), 5.0);
}

TEST(PhantomSpine, IsTheSameForTheSameSeedAndDiffersForAnother) {
  const auto build = [](std::uint64_t seed) {
    return PhantomSpine().levels("L2", "L3").spacing(2, 3).noise(20).seed(seed).build().volume.voxels();
  };
  EXPECT_EQ(build(1), build(1));
  EXPECT_NE(build(1), build(2));
}

TEST(PhantomSpine, NoiseHasTheStatedDeviationAndNoBias) {
  const auto base = PhantomSpine().levels("L2", "L3").spacing(2, 3);
  const auto quiet = PhantomSpine(base).build().volume, noisy = PhantomSpine(base).noise(20).build().volume;
  double sum = 0.0, squares = 0.0;
  const auto count = static_cast<double>(quiet.voxels().size());
  for (std::size_t i = 0; i < quiet.voxels().size(); ++i) {
    const double difference = noisy.voxels()[i] - quiet.voxels()[i];
    sum += difference;
    squares += difference * difference;
  }
  EXPECT_NEAR(sum / count, 0.0, 0.2);
  EXPECT_NEAR(std::sqrt(squares / count), 20.0, 0.2);
}

TEST(PhantomSpine, LooksTheSameOnEveryGrid) {
  const auto axial = PhantomSpine().spacing(1.2, 1.2).field_of_view(120).build();
  const auto sagittal = PhantomSpine().orientation(Orientation::sagittal).spacing(1.2, 1.2).field_of_view(120).build();
  for (const PhantomBody& body : axial.bodies) {
    EXPECT_NEAR(interpolated(axial.volume, body.frame.centre), interpolated(sagittal.volume, body.frame.centre), 1.0);
    const PatientPoint canal = body.frame.centre - body.frame.anterior * (0.5 * body.depth + 9.0);
    EXPECT_LT(interpolated(axial.volume, canal), 60.0) << "the canal is no bone";
    EXPECT_NEAR(interpolated(axial.volume, canal), interpolated(sagittal.volume, canal), 1.0);
  }
}

TEST(PhantomSpine, LabelsHoldEachBodyByItsLevel) {
  const auto spine = PhantomSpine().levels("L1", "L3").spacing(1, 1).field_of_view(80);
  const auto map = spine.label_map(spine.volume_geometry());
  for (const PhantomBody& body : spine.bodies(Border::outer_bone)) {
    const auto label = static_cast<std::uint8_t>(body.level.mask_value());
    const double volume = static_cast<double>(std::ranges::count(map.voxels, label)); // voxels of 1 mm^3
    const double box = body.landmarks.middle_height() * body.depth * body.width;
    EXPECT_GT(volume, 0.65 * box) << body.level.name();
    EXPECT_LT(volume, 1.05 * box) << body.level.name();
  }
}

TEST(PhantomSpine, MrShowsBrightMarrowInDarkCortex) {
  for (const Contrast contrast : {Contrast::t1, Contrast::t2}) {
    const auto phantom = PhantomSpine().contrast(contrast).orientation(Orientation::sagittal).spacing(0.8, 3).build();
    EXPECT_EQ(phantom.volume.modality(), Modality::mr);
    const PhantomBody& body = body_of(phantom.bodies, "L3");
    const double marrow = interpolated(phantom.volume, body.frame.centre);
    const double endplate = interpolated(phantom.volume, body.landmarks.middle_superior + body.frame.superior * 0.5);
    EXPECT_GT(marrow, 2.0 * endplate);
  }
}

} // namespace
} // namespace spondyl::phantom
