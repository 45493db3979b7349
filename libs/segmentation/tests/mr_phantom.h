#pragma once
// A sagittal MR phantom: bright rounded bodies in dark cortex, grey discs, a bright canal behind, noise.

#include <cmath>
#include <cstdint>
#include <spondyl/model/volume.h>
#include <vector>

namespace spondyl::segmentation::mr {

/// One body of the phantom, in mm towards posterior and inferior from the corner of the field of view.
struct PhantomBody {
  double posterior, inferior, height, depth;
  double tilt = 0.0;  ///< radians; positive lowers the posterior end
  double bend = 0.0;  ///< mm by which the middle of both endplates lies further inside than their rims
  bool faint = false; ///< shows neither marrow nor cortex: its borders cannot be seen
};

class MrPhantom {
public:
  /// Bodies of 26 x 33 mm (their edges between pixels) with discs of 8 mm, straight, centred in a field of view of 200
  /// x `rows` mm.
  static MrPhantom straight(int bodies, int rows) {
    MrPhantom phantom;
    phantom.rows_ = rows;
    for (int i = 0; i < bodies; ++i)
      phantom.bodies_.push_back({90.0, 26.5 + 34.0 * i, 26.0, 33.0});
    return phantom;
  }
  MrPhantom& with_body(PhantomBody body) {
    bodies_.push_back(body);
    return *this;
  }
  MrPhantom& with_height(std::size_t body, double height) {
    bodies_[body].height = height;
    return *this;
  }
  /// Lets a body collapse: those above it come down.
  MrPhantom& with_collapse(std::size_t body, double height) {
    const double lost = bodies_[body].height - height;
    for (std::size_t i = 0; i < body; ++i)
      bodies_[i].inferior += lost;
    bodies_[body].inferior += 0.5 * lost;
    return with_height(body, height);
  }
  MrPhantom& with_bend(std::size_t body, double bend) {
    bodies_[body].bend = bend;
    return *this;
  }
  MrPhantom& with_faint(std::size_t body) {
    bodies_[body].faint = true;
    return *this;
  }
  /// Metal: a ball about a body's centre that gives no signal.
  MrPhantom& with_hole(std::size_t body, double radius) {
    hole_ = body;
    hole_radius_ = radius;
    return *this;
  }
  MrPhantom& moved_down(double mm) {
    for (PhantomBody& b : bodies_)
      b.inferior += mm;
    return *this;
  }
  [[nodiscard]] const std::vector<PhantomBody>& bodies() const { return bodies_; }

  /// 13 sagittal slices of 4 mm, 1 mm in plane; x to the left, first row superior.
  [[nodiscard]] Volume volume() const {
    VolumeGeometry g;
    g.size = {200, rows_, 13};
    g.origin = {-24.0, -100.0, 100.0};
    g.column_axis = {0, 1, 0};
    g.row_axis = {0, 0, -1};
    g.slice_axis = {1, 0, 0};
    g.slice_spacing = 4.0;
    std::vector<float> voxels(g.size.voxels());
    std::uint32_t state = 1;
    for (int k = 0; k < g.size.slices; ++k)
      for (int r = 0; r < g.size.rows; ++r)
        for (int c = 0; c < g.size.columns; ++c) {
          state = state * 1664525U + 1013904223U;
          const double noise = static_cast<double>(state >> 16U) / 65536.0 - 0.5;
          voxels[g.offset(c, r, k)] = static_cast<float>(grey(c, r, (k - 6) * 4.0) + 12.0 * noise);
        }
    return {g, std::move(voxels), Modality::mr};
  }
  [[nodiscard]] PatientPoint centre(std::size_t body) const {
    return {0.0, -100.0 + bodies_[body].posterior, 100.0 - bodies_[body].inferior};
  }

private:
  /// Signed distance from a rounded box, negative inside.
  static double outside(const PhantomBody& b, double posterior, double inferior, double lateral) {
    const double c = std::cos(b.tilt), s = std::sin(b.tilt);
    const double dp = posterior - b.posterior, di = inferior - b.inferior;
    const double share = std::min(1.0, std::abs(lateral) / 24.0);
    const double front = 0.5 * b.depth * (2.0 * std::sqrt(1.0 - share * share) - 1.0);
    const double u = c * dp + s * di, v = -s * dp + c * di;
    const double along = std::min(1.0, std::abs(u) / (0.5 * b.depth));
    const double half = 0.5 * b.height - b.bend * (1.0 - along * along);
    return std::max(std::max(u - 0.5 * b.depth, -u - front), std::abs(v) - half);
  }
  [[nodiscard]] double grey(double posterior, double inferior, double lateral) const {
    double value = 70.0;
    if (hole_radius_ > 0.0 &&
        std::hypot(posterior - bodies_[hole_].posterior, inferior - bodies_[hole_].inferior, lateral) < hole_radius_)
      return 2.0;
    const double behind = posterior - 90.0;
    if (behind > 20.0 && behind < 34.0 && std::abs(lateral) < 10.0)
      value = 190.0; // canal
    if (std::abs(behind) < 16.0 && std::abs(lateral) < 22.0)
      value = 60.0; // discs
    for (const PhantomBody& b : bodies_) {
      const double d = outside(b, posterior, inferior, lateral);
      if (b.faint)
        continue;
      if (d < 0.0)
        return 130.0;
      if (d < 1.5)
        return 15.0; // cortex
    }
    return value;
  }
  int rows_ = 0;
  std::size_t hole_ = 0;
  double hole_radius_ = 0.0;
  std::vector<PhantomBody> bodies_;
};

} // namespace spondyl::segmentation::mr
