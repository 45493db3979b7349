#include "sample_labels.h"

#include <cmath>

namespace spondyl::dicom_seg {
namespace {

/// The step in label index space from one pixel to the next.
IndexPoint step(const VolumeGeometry& geometry, PatientVector direction) {
  return {dot(direction, geometry.column_axis) / geometry.column_spacing,
          dot(direction, geometry.row_axis) / geometry.row_spacing,
          dot(direction, geometry.slice_axis) / geometry.slice_spacing};
}

class PlaneSampler {
public:
  PlaneSampler(const LabelMap& labels, const SourceStack& stack)
      : labels_(labels), stack_(stack), by_column_(step(labels.geometry, stack.column_axis * stack.column_spacing)),
        by_row_(step(labels.geometry, stack.row_axis * stack.row_spacing)) {}

  LabelledPlane sample(std::size_t frame) const {
    LabelledPlane plane;
    plane.frame = frame;
    plane.labels.resize(static_cast<std::size_t>(stack_.columns) * static_cast<std::size_t>(stack_.rows));
    const IndexPoint origin = labels_.geometry.to_index(stack_.frames[frame].position);
    std::size_t pixel = 0;
    for (int row = 0; row < stack_.rows; ++row)
      for (int column = 0; column < stack_.columns; ++column, ++pixel) {
        const std::uint8_t label = at({origin.column + column * by_column_.column + row * by_row_.column,
                                       origin.row + column * by_column_.row + row * by_row_.row,
                                       origin.slice + column * by_column_.slice + row * by_row_.slice});
        plane.labels[pixel] = label;
        plane.present[label] = true;
      }
    plane.present[0] = false;
    return plane;
  }

private:
  [[nodiscard]] std::uint8_t at(IndexPoint point) const {
    const GridSize& size = labels_.geometry.size;
    const auto inside = [](double index, int count) { return index > -0.5 && index < count - 0.5; };
    if (!inside(point.column, size.columns) || !inside(point.row, size.rows) || !inside(point.slice, size.slices))
      return 0;
    const auto nearest = [](double index) { return static_cast<int>(std::floor(index + 0.5)); };
    return labels_.voxels[labels_.geometry.offset(nearest(point.column), nearest(point.row), nearest(point.slice))];
  }

  const LabelMap& labels_;
  const SourceStack& stack_;
  IndexPoint by_column_, by_row_;
};

bool any(const LabelledPlane& plane) {
  for (const bool present : plane.present)
    if (present)
      return true;
  return false;
}

} // namespace

Result<std::vector<LabelledPlane>> sample_labels(const LabelMap& labels, const SourceStack& stack,
                                                 const Progress& progress) {
  const PlaneSampler sampler(labels, stack);
  std::vector<LabelledPlane> planes;
  std::size_t bytes = 0;
  for (std::size_t frame = 0; frame < stack.frames.size(); ++frame) {
    SPONDYL_CHECK(progress.check());
    LabelledPlane plane = sampler.sample(frame);
    if (any(plane)) {
      bytes += plane.labels.size();
      planes.push_back(std::move(plane));
    }
    if (bytes > kMostBytes)
      return failure(ErrorCode::unsupported, "The segmentation would need more than 1 GiB of frames.",
                     "Measure a series of fewer or smaller images.");
    progress.report(static_cast<double>(frame + 1) / static_cast<double>(stack.frames.size()), "sampling labels");
  }
  return planes;
}

} // namespace spondyl::dicom_seg
