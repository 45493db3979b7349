#include "spine_series.h"

#include <algorithm>
#include <gtest/gtest.h>

namespace spondyl::comparison {
namespace {

constexpr double kPixelsPerMillimetre = 5.0;

double genant_of(const Loss& loss) {
  const double most = std::max({loss.anterior, loss.middle, loss.posterior});
  return most >= 0.40 ? 3.0 : most >= 0.25 ? 2.0 : most >= 0.20 ? 1.0 : 0.0;
}

SixPoints points_of(double anterior, double middle, double posterior, double top) {
  const auto pair = [&](double y, double height) {
    return std::pair(PatientPoint{0, y, top}, PatientPoint{0, y, top - height});
  };
  const auto [as, ai] = pair(-15, anterior);
  const auto [ms, mi] = pair(0, middle);
  const auto [ps, pi] = pair(15, posterior);
  return {as, ai, ms, mi, ps, pi};
}

VertebraFinding body_of(const SpineSpec& spec, const std::string& name, int ordinal) {
  VertebraFinding body;
  body.ordinal = ordinal;
  body.level_guess = VertebraLevel::parse(name);
  if (spec.numbering_certain)
    body.level = body.level_guess;
  const int rank = body.level_guess->rank(), t11 = VertebraLevel::parse("T11")->rank();
  const double normal = (22.0 + std::min(rank - t11, 8)) * spec.scale;
  const auto lost = spec.losses.find(name);
  const Loss loss = lost == spec.losses.end() ? Loss{} : lost->second;
  const auto points = points_of(normal * (1 - loss.anterior), normal * (1 - loss.middle), normal * (1 - loss.posterior),
                                -33.0 * (rank - t11));
  body.landmarks = points;
  for (auto* height : {&body.heights.anterior, &body.heights.middle, &body.heights.posterior})
    *height = HeightMeasurement{0.0, LengthUnit::millimetre, spec.uncertainty, {}, SpacingProvenance::volume, {}};
  body.heights.anterior->value = points.anterior_height();
  body.heights.middle->value = points.middle_height();
  body.heights.posterior->value = points.posterior_height();
  body.grade = Grade{};
  body.grade->value = genant_of(loss);
  return body;
}

} // namespace

Findings spine(const SpineSpec& spec) {
  Findings findings;
  findings.software = {"spondyl", "1"};
  findings.patient = PatientInfo{"7", "Clinic", "Doe^Jane", "19500102", "F", ""};
  findings.study.date = spec.date;
  findings.study.uid = "1.2." + spec.date;
  findings.series_instance_uid = "1.2.3." + spec.date;
  findings.modality = spec.modality;
  findings.images.slice_thickness = spec.slice_thickness;
  for (const std::string& level : spec.levels)
    findings.vertebrae.push_back(body_of(spec, level, static_cast<int>(findings.vertebrae.size()) + 1));
  return findings;
}

Findings film(const SpineSpec& spec, SpacingProvenance provenance) {
  Findings findings = spine(spec);
  findings.modality = "DX";
  for (VertebraFinding& body : findings.vertebrae) {
    const SixPoints& points = std::get<SixPoints>(*body.landmarks);
    SixPixels pixels;
    for (std::size_t i = 0; i < 6; ++i) {
      const PatientPoint point = points.*(kLandmarkMembers<PatientPoint>[i].second);
      pixels.*
          (kLandmarkMembers<PixelPoint>[i].second) = {point.y * kPixelsPerMillimetre, -point.z * kPixelsPerMillimetre};
    }
    body.landmarks = pixels;
    for (auto* height : {&body.heights.anterior, &body.heights.middle, &body.heights.posterior}) {
      const double millimetres = (*height)->value;
      **height = {millimetres * kPixelsPerMillimetre,
                  LengthUnit::pixel,
                  spec.uncertainty * kPixelsPerMillimetre,
                  {},
                  provenance,
                  millimetres};
    }
  }
  return findings;
}

const VertebraChange& at(const Comparison& comparison, const std::string& name) {
  const auto found = std::ranges::find(comparison.vertebrae, name, &VertebraChange::name);
  if (found == comparison.vertebrae.end()) {
    ADD_FAILURE() << "no " << name;
    static const VertebraChange none;
    return none;
  }
  return *found;
}

std::vector<std::string> not_stable(const Comparison& comparison) {
  std::vector<std::string> lines;
  for (const VertebraChange& change : comparison.vertebrae)
    if (change.verdict != ChangeVerdict::stable)
      lines.push_back(change.name + " " + std::string(to_string(change.verdict)));
  return lines;
}

} // namespace spondyl::comparison
