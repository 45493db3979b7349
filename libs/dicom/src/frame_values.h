#pragma once
// Values that a classic image holds in its data set and a multi-frame one in functional groups.

#include "header.h"
#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>

namespace spondyl::dicom {

[[nodiscard]] std::optional<PatientPoint> read_position(DcmItem& item);
[[nodiscard]] std::optional<ImageOrientation> read_orientation(DcmItem& item);
/// A value in a canonical spelling, so that "12.0" and "12" are the same echo time.
[[nodiscard]] std::string trait_text(DcmItem& item, const DcmTagKey& tag);

} // namespace spondyl::dicom
