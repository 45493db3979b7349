#pragma once
// Geometry is a type: patient space is LPS (x to the patient's left, y to posterior, z to superior), millimetres.
// Index space is continuous; (0,0,0) is the centre of the first voxel.

#include <array>
#include <cmath>

namespace spondyl {

/// A displacement or direction in patient space, LPS, mm.
struct PatientVector {
  double x = 0.0, y = 0.0, z = 0.0;

  friend PatientVector operator+(PatientVector a, PatientVector b) { return {a.x + b.x, a.y + b.y, a.z + b.z}; }
  friend PatientVector operator-(PatientVector a, PatientVector b) { return {a.x - b.x, a.y - b.y, a.z - b.z}; }
  friend PatientVector operator-(PatientVector a) { return {-a.x, -a.y, -a.z}; }
  friend PatientVector operator*(PatientVector a, double s) { return {a.x * s, a.y * s, a.z * s}; }
  friend PatientVector operator*(double s, PatientVector a) { return a * s; }
  friend PatientVector operator/(PatientVector a, double s) { return {a.x / s, a.y / s, a.z / s}; }
  friend bool operator==(const PatientVector&, const PatientVector&) = default;
};

[[nodiscard]] inline double dot(PatientVector a, PatientVector b) {
  return a.x * b.x + a.y * b.y + a.z * b.z;
}
[[nodiscard]] inline PatientVector cross(PatientVector a, PatientVector b) {
  return {a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x};
}
[[nodiscard]] inline double length(PatientVector a) {
  return std::sqrt(dot(a, a));
}
/// The unit vector along `a`; `a` must not be zero.
[[nodiscard]] inline PatientVector normalized(PatientVector a) {
  return a / length(a);
}

/// A position in patient space, LPS, mm.
struct PatientPoint {
  double x = 0.0, y = 0.0, z = 0.0;

  friend PatientPoint operator+(PatientPoint p, PatientVector v) { return {p.x + v.x, p.y + v.y, p.z + v.z}; }
  friend PatientPoint operator-(PatientPoint p, PatientVector v) { return {p.x - v.x, p.y - v.y, p.z - v.z}; }
  friend PatientVector operator-(PatientPoint a, PatientPoint b) { return {a.x - b.x, a.y - b.y, a.z - b.z}; }
  friend bool operator==(const PatientPoint&, const PatientPoint&) = default;
};

[[nodiscard]] inline double distance(PatientPoint a, PatientPoint b) {
  return length(a - b);
}
[[nodiscard]] inline PatientPoint midpoint(PatientPoint a, PatientPoint b) {
  return a + (b - a) * 0.5;
}

/// A continuous voxel position: `column` counts along a row of the image, `row` down a column of it.
struct IndexPoint {
  double column = 0.0, row = 0.0, slice = 0.0;
  friend bool operator==(const IndexPoint&, const IndexPoint&) = default;
};

/// A continuous pixel position on a 2-D image; (0,0) is the centre of the first pixel, column first.
struct PixelPoint {
  double column = 0.0, row = 0.0;
  friend bool operator==(const PixelPoint&, const PixelPoint&) = default;
};

[[nodiscard]] inline double distance(PixelPoint a, PixelPoint b) {
  return std::hypot(a.column - b.column, a.row - b.row);
}

/// Number of voxels along each axis.
struct GridSize {
  int columns = 0, rows = 0, slices = 0;
  friend bool operator==(const GridSize&, const GridSize&) = default;
  [[nodiscard]] std::size_t voxels() const {
    return static_cast<std::size_t>(columns) * static_cast<std::size_t>(rows) * static_cast<std::size_t>(slices);
  }
};

/// A regular, possibly oblique grid in patient space.
///
/// The axes are unit vectors: `column_axis` is the direction in which the column index grows (the first triple of
/// Image Orientation (Patient), PS3.3 C.7.6.2.1.1), `row_axis` the one in which the row index grows. They are
/// orthonormal but need not be right-handed. Spacings are distances between voxel centres in mm, taken from positions
/// along the slice axis and never from Slice Thickness.
struct VolumeGeometry {
  GridSize size;
  PatientPoint origin; ///< centre of voxel (0,0,0)
  PatientVector column_axis{1, 0, 0}, row_axis{0, 1, 0}, slice_axis{0, 0, 1};
  double column_spacing = 1.0, row_spacing = 1.0, slice_spacing = 1.0;

  [[nodiscard]] PatientPoint to_patient(IndexPoint p) const {
    return origin + column_axis * (p.column * column_spacing) + row_axis * (p.row * row_spacing) +
           slice_axis * (p.slice * slice_spacing);
  }
  [[nodiscard]] IndexPoint to_index(PatientPoint p) const {
    const PatientVector d = p - origin;
    return {dot(d, column_axis) / column_spacing, dot(d, row_axis) / row_spacing, dot(d, slice_axis) / slice_spacing};
  }
  [[nodiscard]] std::size_t offset(int column, int row, int slice) const {
    return (static_cast<std::size_t>(slice) * static_cast<std::size_t>(size.rows) + static_cast<std::size_t>(row)) *
               static_cast<std::size_t>(size.columns) +
           static_cast<std::size_t>(column);
  }
  /// Whether a continuous index lies within the outermost voxel centres.
  [[nodiscard]] bool contains(IndexPoint p) const {
    return p.column >= 0 && p.row >= 0 && p.slice >= 0 && p.column <= size.columns - 1 && p.row <= size.rows - 1 &&
           p.slice <= size.slices - 1;
  }
  friend bool operator==(const VolumeGeometry&, const VolumeGeometry&) = default;
};

} // namespace spondyl
