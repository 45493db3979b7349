#pragma once
// What all resources of the bundle are made of.

#include <nlohmann/json.hpp>
#include <optional>
#include <spondyl/dicom_modules/codes.h>
#include <spondyl/model/findings.h>
#include <string>

namespace spondyl::plugins {

using Json = nlohmann::ordered_json;

[[nodiscard]] Json coding(const char* system, const std::string& code, const std::string& display);
[[nodiscard]] Json concept_of(const char* system, const std::string& code, const std::string& display);
/// Codes of SNOMED CT and our own.
[[nodiscard]] Json concept_of(const dicom_modules::Code& code);

/// A name-based UUID (RFC 9562 version 8) of one resource, so that the same findings give the same bundle.
[[nodiscard]] std::string uuid_of(const Findings& findings, const std::string& resource);
[[nodiscard]] Json reference_to(const Findings& findings, const std::string& resource);

/// 20260131 to 2026-01-31; empty for anything else.
[[nodiscard]] std::string fhir_date(const std::string& dicom);
/// Sets a member unless its text is empty, which FHIR forbids.
void put(Json& object, const char* key, const std::string& text);

/// preliminary, final or amended, by the sign-off.
[[nodiscard]] std::string status_of(const Findings& findings);
void put_subject(Json& resource, const Findings& findings);

/// A unit of UCUM: what is printed, and its code.
struct Unit {
  const char *printed, *code;
};
inline constexpr Unit kMillimetre{"mm", "mm"}, kPixels{"pixels", "{pixels}"}, kDegree{"°", "deg"}, kPercent{"%", "%"},
    kRatio{"ratio", "{ratio}"}, kScore{"score", "{score}"}, kProbability{"probability", "{probability}"},
    kHounsfield{"HU", "[hnsf'U]"};

/// `uncertainty`: one standard deviation, as ISO 21090 has it.
[[nodiscard]] Json quantity(double value, Unit unit, const std::optional<double>& uncertainty = std::nullopt);

/// The components of an Observation, or what of them is known.
class Components {
public:
  void add(const dicom_modules::Code& code, const std::optional<double>& value, Unit unit,
           const std::optional<double>& uncertainty = std::nullopt);
  void add(const dicom_modules::Code& code, const dicom_modules::Code& value);
  void add_text(const dicom_modules::Code& code, const std::string& text); ///< nothing for an empty one
  /// The choice whose value that is; nothing for a value without a code.
  template <typename Choices, typename Value>
  void add_choice(const dicom_modules::Code& code, const Choices& choices, const Value& value) {
    for (const auto& choice : choices)
      if (choice.value == value)
        add(code, choice.code);
  }
  [[nodiscard]] const Json& list() const { return list_; }

private:
  Json list_ = Json::array();
};

} // namespace spondyl::plugins
