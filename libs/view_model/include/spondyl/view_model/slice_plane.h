#pragma once
// Planes through a volume and positions on them. Screen right and down are the plane's own axes before a view turns it.

#include <optional>
#include <spondyl/model/geometry.h>
#include <spondyl/model/landmarks.h>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace spondyl::view_model {

/// A position on the picture of a view: mm from a SlicePlane's origin, or pixels of a radiograph (x = column, y = row).
struct PlanePoint {
  double x = 0.0, y = 0.0;
  friend bool operator==(const PlanePoint&, const PlanePoint&) = default;
};

/// A rectangle on a plane, in the units of PlanePoint.
struct PlaneExtent {
  double left = 0.0, top = 0.0, right = 0.0, bottom = 0.0;
  [[nodiscard]] double width() const { return right - left; }
  [[nodiscard]] double height() const { return bottom - top; }
  [[nodiscard]] PlanePoint centre() const { return {(left + right) / 2, (top + bottom) / 2}; }
  friend bool operator==(const PlaneExtent&, const PlaneExtent&) = default;
};

enum class PlaneKind { axial, sagittal, coronal, vertebra, oblique };
[[nodiscard]] std::string_view to_string(PlaneKind kind);

/// A plane in patient space (LPS, mm), radiological: axial is seen from the feet, coronal from the front, sagittal from
/// the patient's left, so that screen right is the patient's left on axial and coronal, and posterior on sagittal.
struct SlicePlane {
  PlaneKind kind = PlaneKind::oblique;
  PatientPoint origin;                         ///< of PlanePoint (0,0)
  PatientVector right{1, 0, 0}, down{0, 1, 0}; ///< orthonormal
  double spacing = 1.0;                        ///< mm: a sensible pixel size, the finest voxel spacing within the plane
  double step = 1.0;                           ///< mm along normal() to the next slice

  [[nodiscard]] PatientVector normal() const { return cross(right, down); } ///< away from the viewer
  [[nodiscard]] PatientPoint to_patient(PlanePoint p) const { return origin + right * p.x + down * p.y; }
  /// The foot of the perpendicular.
  [[nodiscard]] PlanePoint project(PatientPoint p) const { return {dot(p - origin, right), dot(p - origin, down)}; }
  /// mm along normal(); 0 on the plane.
  [[nodiscard]] double distance_to(PatientPoint p) const { return dot(p - origin, normal()); }
  [[nodiscard]] SlicePlane moved(double millimetres) const; ///< along normal()
  [[nodiscard]] SlicePlane through(PatientPoint p) const;   ///< moved along normal() only
  friend bool operator==(const SlicePlane&, const SlicePlane&) = default;
};

/// MPR plane of a volume through a point. Its axes are those of the volume's grid nearest to the anatomical ones, so
/// that an unturned native slice is shown voxel by voxel; an oblique acquisition is shown along its own axes.
[[nodiscard]] SlicePlane mpr_plane(const VolumeGeometry& geometry, PlaneKind kind, PatientPoint through);
/// The kind of plane the volume's slices themselves are.
[[nodiscard]] PlaneKind native_kind(const VolumeGeometry& geometry);
[[nodiscard]] PatientPoint centre_of(const VolumeGeometry& geometry);

/// The frame that six points span (superior, anterior, left); std::nullopt when they do not.
[[nodiscard]] std::optional<BodyFrame> frame_of(const SixPoints& points);
/// A vertebra's own mid-sagittal plane, centred on it, superior up and anterior to the left of the screen.
[[nodiscard]] SlicePlane vertebra_plane(const BodyFrame& frame, const VolumeGeometry& geometry);

/// What of the volume a plane cuts, with half a voxel of border; empty (0 x 0) when the plane misses the volume.
[[nodiscard]] PlaneExtent extent_on(const VolumeGeometry& geometry, const SlicePlane& plane);
/// Range of mm along the plane's normal (relative to its place) within which it still cuts the volume.
[[nodiscard]] std::pair<double, double> scroll_range(const VolumeGeometry& geometry, const SlicePlane& plane);

/// "42 / 133" of a view: 0-based index along the normal in steps of `plane.step`, and how many there are.
struct SlicePosition {
  int index = 0, count = 0;
  friend bool operator==(const SlicePosition&, const SlicePosition&) = default;
};
[[nodiscard]] SlicePosition slice_position(const VolumeGeometry& geometry, const SlicePlane& plane);
/// Moved by whole slices, never out of the volume; a plane between slices first snaps to one.
[[nodiscard]] SlicePlane scrolled(const VolumeGeometry& geometry, const SlicePlane& plane, int steps);
[[nodiscard]] SlicePlane at_slice(const VolumeGeometry& geometry, const SlicePlane& plane, int index);

/// The grid, one voxel thick, that a reslice of the plane fills: columns to the right, rows down, pixels of
/// `pixel_size` mm over `extent`. Pixel (0,0) is centred half a pixel inside the extent's corner.
[[nodiscard]] VolumeGeometry reslice_grid(const SlicePlane& plane, const PlaneExtent& extent, double pixel_size);

/// The plane of another series of the same frame of reference that shows the same place: same kind along that series'
/// own axes, through `point`. Vertebra and oblique planes keep their orientation.
[[nodiscard]] SlicePlane following_plane(const SlicePlane& plane, PatientPoint point, const VolumeGeometry& other);

enum class SlabMode { single, maximum, mean };
[[nodiscard]] std::string_view to_string(SlabMode mode);
/// Thickness across the plane that a picture sums up.
struct Slab {
  SlabMode mode = SlabMode::single;
  double thickness = 10.0; ///< mm, ignored by `single`
  /// Offsets (mm, along the normal) of the planes to combine, symmetric, at most `step` apart; {0} for `single`.
  [[nodiscard]] std::vector<double> offsets(double step) const;
  friend bool operator==(const Slab&, const Slab&) = default;
};

} // namespace spondyl::view_model
