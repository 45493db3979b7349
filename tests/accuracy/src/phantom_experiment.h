#pragma once
// The public part: phantoms built in code, run without any scan.

#include "calibration.h"
#include "fracture_experiment.h"

namespace spondyl::accuracy {

struct PhantomResults {
  std::vector<ExamResult> exams; ///< intact spines under varied noise, slice thickness, tilt and contrast
  std::vector<FractureRun> fractures;
};

/// `quick` runs one of each kind: what a test can wait for.
[[nodiscard]] PhantomResults run_phantoms(bool quick);

/// Error figures, calibration and fracture figures of the phantoms.
[[nodiscard]] Json phantom_figures(const PhantomResults& results);

} // namespace spondyl::accuracy
