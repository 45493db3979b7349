#include "bundle.h"

#include "observations.h"

namespace spondyl::plugins {
namespace {

// Code systems by their FHIR names (terminologies-systems); our own codes are those of docs/conformance.md.
constexpr const char* kLoinc = "http://loinc.org";
constexpr const char* kDicomUid = "urn:dicom:uid";
constexpr const char* kDiagnosticService = "http://terminology.hl7.org/CodeSystem/v2-0074";

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

Json report(const Findings& findings, const FhirTexts& texts, const std::vector<NamedObservation>& results) {
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
  for (const NamedObservation& observation : results)
    resource["result"].push_back(reference_to(findings, observation.name));
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
  std::vector<NamedObservation> results = observations(findings, texts.comparison);
  Json entries = Json::array({entry(report(findings, texts, results))});
  if (findings.patient)
    entries.push_back(entry(patient(findings)));
  if (!findings.study.uid.empty())
    entries.push_back(entry(imaging_study(findings)));
  entries.push_back(entry(device(findings)));
  for (NamedObservation& observation : results)
    entries.push_back(entry(std::move(observation.resource)));
  bundle["entry"] = std::move(entries);
  return bundle;
}

} // namespace spondyl::plugins
