#include "store_association.h"

#include <set>
#include <spondyl/dicom_file/toolkit.h>
#include <spondyl/dicom_modules/put_modules.h>

namespace spondyl::dicom_net {
namespace {

// PS3.4 table B.2-1: coercion, elements discarded, data set does not match the SOP class.
constexpr unsigned kSuccess = 0x0000, kCoerced = 0xB000, kDiscarded = 0xB006, kMismatch = 0xB007;

std::string hexadecimal(unsigned code) {
  char text[16];
  std::snprintf(text, sizeof text, "0x%04X", code);
  return text;
}

void note_status(Outgoing& outgoing, unsigned code) {
  outgoing.delivery.code = code;
  outgoing.pending = false;
  if (code == kSuccess) {
    outgoing.delivery.status = DeliveryStatus::stored;
    outgoing.delivery.message.clear();
  } else if (code == kCoerced || code == kDiscarded || code == kMismatch) {
    outgoing.delivery.status = DeliveryStatus::warning;
    outgoing.delivery.message = "The archive stored the object with warning " + hexadecimal(code) + ".";
  } else {
    outgoing.pending = true; // an archive that is out of resources may take it on the next try
    outgoing.delivery.message = "The archive refused the object with status " + hexadecimal(code) + ".";
  }
}

/// One association; `Unit` is the toolkit's plain or TLS service user.
template <typename Unit> class StoreAssociation : private Unit {
public:
  StoreAssociation(const DicomNode& node, std::vector<Outgoing>& outgoing) : node_(node), outgoing_(outgoing) {
    this->setPeerHostName(node.host.c_str());
    this->setPeerPort(static_cast<Uint16>(node.port));
    this->setPeerAETitle(node.called_title.c_str());
    this->setAETitle(node.calling_title.c_str());
    this->setACSETimeout(static_cast<Uint32>(node.timeout_seconds));
    this->setDIMSETimeout(static_cast<Uint32>(node.timeout_seconds));
    this->setDIMSEBlockingMode(DIMSE_NONBLOCKING);
    this->setConnectionTimeout(node.timeout_seconds);
    this->setDatasetConversionMode(OFTrue);
    propose();
  }

  void secure(const TlsOptions& options) requires std::is_base_of_v<DcmTLSSCU, Unit> {
    this->addTrustedCertFile(options.trusted_certificates.c_str());
    this->setTLSProfile(TSP_Profile_BCP195);
    this->setPeerCertVerification(DCV_requireCertificate);
    if (options.certificate.empty())
      this->disableAuthentication(); // of this node; the archive is always authenticated
    else
      this->enableAuthentication(options.private_key.c_str(), options.certificate.c_str(), nullptr);
  }

  AssociationResult run(const Progress& progress) {
    AssociationResult result;
    OFCondition status = this->initNetwork();
    if (status.good())
      status = this->negotiateAssociation();
    if (status.bad()) {
      result.problem = std::string("No association with the archive (") + status.text() + ").";
      return result;
    }
    result.connected = true;
    result.problem = store(progress);
    if (result.problem.empty() && node_.ask_for_commitment)
      result.commitment = commit();
    if (this->isConnected())
      this->releaseAssociation();
    return result;
  }

private:
  /// A context per SOP class and encoding of the files, so that nothing need be recompressed.
  void propose() {
    std::set<std::pair<std::string, std::string>> pairs;
    for (const Outgoing& entry : outgoing_)
      if (entry.readable)
        pairs.emplace(entry.delivery.sop_class_uid, entry.transfer_syntax_uid);
    for (const auto& [sop_class, syntax] : pairs)
      propose(sop_class.c_str(), {syntax.c_str()});
    for (const auto& [sop_class, syntax] : pairs)
      propose(sop_class.c_str(), {UID_LittleEndianExplicitTransferSyntax, UID_LittleEndianImplicitTransferSyntax});
    if (node_.ask_for_commitment)
      propose(UID_StorageCommitmentPushModelSOPClass,
              {UID_LittleEndianExplicitTransferSyntax, UID_LittleEndianImplicitTransferSyntax});
  }

  void propose(const char* sop_class, std::initializer_list<const char*> syntaxes) {
    OFList<OFString> list;
    for (const char* syntax : syntaxes)
      list.push_back(syntax);
    this->addPresentationContext(sop_class, list);
  }

  /// Returns why the association broke off; empty when everything was tried.
  std::string store(const Progress& progress) {
    std::size_t done = 0;
    for (Outgoing& entry : outgoing_) {
      if (progress.cancelled())
        return "Cancelled.";
      if (!entry.pending)
        continue;
      Uint16 code = 0;
      const OFCondition status = this->sendSTORERequest(0, entry.delivery.file.c_str(), nullptr, code);
      if (status.good()) {
        note_status(entry, code);
      } else {
        entry.delivery.message = std::string("The object could not be sent (") + status.text() + ").";
        if (!this->isConnected() || status == DUL_PEERABORTEDASSOCIATION || status == DUL_NETWORKCLOSED)
          return "The association broke off.";
      }
      progress.report(static_cast<double>(++done) / static_cast<double>(outgoing_.size()), "sending");
    }
    return {};
  }

  std::string commit() {
    const auto context = this->findPresentationContextID(UID_StorageCommitmentPushModelSOPClass, "");
    const bool any_stored = std::ranges::any_of(
        outgoing_, [](const Outgoing& entry) { return entry.delivery.status != DeliveryStatus::not_accepted; });
    if (context == 0 || !any_stored)
      return "not offered";
    const std::string transaction = dicom_modules::new_uid();
    DcmDataset request;
    put_commitment_request(request, transaction, outgoing_);
    std::optional<CommitmentListener> listener;
    if (node_.commitment_port > 0)
      listener.emplace(node_.commitment_port, node_.calling_title, transaction);
    Uint16 code = 0;
    constexpr Uint16 kRequestCommitment = 1; // PS3.4 J.3.2.1
    const OFCondition status =
        this->sendACTIONRequest(context, UID_StorageCommitmentPushModelSOPInstance, kRequestCommitment, &request, code);
    if (status.bad() || code != kSuccess)
      return "refused by the archive";
    const auto answer = listener ? answer_at_port(*listener) : answer_here(transaction);
    return answer ? apply(*answer, outgoing_) : "requested, not answered in time";
  }

  std::optional<CommitmentAnswer> answer_at_port(CommitmentListener& listener) {
    this->releaseAssociation(); // some archives answer only once the association is over
    return listener.listening() ? listener.wait(node_.commitment_timeout_seconds) : std::nullopt;
  }

  std::optional<CommitmentAnswer> answer_here(const std::string& transaction) {
    DcmDataset* event = nullptr;
    Uint16 event_type = 0;
    const OFCondition status = this->handleEVENTREPORTRequest(event, event_type, node_.commitment_timeout_seconds);
    const std::unique_ptr<DcmDataset> owned(event);
    return status.good() && event != nullptr ? read_commitment_answer(*event, transaction) : std::nullopt;
  }

  const DicomNode& node_;
  std::vector<Outgoing>& outgoing_;
};

} // namespace

AssociationResult store_pending(std::vector<Outgoing>& outgoing, const DicomNode& node, const Progress& progress) {
  dicom::prepare_toolkit();
  if (!node.tls)
    return StoreAssociation<DcmSCU>(node, outgoing).run(progress);
  StoreAssociation<DcmTLSSCU> association(node, outgoing);
  association.secure(node.tls_options);
  return association.run(progress);
}

} // namespace spondyl::dicom_net
