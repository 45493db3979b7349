#include <algorithm>
#include <spondyl/dicom_net/send.h>

namespace spondyl::dicom_net {

const char* to_string(DeliveryStatus status) {
  switch (status) {
  case DeliveryStatus::committed:
    return "committed";
  case DeliveryStatus::stored:
    return "stored";
  case DeliveryStatus::warning:
    return "stored with a warning";
  case DeliveryStatus::not_accepted:
    break;
  }
  return "not accepted";
}

bool DeliveryReport::all_accepted() const {
  return std::ranges::none_of(deliveries,
                              [](const Delivery& delivery) { return delivery.status == DeliveryStatus::not_accepted; });
}

std::vector<std::filesystem::path> DeliveryReport::to_retry() const {
  std::vector<std::filesystem::path> files;
  for (const Delivery& delivery : deliveries)
    if (delivery.status == DeliveryStatus::not_accepted)
      files.push_back(delivery.file);
  return files;
}

} // namespace spondyl::dicom_net
