#pragma once

#include <array>
#include <cstdint>
#include <spondyl/base/progress.h>
#include <spondyl/base/result.h>
#include <spondyl/model/volume.h>
#include <vector>

#include "source_frames.h"

namespace spondyl::dicom_seg {

/// The labels of one plane of the images: rows from the top.
struct LabelledPlane {
  std::size_t frame = 0; ///< of SourceStack::frames
  std::vector<std::uint8_t> labels;
  std::array<bool, 256> present{};
};

/// Samples the label map at every pixel of every plane, nearest neighbour. Planes without a label are left out.
/// Errors: `unsupported` when the planes would need more than `kMostBytes`, `cancelled`.
[[nodiscard]] Result<std::vector<LabelledPlane>> sample_labels(const LabelMap& labels, const SourceStack& stack,
                                                               const Progress& progress);

/// Engineering choice: a whole spine at 512 x 512 x 1500 stays below it.
inline constexpr std::size_t kMostBytes = std::size_t{1} << 30U;

} // namespace spondyl::dicom_seg
