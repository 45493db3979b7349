#include <spondyl/dicom_modules/put_modules.h>

#include <algorithm>
#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>
#include <spondyl/base/uid.h>

namespace spondyl::dicom_modules {
namespace {

void put_if_present(DcmItem& item, const DcmTagKey& tag, const std::string& value) {
  if (!value.empty())
    put_text(item, tag, value);
}

bool all_digits(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

// What does not fit its value representation would make the whole object invalid: it is left empty.
std::string valid_date(const std::string& date) {
  return date.size() == 8 && all_digits(date) ? date : std::string();
}

std::string valid_sex(const std::string& sex) {
  return sex == "M" || sex == "F" || sex == "O" ? sex : std::string();
}

std::string valid_age(const std::string& age) {
  const bool valid = age.size() == 4 && all_digits(std::string_view(age).substr(0, 3)) &&
                     std::string_view("DWMY").find(age[3]) != std::string_view::npos;
  return valid ? age : std::string();
}

void put_patient(DcmItem& data, const std::optional<PatientInfo>& patient) {
  const PatientInfo known = patient.value_or(PatientInfo{});
  put_text(data, DCM_PatientName, known.name);
  put_text(data, DCM_PatientID, known.id);
  put_if_present(data, DCM_IssuerOfPatientID, known.issuer);
  put_text(data, DCM_PatientBirthDate, valid_date(known.birth_date));
  put_text(data, DCM_PatientSex, valid_sex(known.sex));
  put_if_present(data, DCM_PatientAge, valid_age(known.age));
}

/// Anonymous findings (findings::anonymized) have no patient, no dates and replaced UIDs, and a report holds what they
/// hold: PS3.15 E.1.1, with structured content clean from the start.
void put_deidentification(DcmItem& data, const SourceStudy& source) {
  if (source.patient)
    return;
  put_text(data, DCM_PatientIdentityRemoved, "YES");
  put_text(data, DCM_DeidentificationMethod, "Patient left out of the findings");
  if (!source.study.date.empty()) // made elsewhere, by rules not known here
    return;
  put_text(data, DCM_LongitudinalTemporalInformationModified, "REMOVED"); // PS3.15 E.3.6
  put_code(data, DCM_DeidentificationMethodCodeSequence,
           {"113100", "DCM", "Basic Application Confidentiality Profile"});
}

void put_study(DcmItem& data, const SourceStudy& source) {
  put_text(data, DCM_StudyInstanceUID, source.study.uid);
  put_text(data, DCM_StudyDate, valid_date(source.study.date));
  put_text(data, DCM_StudyTime, source.study.time);
  put_text(data, DCM_AccessionNumber, source.study.accession);
  put_text(data, DCM_StudyID, source.study_id);
  put_text(data, DCM_ReferringPhysicianName, source.referring_physician);
  put_if_present(data, DCM_StudyDescription, source.study.description);
}

void put_equipment(DcmItem& item, const SoftwareInfo& software) {
  put_text(item, DCM_Manufacturer, kManufacturer);
  put_text(item, DCM_ManufacturerModelName, software.name);
  put_text(item, DCM_DeviceSerialNumber, "none"); // Enhanced General Equipment wants one; software has none
  put_text(item, DCM_SoftwareVersions, software.version);
}

/// IHE AI Results: which software made the object, so that it can be found and withdrawn (PS3.3 C.12.1).
void put_contributing_equipment(DcmItem& data, const SoftwareInfo& software) {
  DcmItem& item = only_item(data, DCM_ContributingEquipmentSequence);
  put_equipment(item, software);
  put_text(item, DCM_DeviceUID, device_uid(software));
  put_text(item, DCM_ContributionDescription, kResearchUseOnly);
  put_code(item, DCM_PurposeOfReferenceCodeSequence, {"109102", "DCM", "Processing Equipment"});
}

} // namespace

std::string device_uid(const SoftwareInfo& software) {
  return uid_from_text("spondyl device;" + software.name + ";" + software.version);
}

InstanceIdentity put_common_modules(DcmDataset& data, const ObjectKind& kind, const ObjectPlace& place,
                                    const SoftwareInfo& software) {
  const DateTime created = now();
  const InstanceIdentity identity{
      place.study.study.uid, place.series_instance_uid.empty() ? new_uid() : place.series_instance_uid,
      kind.sop_class_uid, place.sop_instance_uid.empty() ? new_uid() : place.sop_instance_uid};
  put_text(data, DCM_SpecificCharacterSet, "ISO_IR 192");
  put_text(data, DCM_SOPClassUID, identity.sop_class_uid);
  put_text(data, DCM_SOPInstanceUID, identity.sop_instance_uid);
  put_text(data, DCM_InstanceCreationDate, created.date);
  put_text(data, DCM_InstanceCreationTime, created.time);
  put_text(data, DCM_InstanceNumber, std::to_string(place.instance_number));
  put_patient(data, place.study.patient);
  put_deidentification(data, place.study);
  put_study(data, place.study);
  put_text(data, DCM_Modality, kind.modality);
  put_text(data, DCM_SeriesInstanceUID, identity.series_instance_uid);
  put_text(data, DCM_SeriesNumber, std::to_string(place.series_number != 0 ? place.series_number : kind.series_number));
  put_text(data, DCM_SeriesDescription, kind.series_description);
  put_text(data, DCM_SeriesDate, created.date);
  put_text(data, DCM_SeriesTime, created.time);
  put_equipment(data, software);
  put_contributing_equipment(data, software);
  return identity;
}

Result<ObjectPlace> place_in_study(ObjectPlace place, const Findings& findings) {
  if (place.study.study.uid.empty())
    place.study = source_study(findings);
  if (place.study.study.uid.empty())
    return failure(ErrorCode::invalid_argument,
                   "These findings do not name their study, so no DICOM object can be put beside its images.",
                   "Measure the images again.");
  return place;
}

void put_referenced_series(DcmItem& item, const Findings& findings) {
  DcmItem& series = add_item(item, DCM_ReferencedSeriesSequence);
  put_text(series, DCM_SeriesInstanceUID, findings.series_instance_uid);
  for (const InstanceReference& instance : findings.images.instances) {
    DcmItem& reference = add_item(series, DCM_ReferencedInstanceSequence);
    put_text(reference, DCM_ReferencedSOPClassUID, instance.sop_class_uid);
    put_text(reference, DCM_ReferencedSOPInstanceUID, instance.sop_instance_uid);
  }
}

} // namespace spondyl::dicom_modules
