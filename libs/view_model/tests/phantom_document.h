#pragma once
// A reviewed series built from a phantom of known heights.

#include <spondyl/phantom/phantom_spine.h>
#include <spondyl/pipeline/recompute.h>
#include <spondyl/view_model/review_document.h>
#include <string>

namespace spondyl::view_model::test {

inline phantom::PhantomSpine spine() {
  return phantom::PhantomSpine().levels("T12", "L4").with_wedge("L1", 0.30);
}

inline Series ct_series() {
  Series series;
  series.kind = SeriesKind::volume;
  series.verdict = Verdict::usable;
  series.info.modality = "CT";
  series.info.uid = "1.2.3.4";
  series.info.frame_of_reference_uid = "1.2.3";
  series.geometry = spine().volume_geometry();
  return series;
}

inline std::vector<VertebraFinding> measured_vertebrae(const phantom::PhantomSpine& of = spine()) {
  std::vector<VertebraFinding> vertebrae;
  for (const phantom::PhantomBody& body : of.bodies(phantom::Border::outer_bone)) {
    VertebraFinding vertebra;
    vertebra.ordinal = static_cast<int>(vertebrae.size()) + 1;
    vertebra.level = vertebra.level_guess = body.level;
    vertebra.level_confidence = 0.95;
    vertebra.landmarks = body.landmarks;
    vertebrae.push_back(vertebra);
  }
  vertebrae = pipeline::recompute(ct_series(), std::move(vertebrae)).value();
  for (VertebraFinding& vertebra : vertebrae)
    vertebra.origin = MeasurementOrigin::automatic;
  return vertebrae;
}

inline Findings measured_findings() {
  Findings findings;
  findings.software = {"spondyl", "test"};
  findings.created = "2026-01-01T00:00:00Z";
  findings.series_instance_uid = "1.2.3.4";
  findings.modality = "CT";
  findings.images.frame_of_reference_uid = "1.2.3";
  findings.numbering = {NumberingStatus::certain, NumberingAnchor::sacrum, 0.95, "Counted from the sacrum."};
  findings.vertebrae = measured_vertebrae();
  return findings;
}

inline EditingContext reader() {
  return {"reader", [] { return std::string("2026-01-02T03:04:05Z"); }};
}

inline ReviewDocument document() {
  return ReviewDocument(ct_series(), measured_findings(), nullptr, reader());
}

inline VertebraKey key_of(const ReviewDocument& document, const std::string& level) {
  const ReviewState& state = document.state();
  for (std::size_t i = 0; i < state.vertebrae.size(); ++i)
    if (state.vertebrae[i].display_name() == level)
      return state.reviews[i].key;
  return 0;
}

inline const VertebraFinding& vertebra(const ReviewDocument& document, VertebraKey key) {
  return document.state().vertebrae.at(document.state().index_of(key).value());
}

/// Moves the anterior superior corner down along z by so many mm.
inline MoveLandmark lower_corner(const ReviewDocument& document, VertebraKey key, double millimetres) {
  const auto& points = std::get<SixPoints>(*vertebra(document, key).landmarks);
  return {key, 0, points.anterior_superior - PatientVector{0, 0, millimetres}};
}

} // namespace spondyl::view_model::test
