#include "functional_groups.h"

#include <spondyl/dicom_file/read_values.h>

namespace spondyl::dicom_seg {
namespace {

constexpr double kRightAngle = 1e-2; // cosine between rows and columns that still counts as right. Engineering choice

std::optional<FramePlane> plane_of(const std::vector<double>& position, const std::vector<double>& orientation,
                                   const std::vector<double>& spacing) {
  if (position.size() != 3 || orientation.size() != 6 || spacing.size() != 2 || !(spacing[0] > 0) || !(spacing[1] > 0))
    return std::nullopt;
  PatientVector column{orientation[0], orientation[1], orientation[2]};
  PatientVector row{orientation[3], orientation[4], orientation[5]};
  if (!(length(column) > 0.5) || !(length(row) > 0.5))
    return std::nullopt;
  column = normalized(column);
  row = normalized(row);
  if (std::abs(dot(column, row)) > kRightAngle)
    return std::nullopt;
  row = normalized(row - column * dot(column, row));
  return FramePlane{{position[0], position[1], position[2]}, column, row, spacing[1], spacing[0]};
}

} // namespace

GroupedValues::GroupedValues(DcmItem& data) : data_(&data) {
  shared_ = dicom::first_item(data, DCM_SharedFunctionalGroupsSequence);
  data.findAndGetSequence(DCM_PerFrameFunctionalGroupsSequence, per_frame_);
}

unsigned long GroupedValues::per_frame_count() const {
  return per_frame_ == nullptr ? 0 : per_frame_->card();
}

DcmItem* GroupedValues::macro(long frame, const DcmTagKey& sequence) const {
  if (per_frame_ != nullptr && frame >= 0 && static_cast<unsigned long>(frame) < per_frame_->card())
    if (DcmItem* found = dicom::first_item(*per_frame_->getItem(static_cast<unsigned long>(frame)), sequence))
      return found;
  return shared_ == nullptr ? nullptr : dicom::first_item(*shared_, sequence);
}

std::optional<FramePlane> GroupedValues::plane(long frame) const {
  const auto numbers = [&](const DcmTagKey& sequence, const DcmTagKey& tag) {
    DcmItem* item = grouped() ? macro(frame, sequence) : data_;
    return item == nullptr ? std::vector<double>() : dicom::numbers(*item, tag);
  };
  auto plane = plane_of(numbers(DCM_PlanePositionSequence, DCM_ImagePositionPatient),
                        numbers(DCM_PlaneOrientationSequence, DCM_ImageOrientationPatient),
                        numbers(DCM_PixelMeasuresSequence, DCM_PixelSpacing));
  const auto thickness = numbers(DCM_PixelMeasuresSequence, DCM_SliceThickness);
  if (plane && !thickness.empty())
    plane->slice_thickness = thickness.front();
  return plane;
}

} // namespace spondyl::dicom_seg
