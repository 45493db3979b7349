#pragma once

#include "json_writer.h"
#include <spondyl/model/findings.h>

// Writers of what is derived from heights and landmarks. Absent values are left out.
namespace spondyl {
// In the namespace of the values, so that json_list() finds them.
[[nodiscard]] nlohmann::ordered_json json_of(const PatientPoint& point);
[[nodiscard]] nlohmann::ordered_json json_of(const SchemeGrade& grade);
[[nodiscard]] nlohmann::ordered_json json_of(const Slip& slip);
[[nodiscard]] nlohmann::ordered_json json_of(const Attenuation& attenuation);
[[nodiscard]] nlohmann::ordered_json json_of(const ReaderMustConfirm& entry);
[[nodiscard]] nlohmann::ordered_json json_of(const DiscFinding& disc);
[[nodiscard]] nlohmann::ordered_json json_of(const SpinalAngle& angle);
[[nodiscard]] nlohmann::ordered_json json_of(const SpinalDeformityIndex& index);
[[nodiscard]] nlohmann::ordered_json json_of(const EndplateLine& line);
/// {"value", "uncertainty", "unit": "deg"}; empty where there is no value.
[[nodiscard]] nlohmann::ordered_json json_of_angle(const std::optional<double>& degrees,
                                                   const std::optional<double>& uncertainty);
} // namespace spondyl
