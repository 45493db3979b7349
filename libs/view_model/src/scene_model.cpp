#include <spondyl/view_model/scene_model.h>

#include <spondyl/view_model/slice_plane.h>

namespace spondyl::view_model {
namespace {

constexpr double kMoved = 1e-6; // mm

std::vector<LandmarkShift> shifts_of(const SixPoints& now, const std::optional<Landmarks>& found) {
  const auto* before = found ? std::get_if<SixPoints>(&*found) : nullptr;
  std::vector<LandmarkShift> shifts;
  for (const auto& [name, member] : kLandmarkMembers<PatientPoint>)
    if (before != nullptr && distance(before->*member, now.*member) > kMoved)
      shifts.push_back({before->*member, now.*member - before->*member});
  return shifts;
}

Colour colour_of(const VertebraFinding& vertebra) {
  return vertebra.status == MeasurementStatus::measured ? grade_colour(vertebra.grade) : kNotAssessableColour;
}

} // namespace

SceneModel scene_model(const ReviewState& state) {
  SceneModel model;
  for (std::size_t i = 0; i < state.vertebrae.size(); ++i) {
    const VertebraFinding& vertebra = state.vertebrae[i];
    const VertebraReview& review = state.reviews[i];
    const auto* points = vertebra.landmarks ? std::get_if<SixPoints>(&*vertebra.landmarks) : nullptr;
    if (review.label > 0) {
      SceneBody body{review.label, colour_of(vertebra), {1, 0, 0}, {}};
      if (points) {
        body.left = frame_of(*points).value_or(BodyFrame{{}, {0, 0, 1}, {0, -1, 0}, {1, 0, 0}}).left;
        body.shifts = shifts_of(*points, review.found);
      }
      model.bodies.push_back(std::move(body));
    }
    for (std::size_t n = 0; points && n < kLandmarkMembers<PatientPoint>.size(); ++n)
      model.marks.push_back(
          {points->*kLandmarkMembers<PatientPoint>[n].second, colour_of(vertebra), review.moved_points[n]});
  }
  return model;
}

} // namespace spondyl::view_model
