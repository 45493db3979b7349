#pragma once
// What findings hold, field by field, for ContentWriter and ContentReader (content_archive.h). A field that is added to
// the model gets one line here and one code in private_codes.h.

#include "content_archive.h"
#include "landmark_shapes.h"

#include <sstream>

namespace spondyl::dicom_sr {

namespace own = spondyl_code;

/// `landmarks`: where the coordinates of a height come from; null when reading.
template <typename Archive, typename Height>
void describe_height(Archive& archive, Height& height, const LandmarkShapes* shapes, std::optional<HeightName> name) {
  if constexpr (Archive::writing) {
    archive.own_number(height.unit == LengthUnit::pixel ? standard::kPixels : standard::kMillimetre, height.value);
    if (shapes != nullptr && name)
      if (auto shape = shapes->line(*name))
        archive.source(std::move(*shape));
  } else {
    archive.own_number({}, height.value);
    height.unit = archive.item().unit == standard::kPixels ? LengthUnit::pixel : LengthUnit::millimetre;
  }
  archive.number(own::kUncertainty, archive_unit(height.unit), height.uncertainty);
  archive.number(own::kSpread, archive_unit(height.unit), height.spread);
  archive.choice(own::kSpacing, height.spacing, own::kSpacings);
  archive.number(own::kMillimetres, standard::kMillimetre, height.value_mm);
}

template <typename Archive, typename Vertebra>
void describe_heights(Archive& archive, Vertebra& vertebra, const LandmarkShapes* shapes) {
  const auto describe = [&](const Code& code, auto& height, std::optional<HeightName> name) {
    archive.structure(code, height, [&](auto& item, auto& value) { describe_height(item, value, shapes, name); });
  };
  describe(own::kAnteriorHeight, vertebra.heights.anterior, HeightName::anterior);
  describe(own::kMiddleHeight, vertebra.heights.middle, HeightName::middle);
  describe(own::kPosteriorHeight, vertebra.heights.posterior, HeightName::posterior);
  describe(own::kMiddleUnbridged, vertebra.heights.middle_unbridged, std::nullopt);
}

template <typename Archive, typename Ratios> void describe_ratios(Archive& archive, Ratios& ratios) {
  archive.number(own::kAnteriorToPosterior, standard::kRatio, ratios.anterior_to_posterior);
  archive.number(own::kMiddleToPosterior, standard::kRatio, ratios.middle_to_posterior);
  archive.number(own::kAnteriorToReference, standard::kRatio, ratios.anterior_to_reference);
  archive.number(own::kMiddleToReference, standard::kRatio, ratios.middle_to_reference);
  archive.number(own::kPosteriorToReference, standard::kRatio, ratios.posterior_to_reference);
}

template <typename Archive, typename Loss> void describe_loss(Archive& archive, Loss& loss) {
  archive.own_fraction(loss.raw);
  const auto fraction = [](auto& item, auto& value) { item.own_fraction(value); };
  archive.structure(own::kAdjustedLoss, loss.adjusted, fraction);
  archive.structure(own::kUncertainty, loss.uncertainty, fraction);
  archive.text(own::kFormula, loss.formula);
  archive.text(own::kReference, loss.reference);
}

template <typename Archive, typename Pair> void describe_between(Archive& archive, Pair& between) {
  std::optional<int> low, high;
  if constexpr (Archive::writing)
    if (between)
      low = between->first, high = between->second;
  archive.whole(own::kBetweenLow, low);
  archive.whole(own::kBetweenHigh, high);
  if constexpr (!Archive::writing)
    if (low && high)
      between = std::pair(*low, *high);
}

template <typename Archive, typename GradeValue> void describe_grade(Archive& archive, GradeValue& grade) {
  archive.own_choice(grade.value, own::kGrades);
  if constexpr (!Archive::writing)
    grade.scheme.clear();
  archive.text(own::kScheme, grade.scheme);
  archive.choice(own::kShape, grade.shape, own::kShapes);
  describe_between(archive, grade.between);
  for (std::size_t i = 0; i < own::kProbabilities.size(); ++i) {
    std::optional<double> probability = grade.probabilities[i];
    archive.number(own::kProbabilities[i], standard::kRatio, probability);
    if constexpr (!Archive::writing)
      grade.probabilities[i] = probability.value_or(0);
  }
}

template <typename Archive, typename Scheme> void describe_scheme(Archive& archive, Scheme& grade) {
  archive.own_number(standard::kNoUnit, grade.value);
  archive.text(own::kScheme, grade.scheme);
  archive.choice(own::kShape, grade.shape, own::kShapes);
  archive.number(own::kProbability, standard::kRatio, grade.probability);
  archive.text(own::kReference, grade.reference);
  archive.text(own::kReason, grade.reason);
}

template <typename Archive, typename SlipValue> void describe_slip(Archive& archive, SlipValue& slip) {
  archive.own_number(standard::kMillimetre, slip.distance);
  archive.number(own::kSlipFraction, standard::kRatio, slip.fraction);
  archive.number(own::kUncertainty, standard::kMillimetre, slip.uncertainty);
  archive.whole(own::kMeyerding, slip.meyerding_grade);
}

template <typename Archive, typename Region> void describe_region(Archive& archive, Region& region) {
  if constexpr (Archive::writing) {
    if (region)
      archive.exact(own::kRegion, numbers_of(*region));
  } else {
    std::array<double, 9> numbers{};
    if (archive.exact(own::kRegion, numbers))
      region = ellipse_of(numbers);
  }
}

template <typename Archive, typename Value>
void describe_attenuation(Archive& archive, Value& attenuation, const LandmarkShapes* shapes) {
  archive.own_number(standard::kHounsfieldUnit, attenuation.mean);
  if constexpr (Archive::writing)
    if (shapes != nullptr && attenuation.region && attenuation.mean)
      if (auto shape = shapes->ellipse(*attenuation.region))
        archive.source(std::move(*shape));
  archive.number(own::kStandardDeviation, standard::kHounsfieldUnit, attenuation.standard_deviation);
  describe_region(archive, attenuation.region);
  archive.number(own::kArea, standard::kSquareMillimetre, attenuation.area);
  archive.number(own::kKilovoltPeak, standard::kKilovolt, attenuation.kilovolt_peak);
  archive.text(own::kInterpretation, attenuation.interpretation);
  archive.text(own::kWithheld, attenuation.withheld_reason);
  archive.texts(own::kCondition, attenuation.conditions);
}

template <typename Archive, typename Vertebra>
void describe_derived(Archive& archive, Vertebra& vertebra, const LandmarkShapes* shapes) {
  archive.structure(own::kGrade, vertebra.grade, [](auto& item, auto& grade) { describe_grade(item, grade); });
  archive.each(own::kSecondaryGrade, vertebra.secondary_grades,
               [](auto& item, auto& grade) { describe_scheme(item, grade); });
  archive.number(own::kWedgeAngle, standard::kDegree, vertebra.wedge_angle);
  archive.number(own::kWedgeAngleUncertainty, standard::kDegree, vertebra.wedge_angle_uncertainty);
  archive.number(own::kLocalCobb, standard::kDegree, vertebra.local_cobb_angle);
  archive.structure(own::kSlip, vertebra.slip, [](auto& item, auto& slip) { describe_slip(item, slip); });
  archive.structure(own::kAttenuation, vertebra.attenuation,
                    [&](auto& item, auto& value) { describe_attenuation(item, value, shapes); });
  archive.each(own::kReaderMustConfirm, vertebra.reader_must_confirm, [](auto& item, auto& entry) {
    item.own_choice(entry.alternative, own::kAlternatives);
    item.text(own::kSentence, entry.sentence);
  });
}

/// Kept below one coded item, so that viewers that list the numbers of a group list measurements.
template <typename Archive, typename Vertebra> void describe_status(Archive& archive, Vertebra& vertebra) {
  archive.own_choice(vertebra.status, own::kStatuses);
  archive.text(own::kReason, vertebra.reason);
  archive.whole(own::kOrdinal, vertebra.ordinal);
  archive.level(own::kLevelGuess, vertebra.level_guess);
  archive.number(own::kLevelConfidence, standard::kRatio, vertebra.level_confidence);
  archive.number(own::kConfidence, standard::kRatio, vertebra.confidence);
  archive.choice(own::kOrigin, vertebra.origin, own::kOrigins);
}

/// All of a vertebra but its level (the finding site), landmarks and losses, whose order across heights matters.
template <typename Archive, typename Vertebra>
void describe_vertebra(Archive& archive, Vertebra& vertebra, const LandmarkShapes* shapes = nullptr) {
  archive.part(own::kStatus, vertebra, [](auto& item, auto& value) { describe_status(item, value); });
  describe_heights(archive, vertebra, shapes);
  describe_ratios(archive, vertebra.ratios);
  describe_derived(archive, vertebra, shapes);
  archive.texts(own::kWarning, vertebra.warnings);
}

template <typename Archive, typename Disc> void describe_disc(Archive& archive, Disc& disc) {
  archive.whole(own::kUpperOrdinal, disc.upper_ordinal);
  archive.whole(own::kLowerOrdinal, disc.lower_ordinal);
  archive.number(own::kAnteriorDisc, standard::kMillimetre, disc.anterior_height);
  archive.number(own::kMiddleDisc, standard::kMillimetre, disc.middle_height);
  archive.number(own::kPosteriorDisc, standard::kMillimetre, disc.posterior_height);
  archive.number(own::kDiscIndex, standard::kRatio, disc.index);
  archive.number(own::kDiscIndexUncertainty, standard::kRatio, disc.index_uncertainty);
  archive.number(own::kDiscAngle, standard::kDegree, disc.angle);
}

template <typename Archive, typename Angle> void describe_angle(Archive& archive, Angle& angle) {
  archive.own_number(standard::kDegree, angle.degrees);
  archive.choice(own::kAngleName, angle.name, own::kAngleNames);
  archive.number(own::kUncertainty, standard::kDegree, angle.uncertainty);
  archive.text(own::kFrom, angle.from);
  archive.text(own::kTo, angle.to);
  archive.choice(own::kSupine, angle.supine, own::kYesNo);
}

template <typename Archive, typename Index> void describe_index(Archive& archive, Index& index) {
  archive.own_number(standard::kNoUnit, index.value);
  std::optional<double> expected = index.expected;
  archive.number(own::kExpectedIndex, standard::kNoUnit, expected);
  if constexpr (!Archive::writing)
    index.expected = expected.value_or(0);
  archive.levels(own::kCounted, index.counted);
  archive.levels(own::kMissing, index.missing);
}

/// The group "spine as a whole".
template <typename Archive, typename FindingsValue> void describe_spine(Archive& archive, FindingsValue& findings) {
  archive.each(own::kSpinalAngle, findings.angles, [](auto& item, auto& angle) { describe_angle(item, angle); });
  archive.structure(own::kDeformityIndex, findings.deformity_index,
                    [](auto& item, auto& index) { describe_index(item, index); });
  if constexpr (Archive::writing) {
    if (findings.sacral_endplate)
      archive.exact(own::kSacralEndplate, numbers_of(*findings.sacral_endplate));
  } else {
    std::array<double, 6> numbers{};
    if (archive.exact(own::kSacralEndplate, numbers))
      findings.sacral_endplate = endplate_of(numbers);
  }
}

/// "class series instance" of each report.
template <typename Archive, typename Reports> void describe_predecessor_reports(Archive& archive, Reports& reports) {
  std::vector<std::string> lines;
  if constexpr (Archive::writing) {
    for (const ReportReference& report : reports)
      lines.push_back(report.sop_class_uid + " " + report.series_instance_uid + " " + report.sop_instance_uid);
    archive.texts(own::kPredecessorReport, lines);
  } else {
    archive.texts(own::kPredecessorReport, lines);
    for (const std::string& line : lines) {
      ReportReference report;
      std::istringstream(line) >> report.sop_class_uid >> report.series_instance_uid >> report.sop_instance_uid;
      reports.push_back(std::move(report));
    }
  }
}

template <typename Archive, typename SignOffValue> void describe_sign_off(Archive& archive, SignOffValue& sign_off) {
  double revision = sign_off.revision;
  archive.own_number(standard::kNoUnit, revision);
  if constexpr (!Archive::writing)
    sign_off.revision = static_cast<int>(std::clamp(revision, 1.0, 1e6));
  archive.each(own::kSignOffStep, sign_off.steps, [](auto& item, auto& step) {
    item.own_choice(step.state, own::kSignOffStates);
    item.text(own::kReader, step.reader);
    item.text(own::kOrganization, step.organization);
    item.text(own::kTime, step.time);
  });
  archive.text(own::kSignedDigest, sign_off.digest);
  archive.text(own::kPredecessor, sign_off.predecessor);
  archive.text(own::kAmendmentReason, sign_off.amendment_reason);
  describe_predecessor_reports(archive, sign_off.predecessor_reports);
}

template <typename Archive, typename Calibration>
void describe_calibration(Archive& archive, Calibration& calibration) {
  archive.own_number(calibration.kind == ReaderCalibration::Kind::length ? standard::kMillimetre : standard::kNoUnit,
                     calibration.value);
  archive.choice(own::kCalibrationKind, calibration.kind, own::kCalibrationKinds);
  archive.text(own::kReader, calibration.by);
  archive.text(own::kTime, calibration.at);
}

/// The container "series assessment". A date is text here because the findings' word for it must come back unchanged.
template <typename Archive, typename FindingsValue> void describe_series(Archive& archive, FindingsValue& findings) {
  archive.text(own::kSoftwareName, findings.software.name);
  archive.text(own::kSoftwareVersion, findings.software.version);
  archive.text(own::kCreated, findings.created);
  archive.text(own::kModality, findings.modality);
  archive.text(own::kSeriesUid, findings.series_instance_uid);
  archive.text(own::kFrameOfReference, findings.images.frame_of_reference_uid);
  archive.number(own::kSliceThickness, standard::kMillimetre, findings.images.slice_thickness);
  archive.structure(own::kCalibration, findings.calibration,
                    [](auto& item, auto& value) { describe_calibration(item, value); });
  archive.text(own::kStudyDate, findings.study.date);
  archive.choice(own::kNumberingStatus, findings.numbering.status, own::kNumberingStatuses);
  archive.choice(own::kNumberingAnchor, findings.numbering.anchor, own::kAnchors);
  archive.number(own::kNumberingConfidence, standard::kRatio, findings.numbering.confidence);
  archive.text(own::kNumberingNote, findings.numbering.note);
  archive.texts(own::kWarning, findings.warnings);
  archive.structure(own::kSignOff, findings.sign_off, [](auto& item, auto& value) { describe_sign_off(item, value); });
}

} // namespace spondyl::dicom_sr
