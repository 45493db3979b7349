#pragma once
// Storage commitment (PS3.4 annex J): the archive takes responsibility for what it stored.

#include <atomic>
#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>
#include <dcmtk/dcmnet/scp.h>
#include <future>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "outgoing.h"

namespace spondyl::dicom_net {

/// What an archive answered to one request.
struct CommitmentAnswer {
  std::set<std::string> committed, failed; ///< SOP Instance UIDs
};

/// The request for everything stored (action information, PS3.4 J.3.2.1).
void put_commitment_request(DcmDataset& request, const std::string& transaction_uid,
                            const std::vector<Outgoing>& outgoing);
/// Reads an answer (event information, J.3.3.1); std::nullopt when it belongs to another transaction.
[[nodiscard]] std::optional<CommitmentAnswer> read_commitment_answer(DcmItem& event,
                                                                     const std::string& transaction_uid);
/// Marks what is committed; returns the sentence for the report.
[[nodiscard]] std::string apply(const CommitmentAnswer& answer, std::vector<Outgoing>& outgoing);

/// Waits on a port for the archive to open an association with its answer.
class CommitmentListener : private DcmSCP {
public:
  CommitmentListener(int port, std::string title, std::string transaction_uid);
  ~CommitmentListener() override;
  /// Whether the port could be opened.
  [[nodiscard]] bool listening() const { return listening_; }
  [[nodiscard]] std::optional<CommitmentAnswer> wait(int seconds);

private:
  OFCondition handleIncomingCommand(T_DIMSE_Message* message, const DcmPresentationContextInfo& context) override;
  OFBool stopAfterCurrentAssociation() override { return answered_ || stop_; }
  OFBool stopAfterConnectionTimeout() override { return answered_ || stop_; }

  std::string transaction_uid_;
  bool listening_ = false;
  std::atomic<bool> answered_ = false, stop_ = false;
  std::promise<CommitmentAnswer> answer_;
  std::thread thread_;
};

} // namespace spondyl::dicom_net
