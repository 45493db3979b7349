#pragma once
// A real archive on this machine's loopback interface, for one test.

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <sys/types.h>

namespace spondyl::dicom_output {

class Orthanc {
public:
  /// std::nullopt with a reason in `why` where Orthanc is not installed or does not start.
  /// With `tls` it speaks DICOM over TLS only, and shows certificate().
  static std::unique_ptr<Orthanc> start(const std::filesystem::path& folder, std::string& why, bool tls = false);
  ~Orthanc(); ///< asks it to end and waits until it has
  Orthanc(const Orthanc&) = delete;
  Orthanc& operator=(const Orthanc&) = delete;

  [[nodiscard]] int dicom_port() const { return dicom_port_; }
  [[nodiscard]] int http_port() const { return http_port_; }
  /// Where it will answer requests for storage commitment.
  [[nodiscard]] int commitment_port() const { return commitment_port_; }
  [[nodiscard]] std::string dicomweb_url() const;
  [[nodiscard]] std::filesystem::path certificate() const { return folder_ / "cert.pem"; }
  /// The stored file of an instance; empty when it is not there.
  [[nodiscard]] std::string stored_file(const std::string& sop_instance_uid) const;

private:
  Orthanc() = default;
  std::filesystem::path folder_;
  pid_t process_ = 0;
  int log_ = -1;
  int dicom_port_ = 0, http_port_ = 0, commitment_port_ = 0;
};

} // namespace spondyl::dicom_output
