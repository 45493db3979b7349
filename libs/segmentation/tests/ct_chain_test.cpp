#include "ct_straight_canal.h"
#include "src/ct/canal.h"
#include "src/ct/column.h"
#include "src/ct/ribs.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace spondyl::segmentation::ct {
namespace {

using testing::ElementsAre;

/// A profile of `count` discs every `spacing` frames from `first`, with pedicles in the upper half of each body.
DiscProfile regular_profile(int frames, int first, int spacing) {
  DiscProfile profile;
  profile.count = frames;
  profile.evidence.assign(static_cast<std::size_t>(frames), 0.05F);
  profile.pedicle.assign(static_cast<std::size_t>(frames), 0.0F);
  for (int s = 0; s < frames; ++s) {
    profile.along.push_back(s);
    const int phase = s - first;
    if (phase >= 0 && phase % spacing == 0)
      profile.evidence[static_cast<std::size_t>(s)] = 1.0F;
    if (phase >= 0 && phase % spacing > spacing / 6 && phase % spacing < spacing * 2 / 3)
      profile.pedicle[static_cast<std::size_t>(s)] = 1.0F;
  }
  return profile;
}

BodyAxis even_axis(int frames, double radius) {
  return {std::vector<AxisPoint>(static_cast<std::size_t>(frames), AxisPoint{6.0, 0.0, radius})};
}

TEST(CanalScore, SeesABodyInFrontWhoseMarrowIsNoDenserThanMuscleByItsEndplates) {
  FindingGrid grid = test::soft_block(100);
  const auto fill = [&](int x, int y, int z, std::int16_t value) { grid.hounsfield[grid.offset(x, y, z)] = value; };
  for (int z = 0; z < grid.nz; ++z)
    for (int y = 0; y < grid.ny; ++y)
      for (int x = 0; x < grid.nx; ++x) {
        const double away = std::hypot(x - 30, y - 30); // cells of 2 mm: a bony ring 8 to 11 mm about the canal
        if (away >= 4.0 && away <= 5.5)
          fill(x, y, z, 400);
        const bool endplate = std::abs(z - 25) == 6 || std::abs(z - 25) == 7; // of a body 26 mm high
        if (endplate && std::hypot((x - 30) / 10.0, (y - 16) / 8.0) < 1.0)
          fill(x, y, z, 300);
      }
  const auto score = score_canal(grid, MarrowDensity::osteoporotic, {});
  ASSERT_TRUE(score);
  EXPECT_GT(score->value[grid.offset(30, 30, 25)], 0.6 * 255) << "in the middle of the body";
  EXPECT_EQ(score->value[grid.offset(30, 30, 3)], 0) << "where no body lies in front";
}

TEST(CtDiscChain, FindsRegularDiscs) {
  EXPECT_THAT(chain_discs(regular_profile(160, 12, 34), even_axis(160, 18.0), {}), ElementsAre(12, 46, 80, 114, 148));
}

TEST(CtDiscChain, BridgesADiscThatIsHardlySeen) {
  DiscProfile profile = regular_profile(160, 12, 34);
  profile.evidence[80] = 0.3F;
  EXPECT_THAT(chain_discs(profile, even_axis(160, 18.0), {}), ElementsAre(12, 46, 80, 114, 148));
}

TEST(CtDiscChain, DoesNotSplitABodyAtAStripeInside) {
  DiscProfile profile = regular_profile(160, 12, 34);
  profile.evidence[62] = 0.9F; // a vacuum cleft or dense line in the middle of a body
  EXPECT_THAT(chain_discs(profile, even_axis(160, 18.0), {}), ElementsAre(12, 46, 80, 114, 148));
}

TEST(CtDiscChain, KeepsACollapsedBody) {
  DiscProfile profile = regular_profile(160, 12, 34);
  profile.evidence[114] = profile.evidence[148] = 0.05F;
  profile.evidence[100] = profile.evidence[134] = 1.0F; // the third body is 20 mm with its disc instead of 34
  for (int s = 80; s < 160; ++s) {
    const bool upper = (s > 83 && s < 93) || (s > 105 && s < 122);
    profile.pedicle[static_cast<std::size_t>(s)] = upper ? 1.0F : 0.0F;
  }
  EXPECT_THAT(chain_discs(profile, even_axis(160, 18.0), {}), ElementsAre(12, 46, 80, 100, 134));
}

TEST(CtDiscChain, GivesEverySeedABodyOfItsOwn) {
  DiscProfile profile = regular_profile(160, 12, 34);
  profile.evidence.assign(160, 0.1F); // nothing to see: only the seeds tell
  const std::vector<int> seeds = {29, 63, 97};
  const std::vector<int> discs = chain_discs(profile, even_axis(160, 18.0), seeds);
  for (const int seed : seeds) {
    int bodies = 0;
    for (std::size_t i = 1; i < discs.size(); ++i)
      bodies += discs[i - 1] <= seed && seed < discs[i] ? 1 : 0;
    EXPECT_EQ(bodies, 1) << "seed at " << seed;
  }
  for (std::size_t i = 1; i < discs.size(); ++i)
    EXPECT_LE(
        std::count_if(seeds.begin(), seeds.end(), [&](int seed) { return discs[i - 1] <= seed && seed < discs[i]; }),
        1);
}

TEST(CtDiscChain, IsEmptyWhereNothingIsSeen) {
  DiscProfile profile = regular_profile(160, 12, 34);
  profile.evidence.assign(160, 0.0F);
  profile.pedicle.assign(160, 1.0F);
  EXPECT_TRUE(chain_discs(profile, even_axis(160, 18.0), {}).empty());
}

TEST(CtDiscChain, TellsAColumnFromBoneWithoutForamina) {
  DiscProfile profile = regular_profile(160, 12, 34);
  EXPECT_GT(vertebral_rhythm(profile, {12, 46, 80, 114, 148}), 0.9);
  profile.pedicle.assign(160, 1.0F);
  EXPECT_LT(vertebral_rhythm(profile, {12, 46, 80, 114, 148}), 0.1);
}

/// A straight canal of `frames` mm, image everywhere.
struct StraightSpine {
  explicit StraightSpine(int frames) : grid(test::soft_block(frames)), curve(test::straight_canal(grid)) {
    profile = regular_profile(curve.size(), 12, 34);
    profile.density.assign(static_cast<std::size_t>(DiscProfile::kTilts * profile.count), 200.0F);
    axis = even_axis(curve.size(), 18.0);
  }
  [[nodiscard]] std::vector<DiscPlane> discs(const std::vector<int>& frames) const {
    std::vector<DiscPlane> planes;
    for (const int s : frames)
      planes.push_back({s, {}, axis.centre(curve, s), {0, 0, 1}, 1.0});
    return planes;
  }
  FindingGrid grid;
  SpineCurve curve;
  DiscProfile profile;
  BodyAxis axis;
};

std::vector<int> frames_of(const std::vector<DiscPlane>& discs) {
  std::vector<int> frames;
  for (const DiscPlane& disc : discs)
    frames.push_back(disc.s);
  return frames;
}

TEST(CtColumn, PresumesADiscWhereTwoBodiesMustLie) {
  const StraightSpine spine(260);
  const auto discs =
      with_presumed_discs(spine.profile, spine.curve, spine.axis, spine.discs({12, 46, 80, 148, 182, 216}));
  EXPECT_THAT(frames_of(discs), ElementsAre(12, 46, 80, 114, 148, 182, 216));
  const Column column{discs};
  EXPECT_FALSE(column.presumed(1));
  EXPECT_TRUE(column.presumed(2));
  EXPECT_TRUE(column.presumed(3));
  EXPECT_FALSE(column.presumed(4));
}

TEST(CtColumn, PresumesNothingBesideCollapsedBodies) {
  const StraightSpine spine(260);
  const std::vector<int> frames = {12, 46, 66, 100, 120, 154}; // two bodies of 20 mm with their discs, of 34 mm
  EXPECT_EQ(frames_of(with_presumed_discs(spine.profile, spine.curve, spine.axis, spine.discs(frames))), frames);
}

TEST(CtColumn, NoticesBoneBeyondTheLastDisc) {
  StraightSpine spine(260);
  const std::vector<DiscPlane> discs = spine.discs({80, 114, 148, 182});
  const Column column = complete_column(spine.grid, spine.profile, spine.curve, spine.axis, discs);
  ASSERT_TRUE(column.unread_above);
  ASSERT_TRUE(column.unread_below);
  EXPECT_NEAR(*column.unread_above, 80 - 16, 3);
  EXPECT_NEAR(*column.unread_below, 182 + 16, 3);
  for (int s = 0; s < 75; ++s) // soft tissue above, as over a skull's base or beside a bent neck
    for (int t = 0; t < DiscProfile::kTilts; ++t)
      spine.profile.density[static_cast<std::size_t>(t * spine.profile.count + s)] = 40.0F;
  EXPECT_FALSE(complete_column(spine.grid, spine.profile, spine.curve, spine.axis, discs).unread_above);
}

TEST(CtRibs, NeedABodyBelowThatPlainlyHasNone) {
  constexpr Rib kNo = Rib::absent, kYes = Rib::present, kUnseen = Rib::unknown;
  const auto plain = last_rib({{kYes, kYes}, {kYes, kYes}, {kNo, kNo}, {kNo, kNo}});
  ASSERT_TRUE(plain);
  EXPECT_EQ(plain->body, 1u);
  EXPECT_FALSE(last_rib({{kYes, kYes}, {kYes, kYes}}));
  EXPECT_FALSE(last_rib({{kYes, kYes}, {kUnseen, kUnseen}, {kNo, kNo}}));
  EXPECT_FALSE(last_rib({{kYes, kUnseen}, {kUnseen, kNo}})) << "one side ends, the other begins";
  EXPECT_FALSE(last_rib({{kNo, kNo}, {kYes, kYes}, {kNo, kNo}})) << "a rib below a body without is none";
  EXPECT_FALSE(last_rib({{kYes, kYes}, {kYes, kNo}, {kNo, kNo}})) << "on one side only: which body is T12?";
  const auto one_side = last_rib({{kYes, kUnseen}, {kYes, kUnseen}, {kNo, kUnseen}, {kUnseen, kUnseen}});
  ASSERT_TRUE(one_side);
  EXPECT_LT(one_side->confidence, plain->confidence);
}

TEST(CtDiscChain, TellsAColumnThatStandsOnItsHead) {
  const std::vector<int> discs = {12, 46, 80, 114, 148};
  DiscProfile profile = regular_profile(160, 12, 34);
  EXPECT_GT(vertebral_rhythm(profile, discs), inverted_rhythm(profile, discs));
  std::reverse(profile.pedicle.begin(), profile.pedicle.end()); // 0..159: the discs stay where they are
  EXPECT_GT(inverted_rhythm(profile, {11, 45, 79, 113, 147}), vertebral_rhythm(profile, {11, 45, 79, 113, 147}));
}

} // namespace
} // namespace spondyl::segmentation::ct
