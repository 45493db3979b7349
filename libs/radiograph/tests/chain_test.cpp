// The steps between candidates and answer, each on its own.

#include "../src/body_shape.h"
#include "../src/chain.h"
#include "../src/film_judgement.h"
#include "../src/spine_curve.h"

#include <cmath>
#include <gtest/gtest.h>
#include <spondyl/film_phantom/film_phantom.h>

namespace spondyl::radiograph {
namespace {

TEST(BodyShape, IsTheSameAfterDrawingItsOutline) {
  const SpineFrame frame{{120.0, 80.0}, {0.28, 0.96}, {0.96, -0.28}, 60.0};
  const Shape shape = {0.03, -0.02, 0.10, -0.05, -0.2, 0.04, -0.06, 0.1};
  const Shape again = shape_of(quad_of(shape, frame), frame);
  for (std::size_t k = 0; k < kShapeParameters; ++k)
    EXPECT_NEAR(again[k], shape[k], 1e-9) << "parameter " << k;
}

TEST(Chain, GivesEachCandidateItsShareOverAllChains) {
  const BodyValues energies = {{0.0, 1.0}, {0.5, 0.0}, {2.0, 0.3}};
  const std::vector<std::vector<double>> pairs = {{0.9, 0.2, 0.1, 0.7}, {0.3, 0.8, 1.0, 0.4}};
  double total = 0.0, first_of[3] = {};
  for (std::size_t a = 0; a < 2; ++a)
    for (std::size_t b = 0; b < 2; ++b)
      for (std::size_t c = 0; c < 2; ++c) {
        const double weight =
            std::exp(-energies[0][a] - energies[1][b] - energies[2][c]) * pairs[0][2 * a + b] * pairs[1][2 * b + c];
        total += weight;
        first_of[0] += a == 0 ? weight : 0.0;
        first_of[1] += b == 0 ? weight : 0.0;
        first_of[2] += c == 0 ? weight : 0.0;
      }
  double evidence = 0.0;
  const BodyValues found = marginals(energies, pairs, &evidence);
  EXPECT_NEAR(evidence, std::log(total), 1e-12);
  for (std::size_t k = 0; k < 3; ++k) {
    EXPECT_NEAR(found[k][0], first_of[k] / total, 1e-12) << "body " << k;
    EXPECT_NEAR(found[k][0] + found[k][1], 1.0, 1e-12) << "body " << k;
  }
}

std::vector<PixelPoint> column(const std::vector<double>& steps) {
  std::vector<PixelPoint> centres = {{100.0, 50.0}};
  for (const double step : steps)
    centres.push_back({100.0, centres.back().row + step});
  return centres;
}

TEST(EvenSpacing, IsKeptByANormalSpine) {
  const auto centres = column({58, 60, 63, 66, 68, 64}); // the lowest disc is a little flatter
  EXPECT_EQ(first_below_a_fall(centres), centres.size());
}

TEST(EvenSpacing, EndsWhereADiscWasTakenForABody) {
  EXPECT_EQ(first_below_a_fall(column({61, 61, 68, 60, 46, 45, 66})), 5U);
}

TEST(FramesBeside, ScatterAroundTheGivenCentresWithTheStatedDeviation) {
  const std::vector<PixelPoint> centres = column({60, 60, 60, 60});
  const auto frames = frames_beside(centres, AnteriorSide::left, 0.05);
  ASSERT_GT(frames.size(), 4U);
  for (std::size_t k = 0; k < centres.size(); ++k) {
    EXPECT_EQ(frames.front()[k].centre, centres[k]);
    PixelPoint mean{0.0, 0.0};
    for (std::size_t m = 1; m < frames.size(); ++m) {
      EXPECT_NEAR(std::abs(frames[m][k].centre.row - centres[k].row), 3.0, 1e-9) << "px";
      mean.column += frames[m][k].centre.column / static_cast<double>(frames.size() - 1);
      mean.row += frames[m][k].centre.row / static_cast<double>(frames.size() - 1);
    }
    EXPECT_LT(distance(mean, centres[k]), 1e-9);
  }
}

TEST(PlacedBodies, AreLessCertainWhenTheClicksMayHaveMissed) {
  const film_phantom::FilmPhantom phantom = film_phantom::draw_film();
  const double spacing = distance(phantom.centres[0], phantom.centres[1]);
  const auto image = FilmImage::of(phantom.film, 1.0, spacing);
  ASSERT_TRUE(image);
  const std::vector<Tether> tethers(phantom.centres.size());
  const auto spread = [&](double beside) {
    const auto frames = frames_beside(phantom.centres, AnteriorSide::left, beside);
    const auto placed = place_bodies(*image, frames, tethers, {150, 30}, {});
    double sum = 0.0;
    for (const PlacedBody& body : *placed)
      sum += body.height_deviation[0] + body.height_deviation[1] + body.height_deviation[2];
    return sum;
  };
  EXPECT_GT(spread(0.08), spread(0.0));
}

} // namespace
} // namespace spondyl::radiograph
