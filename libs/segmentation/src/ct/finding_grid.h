#pragma once

#include "no_data.h"

#include <cstdint>
#include <spondyl/base/progress.h>
#include <vector>

namespace spondyl::segmentation::ct {

/// The whole volume on an isotropic 2 mm grid along the patient's axes, averaged over each cell: where the spine is
/// looked for, so that nothing depends on the scan's own grid. Measuring uses the original voxels.
struct FindingGrid {
  static constexpr double kSpacing = 2.0; // mm; a spinal canal is 5 to 10 cells wide

  int nx = 0, ny = 0, nz = 0; ///< cells towards left, posterior, superior
  PatientPoint origin;        ///< centre of cell (0,0,0)
  std::vector<std::int16_t> hounsfield;

  [[nodiscard]] std::size_t offset(int x, int y, int z) const {
    return (static_cast<std::size_t>(z) * static_cast<std::size_t>(ny) + static_cast<std::size_t>(y)) *
               static_cast<std::size_t>(nx) +
           static_cast<std::size_t>(x);
  }
  [[nodiscard]] PatientPoint to_patient(double x, double y, double z) const {
    return {origin.x + x * kSpacing, origin.y + y * kSpacing, origin.z + z * kSpacing};
  }
  [[nodiscard]] bool has_data(PatientPoint point) const;
  /// Trilinear; cells without data count as air.
  [[nodiscard]] float sample(PatientPoint point) const;
};

/// Errors: `not_measurable` when the volume is smaller than any vertebra, `cancelled`.
[[nodiscard]] Result<FindingGrid> make_finding_grid(const Volume& volume, const NoData& no_data,
                                                    const Progress& progress);

} // namespace spondyl::segmentation::ct
