#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>
#include <spondyl/dicom_file/toolkit.h>
#include <spondyl/dicom_modules/put_modules.h>
#include <spondyl/dicom_objects/objects.h>
#include <spondyl/findings/private_file.h>

namespace spondyl::dicom_objects {
namespace {

using namespace dicom_modules;

constexpr int kLargestSide = 65535; // Rows and Columns are US

Result<void> check(const RgbPicture& picture) {
  const auto side_fits = [](int side) { return side > 0 && side <= kLargestSide; };
  if (!side_fits(picture.columns) || !side_fits(picture.rows) ||
      picture.rgb.size() !=
          std::size_t{3} * static_cast<std::size_t>(picture.columns) * static_cast<std::size_t>(picture.rows))
    return failure(ErrorCode::invalid_argument, "The picture's size does not fit its pixels.");
  return {};
}

/// General Image, SC Equipment, SC Image (PS3.3 C.7.6.1, C.8.6).
void put_image(DcmDataset& data, const PictureOptions& options) {
  const DateTime created = now();
  put_text(data, DCM_ContentDate, created.date);
  put_text(data, DCM_ContentTime, created.time);
  put_text(data, DCM_DateOfSecondaryCapture, created.date);
  put_text(data, DCM_TimeOfSecondaryCapture, created.time);
  put_text(data, DCM_ConversionType, "WSD");
  put_text(data, DCM_ImageType, "DERIVED\\SECONDARY");
  put_text(data, DCM_PatientOrientation, ""); // the picture may show several views
  put_text(data, DCM_Laterality, "");
  put_text(data, DCM_DerivationDescription, options.derivation);
  put_text(data, DCM_BurnedInAnnotation, options.shows_patient_identity ? "YES" : "NO");
  put_text(data, DCM_LossyImageCompression, "00");
}

void put_pixels(DcmDataset& data, const RgbPicture& picture) {
  put_number(data, DCM_SamplesPerPixel, 3);
  put_text(data, DCM_PhotometricInterpretation, "RGB");
  put_number(data, DCM_PlanarConfiguration, 0);
  put_number(data, DCM_Rows, static_cast<unsigned>(picture.rows));
  put_number(data, DCM_Columns, static_cast<unsigned>(picture.columns));
  put_number(data, DCM_BitsAllocated, 8);
  put_number(data, DCM_BitsStored, 8);
  put_number(data, DCM_HighBit, 7);
  put_number(data, DCM_PixelRepresentation, 0);
  std::vector<std::uint8_t> padded = picture.rgb;
  if (padded.size() % 2 != 0)
    padded.push_back(0);
  data.putAndInsertUint8Array(DCM_PixelData, padded.data(), static_cast<unsigned long>(padded.size()));
}

void put_sources(DcmDataset& data, const Findings& findings) {
  for (const InstanceReference& instance : findings.images.instances) {
    DcmItem& source = add_item(data, DCM_SourceImageSequence);
    put_text(source, DCM_ReferencedSOPClassUID, instance.sop_class_uid);
    put_text(source, DCM_ReferencedSOPInstanceUID, instance.sop_instance_uid);
    put_code(source, DCM_PurposeOfReferenceCodeSequence,
             {"121322", "DCM", "Source image for image processing operation"});
  }
}

} // namespace

Result<InstanceIdentity> write_secondary_capture(const Findings& findings, const RgbPicture& picture,
                                                 const PictureOptions& options, const std::filesystem::path& file) {
  dicom::prepare_toolkit();
  SPONDYL_CHECK(check(picture));
  SPONDYL_CHECK(image_files(findings, options.image_root));
  ObjectPlace wished = options.place;
  if (wished.study.study.uid.empty())
    wished.study = best_source_study(findings, options.image_root);
  SPONDYL_TRY(const auto place, place_in_study(wished, findings));
  DcmFileFormat format;
  DcmDataset& data = *format.getDataset();
  const InstanceIdentity identity = put_common_modules(
      data, {UID_SecondaryCaptureImageStorage, "OT", 9004, "Vertebral heights, picture (research use)"}, place,
      findings.software);
  put_image(data, options);
  put_sources(data, findings);
  put_pixels(data, picture);
  SPONDYL_TRY(const std::string bytes, encoded(format));
  SPONDYL_CHECK(findings::write_private_file(file, bytes));
  return identity;
}

} // namespace spondyl::dicom_objects
