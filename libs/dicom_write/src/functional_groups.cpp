#include "functional_groups.h"

#include "describe_dataset.h"

namespace spondyl::dicom_write {
namespace {

constexpr Sint32 kAppend = -2; // the toolkit's item number for "one more"

/// The single item of a functional group macro.
DcmItem& macro(DcmItem& group, const DcmTagKey& sequence) {
  DcmItem* item = nullptr;
  group.findOrCreateSequenceItem(sequence, item, 0);
  return *item;
}

void put_shared(DcmItem& shared, const FrameDescription& frame) {
  const VolumeGeometry& g = frame.geometry;
  DcmItem& measures = macro(shared, DCM_PixelMeasuresSequence);
  put_decimals(measures, DCM_PixelSpacing, {g.row_spacing, g.column_spacing});
  put_decimals(measures, DCM_SliceThickness, {frame.slice_thickness});
  put_decimals(macro(shared, DCM_PlaneOrientationSequence), DCM_ImageOrientationPatient,
               {g.column_axis.x, g.column_axis.y, g.column_axis.z, g.row_axis.x, g.row_axis.y, g.row_axis.z});
}

void put_frame(DcmItem& group, const FrameDescription& frame, std::size_t index) {
  const PatientPoint& p = frame.position;
  put_decimals(macro(group, DCM_PlanePositionSequence), DCM_ImagePositionPatient, {p.x, p.y, p.z});
  DcmItem& content = macro(group, DCM_FrameContentSequence);
  put_text(content, DCM_StackID, "1");
  content.putAndInsertUint32(DCM_InStackPositionNumber, static_cast<Uint32>(index) + 1);
  content.putAndInsertUint32(DCM_DimensionIndexValues, static_cast<Uint32>(index) + 1);
  const bool ct = frame.modality == Modality::ct;
  put_text(macro(group, ct ? DCM_CTImageFrameTypeSequence : DCM_MRImageFrameTypeSequence), DCM_FrameType,
           ct ? "ORIGINAL\\PRIMARY\\AXIAL\\NONE" : "ORIGINAL\\PRIMARY\\OTHER\\NONE");
  if (frame.rescale)
    put_rescale(macro(group, DCM_PixelValueTransformationSequence), *frame.rescale, ct ? "HU" : "US");
  if (frame.echo_time)
    macro(group, DCM_MREchoSequence).putAndInsertFloat64(DCM_EffectiveEchoTime, *frame.echo_time);
}

} // namespace

void put_functional_groups(DcmDataset& data, const std::vector<FrameDescription>& frames) {
  put_text(data, DCM_NumberOfFrames, std::to_string(frames.size()));
  put_shared(macro(data, DCM_SharedFunctionalGroupsSequence), frames.front());
  for (std::size_t i = 0; i < frames.size(); ++i) {
    DcmItem* group = nullptr;
    data.findOrCreateSequenceItem(DCM_PerFrameFunctionalGroupsSequence, group, kAppend);
    put_frame(*group, frames[i], i);
  }
}

} // namespace spondyl::dicom_write
