#include "outline.h"

#include <cmath>
#include <gtest/gtest.h>
#include <numbers>

namespace spondyl::drawing {
namespace {

TEST(Contour, OfADiscIsItsCircumference) {
  constexpr double radius = 12.0, centre = 20.0;
  Field field{41, 41, {}};
  for (int y = 0; y < field.height; ++y)
    for (int x = 0; x < field.width; ++x)
      field.values.push_back(static_cast<float>(radius - std::hypot(x - centre, y - centre)));
  double length = 0.0;
  for (const Segment& segment : contour(field, 0.0F)) {
    length += std::hypot(segment.to.x - segment.from.x, segment.to.y - segment.from.y);
    EXPECT_NEAR(std::hypot(segment.from.x - centre, segment.from.y - centre), radius, 0.05);
  }
  EXPECT_NEAR(length, 2.0 * std::numbers::pi * radius, 0.5);
}

TEST(Contour, OfAFlatFieldIsEmpty) {
  EXPECT_TRUE(contour({3, 3, std::vector<float>(9, 1.0F)}, 0.5F).empty());
}

} // namespace
} // namespace spondyl::drawing
