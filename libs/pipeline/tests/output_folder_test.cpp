#include <spondyl/pipeline/output_folder.h>

#include <gtest/gtest.h>
#include <spondyl/pipeline/run.h>
#include <spondyl/test_support/temporary_folder.h>

namespace spondyl::pipeline {
namespace {

namespace fs = std::filesystem;

class OutputFolder : public testing::Test {
protected:
  void SetUp() override { fs::create_directories(root_ / "input" / "deep"); }
  const test_support::TemporaryFolder temporary_;
  const fs::path root_ = temporary_.path();
};

TEST_F(OutputFolder, InsideAnInputIsRefusedHoweverItIsWritten) {
  for (const fs::path& output : {root_ / "input", root_ / "input/", root_ / "input" / "out",
                                 root_ / "input" / "deep" / ".." / "out", root_ / "other" / ".." / "input" / "out"})
    EXPECT_FALSE(check_output_outside_inputs({root_ / "input"}, output)) << output;
}

TEST_F(OutputFolder, BesideAnInputIsAccepted) {
  EXPECT_TRUE(check_output_outside_inputs({root_ / "input"}, root_ / "output"));
  EXPECT_TRUE(check_output_outside_inputs({root_ / "input"}, root_ / "input-results"));
  EXPECT_TRUE(check_output_outside_inputs({root_ / "input" / "deep"}, root_ / "input" / "results"));
}

TEST_F(OutputFolder, ThroughASymbolicLinkIsRefused) {
  fs::create_directory_symlink(root_ / "input", root_ / "link");
  EXPECT_FALSE(check_output_outside_inputs({root_ / "input"}, root_ / "link" / "out"));
}

TEST_F(OutputFolder, IsReadableByItsOwnerOnly) {
  ASSERT_TRUE(create_output_folder(root_ / "results" / "deep"));
  EXPECT_EQ(fs::status(root_ / "results" / "deep").permissions(), fs::perms::owner_all);
}

TEST(ResultsFolderName, TellsPartsApartAndHoldsNoPatientData) {
  Series series;
  series.patient.name = "Doe^Jane";
  series.info.modality = "CT";
  series.info.uid = "1.2.3";
  const std::string first = results_folder_name(series);
  series.part = 2;
  EXPECT_NE(results_folder_name(series), first);
  EXPECT_EQ(first.rfind("ct-", 0), 0U);
  EXPECT_EQ(first.size(), 15U);
}

TEST(ResultsFolderName, HostileModalitiesCannotLeaveTheFolder) {
  Series series;
  series.info.modality = "../CT";
  EXPECT_EQ(results_folder_name(series).find('/'), std::string::npos);
  EXPECT_EQ(results_folder_name(series).find('.'), std::string::npos);
}

} // namespace
} // namespace spondyl::pipeline
