#include "resource.h"

#include <algorithm>
#include <spondyl/base/digest.h>

namespace spondyl::plugins {
namespace {

using dicom_modules::Code;

constexpr const char* kSnomed = "http://snomed.info/sct"; // terminologies-systems
constexpr const char* kUcum = "http://unitsofmeasure.org";
/// One standard deviation (http://hl7.org/fhir/R4/extension-iso21090-uncertainty.html).
constexpr const char* kUncertainty = "http://hl7.org/fhir/StructureDefinition/iso21090-uncertainty";

} // namespace

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

std::string fhir_date(const std::string& dicom) {
  return dicom.size() == 8 && std::ranges::all_of(dicom, [](unsigned char c) { return std::isdigit(c) != 0; })
             ? dicom.substr(0, 4) + "-" + dicom.substr(4, 2) + "-" + dicom.substr(6)
             : "";
}

void put(Json& object, const char* key, const std::string& text) {
  if (!text.empty())
    object[key] = text;
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

Json quantity(double value, Unit unit, const std::optional<double>& uncertainty) {
  Json result = Json::object();
  if (uncertainty)
    result["extension"] = Json::array({{{"url", kUncertainty}, {"valueDecimal", *uncertainty}}});
  result["value"] = value;
  result["unit"] = unit.printed;
  result["system"] = kUcum;
  result["code"] = unit.code;
  return result;
}

void Components::add(const Code& code, const std::optional<double>& value, Unit unit,
                     const std::optional<double>& uncertainty) {
  if (value)
    list_.push_back({{"code", concept_of(code)}, {"valueQuantity", quantity(*value, unit, uncertainty)}});
}

void Components::add(const Code& code, const Code& value) {
  list_.push_back({{"code", concept_of(code)}, {"valueCodeableConcept", concept_of(value)}});
}

void Components::add_text(const Code& code, const std::string& text) {
  if (!text.empty())
    list_.push_back({{"code", concept_of(code)}, {"valueString", text}});
}

} // namespace spondyl::plugins
