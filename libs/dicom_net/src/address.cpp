#include <spondyl/dicom_net/address.h>

#include <algorithm>
#include <cctype>

namespace spondyl::dicom_net {

Result<std::pair<std::string, int>> parse_host(const std::string& text) {
  constexpr int kHighestPort = 65535;
  const std::size_t colon = text.rfind(':');
  const std::string digits = colon == std::string::npos ? "" : text.substr(colon + 1);
  const bool number = !digits.empty() && digits.size() <= 5 &&
                      std::ranges::all_of(digits, [](unsigned char c) { return std::isdigit(c) != 0; });
  const int port = number ? std::stoi(digits) : 0;
  if (port < 1 || port > kHighestPort || colon == 0)
    return failure(ErrorCode::invalid_argument, "'" + text + "' is no address of an archive.",
                   "Write HOST:PORT for C-STORE, or the https:// address of a DICOMweb service.");
  return std::pair{text.substr(0, colon), port};
}

bool is_web(const std::string& address) {
  return address.starts_with("http://") || address.starts_with("https://");
}

} // namespace spondyl::dicom_net
