#include <spondyl/phantom/phantom_spine.h>

#include "render.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace spondyl::phantom {
namespace {

constexpr double kMarginAbove = 14.0, kMarginBelow = 32.0; ///< mm beyond the column
constexpr double kAheadOfBodies = 8.0; ///< mm the middle of the image lies in front of the bodies' centres

VertebraLevel level_named(const char* name) {
  return VertebraLevel::parse(name).value();
}

struct Extent {
  double lowest = 0.0, highest = 0.0; ///< along z, mm
};

Extent extent_of(const std::vector<Vertebra>& column) {
  Extent extent{1e9, -1e9};
  for (const Vertebra& vertebra : column) {
    const double half = 0.5 * std::max(vertebra.anterior_height, vertebra.posterior_height);
    extent.lowest = std::min(extent.lowest, vertebra.frame.centre.z - half);
    if (vertebra.wanted)
      extent.highest = std::max(extent.highest, vertebra.frame.centre.z + half);
  }
  return extent;
}

struct Axes {
  PatientVector column, row, slice;
};

/// Axial and coronal images as a scanner gives them; sagittal ones from right to left.
Axes axes_of(Orientation orientation) {
  switch (orientation) {
  case Orientation::axial:
    return {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
  case Orientation::sagittal:
    return {{0, 1, 0}, {0, 0, -1}, {1, 0, 0}};
  case Orientation::coronal:
    break;
  }
  return {{1, 0, 0}, {0, 0, -1}, {0, 1, 0}};
}

PatientVector turned(PatientVector v, double angle) { // about x, then about z
  const double c = std::cos(angle), s = std::sin(angle);
  const PatientVector about_x{v.x, c * v.y - s * v.z, s * v.y + c * v.z};
  return {c * about_x.x - s * about_x.y, s * about_x.x + c * about_x.y, about_x.z};
}

int voxels_for(double length, double spacing) {
  return std::max(1, static_cast<int>(std::lround(length / spacing)));
}

VolumeGeometry grid_of(const PhantomSpine::Plan& plan, const Extent& extent) {
  const double angle = plan.oblique_degrees * std::numbers::pi / 180.0;
  const Axes axes = axes_of(plan.orientation);
  VolumeGeometry geometry;
  geometry.column_axis = turned(axes.column, angle);
  geometry.row_axis = turned(axes.row, angle);
  geometry.slice_axis = turned(axes.slice, angle);
  geometry.column_spacing = geometry.row_spacing = plan.in_plane;
  geometry.slice_spacing = plan.between_slices;
  const double along_spine = extent.highest - extent.lowest + kMarginAbove + kMarginBelow;
  const double across = std::min(plan.field_of_view, plan.orientation == Orientation::axial ? 1e9 : 110.0);
  const bool axial = plan.orientation == Orientation::axial;
  geometry.size = {voxels_for(plan.field_of_view, plan.in_plane),
                   voxels_for(axial ? plan.field_of_view : along_spine, plan.in_plane),
                   voxels_for(axial ? along_spine : across, plan.between_slices)};
  const PatientPoint middle{0.0, -kAheadOfBodies, 0.5 * (extent.highest + kMarginAbove + extent.lowest - kMarginBelow)};
  geometry.origin = middle - geometry.column_axis * (0.5 * (geometry.size.columns - 1) * geometry.column_spacing) -
                    geometry.row_axis * (0.5 * (geometry.size.rows - 1) * geometry.row_spacing) -
                    geometry.slice_axis * (0.5 * (geometry.size.slices - 1) * geometry.slice_spacing);
  return geometry;
}

} // namespace

PhantomSpine::PhantomSpine() : plan_{level_named("T11"), level_named("L5"), {}} {}

PhantomSpine& PhantomSpine::levels(const char* first, const char* last) {
  plan_.first = level_named(first);
  plan_.last = level_named(last);
  return *this;
}
PhantomSpine& PhantomSpine::with_wedge(const char* level, double loss) {
  plan_.fractures[level_named(level)] = {loss, 0.5 * loss, 0.0};
  return *this;
}
PhantomSpine& PhantomSpine::with_biconcave(const char* level, double loss) {
  plan_.fractures[level_named(level)] = {0.0, loss, 0.0};
  return *this;
}
PhantomSpine& PhantomSpine::with_crush(const char* level, double loss) {
  plan_.fractures[level_named(level)] = {loss, loss, loss};
  return *this;
}
PhantomSpine& PhantomSpine::without_sacrum() {
  plan_.sacrum = false;
  return *this;
}
PhantomSpine& PhantomSpine::continued_above() {
  plan_.continued_above = true;
  return *this;
}
PhantomSpine& PhantomSpine::tilted(double degrees) {
  plan_.tilt_degrees = degrees;
  return *this;
}
PhantomSpine& PhantomSpine::scoliosis(double degrees) {
  plan_.scoliosis_degrees = degrees;
  return *this;
}
PhantomSpine& PhantomSpine::contrast(Contrast contrast) {
  plan_.contrast = contrast;
  return *this;
}
PhantomSpine& PhantomSpine::contrast_enhanced(bool enhanced) {
  plan_.enhanced = enhanced;
  return *this;
}
PhantomSpine& PhantomSpine::orientation(Orientation orientation) {
  plan_.orientation = orientation;
  return *this;
}
PhantomSpine& PhantomSpine::spacing(double in_plane, double between_slices) {
  plan_.in_plane = in_plane;
  plan_.between_slices = between_slices;
  return *this;
}
PhantomSpine& PhantomSpine::field_of_view(double millimetres) {
  plan_.field_of_view = millimetres;
  return *this;
}
PhantomSpine& PhantomSpine::oblique(double degrees) {
  plan_.oblique_degrees = degrees;
  return *this;
}
PhantomSpine& PhantomSpine::geometry(const VolumeGeometry& geometry) {
  plan_.geometry = geometry;
  return *this;
}
PhantomSpine& PhantomSpine::noise(double standard_deviation) {
  plan_.noise = standard_deviation;
  return *this;
}
PhantomSpine& PhantomSpine::seed(std::uint64_t seed) {
  plan_.seed = seed;
  return *this;
}

VolumeGeometry PhantomSpine::volume_geometry() const {
  return plan_.geometry ? *plan_.geometry : grid_of(plan_, extent_of(build_column(plan_)));
}

std::vector<PhantomBody> PhantomSpine::bodies(Border border) const {
  std::vector<PhantomBody> bodies;
  for (const Vertebra& vertebra : build_column(plan_))
    if (vertebra.wanted)
      bodies.push_back(truth_of(vertebra, border));
  return bodies;
}

Phantom PhantomSpine::build() const {
  const VolumeGeometry geometry = volume_geometry();
  const bool ct = plan_.contrast == Contrast::ct;
  std::vector<float> voxels =
      render(build_shapes(build_column(plan_)), geometry, {plan_.contrast, plan_.enhanced, plan_.noise, plan_.seed});
  return {Volume(geometry, std::move(voxels), ct ? Modality::ct : Modality::mr),
          bodies(ct ? Border::outer_bone : Border::marrow)};
}

LabelMap PhantomSpine::label_map(const VolumeGeometry& geometry) const {
  LabelMap map{geometry, std::vector<std::uint8_t>(geometry.size.voxels(), 0)};
  std::vector<Vertebra> column = build_column(plan_);
  std::erase_if(column, [](const Vertebra& vertebra) { return !vertebra.wanted; });
  for (int slice = 0; slice < geometry.size.slices; ++slice)
    for (int row = 0; row < geometry.size.rows; ++row)
      for (int voxel = 0; voxel < geometry.size.columns; ++voxel) {
        const PatientPoint point =
            geometry.to_patient({static_cast<double>(voxel), static_cast<double>(row), static_cast<double>(slice)});
        for (const Vertebra& vertebra : column)
          if (distance(point, vertebra.frame.centre) < vertebra.width && body_distance(vertebra, point) < 0.0)
            map.voxels[geometry.offset(voxel, row, slice)] = static_cast<std::uint8_t>(vertebra.level.mask_value());
      }
  return map;
}

} // namespace spondyl::phantom
