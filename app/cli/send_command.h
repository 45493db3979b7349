#pragma once

#include <spondyl/base/result.h>
#include <spondyl/dicom_net/send.h>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace spondyl::cli {

/// `spondyl send`: DICOM objects to an archive, by C-STORE or STOW-RS.
class SendCommand {
public:
  explicit SendCommand(CLI::App& app);
  /// 0 all accepted, 1 some not, 2 unusable arguments.
  [[nodiscard]] int run() const;

private:
  [[nodiscard]] Result<std::vector<std::filesystem::path>> files() const;
  [[nodiscard]] Result<dicom_net::DeliveryReport> deliver(const std::vector<std::filesystem::path>& files) const;
  [[nodiscard]] Result<dicom_net::DicomNode> node() const;

  std::vector<std::string> inputs_;
  std::string to_, calling_title_ = "SPONDYL", called_title_ = "ANY-SCP";
  std::string trusted_, certificate_, key_;
  bool tls_ = false, no_commitment_ = false, json_ = false;
};

} // namespace spondyl::cli
