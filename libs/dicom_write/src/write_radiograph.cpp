#include <spondyl/dicom_write/write.h>

#include "dataset_hook.h"
#include "describe_dataset.h"
#include "pixel_cells.h"
#include "save_dataset.h"

namespace spondyl::dicom_write {
namespace {

void put_spacing(DcmDataset& data, const DcmTagKey& tag, const std::optional<dicom::SpacingPair>& pair) {
  if (pair)
    put_decimals(data, tag, {pair->row, pair->column});
}

void put_number(DcmDataset& data, const DcmTagKey& tag, const std::optional<double>& value) {
  if (value)
    put_decimals(data, tag, {*value});
}

void put_spacing_tags(DcmDataset& data, const dicom::RadiographSpacingTags& tags) {
  put_spacing(data, DCM_PixelSpacing, tags.pixel_spacing);
  put_spacing(data, DCM_ImagerPixelSpacing, tags.imager_pixel_spacing);
  put_spacing(data, DCM_NominalScannedPixelSpacing, tags.nominal_scanned_pixel_spacing);
  if (!tags.calibration_type.empty())
    put_text(data, DCM_PixelSpacingCalibrationType, tags.calibration_type);
  if (!tags.calibration_description.empty())
    put_text(data, DCM_PixelSpacingCalibrationDescription, tags.calibration_description);
  put_number(data, DCM_EstimatedRadiographicMagnificationFactor, tags.magnification_factor);
  put_number(data, DCM_DistanceSourceToDetector, tags.distance_source_to_detector);
  put_number(data, DCM_DistanceSourceToPatient, tags.distance_source_to_patient);
}

} // namespace

Result<void> write_radiograph_with_hook(const Radiograph& radiograph, const std::filesystem::path& file,
                                        const WriteOptions& given, const DatasetHook& hook) {
  SPONDYL_CHECK(check_pixel_format(given.pixels));
  const WriteOptions options = with_uids(given, "CR");
  const bool digital = options.series.modality == "DX";
  DcmFileFormat format;
  DcmDataset& data = *format.getDataset();
  describe(data, options, digital ? UID_DigitalXRayImageStorageForPresentation : UID_ComputedRadiographyImageStorage,
           options.first_instance_number);
  put_text(data, DCM_ImageType, options.image_type.empty() ? "ORIGINAL\\PRIMARY" : options.image_type);
  put_text(data, DCM_ViewPosition, "LL");
  put_text(data, DCM_PatientOrientation, options.series.patient_orientation);
  put_number(data, DCM_KVP, options.series.kilovolt_peak);
  if (digital)
    put_text(data, DCM_PresentationIntentType, "FOR PRESENTATION");
  put_spacing_tags(data, options.spacing_tags);
  if (options.pixels.write_rescale)
    put_rescale(data, options.pixels.rescale, "US");
  put_pixels(data, {radiograph.columns(), radiograph.rows(), 1}, options.pixels,
             pixel_cells(radiograph.pixels(), std::nullopt, options.pixels, options.pixels.rescale));
  if (hook)
    hook(data, 0);
  return save_dataset(format, file, options);
}

Result<void> write_radiograph(const Radiograph& radiograph, const std::filesystem::path& file,
                              const WriteOptions& options) {
  return write_radiograph_with_hook(radiograph, file, options, {});
}

} // namespace spondyl::dicom_write
