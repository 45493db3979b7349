#include "from_landmarks.h"

#include <gtest/gtest.h>

namespace spondyl::pipeline {
namespace {

const SixPoints kBox = {{0, -15, 12}, {0, -15, -12}, {0, 0, 12}, {0, 0, -12}, {0, 15, 12}, {0, 15, -12}};

Series volume_series() {
  Series series;
  series.kind = SeriesKind::volume;
  series.info.modality = "CT";
  series.geometry = VolumeGeometry{};
  series.geometry->size = {100, 100, 100};
  return series;
}

VertebraFinding measured_box() {
  VertebraFinding vertebra;
  vertebra.ordinal = 1;
  vertebra.landmarks = kBox;
  const HeightMeasurement height{.value = 24.0, .uncertainty = 0.6, .spread = 0.3};
  vertebra.heights.anterior = vertebra.heights.middle = vertebra.heights.posterior = height;
  return vertebra;
}

TEST(Remeasure, UnmovedLandmarksKeepEverything) {
  const auto result = remeasured(volume_series(), {measured_box()});
  ASSERT_TRUE(result) << result.error().text();
  EXPECT_EQ(result->front(), measured_box());
}

TEST(Remeasure, AMovedCornerChangesOnlyItsHeight) {
  VertebraFinding moved = measured_box();
  std::get<SixPoints>(*moved.landmarks).anterior_superior.z -= 6.0;
  const auto result = remeasured(volume_series(), {moved});
  ASSERT_TRUE(result) << result.error().text();
  EXPECT_EQ(result->front().origin, MeasurementOrigin::edited);
  EXPECT_DOUBLE_EQ(result->front().heights.anterior->value, 18.0);
  EXPECT_EQ(result->front().heights.posterior, measured_box().heights.posterior);
  EXPECT_TRUE(result->front().heights.anterior->uncertainty);
}

TEST(Remeasure, LandmarksWithoutHeightsAreMeasuredAnew) {
  VertebraFinding bare;
  bare.landmarks = kBox;
  const auto result = remeasured(volume_series(), {bare});
  ASSERT_TRUE(result) << result.error().text();
  EXPECT_DOUBLE_EQ(result->front().heights.middle->value, 24.0);
  EXPECT_EQ(result->front().origin, MeasurementOrigin::edited);
}

TEST(Remeasure, PixelsOnAVolumeAreRefused) {
  VertebraFinding film;
  film.landmarks = SixPixels{{0, 0}, {0, 24}, {15, 0}, {15, 24}, {30, 0}, {30, 24}};
  const auto result = remeasured(volume_series(), {film});
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::invalid_argument);
}

TEST(Remeasure, AFilmWithoutScaleYieldsPixels) {
  Series film = volume_series();
  film.kind = SeriesKind::radiograph;
  film.geometry.reset();
  VertebraFinding vertebra;
  vertebra.landmarks = SixPixels{{0, 0}, {0, 24}, {15, 0}, {15, 24}, {30, 0}, {30, 24}};
  const auto result = remeasured(film, {vertebra});
  ASSERT_TRUE(result) << result.error().text();
  const HeightMeasurement& height = *result->front().heights.anterior;
  EXPECT_DOUBLE_EQ(height.value, 24.0);
  EXPECT_EQ(height.unit, LengthUnit::pixel);
  EXPECT_EQ(height.spacing, SpacingProvenance::none);
  EXPECT_FALSE(height.value_mm);
}

} // namespace
} // namespace spondyl::pipeline
