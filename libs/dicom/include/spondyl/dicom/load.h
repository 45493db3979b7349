#pragma once

#include <spondyl/base/progress.h>
#include <spondyl/base/result.h>
#include <spondyl/model/radiograph.h>
#include <spondyl/model/series.h>
#include <spondyl/model/volume.h>
#include <vector>

namespace spondyl::dicom {

/// The voxels of a series and what only reading them could tell (a truncated JPEG 2000 code stream, ...).
struct LoadedVolume {
  Volume volume;
  std::vector<VerdictReason> warnings;
};

struct LoadedRadiograph {
  Radiograph radiograph;
  std::vector<VerdictReason> warnings;
};

/// Reads the voxels of a series of kind `volume` that `scan` did not refuse: Hounsfield units for CT, the scanner's
/// units after rescale for MR, on the series' own orthonormal grid. A stack with gantry tilt is sheared back onto an
/// orthogonal grid large enough for all of it. Padding and what the shear could not fill hold `no_data_value`.
/// Errors: `not_measurable` for another kind or a refused series, `not_found`/`unreadable` naming the file,
/// `unsupported` for a compression that is not handled, `cancelled`.
[[nodiscard]] Result<LoadedVolume> load_volume(const Series& series, const Progress& progress = {});

/// Reads the film of a series of kind `radiograph` after the modality LUT, larger = brighter (MONOCHROME1 inverted).
/// Pixels of padding hold the value of black. Errors as for `load_volume`.
[[nodiscard]] Result<LoadedRadiograph> load_radiograph(const Series& series, const Progress& progress = {});

} // namespace spondyl::dicom
