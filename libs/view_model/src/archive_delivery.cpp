#include <spondyl/view_model/archive_delivery.h>

#include <algorithm>
#include <spondyl/audit/log.h>
#include <spondyl/dicom_net/address.h>
#include <tuple>

namespace spondyl::view_model {
namespace {

namespace fs = std::filesystem;
using dicom_net::Delivery;

/// Value representation AE (PS3.5 6.2): 1 to 16 printable characters, no backslash, not only spaces.
Result<void> check_title(const std::string& title) {
  constexpr std::size_t kLongest = 16;
  const bool printable = std::ranges::all_of(title, [](unsigned char c) { return c >= 0x20 && c < 0x7f && c != '\\'; });
  if (printable && title.size() <= kLongest && title.find_first_not_of(' ') != std::string::npos)
    return {};
  return failure(ErrorCode::invalid_argument, "'" + title + "' is no application entity title.",
                 "It has 1 to 16 plain characters.");
}

} // namespace

Result<dicom_net::DicomNode> dicom_node(const ArchiveAddress& address) {
  if (dicom_net::is_web(address.host_and_port))
    return failure(ErrorCode::invalid_argument, "This is the address of a DICOMweb service.",
                   "Write HOST:PORT for C-STORE here; `spondyl send` takes web addresses.");
  dicom_net::DicomNode node;
  SPONDYL_TRY(std::tie(node.host, node.port), dicom_net::parse_host(address.host_and_port));
  SPONDYL_CHECK(check_title(address.called_title));
  SPONDYL_CHECK(check_title(address.calling_title));
  if (address.tls && address.tls_options.trusted_certificates.empty())
    return failure(ErrorCode::invalid_argument, "TLS needs the certificates of the authorities that are trusted.",
                   "Name their PEM file.");
  node.called_title = address.called_title;
  node.calling_title = address.calling_title;
  node.tls = address.tls;
  node.tls_options = address.tls_options;
  node.ask_for_commitment = address.ask_for_commitment;
  return node;
}

Result<DeliveryOutcome> send_to_archive(const std::vector<fs::path>& files, const ArchiveAddress& address,
                                        const fs::path& audit_log, const Progress& progress) {
  SPONDYL_TRY(const dicom_net::DicomNode node, dicom_node(address));
  DeliveryOutcome outcome;
  SPONDYL_TRY(outcome.report, dicom_net::send(files, node, progress));
  if (!address.ask_for_commitment)
    outcome.report.commitment = "not asked for";
  for (const Delivery& delivery : outcome.report.deliveries)
    if (!audit_log.empty())
      if (const auto noted =
              audit::append(audit_log, {audit::Action::send, audit::subject_of(delivery.sop_instance_uid),
                                        to_string(delivery.status)});
          !noted)
        outcome.warnings.push_back(noted.error().text());
  return outcome;
}

std::string in_words(const DeliveryOutcome& outcome) {
  std::string text;
  for (const Delivery& delivery : outcome.report.deliveries)
    text += delivery.file.filename().string() + ": " + to_string(delivery.status) +
            (delivery.message.empty() ? "" : ". " + delivery.message) + "\n";
  if (!outcome.report.commitment.empty())
    text += "Storage commitment: " + outcome.report.commitment + "\n";
  if (const auto again = outcome.report.to_retry(); !again.empty())
    text += std::to_string(again.size()) + " not accepted: send again.\n";
  for (const std::string& warning : outcome.warnings)
    text += warning + "\n";
  return text;
}

} // namespace spondyl::view_model
