#include <gtest/gtest.h>
#include <spondyl/render/scene.h>

namespace spondyl::render {
namespace {

TEST(PulledSurface, FollowsItsLandmarkFromSideToSideAndFadesAlongTheEndplate) {
  const std::vector<SurfacePull> pulls{{{0, -30, 25}, {0, 0, 4}}};
  const PatientVector left{1, 0, 0};
  EXPECT_NEAR(pulled({0, -30, 25}, pulls, left).z, 29.0, 1e-9);
  EXPECT_NEAR(pulled({15, -30, 25}, pulls, left).z, 29.0, 1e-9) << "the whole anterior edge";
  EXPECT_NEAR(pulled({0, 0, 25}, pulls, left).z, 25.0, 0.01) << "the posterior edge stays";
  const double between = pulled({0, -22, 25}, pulls, left).z;
  EXPECT_GT(between, 25.5);
  EXPECT_LT(between, 28.5);
}

} // namespace
} // namespace spondyl::render
