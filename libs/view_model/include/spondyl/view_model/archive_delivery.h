#pragma once
// Exported DICOM objects sent to an archive by C-STORE, as `spondyl send` does.

#include <filesystem>
#include <spondyl/base/progress.h>
#include <spondyl/base/result.h>
#include <spondyl/dicom_net/send.h>
#include <string>
#include <vector>

namespace spondyl::view_model {

/// What the reader fills in.
struct ArchiveAddress {
  std::string host_and_port; ///< "archive.example.org:104"
  std::string called_title = "ANY-SCP", calling_title = "SPONDYL";
  bool tls = false;
  dicom_net::TlsOptions tls_options{}; ///< with tls: the trusted certificates are required
  bool ask_for_commitment = true;
};

/// Errors: `invalid_argument` (no address, one of a web service, titles that are none (PS3.5 6.2, AE), TLS without
/// trusted certificates).
[[nodiscard]] Result<dicom_net::DicomNode> dicom_node(const ArchiveAddress& address);

struct DeliveryOutcome {
  dicom_net::DeliveryReport report;
  std::vector<std::string> warnings; ///< lines of the audit log that could not be written
};
/// Sends the files; what became of each is a line of `audit_log` (empty = nothing is noted). Errors: those of
/// dicom_node(), dicom_net::send().
[[nodiscard]] Result<DeliveryOutcome> send_to_archive(const std::vector<std::filesystem::path>& files,
                                                      const ArchiveAddress& address,
                                                      const std::filesystem::path& audit_log,
                                                      const Progress& progress = {});

/// One line per file with its status and the archive's words; storage commitment; what is to be sent again.
[[nodiscard]] std::string in_words(const DeliveryOutcome& outcome);

} // namespace spondyl::view_model
