#pragma once
// The codes of the objects we write (docs/conformance.md) and the identity of a vertebra over time.

#include <optional>
#include <spondyl/model/findings.h>
#include <spondyl/model/level.h>
#include <string>

namespace spondyl::dicom_modules {

/// A coded concept (PS3.3 8.8). Coding schemes: SCT, DCM, UCUM, UMLS, 99SPONDYL.
struct Code {
  std::string value, scheme, meaning;
  /// Codes are equal when value and scheme are; the meaning is for people.
  friend bool operator==(const Code& a, const Code& b) { return a.value == b.value && a.scheme == b.scheme; }
};

/// The private coding scheme; docs/conformance.md lists its codes.
inline constexpr const char* kPrivateScheme = "99SPONDYL";
/// Its Coding Scheme UID; FHIR names the code system "urn:oid:" and this.
inline constexpr const char* kPrivateSchemeUid = "2.25.283806873383506568146422701759490094620";

/// CID 7603 "Vertebra"; T13, L6 and an unknown level have private codes, S1 is (65985001, SCT).
[[nodiscard]] Code vertebra_code(std::optional<VertebraLevel> level);
/// The body of that vertebra, SCT where there is a code for it, else (3572006, SCT, "Body of vertebra").
[[nodiscard]] Code vertebral_body_code(std::optional<VertebraLevel> level);
/// The disc below that vertebra: CID 7604 from T12/L1 to L5/S1, else private.
[[nodiscard]] Code disc_code(std::optional<VertebraLevel> upper);
/// The level that the code of a vertebra or of a body names; legacy SNOMED-RT codes are not known.
[[nodiscard]] std::optional<VertebraLevel> level_of_code(const Code& code);

/// "L1", or "#3" where the number is not known.
[[nodiscard]] std::string tracking_identifier(const VertebraFinding& vertebra);
/// Tracking Unique Identifier: the same for one patient (id and issuer) and one vertebra in every study and object. In
/// findings without a patient id it is the same within the study, for a body without a number within the series.
[[nodiscard]] std::string tracking_uid(const Findings& findings, const VertebraFinding& vertebra);

} // namespace spondyl::dicom_modules
