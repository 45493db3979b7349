#include "observations.h"

#include <algorithm>
#include <spondyl/dicom_sr/private_codes.h>

namespace spondyl::plugins {
namespace {

using dicom_modules::Code;
namespace own = dicom_sr::spondyl_code;

constexpr double kPercentOfFraction = 100.0;
constexpr const char* kObservationCategory = "http://terminology.hl7.org/CodeSystem/observation-category";
constexpr const char* kAbsentReason = "http://terminology.hl7.org/CodeSystem/data-absent-reason";

void add_height(Components& components, const Code& code, const std::optional<HeightMeasurement>& height) {
  if (height)
    components.add(code, height->value, height->unit == LengthUnit::millimetre ? kMillimetre : kPixels,
                   height->uncertainty);
}

void add_heights(Components& components, const VertebraFinding& vertebra) {
  add_height(components, own::kAnteriorHeight, vertebra.heights.anterior);
  add_height(components, own::kMiddleHeight, vertebra.heights.middle);
  add_height(components, own::kPosteriorHeight, vertebra.heights.posterior);
  add_height(components, own::kMiddleUnbridged, vertebra.heights.middle_unbridged);
  const HeightRatios& ratios = vertebra.ratios;
  components.add(own::kAnteriorToPosterior, ratios.anterior_to_posterior, kRatio);
  components.add(own::kMiddleToPosterior, ratios.middle_to_posterior, kRatio);
  components.add(own::kAnteriorToReference, ratios.anterior_to_reference, kRatio);
  components.add(own::kMiddleToReference, ratios.middle_to_reference, kRatio);
  components.add(own::kPosteriorToReference, ratios.posterior_to_reference, kRatio);
}

std::optional<double> percent(const std::optional<double>& fraction) {
  return fraction ? std::optional(kPercentOfFraction * *fraction) : std::nullopt;
}

/// The uncertainty of a loss is that of the adjusted one, or of the raw one where there is no other.
void add_losses(Components& components, const VertebraFinding& vertebra) {
  static const std::array raw = {own::kAnteriorLoss, own::kMiddleLoss, own::kPosteriorLoss};
  static const std::array adjusted = {own::kAnteriorAdjustedLoss, own::kMiddleAdjustedLoss,
                                      own::kPosteriorAdjustedLoss};
  for (const HeightLoss& loss : vertebra.loss) {
    const auto height = static_cast<std::size_t>(loss.height);
    const auto uncertainty = percent(loss.uncertainty);
    components.add(raw[height], percent(loss.raw), kPercent, loss.adjusted ? std::nullopt : uncertainty);
    components.add(adjusted[height], percent(loss.adjusted), kPercent, uncertainty);
  }
}

void add_grade(Components& components, const VertebraFinding& vertebra) {
  if (!vertebra.grade)
    return;
  const Grade& grade = *vertebra.grade;
  components.add_choice(own::kGrade, own::kGrades, grade.value);
  components.add_choice(own::kShape, own::kShapes, grade.shape);
  for (std::size_t i = 0; i < grade.probabilities.size(); ++i)
    components.add(own::kProbabilities[i], grade.probabilities[i], kProbability);
  if (grade.between) {
    components.add_choice(own::kBetweenLow, own::kGrades, static_cast<double>(grade.between->first));
    components.add_choice(own::kBetweenHigh, own::kGrades, static_cast<double>(grade.between->second));
  }
}

void add_angles_and_more(Components& components, const VertebraFinding& vertebra) {
  components.add(own::kWedgeAngle, vertebra.wedge_angle, kDegree, vertebra.wedge_angle_uncertainty);
  components.add(own::kLocalCobb, vertebra.local_cobb_angle, kDegree);
  if (vertebra.slip) {
    components.add(own::kSlip, vertebra.slip->distance, kMillimetre, vertebra.slip->uncertainty);
    components.add(own::kSlipFraction, vertebra.slip->fraction, kRatio);
  }
  if (vertebra.attenuation)
    components.add(own::kAttenuation, vertebra.attenuation->mean, kHounsfield,
                   vertebra.attenuation->standard_deviation);
  for (const ReaderMustConfirm& entry : vertebra.reader_must_confirm)
    components.add_choice(own::kReaderMustConfirm, own::kAlternatives, entry.alternative);
  components.add(own::kConfidence, vertebra.confidence, kProbability);
  components.add(own::kLevelConfidence, vertebra.level_confidence, kProbability);
}

/// The change in percent with its standard error, and the verdict with its reason.
void add_change(Components& components, std::vector<std::string>& notes, const comparison::VertebraChange& change) {
  components.add_choice(own::kVerdict, own::kVerdicts, change.verdict);
  for (const comparison::HeightChange& height : change.heights)
    components.add(own::kHeightChanges[static_cast<std::size_t>(height.height)], percent(height.change), kPercent,
                   percent(height.change_error));
  components.add_choice(own::kIncidentByHeight, own::kIncidents, change.incident.by_height);
  components.add_choice(own::kIncidentByGrade, own::kIncidents, change.incident.by_grade);
  if (!change.reason.empty())
    notes.push_back("Change: " + change.reason);
}

const comparison::VertebraChange* change_of(const std::optional<comparison::Comparison>& comparison, int ordinal) {
  if (!comparison)
    return nullptr;
  const auto found = std::ranges::find(comparison->vertebrae, ordinal, &comparison::VertebraChange::current_ordinal);
  return found == comparison->vertebrae.end() ? nullptr : &*found;
}

Json observation(const Findings& findings, const std::string& name, const Code& code) {
  Json resource = {{"resourceType", "Observation"},
                   {"id", uuid_of(findings, name)},
                   {"status", status_of(findings)},
                   {"category", Json::array({concept_of(kObservationCategory, "imaging", "Imaging")})},
                   {"code", concept_of(code)}};
  put_subject(resource, findings);
  put(resource, "effectiveDateTime", fhir_date(findings.study.date));
  put(resource, "issued", findings.created);
  return resource;
}

void finish(Json& resource, const Findings& findings, const std::vector<std::string>& notes,
            const Components& components) {
  resource["method"] = concept_of(own::kSixPointMorphometry);
  resource["device"] = reference_to(findings, "device");
  for (const std::string& note : notes)
    resource["note"].push_back({{"text", note}});
  if (!components.list().empty())
    resource["component"] = components.list();
}

NamedObservation vertebra_observation(const Findings& findings, const VertebraFinding& vertebra,
                                      const comparison::VertebraChange* change) {
  const std::string name = "vertebra " + std::to_string(vertebra.ordinal);
  Json resource = observation(findings, name, own::kMorphometry);
  if (vertebra.status == MeasurementStatus::not_assessable)
    resource["dataAbsentReason"] = concept_of(kAbsentReason, "error", vertebra.reason);
  resource["bodySite"] = concept_of(dicom_modules::vertebral_body_code(vertebra.level));
  Components components;
  add_heights(components, vertebra);
  add_losses(components, vertebra);
  add_grade(components, vertebra);
  add_angles_and_more(components, vertebra);
  std::vector<std::string> notes = {"Level: " + vertebra.display_name()};
  notes.insert(notes.end(), vertebra.warnings.begin(), vertebra.warnings.end());
  if (change != nullptr)
    add_change(components, notes, *change);
  finish(resource, findings, notes, components);
  return {name, std::move(resource)};
}

std::string body_name(const Findings& findings, const std::optional<int>& ordinal) {
  if (!ordinal)
    return "S1";
  const auto found = std::ranges::find(findings.vertebrae, *ordinal, &VertebraFinding::ordinal);
  return found == findings.vertebrae.end() ? "#" + std::to_string(*ordinal) : found->display_name();
}

NamedObservation disc_observation(const Findings& findings, const DiscFinding& disc) {
  const std::string name = "disc " + std::to_string(disc.upper_ordinal);
  Json resource = observation(findings, name, own::kDisc);
  resource["bodySite"] = {
      {"text", body_name(findings, disc.upper_ordinal) + "/" + body_name(findings, disc.lower_ordinal)}};
  Components components;
  components.add(own::kAnteriorDisc, disc.anterior_height, kMillimetre);
  components.add(own::kMiddleDisc, disc.middle_height, kMillimetre);
  components.add(own::kPosteriorDisc, disc.posterior_height, kMillimetre);
  components.add(own::kDiscIndex, disc.index, kRatio, disc.index_uncertainty);
  components.add(own::kDiscAngle, disc.angle, kDegree);
  finish(resource, findings, {}, components);
  return {name, std::move(resource)};
}

std::string sentence_of(const SpinalAngle& angle, const Code& code) {
  std::string text = code.meaning;
  if (!angle.from.empty() && !angle.to.empty())
    text += ": " + angle.from + " to " + angle.to;
  return text + (angle.supine ? "; lying, not to be compared with a standing film." : ".");
}

NamedObservation spine_observation(const Findings& findings) {
  Json resource = observation(findings, "spine", own::kSpine);
  Components components;
  std::vector<std::string> notes;
  for (const SpinalAngle& angle : findings.angles)
    for (const auto& choice : own::kAngleNames)
      if (choice.value == angle.name) {
        components.add(choice.code, angle.degrees, kDegree, angle.uncertainty);
        notes.push_back(sentence_of(angle, choice.code));
      }
  if (const auto& index = findings.deformity_index) {
    components.add(own::kDeformityIndex, index->value, kScore);
    components.add(own::kExpectedIndex, index->expected, kScore);
    for (const VertebraLevel level : index->counted)
      components.add_text(own::kCounted, level.name());
    for (const VertebraLevel level : index->missing)
      components.add_text(own::kMissing, level.name());
  }
  notes.insert(notes.end(), findings.warnings.begin(), findings.warnings.end());
  finish(resource, findings, notes, components);
  return {"spine", std::move(resource)};
}

} // namespace

std::vector<NamedObservation> observations(const Findings& findings,
                                           const std::optional<comparison::Comparison>& comparison) {
  std::vector<NamedObservation> list;
  for (const VertebraFinding& vertebra : findings.vertebrae)
    list.push_back(vertebra_observation(findings, vertebra, change_of(comparison, vertebra.ordinal)));
  for (const DiscFinding& disc : findings.discs)
    list.push_back(disc_observation(findings, disc));
  if (!findings.angles.empty() || findings.deformity_index || !findings.warnings.empty())
    list.push_back(spine_observation(findings));
  return list;
}

} // namespace spondyl::plugins
