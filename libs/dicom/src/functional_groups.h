#pragma once

#include "header.h"
#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>
#include <functional>
#include <vector>

namespace spondyl::dicom {

/// The functional groups that apply to one frame (PS3.3 C.7.6.16): per-frame ones first, shared ones behind.
struct FrameGroups {
  DcmItem* per_frame = nullptr;
  DcmItem* shared = nullptr;
  /// The first item of a functional group macro's sequence, wherever it is; null when absent.
  [[nodiscard]] DcmItem* macro(const DcmTagKey& sequence) const;
};

/// One entry per item of the Per-Frame Functional Groups Sequence, in order, at most `frame_count` of them; empty when
/// the object has none.
[[nodiscard]] std::vector<FrameGroups> functional_groups(DcmItem& data_set, long frame_count);

/// Geometry and traits of one frame.
[[nodiscard]] FrameHeader read_frame_header(const FrameGroups& groups, DcmItem& data_set, int frame);

} // namespace spondyl::dicom
