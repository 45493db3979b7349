#pragma once
// Where the uncertainty of a height comes from, with constants that a calibration writes (data/uncertainty.json).

#include <array>
#include <optional>
#include <spondyl/model/findings.h>
#include <spondyl/model/landmarks.h>
#include <spondyl/model/volume.h>
#include <string>

namespace spondyl::morphometry {

/// What the image says about one height. Absent = not looked at.
struct HeightEvidence {
  std::optional<double> edge_width; ///< mm: 10-90 % width of the endplates the height ends at
  std::optional<double> stability;  ///< mm: standard deviation of the height when the search is perturbed
};

/// What the uncertainty of a height is made of. All lengths in mm.
struct MeasurementIngredients {
  Modality modality = Modality::ct;
  double spacing_along_height = 0.0;        ///< size of a voxel projected on the body's superior axis
  double spacing_across = 0.0;              ///< size of a voxel projected on the body's left axis
  std::array<HeightEvidence, 3> evidence{}; ///< in the order of kHeightNames
};

/// Projects the voxel on the body's axes. `slice_thickness` (mm) counts where it exceeds the slice spacing.
[[nodiscard]] MeasurementIngredients ingredients_of(const VolumeGeometry& geometry, Modality modality,
                                                    const BodyFrame& frame,
                                                    std::optional<double> slice_thickness = std::nullopt);

/// The three constants of one modality.
struct UncertaintyParameters {
  std::array<double, 3> floor{}; ///< mm, in the order of kHeightNames: placement no image property tells of
  double edge = 0.0;             ///< part of the edge's width that is error of one height
  double stability = 0.0;        ///< factor on the standard deviation under perturbation
};

/// The constants compiled in, by modality (all but CT use those of MR), and what they were calibrated on.
[[nodiscard]] const UncertaintyParameters& uncertainty_parameters(Modality modality);
[[nodiscard]] const std::string& uncertainty_provenance();

/// The part of the variance (mm^2) that has no fitted constant:
///   2 (c s)^2 + spread^2 / n
/// s voxel size along the height, c s the error of one edge found to half a voxel (c = 0.5/sqrt(12)), n independent
/// planes of the slab.
[[nodiscard]] double known_variance(const MeasurementIngredients& ingredients, std::optional<double> spread,
                                    int planes);

/// Standard uncertainty (mm) of one height of a volume.
///
///   u^2 = floor^2 + (edge w)^2 + (stability d)^2 + 2 (c s)^2 + spread^2 / n
///
/// w width of the endplates in the image, d standard deviation of the height under perturbation; both count as zero
/// where they were not looked at. docs/measurement.md describes the model.
[[nodiscard]] double height_uncertainty(const MeasurementIngredients& ingredients, HeightName height,
                                        std::optional<double> spread, int planes,
                                        const UncertaintyParameters& parameters);
/// The same with the constants compiled in.
[[nodiscard]] double height_uncertainty(const MeasurementIngredients& ingredients, HeightName height,
                                        std::optional<double> spread, int planes);

} // namespace spondyl::morphometry
