#include "read_header.h"

#include "dicomdir.h"
#include "frame_values.h"
#include "functional_groups.h"
#include "spacing_pair.h"
#include <spondyl/dicom_file/character_set.h>
#include <spondyl/dicom_file/open_file.h>
#include <spondyl/dicom_file/read_values.h>

namespace spondyl::dicom {
namespace {

namespace fs = std::filesystem;

/// Reads text of one data set, converted to UTF-8.
class Utf8Reader {
public:
  explicit Utf8Reader(DcmItem& item) : item_(item), character_set_(text(item, DCM_SpecificCharacterSet)) {}
  [[nodiscard]] std::string operator()(const DcmTagKey& tag) const { return to_utf8(text(item_, tag), character_set_); }
  [[nodiscard]] std::string name(const DcmTagKey& tag) const { return to_utf8(text(item_, tag), character_set_, true); }

private:
  DcmItem& item_;
  std::string character_set_;
};

PatientInfo read_patient(const Utf8Reader& utf8) {
  PatientInfo patient;
  patient.id = utf8(DCM_PatientID);
  patient.issuer = utf8(DCM_IssuerOfPatientID);
  patient.name = utf8.name(DCM_PatientName);
  patient.birth_date = utf8(DCM_PatientBirthDate);
  patient.sex = utf8(DCM_PatientSex);
  patient.age = utf8(DCM_PatientAge);
  return patient;
}

StudyInfo read_study(const Utf8Reader& utf8) {
  StudyInfo study;
  study.uid = utf8(DCM_StudyInstanceUID);
  study.date = utf8(DCM_StudyDate);
  study.time = utf8(DCM_StudyTime);
  study.accession = utf8(DCM_AccessionNumber);
  study.description = utf8(DCM_StudyDescription);
  return study;
}

EquipmentInfo read_equipment(const Utf8Reader& utf8) {
  EquipmentInfo equipment;
  equipment.manufacturer = utf8(DCM_Manufacturer);
  equipment.model = utf8(DCM_ManufacturerModelName);
  equipment.software_versions = utf8(DCM_SoftwareVersions);
  equipment.station_name = utf8(DCM_StationName);
  return equipment;
}

SeriesInfo read_series(DcmItem& data, const Utf8Reader& utf8) {
  SeriesInfo series;
  series.uid = utf8(DCM_SeriesInstanceUID);
  series.modality = utf8(DCM_Modality);
  series.description = utf8(DCM_SeriesDescription);
  series.date = utf8(DCM_SeriesDate);
  series.number = utf8(DCM_SeriesNumber);
  series.body_part = utf8(DCM_BodyPartExamined);
  series.protocol = utf8(DCM_ProtocolName);
  series.frame_of_reference_uid = utf8(DCM_FrameOfReferenceUID);
  series.contrast_agent = utf8(DCM_ContrastBolusAgent);
  series.convolution_kernel = utf8(DCM_ConvolutionKernel);
  series.patient_position = utf8(DCM_PatientPosition);
  series.patient_orientation = utf8(DCM_PatientOrientation);
  series.slice_thickness = number(data, DCM_SliceThickness);
  series.kilovolt_peak = number(data, DCM_KVP);
  series.echo_time = number(data, DCM_EchoTime);
  series.repetition_time = number(data, DCM_RepetitionTime);
  series.inversion_time = number(data, DCM_InversionTime);
  series.lossy_compressed = text(data, DCM_LossyImageCompression) == "01";
  series.lossy_ratio = text(data, DCM_LossyImageCompressionRatio);
  series.burned_in_annotation = text(data, DCM_BurnedInAnnotation) == "YES";
  series.equipment = read_equipment(utf8);
  return series;
}

/// What an enhanced object says once for all frames, or in its first frame (PS3.3 C.8.13, C.8.15).
void complete_series_from_groups(const FrameGroups& groups, SeriesInfo& series) {
  const auto fill = [&](std::optional<double>& value, const DcmTagKey& sequence, const DcmTagKey& tag) {
    if (DcmItem* item = groups.macro(sequence); item != nullptr && !value)
      value = number(*item, tag);
  };
  fill(series.slice_thickness, DCM_PixelMeasuresSequence, DCM_SliceThickness);
  fill(series.kilovolt_peak, DCM_CTXRayDetailsSequence, DCM_KVP);
  fill(series.echo_time, DCM_MREchoSequence, DCM_EffectiveEchoTime);
  fill(series.repetition_time, DCM_MRTimingAndRelatedParametersSequence, DCM_RepetitionTime);
  fill(series.inversion_time, DCM_MRModifierSequence, DCM_InversionTimes);
  if (DcmItem* item = groups.macro(DCM_CTReconstructionSequence); item != nullptr && series.convolution_kernel.empty())
    series.convolution_kernel = text(*item, DCM_ConvolutionKernel);
}

RadiographSpacingTags read_spacing_tags(DcmItem& data, const Utf8Reader& utf8) {
  RadiographSpacingTags tags;
  tags.pixel_spacing = spacing_pair(data, DCM_PixelSpacing);
  tags.imager_pixel_spacing = spacing_pair(data, DCM_ImagerPixelSpacing);
  tags.nominal_scanned_pixel_spacing = spacing_pair(data, DCM_NominalScannedPixelSpacing);
  tags.calibration_type = utf8(DCM_PixelSpacingCalibrationType);
  tags.calibration_description = utf8(DCM_PixelSpacingCalibrationDescription);
  tags.magnification_factor = number(data, DCM_EstimatedRadiographicMagnificationFactor);
  tags.distance_source_to_detector = number(data, DCM_DistanceSourceToDetector);
  tags.distance_source_to_patient = number(data, DCM_DistanceSourceToPatient);
  return tags;
}

FrameHeader read_classic_frame(DcmItem& data) {
  FrameHeader frame;
  frame.position = read_position(data);
  frame.orientation = read_orientation(data);
  frame.pixel_spacing = spacing_pair(data, DCM_PixelSpacing);
  frame.image_type = text(data, DCM_ImageType);
  const auto set = [&](Trait trait, std::string value) {
    frame.traits[static_cast<std::size_t>(trait)] = std::move(value);
  };
  set(Trait::image_type, frame.image_type);
  const std::string echo_time = trait_text(data, DCM_EchoTime);
  set(Trait::echo, echo_time.empty() ? trait_text(data, DCM_EchoNumbers) : echo_time);
  set(Trait::b_value, trait_text(data, DCM_DiffusionBValue));
  set(Trait::inversion_time, trait_text(data, DCM_InversionTime));
  set(Trait::temporal_position, trait_text(data, DCM_TemporalPositionIdentifier));
  set(Trait::trigger_time, trait_text(data, DCM_TriggerTime));
  set(Trait::kernel, trait_text(data, DCM_ConvolutionKernel));
  set(Trait::acquisition, trait_text(data, DCM_AcquisitionNumber));
  return frame;
}

void read_pixel_description(DcmItem& data, InstanceHeader& header) {
  header.rows = whole_number(data, DCM_Rows, 0);
  header.columns = whole_number(data, DCM_Columns, 0);
  header.frame_count = text(data, DCM_NumberOfFrames).empty() ? 1 : whole_number(data, DCM_NumberOfFrames, 0);
  header.samples_per_pixel = whole_number(data, DCM_SamplesPerPixel, 1);
  header.bits_allocated = whole_number(data, DCM_BitsAllocated, 0);
  header.bits_stored = whole_number(data, DCM_BitsStored, header.bits_allocated);
  header.photometric_interpretation = text(data, DCM_PhotometricInterpretation);
  header.has_rescale = number(data, DCM_RescaleSlope).has_value() || first_item(data, DCM_ModalityLUTSequence);
  for (const DcmTagKey& tag : {DCM_PixelData, DCM_FloatPixelData, DCM_DoubleFloatPixelData}) {
    DcmElement* pixels = nullptr;
    if (data.findAndGetElement(tag, pixels).bad() || pixels == nullptr)
      continue;
    header.has_pixels = true;
    if (pixels->getLengthField() != DCM_UndefinedLength)
      header.pixel_length = pixels->getLengthField();
  }
}

void read_frames(DcmItem& data, InstanceHeader& header) {
  const auto groups = functional_groups(data, header.frame_count);
  if (groups.empty()) {
    header.frames.push_back(read_classic_frame(data));
    return;
  }
  header.multi_frame_geometry = true;
  for (std::size_t i = 0; i < groups.size(); ++i)
    header.frames.push_back(read_frame_header(groups[i], data, static_cast<int>(i)));
  complete_series_from_groups(groups.front(), header.series);
  header.has_rescale = header.has_rescale || groups.front().macro(DCM_PixelValueTransformationSequence) != nullptr;
}

std::string transfer_syntax(DcmFileFormat& format, DcmDataset& data) {
  std::string uid = text(*format.getMetaInfo(), DCM_TransferSyntaxUID);
  return uid.empty() ? std::string(DcmXfer(data.getOriginalXfer()).getXferID()) : uid;
}

} // namespace

Result<InstanceHeader> read_header(const fs::path& file) {
  auto opened = open_file(file);
  if (!opened)
    return tl::make_unexpected(opened.error());
  DcmFileFormat& format = *opened->format;
  DcmDataset& data = *format.getDataset();
  InstanceHeader header;
  header.file = file;
  header.pixels_cut_short = opened->pixels_cut_short;
  std::error_code ignored;
  header.file_size = fs::file_size(file, ignored);
  header.transfer_syntax_uid = transfer_syntax(format, data);
  header.sop_class_uid = text(data, DCM_SOPClassUID);
  if (header.sop_class_uid.empty())
    header.sop_class_uid = text(*format.getMetaInfo(), DCM_MediaStorageSOPClassUID);
  header.sop_instance_uid = text(data, DCM_SOPInstanceUID);
  if (header.sop_class_uid == UID_MediaStorageDirectoryStorage || data.tagExists(DCM_DirectoryRecordSequence)) {
    header.is_directory = true;
    header.referenced_files = referenced_files(data, file.parent_path());
    return header;
  }
  const Utf8Reader utf8(data);
  header.patient = read_patient(utf8);
  header.study = read_study(utf8);
  header.series = read_series(data, utf8);
  header.instance_number = whole_number(data, DCM_InstanceNumber, 0);
  header.gantry_tilt_tag = number(data, DCM_GantryDetectorTilt);
  header.spacing_tags = read_spacing_tags(data, utf8);
  read_pixel_description(data, header);
  read_frames(data, header);
  return header;
}

} // namespace spondyl::dicom
