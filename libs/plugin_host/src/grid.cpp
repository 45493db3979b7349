#include "grid.h"

#include <algorithm>

namespace spondyl::plugin_host {
namespace {

template <typename Vector> void put(double (&target)[3], const Vector& vector) {
  target[0] = vector.x;
  target[1] = vector.y;
  target[2] = vector.z;
}

PatientVector vector_of(const double (&values)[3]) {
  return {values[0], values[1], values[2]};
}

int32_t modality_of(Modality modality) {
  switch (modality) {
  case Modality::ct:
    return SPONDYL_MODALITY_CT;
  case Modality::mr:
    return SPONDYL_MODALITY_MR;
  case Modality::radiograph:
    return SPONDYL_MODALITY_RADIOGRAPH;
  case Modality::other:
    return SPONDYL_MODALITY_OTHER;
  }
  return SPONDYL_MODALITY_OTHER;
}

} // namespace

spondyl_geometry to_abi(const VolumeGeometry& geometry) {
  spondyl_geometry grid{};
  grid.struct_size = sizeof grid;
  grid.in_patient_space = 1;
  grid.columns = geometry.size.columns;
  grid.rows = geometry.size.rows;
  grid.slices = geometry.size.slices;
  put(grid.origin, geometry.origin);
  put(grid.column_axis, geometry.column_axis);
  put(grid.row_axis, geometry.row_axis);
  put(grid.slice_axis, geometry.slice_axis);
  grid.column_spacing = geometry.column_spacing;
  grid.row_spacing = geometry.row_spacing;
  grid.slice_spacing = geometry.slice_spacing;
  return grid;
}

VolumeGeometry from_abi(const spondyl_geometry& grid) {
  VolumeGeometry geometry;
  geometry.size = {grid.columns, grid.rows, grid.slices};
  geometry.origin = PatientPoint{} + vector_of(grid.origin);
  geometry.column_axis = vector_of(grid.column_axis);
  geometry.row_axis = vector_of(grid.row_axis);
  geometry.slice_axis = vector_of(grid.slice_axis);
  geometry.column_spacing = grid.column_spacing;
  geometry.row_spacing = grid.row_spacing;
  geometry.slice_spacing = grid.slice_spacing;
  return geometry;
}

spondyl_image to_abi(const Volume& volume) {
  spondyl_image image{};
  image.struct_size = sizeof image;
  image.modality = modality_of(volume.modality());
  image.has_no_data = volume.no_data_value() ? 1 : 0;
  image.no_data_value = volume.no_data_value().value_or(0.0F);
  image.geometry = to_abi(volume.geometry());
  image.voxels = volume.voxels().data();
  return image;
}

spondyl_image to_abi(const Radiograph& radiograph) {
  spondyl_image image{};
  image.struct_size = sizeof image;
  image.modality = SPONDYL_MODALITY_RADIOGRAPH;
  image.geometry.struct_size = sizeof(spondyl_geometry);
  image.geometry.columns = radiograph.columns();
  image.geometry.rows = radiograph.rows();
  image.geometry.slices = 1;
  image.geometry.column_spacing = radiograph.scale().column_spacing;
  image.geometry.row_spacing = radiograph.scale().row_spacing;
  image.voxels = radiograph.pixels().data();
  return image;
}

spondyl_labels to_abi(const LabelMap& labels) {
  spondyl_labels grid{};
  grid.struct_size = sizeof grid;
  grid.geometry = to_abi(labels.geometry);
  grid.voxels = labels.voxels.data();
  return grid;
}

} // namespace spondyl::plugin_host
