#pragma once

#include <spondyl/base/result.h>
#include <spondyl/plugin_sdk/plugin_abi.h>
#include <spondyl/segmentation/segment.h>
#include <string>
#include <string_view>

namespace spondyl::plugin_host {

/// spondyl_segmentation_request.seeds_json.
[[nodiscard]] std::string seeds_json(const std::vector<Seed>& seeds);

/// What a segmenter plugin found (docs/plugins.md). Errors: `internal`, naming what breaks the rules.
[[nodiscard]] Result<segmentation::SegmentedSpine> segmented_spine(std::string_view bodies_json,
                                                                   const spondyl_labels& labels);

} // namespace spondyl::plugin_host
