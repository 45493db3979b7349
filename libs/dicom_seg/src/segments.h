#pragma once

#include <spondyl/model/findings.h>
#include <vector>

#include "sample_labels.h"

namespace spondyl::dicom_seg {

/// A body to be written: its value in the label map and what is known of it.
struct BodySegment {
  std::uint8_t label = 0;
  VertebraFinding vertebra; ///< of the findings, or made up from the label where they do not list it
};

/// The bodies whose labels occur in the planes: those of the findings in their order, then others by value.
[[nodiscard]] std::vector<BodySegment> segments_of(const Findings& findings, const std::vector<LabelledPlane>& planes);

/// Frames of 1 bit per pixel, packed without gaps between frames, first pixel in the lowest bit (PS3.5 8.1.1, D).
class BitPacker {
public:
  void add(const LabelledPlane& plane, std::uint8_t label);
  /// Padded to an even number of bytes.
  [[nodiscard]] std::vector<std::uint8_t> finish();

private:
  std::vector<std::uint8_t> bytes_;
  std::size_t bits_ = 0;
};

} // namespace spondyl::dicom_seg
