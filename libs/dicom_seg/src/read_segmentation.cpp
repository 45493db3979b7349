#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>
#include <spondyl/dicom_file/open_file.h>
#include <spondyl/dicom_file/read_values.h>
#include <spondyl/dicom_modules/put_modules.h>
#include <spondyl/dicom_seg/segmentation.h>

#include "frame_pixels.h"
#include "read_segments.h"
#include "stack_grid.h"

namespace spondyl::dicom_seg {
namespace {

namespace fs = std::filesystem;

/// Puts the frames of a parsed segmentation onto one grid.
class SegmentationReader {
public:
  SegmentationReader(DcmDataset& data, Segmentation& result) : data_(data), groups_(data), result_(result) {}

  Result<void> read(const Progress& progress) {
    SPONDYL_TRY(const FramePixels pixels, FramePixels::open(data_));
    SPONDYL_TRY(const auto planes, planes_of(pixels));
    SPONDYL_TRY(const StackGrid grid, StackGrid::around(planes, pixels.columns(), pixels.rows()));
    result_.labels.geometry = grid.geometry();
    result_.labels.voxels.assign(grid.geometry().size.voxels(), 0);
    if (grid.shifted())
      result_.notes.emplace_back(
          "The planes are shifted against each other (gantry tilt); they were moved by whole pixels.");
    for (long frame = 0; frame < pixels.frames(); ++frame) {
      SPONDYL_CHECK(progress.check());
      add_frame(pixels, grid, frame, planes[static_cast<std::size_t>(frame)]);
      progress.report(static_cast<double>(frame + 1) / static_cast<double>(pixels.frames()), "reading segments");
    }
    if (overlap_)
      result_.notes.emplace_back("Segments overlap; the later one is shown.");
    return {};
  }

private:
  Result<std::vector<FramePlane>> planes_of(const FramePixels& pixels) const {
    std::vector<FramePlane> planes;
    for (long frame = 0; frame < pixels.frames(); ++frame) {
      const auto plane = groups_.plane(frame);
      if (!plane)
        return failure(ErrorCode::unsupported, "frame " + std::to_string(frame + 1) + " has no position in space");
      planes.push_back(*plane);
    }
    return planes;
  }

  void add_frame(const FramePixels& pixels, const StackGrid& grid, long frame, const FramePlane& plane) {
    DcmItem* identification = groups_.macro(frame, DCM_SegmentIdentificationSequence);
    const long number =
        identification == nullptr ? 0 : dicom::whole_number(*identification, DCM_ReferencedSegmentNumber, 0);
    const std::uint8_t frame_label = label_of(number);
    const GridPlace place = grid.place_of(plane);
    for (int row = 0; row < pixels.rows(); ++row)
      for (int column = 0; column < pixels.columns(); ++column) {
        const unsigned value = pixels.value(frame, column, row);
        if (value == 0)
          continue;
        const std::uint8_t label = pixels.holds_segment_numbers() ? label_of(static_cast<long>(value)) : frame_label;
        if (label == 0)
          continue;
        std::uint8_t& voxel =
            result_.labels.voxels[grid.geometry().offset(column + place.column, row + place.row, place.slice)];
        overlap_ = overlap_ || (voxel != 0 && voxel != label);
        voxel = label;
      }
  }

  [[nodiscard]] std::uint8_t label_of(long segment_number) const {
    for (const Segment& segment : result_.segments)
      if (segment.number == segment_number)
        return segment.label_value;
    return 0;
  }

  DcmDataset& data_;
  GroupedValues groups_;
  Segmentation& result_;
  bool overlap_ = false;
};

void read_header(DcmDataset& data, Segmentation& result) {
  result.identity = {dicom::text(data, DCM_StudyInstanceUID), dicom::text(data, DCM_SeriesInstanceUID),
                     dicom::text(data, DCM_SOPClassUID), dicom::text(data, DCM_SOPInstanceUID)};
  result.frame_of_reference_uid = dicom::text(data, DCM_FrameOfReferenceUID);
  DcmItem* series = dicom::first_item(data, DCM_ReferencedSeriesSequence);
  if (series == nullptr)
    return;
  result.referenced_series_uid = dicom::text(*series, DCM_SeriesInstanceUID);
  DcmSequenceOfItems* instances = nullptr;
  if (series->findAndGetSequence(DCM_ReferencedInstanceSequence, instances).good() && instances != nullptr)
    for (unsigned long i = 0; i < instances->card(); ++i)
      result.referenced_instances.push_back(dicom::text(*instances->getItem(i), DCM_ReferencedSOPInstanceUID));
}

} // namespace

Result<Segmentation> read_segmentation(const fs::path& file, const Progress& progress) {
  const auto named = [&](ErrorCode code, const std::string& cause) {
    return failure(code, "Cannot read " + file.string() + " as a segmentation: " + cause + ".");
  };
  auto opened = dicom::open_file(file);
  if (!opened)
    return named(ErrorCode::unreadable, opened.error().message);
  DcmDataset& data = *opened->format->getDataset();
  if (!data.tagExists(DCM_SegmentSequence) || !data.tagExists(DCM_PixelData))
    return named(ErrorCode::unsupported, "it has no segments");
  Segmentation result;
  read_header(data, result);
  read_segments(data, result);
  if (const auto read = SegmentationReader(data, result).read(progress); !read)
    return read.error().code == ErrorCode::cancelled ? Result<Segmentation>(tl::make_unexpected(read.error()))
                                                     : named(read.error().code, read.error().message);
  return result;
}

} // namespace spondyl::dicom_seg
