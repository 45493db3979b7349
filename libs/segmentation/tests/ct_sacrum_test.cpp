#include <gtest/gtest.h>
#include <spondyl/phantom/phantom_spine.h>
#include <spondyl/segmentation/segment.h>

namespace spondyl::segmentation {
namespace {

PatientPoint halfway(PatientPoint a, PatientPoint b) {
  return a + (b - a) * 0.5;
}

TEST(CtSacrum, ItsUpperEndplateLiesADiscBelowTheLastLumbarBody) {
  const phantom::Phantom truth = phantom::PhantomSpine().levels("L2", "L5").spacing(1.0, 1.5).build();
  const auto spine = segment_spine(truth.volume, {}, {});
  ASSERT_TRUE(spine) << spine.error().text();
  ASSERT_EQ(spine->labelling.anchor, LevelAnchor::sacrum);
  ASSERT_TRUE(spine->sacral_endplate);
  const SixPoints& l5 = truth.bodies.back().landmarks;
  const EndplateLine& s1 = *spine->sacral_endplate;
  const PatientPoint above = halfway(l5.anterior_inferior, l5.posterior_inferior);
  const PatientPoint middle = halfway(s1.anterior, s1.posterior);
  EXPECT_LT(middle.z, above.z - 3.0);
  EXPECT_GT(middle.z, above.z - 18.0);
  EXPECT_LT(s1.anterior.y, s1.posterior.y);
  EXPECT_NEAR(distance(s1.anterior, s1.posterior), truth.bodies.back().depth, 6.0);
}

TEST(CtSacrum, HasNoEndplateWhereItIsNotInView) {
  const phantom::Phantom truth = phantom::PhantomSpine().levels("L1", "L5").without_sacrum().spacing(1.0, 1.5).build();
  const auto spine = segment_spine(truth.volume, {}, {});
  ASSERT_TRUE(spine) << spine.error().text();
  EXPECT_FALSE(spine->sacral_endplate);
  EXPECT_EQ(spine->labelling.anchor, LevelAnchor::none);
}

} // namespace
} // namespace spondyl::segmentation
