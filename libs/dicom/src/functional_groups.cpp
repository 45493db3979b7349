#include "functional_groups.h"

#include "frame_values.h"
#include "spacing_pair.h"
#include <spondyl/dicom_file/read_values.h>

namespace spondyl::dicom {

DcmItem* FrameGroups::macro(const DcmTagKey& sequence) const {
  if (per_frame != nullptr)
    if (DcmItem* found = first_item(*per_frame, sequence))
      return found;
  return shared != nullptr ? first_item(*shared, sequence) : nullptr;
}

std::vector<FrameGroups> functional_groups(DcmItem& data_set, long frame_count) {
  std::vector<FrameGroups> groups;
  DcmSequenceOfItems* per_frame = nullptr;
  if (data_set.findAndGetSequence(DCM_PerFrameFunctionalGroupsSequence, per_frame).bad() || per_frame == nullptr)
    return groups;
  DcmItem* shared = first_item(data_set, DCM_SharedFunctionalGroupsSequence);
  DcmObject* object = nullptr;
  while (static_cast<long>(groups.size()) < frame_count && (object = per_frame->nextInContainer(object)) != nullptr)
    groups.push_back({dynamic_cast<DcmItem*>(object), shared});
  return groups;
}

namespace {

void read_plane(const FrameGroups& groups, FrameHeader& header) {
  if (DcmItem* position = groups.macro(DCM_PlanePositionSequence))
    header.position = read_position(*position);
  if (DcmItem* orientation = groups.macro(DCM_PlaneOrientationSequence))
    header.orientation = read_orientation(*orientation);
  if (DcmItem* measures = groups.macro(DCM_PixelMeasuresSequence))
    header.pixel_spacing = spacing_pair(*measures, DCM_PixelSpacing);
}

std::string value(DcmItem* item, const DcmTagKey& tag) {
  return item == nullptr ? std::string() : trait_text(*item, tag);
}

} // namespace

FrameHeader read_frame_header(const FrameGroups& groups, DcmItem& data_set, int frame) {
  FrameHeader header;
  header.frame = frame;
  read_plane(groups, header);
  DcmItem* content = groups.macro(DCM_FrameContentSequence);
  header.traits[static_cast<std::size_t>(Trait::stack)] = value(content, DCM_StackID);
  header.traits[static_cast<std::size_t>(Trait::temporal_position)] = value(content, DCM_TemporalPositionIndex);
  header.traits[static_cast<std::size_t>(Trait::acquisition)] = value(content, DCM_FrameAcquisitionNumber);
  header.traits[static_cast<std::size_t>(Trait::echo)] = value(groups.macro(DCM_MREchoSequence), DCM_EffectiveEchoTime);
  DcmItem* diffusion = groups.macro(DCM_MRDiffusionSequence);
  std::string b_value = value(diffusion, DCM_DiffusionBValue);
  if (diffusion != nullptr)
    if (DcmItem* direction = first_item(*diffusion, DCM_DiffusionGradientDirectionSequence))
      b_value += " " + value(direction, DCM_DiffusionGradientOrientation);
  header.traits[static_cast<std::size_t>(Trait::b_value)] = b_value;
  header.traits[static_cast<std::size_t>(Trait::trigger_time)] =
      value(groups.macro(DCM_CardiacSynchronizationSequence), DCM_NominalCardiacTriggerDelayTime);
  header.traits[static_cast<std::size_t>(Trait::inversion_time)] =
      value(groups.macro(DCM_MRModifierSequence), DCM_InversionTimes);
  header.traits[static_cast<std::size_t>(Trait::kernel)] =
      value(groups.macro(DCM_CTReconstructionSequence), DCM_ConvolutionKernel);
  for (const DcmTagKey& tag : {DCM_CTImageFrameTypeSequence, DCM_MRImageFrameTypeSequence})
    if (DcmItem* type = groups.macro(tag))
      header.image_type = text(*type, DCM_FrameType);
  if (header.image_type.empty())
    header.image_type = text(data_set, DCM_ImageType);
  header.traits[static_cast<std::size_t>(Trait::image_type)] = header.image_type;
  return header;
}

} // namespace spondyl::dicom
