#include "bundle.h"

#include <algorithm>
#include <spondyl/base/digest.h>
#include <spondyl/dicom_sr/private_codes.h>

namespace spondyl::plugins {
namespace {

using Json = nlohmann::ordered_json;
using dicom_modules::Code;
namespace own = dicom_sr::spondyl_code;

// Code systems by their FHIR names (terminologies-systems); our own codes are those of docs/conformance.md.
constexpr const char* kSnomed = "http://snomed.info/sct";
constexpr const char* kLoinc = "http://loinc.org";
constexpr const char* kUcum = "http://unitsofmeasure.org";
constexpr const char* kDicomUid = "urn:dicom:uid";
constexpr const char* kObservationCategory = "http://terminology.hl7.org/CodeSystem/observation-category";
constexpr const char* kDiagnosticService = "http://terminology.hl7.org/CodeSystem/v2-0074";
constexpr const char* kAbsentReason = "http://terminology.hl7.org/CodeSystem/data-absent-reason";
/// ISO 21090: one standard deviation (http://hl7.org/fhir/R4/extension-iso21090-uncertainty.html).
constexpr const char* kUncertainty = "http://hl7.org/fhir/StructureDefinition/iso21090-uncertainty";

Json coding(const char* system, const std::string& code, const std::string& display) {
  return {{"system", system}, {"code", code}, {"display", display}};
}

Json concept_of(const char* system, const std::string& code, const std::string& display) {
  return {{"coding", Json::array({coding(system, code, display)})}, {"text", display}};
}

Json concept_of(const Code& code) {
  static const std::string own_system = std::string("urn:oid:") + dicom_modules::kPrivateSchemeUid;
  return concept_of(code.scheme == "SCT" ? kSnomed : own_system.c_str(), code.value, code.meaning);
}

/// A name-based UUID (RFC 9562 version 8) of one resource, so that the same findings give the same bundle.
std::string uuid_of(const Findings& findings, const std::string& resource) {
  std::string digits =
      sha256_hex("spondyl.fhir/1 " + findings.series_instance_uid + " " + findings.created + " " + resource)
          .substr(0, 32);
  digits[12] = '8';
  digits[16] = "89ab"[digits[16] % 4];
  return digits.substr(0, 8) + "-" + digits.substr(8, 4) + "-" + digits.substr(12, 4) + "-" + digits.substr(16, 4) +
         "-" + digits.substr(20);
}

Json reference_to(const Findings& findings, const std::string& resource) {
  return {{"reference", "urn:uuid:" + uuid_of(findings, resource)}};
}

std::string vertebra_resource(const VertebraFinding& vertebra) {
  return "vertebra " + std::to_string(vertebra.ordinal);
}

/// 20260131 to 2026-01-31; empty for anything else.
std::string fhir_date(const std::string& dicom) {
  return dicom.size() == 8 && std::ranges::all_of(dicom, [](unsigned char c) { return std::isdigit(c) != 0; })
             ? dicom.substr(0, 4) + "-" + dicom.substr(4, 2) + "-" + dicom.substr(6)
             : "";
}

void put(Json& object, const char* key, const std::string& text) {
  if (!text.empty())
    object[key] = text;
}

Json quantity(double value, const std::string& unit, const std::string& code) {
  return {{"value", value}, {"unit", unit}, {"system", kUcum}, {"code", code}};
}

Json component(const Code& code, Json value) {
  return {{"code", concept_of(code)}, {"valueQuantity", std::move(value)}};
}

void add_height(Json& components, const Code& code, const std::optional<HeightMeasurement>& height) {
  if (!height)
    return;
  const bool millimetres = height->unit == LengthUnit::millimetre;
  const std::string unit = millimetres ? "mm" : "{pixels}"; // UCUM annotation: an arbitrary unit
  Json value = quantity(height->value, millimetres ? "mm" : "pixels", unit);
  if (height->uncertainty)
    value["extension"] = Json::array({{{"url", kUncertainty}, {"valueDecimal", *height->uncertainty}}});
  components.push_back(component(code, std::move(value)));
}

void add_ratio(Json& components, const Code& code, const std::optional<double>& ratio) {
  if (ratio)
    components.push_back(component(code, quantity(*ratio, "ratio", "{ratio}")));
}

void add_losses(Json& components, const VertebraFinding& vertebra) {
  constexpr double kPercent = 100.0;
  static const std::array raw = {own::kAnteriorLoss, own::kMiddleLoss, own::kPosteriorLoss};
  static const std::array adjusted = {own::kAnteriorAdjustedLoss, own::kMiddleAdjustedLoss,
                                      own::kPosteriorAdjustedLoss};
  for (const HeightLoss& loss : vertebra.loss) {
    const auto height = static_cast<std::size_t>(loss.height);
    components.push_back(component(raw[height], quantity(kPercent * loss.raw, "%", "%")));
    if (loss.adjusted)
      components.push_back(component(adjusted[height], quantity(kPercent * *loss.adjusted, "%", "%")));
  }
}

/// The choice whose value that is; nothing for a value without a code.
template <typename Choices, typename Value>
void add_choice(Json& components, const Code& code, const Choices& choices, const Value& value) {
  for (const auto& choice : choices)
    if (choice.value == value)
      components.push_back({{"code", concept_of(code)}, {"valueCodeableConcept", concept_of(choice.code)}});
}

Json components_of(const VertebraFinding& vertebra) {
  Json components = Json::array();
  add_height(components, own::kAnteriorHeight, vertebra.heights.anterior);
  add_height(components, own::kMiddleHeight, vertebra.heights.middle);
  add_height(components, own::kPosteriorHeight, vertebra.heights.posterior);
  add_ratio(components, own::kAnteriorToPosterior, vertebra.ratios.anterior_to_posterior);
  add_ratio(components, own::kMiddleToPosterior, vertebra.ratios.middle_to_posterior);
  add_losses(components, vertebra);
  if (vertebra.grade) {
    add_choice(components, own::kGrade, own::kGrades, vertebra.grade->value);
    add_choice(components, own::kShape, own::kShapes, vertebra.grade->shape);
  }
  return components;
}

std::string status_of(const Findings& findings) {
  const bool is_signed = findings.sign_off && findings.sign_off->state() == SignOffState::signed_off;
  if (!is_signed)
    return "preliminary";
  return findings.sign_off->revision > 1 ? "amended" : "final";
}

void put_subject(Json& resource, const Findings& findings) {
  if (findings.patient)
    resource["subject"] = reference_to(findings, "patient");
}

Json observation(const Findings& findings, const VertebraFinding& vertebra) {
  Json resource = {{"resourceType", "Observation"},
                   {"id", uuid_of(findings, vertebra_resource(vertebra))},
                   {"status", status_of(findings)},
                   {"category", Json::array({concept_of(kObservationCategory, "imaging", "Imaging")})},
                   {"code", concept_of(own::kMorphometry)}};
  put_subject(resource, findings);
  put(resource, "effectiveDateTime", fhir_date(findings.study.date));
  put(resource, "issued", findings.created);
  if (vertebra.status == MeasurementStatus::not_assessable)
    resource["dataAbsentReason"] = concept_of(kAbsentReason, "error", vertebra.reason);
  resource["bodySite"] = concept_of(dicom_modules::vertebral_body_code(vertebra.level));
  resource["method"] = concept_of(own::kSixPointMorphometry);
  resource["device"] = reference_to(findings, "device");
  Json notes = Json::array({{{"text", "Level: " + vertebra.display_name()}}});
  for (const std::string& warning : vertebra.warnings)
    notes.push_back({{"text", warning}});
  resource["note"] = std::move(notes);
  if (Json components = components_of(vertebra); !components.empty())
    resource["component"] = std::move(components);
  return resource;
}

Json patient(const Findings& findings) {
  const PatientInfo& info = *findings.patient;
  Json resource = {{"resourceType", "Patient"}, {"id", uuid_of(findings, "patient")}};
  if (!info.id.empty()) {
    Json identifier = {{"value", info.id}};
    if (!info.issuer.empty())
      identifier["assigner"] = {{"display", info.issuer}};
    resource["identifier"] = Json::array({std::move(identifier)});
  }
  if (!info.name.empty())
    resource["name"] = Json::array({{{"text", info.name}}});
  if (!info.sex.empty())
    resource["gender"] = info.sex == "M" ? "male" : info.sex == "F" ? "female" : info.sex == "O" ? "other" : "unknown";
  put(resource, "birthDate", fhir_date(info.birth_date));
  return resource;
}

Json device(const Findings& findings) {
  return {{"resourceType", "Device"},
          {"id", uuid_of(findings, "device")},
          {"deviceName", Json::array({{{"name", findings.software.name}, {"type", "model-name"}}})},
          {"version", Json::array({{{"value", findings.software.version}}})},
          {"note", Json::array({{{"text", "Research use only - not for diagnosis."}}})}};
}

Json imaging_study(const Findings& findings) {
  Json resource = {{"resourceType", "ImagingStudy"},
                   {"id", uuid_of(findings, "study")},
                   {"identifier", Json::array({{{"system", kDicomUid}, {"value", "urn:oid:" + findings.study.uid}}})},
                   {"status", "available"}};
  // ImagingStudy.subject is required: an anonymous one says so in words.
  resource["subject"] = findings.patient ? reference_to(findings, "patient") : Json{{"display", "anonymous"}};
  put(resource, "started", fhir_date(findings.study.date));
  resource["series"] = Json::array(
      {{{"uid", findings.series_instance_uid},
        {"modality", coding("http://dicom.nema.org/resources/ontology/DCM", findings.modality, findings.modality)},
        {"numberOfInstances", findings.images.instances.size()}}});
  return resource;
}

std::string conclusion(const FhirTexts& texts) {
  std::string text;
  for (const std::string& line : texts.impression)
    text += line + "\n";
  return text + texts.recommendation + "\nResearch use only - not for diagnosis.";
}

Json report(const Findings& findings, const FhirTexts& texts) {
  Json resource = {{"resourceType", "DiagnosticReport"},
                   {"id", uuid_of(findings, "report")},
                   {"status", status_of(findings)},
                   {"category", Json::array({concept_of(kDiagnosticService, "RAD", "Radiology")})},
                   {"code", concept_of(kLoinc, "18748-4", "Diagnostic imaging study")}};
  put_subject(resource, findings);
  put(resource, "effectiveDateTime", fhir_date(findings.study.date));
  put(resource, "issued", findings.created);
  if (findings.sign_off)
    for (const SignOffStep& step : findings.sign_off->steps)
      if (step.state == SignOffState::signed_off)
        resource["resultsInterpreter"] = Json::array({{{"display", step.reader}}});
  resource["result"] = Json::array();
  for (const VertebraFinding& vertebra : findings.vertebrae)
    resource["result"].push_back(reference_to(findings, vertebra_resource(vertebra)));
  if (!findings.study.uid.empty())
    resource["imagingStudy"] = Json::array({reference_to(findings, "study")});
  resource["conclusion"] = conclusion(texts);
  return resource;
}

Json entry(Json resource) {
  return {{"fullUrl", "urn:uuid:" + resource.at("id").get<std::string>()}, {"resource", std::move(resource)}};
}

} // namespace

Json fhir_bundle(const Findings& findings, const FhirTexts& texts) {
  Json bundle = {{"resourceType", "Bundle"}, {"type", "collection"}};
  put(bundle, "timestamp", findings.created);
  Json entries = Json::array({entry(report(findings, texts))});
  if (findings.patient)
    entries.push_back(entry(patient(findings)));
  if (!findings.study.uid.empty())
    entries.push_back(entry(imaging_study(findings)));
  entries.push_back(entry(device(findings)));
  for (const VertebraFinding& vertebra : findings.vertebrae)
    entries.push_back(entry(observation(findings, vertebra)));
  bundle["entry"] = std::move(entries);
  return bundle;
}

} // namespace spondyl::plugins
