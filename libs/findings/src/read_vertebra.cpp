#include "read_vertebra.h"

#include "read_assessment.h"

#include <algorithm>

namespace spondyl::findings {
namespace {

constexpr std::array kUnits = {LengthUnit::millimetre, LengthUnit::pixel};
constexpr std::array kStatuses = {MeasurementStatus::measured, MeasurementStatus::not_assessable};
constexpr std::array kOrigins = {MeasurementOrigin::automatic, MeasurementOrigin::seeded, MeasurementOrigin::edited};
constexpr std::array kNumberingStatuses = {NumberingStatus::certain, NumberingStatus::uncertain};
constexpr std::array kAnchors = {NumberingAnchor::none, NumberingAnchor::sacrum, NumberingAnchor::last_rib,
                                 NumberingAnchor::c2, NumberingAnchor::reader};
constexpr std::array kSpacings = {
    SpacingProvenance::volume,       SpacingProvenance::calibrated, SpacingProvenance::geometry,
    SpacingProvenance::estimated,    SpacingProvenance::detector,   SpacingProvenance::corrected_unknown_cause,
    SpacingProvenance::uncalibrated, SpacingProvenance::film,       SpacingProvenance::none};
constexpr std::array kGradeKeys = {"0", "0.5", "1", "2", "3"}; // of kGenantGrades

template <typename Point, typename ReadPoint>
SixPointsOf<Point> read_six(const JsonReader& landmarks, const char* space, const ReadPoint& read_point) {
  SixPointsOf<Point> points;
  for (const auto& [name, member] : kLandmarkMembers<Point>)
    points.*member = read_point(landmarks.get(std::string(name).c_str()).get(space));
  return points;
}

Landmarks read_landmarks(const JsonReader& landmarks) {
  const bool on_image = landmarks.get("anterior_superior").find("pixel").has_value();
  if (on_image)
    return read_six<PixelPoint>(landmarks, "pixel", read_pixel_point);
  return read_six<PatientPoint>(landmarks, "patient_mm", read_patient_point);
}

std::optional<HeightMeasurement> read_height(const JsonReader& heights, const char* key) {
  const auto found = heights.find(key);
  if (!found)
    return std::nullopt;
  HeightMeasurement height;
  height.value = found->get("value").number();
  height.unit = found->get("unit").one_of(kUnits);
  height.uncertainty = read_optional_number(*found, "uncertainty");
  height.spread = read_optional_number(*found, "spread");
  height.spacing = found->get("spacing").one_of(kSpacings);
  height.value_mm = read_optional_number(*found, "value_mm");
  return height;
}

Heights read_heights(const JsonReader& heights) {
  return {read_height(heights, "anterior"), read_height(heights, "middle"), read_height(heights, "posterior"),
          read_height(heights, "middle_unbridged")};
}

HeightRatios read_ratios(const JsonReader& ratios) {
  return {read_optional_number(ratios, "anterior_to_posterior"), read_optional_number(ratios, "middle_to_posterior"),
          read_optional_number(ratios, "anterior_to_reference"), read_optional_number(ratios, "middle_to_reference"),
          read_optional_number(ratios, "posterior_to_reference")};
}

HeightLoss read_loss(const JsonReader& loss) {
  return {loss.get("height").one_of(kHeightNames), loss.get("raw").number(),
          read_optional_number(loss, "adjusted"),  read_optional_number(loss, "uncertainty"),
          read_optional_text(loss, "formula"),     read_optional_text(loss, "reference")};
}

Grade read_grade(const JsonReader& object) {
  Grade grade;
  grade.scheme = object.get("scheme").text();
  grade.value = object.get("value").number();
  if (std::ranges::find(kGenantGrades, grade.value) == kGenantGrades.end())
    object.get("value").fail("must be 0, 0.5, 1, 2 or 3");
  grade.shape = object.get("type").one_of(kShapes);
  if (const auto between = object.find("between")) {
    const auto grades = between->items();
    if (grades.size() != 2)
      between->fail("must be a list of 2 grades");
    grade.between = {grades[0].whole_number(), grades[1].whole_number()};
  }
  if (const auto probabilities = object.find("probabilities"))
    for (std::size_t i = 0; i < kGradeKeys.size(); ++i)
      grade.probabilities[i] = probabilities->get(kGradeKeys[i]).number();
  return grade;
}

void read_measurements(const JsonReader& object, VertebraFinding& vertebra) {
  if (const auto landmarks = object.find("landmarks"))
    vertebra.landmarks = read_landmarks(*landmarks);
  if (const auto heights = object.find("heights"))
    vertebra.heights = read_heights(*heights);
  if (const auto ratios = object.find("ratios"))
    vertebra.ratios = read_ratios(*ratios);
  vertebra.loss = read_each(object, "loss", read_loss);
  if (const auto grade = object.find("grade"))
    vertebra.grade = read_grade(*grade);
  read_assessment(object, vertebra);
}

} // namespace

std::string read_optional_text(const JsonReader& object, const char* key) {
  const auto found = object.find(key);
  return found ? found->text() : std::string();
}

std::optional<double> read_optional_number(const JsonReader& object, const char* key) {
  const auto found = object.find(key);
  return found ? std::optional(found->number()) : std::nullopt;
}

PatientPoint read_patient_point(const JsonReader& patient_mm) {
  const auto [x, y, z] = patient_mm.numbers<3>();
  return {x, y, z};
}

PixelPoint read_pixel_point(const JsonReader& pixel) {
  const auto [column, row] = pixel.numbers<2>();
  return {column, row};
}

std::optional<VertebraLevel> read_level(const JsonReader& object, const char* key) {
  const auto found = object.find(key);
  if (!found || found->is_null())
    return std::nullopt;
  const auto level = VertebraLevel::parse(found->text());
  if (!level)
    found->fail("is \"" + found->text() + "\", which is no vertebra: C1 to C7, T1 to T13, L1 to L6 or S1");
  return level;
}

Numbering read_numbering(const JsonReader& labelling) {
  Numbering numbering;
  numbering.status = labelling.get("status").one_of(kNumberingStatuses);
  numbering.anchor = labelling.get("anchor").one_of(kAnchors);
  numbering.confidence = read_optional_number(labelling, "confidence");
  numbering.note = read_optional_text(labelling, "note");
  return numbering;
}

VertebraFinding read_vertebra(const JsonReader& object, int ordinal) {
  VertebraFinding vertebra;
  const auto stored_ordinal = object.find("ordinal");
  vertebra.ordinal = stored_ordinal ? stored_ordinal->whole_number() : ordinal;
  vertebra.level = read_level(object, "level");
  vertebra.level_guess = read_level(object, "level_guess");
  vertebra.level_confidence = read_optional_number(object, "level_confidence");
  if (const auto status = object.find("status"))
    vertebra.status = status->one_of(kStatuses);
  vertebra.reason = read_optional_text(object, "reason");
  vertebra.confidence = read_optional_number(object, "confidence");
  if (const auto origin = object.find("origin"))
    vertebra.origin = origin->one_of(kOrigins);
  read_measurements(object, vertebra);
  vertebra.warnings = read_each(object, "warnings", [](const JsonReader& warning) { return warning.text(); });
  return vertebra;
}

} // namespace spondyl::findings
