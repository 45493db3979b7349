#include <spondyl/findings/findings_json.h>

#include <cmath>
#include <nlohmann/json.hpp>

namespace spondyl::findings {
namespace {

using Json = nlohmann::ordered_json; // keeps the order of docs/findings.schema.json for human readers

/// Whole values without a decimal point, as people write grades.
Json number(double value) {
  if (value == std::round(value))
    return static_cast<int>(value);
  return value;
}

void put(Json& object, const char* key, const std::string& text) {
  if (!text.empty())
    object[key] = text;
}

void put(Json& object, const char* key, const std::optional<double>& value) {
  if (value && std::isfinite(*value)) // JSON has no other numbers
    object[key] = *value;
}

void put_unless_empty(Json& object, const char* key, Json value) {
  if (!value.empty())
    object[key] = std::move(value);
}

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

Json json_of(const Numbering& numbering) {
  Json object = Json::object();
  object["status"] = to_string(numbering.status);
  object["anchor"] = to_string(numbering.anchor);
  put(object, "confidence", numbering.confidence);
  put(object, "note", numbering.note);
  return object;
}

Json json_of(const PatientPoint& point) {
  return {{"patient_mm", {point.x, point.y, point.z}}};
}

Json json_of(const PixelPoint& point) {
  return {{"pixel", {point.column, point.row}}};
}

template <typename Point> Json json_of(const SixPointsOf<Point>& points) {
  Json object = Json::object();
  for (const auto& [name, member] : kLandmarkMembers<Point>)
    object[std::string(name)] = json_of(points.*member);
  return object;
}

Json json_of(const HeightMeasurement& height) {
  Json object = Json::object();
  object["value"] = height.value;
  object["unit"] = to_string(height.unit);
  put(object, "uncertainty", height.uncertainty);
  put(object, "spread", height.spread);
  object["spacing"] = to_string(height.spacing);
  put(object, "value_mm", height.value_mm);
  return object;
}

Json json_of(const Heights& heights) {
  Json object = Json::object();
  for (const HeightName name : kHeightNames)
    if (const auto& height = heights.of(name))
      object[std::string(to_string(name))] = json_of(*height);
  if (heights.middle_unbridged)
    object["middle_unbridged"] = json_of(*heights.middle_unbridged);
  return object;
}

Json json_of(const HeightRatios& ratios) {
  Json object = Json::object();
  put(object, "anterior_to_posterior", ratios.anterior_to_posterior);
  put(object, "middle_to_posterior", ratios.middle_to_posterior);
  put(object, "anterior_to_reference", ratios.anterior_to_reference);
  put(object, "middle_to_reference", ratios.middle_to_reference);
  put(object, "posterior_to_reference", ratios.posterior_to_reference);
  return object;
}

Json json_of(const std::vector<HeightLoss>& losses) {
  Json list = Json::array();
  for (const HeightLoss& loss : losses) {
    Json object = Json::object();
    object["height"] = to_string(loss.height);
    object["raw"] = loss.raw;
    put(object, "adjusted", loss.adjusted);
    put(object, "uncertainty", loss.uncertainty);
    put(object, "formula", loss.formula);
    put(object, "reference", loss.reference);
    list.push_back(std::move(object));
  }
  return list;
}

Json json_of(const Grade& grade) {
  Json object = Json::object();
  object["scheme"] = grade.scheme;
  object["value"] = number(grade.value);
  object["type"] = to_string(grade.shape);
  if (grade.between)
    object["between"] = {grade.between->first, grade.between->second};
  Json& probabilities = object["probabilities"] = Json::object();
  for (std::size_t i = 0; i < kGenantGrades.size(); ++i)
    probabilities[number(kGenantGrades[i]).dump()] = grade.probabilities[i];
  return object;
}

Json json_of(const VertebraFinding& vertebra) {
  Json object = Json::object();
  object["ordinal"] = vertebra.ordinal;
  object["level"] = vertebra.level ? Json(vertebra.level->name()) : Json(nullptr);
  if (vertebra.level_guess)
    object["level_guess"] = vertebra.level_guess->name();
  put(object, "level_confidence", vertebra.level_confidence);
  object["status"] = to_string(vertebra.status);
  put(object, "reason", vertebra.reason);
  put(object, "confidence", vertebra.confidence);
  object["origin"] = to_string(vertebra.origin);
  if (vertebra.landmarks)
    object["landmarks"] = std::visit([](const auto& points) { return json_of(points); }, *vertebra.landmarks);
  put_unless_empty(object, "heights", json_of(vertebra.heights));
  put_unless_empty(object, "ratios", json_of(vertebra.ratios));
  put_unless_empty(object, "loss", json_of(vertebra.loss));
  if (vertebra.grade)
    object["grade"] = json_of(*vertebra.grade);
  object["warnings"] = vertebra.warnings;
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
  document["vertebrae"] = Json::array();
  for (const VertebraFinding& vertebra : findings.vertebrae)
    document["vertebrae"].push_back(json_of(vertebra));
  // Text that is no UTF-8 after all must not cost the measurement: it is replaced, not thrown.
  constexpr int indent = 1;
  return document.dump(indent, ' ', false, Json::error_handler_t::replace);
}

} // namespace spondyl::findings
