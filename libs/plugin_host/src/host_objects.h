#pragma once
// What the parts that are built in get through spondyl_*_request.host_request.

#include <spondyl/base/progress.h>
#include <spondyl/morphometry/assess.h>
#include <spondyl/segmentation/segment.h>

namespace spondyl::plugin_host {

struct SegmentationOrder {
  segmentation::Request request;
  Progress progress;
};

struct GradingOrder {
  Findings findings;
  morphometry::AssessmentOptions options;
};

} // namespace spondyl::plugin_host
