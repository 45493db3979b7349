#include "write_vertebra.h"

#include "write_assessment.h"

namespace spondyl {

using findings::Json;
using findings::json_list;
using findings::number;
using findings::put;
using findings::put_unless_empty;

namespace {

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

} // namespace

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
  put_unless_empty(object, "secondary_grades", json_list(vertebra.secondary_grades));
  put_unless_empty(object, "wedge_angle", json_of_angle(vertebra.wedge_angle, vertebra.wedge_angle_uncertainty));
  put_unless_empty(object, "local_cobb_angle", json_of_angle(vertebra.local_cobb_angle, std::nullopt));
  if (vertebra.slip)
    object["slip"] = json_of(*vertebra.slip);
  if (vertebra.attenuation)
    object["attenuation"] = json_of(*vertebra.attenuation);
  put_unless_empty(object, "reader_must_confirm", json_list(vertebra.reader_must_confirm));
  object["warnings"] = vertebra.warnings;
  return object;
}

} // namespace spondyl
