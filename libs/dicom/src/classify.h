#pragma once

#include "header.h"

namespace spondyl::dicom {

/// What one instance is good for.
struct Classification {
  SeriesKind kind = SeriesKind::not_an_image;
  Modality modality = Modality::other; ///< of kinds volume and radiograph
  std::string refusal; ///< why it is not measured, whatever the others of its series are; empty = it may be
};

/// Judges an instance by its SOP class, modality and pixel description alone; geometry comes later.
[[nodiscard]] Classification classify(const InstanceHeader& header);

/// Why a frame of an instance that may be measured is none to measure, by its Image Type or Frame Type.
[[nodiscard]] Classification classify_frame(const Classification& instance, const FrameHeader& frame);

/// CT, MR or radiograph by SOP class, or by modality where the class is none of the standard's; `other` for the rest.
[[nodiscard]] Modality modality_of(std::string_view sop_class_uid, std::string_view modality);

[[nodiscard]] bool is_secondary_capture(std::string_view sop_class_uid);

/// Caps against absurd headers. Engineering choices, stated in the refusals.
constexpr long kLargestRowsOrColumns = 32768;
constexpr long long kLargestFramePixels = 1LL << 27; ///< 134 million: no detector comes near
constexpr long kMostFrames = 65536;
constexpr unsigned long long kLargestVolumeVoxels = 1ULL << 31; ///< 8 GiB of voxels

} // namespace spondyl::dicom
