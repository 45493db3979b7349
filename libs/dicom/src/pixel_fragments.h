#pragma once

#include "grey_values.h"
#include "jpeg2000.h"
#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dcpixseq.h>
#include <dcmtk/dcmdata/dcpxitem.h>
#include <dcmtk/dcmdata/dctk.h>

namespace spondyl::dicom {

/// The compressed bytes of one frame: one fragment each, all fragments of a single frame, or by the offset table
/// (PS3.5 A.4). Errors: `unreadable`, with the cause as message.
[[nodiscard]] Result<std::vector<std::uint8_t>> encapsulated_frame(DcmItem& data_set, int frame, long frame_count);

/// Writes decoded values as cells of `format`.
void store_jpeg2000(const Jpeg2000Image& image, const StoredFormat& format, std::span<std::uint8_t> cells);

} // namespace spondyl::dicom
