#include "write_assessment.h"

namespace spondyl {

using findings::Json;
using findings::number;
using findings::put;
using findings::put_unless_empty;

namespace {

Json json_of(const PatientVector& vector) {
  return {vector.x, vector.y, vector.z};
}

Json names_of(const std::vector<VertebraLevel>& levels) {
  Json names = Json::array();
  for (const VertebraLevel level : levels)
    names.push_back(level.name());
  return names;
}

} // namespace

Json json_of(const PatientPoint& point) {
  return {{"patient_mm", {point.x, point.y, point.z}}};
}

Json json_of(const SchemeGrade& grade) {
  Json object = Json::object();
  object["scheme"] = grade.scheme;
  if (grade.value) {
    object["value"] = number(*grade.value);
    object["type"] = to_string(grade.shape);
  }
  put(object, "probability", grade.probability);
  put(object, "reference", grade.reference);
  put(object, "reason", grade.reason);
  return object;
}

Json json_of_angle(const std::optional<double>& degrees, const std::optional<double>& uncertainty) {
  Json object = Json::object();
  if (!degrees)
    return object;
  put(object, "value", degrees);
  object["unit"] = "deg";
  put(object, "uncertainty", uncertainty);
  return object;
}

Json json_of(const Slip& slip) {
  Json object = Json::object();
  object["distance"] = slip.distance;
  put(object, "fraction", slip.fraction);
  put(object, "uncertainty", slip.uncertainty);
  object["meyerding_grade"] = slip.meyerding_grade;
  return object;
}

Json json_of(const Attenuation& attenuation) {
  Json object = Json::object();
  put(object, "mean", attenuation.mean);
  put(object, "standard_deviation", attenuation.standard_deviation);
  if (attenuation.region)
    object["region"] = {{"centre", json_of(attenuation.region->centre)},
                        {"first_semi_axis", json_of(attenuation.region->first_semi_axis)},
                        {"second_semi_axis", json_of(attenuation.region->second_semi_axis)}};
  put(object, "area", attenuation.area);
  put(object, "kilovolt_peak", attenuation.kilovolt_peak);
  put(object, "interpretation", attenuation.interpretation);
  put(object, "withheld_reason", attenuation.withheld_reason);
  put_unless_empty(object, "conditions", attenuation.conditions);
  return object;
}

Json json_of(const ReaderMustConfirm& entry) {
  return {{"alternative", to_string(entry.alternative)}, {"sentence", entry.sentence}};
}

Json json_of(const DiscFinding& disc) {
  Json object = Json::object();
  object["upper_ordinal"] = disc.upper_ordinal;
  if (disc.lower_ordinal)
    object["lower_ordinal"] = *disc.lower_ordinal;
  put(object, "anterior_height", disc.anterior_height);
  put(object, "middle_height", disc.middle_height);
  put(object, "posterior_height", disc.posterior_height);
  put(object, "index", disc.index);
  put(object, "index_uncertainty", disc.index_uncertainty);
  put(object, "angle", disc.angle);
  return object;
}

Json json_of(const SpinalAngle& angle) {
  Json object = Json::object();
  object["name"] = to_string(angle.name);
  object["value"] = angle.degrees;
  object["unit"] = "deg";
  put(object, "uncertainty", angle.uncertainty);
  put(object, "from", angle.from);
  put(object, "to", angle.to);
  object["supine"] = angle.supine;
  return object;
}

Json json_of(const SpinalDeformityIndex& index) {
  Json object = Json::object();
  object["value"] = number(index.value);
  object["expected"] = index.expected;
  object["counted"] = names_of(index.counted);
  object["missing"] = names_of(index.missing);
  return object;
}

Json json_of(const EndplateLine& line) {
  return {{"anterior", json_of(line.anterior)}, {"posterior", json_of(line.posterior)}};
}

} // namespace spondyl
