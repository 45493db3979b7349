#pragma once

#include <spondyl/dicom_net/send.h>
#include <string>
#include <vector>

namespace spondyl::dicom_net {

/// A delivery still to be made, and how its file is encoded.
struct Outgoing {
  Delivery delivery;
  std::string transfer_syntax_uid;
  bool readable = false; ///< a DICOM file with UIDs; otherwise `delivery.message` says why not
  bool pending = true;
};

/// Reads what must be known of each file. Errors: `invalid_argument` without files.
[[nodiscard]] Result<std::vector<Outgoing>> read_outgoing(const std::vector<std::filesystem::path>& files);

[[nodiscard]] bool any_pending(const std::vector<Outgoing>& outgoing);
[[nodiscard]] DeliveryReport report_of(const std::vector<Outgoing>& outgoing, std::string commitment);

} // namespace spondyl::dicom_net
