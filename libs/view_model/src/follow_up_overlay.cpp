#include <spondyl/view_model/follow_up.h>

#include <array>
#include <cmath>

namespace spondyl::view_model {
namespace {

// Around the body: along the upper endplate backwards, along the lower one forwards. Indices into kLandmarkMembers.
constexpr std::array<std::size_t, 6> kAround = {0, 2, 4, 5, 3, 1};

/// The body's six points as a closed line, laid on the other study; empty when it is far from the picture's plane.
std::vector<PlanePoint> outline_of(const SixPoints& points, const BodyLink& link, const Projection& projection) {
  std::vector<PlanePoint> line;
  for (const std::size_t i : kAround) {
    const auto at = projection(link(points.*kLandmarkMembers<PatientPoint>[i].second));
    if (!at || std::abs(at->off_plane) > kFadeDistance)
      return {};
    line.push_back(at->at);
  }
  return line;
}

OverlayLine dotted(std::vector<PlanePoint> points) {
  OverlayLine line{std::move(points), true, false, 2.2, kOtherStudyColour, 0.95};
  line.dotted = true;
  return line;
}

} // namespace

OverlayScene other_study_overlay(const OtherStudyInput& input) {
  OverlayScene scene;
  const bool of_prior = input.overlaid == OverlaidStudy::prior_on_current;
  for (const SameVertebra& same : input.follow_up->same()) {
    const auto link = input.follow_up->link_at(same.current);
    const auto now = input.current->index_of(same.current);
    if (!link || !now)
      continue;
    if (same.current == input.outlined && !input.contours.empty()) {
      for (const auto& contour : input.contours)
        scene.lines.push_back(dotted(contour));
      continue;
    }
    const VertebraFinding& vertebra =
        of_prior ? input.follow_up->prior()->state.vertebrae[same.prior] : input.current->vertebrae[*now];
    auto line =
        outline_of(std::get<SixPoints>(*vertebra.landmarks), of_prior ? link->reversed() : *link, input.projection);
    if (!line.empty())
      scene.lines.push_back(dotted(std::move(line)));
  }
  return scene;
}

std::optional<VertebraKey> key_in_prior(const FollowUp& follow_up, std::optional<VertebraKey> current) {
  for (const SameVertebra& same : follow_up.same())
    if (same.current == current)
      return follow_up.prior()->state.reviews[same.prior].key;
  return std::nullopt;
}

OverlayScene in_keys_of_current(OverlayScene prior_scene, const FollowUp& follow_up) {
  const auto current_key = [&](VertebraKey prior) -> std::optional<VertebraKey> {
    for (const SameVertebra& same : follow_up.same())
      if (follow_up.prior()->state.reviews[same.prior].key == prior)
        return same.current;
    return std::nullopt;
  };
  // Marks that cannot be named stay visible under a key that no vertebra has.
  constexpr VertebraKey kNobody = 0;
  for (OverlayMarker& marker : prior_scene.markers)
    if (auto* landmark = std::get_if<LandmarkTarget>(&marker.target))
      landmark->vertebra = current_key(landmark->vertebra).value_or(kNobody);
  for (OverlayText& text : prior_scene.texts)
    if (auto* vertebra = text.target ? std::get_if<VertebraTarget>(&*text.target) : nullptr) {
      const auto key = current_key(vertebra->vertebra);
      text.target = key ? std::optional<Target>(VertebraTarget{*key}) : std::nullopt;
    }
  return prior_scene;
}

} // namespace spondyl::view_model
