#include "stacks.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <random>

namespace spondyl::dicom {
namespace {

StackFrame frame_at(PatientPoint position, long order = 0) {
  StackFrame frame;
  frame.position = position;
  frame.column_axis = {1, 0, 0};
  frame.row_axis = {0, 1, 0};
  frame.spacing = {0.5, 0.5};
  frame.columns = frame.rows = 64;
  frame.frame_of_reference = "1.2.3";
  frame.order = order;
  return frame;
}

std::vector<StackFrame> axial_at(const std::vector<double>& z) {
  std::vector<StackFrame> frames;
  for (std::size_t i = 0; i < z.size(); ++i)
    frames.push_back(frame_at({-50, -60, z[i]}, static_cast<long>(i) + 1));
  return frames;
}

std::vector<StackFrame> even(int count, double spacing, double first = 0.0) {
  std::vector<double> z;
  for (int i = 0; i < count; ++i)
    z.push_back(first + spacing * i);
  return axial_at(z);
}

void set_trait(std::vector<StackFrame>& frames, Trait trait, const std::string& value) {
  for (StackFrame& frame : frames)
    frame.traits[static_cast<std::size_t>(trait)] = value;
}

std::vector<StackFrame> joined(std::vector<StackFrame> a, const std::vector<StackFrame>& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

TEST(SplitIntoStacks, SortsAlongTheNormalWhateverTheOrder) {
  std::vector<StackFrame> frames = even(40, 2.5);
  std::shuffle(frames.begin(), frames.end(), std::mt19937(7));
  const auto stacks = split_into_stacks(frames);
  ASSERT_EQ(stacks.size(), 1U);
  EXPECT_EQ(stacks[0].shape, StackShape::regular);
  EXPECT_NEAR(stacks[0].spacing, 2.5, 1e-9) << "mm";
  for (std::size_t i = 1; i < 40; ++i)
    EXPECT_LT(frames[stacks[0].members[i - 1]].position.z, frames[stacks[0].members[i]].position.z);
}

TEST(SplitIntoStacks, RoundedPositionsAreEven) {
  std::vector<double> z;
  for (int i = 0; i < 200; ++i)
    z.push_back(std::round(0.625 * i * 100) / 100); // two decimals
  const auto stacks = split_into_stacks(axial_at(z));
  ASSERT_EQ(stacks.size(), 1U);
  EXPECT_EQ(stacks[0].shape, StackShape::regular);
}

TEST(SplitIntoStacks, ToleranceIsRelativeToTheSpacing) {
  std::vector<double> z{0, 5, 10.04, 15, 20};
  EXPECT_EQ(split_into_stacks(axial_at(z))[0].shape, StackShape::regular) << "0.8 % off";
  z[2] = 10.2;
  EXPECT_EQ(split_into_stacks(axial_at(z))[0].shape, StackShape::slightly_uneven) << "4 % off";
  z[2] = 11.2;
  EXPECT_EQ(split_into_stacks(axial_at(z))[0].shape, StackShape::uneven) << "24 % off";
}

TEST(SplitIntoStacks, MissingSlicesAreCountedAndPlaced) {
  std::vector<StackFrame> frames = axial_at({0, 3, 6, 15, 18, 21});
  EXPECT_EQ(split_into_stacks(frames)[0].shape, StackShape::gaps) << "few missing: whatever the numbering says";
  for (std::size_t i = 3; i < 6; ++i)
    frames[i].order += 2;
  const auto stacks = split_into_stacks(frames);
  ASSERT_EQ(stacks.size(), 1U);
  EXPECT_EQ(stacks[0].shape, StackShape::gaps);
  ASSERT_EQ(stacks[0].gaps.size(), 1U);
  EXPECT_EQ(stacks[0].gaps[0].after, 2U);
  EXPECT_EQ(stacks[0].gaps[0].missing, 2);
}

TEST(SplitIntoStacks, AHoleInTheNumberingMeansMissingSlices) {
  std::vector<StackFrame> frames = axial_at({0, 3, 6, 9, 39, 42, 45, 48});
  for (std::size_t i = 4; i < 8; ++i)
    frames[i].order += 9;
  const auto stacks = split_into_stacks(frames);
  ASSERT_EQ(stacks.size(), 1U);
  EXPECT_EQ(stacks[0].shape, StackShape::gaps);
}

TEST(SplitIntoStacks, APauseThatNumberingSkipsOverSeparatesStacks) {
  const auto stacks = split_into_stacks(axial_at({0, 3, 6, 9, 40, 43, 46, 49}));
  ASSERT_EQ(stacks.size(), 2U);
  for (const Stack& stack : stacks) {
    EXPECT_EQ(stack.shape, StackShape::regular);
    EXPECT_EQ(stack.members.size(), 4U);
    EXPECT_EQ(stack.split_by, std::vector<std::string>{"gap between stacks"});
  }
}

TEST(SplitIntoStacks, ChangingSpacingIsUneven) {
  const auto stacks = split_into_stacks(axial_at({0, 2.5, 5, 7.5, 10, 15, 20, 25, 30}));
  ASSERT_EQ(stacks.size(), 1U);
  EXPECT_NE(stacks[0].shape, StackShape::regular);
  EXPECT_NEAR(stacks[0].smallest_step, 2.5, 1e-9) << "mm";
  EXPECT_NEAR(stacks[0].largest_step, 5, 1e-9) << "mm";
}

TEST(SplitIntoStacks, OrientationsAreSeparated) {
  std::vector<StackFrame> frames = even(5, 3);
  std::vector<StackFrame> tilted = even(6, 3);
  for (StackFrame& frame : tilted) {
    frame.row_axis = normalized({0, 1, 0.2});
    frame.position = PatientPoint{-50, -60, 0} + cross(frame.column_axis, frame.row_axis) * frame.position.z;
  }
  const auto stacks = split_into_stacks(joined(frames, tilted));
  ASSERT_EQ(stacks.size(), 2U);
  EXPECT_EQ(stacks[0].members.size(), 5U);
  EXPECT_EQ(stacks[1].members.size(), 6U);
  EXPECT_EQ(stacks[1].split_by, std::vector<std::string>{"orientation"});
  EXPECT_EQ(stacks[1].shape, StackShape::regular);
}

TEST(SplitIntoStacks, PixelGridAndFrameOfReferenceSeparate) {
  std::vector<StackFrame> other_grid = even(5, 3);
  for (StackFrame& frame : other_grid)
    frame.spacing = {0.6, 0.6};
  std::vector<StackFrame> other_reference = even(5, 3);
  for (StackFrame& frame : other_reference)
    frame.frame_of_reference = "9.9";
  const auto stacks = split_into_stacks(joined(joined(even(5, 3), other_grid), other_reference));
  ASSERT_EQ(stacks.size(), 3U);
  for (const Stack& stack : stacks)
    EXPECT_EQ(stack.shape, StackShape::regular);
}

TEST(SplitIntoStacks, TinyDifferencesOfSpacingDoNotSeparate) {
  std::vector<StackFrame> frames = even(6, 3);
  frames[2].spacing = {0.500001, 0.500001};
  EXPECT_EQ(split_into_stacks(frames).size(), 1U);
}

TEST(SplitIntoStacks, AFrameOfReferencePerSliceMeansNothing) {
  std::vector<StackFrame> frames = even(6, 3);
  for (std::size_t i = 0; i < frames.size(); ++i)
    frames[i].frame_of_reference = std::to_string(i);
  EXPECT_TRUE(frames_of_reference_mean_nothing(frames));
  EXPECT_EQ(split_into_stacks(frames).size(), 1U);
}

TEST(SplitIntoStacks, ParallelStacksWithOtherOriginsAreSeparated) {
  std::vector<StackFrame> beside = even(5, 3, 1.0); // interleaved along the normal, shifted in the plane
  for (StackFrame& frame : beside)
    frame.position.x += 12;
  const auto stacks = split_into_stacks(joined(even(5, 3), beside));
  ASSERT_EQ(stacks.size(), 2U);
  for (const Stack& stack : stacks) {
    EXPECT_EQ(stack.shape, StackShape::regular);
    EXPECT_EQ(stack.split_by, std::vector<std::string>{"in-plane position"});
  }
}

TEST(SplitIntoStacks, SeveralTiltedStacksAreSeparatedByTheirSteps) {
  std::vector<StackFrame> frames;
  for (int disc = 0; disc < 3; ++disc)
    for (int i = 0; i < 5; ++i)
      frames.push_back(frame_at({-50, -60 + 10.0 * disc * disc + 0.9 * i, 40.0 * disc + 3 * i},
                                static_cast<long>(frames.size()) + 1));
  const auto stacks = split_into_stacks(frames);
  ASSERT_EQ(stacks.size(), 3U);
  for (const Stack& stack : stacks) {
    EXPECT_EQ(stack.members.size(), 5U);
    EXPECT_NEAR(length(stack.shear), 0.9, 1e-9) << "mm per slice";
  }
}

TEST(SplitIntoStacks, TiltIsAShearOfOneStack) {
  std::vector<StackFrame> frames;
  for (int i = 0; i < 30; ++i)
    frames.push_back(frame_at({-50, -60 - 1.0 * i, 2.5 * i}, i));
  const auto stacks = split_into_stacks(frames);
  ASSERT_EQ(stacks.size(), 1U);
  EXPECT_EQ(stacks[0].shape, StackShape::regular);
  EXPECT_NEAR(stacks[0].spacing, 2.5, 1e-9) << "mm along the normal";
  EXPECT_NEAR(stacks[0].shear.y, -1.0, 1e-9) << "mm per slice";
}

class TraitSplit : public testing::TestWithParam<Trait> {};

TEST_P(TraitSplit, SeparatesWhatLiesAtTheSamePosition) {
  std::vector<StackFrame> first = even(6, 3), second = even(6, 3);
  set_trait(first, GetParam(), "10");
  set_trait(second, GetParam(), "20");
  const auto stacks = split_into_stacks(joined(first, second));
  ASSERT_EQ(stacks.size(), 2U);
  for (const Stack& stack : stacks) {
    EXPECT_EQ(stack.shape, StackShape::regular);
    EXPECT_EQ(stack.split_by, std::vector<std::string>{std::string(to_string(GetParam()))});
  }
}

TEST_P(TraitSplit, DoesNotBreakUpARegularStack) {
  std::vector<StackFrame> frames = even(12, 3);
  for (std::size_t i = 0; i < frames.size(); ++i)
    frames[i].traits[static_cast<std::size_t>(GetParam())] = std::to_string(i / 3);
  EXPECT_EQ(split_into_stacks(frames).size(), 1U);
}

INSTANTIATE_TEST_SUITE_P(Every, TraitSplit,
                         testing::Values(Trait::stack, Trait::image_type, Trait::echo, Trait::b_value,
                                         Trait::inversion_time, Trait::temporal_position, Trait::trigger_time,
                                         Trait::kernel, Trait::acquisition));

TEST(SplitIntoStacks, TwoTraitsTogetherSeparateFourStacks) {
  std::vector<StackFrame> frames;
  for (const char* echo : {"10", "20"})
    for (const char* time : {"1", "2"}) {
      std::vector<StackFrame> stack = even(5, 3);
      set_trait(stack, Trait::echo, echo);
      set_trait(stack, Trait::temporal_position, time);
      frames = joined(frames, stack);
    }
  const auto stacks = split_into_stacks(frames);
  ASSERT_EQ(stacks.size(), 4U);
  for (const Stack& stack : stacks)
    EXPECT_EQ(stack.shape, StackShape::regular);
}

TEST(SplitIntoStacks, CompletePassesAreToldApartByTheirOrder) {
  std::vector<StackFrame> second = even(5, 3);
  for (StackFrame& frame : second)
    frame.order += 5;
  const auto stacks = split_into_stacks(joined(even(5, 3), second));
  ASSERT_EQ(stacks.size(), 2U);
  EXPECT_EQ(stacks[0].split_by, std::vector<std::string>{"repetition"});
}

TEST(SplitIntoStacks, AStrayRepeatedPositionIsNotHidden) {
  std::vector<StackFrame> frames = joined(even(6, 3), {frame_at({-50, -60, 6}, 99)});
  const auto stacks = split_into_stacks(frames);
  ASSERT_EQ(stacks.size(), 1U);
  EXPECT_EQ(stacks[0].shape, StackShape::repeated);
}

TEST(SplitIntoStacks, FramesThatDoNotLineUpAreNoStack) {
  std::vector<StackFrame> frames = even(6, 3);
  const double shifts[] = {0, 7, -3, 11, 2, -9};
  for (std::size_t i = 0; i < frames.size(); ++i)
    frames[i].position.x += shifts[i];
  const auto stacks = split_into_stacks(frames);
  ASSERT_EQ(stacks.size(), 1U);
  EXPECT_EQ(stacks[0].shape, StackShape::not_aligned);
}

TEST(SplitIntoStacks, NothingYieldsNothing) {
  EXPECT_TRUE(split_into_stacks({}).empty());
}

} // namespace
} // namespace spondyl::dicom
