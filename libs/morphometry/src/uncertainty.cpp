#include <spondyl/morphometry/measure.h>

#include <algorithm>
#include <cmath>

namespace spondyl::morphometry {
namespace {

// Engineering choices, from the differences between early versions and human readings of unseen scans; to be
// calibrated on repeated readings. mm, in the order of kHeightNames.
constexpr std::array<double, 3> kPlacementCt = {0.45, 0.43, 0.80};
constexpr std::array<double, 3> kPlacementMr = {1.4, 1.3, 1.4};

constexpr double kEdgeLocalisation = 0.5 / 3.4641016151377544; ///< half a voxel's uniform error (1/sqrt(12))
constexpr double kEdgeWidthToError = 1.0 / 8.0;                ///< engineering choice: one eighth of the edge's width
constexpr double kSlabWidth = 8.0;                             ///< mm: planes within +-4 mm of the middle
constexpr double kCorrelationLength = 3.0;                     ///< mm, engineering choice: smoothness of the outlines

double squared(double value) {
  return value * value;
}

double projected(const VolumeGeometry& geometry, double slice_size, PatientVector axis) {
  return std::sqrt(squared(dot(geometry.column_axis, axis) * geometry.column_spacing) +
                   squared(dot(geometry.row_axis, axis) * geometry.row_spacing) +
                   squared(dot(geometry.slice_axis, axis) * slice_size));
}

double independent_planes(double spacing_across, int planes) {
  const double possible = kSlabWidth / std::max(spacing_across, kCorrelationLength);
  return std::clamp(possible, 1.0, std::max(1.0, static_cast<double>(planes)));
}

} // namespace

MeasurementIngredients ingredients_of(const VolumeGeometry& geometry, Modality modality, const BodyFrame& frame,
                                      std::optional<double> slice_thickness) {
  const double slice_size = std::max(geometry.slice_spacing, slice_thickness.value_or(0.0));
  return {modality, projected(geometry, slice_size, frame.superior), projected(geometry, slice_size, frame.left),
          std::nullopt};
}

double height_uncertainty(const MeasurementIngredients& ingredients, HeightName height, std::optional<double> spread,
                          int planes) {
  const auto& placement = ingredients.modality == Modality::ct ? kPlacementCt : kPlacementMr;
  const double edges = 2.0 * squared(kEdgeLocalisation * ingredients.spacing_along_height) +
                       2.0 * squared(kEdgeWidthToError * ingredients.edge_width.value_or(0.0));
  const double slab = squared(spread.value_or(0.0)) / independent_planes(ingredients.spacing_across, planes);
  return std::sqrt(edges + squared(placement[static_cast<std::size_t>(height)]) + slab);
}

} // namespace spondyl::morphometry
