#pragma once
// Undoing gantry tilt: slices stay in their planes and are shifted within them until their origins line up.

#include <span>
#include <spondyl/model/geometry.h>

namespace spondyl::dicom {

struct Shear {
  VolumeGeometry geometry;                  ///< the upright grid that holds all of every slice
  double column_step = 0.0, row_step = 0.0; ///< shift from slice to slice, in pixels
  int first_column = 0, first_row = 0;      ///< of the upright grid, in pixels of the first slice
};

/// No shear at all.
[[nodiscard]] Shear upright(const VolumeGeometry& geometry);

/// `first_to_last` leads from the position of the first slice to that of the last.
[[nodiscard]] Shear shear_of(const VolumeGeometry& geometry, PatientVector first_to_last);

/// Puts a slice of columns x rows pixels to its place on the upright grid, bilinearly. What the slice does not reach
/// and what would mix image with padding holds kNoImage.
void shift_slice(std::span<const float> slice, int columns, int rows, const Shear& shear, std::size_t index,
                 std::span<float> target);

} // namespace spondyl::dicom
