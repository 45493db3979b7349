#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>
#include <spondyl/dicom_file/toolkit.h>
#include <spondyl/dicom_modules/put_modules.h>
#include <spondyl/dicom_seg/segmentation.h>
#include <spondyl/findings/private_file.h>

#include "sample_labels.h"
#include "segments.h"
#include "source_frames.h"

namespace spondyl::dicom_seg {
namespace {

using namespace dicom_modules;

const char* algorithm_type(MeasurementOrigin origin) {
  return origin == MeasurementOrigin::automatic ? "AUTOMATIC" : "SEMIAUTOMATIC";
}

class SegmentationWriter {
public:
  SegmentationWriter(DcmDataset& data, const Findings& findings, const SourceStack& stack,
                     const std::vector<LabelledPlane>& planes, const std::vector<BodySegment>& segments)
      : data_(data), findings_(findings), stack_(stack), planes_(planes), segments_(segments),
        dimensions_uid_(new_uid()) {}

  void write(const ObjectPlace& place) {
    put_image();
    put_text(data_, DCM_FrameOfReferenceUID, frame_of_reference());
    put_text(data_, DCM_PositionReferenceIndicator, place.study.position_reference_indicator);
    put_referenced_series(data_, findings_);
    put_dimensions();
    put_shared_groups();
    for (std::size_t i = 0; i < segments_.size(); ++i)
      put_segment(segments_[i], i + 1);
    put_frames();
  }

private:
  [[nodiscard]] std::string frame_of_reference() const {
    const std::string& known = findings_.images.frame_of_reference_uid;
    return known.empty() ? stack_.frame_of_reference_uid : known;
  }

  /// General Image, Image Pixel, Segmentation Image, Multi-frame (PS3.3 A.51.3, C.8.20.2).
  void put_image() {
    const DateTime created = now();
    put_text(data_, DCM_ContentDate, created.date);
    put_text(data_, DCM_ContentTime, created.time);
    put_text(data_, DCM_ImageType, "DERIVED\\PRIMARY");
    put_text(data_, DCM_ContentLabel, "VERTEBRAE");
    put_text(data_, DCM_ContentDescription, std::string("Vertebral bodies. ") + kResearchUseOnly);
    put_text(data_, DCM_ContentCreatorName, "");
    put_text(data_, DCM_LossyImageCompression, "00");
    put_text(data_, DCM_SegmentationType, "BINARY");
    put_text(data_, DCM_SegmentsOverlap, "NO");
    put_text(data_, DCM_PhotometricInterpretation, "MONOCHROME2");
    put_number(data_, DCM_SamplesPerPixel, 1);
    put_number(data_, DCM_Rows, static_cast<unsigned>(stack_.rows));
    put_number(data_, DCM_Columns, static_cast<unsigned>(stack_.columns));
    put_number(data_, DCM_BitsAllocated, 1);
    put_number(data_, DCM_BitsStored, 1);
    put_number(data_, DCM_HighBit, 0);
    put_number(data_, DCM_PixelRepresentation, 0);
  }

  /// Multi-frame Dimension: frames are ordered by segment, then by position (C.7.6.17).
  void put_dimensions() {
    put_text(only_item(data_, DCM_DimensionOrganizationSequence), DCM_DimensionOrganizationUID, dimensions_uid_);
    const auto add = [&](const DcmTagKey& pointer, const DcmTagKey& group, const char* label) {
      DcmItem& dimension = add_item(data_, DCM_DimensionIndexSequence);
      put_text(dimension, DCM_DimensionOrganizationUID, dimensions_uid_);
      dimension.putAndInsertTagKey(DCM_DimensionIndexPointer, pointer);
      dimension.putAndInsertTagKey(DCM_FunctionalGroupPointer, group);
      put_text(dimension, DCM_DimensionDescriptionLabel, label);
    };
    add(DCM_ReferencedSegmentNumber, DCM_SegmentIdentificationSequence, "Segment");
    add(DCM_ImagePositionPatient, DCM_PlanePositionSequence, "Position");
  }

  void put_shared_groups() {
    DcmItem& shared = only_item(data_, DCM_SharedFunctionalGroupsSequence);
    const PatientVector c = stack_.column_axis, r = stack_.row_axis;
    put_decimals(only_item(shared, DCM_PlaneOrientationSequence), DCM_ImageOrientationPatient,
                 {c.x, c.y, c.z, r.x, r.y, r.z});
    DcmItem& measures = only_item(shared, DCM_PixelMeasuresSequence);
    put_decimals(measures, DCM_PixelSpacing, {stack_.row_spacing, stack_.column_spacing});
    put_decimals(measures, DCM_SliceThickness, {slice_distance()});
    put_decimals(measures, DCM_SpacingBetweenSlices, {slice_distance()});
  }

  /// Between neighbouring planes, along the normal; the thickness of a single plane.
  [[nodiscard]] double slice_distance() const {
    const PatientVector normal = cross(stack_.column_axis, stack_.row_axis);
    const auto& frames = stack_.frames;
    if (frames.size() > 1)
      if (const double apart = dot(frames.back().position - frames.front().position, normal); apart > 0)
        return apart / static_cast<double>(frames.size() - 1);
    return stack_.slice_thickness > 0 ? stack_.slice_thickness : 1.0;
  }

  void put_segment(const BodySegment& segment, std::size_t number) {
    const VertebraFinding& vertebra = segment.vertebra;
    DcmItem& item = add_item(data_, DCM_SegmentSequence);
    put_number(item, DCM_SegmentNumber, static_cast<unsigned>(number));
    put_text(item, DCM_SegmentLabel, vertebra.display_name());
    put_text(item, DCM_SegmentDescription, "Vertebral body without posterior elements");
    put_text(item, DCM_SegmentAlgorithmType, algorithm_type(vertebra.origin));
    put_text(item, DCM_SegmentAlgorithmName, findings_.software.name + " " + findings_.software.version);
    put_code(item, DCM_SegmentedPropertyCategoryCodeSequence, {"91723000", "SCT", "Anatomical structure"}); // CID 7150
    put_code(item, DCM_SegmentedPropertyTypeCodeSequence, vertebra_code(vertebra.level));                   // CID 7603
    put_text(item, DCM_TrackingID, tracking_identifier(vertebra));
    put_text(item, DCM_TrackingUID, tracking_uid(findings_, vertebra));
  }

  void put_frames() {
    BitPacker bits;
    unsigned long count = 0;
    for (std::size_t i = 0; i < segments_.size(); ++i) {
      for (const LabelledPlane& plane : planes_) {
        if (!plane.present[segments_[i].label])
          continue;
        bits.add(plane, segments_[i].label);
        put_frame(stack_.frames[plane.frame], static_cast<unsigned>(i + 1), static_cast<unsigned>(plane.frame + 1));
        ++count;
      }
    }
    put_text(data_, DCM_NumberOfFrames, std::to_string(count));
    const auto bytes = bits.finish();
    data_.putAndInsertUint8Array(DCM_PixelData, bytes.data(), static_cast<unsigned long>(bytes.size()));
  }

  void put_frame(const SourceFrame& source, unsigned segment, unsigned position) {
    DcmItem& frame = add_item(data_, DCM_PerFrameFunctionalGroupsSequence);
    DcmItem& content = only_item(frame, DCM_FrameContentSequence);
    const Uint32 indices[] = {segment, position};
    content.putAndInsertUint32Array(DCM_DimensionIndexValues, indices, 2);
    put_decimals(only_item(frame, DCM_PlanePositionSequence), DCM_ImagePositionPatient,
                 {source.position.x, source.position.y, source.position.z});
    put_number(only_item(frame, DCM_SegmentIdentificationSequence), DCM_ReferencedSegmentNumber, segment);
    put_derivation(frame, source);
  }

  static void put_derivation(DcmItem& frame, const SourceFrame& source) {
    DcmItem& derivation = only_item(frame, DCM_DerivationImageSequence);
    put_code(derivation, DCM_DerivationCodeSequence, {"113076", "DCM", "Segmentation"});
    DcmItem& image = only_item(derivation, DCM_SourceImageSequence);
    put_text(image, DCM_ReferencedSOPClassUID, source.sop_class_uid);
    put_text(image, DCM_ReferencedSOPInstanceUID, source.sop_instance_uid);
    if (source.frame > 0)
      put_text(image, DCM_ReferencedFrameNumber, std::to_string(source.frame));
    put_text(image, DCM_SpatialLocationsPreserved, "YES");
    put_code(image, DCM_PurposeOfReferenceCodeSequence,
             {"121322", "DCM", "Source image for image processing operation"});
  }

  DcmDataset& data_;
  const Findings& findings_;
  const SourceStack& stack_;
  const std::vector<LabelledPlane>& planes_;
  const std::vector<BodySegment>& segments_;
  std::string dimensions_uid_;
};

Result<ObjectPlace> place_of(const Findings& findings, const SegmentationOptions& options) {
  ObjectPlace place = options.place;
  if (place.study.study.uid.empty())
    place.study = best_source_study(findings, options.image_root);
  return place_in_study(place, findings);
}

Result<void> check(const Findings& findings, const LabelMap& labels) {
  if (findings.modality != "CT" && findings.modality != "MR")
    return failure(ErrorCode::not_measurable, "A radiograph has no bodies to write as a segmentation.");
  if (labels.voxels.size() != labels.geometry.size.voxels() || labels.voxels.empty())
    return failure(ErrorCode::invalid_argument, "The label map's size does not fit its voxels.");
  return {};
}

} // namespace

Result<InstanceIdentity> write_segmentation(const Findings& findings, const LabelMap& labels,
                                            const SegmentationOptions& options, const std::filesystem::path& file,
                                            const Progress& progress) {
  dicom::prepare_toolkit();
  SPONDYL_CHECK(check(findings, labels));
  SPONDYL_TRY(const auto files, image_files(findings, options.image_root));
  SPONDYL_TRY(const ObjectPlace place, place_of(findings, options));
  SPONDYL_TRY(const SourceStack stack, read_source_stack(findings, files, progress.part(0, 0.3)));
  SPONDYL_TRY(const auto planes, sample_labels(labels, stack, progress.part(0.3, 0.8)));
  const auto segments = segments_of(findings, planes);
  if (segments.empty())
    return failure(ErrorCode::not_measurable, "No vertebral body of the label map lies in the images.",
                   "Check that labels and images belong to the same series.");
  DcmFileFormat format;
  DcmDataset& data = *format.getDataset();
  const InstanceIdentity identity = put_common_modules(
      data, {UID_SegmentationStorage, "SEG", 9002, "Vertebral bodies (research use)"}, place, findings.software);
  SegmentationWriter(data, findings, stack, planes, segments).write(place);
  SPONDYL_CHECK(progress.check());
  SPONDYL_TRY(const std::string bytes, encoded(format));
  SPONDYL_CHECK(findings::write_private_file(file, bytes));
  return identity;
}

} // namespace spondyl::dicom_seg
