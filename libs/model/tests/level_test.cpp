#include <spondyl/model/level.h>

#include <gtest/gtest.h>

namespace spondyl {
namespace {

TEST(VertebraLevel, NamesAndMaskValuesRoundTrip) {
  for (int rank = VertebraLevel::first_rank; rank <= VertebraLevel::last_rank; ++rank) {
    const auto level = VertebraLevel::from_rank(rank);
    ASSERT_TRUE(level);
    EXPECT_EQ(VertebraLevel::parse(level->name()), level);
    EXPECT_EQ(VertebraLevel::from_mask_value(level->mask_value()), level);
  }
}

TEST(VertebraLevel, MaskValuesFollowVerSe) {
  EXPECT_EQ(VertebraLevel::parse("C1")->mask_value(), 1);
  EXPECT_EQ(VertebraLevel::parse("T12")->mask_value(), 19);
  EXPECT_EQ(VertebraLevel::parse("T13")->mask_value(), 28);
  EXPECT_EQ(VertebraLevel::parse("L1")->mask_value(), 20);
  EXPECT_EQ(VertebraLevel::parse("L5")->mask_value(), 24);
  EXPECT_EQ(VertebraLevel::parse("L6")->mask_value(), 25);
  EXPECT_EQ(VertebraLevel::parse("S1")->mask_value(), 26);
}

TEST(VertebraLevel, CountingSkipsTheVariants) {
  EXPECT_EQ(VertebraLevel::parse("T12")->below(1), VertebraLevel::parse("L1"));
  EXPECT_EQ(VertebraLevel::parse("L5")->below(1), VertebraLevel::parse("S1"));
  EXPECT_EQ(VertebraLevel::parse("S1")->below(-1), VertebraLevel::parse("L5"));
  EXPECT_EQ(VertebraLevel::parse("L1")->below(-1), VertebraLevel::parse("T12"));
  EXPECT_EQ(VertebraLevel::parse("S1")->below(1), std::nullopt);
  EXPECT_EQ(VertebraLevel::parse("C1")->below(-1), std::nullopt);
  EXPECT_EQ(VertebraLevel::parse("L6")->below(1), std::nullopt);
}

TEST(VertebraLevel, UnknownNamesAreRefused) {
  EXPECT_FALSE(VertebraLevel::parse("L7"));
  EXPECT_FALSE(VertebraLevel::parse("l1"));
  EXPECT_FALSE(VertebraLevel::parse(""));
}

} // namespace
} // namespace spondyl
