#pragma once

#include <spondyl/base/result.h>
#include <vector>

#include "functional_groups.h"

namespace spondyl::dicom_seg {

/// Where a frame starts on the grid.
struct GridPlace {
  int column = 0, row = 0, slice = 0;
};

/// The regular grid that holds all frames of a segmentation, gaps included: frames without a segment are not stored.
class StackGrid {
public:
  /// Errors: `unsupported` with the cause: planes that are not parallel, not evenly apart, or too many.
  [[nodiscard]] static Result<StackGrid> around(const std::vector<FramePlane>& planes, int columns, int rows);

  [[nodiscard]] const VolumeGeometry& geometry() const { return geometry_; }
  [[nodiscard]] GridPlace place_of(const FramePlane& plane) const;
  /// Whether planes start at different pixels.
  [[nodiscard]] bool shifted() const { return shifted_; }

private:
  VolumeGeometry geometry_;
  int most_column_ = 0, most_row_ = 0; ///< of the places of frames
  bool shifted_ = false;
};

} // namespace spondyl::dicom_seg
