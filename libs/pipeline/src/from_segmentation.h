#pragma once

#include <optional>
#include <spondyl/model/findings.h>
#include <spondyl/segmentation/segment.h>
#include <vector>

namespace spondyl::pipeline {

/// Landmarks and heights of every segmented body, cranial to caudal; levels are stated only where the numbering is
/// certain. Ratios, loss and grade are not filled in yet.
[[nodiscard]] std::vector<VertebraFinding> vertebrae_of(const segmentation::SegmentedSpine& spine, const Volume& volume,
                                                        std::optional<double> slice_thickness);

/// What the level names rest on; certain only with an anchor and at or above segmentation::kCertainLabelling.
[[nodiscard]] Numbering numbering_of(const segmentation::Labelling& labelling);

} // namespace spondyl::pipeline
