#pragma once

#include <span>
#include <spondyl/base/result.h>
#include <spondyl/model/findings.h>
#include <spondyl/model/radiograph.h>
#include <spondyl/morphometry/slab.h>
#include <spondyl/morphometry/uncertainty.h>

namespace spondyl::morphometry {

/// Landmarks, heights and warnings of one body.
struct HeightSet {
  Landmarks landmarks;
  Heights heights;
  std::vector<std::string> warnings;
};

/// A body of a volume from the six points of each plane of its slab. `slab_unbridged` holds the planes again with
/// middle points that follow a Schmorl node; empty where there is none. `middle_unbridged` is filled from it where the
/// two middle heights differ by 0.5 mm or more. Errors: see representative_landmarks().
[[nodiscard]] Result<HeightSet> measure_body(std::span<const SixPoints> slab, const MeasurementIngredients& ingredients,
                                             std::span<const SixPoints> slab_unbridged = {});

/// Landmarks a reader placed or confirmed, in a volume. `spread` is that of the slab they stand for, where known.
/// Errors: `not_measurable` as for representative_landmarks().
[[nodiscard]] Result<HeightSet> measure_landmarks(const SixPoints& landmarks, const MeasurementIngredients& ingredients,
                                                  const PerHeight& spread = {});

/// A body on a radiograph: heights in px, with mm beside them where the scale gives any. `uncertainty` (px, one per
/// height) comes from the detector where it knows it. Errors: `not_measurable` as for representative_landmarks().
[[nodiscard]] Result<HeightSet> measure_radiograph_body(const SixPixels& landmarks, const PixelScale& scale,
                                                        const PerHeight& uncertainty = {});

} // namespace spondyl::morphometry
