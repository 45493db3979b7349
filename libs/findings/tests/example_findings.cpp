#include "example_findings.h"

namespace spondyl::findings {
namespace {

HeightMeasurement height(double value) {
  return {value, LengthUnit::millimetre, 0.6, 1.0 / 3.0, SpacingProvenance::volume};
}

Attenuation attenuation() {
  Attenuation value;
  value.mean = 132.5;
  value.standard_deviation = 28.0;
  value.region = EllipseRegion{{0, -4, 1}, {0, -7, 0.5}, {10, 0, 0}};
  value.area = 220.0;
  value.kilovolt_peak = 120.0;
  value.interpretation = "At or below 160 HU.";
  value.conditions = {"Contrast is not known."};
  return value;
}

VertebraFinding graded_body() {
  VertebraFinding body;
  body.ordinal = 1;
  body.level = body.level_guess = VertebraLevel::parse("L1");
  body.level_confidence = 0.93;
  body.confidence = 0.97;
  body.landmarks =
      SixPoints{{0.1, -15, 12}, {0.2, -15, -5.0 / 3.0}, {0, 0, 10}, {0, 0.5, -11}, {0, 15, 13}, {0, 15, -13}};
  body.heights = {height(18.1), height(21.2), height(26.1), height(19.9)};
  body.ratios = {0.69, 0.81, 0.71, 0.83, 1.02};
  body.loss = {{HeightName::anterior, 0.31, 0.25, 0.04, "raw = 1 - Ha/Hp", "normal shape of L1"},
               {HeightName::middle, 0.19, std::nullopt, std::nullopt, "raw = 1 - Hm/Hp", "no reference available"}};
  body.grade = Grade{"genant", 2.0, FractureShape::wedge, std::pair{1, 2}, {0.0, 0.1, 0.35, 0.5, 0.05}};
  body.secondary_grades = {{"eastell-melton", 1.0, FractureShape::wedge, 0.8, "Eastell 1991", ""},
                           {"minne", std::nullopt, FractureShape::none, std::nullopt, "Minne 1988", "No reference."}};
  body.wedge_angle = 14.5;
  body.wedge_angle_uncertainty = 1.1;
  body.local_cobb_angle = -3.25;
  body.slip = Slip{4.5, 0.14, 0.6, 1};
  body.attenuation = attenuation();
  body.reader_must_confirm = {{Alternative::schmorl_node, "An endplate has a focal depression."},
                              {Alternative::vertebral_fracture, "A loss of height was measured."}};
  body.warnings = {"Slices are 3.0 mm apart."};
  return body;
}

VertebraFinding unassessable_body() {
  VertebraFinding body;
  body.ordinal = 2;
  body.status = MeasurementStatus::not_assessable;
  body.reason = "The body is cut by the edge of the volume.";
  body.origin = MeasurementOrigin::seeded;
  body.attenuation.emplace().withheld_reason = "The body is not assessable.";
  return body;
}

} // namespace

Findings example_findings() {
  Findings findings;
  findings.software = {"spondyl", "0.1.0"};
  findings.created = "2026-01-02T03:04:05Z";
  findings.patient = PatientInfo{"id-7", "Clinic", "Müller^Jürgen", "19500102", "M", "075Y"};
  findings.study = {"1.2.3", "20260101", "A-17"};
  findings.series_instance_uid = "1.2.3.4";
  findings.modality = "CT";
  findings.images = {
      "1.2.3.5", "/archive/Mueller", {{"1.2.840.10008.5.1.4.1.1.2", "1.2.3.4.1", "a/1.dcm", std::string(64, 'a')}}};
  findings.labels = "labels.nii.gz";
  findings.numbering = {NumberingStatus::certain, NumberingAnchor::last_rib, 0.9, "Counted from the last rib."};
  findings.vertebrae = {graded_body(), unassessable_body()};
  findings.sign_off = SignOff{{{SignOffState::reviewed, "Reader^Rita", "Clinic", "2026-01-02T04:00:00Z"},
                               {SignOffState::signed_off, "Reader^Rita", "Clinic", "2026-01-02T04:05:00Z"}},
                              std::string(64, 'd'),
                              2,
                              std::string(64, 'c'),
                              "A corner was moved."};
  findings.discs = {{1, 2, 8.0, 9.5, 7.0, 0.24, 0.02, 4.0},
                    {2, std::nullopt, 8.5, std::nullopt, 6.5, 0.22, std::nullopt, std::nullopt}};
  findings.angles = {
      {SpinalAngleName::lumbar_lordosis, 48.5, 2.0, "L1 superior endplate", "S1 superior endplate", true},
      {SpinalAngleName::thoracic_kyphosis, 31.0, std::nullopt, "", "", false}};
  findings.deformity_index =
      SpinalDeformityIndex{2.0, 1.7, {*VertebraLevel::parse("L1")}, {*VertebraLevel::parse("T4")}};
  findings.sacral_endplate = EndplateLine{{0, -16, -150}, {0, 14, -140}};
  findings.warnings = {"The spine leaves the image at its lower end."};
  return findings;
}

Findings example_film_findings() {
  Findings findings;
  findings.software = {"spondyl", "0.1.0"};
  findings.modality = "DX";
  VertebraFinding body;
  body.ordinal = 1;
  body.landmarks = SixPixels{{10, 10.5}, {10, 40}, {30, 12}, {30, 37}, {50, 10}, {53, 41}};
  body.heights.anterior =
      HeightMeasurement{29.5, LengthUnit::pixel, 1.5, std::nullopt, SpacingProvenance::estimated, 24.6};
  findings.vertebrae = {body};
  return findings;
}

} // namespace spondyl::findings
