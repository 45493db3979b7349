#pragma once

#include "src/ct/body_shape.h"

#include <cmath>

namespace spondyl::segmentation::ct::test {

/// A body with an elliptic cross-section of 32 x 40 mm between flat endplates.
inline BodyShape box_shape(double height, double slope = 0.0) {
  BodyShape shape;
  shape.frame = {{0, 0, 0}, {0, 0, 1}, {0, -1, 0}, {1, 0, 0}};
  for (HeightField* field : {&shape.superior, &shape.inferior}) {
    field->reach_anterior = 24;
    field->reach_left = 28;
    const double sign = field == &shape.superior ? 1.0 : -1.0;
    for (int a = -24; a <= 24; ++a)
      for (int l = -28; l <= 28; ++l)
        field->height.push_back(static_cast<float>(sign * (0.5 * height + slope * a)));
  }
  for (int layer = 0; layer < Wall::kLayers; ++layer)
    for (int d = 0; d < Wall::kDirections; ++d) {
      const double angle = 2.0 * 3.14159265358979 * d / Wall::kDirections;
      shape.wall.radius[static_cast<std::size_t>(layer * Wall::kDirections + d)] =
          static_cast<float>(1.0 / std::hypot(std::cos(angle) / 16.0, std::sin(angle) / 20.0));
    }
  shape.endplate_support = shape.wall_support = 1.0;
  return shape;
}

} // namespace spondyl::segmentation::ct::test
