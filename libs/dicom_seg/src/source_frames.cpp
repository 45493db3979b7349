#include "source_frames.h"

#include <algorithm>
#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>
#include <spondyl/dicom_file/open_file.h>
#include <spondyl/dicom_file/read_values.h>

#include "functional_groups.h"

namespace spondyl::dicom_seg {
namespace {

namespace fs = std::filesystem;

constexpr double kSameDirection = 1e-3, kSameSpacing = 1e-3; // of unit vectors; relative. Engineering choices

tl::unexpected<Error> odd_image(const fs::path& file, const std::string& cause) {
  return failure(ErrorCode::unsupported, "Cannot put a segmentation on " + file.string() + ": " + cause + ".");
}

/// Collects frames into a stack whose first frame sets size, spacing and direction.
class StackReader {
public:
  Result<void> add(const InstanceReference& instance, const fs::path& file) {
    auto opened = dicom::open_file(file);
    if (!opened)
      return failure(ErrorCode::unreadable, "Cannot read " + file.string() + ": " + opened.error().message + ".");
    DcmDataset& data = *opened->format->getDataset();
    const GroupedValues values(data);
    const long frames = values.grouped() ? dicom::whole_number(data, DCM_NumberOfFrames, 1) : 1;
    for (long frame = 0; frame < frames; ++frame) {
      const auto plane = values.plane(frame);
      if (!plane)
        return odd_image(file, "it has no position, orientation or spacing");
      if (!fits(data, *plane))
        return odd_image(file, "its planes differ in size, spacing or orientation");
      stack_.frames.push_back({instance.sop_class_uid, instance.sop_instance_uid,
                               values.grouped() ? static_cast<int>(frame) + 1 : 0, plane->position});
    }
    return {};
  }

  SourceStack finish() {
    const PatientVector normal = cross(stack_.column_axis, stack_.row_axis);
    std::ranges::stable_sort(stack_.frames, {},
                             [&](const SourceFrame& frame) { return dot(frame.position - PatientPoint{}, normal); });
    return std::move(stack_);
  }

private:
  bool fits(DcmDataset& data, const FramePlane& plane) {
    const int columns = static_cast<int>(dicom::whole_number(data, DCM_Columns, 0));
    const int rows = static_cast<int>(dicom::whole_number(data, DCM_Rows, 0));
    if (stack_.frames.empty()) {
      stack_.columns = columns;
      stack_.rows = rows;
      stack_.column_axis = plane.column_axis;
      stack_.row_axis = plane.row_axis;
      stack_.column_spacing = plane.column_spacing;
      stack_.row_spacing = plane.row_spacing;
      stack_.slice_thickness = plane.slice_thickness;
      stack_.frame_of_reference_uid = dicom::text(data, DCM_FrameOfReferenceUID);
      stack_.series_instance_uid = dicom::text(data, DCM_SeriesInstanceUID);
    }
    const auto same = [](double a, double b) { return std::abs(a - b) <= kSameSpacing * std::abs(b); };
    return columns > 0 && rows > 0 && columns == stack_.columns && rows == stack_.rows &&
           length(plane.column_axis - stack_.column_axis) < kSameDirection &&
           length(plane.row_axis - stack_.row_axis) < kSameDirection &&
           same(plane.column_spacing, stack_.column_spacing) && same(plane.row_spacing, stack_.row_spacing);
  }

  SourceStack stack_;
};

} // namespace

Result<SourceStack> read_source_stack(const Findings& findings, const std::vector<fs::path>& files,
                                      const Progress& progress) {
  StackReader reader;
  // A multi-frame file may be named once per frame; its frames are taken once.
  std::string last;
  for (std::size_t i = 0; i < files.size(); ++i) {
    SPONDYL_CHECK(progress.check());
    const InstanceReference& instance = findings.images.instances[i];
    if (instance.sop_instance_uid == last)
      continue;
    last = instance.sop_instance_uid;
    SPONDYL_CHECK(reader.add(instance, files[i]));
  }
  return reader.finish();
}

} // namespace spondyl::dicom_seg
