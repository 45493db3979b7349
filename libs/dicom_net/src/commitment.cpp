#include "commitment.h"

#include <chrono>
#include <spondyl/dicom_file/read_values.h>
#include <spondyl/dicom_modules/put_modules.h>

namespace spondyl::dicom_net {
namespace {

std::set<std::string> instances(DcmItem& event, const DcmTagKey& sequence) {
  std::set<std::string> uids;
  DcmSequenceOfItems* items = nullptr;
  if (event.findAndGetSequence(sequence, items).good() && items != nullptr)
    for (unsigned long i = 0; i < items->card(); ++i)
      uids.insert(dicom::text(*items->getItem(i), DCM_ReferencedSOPInstanceUID));
  return uids;
}

bool is_stored(const Outgoing& outgoing) {
  return outgoing.delivery.status != DeliveryStatus::not_accepted;
}

} // namespace

void put_commitment_request(DcmDataset& request, const std::string& transaction_uid,
                            const std::vector<Outgoing>& outgoing) {
  dicom_modules::put_text(request, DCM_TransactionUID, transaction_uid);
  for (const Outgoing& stored : outgoing) {
    if (!is_stored(stored))
      continue;
    DcmItem& reference = dicom_modules::add_item(request, DCM_ReferencedSOPSequence);
    dicom_modules::put_text(reference, DCM_ReferencedSOPClassUID, stored.delivery.sop_class_uid);
    dicom_modules::put_text(reference, DCM_ReferencedSOPInstanceUID, stored.delivery.sop_instance_uid);
  }
}

std::optional<CommitmentAnswer> read_commitment_answer(DcmItem& event, const std::string& transaction_uid) {
  if (dicom::text(event, DCM_TransactionUID) != transaction_uid)
    return std::nullopt;
  return CommitmentAnswer{instances(event, DCM_ReferencedSOPSequence), instances(event, DCM_FailedSOPSequence)};
}

std::string apply(const CommitmentAnswer& answer, std::vector<Outgoing>& outgoing) {
  std::size_t stored = 0, committed = 0;
  for (Outgoing& entry : outgoing) {
    if (!is_stored(entry))
      continue;
    ++stored;
    if (answer.committed.contains(entry.delivery.sop_instance_uid)) {
      entry.delivery.status = DeliveryStatus::committed;
      ++committed;
    } else if (answer.failed.contains(entry.delivery.sop_instance_uid)) {
      entry.delivery.status = DeliveryStatus::not_accepted;
      entry.delivery.message = "The archive stored the object but does not take responsibility for it.";
    }
  }
  return "confirmed for " + std::to_string(committed) + " of " + std::to_string(stored);
}

CommitmentListener::CommitmentListener(int port, std::string title, std::string transaction_uid)
    : transaction_uid_(std::move(transaction_uid)) {
  OFList<OFString> syntaxes;
  syntaxes.push_back(UID_LittleEndianExplicitTransferSyntax);
  syntaxes.push_back(UID_LittleEndianImplicitTransferSyntax);
  setPort(static_cast<Uint16>(port));
  setAETitle(title.c_str());
  setRespondWithCalledAETitle(OFTrue);
  setConnectionBlockingMode(DUL_NOBLOCK);
  setConnectionTimeout(1); // s; how soon a stop is noticed
  setDIMSETimeout(10);
  // The archive is the provider of the service although it opens the association (PS3.4 J.3.1).
  addPresentationContext(UID_StorageCommitmentPushModelSOPClass, syntaxes, ASC_SC_ROLE_SCP);
  listening_ = openListenPort().good();
  if (listening_)
    thread_ = std::thread([this] { acceptAssociations(); });
}

CommitmentListener::~CommitmentListener() {
  stop_ = true;
  if (thread_.joinable())
    thread_.join();
}

std::optional<CommitmentAnswer> CommitmentListener::wait(int seconds) {
  auto answer = answer_.get_future();
  if (answer.wait_for(std::chrono::seconds(seconds)) != std::future_status::ready)
    return std::nullopt;
  return answer.get();
}

OFCondition CommitmentListener::handleIncomingCommand(T_DIMSE_Message* message,
                                                      const DcmPresentationContextInfo& context) {
  if (message->CommandField != DIMSE_N_EVENT_REPORT_RQ)
    return DcmSCP::handleIncomingCommand(message, context);
  DcmDataset* event = nullptr;
  Uint16 event_type = 0;
  const OFCondition status =
      handleEVENTREPORTRequest(message->msg.NEventReportRQ, context.presentationContextID, event, event_type);
  const std::unique_ptr<DcmDataset> owned(event);
  if (status.good() && event != nullptr && !answered_)
    if (auto answer = read_commitment_answer(*event, transaction_uid_)) {
      answer_.set_value(std::move(*answer));
      answered_ = true;
    }
  return status;
}

} // namespace spondyl::dicom_net
