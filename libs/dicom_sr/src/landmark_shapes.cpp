#include "landmark_shapes.h"

namespace spondyl::dicom_sr {
namespace {

// SCOORD counts from the corner of the first pixel (PS3.3 C.18.6.1.2), findings from its centre.
constexpr double kHalfPixel = 0.5;
constexpr std::string_view kInPatientSpace = "patient_mm ", kOnFilm = "pixel ";

template <typename Point> std::pair<Point, Point> ends(const SixPointsOf<Point>& points, HeightName name) {
  switch (name) {
  case HeightName::anterior:
    return {points.anterior_superior, points.anterior_inferior};
  case HeightName::middle:
    return {points.middle_superior, points.middle_inferior};
  case HeightName::posterior:
    break;
  }
  return {points.posterior_superior, points.posterior_inferior};
}

ContentItem shape(ValueType type, const char* graphic_type) {
  ContentItem item = container(standard::kSourceOfMeasurement);
  item.relationship = Relationship::inferred_from;
  item.type = type;
  item.graphic_type = graphic_type;
  return item;
}

std::optional<ContentItem> line_in_space(const Findings& findings, const SixPoints& points, HeightName name) {
  if (findings.images.frame_of_reference_uid.empty())
    return std::nullopt;
  ContentItem item = shape(ValueType::coordinates_3d, "POLYLINE");
  const auto [superior, inferior] = ends(points, name);
  item.points = {superior, inferior};
  item.frame_of_reference_uid = findings.images.frame_of_reference_uid;
  return item;
}

std::optional<ContentItem> line_on_film(const Findings& findings, const SixPixels& points, HeightName name) {
  if (findings.images.instances.empty())
    return std::nullopt;
  ContentItem item = shape(ValueType::coordinates, "POLYLINE");
  const auto [superior, inferior] = ends(points, name);
  for (const PixelPoint point : {superior, inferior})
    item.pixels.push_back({point.column + kHalfPixel, point.row + kHalfPixel});
  ContentItem image;
  image.relationship = Relationship::selected_from;
  image.type = ValueType::image;
  image.sop_class_uid = findings.images.instances.front().sop_class_uid;
  image.sop_instance_uid = findings.images.instances.front().sop_instance_uid;
  item.add(std::move(image));
  return item;
}

PatientPoint point_at(std::span<const double> numbers, std::size_t index) {
  return {numbers[3 * index], numbers[3 * index + 1], numbers[3 * index + 2]};
}

PatientVector vector_at(std::span<const double> numbers, std::size_t index) {
  return {numbers[3 * index], numbers[3 * index + 1], numbers[3 * index + 2]};
}

} // namespace

std::optional<ContentItem> LandmarkShapes::line(HeightName name) const {
  if (!vertebra_->landmarks)
    return std::nullopt;
  if (const auto* points = std::get_if<SixPoints>(&*vertebra_->landmarks))
    return line_in_space(*findings_, *points, name);
  return line_on_film(*findings_, std::get<SixPixels>(*vertebra_->landmarks), name);
}

std::optional<ContentItem> LandmarkShapes::ellipse(const EllipseRegion& region) const {
  if (findings_->images.frame_of_reference_uid.empty())
    return std::nullopt;
  // PS3.3 C.18.9.1.2: ends of the major axis, then ends of the minor axis.
  PatientVector major = region.first_semi_axis, minor = region.second_semi_axis;
  if (length(minor) > length(major))
    std::swap(major, minor);
  ContentItem item = shape(ValueType::coordinates_3d, "ELLIPSE");
  item.points = {region.centre - major, region.centre + major, region.centre - minor, region.centre + minor};
  item.frame_of_reference_uid = findings_->images.frame_of_reference_uid;
  return item;
}

std::array<double, 9> numbers_of(const EllipseRegion& region) {
  const auto& [c, a, b] = region;
  return {c.x, c.y, c.z, a.x, a.y, a.z, b.x, b.y, b.z};
}

EllipseRegion ellipse_of(const std::array<double, 9>& numbers) {
  return {point_at(numbers, 0), vector_at(numbers, 1), vector_at(numbers, 2)};
}

std::array<double, 6> numbers_of(const EndplateLine& line) {
  return {line.anterior.x, line.anterior.y, line.anterior.z, line.posterior.x, line.posterior.y, line.posterior.z};
}

EndplateLine endplate_of(const std::array<double, 6>& numbers) {
  return {point_at(numbers, 0), point_at(numbers, 1)};
}

std::string landmark_text(const Landmarks& landmarks) {
  std::vector<double> numbers;
  if (const auto* points = std::get_if<SixPoints>(&landmarks)) {
    for (const auto& [name, member] : kLandmarkMembers<PatientPoint>)
      numbers.insert(numbers.end(), {(points->*member).x, (points->*member).y, (points->*member).z});
    return std::string(kInPatientSpace) + exact_text(numbers);
  }
  for (const auto& [name, member] : kLandmarkMembers<PixelPoint>) {
    const PixelPoint point = std::get<SixPixels>(landmarks).*member;
    numbers.insert(numbers.end(), {point.column, point.row});
  }
  return std::string(kOnFilm) + exact_text(numbers);
}

std::optional<Landmarks> landmarks_of_text(std::string_view text) {
  if (text.starts_with(kInPatientSpace)) {
    const auto numbers = exact_numbers(text.substr(kInPatientSpace.size()), 18);
    if (!numbers)
      return std::nullopt;
    SixPoints points;
    for (std::size_t i = 0; i < 6; ++i)
      points.*(kLandmarkMembers<PatientPoint>[i].second) = point_at(*numbers, i);
    return points;
  }
  if (!text.starts_with(kOnFilm))
    return std::nullopt;
  const auto numbers = exact_numbers(text.substr(kOnFilm.size()), 12);
  if (!numbers)
    return std::nullopt;
  SixPixels points;
  for (std::size_t i = 0; i < 6; ++i)
    points.*(kLandmarkMembers<PixelPoint>[i].second) = {(*numbers)[2 * i], (*numbers)[2 * i + 1]};
  return points;
}

} // namespace spondyl::dicom_sr
