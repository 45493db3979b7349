#include "ct_box_shape.h"
#include "ct_straight_canal.h"
#include "src/ct/assemble.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace spondyl::segmentation::ct {
namespace {

using testing::HasSubstr;

/// What the stages find in a plain straight column: bodies of 26 mm every 34 mm.
Findings regular_column(int bodies) {
  constexpr int kFirst = 20, kSpacing = 34;
  const FindingGrid grid = test::soft_block(kFirst * 2 + kSpacing * bodies + 40);
  Findings findings{test::straight_canal(grid), {}, {}, {}, {}, {}, {}, 1.0, {}};
  findings.axis.at.assign(static_cast<std::size_t>(findings.curve.size()), AxisPoint{6.0, 0.0, 16.0});
  for (int i = 0; i <= bodies; ++i) {
    const int s = kFirst + i * kSpacing;
    findings.column.discs.push_back({s, {}, findings.axis.centre(findings.curve, s), {0, 0, 1}, 1.0});
  }
  for (int i = 0; i < bodies; ++i) {
    findings.shapes.push_back(test::box_shape(26.0));
    findings.shapes.back().frame.centre = findings.axis.centre(findings.curve, kFirst + kSpacing / 2 + i * kSpacing);
  }
  findings.ribs.assign(findings.shapes.size(), RibSides{Rib::unknown, Rib::unknown});
  return findings;
}

/// Ribs down to a body, none below.
void end_ribs_at(Findings& findings, std::size_t last) {
  for (std::size_t i = 0; i < findings.ribs.size(); ++i)
    findings.ribs[i].fill(i <= last ? Rib::present : Rib::absent);
}

void end_at_sacrum(Findings& findings) {
  findings.sacrum = Sacrum{findings.column.discs.size() - 1, 1.0};
}

TEST(CtAssembly, CountsWithCertaintyWhereSacrumAndRibsAgree) {
  Findings findings = regular_column(7);
  end_at_sacrum(findings);
  end_ribs_at(findings, 1); // five bodies without ribs
  const SegmentedSpine spine = assemble(findings, {});
  EXPECT_GT(spine.labelling.confidence, 0.95);
  EXPECT_EQ(spine.bodies[1].level_guess->name(), "T12");
}

TEST(CtAssembly, DecidesNothingWhereSacrumAndRibsContradictEachOther) {
  Findings findings = regular_column(7);
  end_at_sacrum(findings);
  end_ribs_at(findings, 2); // four bodies without ribs: L5 taken for the sacrum, a thirteenth pair, or four lumbar ones
  const SegmentedSpine spine = assemble(findings, {});
  EXPECT_LT(spine.labelling.confidence, kCertainLabelling);
  EXPECT_THAT(spine.labelling.note, HasSubstr("contradict"));
  EXPECT_THAT(spine.labelling.note, HasSubstr("4 bodies"));
}

TEST(CtAssembly, CountsBodiesAcrossADiscThatWasNotSeenButDoesNotMeasureThem) {
  Findings findings = regular_column(6);
  end_at_sacrum(findings);
  findings.column.discs[2].presumed = true;
  const SegmentedSpine spine = assemble(findings, {});
  ASSERT_EQ(spine.bodies.size(), 6u);
  for (const std::size_t i : {1u, 2u}) {
    EXPECT_EQ(spine.bodies[i].status, BodyStatus::not_assessable);
    EXPECT_THAT(spine.bodies[i].reason, HasSubstr("disc beside this body was not seen"));
  }
  EXPECT_EQ(spine.bodies[0].status, BodyStatus::measured);
  EXPECT_EQ(spine.bodies[0].level_guess->name(), "T12") << "counted past the two";
  EXPECT_THAT(spine.warnings, testing::Contains(HasSubstr("gap")));
}

TEST(CtAssembly, SaysWhereTheSpineGoesOnBeyondTheBodiesFound) {
  Findings findings = regular_column(5);
  end_ribs_at(findings, 1);
  findings.column.unread_above = 4;
  findings.column.unread_below = findings.curve.size() - 4;
  const SegmentedSpine spine = assemble(findings, {});
  ASSERT_EQ(spine.bodies.size(), 7u);
  for (const std::size_t i : {0u, 6u}) {
    EXPECT_EQ(spine.bodies[i].status, BodyStatus::not_assessable);
    EXPECT_THAT(spine.bodies[i].reason, HasSubstr("goes on"));
  }
  EXPECT_EQ(spine.bodies[0].level_guess->name(), "T10");
  EXPECT_EQ(spine.bodies[2].level_guess->name(), "T12");
  EXPECT_EQ(spine.bodies[6].level_guess->name(), "L4");
  EXPECT_THAT(spine.warnings, testing::Contains(HasSubstr("beyond the bodies found")));
}

TEST(CtAssembly, HandsOverBothMiddleHeightsOfABodyWithASchmorlNode) {
  Findings findings = regular_column(3);
  HeightField& endplate = findings.shapes[1].inferior;
  for (int a = -5; a <= 5; ++a)
    for (int l = -5; l <= 5; ++l)
      endplate.height[static_cast<std::size_t>((a + endplate.reach_anterior) * endplate.width() + l +
                                               endplate.reach_left)] += 4.0F;
  const SegmentedSpine spine = assemble(findings, {});
  EXPECT_TRUE(spine.bodies[0].slab_unbridged.empty());
  ASSERT_EQ(spine.bodies[1].slab_unbridged.size(), spine.bodies[1].slab.size());
  EXPECT_NEAR(spine.bodies[1].slab[4].middle_height(), 26.0, 0.3);
  EXPECT_NEAR(spine.bodies[1].slab_unbridged[4].middle_height(), 22.0, 0.3);
  EXPECT_THAT(spine.bodies[1].warnings, testing::Contains(HasSubstr("Schmorl")));
}

} // namespace
} // namespace spondyl::segmentation::ct
