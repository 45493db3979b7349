#include <spondyl/registration/register_spines.h>

#include <gtest/gtest.h>
#include <spondyl/phantom/phantom_spine.h>

namespace spondyl::registration {
namespace {

using phantom::Contrast;
using phantom::PhantomSpine;

struct Study {
  phantom::Phantom phantom;
  std::vector<Body> bodies; ///< ordinals are ranks of the true levels
};

Study study_of(const PhantomSpine& spine) {
  Study study{spine.build(), {}};
  for (const phantom::PhantomBody& body : study.phantom.bodies)
    study.bodies.push_back({body.level.rank(), body.landmarks});
  return study;
}

Result<SameBodies> registered(const Study& prior, const Study& current) {
  return register_spines({prior.phantom.volume, prior.bodies}, {current.phantom.volume, current.bodies}, {});
}

PhantomSpine ct() {
  PhantomSpine spine;
  spine.spacing(1.0, 1.5).noise(15.0);
  return spine;
}

PhantomSpine mr(Contrast contrast) {
  PhantomSpine spine;
  spine.contrast(contrast).orientation(phantom::Orientation::sagittal).spacing(0.9, 4.0).noise(6.0);
  return spine;
}

void expect_same_levels(const Result<SameBodies>& same, std::size_t at_least) {
  ASSERT_TRUE(same) << same.error().text();
  testing::Test::RecordProperty("similarity", std::to_string(same->similarity));
  testing::Test::RecordProperty("next_similarity", std::to_string(same->next_similarity));
  EXPECT_TRUE(same->certain) << same->similarity << " against " << same->next_similarity;
  EXPECT_GE(same->ordinals.size(), at_least);
  for (const auto& [prior, current] : same->ordinals)
    EXPECT_EQ(prior, current);
}

TEST(RegisterSpines, PairsTheSameLevelsOfCtThatLeansAndHasAFracture) {
  expect_same_levels(registered(study_of(ct()), study_of(ct().tilted(5).oblique(4).seed(7).with_wedge("L1", 0.4))), 6);
}

TEST(RegisterSpines, PairsTheSameLevelsOfMrWithFewerBodies) {
  Study current = study_of(mr(Contrast::t1).tilted(-4).seed(3));
  current.bodies.erase(current.bodies.begin(), current.bodies.begin() + 2);
  expect_same_levels(registered(study_of(mr(Contrast::t1)), current), 4);
}

TEST(RegisterSpines, PairsT1WithT2) {
  expect_same_levels(registered(study_of(mr(Contrast::t1)), study_of(mr(Contrast::t2).tilted(3).seed(5))), 5);
}

TEST(RegisterSpines, TheTransformLaysOneStudyOnTheOther) {
  const Study prior = study_of(ct()), current = study_of(ct().tilted(6).seed(9));
  const auto same = registered(prior, current);
  ASSERT_TRUE(same) << same.error().text();
  for (std::size_t i = 0; i < prior.bodies.size(); ++i)
    EXPECT_LT(distance(same->current_to_prior(current.bodies[i].points.middle_superior),
                       prior.bodies[i].points.middle_superior),
              1.5)
        << "mm, body " << i;
}

TEST(RegisterSpines, RefusesOtherModalitiesAndSingleBodies) {
  const Study one = study_of(ct()), other = study_of(mr(Contrast::t1));
  EXPECT_EQ(registered(one, other).error().code, ErrorCode::invalid_argument);
  Study single = one;
  single.bodies.resize(1);
  EXPECT_EQ(registered(one, single).error().code, ErrorCode::not_measurable);
}

TEST(RegisterSpines, StopsWhenAsked) {
  const Study one = study_of(ct());
  const CancelToken token;
  token.cancel();
  const auto stopped =
      register_spines({one.phantom.volume, one.bodies}, {one.phantom.volume, one.bodies}, Progress({}, token));
  ASSERT_FALSE(stopped);
  EXPECT_EQ(stopped.error().code, ErrorCode::cancelled);
}

} // namespace
} // namespace spondyl::registration
