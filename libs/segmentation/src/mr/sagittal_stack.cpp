#include "sagittal_stack.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <tbb/parallel_for.h>

namespace spondyl::segmentation::mr {
namespace {

constexpr double kPixelSpacing = 1.0;    // mm; engineering choice: endplates are resolved, a plane stays in cache
constexpr double kThinnestPlane = 2.0;   // mm; thinner planes are averaged: less noise, and bodies are 40 mm wide
constexpr double kCoarsestPixel = 2.5;   // mm; beyond this an endplate is lost within a pixel (engineering choice)
constexpr double kThickestPlane = 8.0;   // mm; fewer than five planes would cross a body (engineering choice)
constexpr double kSmallestField = 40.0;  // mm; one lumbar body with its discs
constexpr double kLargestField = 1500.0; // mm; beyond any patient: the header's spacing is wrong

/// One axis of the volume: unit direction, spacing and count.
struct Axis {
  PatientVector direction;
  double spacing;
  int count;
  std::size_t stride;
  [[nodiscard]] double extent() const { return spacing * (count - 1); }
};

struct SagittalAxes {
  Axis left, posterior, inferior;
};

double component(PatientVector v, int k) {
  return k == 0 ? v.x : k == 1 ? v.y : v.z;
}

/// Which axis of the volume runs most nearly left-right, anterior-posterior and cranio-caudal.
SagittalAxes sagittal_axes(const VolumeGeometry& g) {
  const std::array<Axis, 3> axes = {
      Axis{g.column_axis, g.column_spacing, g.size.columns, 1},
      Axis{g.row_axis, g.row_spacing, g.size.rows, static_cast<std::size_t>(g.size.columns)},
      Axis{g.slice_axis, g.slice_spacing, g.size.slices,
           static_cast<std::size_t>(g.size.columns) * static_cast<std::size_t>(g.size.rows)}};
  constexpr std::array<std::array<std::size_t, 3>, 6> orders = {
      {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}}};
  const auto agreement = [&](const std::array<std::size_t, 3>& order) {
    return std::abs(axes[order[0]].direction.x) + std::abs(axes[order[1]].direction.y) +
           std::abs(axes[order[2]].direction.z);
  };
  const auto best = *std::max_element(orders.begin(), orders.end(),
                                      [&](const auto& a, const auto& b) { return agreement(a) < agreement(b); });
  return {axes[best[0]], axes[best[1]], axes[best[2]]};
}

Result<void> check_field(const SagittalAxes& axes) {
  const auto refuse = [](std::string why) {
    return failure(ErrorCode::not_measurable, "No spine can be measured in this MR volume: " + why,
                   "A sagittal stack of the spine is needed.");
  };
  for (const Axis* axis : {&axes.left, &axes.posterior, &axes.inferior})
    if (axis->count < 1 || !(axis->spacing > 0.0) || !(axis->extent() < kLargestField))
      return refuse("its grid is empty or implausibly large.");
  if (axes.posterior.extent() < kSmallestField || axes.inferior.extent() < kSmallestField)
    return refuse("its field of view is smaller than a vertebral body and its discs.");
  if (std::max(axes.posterior.spacing, axes.inferior.spacing) > kCoarsestPixel)
    return refuse("its slices are too far apart to be viewed as sagittal planes.");
  if (axes.left.count > 1 && axes.left.spacing > kThickestPlane)
    return refuse("its sagittal slices are too far apart.");
  return {};
}

/// Fills planes[k] with the mean of `merged` neighbouring planes of the volume, on square pixels.
class PlaneReader {
public:
  PlaneReader(const Volume& volume, const SagittalAxes& axes) : volume_(volume), axes_(axes) {}

  /// One plane of the volume on its own grid; data is 0 where there is no image.
  void read(int plane, PlaneImage& grey, PlaneImage& data) const {
    const std::size_t flip_left = flipped(axes_.left, 0) ? 1 : 0;
    const int index = flip_left != 0 ? axes_.left.count - 1 - plane : plane;
    for (int r = 0; r < axes_.inferior.count; ++r)
      for (int c = 0; c < axes_.posterior.count; ++c) {
        const float value = voxel(index, c, r);
        const bool valid = std::isfinite(value) && value != volume_.no_data_value();
        grey.at(c, r) = valid ? value : 0.0F;
        data.at(c, r) = valid ? 1.0F : 0.0F;
      }
  }

  [[nodiscard]] static bool flipped(const Axis& axis, int world) {
    return world == 2 ? axis.direction.z > 0.0 : component(axis.direction, world) < 0.0;
  }

private:
  [[nodiscard]] float voxel(int plane, int column, int row) const {
    const int c = flipped(axes_.posterior, 1) ? axes_.posterior.count - 1 - column : column;
    const int r = flipped(axes_.inferior, 2) ? axes_.inferior.count - 1 - row : row;
    return volume_.voxels()[static_cast<std::size_t>(plane) * axes_.left.stride +
                            static_cast<std::size_t>(c) * axes_.posterior.stride +
                            static_cast<std::size_t>(r) * axes_.inferior.stride];
  }
  const Volume& volume_;
  const SagittalAxes& axes_;
};

/// Against aliasing when pixels are finer than the working grid.
PlaneImage anti_aliased(const PlaneImage& image, double spacing) {
  const double finer = kPixelSpacing / spacing;
  return finer > 1.2 ? gaussian(image, 0.42 * std::sqrt(finer * finer - 1.0)) : image;
}

void resample(const PlaneImage& grey, const PlaneImage& data, const SagittalAxes& axes, SagittalStack& stack, int k) {
  const double finest = std::min(axes.posterior.spacing, axes.inferior.spacing);
  const PlaneImage smooth_grey = anti_aliased(grey, finest), smooth_data = anti_aliased(data, finest);
  PlaneImage& plane = stack.planes[static_cast<std::size_t>(k)];
  PlaneImage& valid = stack.data[static_cast<std::size_t>(k)];
  plane = valid = PlaneImage(stack.columns, stack.rows);
  for (int r = 0; r < stack.rows; ++r)
    for (int c = 0; c < stack.columns; ++c) {
      const double column = c * kPixelSpacing / axes.posterior.spacing;
      const double row = r * kPixelSpacing / axes.inferior.spacing;
      const float weight = smooth_data.sample(column, row);
      plane.at(c, r) = weight > 0.01F ? smooth_grey.sample(column, row) / weight : 0.0F;
      valid.at(c, r) = weight > 0.99F ? 1.0F : 0.0F;
    }
}

void read_plane(const PlaneReader& reader, const SagittalAxes& axes, int merged, SagittalStack& stack, int k) {
  PlaneImage grey(axes.posterior.count, axes.inferior.count), data = grey;
  PlaneImage one_grey = grey, one_data = grey;
  for (int m = 0; m < merged; ++m) {
    reader.read(k * merged + m, one_grey, one_data);
    for (std::size_t i = 0; i < grey.pixels().size(); ++i) {
      grey.pixels()[i] += one_grey.pixels()[i] / static_cast<float>(merged);
      data.pixels()[i] += one_data.pixels()[i] / static_cast<float>(merged);
    }
  }
  resample(grey, data, axes, stack, k);
}

PatientVector oriented(const Axis& axis, int world) {
  return PlaneReader::flipped(axis, world) ? -axis.direction : axis.direction;
}

PatientPoint first_centre(const VolumeGeometry& g, const SagittalAxes& axes, int merged) {
  PatientPoint p = g.origin;
  if (PlaneReader::flipped(axes.left, 0))
    p = p + axes.left.direction * axes.left.extent();
  if (PlaneReader::flipped(axes.posterior, 1))
    p = p + axes.posterior.direction * axes.posterior.extent();
  if (PlaneReader::flipped(axes.inferior, 2))
    p = p + axes.inferior.direction * axes.inferior.extent();
  return p + oriented(axes.left, 0) * (0.5 * (merged - 1) * axes.left.spacing);
}

} // namespace

int SagittalStack::nearest_plane(double lateral) const {
  return std::clamp(static_cast<int>(std::lround(lateral / plane_spacing)), 0, plane_count() - 1);
}

Result<SagittalStack> make_sagittal_stack(const Volume& volume, const Progress& progress) {
  const SagittalAxes axes = sagittal_axes(volume.geometry());
  SPONDYL_CHECK(check_field(axes));
  const int merged = std::clamp(static_cast<int>(std::lround(kThinnestPlane / axes.left.spacing)), 1, axes.left.count);
  SagittalStack stack;
  stack.origin = first_centre(volume.geometry(), axes, merged);
  stack.posterior_axis = oriented(axes.posterior, 1);
  stack.inferior_axis = oriented(axes.inferior, 2);
  stack.left_axis = oriented(axes.left, 0);
  stack.plane_spacing = axes.left.spacing * merged;
  stack.pixel_spacing = kPixelSpacing;
  stack.columns = static_cast<int>(axes.posterior.extent() / kPixelSpacing) + 1;
  stack.rows = static_cast<int>(axes.inferior.extent() / kPixelSpacing) + 1;
  const std::size_t count = static_cast<std::size_t>(axes.left.count / merged);
  stack.planes.resize(count);
  stack.data.resize(count);
  const PlaneReader reader(volume, axes);
  tbb::parallel_for(std::size_t{0}, count, [&](std::size_t k) {
    if (!progress.cancelled())
      read_plane(reader, axes, merged, stack, static_cast<int>(k));
  });
  SPONDYL_CHECK(progress.check());
  return stack;
}

} // namespace spondyl::segmentation::mr
