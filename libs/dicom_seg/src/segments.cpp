#include "segments.h"

namespace spondyl::dicom_seg {
namespace {

// The contract of labels.nii.gz: VerSe numbering, and 100 + ordinal for a body whose number is not known.
constexpr int kUnnumbered = 100;

int label_of(const VertebraFinding& vertebra) {
  return vertebra.level ? vertebra.level->mask_value() : kUnnumbered + vertebra.ordinal;
}

} // namespace

std::vector<BodySegment> segments_of(const Findings& findings, const std::vector<LabelledPlane>& planes) {
  std::array<bool, 256> present{};
  for (const LabelledPlane& plane : planes)
    for (std::size_t label = 1; label < present.size(); ++label)
      present[label] = present[label] || plane.present[label];
  std::vector<BodySegment> segments;
  for (const VertebraFinding& vertebra : findings.vertebrae) {
    const int label = label_of(vertebra);
    if (label <= 0 || label > 255 || !present[static_cast<std::size_t>(label)])
      continue;
    present[static_cast<std::size_t>(label)] = false;
    segments.push_back({static_cast<std::uint8_t>(label), vertebra});
  }
  for (int label = 1; label < kUnnumbered; ++label) {
    const auto level = VertebraLevel::from_mask_value(label);
    if (!present[static_cast<std::size_t>(label)] || !level)
      continue;
    VertebraFinding vertebra;
    vertebra.level = level;
    segments.push_back({static_cast<std::uint8_t>(label), vertebra});
  }
  return segments;
}

void BitPacker::add(const LabelledPlane& plane, std::uint8_t label) {
  bytes_.resize((bits_ + plane.labels.size() + 7) / 8, 0);
  for (const std::uint8_t value : plane.labels) {
    if (value == label)
      bytes_[bits_ / 8] = static_cast<std::uint8_t>(bytes_[bits_ / 8] | (1U << (bits_ % 8)));
    ++bits_;
  }
}

std::vector<std::uint8_t> BitPacker::finish() {
  if (bytes_.size() % 2 != 0)
    bytes_.push_back(0);
  return std::move(bytes_);
}

} // namespace spondyl::dicom_seg
