#include "sagittal_surface.h"

#include <gtest/gtest.h>
#include <spondyl/phantom/phantom_spine.h>

namespace spondyl::drawing {
namespace {

std::vector<SurfaceAnchor> bent_anchors() {
  return {{{0, 10, 100}, {0, -1, 0}}, {{12, 14, 60}, normalized(PatientVector{0.2, -1, 0})}, {{3, 8, 20}, {0, -1, 0}}};
}

TEST(SagittalSurface, RunsThroughItsAnchors) {
  const SagittalSurface surface(bent_anchors());
  for (const SurfaceAnchor& anchor : bent_anchors()) {
    const SurfacePoint on = surface.to_surface(anchor.point);
    EXPECT_DOUBLE_EQ(on.superior, anchor.point.z);
    EXPECT_NEAR(distance(surface.to_patient(on), anchor.point), 0.0, 1e-9);
  }
}

TEST(SagittalSurface, MapsItsOwnPointsBack) {
  const SagittalSurface surface(bent_anchors());
  for (const SurfacePoint point : {SurfacePoint{-20, 130}, {0, 85}, {35, 41}, {12, -10}}) {
    const SurfacePoint back = surface.to_surface(surface.to_patient(point));
    EXPECT_NEAR(back.posterior, point.posterior, 1e-9);
    EXPECT_NEAR(back.superior, point.superior, 1e-9);
  }
}

TEST(SagittalSurface, KeepsLengthsOfAStraightSpine) {
  const SagittalSurface surface({{{5, 0, 50}}, {{5, 0, 0}}});
  const SurfacePoint a = surface.to_surface({5, -17, 40}), b = surface.to_surface({5, 13, 12});
  EXPECT_NEAR(b.posterior - a.posterior, 30.0, 1e-9);
  EXPECT_NEAR(a.superior - b.superior, 28.0, 1e-9);
}

TEST(SagittalSurface, DoesNotFoldWhereAnchorsLieAtOneHeight) {
  const SagittalSurface surface({{{0, 0, 10}}, {{40, 0, 9.9}}, {{0, 0, -20}}});
  EXPECT_LT(std::abs(surface.to_patient({0, 9.8}).x), 5.0);
}

TEST(LabelCentre, IsTheMiddleOfTheLabelInPatientSpace) {
  LabelMap labels{{{4, 4, 4}, {10, 20, 30}}, std::vector<std::uint8_t>(64, 0)};
  labels.voxels[labels.geometry.offset(1, 2, 3)] = labels.voxels[labels.geometry.offset(3, 2, 3)] = 21;
  EXPECT_EQ(label_centre(labels, 21), (PatientPoint{12, 22, 33}));
  EXPECT_FALSE(label_centre(labels, 22));
}

TEST(LabelValue, FollowsLabelsNiiGz) {
  VertebraFinding vertebra;
  vertebra.ordinal = 3;
  EXPECT_EQ(label_value(vertebra), 103);
  vertebra.level = VertebraLevel::parse("L2");
  EXPECT_EQ(label_value(vertebra), 21);
}

} // namespace
} // namespace spondyl::drawing
