#include <spondyl/model/findings.h>

namespace spondyl {

std::string_view to_string(HeightName name) {
  static constexpr std::array<std::string_view, 3> names = {"anterior", "middle", "posterior"};
  return names[static_cast<std::size_t>(name)];
}

std::string_view to_string(LengthUnit unit) {
  return unit == LengthUnit::millimetre ? "mm" : "px";
}

std::string_view to_string(FractureShape shape) {
  static constexpr std::array<std::string_view, 4> names = {"none", "wedge", "biconcave", "crush"};
  return names[static_cast<std::size_t>(shape)];
}

std::string_view to_string(Alternative alternative) {
  static constexpr std::array<std::string_view, 7> names = {
      "vertebral_fracture",   "schmorl_node",    "scheuermann",   "short_vertebral_height",
      "degenerative_wedging", "borderline_loss", "normal_variant"};
  return names[static_cast<std::size_t>(alternative)];
}

std::string_view to_string(SpinalAngleName name) {
  return name == SpinalAngleName::thoracic_kyphosis ? "thoracic_kyphosis" : "lumbar_lordosis";
}

std::string_view to_string(SignOffState state) {
  static constexpr std::array<std::string_view, 3> names = {"draft", "reviewed", "signed"};
  return names[static_cast<std::size_t>(state)];
}

std::string_view to_string(MeasurementStatus status) {
  return status == MeasurementStatus::measured ? "measured" : "not_assessable";
}

std::string_view to_string(MeasurementOrigin origin) {
  static constexpr std::array<std::string_view, 3> names = {"automatic", "seeded", "edited"};
  return names[static_cast<std::size_t>(origin)];
}

std::string_view to_string(NumberingStatus status) {
  return status == NumberingStatus::certain ? "certain" : "uncertain";
}

std::string_view to_string(NumberingAnchor anchor) {
  static constexpr std::array<std::string_view, 5> names = {"none", "sacrum", "last_rib", "c2", "reader"};
  return names[static_cast<std::size_t>(anchor)];
}

double landmark_distance(const Landmarks& landmarks, HeightName name) {
  const auto measure = [name](const auto& points) {
    switch (name) {
    case HeightName::anterior:
      return points.anterior_height();
    case HeightName::middle:
      return points.middle_height();
    case HeightName::posterior:
      break;
    }
    return points.posterior_height();
  };
  return std::visit(measure, landmarks);
}

const std::optional<HeightMeasurement>& Heights::of(HeightName name) const {
  switch (name) {
  case HeightName::anterior:
    return anterior;
  case HeightName::middle:
    return middle;
  case HeightName::posterior:
    break;
  }
  return posterior;
}

std::string VertebraFinding::display_name() const {
  return level ? level->name() : "#" + std::to_string(ordinal);
}

} // namespace spondyl
