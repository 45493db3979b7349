#pragma once

#include <optional>
#include <spondyl/model/volume.h>

namespace spondyl::segmentation::ct {

/// The value that marks "no image here" in every volume and grid of the CT stages.
inline constexpr float kNoData = -2000.0F;

/// Which Hounsfield values hold no image: what lies below any tissue or gas (and NaN, infinities), the value named by
/// the volume, and the scanner's padding value, which is often written inside the range of air.
struct NoData {
  std::optional<float> named, padding;

  [[nodiscard]] bool operator()(float hounsfield) const {
    constexpr float kLowest = -1500.0F;  // air is -1000; sharp kernels undershoot by a few hundred
    constexpr float kHighest = 40000.0F; // beyond the 16-bit range with any rescale in use
    return !(hounsfield >= kLowest && hounsfield <= kHighest) || (named && hounsfield == *named) ||
           (padding && hounsfield > *padding - 0.5F && hounsfield < *padding + 0.5F);
  }
};

/// Looks for a padding value: the most frequent value below -900 HU, when more than 1 % of all voxels carry it.
[[nodiscard]] NoData find_no_data(const Volume& volume);

/// A box in patient space.
struct PatientBox {
  PatientPoint low{1e9, 1e9, 1e9}, high{-1e9, -1e9, -1e9};
  void include(PatientPoint point, double margin);
};

/// The part of a volume around a box, voxel grid kept, with every no-data voxel set to kNoData (its named value).
/// Isolated padding values (gas that happens to reach them) are kept as air.
[[nodiscard]] Volume crop(const Volume& volume, const NoData& no_data, const PatientBox& box);

} // namespace spondyl::segmentation::ct
