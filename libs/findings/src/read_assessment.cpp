#include "read_assessment.h"

#include "read_vertebra.h"

namespace spondyl::findings {
namespace {

constexpr std::array kAlternatives = {Alternative::vertebral_fracture,   Alternative::schmorl_node,
                                      Alternative::scheuermann,          Alternative::short_vertebral_height,
                                      Alternative::degenerative_wedging, Alternative::borderline_loss,
                                      Alternative::normal_variant};
constexpr std::array kAngleNames = {SpinalAngleName::thoracic_kyphosis, SpinalAngleName::lumbar_lordosis};

PatientVector read_vector(const JsonReader& list) {
  const auto [x, y, z] = list.numbers<3>();
  return {x, y, z};
}

PatientPoint read_point(const JsonReader& object) {
  return read_patient_point(object.get("patient_mm"));
}

std::string read_text(const JsonReader& text) {
  return text.text();
}

SchemeGrade read_scheme_grade(const JsonReader& object) {
  SchemeGrade grade;
  grade.scheme = object.get("scheme").text();
  grade.value = read_optional_number(object, "value");
  if (const auto shape = object.find("type"))
    grade.shape = shape->one_of(kShapes);
  grade.probability = read_optional_number(object, "probability");
  grade.reference = read_optional_text(object, "reference");
  grade.reason = read_optional_text(object, "reason");
  return grade;
}

Slip read_slip(const JsonReader& object) {
  return {object.get("distance").number(), read_optional_number(object, "fraction"),
          read_optional_number(object, "uncertainty"), object.get("meyerding_grade").whole_number()};
}

EllipseRegion read_region(const JsonReader& object) {
  return {read_point(object.get("centre")), read_vector(object.get("first_semi_axis")),
          read_vector(object.get("second_semi_axis"))};
}

Attenuation read_attenuation(const JsonReader& object) {
  Attenuation attenuation;
  attenuation.mean = read_optional_number(object, "mean");
  attenuation.standard_deviation = read_optional_number(object, "standard_deviation");
  if (const auto region = object.find("region"))
    attenuation.region = read_region(*region);
  attenuation.area = read_optional_number(object, "area");
  attenuation.kilovolt_peak = read_optional_number(object, "kilovolt_peak");
  attenuation.interpretation = read_optional_text(object, "interpretation");
  attenuation.withheld_reason = read_optional_text(object, "withheld_reason");
  attenuation.conditions = read_each(object, "conditions", read_text);
  return attenuation;
}

ReaderMustConfirm read_confirmation(const JsonReader& object) {
  return {object.get("alternative").one_of(kAlternatives), object.get("sentence").text()};
}

DiscFinding read_disc(const JsonReader& object) {
  DiscFinding disc;
  disc.upper_ordinal = object.get("upper_ordinal").whole_number();
  if (const auto lower = object.find("lower_ordinal"))
    disc.lower_ordinal = lower->whole_number();
  disc.anterior_height = read_optional_number(object, "anterior_height");
  disc.middle_height = read_optional_number(object, "middle_height");
  disc.posterior_height = read_optional_number(object, "posterior_height");
  disc.index = read_optional_number(object, "index");
  disc.index_uncertainty = read_optional_number(object, "index_uncertainty");
  disc.angle = read_optional_number(object, "angle");
  return disc;
}

SpinalAngle read_angle(const JsonReader& object) {
  return {object.get("name").one_of(kAngleNames),
          object.get("value").number(),
          read_optional_number(object, "uncertainty"),
          read_optional_text(object, "from"),
          read_optional_text(object, "to"),
          object.get("supine").truth()};
}

VertebraLevel read_level_name(const JsonReader& name) {
  const auto level = VertebraLevel::parse(name.text());
  if (!level)
    name.fail("is no vertebra");
  return *level;
}

SpinalDeformityIndex read_deformity_index(const JsonReader& object) {
  return {object.get("value").number(), object.get("expected").number(), read_each(object, "counted", read_level_name),
          read_each(object, "missing", read_level_name)};
}

} // namespace

void read_assessment(const JsonReader& object, VertebraFinding& vertebra) {
  vertebra.secondary_grades = read_each(object, "secondary_grades", read_scheme_grade);
  if (const auto angle = object.find("wedge_angle")) {
    vertebra.wedge_angle = angle->get("value").number();
    vertebra.wedge_angle_uncertainty = read_optional_number(*angle, "uncertainty");
  }
  if (const auto angle = object.find("local_cobb_angle"))
    vertebra.local_cobb_angle = angle->get("value").number();
  if (const auto slip = object.find("slip"))
    vertebra.slip = read_slip(*slip);
  if (const auto attenuation = object.find("attenuation"))
    vertebra.attenuation = read_attenuation(*attenuation);
  vertebra.reader_must_confirm = read_each(object, "reader_must_confirm", read_confirmation);
}

void read_spine_assessment(const JsonReader& document, Findings& findings) {
  findings.discs = read_each(document, "discs", read_disc);
  findings.angles = read_each(document, "angles", read_angle);
  if (const auto index = document.find("deformity_index"))
    findings.deformity_index = read_deformity_index(*index);
  if (const auto line = document.find("sacral_endplate"))
    findings.sacral_endplate = EndplateLine{read_point(line->get("anterior")), read_point(line->get("posterior"))};
  findings.warnings = read_each(document, "warnings", read_text);
}

} // namespace spondyl::findings
