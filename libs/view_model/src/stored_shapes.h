#pragma once

#include <spondyl/dicom_sr/report.h>
#include <spondyl/view_model/stored_results.h>

namespace spondyl::view_model {

/// What of a reported shape can be drawn over this series: single points, lines and closed curves. Pixels of a slice of
/// a volume become points of patient space.
[[nodiscard]] std::vector<StoredShape> drawable_shapes(const dicom_sr::ReportedShape& reported, const std::string& name,
                                                       const Series& series);

} // namespace spondyl::view_model
