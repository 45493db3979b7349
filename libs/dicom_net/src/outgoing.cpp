#include "outgoing.h"

#include <algorithm>
#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>
#include <spondyl/dicom_file/open_file.h>
#include <spondyl/dicom_file/read_values.h>

namespace spondyl::dicom_net {
namespace {

Outgoing read_one(const std::filesystem::path& file) {
  Outgoing outgoing;
  outgoing.delivery.file = file;
  const auto opened = dicom::open_file(file);
  if (!opened) {
    outgoing.delivery.message = "The file cannot be sent: " + opened.error().message + ".";
    outgoing.pending = false;
    return outgoing;
  }
  DcmDataset& data = *opened->format->getDataset();
  outgoing.delivery.sop_class_uid = dicom::text(data, DCM_SOPClassUID);
  outgoing.delivery.sop_instance_uid = dicom::text(data, DCM_SOPInstanceUID);
  outgoing.transfer_syntax_uid = DcmXfer(data.getOriginalXfer()).getXferID();
  outgoing.readable = !outgoing.delivery.sop_class_uid.empty() && !outgoing.delivery.sop_instance_uid.empty();
  outgoing.pending = outgoing.readable;
  if (!outgoing.readable)
    outgoing.delivery.message = "The file cannot be sent: it has no SOP Class or SOP Instance UID.";
  return outgoing;
}

} // namespace

Result<std::vector<Outgoing>> read_outgoing(const std::vector<std::filesystem::path>& files) {
  if (files.empty())
    return failure(ErrorCode::invalid_argument, "There are no files to send.");
  std::vector<Outgoing> outgoing;
  std::ranges::transform(files, std::back_inserter(outgoing), read_one);
  return outgoing;
}

bool any_pending(const std::vector<Outgoing>& outgoing) {
  return std::ranges::any_of(outgoing, &Outgoing::pending);
}

DeliveryReport report_of(const std::vector<Outgoing>& outgoing, std::string commitment) {
  DeliveryReport report;
  std::ranges::transform(outgoing, std::back_inserter(report.deliveries), &Outgoing::delivery);
  report.commitment = std::move(commitment);
  return report;
}

} // namespace spondyl::dicom_net
