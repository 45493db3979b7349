#pragma once

#include <algorithm>
#include <cmath>
#include <random>
#include <spondyl/model/volume.h>
#include <vector>

namespace spondyl::segmentation::test {

/// A straight spine in soft tissue: elliptic bodies with a dense shell, pedicles in their upper half, laminae that
/// close the canal behind. Bodies lie one above the other along z, x = 0, y = 0; the canal lies at y = +24 mm.
struct CtPhantom {
  int bodies = 5;
  double height = 26.0, disc = 8.0;                // mm
  double depth_radius = 16.0, width_radius = 20.0; // mm
  int wedged_body = -1;                            // counted from the top
  double anterior_share = 1.0;                     // of that body's height, at its anterior wall
  int node_body = -1;                              // with a Schmorl node in the middle of its superior endplate
  double node_depth = 0.0, node_radius = 6.0;      // mm; full depth within two thirds of the radius
  int last_rib = -1;                               // lowest body with ribs; the others get transverse processes
  bool processes = false;                          // ribs and transverse processes are drawn at all
  double below = 25.0, above = 25.0;               // mm of soft tissue beyond the last disc planes
  double noise = 15.0;                             // HU, standard deviation

  [[nodiscard]] double spacing() const { return height + disc; }
  /// z of a body's centre; body 0 is the top one, z = 0 lies half-way down the column.
  [[nodiscard]] double centre(int body) const { return (0.5 * (bodies - 1) - body) * spacing(); }

  [[nodiscard]] float at(PatientPoint p) const {
    constexpr float kSoft = 50.0F, kMarrow = 160.0F, kShell = 450.0F, kArch = 400.0F, kAir = -1000.0F;
    if (std::hypot(p.x / 75.0, (p.y - 10.0) / 75.0) > 1.0)
      return kAir;
    for (int i = 0; i < bodies; ++i) {
      const double z = p.z - centre(i);
      if (processes && in_process(p, z, i)) // ribs descend past the next level
        return kArch;
      if (std::abs(z) > 0.5 * spacing())
        continue;
      if (const double inside = depth_inside(p, z, i); inside > 0.0)
        return inside < 1.5 ? kShell : kMarrow;
      if (in_arch(p, z))
        return kArch;
    }
    return kSoft;
  }

  /// Means over the voxels of a grid, as a scanner measures them.
  [[nodiscard]] Volume volume(const VolumeGeometry& geometry, unsigned seed = 1) const {
    std::mt19937 random(seed);
    std::normal_distribution<float> normal(0.0F, static_cast<float>(noise));
    std::vector<float> voxels;
    voxels.reserve(geometry.size.voxels());
    for (int s = 0; s < geometry.size.slices; ++s)
      for (int r = 0; r < geometry.size.rows; ++r)
        for (int c = 0; c < geometry.size.columns; ++c)
          voxels.push_back(mean_over_voxel(geometry, c, r, s) + normal(random));
    return {geometry, std::move(voxels), Modality::ct};
  }
  /// Axial slices over the whole column.
  [[nodiscard]] VolumeGeometry axial(double in_plane = 1.0, double slice = 1.5) const {
    const double half = 0.5 * bodies * spacing();
    VolumeGeometry g;
    g.column_spacing = g.row_spacing = in_plane;
    g.slice_spacing = slice;
    g.size = {int(110 / in_plane), int(120 / in_plane), int((2 * half + below + above) / slice)};
    g.origin = {-55.0, -50.0, -half - below};
    return g;
  }
  /// Sagittal slices: columns run to posterior, rows to inferior, slices to the left.
  [[nodiscard]] VolumeGeometry sagittal(double in_plane = 1.0, double slice = 3.0) const {
    const double half = 0.5 * bodies * spacing();
    VolumeGeometry g;
    g.column_axis = {0, 1, 0};
    g.row_axis = {0, 0, -1};
    g.slice_axis = {1, 0, 0};
    g.column_spacing = g.row_spacing = in_plane;
    g.slice_spacing = slice;
    g.size = {int(120 / in_plane), int((2 * half + below + above) / in_plane), int(100 / slice)};
    g.origin = {-50.0, -50.0, half + above};
    return g;
  }

private:
  [[nodiscard]] float mean_over_voxel(const VolumeGeometry& geometry, int c, int r, int s) const {
    float sum = 0.0F;
    for (const double k : {-0.375, -0.125, 0.125, 0.375}) // voxels are longest from slice to slice
      for (const double j : {-0.25, 0.25})
        sum += at(geometry.to_patient({double(c), r + j, s + k}));
    return sum / 8.0F;
  }
  /// Distance (mm, roughly) of a point from the surface of body i, positive inside.
  [[nodiscard]] double depth_inside(PatientPoint p, double z, int i) const {
    const double across = std::hypot(p.y / depth_radius, p.x / width_radius);
    double top = 0.5 * height;
    if (i == wedged_body) // the superior endplate sinks towards the front
      top -= height * (1.0 - anterior_share) * std::clamp(0.5 - 0.5 * p.y / depth_radius, 0.0, 1.0);
    if (i == node_body)
      top -= node_depth * std::clamp(3.0 * (1.0 - std::hypot(p.x, p.y) / node_radius), 0.0, 1.0);
    return std::min({(1.0 - across) * depth_radius, top - z, z + 0.5 * height});
  }
  /// A rod from the pedicle outwards: a transverse process 38 mm from the midline, or a rib that falls as it goes on.
  [[nodiscard]] bool in_process(PatientPoint p, double z, int i) const {
    const double x = std::abs(p.x), end = i <= last_rib ? 70.0 : 38.0;
    const double fall = i <= last_rib ? 0.5 * std::max(0.0, x - 25.0) : 0.0;
    return x > 14.0 && x < end && std::hypot(p.y - 26.0, z - 4.0 + fall) < 4.5;
  }
  [[nodiscard]] bool in_arch(PatientPoint p, double z) const {
    const double y = p.y - 24.0, r = std::hypot(p.x, y);
    const bool pedicle = z > -2.0 && z < 0.5 * height - 1.0 && std::abs(p.x) > 9.0 && std::abs(p.x) < 17.0 &&
                         p.y > 0.6 * depth_radius && y < 6.0;
    const bool lamina = z > -0.5 * height && z < 0.35 * height && y > 3.0 && r > 9.5 && r < 14.0;
    return pedicle || lamina;
  }
};

} // namespace spondyl::segmentation::test
