#include <spondyl/morphometry/measure.h>

#include <gmock/gmock.h>

namespace spondyl::morphometry {
namespace {

SixPoints box(double x, double anterior, double middle, double posterior) {
  return {{x, -15, anterior / 3}, {x, -15.3, -anterior * 2 / 3}, {x, 0.7, middle / 2},
          {x, 0.2, -middle / 2},  {x, 15, posterior / 2.1},      {x + 0.1, 15.2, -posterior / 1.9}};
}

const MeasurementIngredients kFineCt{Modality::ct, 0.7, 0.7, {}};

TEST(MeasureBody, HeightsAreTheDistancesOfTheStoredLandmarks) {
  const auto set = measure_body(std::vector{box(-2, 24, 21, 27), box(0, 25, 22, 26), box(2, 23, 20, 28)}, kFineCt);
  ASSERT_TRUE(set);
  for (const HeightName name : kHeightNames)
    EXPECT_EQ(set->heights.of(name)->value, landmark_distance(set->landmarks, name));
  EXPECT_EQ(set->heights.anterior->spacing, SpacingProvenance::volume);
}

TEST(MeasureLandmarks, ReproducesTheHeightsOfARunFromItsOwnLandmarks) {
  const auto run = measure_body(std::vector{box(-2, 24, 21, 27), box(0, 25.3, 22, 26), box(2, 23, 20.1, 28)}, kFineCt);
  ASSERT_TRUE(run);
  const auto again = measure_landmarks(std::get<SixPoints>(run->landmarks), kFineCt);
  ASSERT_TRUE(again);
  for (const HeightName name : kHeightNames)
    EXPECT_EQ(again->heights.of(name)->value, run->heights.of(name)->value) << to_string(name);
  EXPECT_EQ(again->landmarks, run->landmarks);
}

MeasurementIngredients with_evidence(std::optional<double> edge_width, std::optional<double> stability) {
  MeasurementIngredients ingredients = kFineCt;
  ingredients.evidence[0] = {edge_width, stability};
  return ingredients;
}

TEST(HeightUncertainty, GrowsWithVoxelSizeBlurAndDisagreementOfThePlanes) {
  const auto of = [](MeasurementIngredients ingredients, double spread) {
    return height_uncertainty(ingredients, HeightName::anterior, spread, 9);
  };
  const double fine = of(kFineCt, 0.2);
  EXPECT_GT(of({Modality::ct, 5.0, 0.7, {}}, 0.2), fine);
  EXPECT_GT(of(with_evidence(4.0, std::nullopt), 0.2), fine);
  EXPECT_GT(of(with_evidence(std::nullopt, 1.0), 0.2), fine);
  EXPECT_GT(of({Modality::mr, 0.7, 0.7, {}}, 0.2), fine);
  EXPECT_GT(of(kFineCt, 2.0), fine);
  EXPECT_GT(of({Modality::ct, 0.7, 8.0, {}}, 2.0), of(kFineCt, 2.0)) << "thick sagittal planes: one sample";
}

TEST(HeightUncertainty, AddsItsPartsInQuadrature) {
  const UncertaintyParameters parameters{{0.3, 9, 9}, 0.5, 2.0};
  MeasurementIngredients ingredients = with_evidence(0.8, 0.6);
  ingredients.spacing_along_height = 0.0;
  EXPECT_DOUBLE_EQ(height_uncertainty(ingredients, HeightName::anterior, std::nullopt, 9, parameters),
                   std::sqrt(0.3 * 0.3 + 0.4 * 0.4 + 1.2 * 1.2));
}

TEST(HeightUncertainty, ConstantsCompiledInArePositiveAndNameTheirOrigin) {
  for (const Modality modality : {Modality::ct, Modality::mr})
    for (const double floor : uncertainty_parameters(modality).floor)
      EXPECT_GT(floor, 0.0);
  EXPECT_FALSE(uncertainty_provenance().empty());
}

TEST(MeasureBody, KeepsTheHeightThatFollowsASchmorlNodeBesideTheOneThatBridgesIt) {
  const std::vector bridged = {box(-2, 24, 21, 27), box(0, 24, 21, 27)};
  const std::vector followed = {box(-2, 24, 18, 27), box(0, 24, 18, 27)};
  const auto set = measure_body(bridged, kFineCt, followed);
  ASSERT_TRUE(set);
  EXPECT_NEAR(set->heights.middle->value, 21.0, 0.1);
  ASSERT_TRUE(set->heights.middle_unbridged);
  EXPECT_NEAR(set->heights.middle_unbridged->value, 18.0, 0.1);
  EXPECT_FALSE(measure_body(bridged, kFineCt, bridged)->heights.middle_unbridged) << "no difference, no second height";
}

TEST(IngredientsOf, ProjectsTheVoxelOnTheBodysAxes) {
  VolumeGeometry axial;
  axial.column_spacing = axial.row_spacing = 0.5;
  axial.slice_spacing = 3.0;
  BodyFrame upright{{}, {0, 0, 1}, {0, -1, 0}, {1, 0, 0}};
  EXPECT_DOUBLE_EQ(ingredients_of(axial, Modality::ct, upright).spacing_along_height, 3.0);
  EXPECT_DOUBLE_EQ(ingredients_of(axial, Modality::ct, upright).spacing_across, 0.5);
  EXPECT_DOUBLE_EQ(ingredients_of(axial, Modality::ct, upright, 5.0).spacing_along_height, 5.0);
  BodyFrame tilted = upright;
  tilted.superior = {0, 0.6, 0.8};
  EXPECT_DOUBLE_EQ(ingredients_of(axial, Modality::ct, tilted).spacing_along_height, std::hypot(0.3, 2.4));
}

TEST(MeasureBody, WarnsOfThickVoxelsAndOfPlanesThatDisagree) {
  const MeasurementIngredients thick{Modality::ct, 5.0, 0.7, {}};
  const auto set = measure_body(std::vector{box(-2, 20, 21, 27), box(0, 25, 21, 27), box(2, 28, 21, 27)}, thick);
  ASSERT_TRUE(set);
  EXPECT_THAT(set->warnings, testing::ElementsAre(testing::HasSubstr("anterior"), testing::HasSubstr("5.0 mm")));
}

SixPixels film_body() {
  return {{10, 10}, {10, 40}, {30, 12}, {30, 37}, {50, 10}, {53, 41}};
}

TEST(MeasureRadiographBody, GivesPixelsAndNoMillimetresWithoutAScale) {
  const auto set = measure_radiograph_body(film_body(), PixelScale{});
  ASSERT_TRUE(set);
  EXPECT_EQ(set->heights.anterior->unit, LengthUnit::pixel);
  EXPECT_DOUBLE_EQ(set->heights.anterior->value, 30.0);
  EXPECT_EQ(set->heights.anterior->spacing, SpacingProvenance::none);
  EXPECT_FALSE(set->heights.anterior->value_mm);
  EXPECT_GT(set->heights.anterior->uncertainty.value(), 0.0);
}

TEST(MeasureRadiographBody, GivesMillimetresAlongBothAxesWithTheirOrigin) {
  PixelScale scale;
  scale.provenance = SpacingProvenance::calibrated;
  scale.row_spacing = 0.5;
  scale.column_spacing = 0.25;
  const auto set = measure_radiograph_body(film_body(), scale);
  ASSERT_TRUE(set);
  EXPECT_EQ(set->heights.posterior->spacing, SpacingProvenance::calibrated);
  EXPECT_DOUBLE_EQ(set->heights.posterior->value, std::hypot(3, 31));
  EXPECT_DOUBLE_EQ(set->heights.posterior->value_mm.value(), std::hypot(0.75, 15.5));
}

TEST(MeasureRadiographBody, RefusesLandmarksThatCoincide) {
  SixPixels flat = film_body();
  flat.middle_inferior = flat.middle_superior;
  EXPECT_FALSE(measure_radiograph_body(flat, PixelScale{}));
}

} // namespace
} // namespace spondyl::morphometry
