#include "describe_dataset.h"

#include <cstdio>
#include <cstdlib>

namespace spondyl::dicom_write {
namespace {

std::string new_uid(const char* root) {
  char uid[100];
  return dcmGenerateUniqueIdentifier(uid, root);
}

/// The shortest spelling that keeps as many digits as 16 characters can hold.
std::string decimal(double value) {
  char buffer[64];
  for (int digits = 15; digits > 1; --digits) {
    std::snprintf(buffer, sizeof buffer, "%.*g", digits, value);
    if (std::string_view(buffer).size() <= 16)
      break;
  }
  return buffer;
}

void put_patient_and_study(DcmDataset& data, const WriteOptions& options) {
  put_text(data, DCM_PatientName, options.patient.name);
  put_text(data, DCM_PatientID, options.patient.id);
  if (!options.patient.issuer.empty())
    put_text(data, DCM_IssuerOfPatientID, options.patient.issuer);
  put_text(data, DCM_PatientBirthDate, options.patient.birth_date);
  put_text(data, DCM_PatientSex, options.patient.sex);
  if (!options.patient.age.empty())
    put_text(data, DCM_PatientAge, options.patient.age);
  put_text(data, DCM_StudyInstanceUID, options.study.uid);
  put_text(data, DCM_StudyDate, options.study.date);
  put_text(data, DCM_StudyTime, options.study.time);
  put_text(data, DCM_AccessionNumber, options.study.accession);
  put_text(data, DCM_StudyDescription, options.study.description);
  put_text(data, DCM_StudyID, "");
  put_text(data, DCM_ReferringPhysicianName, "");
}

void put_if_present(DcmItem& item, const DcmTagKey& tag, const std::string& value) {
  if (!value.empty())
    put_text(item, tag, value);
}

void put_series(DcmDataset& data, const SeriesInfo& series) {
  put_text(data, DCM_Modality, series.modality);
  put_text(data, DCM_SeriesInstanceUID, series.uid);
  put_text(data, DCM_SeriesNumber, series.number);
  put_if_present(data, DCM_SeriesDescription, series.description);
  put_if_present(data, DCM_SeriesDate, series.date);
  put_if_present(data, DCM_ProtocolName, series.protocol);
  put_text(data, DCM_BodyPartExamined, series.body_part);
  put_text(data, DCM_PatientPosition, series.patient_position);
  put_text(data, DCM_Laterality, "");
  put_text(data, DCM_Manufacturer, series.equipment.manufacturer);
  put_if_present(data, DCM_ManufacturerModelName, series.equipment.model);
  put_if_present(data, DCM_SoftwareVersions, series.equipment.software_versions);
  put_if_present(data, DCM_StationName, series.equipment.station_name);
  put_if_present(data, DCM_LossyImageCompressionRatio, series.lossy_ratio);
  if (series.lossy_compressed)
    put_text(data, DCM_LossyImageCompression, "01");
  if (series.burned_in_annotation)
    put_text(data, DCM_BurnedInAnnotation, "YES");
}

} // namespace

WriteOptions with_uids(WriteOptions options, const char* modality) {
  if (options.study.uid.empty())
    options.study.uid = new_uid(SITE_STUDY_UID_ROOT);
  if (options.series.uid.empty())
    options.series.uid = new_uid(SITE_SERIES_UID_ROOT);
  if (options.series.frame_of_reference_uid.empty())
    options.series.frame_of_reference_uid = new_uid(SITE_SERIES_UID_ROOT);
  if (options.series.modality.empty())
    options.series.modality = modality;
  return options;
}

void put_text(DcmItem& item, const DcmTagKey& tag, const std::string& value) {
  item.putAndInsertString(tag, value.c_str());
}

void put_decimals(DcmItem& item, const DcmTagKey& tag, std::initializer_list<double> values) {
  std::string text;
  for (const double value : values)
    text += (text.empty() ? "" : "\\") + decimal(value);
  put_text(item, tag, text);
}

void put_rescale(DcmItem& item, const Rescale& rescale, const char* type) {
  put_decimals(item, DCM_RescaleIntercept, {rescale.intercept});
  put_decimals(item, DCM_RescaleSlope, {rescale.slope});
  put_text(item, DCM_RescaleType, type);
}

void describe(DcmDataset& data, const WriteOptions& options, const char* sop_class_uid, int instance_number) {
  if (!options.specific_character_set.empty())
    put_text(data, DCM_SpecificCharacterSet, options.specific_character_set);
  put_text(data, DCM_SOPClassUID, sop_class_uid);
  put_text(data, DCM_SOPInstanceUID, new_uid(SITE_INSTANCE_UID_ROOT));
  put_text(data, DCM_InstanceNumber, std::to_string(instance_number));
  put_patient_and_study(data, options);
  put_series(data, options.series);
}

void put_pixels(DcmDataset& data, const PixelShape& shape, const PixelFormat& format,
                std::span<const std::uint8_t> cells) {
  data.putAndInsertUint16(DCM_SamplesPerPixel, 1);
  put_text(data, DCM_PhotometricInterpretation, format.monochrome1 ? "MONOCHROME1" : "MONOCHROME2");
  data.putAndInsertUint16(DCM_Rows, static_cast<Uint16>(shape.rows));
  data.putAndInsertUint16(DCM_Columns, static_cast<Uint16>(shape.columns));
  data.putAndInsertUint16(DCM_BitsAllocated, static_cast<Uint16>(format.bits_allocated));
  data.putAndInsertUint16(DCM_BitsStored, static_cast<Uint16>(format.bits_stored));
  data.putAndInsertUint16(DCM_HighBit, static_cast<Uint16>(format.bits_stored - 1));
  data.putAndInsertUint16(DCM_PixelRepresentation, format.is_signed ? 1 : 0);
  const auto put_padding = [&](const DcmTagKey& tag, const std::optional<long>& value) {
    if (!value)
      return;
    if (format.is_signed) {
      auto* element = new DcmSignedShort(DcmTag(tag, EVR_SS));
      element->putSint16(static_cast<Sint16>(*value));
      data.insert(element, OFTrue);
    } else {
      auto* element = new DcmUnsignedShort(DcmTag(tag, EVR_US));
      element->putUint16(static_cast<Uint16>(*value));
      data.insert(element, OFTrue);
    }
  };
  put_padding(DCM_PixelPaddingValue, format.padding_value);
  put_padding(DCM_PixelPaddingRangeLimit, format.padding_range_limit);
  if (format.bits_allocated == 8) {
    data.putAndInsertUint8Array(DCM_PixelData, cells.data(), static_cast<unsigned long>(cells.size()));
  } else {
    data.putAndInsertUint16Array(DCM_PixelData, reinterpret_cast<const Uint16*>(cells.data()),
                                 static_cast<unsigned long>(cells.size() / 2));
  }
}

} // namespace spondyl::dicom_write
