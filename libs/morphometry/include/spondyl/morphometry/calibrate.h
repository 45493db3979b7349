#pragma once
// Fits the constants of the uncertainty model to errors against references. Used by the accuracy program only.

#include <optional>
#include <span>
#include <spondyl/base/result.h>
#include <spondyl/morphometry/uncertainty.h>
#include <string>
#include <vector>

namespace spondyl::morphometry {

/// One height of one body of a person whose true height is known to `reference_error`.
struct CalibrationSample {
  std::string person; ///< exams of one person share it; any text without patient data
  Modality modality = Modality::ct;
  HeightName height = HeightName::anterior;
  MeasurementIngredients ingredients;
  std::optional<double> spread;
  int planes = 0;
  double error = 0.0;           ///< mm, measured - reference, after the reference set's constant offset
  double reference_error = 0.0; ///< mm, standard uncertainty of the reference itself
};

/// The share of errors within one and two of their own standard uncertainties; 0.683 and 0.954 are right.
struct Coverage {
  double within_one = 0.0, within_two = 0.0;
  int samples = 0;
};
/// `uncertainties` (mm) belong to `samples` one by one; the reference's own error is added in quadrature.
[[nodiscard]] Coverage coverage_of(std::span<const CalibrationSample> samples, std::span<const double> uncertainties);

struct ModalityCalibration {
  Modality modality = Modality::ct;
  UncertaintyParameters parameters; ///< from all persons; one floor for the three heights
  int persons = 0;
  /// Standard uncertainty (mm) of each sample of this modality, in the order given, with the constants of all *other*
  /// persons; empty for a single person.
  std::vector<double> left_out_uncertainty;
  Coverage fitted;                  ///< with `parameters`
  std::optional<Coverage> left_out; ///< leave one person out; absent for a single person
};

/// Fits floor, edge and stability of one modality. First the shape: maximum likelihood under a Student t law of five
/// degrees of freedom, so that single failures do not widen everything. Then the scale: all three constants are
/// multiplied by one factor, so that 68 % and 95 % of the errors lie within one and two standard uncertainties as
/// nearly as one factor allows. Constants of evidence that no sample carries are zero. Deterministic.
///
/// Errors: `not_measurable` with fewer than 10 samples of that modality.
[[nodiscard]] Result<ModalityCalibration> calibrate_uncertainty(std::span<const CalibrationSample> samples,
                                                                Modality modality);

/// The text of data/uncertainty.json. A modality without a calibration keeps the constants compiled in.
[[nodiscard]] std::string uncertainty_json(std::span<const ModalityCalibration> calibrations,
                                           const std::string& calibrated_on, const std::string& command);

} // namespace spondyl::morphometry
