#pragma once

#include "reference_case.h"

#include <set>
#include <spondyl/morphometry/uncertainty.h>

namespace spondyl::accuracy {

struct MeasuredBody {
  VertebraFinding finding;
  PatientPoint centre; ///< of the corners, or of the body's frame where no landmarks are shown
  morphometry::MeasurementIngredients ingredients;
  int planes = 0;

  [[nodiscard]] bool is_measured() const {
    return finding.status == MeasurementStatus::measured && finding.landmarks.has_value();
  }
  [[nodiscard]] const SixPoints& points() const { return std::get<SixPoints>(*finding.landmarks); }
};

/// What the product says about one scan, with what is behind it.
struct MeasuredExam {
  std::vector<MeasuredBody> bodies; ///< cranial to caudal, those not assessable included
  Numbering numbering;
  LabelMap labels;
  double segment_seconds = 0.0, assess_seconds = 0.0;
  std::string failure; ///< why nothing was measured; empty otherwise
};

/// The line that review_series() walks once the voxels are there. `without`: steps left out (ablation).
[[nodiscard]] MeasuredExam measure_exam(const Volume& volume, std::optional<double> slice_thickness,
                                        const std::set<std::string>& without = {});

} // namespace spondyl::accuracy
