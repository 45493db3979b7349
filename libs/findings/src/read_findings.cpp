#include <spondyl/findings/findings_json.h>

#include "read_assessment.h"
#include "read_vertebra.h"
#include "sign_off_json.h"

namespace spondyl::findings {
namespace {

PatientInfo read_patient(const JsonReader& patient) {
  return {read_optional_text(patient, "id"),   read_optional_text(patient, "issuer"),
          read_optional_text(patient, "name"), read_optional_text(patient, "birth_date"),
          read_optional_text(patient, "sex"),  read_optional_text(patient, "age")};
}

StudyReference read_study(const JsonReader& study) {
  return {read_optional_text(study, "uid"), read_optional_text(study, "date"), read_optional_text(study, "accession")};
}

ImageReferences read_images(const JsonReader& images) {
  ImageReferences references;
  references.frame_of_reference_uid = read_optional_text(images, "frame_of_reference_uid");
  references.root = read_optional_text(images, "root");
  if (const auto thickness = images.find("slice_thickness"))
    references.slice_thickness = thickness->number();
  if (const auto instances = images.find("instances"))
    for (const JsonReader& instance : instances->items())
      references.instances.push_back({read_optional_text(instance, "sop_class_uid"),
                                      read_optional_text(instance, "sop_instance_uid"),
                                      read_optional_text(instance, "file"), read_optional_text(instance, "sha256")});
  return references;
}

ReaderCalibration read_calibration(const JsonReader& calibration) {
  const auto length = calibration.find("length_mm");
  return {length ? ReaderCalibration::Kind::length : ReaderCalibration::Kind::magnification,
          length ? length->number() : calibration.get("magnification").number(), calibration.get("by").text(),
          calibration.get("at").text()};
}

void require_schema(const JsonReader& document) {
  const std::string schema = document.get("schema").text();
  if (schema != kFindingsSchema)
    throw JsonProblem{ErrorCode::unsupported,
                      "its schema is \"" + schema + "\", this version reads \"" + std::string(kFindingsSchema) + "\""};
}

Findings read_document(const JsonReader& document) {
  require_schema(document);
  Findings findings;
  const JsonReader software = document.get("software");
  findings.software = {software.get("name").text(), software.get("version").text()};
  findings.created = read_optional_text(document, "created");
  if (const auto patient = document.find("patient"))
    findings.patient = read_patient(*patient);
  if (const auto study = document.find("study"))
    findings.study = read_study(*study);
  findings.series_instance_uid = read_optional_text(document, "series_instance_uid");
  findings.modality = read_optional_text(document, "modality");
  if (const auto images = document.find("images"))
    findings.images = read_images(*images);
  findings.labels = read_optional_text(document, "labels");
  if (const auto labelling = document.find("labelling"))
    findings.numbering = read_numbering(*labelling);
  for (const JsonReader& vertebra : document.get("vertebrae").items())
    findings.vertebrae.push_back(read_vertebra(vertebra, static_cast<int>(findings.vertebrae.size()) + 1));
  read_spine_assessment(document, findings);
  if (const auto calibration = document.find("calibration"))
    findings.calibration = read_calibration(*calibration);
  if (const auto sign_off = document.find("sign_off"))
    findings.sign_off = read_sign_off(*sign_off);
  return findings;
}

} // namespace

Result<Findings> parse_findings(std::string_view text, const std::string& name) {
  return read_json<Findings>(text, name, read_document);
}

} // namespace spondyl::findings
