#pragma once
// Segmentation and grading through the plugin border. The parts that are built in pass Spondyl's own values straight
// through (host_object), without copies or loss; a plugin gets and gives plain grids and JSON.

#include <spondyl/base/progress.h>
#include <spondyl/morphometry/assess.h>
#include <spondyl/plugin_host/plugin_host.h>
#include <spondyl/segmentation/segment.h>
#include <string>
#include <vector>

namespace spondyl::plugin_host {

/// Errors: those of the segmenter with its reason; `internal` when its answer is missing or breaks the rules.
[[nodiscard]] Result<segmentation::SegmentedSpine> segment(PluginHost& host, const std::string& segmenter_id,
                                                           const Volume& volume, const segmentation::Request& request,
                                                           const Progress& progress);

/// Everything that follows from landmarks and heights, with ratios, loss, grade and warnings by the named grader; what
/// else is assessed (angles, discs, other schemes) is always the program's own. Errors: as for segment().
[[nodiscard]] Result<Findings> grade(PluginHost& host, const std::string& grader_id, Findings findings,
                                     const morphometry::AssessmentOptions& options, const Progress& progress);

} // namespace spondyl::plugin_host
