#include <spondyl/morphometry/assess.h>

#include <gmock/gmock.h>
#include <numeric>
#include <random>

namespace spondyl::morphometry {
namespace {

struct BodyOf {
  const char* level; // nullptr = number not known
  double anterior, middle, posterior;
};

std::vector<VertebraFinding> spine(const std::vector<BodyOf>& bodies, double uncertainty = 0.6) {
  std::vector<VertebraFinding> vertebrae;
  for (const BodyOf& body : bodies) {
    VertebraFinding finding;
    finding.ordinal = static_cast<int>(vertebrae.size()) + 1;
    if (body.level != nullptr)
      finding.level = VertebraLevel::parse(body.level);
    finding.heights.anterior = HeightMeasurement{body.anterior, LengthUnit::millimetre, uncertainty};
    finding.heights.middle = HeightMeasurement{body.middle, LengthUnit::millimetre, uncertainty};
    finding.heights.posterior = HeightMeasurement{body.posterior, LengthUnit::millimetre, uncertainty};
    vertebrae.push_back(finding);
  }
  return vertebrae;
}

/// Healthy heights: the wedge of T11-L2 and the lordosis of L4 and L5 included.
std::vector<BodyOf> healthy() {
  return {{"T11", 19.6, 19.5, 21.3}, {"T12", 20.8, 20.7, 23.1}, {"L1", 22.3, 21.8, 24.3}, {"L2", 24.0, 23.0, 25.3},
          {"L3", 26.0, 24.0, 25.8},  {"L4", 26.5, 24.2, 25.4},  {"L5", 27.8, 24.6, 24.4}};
}

std::vector<BodyOf> with(std::vector<BodyOf> bodies, std::size_t index, double anterior, double middle,
                         double posterior) {
  bodies[index].anterior *= 1.0 - anterior;
  bodies[index].middle *= 1.0 - middle;
  bodies[index].posterior *= 1.0 - posterior;
  return bodies;
}

std::vector<BodyOf> unnumbered(std::vector<BodyOf> bodies) {
  for (BodyOf& body : bodies)
    body.level = nullptr;
  return bodies;
}

const HeightLoss& loss_of(const VertebraFinding& finding, HeightName name) {
  return *std::ranges::find(finding.loss, name, &HeightLoss::height);
}

TEST(Assess, FlagsNoHealthyBodyWithOrWithoutLevels) {
  for (const auto& bodies : {healthy(), unnumbered(healthy())})
    for (const VertebraFinding& finding : assess(spine(bodies))) {
      ASSERT_TRUE(finding.grade) << finding.display_name();
      EXPECT_EQ(finding.grade->value, 0.0) << finding.display_name();
      EXPECT_EQ(finding.grade->shape, FractureShape::none);
    }
}

TEST(Assess, DoesNotTakeAStronglyWedgedNormalL1OrLordoticL5ForAFracture) {
  // 22 % shorter in front than behind (L1) and than in front (L5): a plain ratio rule would flag both.
  const auto assessed = assess(spine({{"T12", 20.8, 20.7, 23.1}, {"L1", 19.0, 20.9, 24.3}, {"L5", 30.7, 26.0, 24.0}}));
  EXPECT_GT(loss_of(assessed[1], HeightName::anterior).raw, 0.20);
  EXPECT_LT(assessed[1].grade->value, 1.0);
  EXPECT_EQ(assessed[2].grade->value, 0.0);
}

TEST(Assess, GradesAWedgeByItsLevelAdjustedLoss) {
  const auto assessed = assess(spine(with(healthy(), 2, 0.30, 0.12, 0.0)));
  const VertebraFinding& fractured = assessed[2];
  const HeightLoss& loss = loss_of(fractured, HeightName::anterior);
  EXPECT_NEAR(loss.raw, 1.0 - 22.3 * 0.7 / 24.3, 1e-12);
  EXPECT_NEAR(loss.adjusted.value(), 1.0 - 22.3 * 0.7 / 24.3 / 0.92, 1e-12);
  EXPECT_THAT(loss.reference, testing::HasSubstr("normal shape of L1"));
  EXPECT_EQ(fractured.grade->value, 2.0);
  EXPECT_EQ(fractured.grade->shape, FractureShape::wedge);
  EXPECT_EQ(assessed[1].grade->value, 0.0);
  EXPECT_EQ(assessed[3].grade->value, 0.0);
}

TEST(Assess, GradesABiconcaveBodyAgainstTheShapeOfItsNeighbours) {
  const auto assessed = assess(spine(with(healthy(), 4, 0.0, 0.30, 0.0)));
  EXPECT_EQ(assessed[4].grade->shape, FractureShape::biconcave);
  EXPECT_EQ(assessed[4].grade->value, 2.0);
  EXPECT_THAT(loss_of(assessed[4], HeightName::middle).reference, testing::HasSubstr("L2 and L4"));
}

TEST(Assess, SeesACrushThatEachBodyAloneWouldHide) {
  const auto assessed = assess(spine(with(healthy(), 3, 0.45, 0.45, 0.45)));
  EXPECT_LT(loss_of(assessed[3], HeightName::anterior).adjusted.value(), 0.05);
  EXPECT_NEAR(loss_of(assessed[3], HeightName::posterior).adjusted.value(), 0.45, 0.03);
  EXPECT_EQ(assessed[3].grade->shape, FractureShape::crush);
  EXPECT_EQ(assessed[3].grade->value, 3.0);
  EXPECT_THAT(loss_of(assessed[3], HeightName::posterior).formula, testing::HasSubstr("mu_i/mu_j"));
}

TEST(Assess, DoesNotTakeAnL5ThatIsShortBehindAndTallInFrontForACrush) {
  // Hp 20 % below that of L4, Ha well above it: the lordotic shape of a healthy L5.
  const auto assessed = assess(spine({{"L3", 28, 26, 28}, {"L4", 28, 26, 27.5}, {"L5", 30, 24.5, 21.8}}));
  EXPECT_GT(loss_of(assessed[2], HeightName::posterior).adjusted.value(), 0.18) << "reported all the same";
  EXPECT_EQ(assessed[2].grade->value, 0.0);
  EXPECT_LT(assessed[2].grade->probabilities[2] + assessed[2].grade->probabilities[3], 0.1);
}

TEST(Assess, ProbabilitiesAgreeWithASimulationOfTheHeights) {
  // Wedge and crush at once, so that every loss counts. The heights are drawn, the rule is applied to each draw.
  const std::vector<BodyOf> bodies = with(healthy(), 3, 0.25, 0.20, 0.18);
  const auto assessed_with = [](const std::vector<BodyOf>& drawn) {
    auto vertebrae = spine(drawn, 1e-6);
    for (auto* height : {&vertebrae[3].heights.anterior, &vertebrae[3].heights.middle, &vertebrae[3].heights.posterior})
      (*height)->uncertainty = 0.8;
    return assess(vertebrae)[3];
  };
  const Grade grade = assessed_with(bodies).grade.value();
  std::mt19937 generator(3);
  std::normal_distribution<double> error(0.0, 0.8);
  std::array<double, 5> simulated{};
  constexpr int draws = 600;
  for (int i = 0; i < draws; ++i) {
    auto drawn = bodies;
    drawn[3].anterior += error(generator);
    drawn[3].middle += error(generator);
    drawn[3].posterior += error(generator);
    const auto losses = assessed_with(drawn).loss;
    const double anterior = *losses[0].adjusted, middle = *losses[1].adjusted, posterior = *losses[2].adjusted;
    const double tallest =
        std::max({1.0, 1.0 - anterior - *losses[0].uncertainty, 1.0 - middle - *losses[1].uncertainty});
    const double counted = std::max({anterior, middle, 1.0 - (1.0 - posterior) * tallest});
    simulated[static_cast<std::size_t>(counted >= 0.15) + (counted >= 0.20) + (counted >= 0.25) + (counted >= 0.40)] +=
        1.0 / draws;
  }
  for (std::size_t i = 0; i < simulated.size(); ++i)
    EXPECT_NEAR(grade.probabilities[i], simulated[i], 0.06) << "grade " << kGenantGrades[i];
}

TEST(Assess, ComparesWithTheNextButOneWhereBothNeighboursAreFractured) {
  auto bodies = with(with(with(healthy(), 2, 0.4, 0.4, 0.4), 3, 0.4, 0.4, 0.4), 4, 0.4, 0.4, 0.4);
  const auto assessed = assess(spine(bodies));
  EXPECT_THAT(loss_of(assessed[3], HeightName::posterior).reference, testing::HasSubstr("T12 and L4"));
  for (const std::size_t index : {2U, 3U, 4U})
    EXPECT_EQ(assessed[index].grade->shape, FractureShape::crush) << assessed[index].display_name();
  EXPECT_EQ(assessed[1].grade->value, 0.0);
  EXPECT_EQ(assessed[5].grade->value, 0.0);
}

TEST(Assess, SkipsANeighbourThatWasNotAssessable) {
  auto vertebrae = spine(with(healthy(), 3, 0.3, 0.3, 0.3));
  vertebrae[2].status = MeasurementStatus::not_assessable;
  const auto assessed = assess(vertebrae);
  EXPECT_THAT(loss_of(assessed[3], HeightName::posterior).reference, testing::HasSubstr("unfractured neighbour L3"));
  EXPECT_FALSE(assessed[2].grade);
  EXPECT_TRUE(assessed[2].loss.empty());
}

TEST(Assess, OfALoneBodySaysThatNoReferenceIsAvailable) {
  const auto assessed = assess(spine({{nullptr, 15.0, 20.0, 25.0}}));
  EXPECT_FALSE(assessed[0].grade);
  ASSERT_EQ(assessed[0].loss.size(), 2U) << "no posterior loss without a neighbour";
  EXPECT_NEAR(loss_of(assessed[0], HeightName::anterior).raw, 0.4, 1e-12);
  EXPECT_FALSE(loss_of(assessed[0], HeightName::anterior).adjusted);
  EXPECT_EQ(loss_of(assessed[0], HeightName::anterior).reference, "no reference available");
  EXPECT_FALSE(assessed[0].ratios.posterior_to_reference);
}

TEST(Assess, OfALoneNumberedBodyWarnsThatCrushCouldNotBeJudged) {
  const auto assessed = assess(spine({{"L1", 14.0, 20.0, 25.0}}));
  ASSERT_TRUE(assessed[0].grade);
  EXPECT_EQ(assessed[0].grade->shape, FractureShape::wedge);
  EXPECT_THAT(assessed[0].warnings, testing::ElementsAre(testing::HasSubstr("Crush could not be judged")));
}

TEST(Assess, WithoutLevelsComparesWithNeighboursAndSaysSo) {
  const auto assessed = assess(spine(unnumbered(with(healthy(), 2, 0.35, 0.15, 0.0))));
  EXPECT_EQ(assessed[2].grade->shape, FractureShape::wedge);
  EXPECT_THAT(loss_of(assessed[2], HeightName::anterior).reference,
              testing::AllOf(testing::HasSubstr("#2 and #4"), testing::HasSubstr("level not known")));
}

TEST(Assess, ProbabilitiesSumToOneAndWidenWithTheUncertainty) {
  const auto bodies = with(healthy(), 2, 0.25, 0.0, 0.0);
  const auto probabilities = [&](double uncertainty) {
    return assess(spine(bodies, uncertainty))[2].grade->probabilities;
  };
  for (const double uncertainty : {0.0, 0.3, 1.5}) {
    const auto values = probabilities(uncertainty);
    EXPECT_NEAR(std::accumulate(values.begin(), values.end(), 0.0), 1.0, 1e-12);
  }
  EXPECT_EQ(probabilities(0.0)[3], 1.0) << "without error the loss of 25 % is grade 2 for certain";
  EXPECT_GT(probabilities(0.3)[3], probabilities(1.5)[3]);
}

TEST(Assess, ProbabilitiesAgreeWithTheNormalLawOfARatio) {
  // Posterior exact, so the anterior loss is normal: P(loss >= 0.2) = P(Ha < 0.8 * 0.92 * 25) with Ha = 18.4 +- 1.
  auto vertebrae = spine({{"L1", 18.4, 25.0, 25.0}}, 1e-9);
  vertebrae[0].heights.anterior->uncertainty = 1.0;
  const auto grade = assess(vertebrae)[0].grade.value();
  const double below = 0.5 * std::erfc((18.4 - 0.75 * 0.92 * 25.0) / std::sqrt(2.0));
  EXPECT_NEAR(grade.probabilities[2], 0.5 - below, 1e-6);
}

TEST(Assess, IsBorderlineFromFifteenPercentAndBetweenGradesNearALimit) {
  const auto grade_at = [](double loss) {
    return assess(spine({{"L1", 25.0 * 0.92 * (1.0 - loss), 24.0, 25.0}}, 0.5))[0].grade.value();
  };
  EXPECT_EQ(grade_at(0.05).value, 0.0);
  EXPECT_FALSE(grade_at(0.05).between);
  EXPECT_EQ(grade_at(0.17).value, 0.5);
  EXPECT_EQ(grade_at(0.195).between, (std::pair{0, 1}));
  EXPECT_EQ(grade_at(0.22).value, 1.0);
  EXPECT_EQ(grade_at(0.24).between, (std::pair{1, 2}));
  EXPECT_EQ(grade_at(0.32).value, 2.0);
  EXPECT_FALSE(grade_at(0.32).between);
  EXPECT_EQ(grade_at(0.41).value, 3.0);
  EXPECT_EQ(grade_at(0.41).between, (std::pair{2, 3}));
}

TEST(Assess, IsRepeatable) {
  const auto once = assess(spine(with(healthy(), 6, 0.0, 0.4, 0.0)));
  EXPECT_THAT(once[6].warnings, testing::ElementsAre(testing::HasSubstr("Graded with care")));
  EXPECT_EQ(assess(once), once);
}

TEST(Assess, GradesNeitherTheAxisNorTheSacrumNorUsesThemAsAReference) {
  auto bodies = healthy();
  bodies.push_back({"S1", 30.0, 20.0, 12.0});
  const auto assessed = assess(spine(bodies));
  EXPECT_FALSE(assessed.back().grade);
  EXPECT_THAT(loss_of(assessed[6], HeightName::posterior).reference, testing::HasSubstr("neighbour L4"));
}

TEST(Assess, OfAFilmUsesRatiosWithSquarePixelsRestored) {
  auto vertebrae = spine({{"L1", 60.0, 60.0, 60.0}});
  for (auto* height : {&vertebrae[0].heights.anterior, &vertebrae[0].heights.middle, &vertebrae[0].heights.posterior})
    (*height)->unit = LengthUnit::pixel;
  vertebrae[0].heights.anterior->value_mm = 18.0;
  vertebrae[0].heights.middle->value_mm = 24.0;
  vertebrae[0].heights.posterior->value_mm = 24.0;
  EXPECT_DOUBLE_EQ(assess(vertebrae)[0].ratios.anterior_to_posterior.value(), 0.75);
}

} // namespace
} // namespace spondyl::morphometry
