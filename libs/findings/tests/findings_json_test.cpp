#include <spondyl/findings/findings_json.h>

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>
#include <spondyl/example_findings/example_findings.h>

namespace spondyl::findings {
namespace {

TEST(FindingsJson, RoundTripsWithoutLoss) {
  for (const Findings& findings : {example_findings::full(), example_findings::film(), Findings{}}) {
    const auto again = parse_findings(to_json(findings));
    ASSERT_TRUE(again) << again.error().text();
    EXPECT_EQ(*again, findings);
  }
}

TEST(FindingsJson, KeepsHowAReaderGaveAFilmItsMillimetres) {
  Findings film = example_findings::film();
  film.calibration = {ReaderCalibration::Kind::magnification, 1.2, "Reader^Rita", "2026-01-02T04:00:00Z"};
  EXPECT_EQ(parse_findings(to_json(film), "film")->calibration, film.calibration);
  film.calibration->kind = ReaderCalibration::Kind::length;
  film.calibration->value = 25.4;
  EXPECT_EQ(parse_findings(to_json(film), "film")->calibration, film.calibration);
  EXPECT_EQ(nlohmann::json::parse(to_json(film))["calibration"]["length_mm"], 25.4);
}

TEST(FindingsJson, KeepsTheSliceThickness) {
  Findings findings = example_findings::full();
  findings.images.slice_thickness = 2.5;
  EXPECT_EQ(parse_findings(to_json(findings)).value(), findings);
}

TEST(FindingsJson, IsTheSameTextAfterARoundTrip) {
  const std::string text = to_json(example_findings::full());
  EXPECT_EQ(to_json(parse_findings(text).value()), text);
}

TEST(FindingsJson, WritesNullForAnUnknownLevelAndNowhereElse) {
  const auto document = nlohmann::json::parse(to_json(example_findings::full()));
  EXPECT_TRUE(document.at("vertebrae").at(1).at("level").is_null());
  auto without_levels = document;
  for (auto& vertebra : without_levels.at("vertebrae"))
    vertebra.erase("level");
  EXPECT_EQ(without_levels.dump().find("null"), std::string::npos);
}

TEST(FindingsJson, FollowsTheContractsNames) {
  const auto body = nlohmann::json::parse(to_json(example_findings::full())).at("vertebrae").at(0);
  EXPECT_EQ(body.at("level"), "L1");
  EXPECT_EQ(body.at("heights").at("anterior").at("unit"), "mm");
  EXPECT_EQ(body.at("heights").at("anterior").at("spacing"), "volume");
  EXPECT_EQ(body.at("landmarks").at("anterior_superior").at("patient_mm"),
            nlohmann::json({0.1, -15.0, 12.0 + 1.0 / 3.0}));
  EXPECT_EQ(body.at("grade").at("type"), "wedge");
  EXPECT_EQ(body.at("grade").at("between"), nlohmann::json({1, 2}));
  EXPECT_EQ(body.at("grade").at("probabilities").at("0.5"), 0.1);
  const auto film = nlohmann::json::parse(to_json(example_findings::film())).at("vertebrae").at(0);
  EXPECT_EQ(film.at("heights").at("anterior").at("unit"), "px");
  EXPECT_EQ(film.at("landmarks").at("posterior_inferior").at("pixel"), nlohmann::json({53.0, 41.0}));
}

TEST(FindingsJson, ReplacesTextThatIsNoUtf8) {
  Findings findings = example_findings::full();
  findings.patient->name = "M\xfcller";
  EXPECT_TRUE(parse_findings(to_json(findings)));
}

std::string problem_of(const std::string& pointer, const nlohmann::json& value) {
  auto document = nlohmann::json::parse(to_json(example_findings::full()));
  document[nlohmann::json::json_pointer(pointer)] = value;
  const auto parsed = parse_findings(document.dump(), "old.json");
  return parsed ? "no problem" : parsed.error().message;
}

TEST(FindingsJson, NamesThePlaceOfAProblem) {
  using testing::HasSubstr;
  EXPECT_THAT(problem_of("/vertebrae/0/level", "L9"), HasSubstr("old.json: vertebrae[0].level is \"L9\""));
  EXPECT_THAT(problem_of("/vertebrae/0/landmarks/middle_inferior", {{"patient_mm", {1, 2}}}),
              HasSubstr("vertebrae[0].landmarks.middle_inferior.patient_mm must be a list of 3 numbers"));
  EXPECT_THAT(problem_of("/vertebrae/0/landmarks/middle_inferior", {{"pixel", {1, 2}}}),
              HasSubstr("vertebrae[0].landmarks.middle_inferior lacks \"patient_mm\""));
  EXPECT_THAT(problem_of("/vertebrae/0/status", "fine"), HasSubstr("known are measured, not_assessable"));
  EXPECT_THAT(problem_of("/vertebrae/0/grade/value", 4), HasSubstr("vertebrae[0].grade.value"));
  EXPECT_THAT(problem_of("/vertebrae/0/heights/anterior/value", "tall"), HasSubstr("must be a finite number"));
  EXPECT_THAT(problem_of("/vertebrae", 3), HasSubstr("vertebrae must be a list"));
}

TEST(FindingsJson, RefusesAnotherSchemaAndATruncatedText) {
  EXPECT_THAT(problem_of("/schema", "spondyl.findings/9"), testing::HasSubstr("spondyl.findings/9"));
  const std::string text = to_json(example_findings::full());
  const auto truncated = parse_findings(text.substr(0, text.size() / 2));
  ASSERT_FALSE(truncated);
  EXPECT_EQ(truncated.error().code, ErrorCode::unreadable);
  EXPECT_FALSE(parse_findings("[]"));
  EXPECT_FALSE(parse_findings(""));
}

} // namespace
} // namespace spondyl::findings
