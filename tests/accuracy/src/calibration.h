#pragma once

#include "height_samples.h"
#include "json.h"

#include <spondyl/morphometry/calibrate.h>

namespace spondyl::accuracy {

struct Calibration {
  Json figures = Json::array();                            ///< one row per modality
  std::vector<morphometry::ModalityCalibration> constants; ///< what --write-calibration writes
};

/// How often errors (after the set's offset) lie within one and two stated standard uncertainties, with the constants
/// compiled in, refitted on the same data, and refitted without the person. The reference's own error is added in
/// quadrature; intervals by bootstrap over persons.
[[nodiscard]] Calibration calibration(const std::vector<ExamResult>& results, const std::vector<HeightSample>& samples);

/// Coverage at 0.25, 0.5 ... 3 standard uncertainties, for the plot: [[k, share], ...].
[[nodiscard]] Json coverage_curve(const std::vector<double>& scaled_errors);

} // namespace spondyl::accuracy
