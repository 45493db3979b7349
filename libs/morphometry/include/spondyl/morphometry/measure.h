#pragma once

#include <span>
#include <spondyl/base/result.h>
#include <spondyl/model/findings.h>
#include <spondyl/model/radiograph.h>
#include <spondyl/model/volume.h>
#include <spondyl/morphometry/slab.h>

namespace spondyl::morphometry {

/// What the uncertainty of a height is made of. All lengths in mm.
struct MeasurementIngredients {
  Modality modality = Modality::ct;
  double spacing_along_height = 0.0; ///< size of a voxel projected on the body's superior axis
  double spacing_across = 0.0;       ///< size of a voxel projected on the body's left axis
  std::optional<double> edge_width;  ///< 10-90 % width of the endplates in the image, where it was measured
};

/// Projects the voxel on the body's axes. `slice_thickness` (mm) counts where it exceeds the slice spacing.
[[nodiscard]] MeasurementIngredients ingredients_of(const VolumeGeometry& geometry, Modality modality,
                                                    const BodyFrame& frame,
                                                    std::optional<double> slice_thickness = std::nullopt);

/// Standard uncertainty (mm) of one height of a volume.
///
///   u^2 = 2 (c s)^2 + 2 (w/8)^2 + d^2 + spread^2 / n
///
/// s voxel size along the height, c s one edge's error for sub-voxel localisation with c = 0.5/sqrt(12); w width of the
/// edge; d placement of the landmarks by modality and height; n independent planes of the slab. An engineering choice
/// to be calibrated against repeated readings.
[[nodiscard]] double height_uncertainty(const MeasurementIngredients& ingredients, HeightName height,
                                        std::optional<double> spread, int planes);

/// Landmarks, heights and warnings of one body.
struct HeightSet {
  Landmarks landmarks;
  Heights heights;
  std::vector<std::string> warnings;
};

/// A body of a volume from the six points of each plane of its slab. Errors: see representative_landmarks().
[[nodiscard]] Result<HeightSet> measure_body(std::span<const SixPoints> slab,
                                             const MeasurementIngredients& ingredients);

/// Landmarks a reader placed or confirmed, in a volume. `spread` is that of the slab they stand for, where known.
/// Errors: `not_measurable` as for representative_landmarks().
[[nodiscard]] Result<HeightSet> measure_landmarks(const SixPoints& landmarks, const MeasurementIngredients& ingredients,
                                                  const PerHeight& spread = {});

/// A body on a radiograph: heights in px, with mm beside them where the scale gives any. `uncertainty` (px, one per
/// height) comes from the detector where it knows it. Errors: `not_measurable` as for representative_landmarks().
[[nodiscard]] Result<HeightSet> measure_radiograph_body(const SixPixels& landmarks, const PixelScale& scale,
                                                        const PerHeight& uncertainty = {});

} // namespace spondyl::morphometry
