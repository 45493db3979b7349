#include "numbering.h"

#include <gtest/gtest.h>

namespace spondyl::pipeline {
namespace {

/// Bodies of 25 mm every 35 mm, the most cranial at z = 0.
Findings chain(int bodies) {
  Findings findings;
  for (int i = 0; i < bodies; ++i) {
    const double z = -35.0 * i;
    VertebraFinding vertebra;
    vertebra.ordinal = i + 1;
    vertebra.landmarks = SixPoints{{0, -15, z + 12.5}, {0, -15, z - 12.5}, {0, 0, z + 12.5},
                                   {0, 0, z - 12.5},   {0, 15, z + 12.5},  {0, 15, z - 12.5}};
    findings.vertebrae.push_back(vertebra);
  }
  return findings;
}

TEST(Renumber, CountsBothWaysFromTheNamedBody) {
  Findings findings = chain(4);
  ASSERT_TRUE(renumber(findings, {*VertebraLevel::parse("L1"), {2, 3, -68}}));
  EXPECT_EQ(findings.vertebrae[0].level, VertebraLevel::parse("T11"));
  EXPECT_EQ(findings.vertebrae[2].level, VertebraLevel::parse("L1"));
  EXPECT_EQ(findings.vertebrae[3].level, VertebraLevel::parse("L2"));
  EXPECT_EQ(findings.numbering.anchor, NumberingAnchor::reader);
  EXPECT_EQ(findings.numbering.status, NumberingStatus::certain);
}

TEST(Renumber, NamesBeyondTheSpineStayUnknown) {
  Findings findings = chain(3);
  ASSERT_TRUE(renumber(findings, {*VertebraLevel::parse("S1"), {0, 0, 0}}));
  EXPECT_EQ(findings.vertebrae[0].level, VertebraLevel::parse("S1"));
  EXPECT_EQ(findings.vertebrae[1].level, std::nullopt);
}

std::string level_of(const Findings& findings, std::size_t index) {
  const auto& level = findings.vertebrae[index].level;
  return level ? level->name() : "unknown";
}

TEST(Renumber, CountsOnFromAThirteenthThoracicAndASixthLumbarVertebra) {
  Findings findings = chain(4);
  ASSERT_TRUE(renumber(findings, {*VertebraLevel::parse("T13"), {0, 0, -35}}));
  EXPECT_EQ(level_of(findings, 0), "T12");
  EXPECT_EQ(level_of(findings, 1), "T13");
  EXPECT_EQ(level_of(findings, 2), "L1");
  EXPECT_EQ(level_of(findings, 3), "L2");
  ASSERT_TRUE(renumber(findings, {*VertebraLevel::parse("L6"), {0, 0, -70}}));
  EXPECT_EQ(level_of(findings, 0), "L4");
  EXPECT_EQ(level_of(findings, 1), "L5");
  EXPECT_EQ(level_of(findings, 2), "L6");
  EXPECT_EQ(level_of(findings, 3), "S1");
}

TEST(Renumber, TheSixthBodyAboveASeenSacrumIsL6AndAnOddCountIsSaid) {
  const EndplateLine sacrum = {{0, -15, -35.0 * 5 - 22}, {0, 15, -35.0 * 5 - 20}};
  Findings findings = chain(6);
  findings.sacral_endplate = sacrum;
  ASSERT_TRUE(renumber(findings, {*VertebraLevel::parse("L1"), {0, 0, 0}}));
  EXPECT_EQ(level_of(findings, 5), "L6");
  EXPECT_NE(findings.numbering.note.find("sixth lumbar"), std::string::npos);
  ASSERT_TRUE(renumber(findings, {*VertebraLevel::parse("T11"), {0, 0, 0}}));
  EXPECT_EQ(level_of(findings, 5), "L4");
  EXPECT_NE(findings.numbering.note.find("check the number"), std::string::npos);
}

TEST(Renumber, APlaceFarFromEveryBodyIsRefused) {
  Findings findings = chain(2);
  const auto result = renumber(findings, {*VertebraLevel::parse("L1"), {0, 0, 200}});
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::not_measurable);
  EXPECT_EQ(findings.vertebrae[0].level, std::nullopt);
}

TEST(NameLabels, UsesTheLevelsValueOrAHundredPlusTheOrdinal) {
  Findings findings = chain(2);
  findings.vertebrae[0].level = VertebraLevel::parse("L1");
  LabelMap labels;
  labels.geometry.size = {3, 1, 1};
  labels.voxels = {0, 1, 2};
  name_labels(labels, findings.vertebrae);
  EXPECT_EQ(labels.voxels, (std::vector<std::uint8_t>{0, 20, 102}));
}

} // namespace
} // namespace spondyl::pipeline
