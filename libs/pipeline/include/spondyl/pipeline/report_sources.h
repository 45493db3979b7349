#pragma once

#include <filesystem>
#include <memory>
#include <spondyl/model/findings.h>
#include <spondyl/pipeline/review.h>
#include <spondyl/plugin_host/write_report.h>

namespace spondyl::pipeline {

/// What reports on stored findings may ask for. `findings_folder` holds labels.nii.gz and overview.png, the images are
/// below `images_folder` (empty = images.root of the findings). Nothing is read before it is asked for; files whose
/// digest is not the findings' are refused. When the images are gone the overview is the one stored by the measurement.
[[nodiscard]] plugin_host::ReportSources report_sources(const Findings& findings,
                                                        const std::filesystem::path& findings_folder,
                                                        const std::filesystem::path& images_folder);

/// The same for findings that lie nowhere yet: their label map (values as write_review() stores them) is at hand, null
/// where there is none.
[[nodiscard]] plugin_host::ReportSources report_sources_with(std::shared_ptr<const LabelMap> labels,
                                                             const Findings& findings,
                                                             const std::filesystem::path& images_folder);

/// The same for a series that was just measured: its image and labels are at hand. `review` must outlive the sources.
[[nodiscard]] plugin_host::ReportSources report_sources(const SeriesReview& review);

} // namespace spondyl::pipeline
