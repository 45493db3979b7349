#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>
#include <map>
#include <spondyl/dicom_file/toolkit.h>
#include <spondyl/dicom_modules/put_modules.h>
#include <spondyl/dicom_objects/objects.h>
#include <spondyl/findings/private_file.h>

namespace spondyl::dicom_objects {
namespace {

using namespace dicom_modules;

DcmItem& add_content(DcmItem& parent, const char* relationship, const char* value_type, const Code& name) {
  DcmItem& item = add_item(parent, DCM_ContentSequence);
  put_text(item, DCM_RelationshipType, relationship);
  put_text(item, DCM_ValueType, value_type);
  if (!name.value.empty())
    put_code(item, DCM_ConceptNameCodeSequence, name);
  return item;
}

bool has_no_pixels(const std::string& sop_class_uid) {
  return sop_class_uid.starts_with("1.2.840.10008.5.1.4.1.1.88.") || // structured reports
         sop_class_uid.starts_with("1.2.840.10008.5.1.4.1.1.104.");  // encapsulated documents
}

/// Current Requested Procedure Evidence: what is pointed to, by study and series (PS3.3 C.17.2.1).
void put_evidence(DcmDataset& data, const std::vector<InstanceIdentity>& objects) {
  std::map<std::string, std::map<std::string, std::vector<const InstanceIdentity*>>> studies;
  for (const InstanceIdentity& object : objects)
    studies[object.study_instance_uid][object.series_instance_uid].push_back(&object);
  for (const auto& [study_uid, all_series] : studies) {
    DcmItem& study = add_item(data, DCM_CurrentRequestedProcedureEvidenceSequence);
    put_text(study, DCM_StudyInstanceUID, study_uid);
    for (const auto& [series_uid, instances] : all_series) {
      DcmItem& series = add_item(study, DCM_ReferencedSeriesSequence);
      put_text(series, DCM_SeriesInstanceUID, series_uid);
      for (const InstanceIdentity* object : instances) {
        DcmItem& reference = add_item(series, DCM_ReferencedSOPSequence);
        put_text(reference, DCM_ReferencedSOPClassUID, object->sop_class_uid);
        put_text(reference, DCM_ReferencedSOPInstanceUID, object->sop_instance_uid);
      }
    }
  }
}

std::string description_of(const Findings& findings) {
  std::string graded;
  for (const VertebraFinding& vertebra : findings.vertebrae)
    if (vertebra.grade && vertebra.grade->value > 0)
      graded += (graded.empty() ? "" : ", ") + vertebra.display_name();
  return (graded.empty() ? "No vertebra is graded above 0. " : "Vertebrae graded above 0: " + graded + ". ") +
         kResearchUseOnly;
}

/// TID 2010.
void put_content(DcmDataset& data, const Findings& findings, const std::vector<InstanceIdentity>& objects,
                 const std::string& description) {
  put_text(data, DCM_ValueType, "CONTAINER");
  put_code(data, DCM_ConceptNameCodeSequence, {"113000", "DCM", "Of Interest"});
  put_text(data, DCM_ContinuityOfContent, "SEPARATE");
  DcmItem& content_template = only_item(data, DCM_ContentTemplateSequence);
  put_text(content_template, DCM_MappingResource, "DCMR");
  put_text(content_template, DCM_TemplateIdentifier, "2010");
  DcmItem& observer = add_content(data, "HAS OBS CONTEXT", "CODE", {"121005", "DCM", "Observer Type"});
  put_code(observer, DCM_ConceptCodeSequence, {"121007", "DCM", "Device"});
  DcmItem& device = add_content(data, "HAS OBS CONTEXT", "UIDREF", {"121012", "DCM", "Device Observer UID"});
  put_text(device, DCM_UID, device_uid(findings.software));
  DcmItem& text = add_content(data, "CONTAINS", "TEXT", {"113012", "DCM", "Key Object Description"});
  put_text(text, DCM_TextValue, description);
  for (const InstanceIdentity& object : objects) {
    DcmItem& item = add_content(data, "CONTAINS", has_no_pixels(object.sop_class_uid) ? "COMPOSITE" : "IMAGE", {});
    DcmItem& reference = only_item(item, DCM_ReferencedSOPSequence);
    put_text(reference, DCM_ReferencedSOPClassUID, object.sop_class_uid);
    put_text(reference, DCM_ReferencedSOPInstanceUID, object.sop_instance_uid);
  }
}

Result<void> check(const std::vector<InstanceIdentity>& objects) {
  if (objects.empty())
    return failure(ErrorCode::invalid_argument, "There are no key objects to point to.");
  for (const InstanceIdentity& object : objects)
    if (object.study_instance_uid.empty() || object.series_instance_uid.empty() || object.sop_class_uid.empty() ||
        object.sop_instance_uid.empty())
      return failure(ErrorCode::invalid_argument, "A key object lacks a UID.");
  return {};
}

} // namespace

Result<InstanceIdentity> write_key_objects(const Findings& findings, const std::vector<InstanceIdentity>& objects,
                                           const KeyObjectOptions& options, const std::filesystem::path& file) {
  dicom::prepare_toolkit();
  SPONDYL_CHECK(check(objects));
  SPONDYL_TRY(const auto place, place_in_study(options.place, findings));
  DcmFileFormat format;
  DcmDataset& data = *format.getDataset();
  const InstanceIdentity identity =
      put_common_modules(data, {UID_KeyObjectSelectionDocumentStorage, "KO", 9005, "Vertebral heights, key objects"},
                         place, findings.software);
  const DateTime created = now();
  put_text(data, DCM_ContentDate, created.date);
  put_text(data, DCM_ContentTime, created.time);
  data.insertEmptyElement(DCM_ReferencedPerformedProcedureStepSequence);
  put_evidence(data, objects);
  put_content(data, findings, objects, options.description.empty() ? description_of(findings) : options.description);
  SPONDYL_TRY(const std::string bytes, encoded(format));
  SPONDYL_CHECK(findings::write_private_file(file, bytes));
  return identity;
}

std::vector<InstanceIdentity> key_images(const Findings& findings) {
  constexpr std::size_t few = 5; // engineering choice: a film pair or a short stack
  const auto& instances = findings.images.instances;
  std::vector<InstanceIdentity> images;
  const auto add = [&](const InstanceReference& instance) {
    images.push_back(
        {findings.study.uid, findings.series_instance_uid, instance.sop_class_uid, instance.sop_instance_uid});
  };
  if (instances.size() > few)
    add(instances[instances.size() / 2]);
  else
    for (const InstanceReference& instance : instances)
      add(instance);
  return images;
}

} // namespace spondyl::dicom_objects
