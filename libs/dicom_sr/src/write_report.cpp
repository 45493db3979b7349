#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>
#include <dcmtk/dcmsr/dsrdoc.h>
#include <spondyl/base/uid.h>
#include <spondyl/dicom_file/toolkit.h>
#include <spondyl/dicom_modules/put_modules.h>
#include <spondyl/dicom_sr/report.h>
#include <spondyl/findings/private_file.h>

#include "content_dataset.h"
#include "date_time.h"
#include "report_content.h"

namespace spondyl::dicom_sr {
namespace {

using dicom_modules::InstanceIdentity;

tl::unexpected<Error> unusable(const std::string& what, const std::string& advice) {
  return failure(ErrorCode::invalid_argument, what, advice);
}

tl::unexpected<Error> not_written(const OFCondition& status) {
  return failure(ErrorCode::internal,
                 std::string("The structured report cannot be put together (") + status.text() + ").");
}

Result<void> check(const Findings& findings, const ReportOptions& options) {
  if (findings.series_instance_uid.empty() || findings.images.instances.empty())
    return unusable("These findings do not name the images they were measured on; a report must refer to them.",
                    "Measure the images again.");
  for (const InstanceReference& instance : findings.images.instances)
    if (instance.sop_class_uid.empty() || instance.sop_instance_uid.empty())
      return unusable("An image of these findings has no UID; a report must refer to it.", "Measure the images again.");
  if (options.signature && (options.signature->reader_name.empty() || !dicom_date_time(options.signature->date_time)))
    return unusable("The signature lacks the reader's name or the date.", "Sign with both.");
  return {};
}

bool on_film(const Findings& findings) {
  const bool projection = findings.modality != "CT" && findings.modality != "MR";
  for (const VertebraFinding& vertebra : findings.vertebrae)
    if (vertebra.landmarks)
      return std::holds_alternative<SixPixels>(*vertebra.landmarks);
  return projection;
}

OFCondition refer(DSRDocument& document, const Findings& findings, const ReportOptions& options,
                  const std::string& study_uid) {
  auto& evidence = document.getCurrentRequestedProcedureEvidence();
  OFCondition status = EC_Normal;
  for (const InstanceReference& instance : findings.images.instances)
    if (status.good())
      status = evidence.addItem(study_uid.c_str(), findings.series_instance_uid.c_str(), instance.sop_class_uid.c_str(),
                                instance.sop_instance_uid.c_str());
  for (const InstanceIdentity& previous : options.predecessors)
    if (status.good())
      status = document.getPredecessorDocuments().addItem(
          previous.study_instance_uid.c_str(), previous.series_instance_uid.c_str(), previous.sop_class_uid.c_str(),
          previous.sop_instance_uid.c_str());
  return status;
}

OFCondition name_private_codes(DSRDocument& document) {
  auto& schemes = document.getCodingSchemeIdentification();
  OFCondition status = schemes.addItem(dicom_modules::kPrivateScheme);
  if (status.good())
    status = schemes.setCodingSchemeUID(dicom_modules::kPrivateSchemeUid);
  if (status.good())
    status = schemes.setCodingSchemeName("Spondyl vertebral morphometry, docs/conformance.md");
  if (status.good())
    status = schemes.setCodingSchemeResponsibleOrganization(dicom_modules::kManufacturer);
  return status;
}

OFCondition sign(DSRDocument& document, const std::optional<Signature>& signature) {
  if (!signature)
    return document.setPreliminaryFlag(DSRTypes::PF_Preliminary);
  const std::string organization = signature->organization.empty() ? "unknown" : signature->organization;
  OFCondition status = document.completeDocument();
  if (status.good())
    status = document.verifyDocument(signature->reader_name.c_str(), organization.c_str(),
                                     dicom_date_time(signature->date_time).value_or("").c_str());
  return status.good() ? document.setPreliminaryFlag(DSRTypes::PF_Final) : status;
}

Result<void> fill(DSRDocument& document, DcmDataset& data, const Findings& findings, const ReportOptions& options,
                  const std::string& study_uid) {
  document.setSpecificCharacterSet("ISO_IR 192");
  for (const OFCondition& status :
       {document.createNewSeriesInStudy(study_uid.c_str()), refer(document, findings, options, study_uid),
        name_private_codes(document), sign(document, options.signature)})
    if (status.bad())
      return not_written(status);
  SPONDYL_CHECK(put_content(document.getTree(), report_content(findings, options)));
  const OFCondition status = document.write(data);
  return status.bad() ? Result<void>(not_written(status)) : Result<void>();
}

} // namespace

InstanceIdentity signed_report_identity(const Findings& findings, const std::string& digest,
                                        const std::string& language) {
  const std::string name = findings.series_instance_uid + ";" + digest + ";" + language;
  return {findings.study.uid, uid_from_text("spondyl signed report series;" + name),
          on_film(findings) ? UID_ComprehensiveSRStorage : UID_Comprehensive3DSRStorage,
          uid_from_text("spondyl signed report;" + name)};
}

Result<InstanceIdentity> write_report(const Findings& findings, const ReportOptions& options,
                                      const std::filesystem::path& file) {
  dicom::prepare_toolkit();
  SPONDYL_CHECK(check(findings, options));
  SPONDYL_TRY(const auto place, dicom_modules::place_in_study(options.place, findings));
  const bool film = on_film(findings);
  DSRDocument document(film ? DSRTypes::DT_ComprehensiveSR : DSRTypes::DT_Comprehensive3DSR);
  DcmFileFormat format;
  DcmDataset& data = *format.getDataset();
  SPONDYL_CHECK(fill(document, data, findings, options, place.study.study.uid));
  const auto identity =
      dicom_modules::put_common_modules(data,
                                        {film ? UID_ComprehensiveSRStorage : UID_Comprehensive3DSRStorage, "SR", 9001,
                                         "Vertebral heights (research use)"},
                                        place, findings.software);
  SPONDYL_TRY(const std::string bytes, dicom_modules::encoded(format));
  SPONDYL_CHECK(findings::write_private_file(file, bytes));
  return identity;
}

} // namespace spondyl::dicom_sr
