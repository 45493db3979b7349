#pragma once

#include <vector>

namespace spondyl::segmentation::ct {

/// A column of image values across an endplate: samples every `step` mm, running outwards.
struct EndplateProfile {
  double first = 0.0, step = 0.5; ///< mm; position of the first sample, distance between samples
  std::vector<float> values;      ///< HU
  double soft = 85.0;             ///< HU expected outside, towards which little evidence is completed
  double disc = 1e3;              ///< mm; the disc's middle, beyond which the neighbour's endplate is taken to mirror
};

/// What the column shows once the blur of sampling is taken out.
struct EndplateFit {
  double edge = 0.0;      ///< mm, outer edge of the plate
  double thickness = 1.0; ///< mm, of the plate as the scanner's kernel shows it
  double amplitude = 0.0; ///< HU above its surroundings
  bool clear = false;     ///< whether a plate or a step was found within reach
};

/// Fits marrow | plate | soft tissue, blurred by a Gaussian of `blur` mm (standard deviation of voxel and
/// interpolation), to a column; the edge is looked for within `reach` mm of 0.
///
/// The half maximum of a plate thinner than the slices lies outside the plate by half of what the slices widen it;
/// taking the known sampling out of the profile puts the edge where a finer scan shows it. Across a thin disc the
/// neighbour's endplate blurs into this one: it takes part, mirrored at the disc's middle, at least 1.5 mm away.
[[nodiscard]] EndplateFit fit_endplate(const EndplateProfile& profile, double blur, double reach);

/// 10-90 % width (mm) of the fall from the brightest value at or inside 0 to the darkest outside; 0 where none falls.
[[nodiscard]] double edge_width(const EndplateProfile& profile);

} // namespace spondyl::segmentation::ct
