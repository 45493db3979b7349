#include <spondyl/findings/findings_json.h>

#include "sign_off_json.h"
#include "write_assessment.h"
#include "write_vertebra.h"

namespace spondyl::findings {
namespace {

Json json_of(const PatientInfo& patient) {
  Json object = Json::object();
  put(object, "id", patient.id);
  put(object, "issuer", patient.issuer);
  put(object, "name", patient.name);
  put(object, "birth_date", patient.birth_date);
  put(object, "sex", patient.sex);
  put(object, "age", patient.age);
  return object;
}

Json json_of(const StudyReference& study) {
  Json object = Json::object();
  put(object, "uid", study.uid);
  put(object, "date", study.date);
  put(object, "accession", study.accession);
  return object;
}

Json json_of(const ImageReferences& images) {
  Json object = Json::object();
  put(object, "frame_of_reference_uid", images.frame_of_reference_uid);
  put(object, "root", images.root);
  put(object, "slice_thickness", images.slice_thickness);
  object["instances"] = Json::array();
  for (const InstanceReference& instance : images.instances) {
    Json entry = Json::object();
    put(entry, "sop_class_uid", instance.sop_class_uid);
    put(entry, "sop_instance_uid", instance.sop_instance_uid);
    put(entry, "file", instance.file);
    put(entry, "sha256", instance.sha256);
    object["instances"].push_back(std::move(entry));
  }
  return object;
}

Json json_of(const ReaderCalibration& calibration) {
  const bool is_length = calibration.kind == ReaderCalibration::Kind::length;
  return {
      {is_length ? "length_mm" : "magnification", calibration.value}, {"by", calibration.by}, {"at", calibration.at}};
}

Json json_of(const Numbering& numbering) {
  Json object = Json::object();
  object["status"] = to_string(numbering.status);
  object["anchor"] = to_string(numbering.anchor);
  put(object, "confidence", numbering.confidence);
  put(object, "note", numbering.note);
  return object;
}

} // namespace

std::string to_json(const Findings& findings) {
  Json document = Json::object();
  document["schema"] = kFindingsSchema;
  document["software"] = {{"name", findings.software.name}, {"version", findings.software.version}};
  put(document, "created", findings.created);
  if (findings.patient)
    document["patient"] = json_of(*findings.patient);
  put_unless_empty(document, "study", json_of(findings.study));
  put(document, "series_instance_uid", findings.series_instance_uid);
  put(document, "modality", findings.modality);
  document["images"] = json_of(findings.images);
  put(document, "labels", findings.labels);
  document["labelling"] = json_of(findings.numbering);
  document["vertebrae"] = json_list(findings.vertebrae);
  put_unless_empty(document, "discs", json_list(findings.discs));
  put_unless_empty(document, "angles", json_list(findings.angles));
  if (findings.deformity_index)
    document["deformity_index"] = json_of(*findings.deformity_index);
  if (findings.sacral_endplate)
    document["sacral_endplate"] = json_of(*findings.sacral_endplate);
  put_unless_empty(document, "warnings", findings.warnings);
  if (findings.calibration)
    document["calibration"] = json_of(*findings.calibration);
  if (findings.sign_off)
    document["sign_off"] = json_of(*findings.sign_off);
  // Text that is no UTF-8 after all must not cost the measurement: it is replaced, not thrown.
  constexpr int indent = 1;
  return document.dump(indent, ' ', false, Json::error_handler_t::replace);
}

} // namespace spondyl::findings
