#include <spondyl/findings/reader_input.h>

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>
#include <spondyl/example_findings/example_findings.h>
#include <spondyl/findings/findings_json.h>

namespace spondyl::findings {
namespace {

TEST(ParseSeeds, ReadsPatientAndPixelCentresWithOrWithoutLevels) {
  const auto seeds = parse_seeds(R"({"vertebrae": [{"level": "L1", "centre": {"patient_mm": [1, -2.5, 3]}},
      {"centre": {"patient_mm": [1, 2, 3]}}, {"level": null, "centre": {"pixel": [10, 20]}}]})",
                                 "seeds.json");
  ASSERT_TRUE(seeds) << seeds.error().text();
  ASSERT_EQ(seeds->in_patient_space.size(), 2U);
  EXPECT_EQ(seeds->in_patient_space[0].level, VertebraLevel::parse("L1"));
  EXPECT_EQ(seeds->in_patient_space[0].centre, (PatientPoint{1, -2.5, 3}));
  EXPECT_FALSE(seeds->in_patient_space[1].level);
  ASSERT_EQ(seeds->on_image.size(), 1U);
  EXPECT_EQ(seeds->on_image[0].centre, (PixelPoint{10, 20}));
}

std::string seeds_problem(const std::string& text) {
  const auto seeds = parse_seeds(text, "seeds.json");
  return seeds ? "no problem" : seeds.error().message;
}

TEST(ParseSeeds, NamesTheFileAndTheProblem) {
  using testing::HasSubstr;
  EXPECT_THAT(seeds_problem("{"), HasSubstr("seeds.json is not valid JSON"));
  EXPECT_THAT(seeds_problem("{}"), HasSubstr("lacks \"vertebrae\""));
  EXPECT_THAT(seeds_problem(R"({"vertebrae": []})"), HasSubstr("names no body"));
  EXPECT_THAT(seeds_problem(R"({"vertebrae": [{"level": "L1"}]})"), HasSubstr("vertebrae[0] lacks \"centre\""));
  EXPECT_THAT(seeds_problem(R"({"vertebrae": [{"centre": {"mm": [1, 2, 3]}}]})"), HasSubstr("patient_mm"));
  EXPECT_THAT(seeds_problem(R"({"vertebrae": [{"centre": {"pixel": [1, 2, 3]}}]})"), HasSubstr("list of 2 numbers"));
  EXPECT_THAT(seeds_problem(R"({"vertebrae": [{"level": "lumbar", "centre": {"pixel": [1, 2]}}]})"),
              HasSubstr("vertebrae[0].level is \"lumbar\""));
}

TEST(ParseLandmarks, AcceptsARunsOwnFindings) {
  const Findings findings = example_findings::full();
  const auto landmarks = parse_landmarks(to_json(findings), "findings.json");
  ASSERT_TRUE(landmarks) << landmarks.error().text();
  EXPECT_EQ(landmarks->vertebrae, findings.vertebrae);
  EXPECT_EQ(landmarks->series_instance_uid, findings.series_instance_uid);
  EXPECT_EQ(landmarks->frame_of_reference_uid, findings.images.frame_of_reference_uid);
  EXPECT_EQ(landmarks->numbering, findings.numbering);
}

TEST(ParseLandmarks, AcceptsTheVertebraePartAsAMemberOrAsABareList) {
  const auto document = nlohmann::json::parse(to_json(example_findings::film()));
  const nlohmann::json bodies = {{{"landmarks", document["vertebrae"][0]["landmarks"]}}};
  for (const std::string& text : {bodies.dump(), nlohmann::json{{"vertebrae", bodies}}.dump()}) {
    const auto landmarks = parse_landmarks(text, "landmarks.json");
    ASSERT_TRUE(landmarks) << landmarks.error().text();
    ASSERT_EQ(landmarks->vertebrae.size(), 1U);
    EXPECT_EQ(landmarks->vertebrae[0].ordinal, 1);
    EXPECT_EQ(landmarks->vertebrae[0].landmarks, example_findings::film().vertebrae[0].landmarks);
    EXPECT_FALSE(landmarks->series_instance_uid);
  }
}

TEST(ParseLandmarks, NamesWhatIsMissing) {
  const auto problem = [](const std::string& text) {
    const auto landmarks = parse_landmarks(text, "landmarks.json");
    return landmarks ? "no problem" : landmarks.error().message;
  };
  EXPECT_THAT(problem("[]"), testing::HasSubstr("holds no landmarks"));
  EXPECT_THAT(problem(R"([{"level": "L1"}])"), testing::HasSubstr("[0] lacks \"landmarks\""));
  EXPECT_THAT(problem(R"([{"landmarks": {"anterior_superior": {"pixel": [1, 2]}}}])"),
              testing::HasSubstr("[0].landmarks lacks \"anterior_inferior\""));
  EXPECT_THAT(problem("7"), testing::HasSubstr("landmarks.json: the whole text must be an object"));
}

} // namespace
} // namespace spondyl::findings
