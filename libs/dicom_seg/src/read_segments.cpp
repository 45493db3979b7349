#include "read_segments.h"

#include <array>
#include <cctype>
#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>
#include <spondyl/dicom_file/read_values.h>
#include <spondyl/dicom_modules/put_modules.h>

namespace spondyl::dicom_seg {
namespace {

constexpr int kUnnumbered = 100;

Segment segment_of(DcmItem& item, const std::string& character_set) {
  const auto text = [&](const DcmTagKey& tag) { return dicom_modules::utf8_text(item, tag, character_set); };
  Segment segment;
  segment.number = static_cast<int>(dicom::whole_number(item, DCM_SegmentNumber, 0));
  segment.label = text(DCM_SegmentLabel);
  segment.tracking_identifier = text(DCM_TrackingID);
  segment.tracking_uid = text(DCM_TrackingUID);
  segment.algorithm_type = text(DCM_SegmentAlgorithmType);
  segment.algorithm_name = text(DCM_SegmentAlgorithmName);
  segment.category =
      dicom_modules::read_code(item, DCM_SegmentedPropertyCategoryCodeSequence).value_or(dicom_modules::Code{});
  segment.type = dicom_modules::read_code(item, DCM_SegmentedPropertyTypeCodeSequence).value_or(dicom_modules::Code{});
  segment.level = dicom_modules::level_of_code(segment.type);
  for (const std::string& name : {segment.label, segment.tracking_identifier, segment.type.meaning})
    if (!segment.level)
      segment.level = level_in_text(name);
  return segment;
}

} // namespace

std::optional<VertebraLevel> level_in_text(const std::string& text) {
  std::optional<VertebraLevel> found;
  std::string word;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    const char c = i < text.size() ? text[i] : ' ';
    if (std::isalnum(static_cast<unsigned char>(c)) != 0) {
      word += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
      continue;
    }
    const auto level = VertebraLevel::parse(word);
    if (level && found)
      return std::nullopt; // a disc, or a range
    if (level)
      found = level;
    word.clear();
  }
  return found;
}

void read_segments(DcmItem& data, Segmentation& result) {
  const std::string character_set = dicom::text(data, DCM_SpecificCharacterSet);
  DcmSequenceOfItems* items = nullptr;
  if (data.findAndGetSequence(DCM_SegmentSequence, items).bad() || items == nullptr)
    return;
  std::array<bool, 256> taken{};
  bool left_out = false;
  for (unsigned long i = 0; i < items->card(); ++i) {
    Segment segment = segment_of(*items->getItem(i), character_set);
    if (segment.number == 0) // the background of a label map
      continue;
    int label = segment.level ? segment.level->mask_value() : 0;
    if (label == 0 || taken[static_cast<std::size_t>(label)])
      label = segment.number > 0 && segment.number < 256 - kUnnumbered ? kUnnumbered + segment.number : 0;
    if (label == 0 || taken[static_cast<std::size_t>(label)]) {
      left_out = true;
    } else {
      taken[static_cast<std::size_t>(label)] = true;
      segment.label_value = static_cast<std::uint8_t>(label);
    }
    result.segments.push_back(std::move(segment));
  }
  if (left_out)
    result.notes.emplace_back("There are more segments than labels; some are left out.");
}

} // namespace spondyl::dicom_seg
