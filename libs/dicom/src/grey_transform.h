#pragma once

#include "functional_groups.h"
#include "grey_values.h"
#include <spondyl/base/result.h>

namespace spondyl::dicom {

/// Rescale, modality LUT and padding of one frame, from its functional groups or the data set.
/// Errors: `unreadable`, with the cause as message.
[[nodiscard]] Result<GreyTransform> read_grey_transform(DcmItem& data_set, const FrameGroups& groups,
                                                        const StoredFormat& format);

} // namespace spondyl::dicom
