#pragma once

#include <spondyl/base/result.h>
#include <string>
#include <utility>

namespace spondyl::dicom_net {

/// "HOST:PORT" into its parts. Errors: `invalid_argument`.
[[nodiscard]] Result<std::pair<std::string, int>> parse_host(const std::string& text);

/// Whether the address is one of a DICOMweb service.
[[nodiscard]] bool is_web(const std::string& address);

} // namespace spondyl::dicom_net
