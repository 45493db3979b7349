// A landmark that is held near an edge goes onto it, and nowhere else.
#include <spondyl/radiograph/snap_to_edge.h>

#include <cmath>
#include <gtest/gtest.h>
#include <random>

namespace spondyl::radiograph {
namespace {

constexpr double kTilt = 0.21; // rad
constexpr double kHalfDepth = 62.0, kHalfHeight = 46.0;
constexpr PixelPoint kCentre{150.3, 139.6};

PixelPoint on_body(double forward, double up, double aspect = 1.0) {
  return {kCentre.column - forward * std::cos(kTilt) + up * std::sin(kTilt),
          kCentre.row - (forward * std::sin(kTilt) + up * std::cos(kTilt)) / aspect};
}

SixPixels landmarks(double aspect = 1.0) {
  return {on_body(kHalfDepth, kHalfHeight, aspect),  on_body(kHalfDepth, -kHalfHeight, aspect),
          on_body(0, kHalfHeight, aspect),           on_body(0, -kHalfHeight, aspect),
          on_body(-kHalfDepth, kHalfHeight, aspect), on_body(-kHalfDepth, -kHalfHeight, aspect)};
}

double soft(double inside) {
  return 1.0 / (1.0 + std::exp(-inside / 0.8));
}

/// A bright body, tilted, its corners rounded by the product of soft edges; noise as on a film.
Radiograph film(double noise = 15.0, double aspect = 1.0, double contrast = 300.0) {
  std::mt19937 random(7);
  std::normal_distribution<double> grain(0.0, 1.0);
  std::vector<float> pixels;
  for (int row = 0; row < 280; ++row)
    for (int column = 0; column < 300; ++column) {
      const double x = kCentre.column - column, y = (kCentre.row - row) * aspect;
      const double forward = x * std::cos(kTilt) + y * std::sin(kTilt), up = y * std::cos(kTilt) - x * std::sin(kTilt);
      pixels.push_back(static_cast<float>(
          1000.0 + contrast * soft(kHalfDepth - std::abs(forward)) * soft(kHalfHeight - std::abs(up)) +
          noise * grain(random)));
    }
  PixelScale scale;
  scale.provenance = SpacingProvenance::detector;
  scale.column_spacing = 0.2;
  scale.row_spacing = 0.2 * aspect;
  return {300, 280, std::move(pixels), scale};
}

double away(PixelPoint a, PixelPoint b) {
  return std::hypot(a.column - b.column, a.row - b.row);
}

PixelPoint& point(SixPixels& points, int landmark) {
  return points.*kLandmarkMembers<PixelPoint>[static_cast<std::size_t>(landmark)].second;
}

TEST(SnapToEdge, PutsACornerWhereItsTwoEdgesMeet) {
  const Radiograph picture = film();
  for (const int landmark : {0, 1, 4, 5})
    for (const PixelPoint error : {PixelPoint{4, 3}, PixelPoint{-4, 3}, PixelPoint{3, -4}, PixelPoint{-3, -4}}) {
      SixPixels points = landmarks();
      const PixelPoint truth = point(points, landmark);
      const PixelPoint held{truth.column + error.column, truth.row + error.row};
      EXPECT_LT(away(snapped_to_edge(picture, points, landmark, held), truth), 0.6) << landmark;
    }
}

TEST(SnapToEdge, MovesAMiddlePointAlongTheNormalOnly) {
  const Radiograph picture = film();
  for (const int landmark : {2, 3}) {
    SixPixels points = landmarks();
    const double up = landmark == 2 ? kHalfHeight : -kHalfHeight;
    const PixelPoint snapped = snapped_to_edge(picture, points, landmark, on_body(9.0, up + 4.5));
    EXPECT_LT(away(snapped, on_body(9.0, up)), 0.6) << "stays 9 px in front of the middle";
  }
}

TEST(SnapToEdge, KnowsPixelsThatAreNotSquare) {
  const Radiograph picture = film(15.0, 1.6);
  SixPixels points = landmarks(1.6);
  const PixelPoint truth = point(points, 0);
  const PixelPoint held{truth.column + 4, truth.row + 2};
  EXPECT_LT(away(snapped_to_edge(picture, points, 0, held), truth), 0.6);
}

TEST(SnapToEdge, LeavesAPointWhereNoEdgeIsInReach) {
  SixPixels points = landmarks();
  const Radiograph flat = film(15.0, 1.0, 0.0);
  for (int landmark = 0; landmark < 6; ++landmark) {
    const PixelPoint at = point(points, landmark);
    EXPECT_LT(away(snapped_to_edge(flat, points, landmark, at), at), 1e-9) << landmark << ": noise is no edge";
  }
  const PixelPoint far = on_body(0, kHalfHeight + 25.0);
  EXPECT_LT(away(snapped_to_edge(film(), points, 2, far), far), 1e-9);
}

TEST(SnapToEdge, TakesTheEdgeThatIsBrighterOnTheBodysSide) {
  // The lower endplate of the body above is an edge too, nearer to the hand, but its bright side is the other one.
  Radiograph picture = film(0.0);
  std::vector<float> pixels = picture.pixels();
  for (int row = 0; row < 280; ++row)
    for (int column = 0; column < 300; ++column) {
      const double x = kCentre.column - column, y = kCentre.row - row;
      const double up = y * std::cos(kTilt) - x * std::sin(kTilt);
      pixels[static_cast<std::size_t>(row) * 300 + static_cast<std::size_t>(column)] +=
          static_cast<float>(300.0 * soft(up - (kHalfHeight + 9.0)));
    }
  const Radiograph with_neighbour(300, 280, std::move(pixels), picture.scale());
  const PixelPoint snapped = snapped_to_edge(with_neighbour, landmarks(), 2, on_body(0, kHalfHeight + 6.0));
  EXPECT_LT(away(snapped, on_body(0, kHalfHeight)), 0.6);
}

} // namespace
} // namespace spondyl::radiograph
