#pragma once
// Planes through a volume as pictures, without a display. Voxels are never copied.

#include <memory>
#include <spondyl/model/geometry.h>
#include <spondyl/model/volume.h>
#include <spondyl/render/grey_image.h>
#include <vector>

namespace spondyl::render {

/// A picture's place in patient space. Pixel (x, y) has its centre at first_pixel + right * (x * step) + down * (y *
/// step).
struct PicturePlane {
  PatientPoint first_pixel;  ///< centre of the top left pixel
  PatientVector right, down; ///< unit vectors, at right angles
  double step = 1.0;         ///< mm from pixel to pixel, positive
  int width = 0, height = 0; ///< pixels, positive
};

enum class SlabMode { single, maximum, mean };
enum class Interpolation { nearest, linear, cubic };

struct SliceOptions {
  SlabMode slab = SlabMode::single;
  double slab_thickness = 0.0; ///< mm, centred on the plane; used unless `slab` is single
  Interpolation interpolation = Interpolation::linear;
};

/// Cuts pictures out of one volume. Cheap to make and to copy; a copy shares the voxels. Not for two threads at a time.
class VolumeSlicer {
public:
  explicit VolumeSlicer(Volume volume);

  /// Values on the plane; `outside()` where the volume has no voxel.
  [[nodiscard]] ValueImage slice(const PicturePlane& plane, const SliceOptions& options = {}) const;

  /// Values at any points, row after row: curved reformations. `points` holds width * height of them.
  [[nodiscard]] ValueImage sample(const std::vector<PatientPoint>& points, int width, int height) const;

  /// The value of what lies outside the volume: air for CT, 0 for MR.
  [[nodiscard]] float outside() const;
  [[nodiscard]] const Volume& volume() const;

private:
  struct Pipeline;
  std::shared_ptr<Pipeline> pipeline_;
};

} // namespace spondyl::render
