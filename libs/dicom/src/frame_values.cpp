#include "frame_values.h"

#include <cstdio>
#include <spondyl/dicom_file/read_values.h>

namespace spondyl::dicom {

std::optional<PatientPoint> read_position(DcmItem& item) {
  const auto values = numbers(item, DCM_ImagePositionPatient);
  if (values.size() != 3)
    return std::nullopt;
  return PatientPoint{values[0], values[1], values[2]};
}

std::optional<ImageOrientation> read_orientation(DcmItem& item) {
  const auto values = numbers(item, DCM_ImageOrientationPatient);
  if (values.size() != 6)
    return std::nullopt;
  return ImageOrientation{{values[0], values[1], values[2]}, {values[3], values[4], values[5]}};
}

std::string trait_text(DcmItem& item, const DcmTagKey& tag) {
  const auto values = numbers(item, tag);
  if (values.empty())
    return text(item, tag);
  std::string result;
  for (const double value : values) {
    char buffer[32];
    std::snprintf(buffer, sizeof buffer, "%.6g", value);
    result += (result.empty() ? "" : "\\") + std::string(buffer);
  }
  return result;
}

std::string_view to_string(Trait trait) {
  switch (trait) {
  case Trait::stack:
    return "stack";
  case Trait::image_type:
    return "image type";
  case Trait::echo:
    return "echo time";
  case Trait::b_value:
    return "diffusion weighting";
  case Trait::inversion_time:
    return "inversion time";
  case Trait::temporal_position:
    return "temporal position";
  case Trait::trigger_time:
    return "trigger time";
  case Trait::kernel:
    return "convolution kernel";
  case Trait::acquisition:
    return "acquisition";
  case Trait::count:
    break;
  }
  return "";
}

} // namespace spondyl::dicom
