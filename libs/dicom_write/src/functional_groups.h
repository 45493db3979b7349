#pragma once

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>
#include <spondyl/dicom_write/write.h>

namespace spondyl::dicom_write {

/// What an enhanced image says about one frame.
struct FrameDescription {
  VolumeGeometry geometry; ///< orientation and spacing
  PatientPoint position;
  Modality modality = Modality::ct;
  double slice_thickness = 1.0;
  std::optional<Rescale> rescale;
  std::optional<double> echo_time;
};

/// Shared and per-frame functional groups (PS3.3 C.7.6.16) and Number of Frames.
void put_functional_groups(DcmDataset& data, const std::vector<FrameDescription>& frames);

} // namespace spondyl::dicom_write
