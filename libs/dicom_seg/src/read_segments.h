#pragma once

#include <spondyl/dicom_seg/segmentation.h>

class DcmItem;

namespace spondyl::dicom_seg {

/// Fills `segments`, giving each a label value: its level's, or 100 + number where the level is not known or taken.
void read_segments(DcmItem& data, Segmentation& result);

/// The level named in a text such as "L1", "vertebrae_L1", "T12 vertebra"; std::nullopt when there is none or several.
[[nodiscard]] std::optional<VertebraLevel> level_in_text(const std::string& text);

} // namespace spondyl::dicom_seg
