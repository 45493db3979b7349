#pragma once

#include "canal.h"

#include <spondyl/model/landmarks.h>

namespace spondyl::segmentation::ct {

/// The canal's smooth middle line, one frame per millimetre of arc from cranial to caudal. Each frame is right-angled:
/// `superior` along the canal, `anterior` as nearly towards the patient's front as that allows.
class SpineCurve {
public:
  static constexpr double kStep = 1.0; // mm

  SpineCurve() = default;
  /// Smooths the path (cells, caudal to cranial) and prolongs both ends straight while there is image.
  SpineCurve(const FindingGrid& grid, const std::vector<CanalCell>& path);

  [[nodiscard]] int size() const { return static_cast<int>(frames_.size()); }
  [[nodiscard]] bool empty() const { return frames_.empty(); }
  [[nodiscard]] const BodyFrame& operator[](int s) const { return frames_[static_cast<std::size_t>(s)]; }
  /// The frame index whose plane is nearest to a point.
  [[nodiscard]] int nearest(PatientPoint point) const;

private:
  std::vector<BodyFrame> frames_;
};

} // namespace spondyl::segmentation::ct
