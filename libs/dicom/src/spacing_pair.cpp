#include "spacing_pair.h"

#include <spondyl/dicom_file/read_values.h>

namespace spondyl::dicom {

std::optional<SpacingPair> spacing_pair(DcmItem& item, const DcmTagKey& tag) {
  const std::vector<double> values = numbers(item, tag);
  if (values.size() != 2)
    return std::nullopt;
  return SpacingPair{values[0], values[1]};
}

} // namespace spondyl::dicom
