#include <spondyl/morphometry/schemes.h>

#include <gmock/gmock.h>
#include <spondyl/morphometry/assess.h>

namespace spondyl::morphometry {
namespace {

struct BodyOf {
  const char* level;
  double anterior, middle, posterior;
};

std::vector<VertebraFinding> spine(const std::vector<BodyOf>& bodies) {
  std::vector<VertebraFinding> vertebrae;
  for (const BodyOf& body : bodies) {
    VertebraFinding finding;
    finding.ordinal = static_cast<int>(vertebrae.size()) + 1;
    finding.level = VertebraLevel::parse(body.level);
    finding.heights.anterior = HeightMeasurement{body.anterior, LengthUnit::millimetre, 0.6};
    finding.heights.middle = HeightMeasurement{body.middle, LengthUnit::millimetre, 0.6};
    finding.heights.posterior = HeightMeasurement{body.posterior, LengthUnit::millimetre, 0.6};
    vertebrae.push_back(finding);
  }
  return assess(std::move(vertebrae));
}

std::vector<BodyOf> thoracolumbar(double t12_anterior) {
  return {
      {"T11", 19.6, 19.5, 21.3}, {"T12", t12_anterior, 20.7, 23.1}, {"L1", 22.3, 21.8, 24.3}, {"L2", 24.0, 23.0, 25.3}};
}

std::vector<std::optional<SchemeGrade>> grades(const std::vector<VertebraFinding>& vertebrae, const char* scheme,
                                               const ReferenceTables& tables = ReferenceTables::builtin()) {
  return scheme_grades(vertebrae, scheme, tables, Sex::unknown).value();
}

TEST(Schemes, EastellMeltonCountsStandardDeviationsOfTheLevel) {
  // T12: 0.90 +- 0.06. 3 SD below is 0.72, 4 SD below 0.66.
  const auto at_ratio = [](double ratio) {
    return grades(spine(thoracolumbar(23.1 * ratio)), "eastell-melton")[1].value();
  };
  EXPECT_EQ(at_ratio(0.74).value, 0.0);
  EXPECT_EQ(at_ratio(0.70).value, 1.0);
  EXPECT_EQ(at_ratio(0.64).value, 2.0);
  EXPECT_EQ(at_ratio(0.64).shape, FractureShape::wedge);
  EXPECT_THAT(at_ratio(0.64).reference, testing::HasSubstr("MR, n 115"));
  EXPECT_GT(at_ratio(0.64).probability.value(), at_ratio(0.72).probability.value());
}

TEST(Schemes, InventNothingWhereNoStandardDeviationIsSourced) {
  const auto vertebrae = spine({{"L3", 26, 24, 26}, {"L4", 15, 24, 25}, {"L5", 27, 24, 25}});
  for (const char* scheme : {"eastell-melton", "mccloskey-kanis", "minne", "black"})
    for (const auto& grade : grades(vertebrae, scheme)) {
      ASSERT_TRUE(grade);
      EXPECT_FALSE(grade->value) << scheme;
      EXPECT_THAT(grade->reason, testing::HasSubstr("No reference available")) << scheme;
    }
}

TEST(Schemes, Rdes230ComparesWithTheLargerOfNeighbourAndOwnPosteriorHeight) {
  const auto graded = grades(spine(thoracolumbar(17.0)), "rdes230");
  EXPECT_EQ(graded[1]->value, 1.0) << "17.0 of 23.1";
  EXPECT_GT(graded[1]->probability.value(), 0.8);
  EXPECT_EQ(graded[3]->value, 0.0);
}

constexpr const char* kSiteTables = R"({
  "anterior_to_posterior": [{"name": "Site", "source": "own", "population": "own", "levels": {"L2": {"mean": 1.0, "sd": 0.05}}}],
  "anterior_to_predicted_posterior": [{"name": "Site", "source": "own", "population": "own", "levels": {"L2": {"mean": 1.0, "sd": 0.05}}}]
})";

TEST(Schemes, McCloskeyKanisNeedsBothCriteriaAndTheSitesTables) {
  const auto tables = ReferenceTables::with_user_tables(kSiteTables, "site.json");
  ASSERT_TRUE(tables) << tables.error().text();
  const auto graded = [&](double anterior, double posterior) {
    auto bodies = thoracolumbar(20.8);
    bodies[3] = {"L2", anterior, 23.0, posterior};
    return grades(spine(bodies), "mccloskey-kanis", *tables)[3].value();
  };
  EXPECT_EQ(graded(19.0, 25.3).value, 1.0);
  EXPECT_EQ(graded(25.0, 30.0).value, 0.0) << "a long posterior height alone is no fracture";
}

TEST(Schemes, AnUnknownOneIsRefusedWithTheKnownNames) {
  const auto result = scheme_grades({}, "guess", ReferenceTables::builtin(), Sex::unknown);
  ASSERT_FALSE(result);
  EXPECT_THAT(result.error().text(), testing::HasSubstr("rdes230"));
}

TEST(Schemes, AreRepeatable) {
  const auto vertebrae = spine(thoracolumbar(16.5));
  EXPECT_EQ(grades(vertebrae, "eastell-melton"), grades(vertebrae, "eastell-melton"));
}

TEST(ReferenceTables, OfASiteComeBeforeThoseCompiledIn) {
  const auto tables = ReferenceTables::with_user_tables(kSiteTables, "site.json").value();
  const auto level = [](const char* name) { return VertebraLevel::parse(name).value(); };
  EXPECT_EQ(tables.normal("anterior_to_posterior", level("L2"), Sex::male)->value, 1.0);
  EXPECT_EQ(tables.normal("anterior_to_posterior", level("L1"), Sex::male)->value, 0.92) << "kept from the program's";
}

TEST(ReferenceTables, OfASiteMustNameSourceAndPopulation) {
  const auto error_of = [](const char* text) {
    const auto tables = ReferenceTables::with_user_tables(text, "site.json");
    return tables ? std::string("no error") : tables.error().message;
  };
  using testing::HasSubstr;
  EXPECT_THAT(error_of("nonsense"), HasSubstr("site.json is not valid JSON"));
  EXPECT_THAT(error_of(R"({"anterior_to_posterior": [{"name": "x", "levels": {}}]})"), HasSubstr("source"));
  EXPECT_THAT(error_of(R"({"anterior_height": []})"), HasSubstr("no known quantity"));
  EXPECT_THAT(
      error_of(
          R"({"middle_to_posterior": [{"name": "x", "source": "y", "population": "z", "levels": {"L9": {"mean": 1}}}]})"),
      HasSubstr("L9"));
  EXPECT_THAT(
      error_of(
          R"({"middle_to_posterior": [{"name": "x", "source": "y", "population": "z", "levels": {"L1": {"mean": -1}}}]})"),
      HasSubstr("positive"));
  EXPECT_THAT(error_of(R"({"middle_to_posterior": 3})"), HasSubstr("site.json"));
}

} // namespace
} // namespace spondyl::morphometry
