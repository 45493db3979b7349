#include <spondyl/view_model/slice_plane.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace spondyl::view_model {
namespace {

struct GridAxis {
  PatientVector direction; ///< turned to point along the anatomical axis it stands for
  double spacing = 1.0;
};

double component(PatientVector v, int axis) {
  return axis == 0 ? v.x : axis == 1 ? v.y : v.z;
}

std::array<GridAxis, 3> grid_axes(const VolumeGeometry& geometry) {
  return {GridAxis{geometry.column_axis, geometry.column_spacing}, GridAxis{geometry.row_axis, geometry.row_spacing},
          GridAxis{geometry.slice_axis, geometry.slice_spacing}};
}

/// Which grid axis stands for x, y and z: the assignment with the largest sum of cosines.
std::array<int, 3> best_assignment(const std::array<GridAxis, 3>& axes) {
  std::array<int, 3> order = {0, 1, 2}, best = order;
  double best_sum = -1.0;
  do {
    double sum = 0.0;
    for (int anatomical = 0; anatomical < 3; ++anatomical)
      sum += std::abs(
          component(axes[static_cast<std::size_t>(order[static_cast<std::size_t>(anatomical)])].direction, anatomical));
    if (sum > best_sum + 1e-9) {
      best_sum = sum;
      best = order;
    }
  } while (std::next_permutation(order.begin(), order.end()));
  return best;
}

/// The grid's axes in the order x (to the left), y (to posterior), z (to superior).
std::array<GridAxis, 3> anatomical_axes(const VolumeGeometry& geometry) {
  const auto axes = grid_axes(geometry);
  const auto order = best_assignment(axes);
  std::array<GridAxis, 3> result;
  for (int anatomical = 0; anatomical < 3; ++anatomical) {
    GridAxis axis = axes[static_cast<std::size_t>(order[static_cast<std::size_t>(anatomical)])];
    if (component(axis.direction, anatomical) < 0.0)
      axis.direction = -axis.direction;
    result[static_cast<std::size_t>(anatomical)] = axis;
  }
  return result;
}

/// Size of a voxel projected on a direction.
double voxel_size_along(const VolumeGeometry& geometry, PatientVector direction) {
  double sum = 0.0;
  for (const GridAxis& axis : grid_axes(geometry))
    sum += std::pow(dot(axis.direction, direction) * axis.spacing, 2);
  return std::sqrt(sum);
}

/// The corners of the box `border` voxels beyond the outermost voxel centres.
std::array<PatientPoint, 8> corners(const VolumeGeometry& geometry, double border) {
  std::array<PatientPoint, 8> result;
  for (std::size_t i = 0; i < 8; ++i)
    result[i] = geometry.to_patient({(i & 1) != 0 ? geometry.size.columns - 1 + border : -border,
                                     (i & 2) != 0 ? geometry.size.rows - 1 + border : -border,
                                     (i & 4) != 0 ? geometry.size.slices - 1 + border : -border});
  return result;
}

void include(PlaneExtent& extent, PlanePoint p) {
  extent.left = std::min(extent.left, p.x);
  extent.right = std::max(extent.right, p.x);
  extent.top = std::min(extent.top, p.y);
  extent.bottom = std::max(extent.bottom, p.y);
}

} // namespace

std::string_view to_string(PlaneKind kind) {
  switch (kind) {
  case PlaneKind::axial:
    return "axial";
  case PlaneKind::sagittal:
    return "sagittal";
  case PlaneKind::coronal:
    return "coronal";
  case PlaneKind::vertebra:
    return "vertebra";
  case PlaneKind::oblique:
    break;
  }
  return "oblique";
}

std::string_view to_string(SlabMode mode) {
  return mode == SlabMode::single ? "single" : mode == SlabMode::maximum ? "MIP" : "mean";
}

SlicePlane SlicePlane::moved(double millimetres) const {
  SlicePlane plane = *this;
  plane.origin = origin + normal() * millimetres;
  return plane;
}

SlicePlane SlicePlane::through(PatientPoint p) const {
  return moved(distance_to(p));
}

PatientPoint centre_of(const VolumeGeometry& geometry) {
  return geometry.to_patient(
      {(geometry.size.columns - 1) / 2.0, (geometry.size.rows - 1) / 2.0, (geometry.size.slices - 1) / 2.0});
}

SlicePlane mpr_plane(const VolumeGeometry& geometry, PlaneKind kind, PatientPoint through) {
  const auto [left, posterior, superior] = anatomical_axes(geometry);
  SlicePlane plane;
  plane.kind = kind;
  const bool sagittal = kind != PlaneKind::axial && kind != PlaneKind::coronal;
  const GridAxis& across = sagittal ? posterior : left;
  const GridAxis& along = kind == PlaneKind::axial ? posterior : superior;
  plane.right = across.direction;
  plane.down = kind == PlaneKind::axial ? along.direction : -along.direction;
  plane.spacing = std::min(across.spacing, along.spacing);
  plane.step = kind == PlaneKind::axial ? superior.spacing : sagittal ? left.spacing : posterior.spacing;
  plane.origin = centre_of(geometry);
  return plane.through(through);
}

PlaneKind native_kind(const VolumeGeometry& geometry) {
  constexpr std::array kinds = {PlaneKind::sagittal, PlaneKind::coronal, PlaneKind::axial};
  const auto order = best_assignment(grid_axes(geometry));
  return kinds[static_cast<std::size_t>(std::find(order.begin(), order.end(), 2) - order.begin())];
}

std::optional<BodyFrame> frame_of(const SixPoints& points) {
  const PatientPoint top = midpoint(points.anterior_superior, points.posterior_superior);
  const PatientPoint bottom = midpoint(points.anterior_inferior, points.posterior_inferior);
  const PatientVector forward = midpoint(points.anterior_superior, points.anterior_inferior) -
                                midpoint(points.posterior_superior, points.posterior_inferior);
  BodyFrame frame;
  frame.centre = midpoint(top, bottom);
  const PatientVector sideways = cross(top - bottom, forward);
  if (!(length(top - bottom) > 1e-6) || !(length(sideways) > 1e-6))
    return std::nullopt;
  frame.superior = normalized(top - bottom);
  frame.left = normalized(sideways);
  frame.anterior = cross(frame.left, frame.superior);
  return frame;
}

SlicePlane vertebra_plane(const BodyFrame& frame, const VolumeGeometry& geometry) {
  SlicePlane plane;
  plane.kind = PlaneKind::vertebra;
  plane.origin = frame.centre;
  plane.right = -frame.anterior;
  plane.down = -frame.superior;
  plane.spacing = std::min({geometry.column_spacing, geometry.row_spacing, geometry.slice_spacing});
  plane.step = voxel_size_along(geometry, plane.normal());
  return plane;
}

PlaneExtent extent_on(const VolumeGeometry& geometry, const SlicePlane& plane) {
  constexpr double limit = std::numeric_limits<double>::max();
  PlaneExtent extent{limit, limit, -limit, -limit};
  const auto box = corners(geometry, 0.5);
  for (std::size_t from = 0; from < 8; ++from)
    for (const std::size_t bit : {1U, 2U, 4U}) {
      const std::size_t to = from | bit;
      const double a = plane.distance_to(box[from]), b = plane.distance_to(box[to]);
      if (to == from || a * b > 0.0 || a == b)
        continue;
      include(extent, plane.project(box[from] + (box[to] - box[from]) * (a / (a - b))));
    }
  return extent.left > extent.right ? PlaneExtent{} : extent;
}

std::pair<double, double> scroll_range(const VolumeGeometry& geometry, const SlicePlane& plane) {
  double first = std::numeric_limits<double>::max(), last = -first;
  for (const PatientPoint corner : corners(geometry, 0.0)) {
    first = std::min(first, plane.distance_to(corner));
    last = std::max(last, plane.distance_to(corner));
  }
  return {first, last};
}

SlicePosition slice_position(const VolumeGeometry& geometry, const SlicePlane& plane) {
  const auto [first, last] = scroll_range(geometry, plane);
  const int count = static_cast<int>(std::lround((last - first) / plane.step)) + 1;
  return {std::clamp(static_cast<int>(std::lround(-first / plane.step)), 0, count - 1), count};
}

SlicePlane at_slice(const VolumeGeometry& geometry, const SlicePlane& plane, int index) {
  const auto [first, last] = scroll_range(geometry, plane);
  const int count = slice_position(geometry, plane).count;
  return plane.moved(std::min(first + std::clamp(index, 0, count - 1) * plane.step, last));
}

SlicePlane scrolled(const VolumeGeometry& geometry, const SlicePlane& plane, int steps) {
  return at_slice(geometry, plane, slice_position(geometry, plane).index + steps);
}

VolumeGeometry reslice_grid(const SlicePlane& plane, const PlaneExtent& extent, double pixel_size) {
  VolumeGeometry grid;
  grid.size = {std::max(1, static_cast<int>(std::ceil(extent.width() / pixel_size - 1e-6))),
               std::max(1, static_cast<int>(std::ceil(extent.height() / pixel_size - 1e-6))), 1};
  grid.origin = plane.to_patient({extent.left + pixel_size / 2, extent.top + pixel_size / 2});
  grid.column_axis = plane.right;
  grid.row_axis = plane.down;
  grid.slice_axis = plane.normal();
  grid.column_spacing = grid.row_spacing = pixel_size;
  grid.slice_spacing = plane.step;
  return grid;
}

SlicePlane following_plane(const SlicePlane& plane, PatientPoint point, const VolumeGeometry& other) {
  if (plane.kind != PlaneKind::vertebra && plane.kind != PlaneKind::oblique)
    return mpr_plane(other, plane.kind, point);
  SlicePlane result = plane.through(point);
  result.spacing = std::min({other.column_spacing, other.row_spacing, other.slice_spacing});
  result.step = voxel_size_along(other, plane.normal());
  return result;
}

std::vector<double> Slab::offsets(double step) const {
  if (mode == SlabMode::single || !(thickness > 0.0) || !(step > 0.0))
    return {0.0};
  const int half = static_cast<int>(std::ceil(thickness / 2 / step - 1e-9));
  std::vector<double> result;
  for (int i = -half; i <= half; ++i)
    result.push_back(thickness / 2 * i / half);
  return result;
}

} // namespace spondyl::view_model
