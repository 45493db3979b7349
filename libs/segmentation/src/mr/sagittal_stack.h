#pragma once

#include "plane_image.h"

#include <spondyl/base/progress.h>
#include <spondyl/model/volume.h>
#include <vector>

namespace spondyl::segmentation::mr {

/// A position in a sagittal plane: mm towards posterior and towards inferior from the centre of its first pixel.
struct PlanePoint {
  double posterior = 0.0, inferior = 0.0;

  friend PlanePoint operator+(PlanePoint a, PlanePoint b) {
    return {a.posterior + b.posterior, a.inferior + b.inferior};
  }
  friend PlanePoint operator-(PlanePoint a, PlanePoint b) {
    return {a.posterior - b.posterior, a.inferior - b.inferior};
  }
  friend PlanePoint operator*(PlanePoint a, double s) { return {a.posterior * s, a.inferior * s}; }
  friend bool operator==(const PlanePoint&, const PlanePoint&) = default;
};
[[nodiscard]] inline double dot(PlanePoint a, PlanePoint b) {
  return a.posterior * b.posterior + a.inferior * b.inferior;
}
[[nodiscard]] inline double length(PlanePoint a) {
  return std::hypot(a.posterior, a.inferior);
}

/// A volume as parallel sagittal planes of square pixels, from the patient's right to the left.
///
/// The axes are those of the volume, permuted and flipped, so an oblique stack is not resampled across its slices.
struct SagittalStack {
  PatientPoint origin; ///< centre of the first pixel of the first plane
  PatientVector posterior_axis, inferior_axis, left_axis;
  double plane_spacing = 1.0; ///< mm between planes
  double pixel_spacing = 1.0; ///< mm, both ways
  int columns = 0, rows = 0;
  std::vector<PlaneImage> planes; ///< grey values, columns towards posterior, rows towards inferior
  std::vector<PlaneImage> data;   ///< 1 where the volume holds an image, 0 elsewhere

  [[nodiscard]] int plane_count() const { return static_cast<int>(planes.size()); }
  /// lateral: mm towards the patient's left from the first plane.
  [[nodiscard]] PatientPoint to_patient(PlanePoint p, double lateral) const {
    return origin + posterior_axis * p.posterior + inferior_axis * p.inferior + left_axis * lateral;
  }
  [[nodiscard]] PlanePoint to_plane(PatientPoint p) const {
    return {dot(p - origin, posterior_axis), dot(p - origin, inferior_axis)};
  }
  [[nodiscard]] double to_lateral(PatientPoint p) const { return dot(p - origin, left_axis); }
  [[nodiscard]] double width() const { return plane_spacing * (plane_count() - 1); }
  /// The plane nearest to a lateral position, within the stack.
  [[nodiscard]] int nearest_plane(double lateral) const;
  [[nodiscard]] float sample(const PlaneImage& image, PlanePoint p) const {
    return image.sample(p.posterior / pixel_spacing, p.inferior / pixel_spacing);
  }
};

/// Errors: `not_measurable` when the volume is too small or its slices too thick for sagittal planes; `cancelled`.
[[nodiscard]] Result<SagittalStack> make_sagittal_stack(const Volume& volume, const Progress& progress);

} // namespace spondyl::segmentation::mr
