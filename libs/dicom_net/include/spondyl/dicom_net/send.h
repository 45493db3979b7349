#pragma once
// Delivery to an archive: C-STORE over DICOM's own network protocol (TLS optional) or STOW-RS over HTTP(S). Nothing is
// sent but the files named.

#include <filesystem>
#include <spondyl/base/progress.h>
#include <spondyl/base/result.h>
#include <string>
#include <vector>

namespace spondyl::dicom_net {

enum class DeliveryStatus {
  committed,   ///< stored, and the archive took responsibility for it (storage commitment)
  stored,      ///< the archive answered success
  warning,     ///< stored, with a warning of the archive (coercion, elements discarded)
  not_accepted ///< refused, or never reached; send again
};
[[nodiscard]] const char* to_string(DeliveryStatus status);

struct Delivery {
  std::filesystem::path file;
  std::string sop_class_uid, sop_instance_uid;
  DeliveryStatus status = DeliveryStatus::not_accepted;
  unsigned code = 0;   ///< DIMSE status, or HTTP status; 0 = no answer
  std::string message; ///< a sentence without patient data; empty when stored
};

struct DeliveryReport {
  std::vector<Delivery> deliveries; ///< one per file, in the order of the files
  std::string commitment;           ///< what came of storage commitment: "not offered", "confirmed", ...

  [[nodiscard]] bool all_accepted() const;
  [[nodiscard]] std::vector<std::filesystem::path> to_retry() const; ///< files of status not_accepted
};

/// TLS by the BCP 195 profile (PS3.15 B.9).
struct TlsOptions {
  std::filesystem::path trusted_certificates;     ///< PEM of the authorities that vouch for the archive; required
  std::filesystem::path certificate, private_key; ///< PEM of this node; both or none
};

struct DicomNode {
  std::string host;
  int port = 104;
  std::string called_title = "ANY-SCP", calling_title = "SPONDYL";
  bool tls = false;
  TlsOptions tls_options;
  int timeout_seconds = 30;
  int attempts = 2; ///< per file, with a new association each time
  /// Ask for storage commitment (PS3.4 J) where the peer accepts it, and wait so long for its answer: on the
  /// association of the request and, when a port is given, on one that the archive opens to this node.
  bool ask_for_commitment = true;
  int commitment_port = 0;
  int commitment_timeout_seconds = 10;
};

/// Sends by C-STORE. An error is returned only when nothing could be tried; everything else is in the deliveries.
/// Errors: `invalid_argument` (no files, no host, unusable TLS files), `cancelled`.
[[nodiscard]] Result<DeliveryReport> send(const std::vector<std::filesystem::path>& files, const DicomNode& node,
                                          const Progress& progress = {});

struct DicomWebNode {
  std::string url;                            ///< of the studies resource's parent, e.g. "https://archive/dicom-web"
  std::string user, password;                 ///< basic authentication; both empty = none
  std::string bearer_token;                   ///< OAuth 2; empty = none
  std::filesystem::path trusted_certificates; ///< PEM; empty = those of the system
  int timeout_seconds = 60;
  int attempts = 2;
};

/// Sends by STOW-RS (PS3.18 10.5), one request per file so that each has its own answer. Errors as for send().
[[nodiscard]] Result<DeliveryReport> send(const std::vector<std::filesystem::path>& files, const DicomWebNode& node,
                                          const Progress& progress = {});

} // namespace spondyl::dicom_net
