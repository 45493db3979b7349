#pragma once
// One picture per series: every body with its outline, its six landmarks, heights and grade. No patient data on it.

#include <filesystem>
#include <spondyl/base/result.h>
#include <spondyl/drawing/picture.h>
#include <spondyl/model/findings.h>
#include <spondyl/model/radiograph.h>
#include <spondyl/model/volume.h>

namespace spondyl::drawing {

struct OverviewOptions {
  double pixels_per_millimetre = 3.0; ///< 2 to 4; less for long spines, so that the picture stays below 2600 rows
  /// Without it the image alone, with landmarks and level names: for pages that give the values and the notice in a
  /// language of their own.
  bool with_values = true;
};

/// A sagittal reformat that follows the bodies' middles, so that a lateral curve leaves none of them out: straight up
/// and to the front, bent sideways. Bone window for CT, percentiles for MR. `labels` holds a body's level number as
/// labels.nii.gz does (100 + ordinal where the level is not known); without it no outlines are drawn.
///
/// Errors: `not_measurable` when no body has landmarks or a label to follow.
[[nodiscard]] Result<Picture> render_overview(const Volume& volume, const LabelMap* labels, const Findings& findings,
                                              const OverviewOptions& options = {});

/// A radiograph with its landmarks; the length bar says where its millimetres come from and is left out without any.
/// Errors: `not_measurable` when no body has landmarks on the image.
[[nodiscard]] Result<Picture> render_overview(const Radiograph& radiograph, const Findings& findings,
                                              const OverviewOptions& options = {});

/// render_overview() and write_png() in one.
[[nodiscard]] Result<void> draw_overview(const Volume& volume, const LabelMap* labels, const Findings& findings,
                                         const std::filesystem::path& file, const OverviewOptions& options = {});
[[nodiscard]] Result<void> draw_overview(const Radiograph& radiograph, const Findings& findings,
                                         const std::filesystem::path& file, const OverviewOptions& options = {});

} // namespace spondyl::drawing
