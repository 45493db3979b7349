#pragma once

#include "body_shape.h"

#include <functional>

namespace spondyl::segmentation::ct {

/// A plane in a body's frame: height above the centre as a function of the position across.
struct FramePlane {
  double height = 0.0, per_anterior = 0.0, per_left = 0.0;
  [[nodiscard]] double at(double anterior, double left) const {
    return height + per_anterior * anterior + per_left * left;
  }
};

/// A plane given by a point and a normal, in a body's frame.
[[nodiscard]] FramePlane in_frame(const BodyFrame& frame, PatientPoint point, PatientVector normal);

/// How much a column across belongs to the body: 1 inside its cross-section, 0 well outside.
using Footprint = std::function<float(double anterior, double left)>;
[[nodiscard]] Footprint elliptic_footprint(double depth_radius, double width_radius);

/// HU levels between the two discs, robust against vacuum, calcified discs and metal.
[[nodiscard]] BodyLevels measure_levels(const BodyBox& box, const FramePlane& upper_disc, const FramePlane& lower_disc,
                                        double radius);

enum class End { superior, inferior };

struct Endplate {
  HeightField field;
  HeightField edge;      ///< mm, 10-90 % width of the edge
  double support = 0.0;  ///< share of the footprint with an edge of at least a quarter of the contrast
  double missing = 0.0;  ///< share of the footprint where the image ends within 1.5 mm of the endplate
  double at_limit = 0.0; ///< share of the footprint where the search ended before an edge was found
};

/// The outer edge of an endplate as a height field (bright shell inside, no bone between it and the disc); `sharpened`:
/// with the blur of sampling taken out (endplate_model.h).
[[nodiscard]] Endplate find_endplate(const BodyBox& box, End end, const BodyLevels& levels, const FramePlane& disc,
                                     const FramePlane& opposite_disc, const Footprint& footprint, bool sharpened);

} // namespace spondyl::segmentation::ct
