#include <spondyl/dicom_net/send.h>

#include "outgoing.h"
#include "store_association.h"

namespace spondyl::dicom_net {
namespace {

Result<void> check_file(const std::filesystem::path& file) {
  std::error_code ignored;
  if (file.empty() || std::filesystem::is_regular_file(file, ignored))
    return {};
  return failure(ErrorCode::invalid_argument, "There is no file " + file.string() + " for TLS.");
}

Result<void> check(const DicomNode& node) {
  constexpr int kHighestPort = 65535;
  if (node.host.empty() || node.port < 1 || node.port > kHighestPort)
    return failure(ErrorCode::invalid_argument, "The archive's host or port is missing.");
  if (!node.tls)
    return {};
  const TlsOptions& tls = node.tls_options;
  if (tls.trusted_certificates.empty())
    return failure(ErrorCode::invalid_argument, "TLS needs a file of trusted certificates.");
  if (tls.certificate.empty() != tls.private_key.empty())
    return failure(ErrorCode::invalid_argument, "TLS needs both a certificate and its private key, or neither.");
  SPONDYL_CHECK(check_file(tls.trusted_certificates));
  SPONDYL_CHECK(check_file(tls.certificate));
  return check_file(tls.private_key);
}

} // namespace

Result<DeliveryReport> send(const std::vector<std::filesystem::path>& files, const DicomNode& node,
                            const Progress& progress) {
  SPONDYL_CHECK(check(node));
  SPONDYL_TRY(auto outgoing, read_outgoing(files));
  std::string commitment = "not offered";
  for (int attempt = 0; attempt < node.attempts && any_pending(outgoing); ++attempt) {
    SPONDYL_CHECK(progress.check());
    const AssociationResult result = store_pending(outgoing, node, progress);
    if (!result.commitment.empty())
      commitment = result.commitment;
    for (Outgoing& entry : outgoing)
      if (entry.pending && entry.delivery.message.empty())
        entry.delivery.message = result.problem;
  }
  SPONDYL_CHECK(progress.check());
  return report_of(outgoing, commitment);
}

} // namespace spondyl::dicom_net
