#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>
#include <spondyl/dicom_file/open_file.h>
#include <spondyl/dicom_file/read_values.h>
#include <spondyl/dicom_modules/put_modules.h>
#include <spondyl/dicom_sr/report.h>

#include "content_dataset.h"
#include "report_content.h"
#include "standard_codes.h"

namespace spondyl::dicom_sr {
namespace {

namespace fs = std::filesystem;

/// Every instance of a hierarchical reference: study, series, instances (PS3.3 C.17.2.1).
std::vector<dicom_modules::InstanceIdentity> references(DcmItem& data, const DcmTagKey& sequence) {
  std::vector<dicom_modules::InstanceIdentity> found;
  const auto each = [](DcmItem& item, const DcmTagKey& tag, const auto& action) {
    DcmSequenceOfItems* items = nullptr;
    if (item.findAndGetSequence(tag, items).good() && items != nullptr)
      for (unsigned long i = 0; i < items->card(); ++i)
        action(*items->getItem(i));
  };
  each(data, sequence, [&](DcmItem& study) {
    each(study, DCM_ReferencedSeriesSequence, [&](DcmItem& series) {
      each(series, DCM_ReferencedSOPSequence, [&](DcmItem& instance) {
        found.push_back({dicom::text(study, DCM_StudyInstanceUID), dicom::text(series, DCM_SeriesInstanceUID),
                         dicom::text(instance, DCM_ReferencedSOPClassUID),
                         dicom::text(instance, DCM_ReferencedSOPInstanceUID)});
      });
    });
  });
  return found;
}

std::vector<Signature> verifying_observers(DcmItem& data, const std::string& set) {
  std::vector<Signature> observers;
  DcmSequenceOfItems* items = nullptr;
  if (data.findAndGetSequence(DCM_VerifyingObserverSequence, items).bad() || items == nullptr)
    return observers;
  for (unsigned long i = 0; i < items->card(); ++i) {
    DcmItem& item = *items->getItem(i);
    observers.push_back({dicom_modules::utf8_text(item, DCM_VerifyingObserverName, set),
                         dicom_modules::utf8_text(item, DCM_VerifyingOrganization, set),
                         dicom::text(item, DCM_VerificationDateTime)});
  }
  return observers;
}

std::optional<PatientInfo> patient_of(DcmItem& data, const std::string& set) {
  if (dicom::text(data, DCM_PatientIdentityRemoved) == "YES")
    return std::nullopt;
  const auto text = [&](const DcmTagKey& tag) { return dicom_modules::utf8_text(data, tag, set); };
  return PatientInfo{text(DCM_PatientID),        text(DCM_IssuerOfPatientID), text(DCM_PatientName),
                     text(DCM_PatientBirthDate), text(DCM_PatientSex),        text(DCM_PatientAge)};
}

void read_header(DcmDataset& data, const std::string& set, Report& report) {
  report.identity = {dicom::text(data, DCM_StudyInstanceUID), dicom::text(data, DCM_SeriesInstanceUID),
                     dicom::text(data, DCM_SOPClassUID), dicom::text(data, DCM_SOPInstanceUID)};
  report.patient = patient_of(data, set);
  report.content_date_time = dicom::text(data, DCM_ContentDate) + dicom::text(data, DCM_ContentTime);
  report.complete = dicom::text(data, DCM_CompletionFlag) == "COMPLETE";
  report.verified = dicom::text(data, DCM_VerificationFlag) == "VERIFIED";
  report.verifying_observers = verifying_observers(data, set);
  report.predecessors = references(data, DCM_PredecessorDocumentsSequence);
  for (const DcmTagKey& evidence : {DCM_CurrentRequestedProcedureEvidenceSequence, DCM_PertinentOtherEvidenceSequence})
    for (auto& reference : references(data, evidence))
      report.referenced_instances.push_back(std::move(reference.sop_instance_uid));
}

/// The coordinates other systems see must be those the exact text gives; single precision of a metre is 0.1 um.
bool fits_shapes(const VertebraFinding& vertebra, const MeasurementGroup& group) {
  constexpr double tolerance = 0.01; // mm or px
  if (!vertebra.landmarks)
    return true;
  for (const ReportedShape& shape : group.shapes) {
    if (shape.graphic_type != "POLYLINE")
      continue;
    const double seen = shape.points.size() == 2   ? distance(shape.points[0], shape.points[1])
                        : shape.pixels.size() == 2 ? distance(shape.pixels[0], shape.pixels[1])
                                                   : 0.0;
    bool known = false;
    for (const HeightName name : kHeightNames)
      known = known || std::abs(landmark_distance(*vertebra.landmarks, name) - seen) < tolerance;
    if (!known)
      return false;
  }
  return true;
}

void add_findings(DcmDataset& data, const ContentItem& root, const std::string& set, Report& report) {
  report.findings = findings_of_content(root);
  if (!report.findings)
    return;
  Findings& findings = *report.findings;
  findings.patient = report.patient;
  findings.study.uid = report.identity.study_instance_uid;
  findings.study.accession = dicom_modules::utf8_text(data, DCM_AccessionNumber, set);
  for (std::size_t i = 0; i < findings.vertebrae.size() && i < report.groups.size(); ++i)
    if (!fits_shapes(findings.vertebrae[i], report.groups[i]))
      report.notes.push_back(
          "The coordinates of " + findings.vertebrae[i].display_name() +
          " differ from the landmarks this program wrote; the report was changed by other software.");
}

} // namespace

Result<Report> read_report(const fs::path& file) {
  const auto named = [&](ErrorCode code, const std::string& cause) {
    return failure(code, "Cannot read " + file.string() + " as a structured report: " + cause + ".");
  };
  auto opened = dicom::open_file(file);
  if (!opened)
    return named(ErrorCode::unreadable, opened.error().message);
  DcmDataset& data = *opened->format->getDataset();
  const std::string set = dicom::text(data, DCM_SpecificCharacterSet);
  if (!data.tagExists(DCM_ContentSequence) || dicom::text(data, DCM_ValueType) != "CONTAINER")
    return named(ErrorCode::unsupported, "it has no content tree");
  const ContentItem root = read_content(data, set);
  Report report;
  read_header(data, set, report);
  report.title = root.concept_name;
  report.groups = groups_of_content(root);
  report.impression = text_of_content(root, standard::kImpression);
  report.recommendation = text_of_content(root, standard::kRecommendation);
  if (report.groups.empty())
    report.notes.emplace_back("The report holds no measurement group (TID 1410, 1411, 1501).");
  add_findings(data, root, set, report);
  return report;
}

} // namespace spondyl::dicom_sr
