#pragma once

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>
#include <optional>
#include <spondyl/model/geometry.h>

namespace spondyl::dicom_seg {

/// Where one plane lies (PS3.3 C.7.6.2).
struct FramePlane {
  PatientPoint position;
  PatientVector column_axis, row_axis; ///< unit vectors at right angles
  double column_spacing = 1.0, row_spacing = 1.0, slice_thickness = 0.0;
};

/// The values of a data set that may stand at its top level or in shared and per-frame functional groups (C.7.6.16).
class GroupedValues {
public:
  explicit GroupedValues(DcmItem& data);
  [[nodiscard]] bool grouped() const { return per_frame_ != nullptr || shared_ != nullptr; }
  [[nodiscard]] unsigned long per_frame_count() const;
  /// The single item of a macro for a 0-based frame: per frame, else shared; null when absent.
  [[nodiscard]] DcmItem* macro(long frame, const DcmTagKey& sequence) const;
  /// std::nullopt when something is missing or no right-angled frame with positive spacing.
  [[nodiscard]] std::optional<FramePlane> plane(long frame) const;

private:
  DcmItem* data_;
  DcmItem* shared_ = nullptr;
  DcmSequenceOfItems* per_frame_ = nullptr;
};

} // namespace spondyl::dicom_seg
