#include <cstdio>
#include <spondyl/dicom_write/write.h>

#include "dataset_hook.h"
#include "describe_dataset.h"
#include "functional_groups.h"
#include "pixel_cells.h"
#include "save_dataset.h"

namespace spondyl::dicom_write {
namespace {

namespace fs = std::filesystem;

const char* sop_class_of(Modality modality, bool multi_frame) {
  if (modality == Modality::ct)
    return multi_frame ? UID_EnhancedCTImageStorage : UID_CTImageStorage;
  return multi_frame ? UID_EnhancedMRImageStorage : UID_MRImageStorage;
}

/// Writes the slices of one volume.
class VolumeWriter {
public:
  VolumeWriter(const Volume& volume, WriteOptions options, const DatasetHook& hook)
      : volume_(volume), geometry_(volume.geometry()),
        options_(with_uids(std::move(options), volume.modality() == Modality::ct ? "CT" : "MR")), hook_(hook) {}

  Result<std::vector<fs::path>> write_slices(const fs::path& folder, const Progress& progress) {
    std::vector<fs::path> files;
    for (int slice = 0; slice < geometry_.size.slices; ++slice) {
      SPONDYL_CHECK(progress.check());
      char name[32];
      std::snprintf(name, sizeof name, "slice-%04d.dcm", slice + 1);
      files.push_back(folder / name);
      SPONDYL_CHECK(write_slice(slice, files.back()));
      progress.report(static_cast<double>(slice + 1) / geometry_.size.slices, "writing slices");
    }
    return files;
  }

  Result<std::vector<fs::path>> write_multi_frame(const fs::path& folder) {
    DcmFileFormat format;
    DcmDataset& data = *format.getDataset();
    describe_image(data, 0, true);
    put_functional_groups(data, functional_groups());
    std::vector<std::uint8_t> cells;
    for (int slice = 0; slice < geometry_.size.slices; ++slice) {
      const auto more = cells_of(slice);
      cells.insert(cells.end(), more.begin(), more.end());
    }
    put_pixels(data, {geometry_.size.columns, geometry_.size.rows, geometry_.size.slices}, options_.pixels, cells);
    if (hook_)
      hook_(data, 0);
    const fs::path file = folder / "volume.dcm";
    SPONDYL_CHECK(save_dataset(format, file, options_));
    return std::vector<fs::path>{file};
  }

private:
  Result<void> write_slice(int slice, const fs::path& file) {
    DcmFileFormat format;
    DcmDataset& data = *format.getDataset();
    describe_image(data, slice, false);
    put_plane(data, slice);
    if (options_.pixels.write_rescale)
      put_rescale(data, rescale_of(slice), volume_.modality() == Modality::ct ? "HU" : "US");
    put_pixels(data, {geometry_.size.columns, geometry_.size.rows, 1}, options_.pixels, cells_of(slice));
    if (hook_)
      hook_(data, slice);
    return save_dataset(format, file, options_);
  }

  void describe_image(DcmDataset& data, int slice, bool multi_frame) {
    const bool ct = volume_.modality() == Modality::ct;
    describe(data, options_, sop_class_of(volume_.modality(), multi_frame), options_.first_instance_number + slice);
    put_text(data, DCM_FrameOfReferenceUID, options_.series.frame_of_reference_uid);
    put_text(data, DCM_PositionReferenceIndicator, "");
    const std::string usual = ct ? "ORIGINAL\\PRIMARY\\AXIAL" : "ORIGINAL\\PRIMARY\\OTHER";
    put_text(data, DCM_ImageType, options_.image_type.empty() ? usual : options_.image_type);
    put_text(data, DCM_AcquisitionNumber, "1");
    if (options_.gantry_tilt_degrees != 0)
      put_decimals(data, DCM_GantryDetectorTilt, {options_.gantry_tilt_degrees});
    put_optional(data, DCM_KVP, ct ? options_.series.kilovolt_peak : std::nullopt, ct);
    if (!ct && !multi_frame)
      describe_mr(data);
    if (!options_.series.convolution_kernel.empty())
      put_text(data, DCM_ConvolutionKernel, options_.series.convolution_kernel);
  }

  /// Type 1 and 2 attributes of the MR Image module (PS3.3 C.8.3.1).
  void describe_mr(DcmDataset& data) {
    put_text(data, DCM_ScanningSequence, "SE");
    put_text(data, DCM_SequenceVariant, "NONE");
    put_text(data, DCM_ScanOptions, "");
    put_text(data, DCM_MRAcquisitionType, "2D");
    put_text(data, DCM_EchoTrainLength, "");
    put_optional(data, DCM_RepetitionTime, options_.series.repetition_time, true);
    put_optional(data, DCM_EchoTime, options_.series.echo_time, true);
    put_optional(data, DCM_InversionTime, options_.series.inversion_time, false);
  }

  static void put_optional(DcmItem& item, const DcmTagKey& tag, const std::optional<double>& value, bool also_empty) {
    if (value)
      put_decimals(item, tag, {*value});
    else if (also_empty)
      put_text(item, tag, "");
  }

  void put_plane(DcmItem& item, int slice) const {
    const PatientPoint p = position_of(slice);
    const PatientVector c = geometry_.column_axis, r = geometry_.row_axis;
    put_decimals(item, DCM_ImagePositionPatient, {p.x, p.y, p.z});
    put_decimals(item, DCM_ImageOrientationPatient, {c.x, c.y, c.z, r.x, r.y, r.z});
    put_decimals(item, DCM_PixelSpacing, {geometry_.row_spacing, geometry_.column_spacing});
    put_decimals(item, DCM_SliceThickness, {options_.series.slice_thickness.value_or(geometry_.slice_spacing)});
  }

  [[nodiscard]] PatientPoint position_of(int slice) const {
    return geometry_.to_patient({0, 0, static_cast<double>(slice)}) + options_.shear * static_cast<double>(slice);
  }

  [[nodiscard]] Rescale rescale_of(int slice) const {
    const auto& each = options_.pixels.rescale_per_slice;
    return each.empty() ? options_.pixels.rescale : each[static_cast<std::size_t>(slice) % each.size()];
  }

  [[nodiscard]] std::vector<std::uint8_t> cells_of(int slice) const {
    const auto count = static_cast<std::size_t>(geometry_.size.columns) * static_cast<std::size_t>(geometry_.size.rows);
    const std::span<const float> grey(volume_.voxels().data() + geometry_.offset(0, 0, slice), count);
    return pixel_cells(grey, volume_.no_data_value(), options_.pixels, rescale_of(slice));
  }

  [[nodiscard]] std::vector<FrameDescription> functional_groups() const {
    std::vector<FrameDescription> frames;
    for (int slice = 0; slice < geometry_.size.slices; ++slice) {
      FrameDescription frame;
      frame.geometry = geometry_;
      frame.position = position_of(slice);
      frame.modality = volume_.modality();
      frame.slice_thickness = options_.series.slice_thickness.value_or(geometry_.slice_spacing);
      if (options_.pixels.write_rescale)
        frame.rescale = rescale_of(slice);
      frame.echo_time = options_.series.echo_time;
      frames.push_back(frame);
    }
    return frames;
  }

  const Volume& volume_;
  const VolumeGeometry& geometry_;
  WriteOptions options_;
  const DatasetHook& hook_;
};

} // namespace

Result<std::vector<fs::path>> write_volume_with_hook(const Volume& volume, const fs::path& folder,
                                                     const WriteOptions& options, const DatasetHook& hook,
                                                     const Progress& progress) {
  if (volume.modality() != Modality::ct && volume.modality() != Modality::mr)
    return failure(ErrorCode::invalid_argument, "Only CT and MR volumes can be written.");
  SPONDYL_CHECK(check_pixel_format(options.pixels));
  VolumeWriter writer(volume, options, hook);
  return options.multi_frame ? writer.write_multi_frame(folder) : writer.write_slices(folder, progress);
}

Result<std::vector<fs::path>> write_volume(const Volume& volume, const fs::path& folder, const WriteOptions& options,
                                           const Progress& progress) {
  return write_volume_with_hook(volume, folder, options, {}, progress);
}

} // namespace spondyl::dicom_write
