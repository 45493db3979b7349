#include <spondyl/simulation/fracture_warp.h>

#include <cmath>
#include <gtest/gtest.h>
#include <spondyl/phantom/phantom_spine.h>

namespace spondyl::simulation {
namespace {

using phantom::PhantomSpine;

constexpr std::size_t kL1 = 2; // of the phantom's T11-L5

std::vector<SixPoints> landmarks_of(const std::vector<phantom::PhantomBody>& bodies) {
  std::vector<SixPoints> spine;
  for (const phantom::PhantomBody& body : bodies)
    spine.push_back(body.landmarks);
  return spine;
}

std::vector<SixPoints> healthy_spine() {
  return landmarks_of(PhantomSpine().bodies(phantom::Border::outer_bone));
}

FractureWarp warp_of(const std::vector<SixPoints>& spine, std::size_t body, FractureShape shape, double loss) {
  auto warp = FractureWarp::make(spine, body, losses_of(shape, loss));
  EXPECT_TRUE(warp.has_value()) << warp.error().text();
  return *warp;
}

struct Collapse {
  FractureShape shape;
  double loss;
};

class EveryCollapse : public testing::TestWithParam<Collapse> {};

TEST_P(EveryCollapse, TakesFromTheLandmarksWhatWasAsked) {
  const auto spine = healthy_spine();
  const SixPoints before = spine[kL1];
  const SixPoints after = warp_of(spine, kL1, GetParam().shape, GetParam().loss).broken(before);
  const HeightLosses losses = losses_of(GetParam().shape, GetParam().loss);
  constexpr double tolerance = 0.05; // mm
  EXPECT_NEAR(after.anterior_height(), (1.0 - losses.anterior) * before.anterior_height(), tolerance);
  EXPECT_NEAR(after.middle_height(), (1.0 - losses.middle) * before.middle_height(), tolerance);
  EXPECT_NEAR(after.posterior_height(), (1.0 - losses.posterior) * before.posterior_height(), tolerance);
}

TEST_P(EveryCollapse, LeavesTheOtherBodiesTheirHeights) {
  const auto spine = healthy_spine();
  const auto warp = warp_of(spine, kL1, GetParam().shape, GetParam().loss);
  for (std::size_t i = 0; i < spine.size(); ++i) {
    if (i == kL1)
      continue;
    const SixPoints after = warp.broken(spine[i]);
    constexpr double tolerance = 0.1; // mm
    EXPECT_NEAR(after.anterior_height(), spine[i].anterior_height(), tolerance) << i;
    EXPECT_NEAR(after.middle_height(), spine[i].middle_height(), tolerance) << i;
    EXPECT_NEAR(after.posterior_height(), spine[i].posterior_height(), tolerance) << i;
  }
}

TEST_P(EveryCollapse, KeepsTheDiscsThickAtTheirCorners) {
  const auto spine = healthy_spine();
  const auto warp = warp_of(spine, kL1, GetParam().shape, GetParam().loss);
  for (std::size_t i = 0; i + 1 < spine.size(); ++i) {
    const SixPoints above = warp.broken(spine[i]), below = warp.broken(spine[i + 1]);
    EXPECT_NEAR(distance(above.anterior_inferior, below.anterior_superior),
                distance(spine[i].anterior_inferior, spine[i + 1].anterior_superior), 0.1)
        << "mm, disc " << i;
    EXPECT_NEAR(distance(above.posterior_inferior, below.posterior_superior),
                distance(spine[i].posterior_inferior, spine[i + 1].posterior_superior), 0.1)
        << "mm, disc " << i;
  }
}

TEST_P(EveryCollapse, IsInvertibleInAndAroundTheSpine) {
  const auto spine = healthy_spine();
  const auto warp = warp_of(spine, kL1, GetParam().shape, GetParam().loss);
  const PatientPoint centre = midpoint(spine[kL1].middle_superior, spine[kL1].middle_inferior);
  for (int y = -60; y <= 60; y += 3)
    for (int z = -60; z <= 60; z += 3) {
      const PatientPoint here = centre + PatientVector{5.0, static_cast<double>(y), static_cast<double>(z)};
      ASSERT_LT(distance(warp.unbroken(warp.broken(here)), here), 0.02) << "mm at " << y << ' ' << z;
    }
}

/// Length of the run of `value` through `from` up and down `axis`, with the ends found to 0.1 mm.
double height_in_mask(const LabelMap& mask, std::uint8_t value, PatientPoint from, PatientVector axis) {
  const auto is_inside = [&](double along) {
    const IndexPoint p = mask.geometry.to_index(from + axis * along);
    return mask.geometry.contains(p) &&
           mask.voxels[mask.geometry.offset(static_cast<int>(std::lround(p.column)),
                                            static_cast<int>(std::lround(p.row)),
                                            static_cast<int>(std::lround(p.slice)))] == value;
  };
  constexpr double step = 0.1;
  double up = 0.0, down = 0.0;
  while (is_inside(up))
    up += step;
  while (is_inside(-down))
    down += step;
  return up + down;
}

VolumeGeometry fine_grid(PatientPoint centre) {
  VolumeGeometry grid;
  grid.size = {3, 180, 200};
  grid.column_spacing = 1.0;
  grid.row_spacing = grid.slice_spacing = 0.4;
  grid.origin = centre - PatientVector{1.0, 36.0, 40.0};
  return grid;
}

TEST_P(EveryCollapse, MovesMaskAndLandmarksTogether) {
  const PhantomSpine phantom;
  const auto spine = healthy_spine();
  const auto warp = warp_of(spine, kL1, GetParam().shape, GetParam().loss);
  const PatientPoint centre = midpoint(spine[kL1].middle_superior, spine[kL1].middle_inferior);
  const LabelMap mask = warped(phantom.label_map(fine_grid(centre)), warp);
  const SixPoints after = warp.broken(spine[kL1]);
  const auto value = static_cast<std::uint8_t>(VertebraLevel::parse("L1")->mask_value());
  const PatientVector line = after.middle_superior - after.middle_inferior;
  const double measured =
      height_in_mask(mask, value, midpoint(after.middle_superior, after.middle_inferior), line * (1.0 / length(line)));
  EXPECT_NEAR(measured, after.middle_height(), 0.5) << "mm";
}

/// Where the grey value passes half-way between marrow and the dark endplate, beyond `from` along `axis`.
double edge_beyond(const Volume& volume, PatientPoint from, PatientVector axis, double reach) {
  const auto grey = [&](double along) {
    const IndexPoint p = volume.geometry().to_index(from + axis * along);
    return volume.at(static_cast<int>(std::lround(p.column)), static_cast<int>(std::lround(p.row)),
                     static_cast<int>(std::lround(p.slice)));
  };
  const double half = 0.5 * grey(0.0);
  double along = 0.0;
  while (along < reach && grey(along) > half)
    along += 0.1;
  return along;
}

TEST_P(EveryCollapse, MovesImageAndLandmarksTogether) {
  PhantomSpine builder;
  builder.contrast(phantom::Contrast::t1);
  const auto spine = landmarks_of(builder.bodies(phantom::Border::marrow));
  const PatientPoint centre = midpoint(spine[kL1].middle_superior, spine[kL1].middle_inferior);
  const Volume image = builder.geometry(fine_grid(centre)).build().volume;
  const auto warp = warp_of(spine, kL1, GetParam().shape, GetParam().loss);
  const auto broken = warped(image, warp);
  ASSERT_TRUE(broken.has_value()) << broken.error().text();
  const SixPoints after = warp.broken(spine[kL1]);
  const PatientPoint middle = midpoint(after.middle_superior, after.middle_inferior);
  const PatientVector line = after.middle_superior - after.middle_inferior;
  const PatientVector up = line * (1.0 / length(line));
  const double measured = edge_beyond(*broken, middle, up, 30.0) + edge_beyond(*broken, middle, -up, 30.0);
  EXPECT_NEAR(measured, after.middle_height(), 0.5) << "mm";
}

INSTANTIATE_TEST_SUITE_P(ShapesAndLosses, EveryCollapse,
                         testing::Values(Collapse{FractureShape::wedge, 0.15}, Collapse{FractureShape::wedge, 0.25},
                                         Collapse{FractureShape::wedge, 0.40}, Collapse{FractureShape::wedge, 0.55},
                                         Collapse{FractureShape::biconcave, 0.15},
                                         Collapse{FractureShape::biconcave, 0.25},
                                         Collapse{FractureShape::biconcave, 0.40},
                                         Collapse{FractureShape::biconcave, 0.55}, Collapse{FractureShape::crush, 0.15},
                                         Collapse{FractureShape::crush, 0.25}, Collapse{FractureShape::crush, 0.40},
                                         Collapse{FractureShape::crush, 0.55}));

TEST(FractureWarp, ChangesNothingBelowTheBrokenBody) {
  const auto spine = healthy_spine();
  const auto warp = warp_of(spine, kL1, FractureShape::crush, 0.4);
  const SixPoints below = spine[kL1 + 1];
  EXPECT_LT(distance(warp.broken(below.anterior_superior), below.anterior_superior), 1e-6);
  EXPECT_LT(distance(warp.broken(below.posterior_inferior), below.posterior_inferior), 1e-6);
}

TEST(FractureWarp, BringsTheSpineAboveDownByWhatACrushTakes) {
  const auto spine = healthy_spine();
  const auto warp = warp_of(spine, kL1, FractureShape::crush, 0.4);
  const double lost = 0.4 * spine[kL1].posterior_height();
  EXPECT_NEAR(distance(warp.broken(spine[0].posterior_superior), spine[0].posterior_superior), lost, 0.5) << "mm";
}

TEST(FractureWarp, KeepsTheScanAsItIsForNoLoss) {
  const Volume image = PhantomSpine().spacing(2.0, 4.0).build().volume;
  const auto same = warped(image, warp_of(healthy_spine(), kL1, FractureShape::none, 0.0));
  ASSERT_TRUE(same.has_value());
  EXPECT_EQ(same->voxels(), image.voxels());
}

TEST(FractureWarp, RefusesABodyThatIsNotThere) {
  EXPECT_FALSE(FractureWarp::make(healthy_spine(), 7, losses_of(FractureShape::wedge, 0.2)).has_value());
}

TEST(FractureWarp, RefusesToTakeAWholeBody) {
  EXPECT_FALSE(FractureWarp::make(healthy_spine(), kL1, losses_of(FractureShape::crush, 0.9)).has_value());
}

TEST(FractureWarp, RefusesLandmarksThatMakeNoBody) {
  auto spine = healthy_spine();
  std::swap(spine[kL1].middle_superior, spine[kL1].middle_inferior);
  EXPECT_FALSE(FractureWarp::make(spine, kL1, losses_of(FractureShape::wedge, 0.2)).has_value());
}

} // namespace
} // namespace spondyl::simulation
