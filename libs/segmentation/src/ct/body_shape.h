#pragma once

#include "disc_chain.h"

#include <array>
#include <optional>

namespace spondyl::segmentation::ct {

/// Heights over the cross-section of a body: one value (mm along `superior`, from the frame's centre) per millimetre
/// in front of and to the left of the centre.
struct HeightField {
  static constexpr double kStep = 1.0;    // mm
  int reach_anterior = 0, reach_left = 0; ///< nodes run from -reach to +reach
  std::vector<float> height;

  [[nodiscard]] int width() const { return 2 * reach_left + 1; }
  [[nodiscard]] int depth() const { return 2 * reach_anterior + 1; }
  [[nodiscard]] double at(double anterior, double left) const; ///< bilinear, continued flat beyond the nodes
};

/// A body's wall: distance from the body's axis, per direction and per share of the height between the endplates.
struct Wall {
  static constexpr int kDirections = 72;             ///< from anterior towards left, every 5 degrees
  static constexpr int kLayers = 15;                 ///< shares (layer + 0.5) / 15 of the height, inferior first
  std::array<float, kDirections * kLayers> radius{}; ///< mm, [layer * kDirections + direction]

  [[nodiscard]] static double share(int layer) { return (layer + 0.5) / kLayers; }
  /// Bilinear; shares beyond the outermost layers take these layers' value.
  [[nodiscard]] double at(double angle, double share) const;
};

/// What separates bone from its surroundings in one body, HU.
struct BodyLevels {
  float soft = 70.0F; ///< discs and muscle
  float marrow = 150.0F;
  float shell = 400.0F; ///< endplates as this scan shows them
  [[nodiscard]] float contrast() const { return shell - soft; }
};

/// The outline of one vertebral body in its own frame, and how well the image supports it.
struct BodyShape {
  BodyFrame frame;
  HeightField superior, inferior;
  HeightField superior_edge, inferior_edge; ///< mm, 10-90 % width of the endplates' edges
  Wall wall;
  BodyLevels levels;
  std::optional<std::array<double, 3>> first_heights; ///< mm, heights by the first outline, before it was refined
  double radius = 15.0;                               ///< mm, antero-posterior semi-axis
  double endplate_support = 0.0;                      ///< 0..1, share of both endplates' area with a clear edge
  double wall_support = 0.0;                          ///< 0..1, share of the free wall with a clear edge
  double missing_endplate = 0.0;                      ///< 0..1, share of the worse endplate that borders on no data
  double missing_wall = 0.0;                          ///< 0..1, share of the free wall that borders on no data
  double superior_unseen = 0.0;  ///< 0..1, share of the superior endplate without an edge, or where the search ended
  double inferior_unseen = 0.0;  ///< the same of the inferior endplate
  double superior_limited = 0.0; ///< 0..1, share of the superior endplate that the disc's plane held back
  double inferior_limited = 0.0; ///< the same of the inferior endplate
  double metal = 0.0;            ///< 0..1, share of the outline and 3 mm around it that is as dense as metal

  /// Whether a point (mm in the body's frame) lies within the outline.
  [[nodiscard]] bool contains(double anterior, double left, double superior_mm) const;
};

/// The image around one body, resampled in its frame: 0.5 mm along the spine, 1 mm across, lightly smoothed across.
class BodyBox {
public:
  static constexpr double kAlong = 0.5, kAcross = 1.0; // mm

  /// Reaches `up` and `down` mm from the centre along the spine, and so far across.
  BodyBox(const VolumeSampler& sampler, const BodyFrame& frame, double up, double down, int reach_anterior,
          int reach_left);

  [[nodiscard]] int count_along() const { return along_; }
  /// Standard deviation (mm) of the blur along the frame's superior axis that sampling causes.
  [[nodiscard]] double blur() const { return blur_; }
  [[nodiscard]] int reach_anterior() const { return reach_anterior_; }
  [[nodiscard]] int reach_left() const { return reach_left_; }
  [[nodiscard]] double height(int k) const { return low_ + k * kAlong; } ///< mm above the centre
  [[nodiscard]] double index(double height) const { return (height - low_) / kAlong; }
  /// The column of values along the spine at whole millimetres across; kNoData where there is no image.
  [[nodiscard]] const float* column(int anterior, int left) const;
  /// Trilinear; kNoData outside.
  [[nodiscard]] float sample(double anterior, double left, double height) const;

private:
  double low_, blur_;
  int along_, reach_anterior_, reach_left_;
  std::vector<float> values_;
};

} // namespace spondyl::segmentation::ct
