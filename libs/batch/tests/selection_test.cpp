#include <spondyl/batch/selection.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace spondyl::batch {
namespace {

Series series() {
  Series made;
  made.kind = SeriesKind::volume;
  made.info.modality = "CT";
  made.info.description = "Lumbar SPINE 1.0";
  made.info.slice_thickness = 1.0;
  made.study.date = "20200131";
  made.frames.resize(120);
  return made;
}

bool selects(const std::string& text, const Series& candidate = series()) {
  const auto selection = Selection::parse(text);
  EXPECT_TRUE(selection) << selection.error().text();
  return selection && selection->includes(candidate);
}

TEST(Selecting, TakesEverythingWithoutConditions) {
  EXPECT_TRUE(selects(""));
  EXPECT_TRUE(selects("  "));
}

TEST(Selecting, WantsEveryCondition) {
  EXPECT_TRUE(selects("modality=CT|MR, slice_thickness<=1, description~spine, study_date>=20200101, images>100"));
  EXPECT_FALSE(selects("modality=CT, slice_thickness<1"));
  EXPECT_FALSE(selects("modality=MR"));
  EXPECT_FALSE(selects("description~head|neck"));
  EXPECT_TRUE(selects("modality!=MR,kind=Volume"));
}

TEST(Selecting, DoesNotGuessWhatASeriesDoesNotState) {
  Series silent = series();
  silent.info.slice_thickness.reset();
  EXPECT_FALSE(selects("slice_thickness<=3", silent));
  EXPECT_FALSE(selects("slice_thickness>3", silent));
  EXPECT_TRUE(selects("slice_thickness!=3", silent));
}

TEST(Selecting, NamesTheConditionThatCannotBeRead) {
  for (const char* text : {"modality", "=CT", "modality=", "colour=red", "slice_thickness<=thin", "modality<CT",
                           "images~1", "modality=CT,,images>3"}) {
    const auto selection = Selection::parse(text);
    ASSERT_FALSE(selection) << text;
    EXPECT_EQ(selection.error().code, ErrorCode::invalid_argument);
    EXPECT_THAT(selection.error().text(), testing::HasSubstr("slice_thickness")) << "the names are listed";
  }
}

} // namespace
} // namespace spondyl::batch
