#include <spondyl/example_findings/example_findings.h>

namespace spondyl::example_findings {
namespace {

constexpr double kThird = 1.0 / 3.0; // no decimal string of 16 characters holds it

HeightMeasurement height(double value) {
  return {value, LengthUnit::millimetre, 0.6 + kThird, kThird, SpacingProvenance::volume};
}

void add_heights(VertebraFinding& body) {
  body.landmarks = SixPoints{{0.1, -15, 12 + kThird}, {0.2, -15, -5.0 / 3.0}, {0, 0, 10}, {0, 0.5, -11}, {0, 15, 13},
                             {0, 15, -13.1}};
  body.heights = {height(landmark_distance(*body.landmarks, HeightName::anterior)),
                  height(landmark_distance(*body.landmarks, HeightName::middle)),
                  height(landmark_distance(*body.landmarks, HeightName::posterior)), height(19.9 + kThird)};
  body.ratios = {0.69 + kThird / 100, 0.81, 0.71, 0.83, 1.02};
}

void add_grades(VertebraFinding& body) {
  body.loss = {
      {HeightName::middle, 0.07, 0.29, 0.014, "raw = 1 - Hm/Hp", "normal shape of L1"},
      {HeightName::anterior, 0.31 + kThird / 1000, 0.25 * kThird, 0.04, "raw = 1 - Ha/Hp", "normal shape of L1"},
      {HeightName::posterior, -0.019, std::nullopt, std::nullopt, "raw = 1 - Hp/Hp_ref", "no reference available"}};
  body.grade = Grade{"genant", 2.0, FractureShape::wedge, std::pair{1, 2}, {0.0, 0.1, 0.35, 0.5, 0.05}};
  body.secondary_grades = {{"eastell", 1.0, FractureShape::wedge, 0.8 + kThird / 10, "table A, women 50-80", ""},
                           {"minne", std::nullopt, FractureShape::none, std::nullopt, "", "T4 is not in view."}};
}

void add_derived(VertebraFinding& body) {
  body.wedge_angle = 11.0 + kThird;
  body.wedge_angle_uncertainty = 1.5;
  body.local_cobb_angle = -14.25;
  body.slip = Slip{-3.1, 0.09 + kThird / 100, 0.4, 2};
  body.attenuation = Attenuation{104.0 + kThird,
                                 21.5,
                                 EllipseRegion{{0.25, 1.5, kThird}, {0, 9.5, 0}, {0, 0, 6.25}},
                                 186.0,
                                 120.0,
                                 "At most 110 HU: specific for osteoporosis (Pickhardt 2013).",
                                 "",
                                 {"Contrast medium is not recorded."}};
  body.reader_must_confirm = {{Alternative::vertebral_fracture, "Loss of 29 % +- 1.4 %."},
                              {Alternative::schmorl_node, "A node of 3 mm is bridged."}};
}

VertebraFinding graded_body() {
  VertebraFinding body;
  body.ordinal = 1;
  body.level = body.level_guess = VertebraLevel::parse("L1");
  body.level_confidence = 0.93;
  body.confidence = 0.97;
  add_heights(body);
  add_grades(body);
  add_derived(body);
  body.warnings = {"Slices are 3.0 mm apart.", "Second warning, with \\ and \xC2\xB5."};
  return body;
}

VertebraFinding body_without_number() {
  VertebraFinding body;
  body.ordinal = 2;
  body.level_guess = VertebraLevel::parse("L6");
  body.level_confidence = 0.4;
  body.origin = MeasurementOrigin::edited;
  add_heights(body);
  body.heights.middle_unbridged.reset();
  Attenuation withheld;
  withheld.withheld_reason = "The tube voltage is 100 kV, not 120 kV.";
  body.attenuation = withheld;
  return body;
}

VertebraFinding unassessable_body() {
  VertebraFinding body;
  body.ordinal = 3;
  body.level = VertebraLevel::parse("T13");
  body.status = MeasurementStatus::not_assessable;
  body.reason = "The body is cut by the edge of the volume.";
  body.origin = MeasurementOrigin::seeded;
  return body;
}

void add_spine(Findings& findings) {
  findings.discs = {{1, 2, 7.1, 8.0 + kThird, 6.5, 0.24, 0.02, 4.5}, {2, std::nullopt, 9.5, {}, {}, {}, {}, {}}};
  findings.angles = {
      {SpinalAngleName::lumbar_lordosis, 41.0 + kThird, 2.5, "L1 superior endplate", "S1 superior endplate", true},
      {SpinalAngleName::thoracic_kyphosis, 33.5, std::nullopt, "T4 superior endplate", "T12 inferior endplate", false}};
  SpinalDeformityIndex index;
  index.value = 2.0;
  index.expected = 1.6 + kThird;
  index.counted = {*VertebraLevel::parse("L1"), *VertebraLevel::parse("L2")};
  index.missing = {*VertebraLevel::parse("T4")};
  findings.deformity_index = index;
  findings.sacral_endplate = EndplateLine{{0, -20, -60 - kThird}, {0, 12, -64}};
}

} // namespace

Findings full() {
  Findings findings;
  findings.software = {"spondyl", "0.1.0"};
  findings.created = "2026-01-02T03:04:05Z";
  findings.patient = PatientInfo{"id-7", "Clinic", "Yamada^Tarou=山田^太郎=やまだ^たろう", "19500102", "M", "075Y"};
  findings.study = {"1.2.826.0.1.3680043.2.1125.1", "20260101", "A-17"};
  findings.series_instance_uid = "1.2.826.0.1.3680043.2.1125.1.1";
  findings.modality = "CT";
  findings.images = {
      "1.2.826.0.1.3680043.2.1125.1.9",
      "/archive/Yamada",
      {{"1.2.840.10008.5.1.4.1.1.2", "1.2.826.0.1.3680043.2.1125.1.1.1", "a/1.dcm", std::string(64, 'a')},
       {"1.2.840.10008.5.1.4.1.1.2", "1.2.826.0.1.3680043.2.1125.1.1.2", "a/2.dcm", std::string(64, 'b')}}};
  findings.labels = "labels.nii.gz";
  findings.numbering = {NumberingStatus::certain, NumberingAnchor::last_rib, 0.9, "Counted from the last rib."};
  findings.vertebrae = {graded_body(), body_without_number(), unassessable_body()};
  add_spine(findings);
  findings.warnings = {"The series was reconstructed with a sharp kernel."};
  findings.sign_off = SignOff{
      {{SignOffState::reviewed, "佐藤^花子", "Clinic", "2026-01-02T10:11:12Z"},
       {SignOffState::signed_off, "Doe^Jane", "", "2026-01-03T10:11:12Z"}},
      std::string(64, 'd'),
      2,
      std::string(64, 'e'),
      "The level was corrected.",
      {{"1.2.840.10008.5.1.4.1.1.88.34", "1.2.826.0.1.3680043.2.1125.1.5", "1.2.826.0.1.3680043.2.1125.1.5.1"}}};
  return findings;
}

Findings film() {
  Findings findings = full();
  findings.modality = "DX";
  findings.labels.clear();
  findings.discs.clear();
  findings.angles.clear();
  findings.sacral_endplate.reset();
  findings.images.frame_of_reference_uid.clear();
  findings.images.instances = {
      {"1.2.840.10008.5.1.4.1.1.1.1", "1.2.826.0.1.3680043.2.1125.1.1.7", "film.dcm", std::string(64, 'c')}};
  VertebraFinding body;
  body.ordinal = 1;
  body.level = VertebraLevel::parse("T12");
  body.landmarks = SixPixels{{10, 10.5}, {10, 40}, {30, 12}, {30, 37 + kThird}, {50, 10}, {53, 41}};
  body.heights.anterior =
      HeightMeasurement{29.5, LengthUnit::pixel, 1.5, std::nullopt, SpacingProvenance::estimated, 24.6};
  findings.vertebrae = {body, unassessable_body()};
  return findings;
}

Findings without_local_paths(Findings findings) {
  findings.images.root.clear();
  findings.labels.clear();
  for (InstanceReference& instance : findings.images.instances)
    instance.file.clear();
  return findings;
}

} // namespace spondyl::example_findings
